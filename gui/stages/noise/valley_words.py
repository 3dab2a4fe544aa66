"""What the valley says: its title, sentence and caveat, every number from the result."""

import math

from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.valley import ValleyResult
from gui.sentences import fitting
from gui.stages.noise.names import EXACT, NOISY, samples, steps
from gui.text import Span, number, tr


def batch(result: ValleyResult) -> str:
    """Return the name of the path with noise."""
    return str(result.params.batch_size)


def headline(result: ValleyResult) -> str:
    """Return the title of the picture."""
    if result.diverged[NOISE_FREE] is not None or result.diverged[batch(result)] is not None:
        return tr("Same valley, same rate: only the noise differs")
    if result.length == 1:
        return tr("Same valley, same rate, one step")
    return tr("Same valley, same rate, same {steps}", steps=steps(result.length))


def caption(result: ValleyResult) -> str:
    """Return the sentence under the picture: where both paths end."""
    if result.diverged[NOISE_FREE] is not None or result.diverged[batch(result)] is not None:
        return _diverged(result)
    names, after = samples(result.params.batch_size), steps(result.length)
    true, noisy = arrived(result, NOISE_FREE), arrived(result, batch(result))
    if true and noisy:
        return tr("In {steps} the true gradient and {samples} have arrived.", steps=after, samples=names)
    many = result.params.batch_size > 1
    told = {"steps": after, "samples": names, "true": _loss(result, NOISE_FREE), "noisy": _loss(result, batch(result))}
    if true:
        left = _left(result)
        forms = (tr("wander"), tr("wanders")) if left else (tr("are"), tr("is"))
        told["verb"] = forms[0] if many else forms[1]
        return fitting(
            tr("In {steps} the true gradient has arrived; {samples} {verb} at {noisy}.", **told),
            tr("{steps}: the true gradient has arrived; {samples} {verb} at {noisy}.", **told),
            tr("{steps}: true gradient arrived; {samples} {verb} at {noisy}.", **told),
        )
    if noisy:
        told["verb"] = tr("have") if many else tr("has")
        return fitting(
            tr("In {steps} {samples} {verb} arrived; the true gradient is at {true}.", **told),
            tr("{steps}: {samples} arrived; true gradient at {true}.", **told),
        )
    return fitting(
        tr("After {steps} the true gradient is at {true}, {samples} at {noisy}.", **told),
        tr("{steps}: true gradient at {true}, {samples} at {noisy}.", **told),
    )


def caveat(result: ValleyResult) -> str:
    """Return the line that says what having arrived means, and what noise does not do."""
    return tr(
        "Innermost contour: arrived, loss {loss}. Noise sets the floor more than the early pace.",
        loss=number(float(result.thresholds[0])),
    )


def arrived(result: ValleyResult, name: str) -> bool:
    """Return whether a path ends inside the innermost contour."""
    return bool(result.loss[name][-1] <= result.thresholds[0])


def _left(result: ValleyResult) -> bool:
    """Return whether the noisy path has been inside the innermost contour and is outside at its end."""
    name = batch(result)
    return not arrived(result, name) and math.isfinite(result.steps_to_loss[name][0])


def _loss(result: ValleyResult, name: str) -> Span:
    return Span(number(float(result.loss[name][-1])), EXACT if name == NOISE_FREE else NOISY)


def _diverged(result: ValleyResult) -> str:
    """Say which path has diverged at which step, and where the other one ends."""
    true, noisy = result.diverged[NOISE_FREE], result.diverged[batch(result)]
    count = result.params.batch_size
    names = samples(count)
    if noisy is None:
        step = Span(number(true or 0), "alarm")
        told = {"step": step, "samples": names, "noisy": _loss(result, batch(result))}
        return tr("The true gradient diverged at step {step}; {samples} at {noisy}.", **told)
    opening = tr("One sample") if count == 1 else names
    told = {"samples": opening, "step": Span(number(noisy), "alarm"), "true": _loss(result, NOISE_FREE)}
    if true is not None:
        other = Span(number(true), "alarm")
        return fitting(
            tr("{samples} diverged at step {step}, the true gradient at step {other}.", other=other, **told),
            tr("{samples} diverged at step {step}, the true gradient at {other}.", other=other, **told),
        )
    if arrived(result, NOISE_FREE):
        return tr("{samples} diverged at step {step}; the true gradient has arrived.", **told)
    return fitting(
        tr("{samples} diverged at step {step}; the true gradient is at {true}.", **told),
        tr("{samples} diverged at step {step}; true gradient at {true}.", **told),
    )
