"""The texts of the cloud: title, formula, caption, caveat and readouts, with every number from the result."""

import math

from core.obstacles.noise.cloud import CloudResult
from gui.stages.noise.batches import batch_name, shown_batches
from gui.stages.noise.cloud_lost import (
    diverged_counts,
    diverged_item,
    diverged_sentence,
    diverged_wordings,
    short_diverged_item,
)
from gui.stages.noise.cloud_schedule import (
    schedule_caption,
    schedule_caveat,
    schedule_formula,
    schedule_headline,
)
from gui.stages.noise.names import NOISY, above_limit_caveat, front, runs, samples, steps
from gui.wording.names import capitalized
from gui.wording.sentences import MAX_CAVEAT_LENGTH, enumeration, first_fitting, paragraph
from gui.wording.text import Sentence, Span, distinct_numbers, distinct_pair, ntr, number, percent, tr


def compared(result: CloudResult) -> dict[str, str]:
    """Return the batch sizes to show, each with the key of its series; fewer beside the runs at a constant rate."""
    return shown_batches(result.median, front(result), one_other=result.scheduled)


def headline(result: CloudResult) -> str:
    """Return the title of the picture."""
    name, many = front(result), runs(result.params.ensemble_size)
    if result.diverged[name][-1]:
        return _diverged_headline(result)
    if result.scheduled:
        return schedule_headline(result)
    if result.floored(name):
        return tr("{runs}: noise sets a floor under the loss", "floored", runs=many)
    if result.complete and result.hurts_later(name):
        return tr("{runs}: noise limits the final loss more than the early speed", "hurts_later", runs=many)
    if result.stays_above(name):
        return ntr("1 run: the loss stays above that without noise",
                   "{n} runs: the median loss stays above that without noise",
                   result.params.ensemble_size, "ensemble_size", "stays_above")  # fmt: skip
    if result.limited_by_noise(name):
        return ntr("1 run: the loss is above that without noise",
                   "{n} runs: the median loss is above that without noise",
                   result.params.ensemble_size, "ensemble_size", "limited_by_noise")  # fmt: skip
    return tr("{runs} of gradient descent with noise", "ensemble_size", runs=many)


def _diverged_headline(result: CloudResult) -> str:
    """Return the title if runs with the leading batch size have diverged."""
    values = {"runs": runs(result.params.ensemble_size), "samples": samples(result.params.batch_size)}
    if result.one_run:
        return tr("{runs} with {samples} per step: diverged", "all_diverged", "one_run", **values)
    if result.all_diverged(front(result)):
        return tr("{runs} with {samples} per step: all diverged", "all_diverged", **values)
    return tr("{runs} with {samples} per step: some diverged", "diverged", **values)


def formula(result: CloudResult, *, foretold: bool) -> str:
    """Return the learning rate of a step if it falls; else the law of the floor where it applies and is `foretold`."""
    if result.scheduled:
        return schedule_formula(result)
    if not (foretold and result.law_applies(front(result))):
        return ""
    values = {"floor": number(result.floor(front(result))[0], 3)}
    return tr(
        "law: loss = σ²/B Σ a z² / (2 (2 − aλ)), z ~ N(0, 1): median {floor}",
        "law_applies", "stationary_median_predicted", **values,
    )  # fmt: skip


def quantity(result: CloudResult) -> Sentence:
    """Return the name of the median: the loss of one run, or the mean of two."""
    if result.one_run:
        return tr("loss", "one_run")
    return tr("mean loss of the two", "two_runs") if result.two_runs else tr("median loss")


def caption(result: CloudResult) -> str:
    """Return the caption: the median of every shown batch size at the last step reached."""
    names = compared(result)
    if all(result.half_diverged(name) for name in names):
        return diverged_counts(result, names)
    if result.scheduled and not math.isnan(result.schedule_gain()):
        return schedule_caption(result, quantity(result))
    what, n = capitalized(Span(quantity(result))), number(result.reached)
    with_each, in_brackets = _figures(result, names)
    return first_fitting(
        tr(
            "{what} after {steps}: {list}.", "reached", "median", what=what, steps=steps(result.reached), list=with_each
        ),
        tr("{what} at step {n}: {list}.", "reached", "median", what=what, n=n, list=with_each),
        tr("{what} at step {n}: {list}.", "reached", "median", what=what, n=n, list=in_brackets),
        _leading_only(result),
    )


