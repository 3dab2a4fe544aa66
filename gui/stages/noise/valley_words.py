"""What the valley says: its title, sentence and caveat, every number from the result."""

from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.valley import ValleyResult
from gui.sentences import fitting, paragraph
from gui.stages.noise.names import EXACT, NOISY, samples, steps
from gui.text import Span, ntr, number, tr


def batch(result: ValleyResult) -> str:
    """Return the name of the path with noise."""
    return str(result.params.batch_size)


def headline(result: ValleyResult) -> str:
    """Return the title of the picture."""
    if result.diverged[NOISE_FREE] is not None or result.diverged[batch(result)] is not None:
        return tr("Same valley, same rate: only the noise differs", "start")
    return ntr(
        "Same valley, same rate, one step", "Same valley, same rate, same {n} steps", result.length, "start", "length"
    )


def loss(result: ValleyResult, name: str, step: int) -> str:
    """Return the loss of a path at a step, or that it has none any more."""
    last = len(result.loss[name]) - 1
    if result.diverged[name] is not None and step >= last:
        return tr("diverged", "diverged").about(name)
    return tr("{loss}", "loss", loss=number(float(result.loss[name][min(step, last)]))).about(name)


def caption(result: ValleyResult) -> str:
    """Return the sentence under the picture: where both paths end."""
    name = batch(result)
    if result.diverged[NOISE_FREE] is not None or result.diverged[name] is not None:
        return _diverged(result)
    true, noisy = result.arrived(NOISE_FREE), result.arrived(name)
    if true and noisy:
        told = {"steps": steps(result.length), "samples": samples(result.params.batch_size)}
        return tr("In {steps} the true gradient and {samples} have arrived.", "arrived", "length", **told)
    return _one_arrived(result) if true else _other_arrived(result) if noisy else _under_way(result)


def _one_arrived(result: ValleyResult) -> str:
    """Say that the true gradient has arrived, and what becomes of the noisy path."""
    name, count = batch(result), result.params.batch_size
    told = {"samples": samples(count), "noisy": _loss(result, name)}
    if result.wanders(name):
        return fitting(
            ntr("The true gradient has arrived; one sample wanders, now at loss {noisy}.",
                "The true gradient has arrived; {n} samples wander, now at loss {noisy}.",
                count, "arrived", "wanders", "loss", noisy=told["noisy"]),
            ntr("The true gradient has arrived; one sample wanders at {noisy}.",
                "The true gradient has arrived; {n} samples wander at {noisy}.",
                count, "arrived", "wanders", "loss", noisy=told["noisy"]),
        )  # fmt: skip
    if result.not_reached(name):
        return fitting(
            tr("The true gradient has arrived; with {samples} the loss is still {noisy}.",
               "arrived", "not_reached", "loss", **told),
            tr("The true gradient has arrived; {samples}: loss still {noisy}.",
               "arrived", "not_reached", "loss", **told),
        )  # fmt: skip
    return fitting(
        tr("The true gradient has arrived; with {samples} the loss is {noisy}.", "arrived", "loss", **told),
        tr("The true gradient has arrived; {samples}: loss {noisy}.", "arrived", "loss", **told),
    )


def _other_arrived(result: ValleyResult) -> str:
    count, true = result.params.batch_size, _loss(result, NOISE_FREE)
    return fitting(
        ntr("One sample has arrived; with the true gradient the loss is {true}.",
            "{n} samples have arrived; with the true gradient the loss is {true}.",
            count, "arrived", "loss", true=true),
        ntr("One sample has arrived; true gradient: loss {true}.",
            "{n} samples have arrived; true gradient: loss {true}.",
            count, "arrived", "loss", true=true),
    )  # fmt: skip


def _under_way(result: ValleyResult) -> str:
    count, told = result.params.batch_size, {"true": _loss(result, NOISE_FREE), "noisy": _loss(result, batch(result))}
    after, many = steps(result.length), samples(count)
    return fitting(
        tr(
            "Loss after {steps}: {true} with the true gradient, {noisy} with {samples}.",
            "loss", "length", steps=after, samples=many, **told,
        ),
        tr("Loss {true} with the true gradient, {noisy} with {samples}.", "loss", samples=many, **told),
    )  # fmt: skip


def caveat(result: ValleyResult) -> str:
    """Return the line that says what having arrived means, or diverged, and what noise costs."""
    names, lowest = (NOISE_FREE, batch(result)), number(float(result.thresholds[0]))
    contour = tr("Innermost contour: loss {loss}.", "thresholds", loss=lowest)
    if any(result.arrived(name) for name in names):
        return tr(
            "Arrived: mean loss over the last quarter of the steps at most {loss} (inner contour).",
            "thresholds", loss=lowest,
        )  # fmt: skip
    if any(result.diverged[name] is not None for name in names):
        bound = number(result.divergence_loss)
        return paragraph(tr("Diverged: loss above {bound}.", "divergence_loss", bound=bound), contour)
    if result.hurts_later:
        return paragraph(contour, tr("Noise limits the final loss more than the early speed.", "hurts_later"))
    return contour


def _loss(result: ValleyResult, name: str) -> Span:
    return Span(number(float(result.loss[name][-1])), EXACT if name == NOISE_FREE else NOISY)


def _diverged(result: ValleyResult) -> str:
    """Say which path has diverged at which step, and where the other one ends."""
    true, noisy = result.diverged[NOISE_FREE], result.diverged[batch(result)]
    count = result.params.batch_size
    if noisy is None:
        other = {"other": Span(number(true or 0), "alarm"), "samples": samples(count)}
        told = other | {"noisy": _loss(result, batch(result))}
        return fitting(
            tr("The true gradient diverged at step {other}; with {samples} the loss is {noisy}.",
               "diverged", "loss", **told),
            tr("True gradient diverged at step {other}; {samples} at loss {noisy}.", "diverged", "loss", **told),
            tr("True gradient diverged at step {other}; {samples} at {noisy}.", "diverged", "loss", **told),
        )  # fmt: skip
    step = Span(number(noisy), "alarm")
    if true is not None:
        after = Span(number(true), "alarm")
        return fitting(
            ntr("One sample diverged at step {step}, the true gradient at step {other}.",
                "{n} samples diverged at step {step}, the true gradient at step {other}.",
                count, "diverged", step=step, other=after),
            ntr("One sample diverged at step {step}, the true gradient at {other}.",
                "{n} samples diverged at step {step}, the true gradient at {other}.",
                count, "diverged", step=step, other=after),
        )  # fmt: skip
    if result.arrived(NOISE_FREE):
        return ntr(
            "One sample diverged at step {step}; the true gradient has arrived.",
            "{n} samples diverged at step {step}; the true gradient has arrived.",
            count, "diverged", "arrived", step=step,
        )  # fmt: skip
    left = _loss(result, NOISE_FREE)
    return fitting(
        ntr("One sample diverged at step {step}; the true gradient is at loss {true}.",
            "{n} samples diverged at step {step}; the true gradient is at loss {true}.",
            count, "diverged", "loss", step=step, true=left),
        ntr("One sample diverged at step {step}; true gradient at {true}.",
            "{n} samples diverged at step {step}; true gradient at {true}.",
            count, "diverged", "loss", step=step, true=left),
    )  # fmt: skip
