"""The texts of noise/valley: headline, caption, caveat and losses."""

from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.valley import ValleyResult
from gui.stages.noise.names import EXACT, NOISY, above_limit_caveat, samples, steps
from gui.wording.sentences import first_fitting, paragraph
from gui.wording.text import Span, distinct_pair, ntr, number, tr


def noisy_name(result: ValleyResult) -> str:
    """Return the name of the path with noise."""
    return str(result.params.batch_size)


def headline(result: ValleyResult) -> str:
    """Return the title of the picture."""
    if result.diverged[NOISE_FREE] is not None or result.diverged[noisy_name(result)] is not None:
        return tr("Same valley, same rate: only the noise differs", "start")
    return ntr(
        "Same valley, same rate, one step", "Same valley, same rate, same {n} steps", result.length, "start", "length"
    )


def loss(result: ValleyResult, name: str, step: int) -> str:
    """Return the loss of a path at a step, or "diverged"."""
    last = len(result.loss[name]) - 1
    if result.diverged[name] is not None and step >= last:
        return tr("diverged", "diverged").about(name)
    return tr("{loss}", "loss", loss=number(float(result.loss[name][min(step, last)]))).about(name)


def caption(result: ValleyResult) -> str:
    """Return the sentence under the picture: where both paths end."""
    name = noisy_name(result)
    if result.diverged[NOISE_FREE] is not None or result.diverged[name] is not None:
        return _diverged(result)
    true, noisy = result.arrived(NOISE_FREE), result.arrived(name)
    if true and noisy:
        args = {"samples": samples(result.params.batch_size)}
        return tr("The true gradient and descent with {samples} have both arrived.", "arrived", **args)
    return _one_arrived(result) if true else _other_arrived(result) if noisy else _under_way(result)


def _one_arrived(result: ValleyResult) -> str:
    """Return the caption if only the true gradient has arrived."""
    name = noisy_name(result)
    if result.ends_inside(name):
        return _inside_by_chance(result, name)
    args = {
        "samples": samples(result.params.batch_size),
        "noisy": _above(result, float(result.loss[name][-1]), NOISY),
    }
    if result.wanders(name):
        return first_fitting(
            tr("The true gradient has arrived; with {samples} descent wanders, at loss {noisy}.",
               "arrived", "wanders", "loss", **args),
            tr("True gradient: arrived. With {samples} descent wanders, at loss {noisy}.",
               "arrived", "wanders", "loss", **args),
            tr("True gradient: arrived; {samples}: wandering, at loss {noisy}.",
               "arrived", "wanders", "loss", **args),
        )  # fmt: skip
    if result.still_above(name):
        return first_fitting(
            tr("The true gradient has arrived; with {samples} the loss is still {noisy}.",
               "arrived", "still_above", "loss", **args),
            tr("The true gradient has arrived; {samples}: loss still {noisy}.",
               "arrived", "still_above", "loss", **args),
        )  # fmt: skip
    return first_fitting(
        tr("The true gradient has arrived; with {samples} the loss is {noisy}.", "arrived", "loss", **args),
        tr("The true gradient has arrived; {samples}: loss {noisy}.", "arrived", "loss", **args),
    )


def _inside_by_chance(result: ValleyResult, name: str) -> str:
    """Return the caption if the noisy path ends inside the contour but its mean loss is above it."""
    args = {"samples": samples(result.params.batch_size), "noisy": _above(result, result.late_loss(name), NOISY)}
    if result.wanders(name):
        return first_fitting(
            tr("The true gradient has arrived; with {samples} descent wanders, mean loss {noisy}.",
               "arrived", "wanders", "late_loss", **args),
            tr("True gradient: arrived. With {samples} descent wanders, mean loss {noisy}.",
               "arrived", "wanders", "late_loss", **args),
            tr("True gradient: arrived; {samples}: wandering, mean loss {noisy}.",
               "arrived", "wanders", "late_loss", **args),
        )  # fmt: skip
    return first_fitting(
        tr("The true gradient has arrived; with {samples} the mean loss is {noisy}.", "arrived", "late_loss", **args),
        tr("The true gradient has arrived; {samples}: mean loss {noisy}.", "arrived", "late_loss", **args),
    )


