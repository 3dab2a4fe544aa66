"""The texts of conditioning/race: headline, formula, caption, caveat, and labels of the bars."""

from core.obstacles.conditioning.race import RaceResult
from gui.stages.conditioning.start_words import brief_start_words
from gui.stages.conditioning.zigzag_words import DIGITS, outcome
from gui.wording.names import short_name
from gui.wording.sentences import MAX_CAPTION_LENGTH, first_fitting, paragraph, shortened_lists
from gui.wording.text import Span, distinct_pair, ntr, number, tr


def headline(result: RaceResult) -> str:
    """Return the title of the picture."""
    return ntr("One method on the bowl", "The same bowl, by {n} methods", len(result.path), "path")


def formula(result: RaceResult) -> str:
    """Return the laws of gradient descent and momentum if both are shown at their best settings, else ""."""
    return tr("gradient descent ~ κ,  momentum ~ √κ", "best_settings") if result.best_settings else ""


def caption(result: RaceResult) -> str:
    """Return the caption: the steps of as many methods as fit."""
    kappa, _ = distinct_pair(result.params.condition_number, 1.0, DIGITS)
    ended = [key for key in result.path if not result.under_way(key)]
    running = len(result.path) - len(ended)
    if not ended:
        return ntr(
            "κ = {kappa}: {n} method on its way.", "κ = {kappa}: {n} methods on their way.", running,
            "condition_number", "under_way", kappa=kappa,
        )  # fmt: skip
    outcomes = [outcome(result, key, Span(short_name(key, hall=True), key)) for key in ended]
    return first_fitting(
        *(_steps(kappa, listed, rest, running) for listed, rest in shortened_lists(outcomes)),
        max_length=MAX_CAPTION_LENGTH,
    )


def _steps(kappa: Span, listed: str, rest: int, running: int) -> str:
    """Return the steps of the listed methods, how many others have ended, and how many are running."""
    values = {"kappa": kappa, "list": listed}
    if running and rest:
        return tr(
            "Steps at κ = {kappa}: {list}, and {n} more; {running} on the way.",
            "condition_number", "path", "under_way", n=number(rest), running=number(running), **values,
        )  # fmt: skip
    if running:
        return tr(
            "Steps at κ = {kappa}: {list}; {running} on the way.", "condition_number", "under_way",
            running=number(running), **values,
        )  # fmt: skip
    if rest:
        return tr("Steps at κ = {kappa}: {list}, and {n} more.", "condition_number", "path", n=number(rest), **values)
    return tr("Steps at κ = {kappa}: {list}.", "condition_number", **values)


def caveat(result: RaceResult, *, cut: bool, ticks: bool) -> str:
    """Return the line that explains the start and the marks: `cut` says whether a bar is cut, `ticks` a mark drawn."""
    thin = any(result.cost[key][-1] != len(result.path[key]) - 1 for key in result.path)
    return paragraph(
        brief_start_words(result),
        tr("Broken bars: off scale.", "length") if cut else "",
        tr("Counted: first step at the tolerance.", "first_passage") if result.first_passage else "",
        tr("Thin bars: cost in gradients.", "cost") if thin else "",
        tr("Ticks: theory.", "predicted_steps") if ticks else "",
        tr("Contours {ratio} : 1.", "contour_ratio", ratio=distinct_pair(result.contour_ratio, 1.0, 2)[0]),
    )


def takers(result: RaceResult, step: int) -> list[str]:
    """Return the methods that have taken this many steps."""
    return [key for key, path in result.path.items() if len(path) > step]


def takers_words(result: RaceResult, methods: list[str], *, hall: bool) -> str:
    """Return whose steps the number of steps counts: a method alone, or how many methods."""
    if len(methods) == 1:
        name = Span(short_name(methods[0], hall=hall), methods[0])
        if len(result.path) == 1:
            return tr("{method}", "path", method=name)
        return tr("{method} alone", "path", method=name)
    if len(methods) == len(result.path):
        return tr("all {n} methods", "path", n=number(len(methods)))
    return tr("{n} of {all} methods", "path", n=number(len(methods)), all=number(len(result.path)))


def count_text(result: RaceResult, key: str, step: int) -> str:
    """Return the label at the end of a method's bar at a step."""
    if step < len(result.path[key]) - 1 or result.steps_to_tolerance[key] is not None:
        return tr("{n}", "path", n=number(step)).about(key)
    if result.diverged[key] is not None:
        if result.diverges(key):
            return tr("diverged", "diverges", "diverged").about(key)
        return tr("above 10⁶", "diverged").about(key)
    if result.complete:
        if result.diverges(key):
            return tr("diverges", "diverges").about(key)
        if result.swings(key):
            return tr("no convergence", "swings").about(key)
        return tr("not yet", "not_solved").about(key)
    return tr("{n}", "path", n=number(step)).about(key)


def cost_words(key: str, cost: float) -> tuple[str, ...]:
    """Return wordings of the cost of a method's steps in gradients, the longest first."""
    return (
        ntr("cost: {n} gradient", "cost: {n} gradients", cost, "cost").about(key),
        ntr("{n} gradient", "{n} gradients", cost, "cost").about(key),
        tr("{n}", "cost", n=number(cost)).about(key),
    )
