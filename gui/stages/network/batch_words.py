"""The texts of network/batch."""

import numpy as np

from core.laws import Slope
from core.obstacles.network.batch import BatchResult
from gui.picture.log_plot import slope_wordings
from gui.stages.network.step_words import fewer_text
from gui.wording.sentences import MAX_CAVEAT_LENGTH, enumeration, first_fitting, joined
from gui.wording.text import Sentence, Span, ntr, number, tr

STEPS = "gradient_descent"
"""The series whose color counts of steps have."""


def formula(result: BatchResult) -> str:
    """Return the slopes of the curve before and after the bend, or "" where one is unknown."""
    before, after = result.slopes["before"], result.slopes["after"]
    if not result.bends or before is None or after is None:
        return ""
    return tr("slope {before}, past the bend {after}", "slopes", before=_slope(before), after=_slope(after))


def caption(result: BatchResult) -> str:
    """Return the sentence below the picture: the steps of the smallest batch, past the bend, and of the largest."""
    found = result.compared
    if len(found) < 2 and not result.complete:
        return tr("Counting the steps that each batch size needs.")
    if not found:
        return _nothing(result)
    places = sorted({found[0], found[-1]} | ({result.bend_place or 0} if result.bends else set()))
    steps = float(result.steps[places[0]])
    first = ntr(
        "Batch {size}: {n} step.", "Batch {size}: {n} steps.", steps, "steps",
        size=_size(result, places[0]), n=_steps(steps),
    )  # fmt: skip
    return joined(first, *(_further(result, place) for place in places[1:]))


def _further(result: BatchResult, place: int) -> Sentence:
    """Return the steps of a batch size that is not the first of a caption."""
    size, n = _size(result, place), _steps(float(result.steps[place]))
    if _is_all(result, place):
        return tr("All {size} digits: {n}.", "steps", "digits", size=size, n=n)
    return tr("Batch {size}: {n}.", "steps", size=size, n=n)


def _nothing(result: BatchResult) -> Sentence:
    """Return the caption if no batch size arrives in at least one step."""
    target, most = number(result.used.target_loss), result.used.max_steps
    if result.starts_arrived:
        return tr("At the start the loss is {target} or less: no steps.", "starts_arrived", target=target)
    if result.all_overflow:
        return tr("The loss overflows at every rate, with every batch size.", "all_overflow")
    return ntr(
        "No batch size is at loss {target} within {n} step.",
        "No batch size is at loss {target} within {n} steps.",
        most, "not_arrived", target=target, n=number(most),
    )  # fmt: skip


def caveat(result: BatchResult) -> str:
    """Return the line about the noise scale and the number of parameters."""
    later = result.params.noise_scale == "on" and result.noise_trend(later=True) is not None
    trend = result.noise_trend(later=later)
    if trend is None:
        return tr("Minibatches are drawn with replacement.")
    when = tr("at loss {loss}", "later_loss", loss=number(result.later_loss)) if later else tr("at the start")
    values = {
        "when": Span(when, value="later" if later else "start"),
        "low": number(trend.low),
        "high": number(trend.high),
        "least": number(trend.least),
        "most": number(trend.most),
        "exponent": slope_wordings(trend.slope)[1],
    }
    if trend.direction == "grows":
        return tr(
            "Noise scale grows with parameters {when}, exponent {exponent}: {low} to {high}.",
            "noise_trend", **values,
        )  # fmt: skip
    if trend.direction == "falls":
        return tr(
            "Noise scale falls with parameters {when}, exponent {exponent}: {low} to {high}.",
            "noise_trend", **values,
        )  # fmt: skip
    if trend.direction == "flat":
        wordings = (
            tr(
                "Noise scale does not grow with parameters: {low} to {high} {when}, P = {least} to {most}.",
                "noise_trend", **values,
            ),
            tr("Noise scale does not grow with parameters: {low} to {high} {when}.", "noise_trend", **values),
        )  # fmt: skip
    else:
        wordings = (
            tr(
                "Noise scale, no clear trend with parameters: {low} to {high} {when}, P = {least} to {most}.",
                "noise_trend", **values,
            ),
            tr("Noise scale, no clear trend with parameters: {low} to {high} {when}.", "noise_trend", **values),
        )  # fmt: skip
    return first_fitting(*wordings, max_length=MAX_CAVEAT_LENGTH)


def hero(result: BatchResult, place: int) -> Sentence:
    """Return by how much a batch size needs fewer steps than the smallest; past the bend, that of the bend."""
    if np.isinf(result.steps[place]):
        return ntr("not in {n} step", "not in {n} steps", result.used.max_steps, "not_arrived").about(
            str(int(result.batch_sizes[place]))
        )
    if place not in result.compared:
        return tr("…") if np.isnan(result.steps[place]) else tr("{n} steps", "steps", n=number(0.0))
    compared = _compared_place(result, place)
    if compared == result.compared[0]:
        steps = float(result.steps[compared])
        return ntr("{n} step", "{n} steps", steps, "steps", n=_steps(steps))
    return tr("{fewer}", fewer=fewer_text(result.fewer(compared), STEPS))