def _figures(result: CloudResult, names: dict[str, str]) -> tuple[str, str]:
    """Return a long and a short list of the medians; batch sizes without a finite median have the diverged runs."""
    known = {name: float(result.median[name][-1]) for name in names if not result.half_diverged(name)}
    written = dict(zip(known, distinct_numbers(list(known.values())), strict=True))
    with_each, in_brackets = [], []
    for k, (name, key) in enumerate(names.items()):
        size = samples(int(name)) if k == 0 else number(int(name))
        short = batch_name(name) if k == 0 else number(int(name))
        if name not in known:
            with_each.append(diverged_item(result, name, size))
            in_brackets.append(short_diverged_item(result, name, short))
            continue
        loss = Span(written[name], key)
        with_each.append(tr("{loss} with {batch}", "median", loss=loss, batch=size))
        in_brackets.append(tr("{loss} ({batch})", "median", loss=loss, batch=short))
    return enumeration(with_each), enumeration(in_brackets)


def _leading_only(result: CloudResult) -> str:
    """Return the caption with the leading batch size only."""
    name, batch = front(result), samples(result.params.batch_size)
    if result.half_diverged(name):
        return diverged_sentence(result, batch)
    loss = Span(number(float(result.median[name][-1])), NOISY)
    what = capitalized(Span(quantity(result)))
    return tr(
        "{what} at step {n} with {batch}: {loss}.",
        "reached", "median", what=what, n=number(result.reached), batch=batch, loss=loss,
    )  # fmt: skip


def caveat(result: CloudResult, *, foretold: bool) -> str:
    """Return the caveat: diverged runs, a law that fails, or the ratio to the loss without noise.

    Where `foretold`, it may say beforehand what the rate will lead to.
    """
    name, names = front(result), compared(result)
    if any(result.diverged[each][-1] for each in names):
        return _diverged_caveat(result, names)
    if result.scheduled:
        return schedule_caveat(result, quantity(result)) or _legend(result)
    if foretold and result.above_the_bound:
        return above_limit_caveat(result.params.learning_rate, result.bound)
    predicted, measured = result.floor(name)
    if result.leaves(name):
        law = number(predicted, 3)
        return first_fitting(
            tr("Law: median floor {law}; not measured: some other runs, started at the minimum, diverged.",
               "leaves", "stationary_median_predicted", law=law),
            tr("Law: median floor {law}; not measured: some runs started at the minimum diverged.",
               "leaves", "stationary_median_predicted", law=law),
            max_length=MAX_CAVEAT_LENGTH,
        )  # fmt: skip
    if result.law_fails(name):
        law, found = distinct_pair(predicted, measured, 2)
        share = percent(result.params.learning_rate / result.bound)
        return paragraph(
            tr("The law fails here: median floor {law}, measured {found}.", "law_fails", law=law, found=found),
            tr("Rate: {share} of the stability limit.", "bound", share=share),
        )
    return _ratios(result)


def _diverged_caveat(result: CloudResult, names: dict[str, str]) -> str:
    """Return the caveat about diverged runs: their number, or what counts as diverged."""
    too = tr("Without noise it diverges too.", "noise_free_diverged") if result.noise_free_diverged else ""
    bound = tr("Diverged: loss above {bound}.", "divergence_loss", bound=number(result.divergence_loss))
    # Infinite losses affect a median; a single run has none.
    high = "" if result.one_run else tr("A diverged run counts as infinitely high.", "diverged")
    if all(result.half_diverged(each) for each in names):
        return paragraph(too, bound, high)
    return paragraph(diverged_counts(result, names, MAX_CAVEAT_LENGTH), too or high or bound)


