"""The texts of noise/valley: headline, caption, caveat and losses."""

import numpy as np

from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.valley import ValleyResult
from gui.stages.noise.names import EXACT, NOISY, above_limit_caveat, front, samples, steps
from gui.wording.sentences import first_fitting, paragraph
from gui.wording.text import Span, distinct_pair, ntr, number, tr


def noisy_wordings(result: ValleyResult) -> tuple[str, ...]:
    """Return wordings of the heading of the path with noise, the longest first."""
    size = result.params.batch_size
    return (
        tr("{samples} per step", "batch_size", samples=samples(size)),
        tr("{samples}", "batch_size", samples=samples(size)),
        tr("B = {size}", "batch_size", size=number(size)),
    )


def typical_losses(result: ValleyResult) -> tuple[Span, ...]:
    """Return losses of the path with noise for whose texts a heading needs room; very few are longer."""
    loss = result.loss[front(result)]
    low, high = float(np.quantile(loss, 0.02)), float(loss.max())
    # Texts of losses between 0.001 and 0.01 are longer than those of larger ones.
    return tuple(number(each) for each in (low, high, float(loss[-1]), *([0.0044] if loss.min() < 0.01 else [])))


def headline(result: ValleyResult) -> str:
    """Return the title of the picture."""
    under_way = not result.complete
    if under_way or result.diverged[NOISE_FREE] is not None or result.diverged[front(result)] is not None:
        return tr("Same valley, same rate: only the noise differs", "start")
    return ntr(
        "Same valley, same rate, one step", "Same valley, same rate, same {n} steps", result.length, "start", "length"
    )


def loss(result: ValleyResult, name: str, step: int) -> str:
    """Return the loss of a path at a step, or "diverged"."""
    if result.has_diverged(name, step):
        return tr("diverged", "diverged").about(name)
    last = len(result.loss[name]) - 1
    return tr("{loss}", "loss", loss=number(float(result.loss[name][min(step, last)]))).about(name)


def caption(result: ValleyResult) -> str:
    """Return the sentence under the picture: where both paths are at the last step, which it names."""
    name = front(result)
    if result.diverged[NOISE_FREE] is not None or result.diverged[name] is not None:
        return _diverged(result)
    true, noisy = result.arrived(NOISE_FREE), result.arrived(name)
    if true and noisy:
        args: dict[str, str] = {"samples": samples(result.params.batch_size)}
        return first_fitting(
            tr("After {steps} both have arrived: the true gradient and {samples}.",
               "arrived", "steps", steps=steps(result.steps), **args),
            tr("Step {n}: both have arrived, the true gradient and {samples}.",
               "arrived", "steps", n=number(result.steps), **args),
        )  # fmt: skip
    return _one_arrived(result) if true else _other_arrived(result) if noisy else _under_way(result)


def _one_arrived(result: ValleyResult) -> str:
    """Return the caption if only the true gradient has arrived."""
    name = front(result)
    if result.ends_inside(name):
        return _inside_by_chance(result, name)
    noisy = _above(result, float(result.loss[name][-1]), NOISY)
    args: dict[str, str] = {"n": number(result.steps), "noisy": noisy}
    with_unit, bare = (args | {"samples": each(result.params.batch_size)} for each in (samples, number))
    last = tr("Step {n}: true gradient arrived; B = {samples}: loss {noisy}.", "arrived", "loss", "steps", **bare)
    if result.wanders(name):
        return first_fitting(
            tr("Step {n}: true gradient arrived; with {samples} it wanders, loss {noisy}.",
               "arrived", "wanders", "loss", "steps", **with_unit),
            tr("Step {n}: true gradient arrived; B = {samples} wanders, loss {noisy}.",
               "arrived", "wanders", "loss", "steps", **bare),
            last,
        )  # fmt: skip
    if result.still_above(name):
        return first_fitting(
            tr("Step {n}: true gradient arrived; with {samples} the loss is still {noisy}.",
               "arrived", "still_above", "loss", "steps", **with_unit),
            tr("Step {n}: true gradient arrived; {samples}: loss still {noisy}.",
               "arrived", "still_above", "loss", "steps", **with_unit),
            last,
        )  # fmt: skip
    return first_fitting(
        tr("Step {n}: true gradient arrived; with {samples} the loss is {noisy}.",
           "arrived", "loss", "steps", **with_unit),
        last,
    )  # fmt: skip