def hero_wordings(result: BatchResult, place: int) -> tuple[Sentence, ...]:
    """Return wordings of which batch sizes the hero number compares, the longest first."""
    compared = _compared_place(result, place)
    size = _size(result, compared)
    if place not in result.compared or compared == result.compared[0]:
        return (
            tr("with all {size} digits in a batch", "batch_sizes", "digits", size=size)
            if _is_all(result, compared)
            else tr("with batch size {size}", "batch_sizes", size=size),
        )
    base = _size(result, result.compared[0])
    if _is_all(result, compared):
        return (
            tr("all {size} digits instead of {base}", "compared", "digits", size=size, base=base),
            tr("{size} instead of {base}", "compared", size=size, base=base),
        )
    return (
        tr("batch size {size} instead of {base}", "compared", size=size, base=base),
        tr("{size} instead of {base}", "compared", size=size, base=base),
    )


def detail_wordings(result: BatchResult, place: int) -> tuple[str, ...]:
    """Return wordings of what a batch past the bend saves beyond it, or of the rate, the longest first."""
    if place not in result.compared:
        return (tr("the loss overflows", "overflows"),) if result.overflows[place] == 1.0 else ("",)
    compared = _compared_place(result, place)
    size = _size(result, place)
    if compared == place:
        return (tr("best rate {rate}", "best_rate", rate=number(float(result.best_rate[place]), 3)),)
    values = {"bend": _size(result, compared), "fewer": fewer_text(result.fewer(place, compared), STEPS)}
    if _is_all(result, place):
        return (
            tr("all {size} digits instead of {bend}: {fewer} steps", "compared", "digits", size=size, **values),
            tr("{size} instead of {bend}: {fewer}", "compared", size=size, **values),
        )
    return (
        tr("batch size {size} instead of {bend}: {fewer} steps", "compared", size=size, **values),
        tr("{size} instead of {bend}: {fewer}", "compared", size=size, **values),
    )


def axis_wordings(result: BatchResult) -> tuple[Sentence, ...]:
    """Return wordings of the title of the vertical axis, the longest first."""
    target, count = number(result.used.target_loss), result.used.replicates
    plain = tr("steps to loss {target}", "target_loss", target=target)
    short = tr("steps to loss {target}, best rate for each B", "target_loss", target=target)
    if result.not_arrived:
        return (plain,)  # the label of the lane is on the same line
    if count == 1:
        return (short, plain)
    return (
        tr(
            "steps to loss {target}, best rate for each B, medians of {n} seeds", "target_loss", "replicates",
            target=target, n=number(count),
        ),
        short,
        plain,
    )  # fmt: skip


def floor_label(result: BatchResult) -> Sentence:
    """Return the label of the fewest steps."""
    steps = result.smallest_steps
    return ntr("floor: {n} step", "floor: {n} steps", steps, "smallest_steps", n=number(steps, 4))


def bend_label(result: BatchResult) -> Sentence:
    """Return the label of the bend."""
    return tr("bend at B = {batch}", "critical_batch", batch=number(result.critical_batch))


def noise_scale_wordings(result: BatchResult) -> tuple[str, ...]:
    """Return wordings of the noise scale along training, the longest first; the last value is above all digits."""
    values = [_scale_at_start(result)]
    over = result.noise_scale_initial > result.all_digits
    for place, scale in enumerate(result.noise_scale.tolist()):
        if np.isfinite(scale) and not over:
            values.append(_scale_at_loss(result, place))
            over = scale > result.all_digits
    few = [values[0], values[-1]] if len(values) > 1 else values
    return (
        tr("noise scale: {values}", values=enumeration(values)),
        tr("noise scale: {values}", values=enumeration(few)),
        enumeration(few),
    )


def _scale_at_start(result: BatchResult) -> Sentence:
    scale = result.noise_scale_initial
    if scale > result.all_digits:
        return tr("> all {all} at the start", "noise_scale_initial", "digits", all=number(result.all_digits))
    return tr("{scale} at the start", "noise_scale_initial", scale=number(scale))


def _scale_at_loss(result: BatchResult, place: int) -> Sentence:
    scale, loss = float(result.noise_scale[place]), number(float(result.losses[place]))
    if scale > result.all_digits:
        return tr("> all {all} at loss {loss}", "noise_scale", "digits", all=number(result.all_digits), loss=loss)
    return tr("{scale} at loss {loss}", "noise_scale", scale=number(scale), loss=loss)


def _compared_place(result: BatchResult, place: int) -> int:
    """Return the index of the batch size that the hero number is about: at most that of the bend."""
    bend = result.bend_place if result.bends else None
    return place if bend is None or place not in result.compared else min(place, bend)


def _is_all(result: BatchResult, place: int) -> bool:
    """Return whether a batch size is that of all digits."""
    return bool(result.batch_sizes[place] == result.all_digits)


def _size(result: BatchResult, place: int) -> Span:
    return number(float(result.batch_sizes[place]))


def _steps(steps: float) -> Span:
    return Span(number(steps, 4), STEPS)


def _slope(slope: Slope) -> str:
    return Span(slope_wordings(slope)[1], STEPS)