def _ratios(result: CloudResult) -> str:
    """Return the caveat that compares the medians with the loss without noise, at an early step and the last one."""
    name, at, step = front(result), result.early, number(int(result.steps[result.early]))
    if len(result.noise_free_loss) <= at:
        return _legend(result)
    early, late = result.ratio(name, at), result.ratio(name, -1)
    if math.isfinite(early) and math.isfinite(late) and result.reached > result.steps[at]:
        return _over_time(result, early, late)
    loss, exact = float(result.median[name][at]), float(result.noise_free_loss[at])
    if not (math.isfinite(loss) and math.isfinite(exact)):
        return _legend(result)
    noisy, free = distinct_pair(loss, exact, 2)
    values = {"loss": noisy, "samples": samples(int(name)), "exact": free, "step": step}
    return first_fitting(
        tr("{what} at step {step}: {loss} with {samples}, {exact} without noise.",
           "early", what=capitalized(Span(quantity(result))), **values),
        tr("Loss at step {step}: {loss} with {samples}, {exact} without noise.", "early", **values),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip


def _over_time(result: CloudResult, early: float, late: float) -> str:
    """Return the caveat with the ratio at an early step and at the last one, or that both are near 1."""
    values: dict[str, str] = {
        "what": capitalized(Span(quantity(result))),
        "samples": samples(result.params.batch_size),
        "step": number(int(result.steps[result.early])),
        "last": number(result.reached),
    }
    if result.near_one(front(result)):
        return first_fitting(
            tr("{what} with {samples} ÷ loss without noise: within 1 % of 1 at steps {step} and {last}.",
               "near_one", **values),
            tr("With {samples}, loss ÷ loss without noise: within 1 % of 1 at steps {step} and {last}.",
               "near_one", samples=values["samples"], step=values["step"], last=values["last"]),
            max_length=MAX_CAVEAT_LENGTH,
        )  # fmt: skip
    first, then = distinct_pair(early, late, 2)
    return first_fitting(
        tr("{what} with {samples} ÷ loss without noise: {early} at step {step}, {late} at step {last}.",
           "ratio", early=first, late=then, **values),
        tr("{what} with {samples} ÷ that without noise: {early} at step {step}, {late} at {last}.",
           "ratio", early=first, late=then, **values),
        tr("With {samples}, loss ÷ that without noise: {early} at step {step}, {late} at {last}.",
           "ratio", early=first, late=then, **{key: each for key, each in values.items() if key != "what"}),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip


def _legend(result: CloudResult) -> Sentence:
    if result.one_run:
        return tr("Dots are the losses of the run at the steps recorded.", "one_run")
    return tr("Dots are medians, bands go from the lower to the upper quartile.")


def hero(result: CloudResult, at: int) -> Sentence:
    """Return the median of the leading batch size at recorded step `at`."""
    median = float(result.median[front(result)][at])
    figure = Span(tr("∞"), "alarm", median) if math.isinf(median) else Span(number(median), NOISY)
    return tr("{loss}", "median", loss=figure)


def below(result: CloudResult, at: int) -> tuple[str, ...]:
    """Return wordings of the line below the median: number of runs, or diverged runs; the longest first."""
    size = result.params.ensemble_size
    if result.diverged[front(result)][at]:
        return diverged_wordings(result, front(result), at)
    each = samples(result.params.batch_size)
    return (
        tr("of {runs}, {samples} per step", "ensemble_size", runs=runs(size), samples=each),
        tr("of {runs}", "ensemble_size", runs=runs(size)),
    )


def floor_wordings(result: CloudResult) -> tuple[str, ...]:
    """Return wordings of the label of the floor, predicted and measured, the longest first."""
    predicted, measured = result.floor(front(result))
    alone = tr("median floor by the law: {law}", "law_applies", "stationary_median_predicted", law=number(predicted))
    if math.isnan(measured):
        return (alone,)
    law, found = distinct_pair(predicted, measured, 2)
    values = {"law": law, "found": found}
    both = tr(
        "median floor: law {law}, measured {found}",
        "stationary_median_predicted",
        "stationary_median_measured",
        **values,
    )
    # If the law fails, its number is not shown without the measured one.
    short = tr(
        "floor: law {law}, measured {found}", "stationary_median_predicted", "stationary_median_measured", **values
    )
    return (both, short) if result.law_fails(front(result)) else (both, alone)