def _inside_by_chance(result: ValleyResult, name: str) -> str:
    """Return the caption if the noisy path ends inside the contour but its mean loss is above it."""
    args: dict[str, str] = {"n": number(result.steps), "noisy": _above(result, result.late_loss(name), NOISY)}
    with_unit, bare = (args | {"samples": each(result.params.batch_size)} for each in (samples, number))
    last = tr("Step {n}: true gradient arrived; B = {samples}: mean loss {noisy}.",
              "arrived", "late_loss", "steps", **bare)  # fmt: skip
    if result.wanders(name):
        return first_fitting(
            tr("Step {n}: true gradient arrived; with {samples} it wanders, mean loss {noisy}.",
               "arrived", "wanders", "late_loss", "steps", **with_unit),
            tr("Step {n}: true gradient arrived; {samples}: wandering, mean loss {noisy}.",
               "arrived", "wanders", "late_loss", "steps", **with_unit),
            tr("Step {n}: true gradient arrived; B = {samples} wanders, mean loss {noisy}.",
               "arrived", "wanders", "late_loss", "steps", **bare),
            last,
        )  # fmt: skip
    return first_fitting(
        tr("Step {n}: true gradient arrived; with {samples} the mean loss is {noisy}.",
           "arrived", "late_loss", "steps", **with_unit),
        last,
    )  # fmt: skip


def _other_arrived(result: ValleyResult) -> str:
    """Return the caption if only the noisy path has arrived."""
    by_chance = result.ends_inside(NOISE_FREE)
    true = _above(result, result.late_loss(NOISE_FREE) if by_chance else float(result.loss[NOISE_FREE][-1]), EXACT)
    args: dict[str, str] = {"n": number(result.steps), "true": true}
    with_unit, bare = (args | {"samples": each(result.params.batch_size)} for each in (samples, number))
    if by_chance:
        return first_fitting(
            tr("Step {n}: arrived with {samples}; true gradient: mean loss {true}.",
               "arrived", "late_loss", "steps", **with_unit),
            tr("Step {n}: B = {samples} arrived; true gradient: mean loss {true}.",
               "arrived", "late_loss", "steps", **bare),
        )  # fmt: skip
    return first_fitting(
        tr("Step {n}: arrived with {samples}; true gradient: loss {true}.", "arrived", "loss", "steps", **with_unit),
        tr("Step {n}: B = {samples} arrived; true gradient: loss {true}.", "arrived", "loss", "steps", **bare),
    )


def _under_way(result: ValleyResult) -> str:
    """Return the caption if no path has arrived or diverged: both losses."""
    after, n = steps(result.steps), number(result.steps)
    exact, other = (float(result.loss[name][-1]) for name in (NOISE_FREE, front(result)))
    if result.alike:
        return tr(
            "Loss after {steps}: {true} with both, to within 0.01 %.",
            "alike", "steps", steps=after, true=_loss(result, NOISE_FREE),
        )  # fmt: skip
    true, noisy = distinct_pair(exact, other, 2)
    losses: dict[str, str] = {"true": Span(true, EXACT), "noisy": Span(noisy, NOISY)}
    args, bare = (losses | {"samples": each(result.params.batch_size)} for each in (samples, number))
    return first_fitting(
        tr("Loss after {steps}: {true} with the true gradient, {noisy} with {samples}.",
           "loss", "steps", steps=after, **args),
        tr("Step {n}: loss {true} with the true gradient, {noisy} with {samples}.", "loss", "steps", n=n, **args),
        tr("Step {n}, loss: {true} (true gradient), {noisy} ({samples}).", "loss", "steps", n=n, **args),
        tr("Step {n}, loss: {true} (true gradient), {noisy} (B = {samples}).", "loss", "steps", n=n, **bare),
        tr("Step {n}: {true} (true gradient), {noisy} (B = {samples}).", "loss", "steps", n=n, **bare),
    )  # fmt: skip


