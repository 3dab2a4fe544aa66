"""The texts of network/learn."""

import math

from core.obstacles.network.learn import LearnResult
from gui.wording.sentences import paragraph
from gui.wording.text import Sentence, Span, ntr, number, percent, tr

TRAINING, HELD_OUT = "training", "held_out"
"""The series of the digits that train the network, and of those that are held out."""


def headline(result: LearnResult) -> str:
    """Return the title of the picture."""
    if not result.held_out_count:
        return tr("Here no digit is held out", "held_out_count")
    if not result.complete:
        return tr("A network learns to read digits")
    if result.overflows_at is not None:
        return tr("Training overflows", "overflows_at")
    if result.learns:
        return tr("Digit after digit turns from wrong to right", "learns")
    if result.mostly_wrong:
        return tr("Most unseen digits are wrong in the end", "mostly_wrong")
    return tr("Training makes no more digits right", "learns")


def caption(result: LearnResult) -> str:
    """Return the sentence under the picture."""
    if not result.held_out_count:
        return tr("No digit has three images: none is held out.", "held_out_count")
    if result.overflows_at is not None:
        lost = Span(number(result.overflows_at), "alarm")
        return tr("At step {step} the training loss is no finite number.", "overflows_at", step=lost)
    step, share = int(result.recorded_steps[-1]), float(result.held_out_accuracy[-1])
    right = Span(percent(share), HELD_OUT)
    if not step:
        return tr("Before training {share} of unseen digits are right.", "held_out_accuracy", share=right)
    return ntr(
        "After {n} step {share} of unseen digits are right.",
        "After {n} steps {share} of unseen digits are right.",
        step,
        "held_out_accuracy",
        share=right,
    )


def caveat(result: LearnResult) -> str:
    """Return the line about the digits that are held out, and the accuracy where others are."""
    return paragraph(_split(result), _other_split(result))


def _split(result: LearnResult) -> Sentence:
    if result.params.holdout == "last":
        return tr("Held out is the last third of the digits.", "holdout")
    return tr("Held out is every third digit of a class.", "holdout")


def _other_split(result: LearnResult) -> str:
    """Return the accuracy where other digits are held out, or "" while it is not known."""
    known = result.other_split_accuracy
    if len(known) < len(result.recorded_steps) or math.isnan(known[-1]):
        return ""
    share = percent(float(known[-1]))
    if result.params.holdout == "last":
        return tr("Holding out every third of each class: {share}.", "other_split_accuracy", share=share)
    return tr("Holding out the last third: {share}.", "other_split_accuracy", share=share)


def hero(result: LearnResult, index: int) -> str:
    """Return the share of held-out digits that is right at a recorded step."""
    if not result.held_out_count:
        return tr("–")
    return tr("{share}", "held_out_accuracy", share=percent(float(result.held_out_accuracy[index])))


def heading() -> str:
    """Return the line above the hero number."""
    return tr("unseen digits right")


def detail_wordings(result: LearnResult, index: int) -> tuple[str, ...]:
    """Return wordings of the line below the hero number."""
    step = int(result.recorded_steps[index])
    share = percent(float(result.train_accuracy[index]))
    return (
        ntr(
            "after {n} step; of the training digits {share}",
            "after {n} steps; of the training digits {share}",
            step,
            "recorded_steps",
            "train_accuracy",
            share=share,
        ),
        ntr(
            "after {n} step; training {share}",
            "after {n} steps; training {share}",
            step,
            "recorded_steps",
            "train_accuracy",
            share=share,
        ),
        ntr("after {n} step", "after {n} steps", step, "recorded_steps"),
    )


def shown_wordings(result: LearnResult) -> tuple[str, ...]:
    """Return wordings of what the images are."""
    k, count = len(result.labels), number(result.held_out_count)
    return (
        ntr(
            "{n} of {count} held-out digits, and what the network reads",
            "{n} of {count} held-out digits, and what the network reads",
            k,
            "images",
            "held_out_count",
            count=count,
        ),
        tr("{n} of {count} held-out digits", "images", "held_out_count", n=number(k), count=count),
        tr("held-out digits"),
    )


def wrong_text(result: LearnResult, index: int) -> str:
    """Return how many of the shown digits are wrong."""
    return tr("{n} wrong", "wrong_shown", n=number(float(result.wrong_shown[index])))


def answer_text(result: LearnResult, index: int, place: int) -> str:
    """Return what the network takes a shown digit for."""
    answer = float(result.answers[index, place])
    if math.isnan(answer):
        return tr("–", "answers")
    return tr("{digit}", "answers", digit=number(answer))


def curve_names() -> dict[str, str]:
    """Return the names of the curves."""
    return {TRAINING: tr("training"), HELD_OUT: tr("held out")}


def step_titles(result: LearnResult) -> tuple[str, ...]:
    """Return wordings of the title of the axis of steps, the longest first."""
    rate, size = number(result.learning_rate), result.used.batch_size
    if size == "full":
        return (tr("steps of Adam, rate {rate}, all digits at once", "learning_rate", rate=rate), tr("steps"))
    longest = ntr(
        "steps of Adam, rate {rate}, {n} digit each",
        "steps of Adam, rate {rate}, {n} digits each",
        min(size, result.train_count),
        "learning_rate",
        "batch_size",
        rate=rate,
    )
    return longest, tr("steps")


def share_title() -> str:
    """Return the title of the axis of shares."""
    return tr("wrong, %")