def _other_arrived(result: ValleyResult) -> str:
    """Return the caption if only the noisy path has arrived."""
    args: dict[str, str] = {"samples": samples(result.params.batch_size)}
    if result.ends_inside(NOISE_FREE):
        args["true"] = _above(result, result.late_loss(NOISE_FREE), EXACT)
        return first_fitting(
            tr("Descent with {samples} has arrived; with the true gradient the mean loss is {true}.",
               "arrived", "late_loss", **args),
            tr("Descent with {samples} has arrived; true gradient: mean loss {true}.", "arrived", "late_loss", **args),
            tr("{samples}: arrived; true gradient: mean loss {true}.", "arrived", "late_loss", **args),
        )  # fmt: skip
    args["true"] = _above(result, float(result.loss[NOISE_FREE][-1]), EXACT)
    return first_fitting(
        tr(
            "Descent with {samples} has arrived; with the true gradient the loss is {true}.",
            "arrived",
            "loss",
            **args,
        ),
        tr("Descent with {samples} has arrived; true gradient: loss {true}.", "arrived", "loss", **args),
        tr("{samples}: arrived; true gradient: loss {true}.", "arrived", "loss", **args),
    )


def _under_way(result: ValleyResult) -> str:
    after, many = steps(result.length), samples(result.params.batch_size)
    exact, other = (float(result.loss[name][-1]) for name in (NOISE_FREE, noisy_name(result)))
    if result.alike:
        return tr(
            "Loss after {steps}: {true} with both, to within 0.01 %.",
            "alike", "length", steps=after, true=_loss(result, NOISE_FREE),
        )  # fmt: skip
    true, noisy = distinct_pair(exact, other, 2)
    args = {"true": Span(true, EXACT), "noisy": Span(noisy, NOISY)}
    return first_fitting(
        tr(
            "Loss after {steps}: {true} with the true gradient, {noisy} with {samples}.",
            "loss", "length", steps=after, samples=many, **args,
        ),
        tr("Loss {true} with the true gradient, {noisy} with {samples}.", "loss", samples=many, **args),
        tr("True gradient: loss {true}; {samples}: loss {noisy}.", "loss", samples=many, **args),
    )  # fmt: skip


def caveat(result: ValleyResult) -> str:
    """Return the line that defines arrived or diverged, or compares the effects of noise."""
    names, lowest = (NOISE_FREE, noisy_name(result)), number(float(result.thresholds[0]))
    contour = tr("Innermost contour: loss {loss}.", "thresholds", loss=lowest)
    if any(result.arrived(name) for name in names):
        return tr(
            "Arrived: mean loss over the last quarter of the steps at most {loss} (inner contour).",
            "thresholds", loss=lowest,
        )  # fmt: skip
    if any(result.diverged[name] is not None for name in names):
        bound = tr("Diverged: loss above {bound}.", "divergence_loss", bound=number(result.divergence_loss))
        return paragraph(bound, _limit(result) or contour)
    if result.above_the_bound:
        return above_limit_caveat(result.params.learning_rate, result.bound)
    if result.hurts_later:
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
    true, noisy = result.diverged[NOISE_FREE], result.diverged[noisy_name(result)]
    count = result.params.batch_size
    if noisy is None:
        other = {"other": Span(number(true or 0), "alarm"), "samples": samples(count)}
        args = other | {"noisy": _loss(result, noisy_name(result))}
        return first_fitting(
            tr("The true gradient diverged at step {other}; with {samples} the loss is {noisy}.",
               "diverged", "loss", **args),
            tr("True gradient diverged at step {other}; {samples} at loss {noisy}.", "diverged", "loss", **args),
            tr("True gradient diverged at step {other}; {samples} at {noisy}.", "diverged", "loss", **args),
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
    left = _loss(result, NOISE_FREE)
    return first_fitting(
        tr("With {samples} it diverged at step {step}; the true gradient is at loss {true}.",
           "diverged", "loss", true=left, **args),
        tr("With {samples} it diverged at step {step}; true gradient at {true}.",
           "diverged", "loss", true=left, **args),
        tr("{samples}: diverged at step {step}; true gradient at {true}.", "diverged", "loss", true=left, **args),
    )  # fmt: skip