def caveat(result: ValleyResult, *, foretold: bool) -> str:
    """Return the line that defines arrived or diverged, or compares the effects of noise.

    Where `foretold`, it may speak of the end: what the rate leads to, and how the noise limits the final loss.
    """
    names, lowest = (NOISE_FREE, front(result)), number(float(result.thresholds[0]))
    contour = tr("Innermost contour: loss {loss}.", "thresholds", loss=lowest)
    if any(result.arrived(name) for name in names):
        return tr(
            "Arrived: mean loss over the last quarter of the steps at most {loss} (inner contour).",
            "thresholds", loss=lowest,
        )  # fmt: skip
    if any(result.diverged[name] is not None for name in names):
        bound = tr("Diverged: loss above {bound}.", "divergence_loss", bound=number(result.divergence_loss))
        return paragraph(bound, _limit(result) or contour)
    if foretold and result.above_the_bound:
        return above_limit_caveat(result.params.learning_rate, result.bound)
    if foretold and result.hurts_later:
        return paragraph(contour, tr("Noise limits the final loss more than the early speed.", "hurts_later"))
    return contour


def _limit(result: ValleyResult) -> str:
    """Return rate and stability limit, or "" if the rate is below the limit."""
    if not result.above_the_bound:
        return ""
    rate, limit = distinct_pair(result.params.learning_rate, result.bound)
    return tr("Rate {rate}, stability limit {limit}.", "above_the_bound", rate=rate, limit=limit)


def _above(result: ValleyResult, loss: float, color: str) -> Span:
    """Return a loss above the innermost contour, with enough digits to differ from it."""
    return Span(distinct_pair(loss, float(result.thresholds[0]), 2)[0], color)


def _loss(result: ValleyResult, name: str) -> Span:
    return Span(number(float(result.loss[name][-1])), EXACT if name == NOISE_FREE else NOISY)


def _diverged(result: ValleyResult) -> str:
    """Return the caption if a path has diverged."""
    true, noisy = result.diverged[NOISE_FREE], result.diverged[front(result)]
    count = result.params.batch_size
    n = number(result.steps)
    if noisy is None:
        args: dict[str, str] = {"n": n, "other": Span(number(true or 0), "alarm")}
        args["noisy"] = _loss(result, front(result))
        with_unit, bare = (args | {"samples": each(count)} for each in (samples, number))
        return first_fitting(
            tr("Step {n}: loss {noisy} with {samples}; true gradient diverged at {other}.",
               "diverged", "loss", "steps", **with_unit),
            tr("Step {n}: B = {samples} at loss {noisy}; true gradient diverged at {other}.",
               "diverged", "loss", "steps", **bare),
        )  # fmt: skip
    args = {"samples": samples(count), "step": Span(number(noisy), "alarm")}
    if true == noisy:
        return tr("Both diverged at step {step}.", "diverged", step=args["step"])
    if true is not None:
        after = Span(number(true), "alarm")
        return first_fitting(
            tr("With {samples} it diverged at step {step}, with the true gradient at step {other}.",
               "diverged", other=after, **args),
            tr("With {samples} it diverged at step {step}, the true gradient at {other}.",
               "diverged", other=after, **args),
            tr("Diverged: {samples} at step {step}, true gradient at {other}.", "diverged", other=after, **args),
        )  # fmt: skip
    if result.arrived(NOISE_FREE):
        return first_fitting(
            tr("Descent with {samples} diverged at step {step}; the true gradient has arrived.",
               "diverged", "arrived", **args),
            tr("With {samples} it diverged at step {step}; the true gradient has arrived.",
               "diverged", "arrived", **args),
            tr("Diverged with {samples} at step {step}; true gradient: arrived.", "diverged", "arrived", **args),
        )  # fmt: skip
    args |= {"n": n, "true": _loss(result, NOISE_FREE)}
    return first_fitting(
        tr("Step {n}: true gradient at loss {true}; diverged with {samples} at {step}.",
           "diverged", "loss", "steps", **args),
        tr("Step {n}: true gradient at {true}; B = {samples} diverged at {step}.",
           "diverged", "loss", "steps", **args | {"samples": number(count)}),
    )  # fmt: skip
