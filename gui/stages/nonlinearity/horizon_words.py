"""What the horizon says: its title, sentences and figures, every number from the result."""

import numpy as np

from core.obstacles.nonlinearity.horizon import HorizonResult
from gui.text import Span, number, percent, tr

METHOD = "gradient_descent"


def formula() -> str:
    """Return the landscape."""
    return tr("f(x) = x² / (1 + x²)")


def headline(result: HorizonResult) -> str:
    """Return the title of the picture."""
    if result.first_seeing is None:
        return tr("On a plateau no step sees the minimum")
    if not result.blind_steps:
        return tr("Near the minimum every step sees it")
    if np.diff(result.blind).max() > 0.0:
        return tr("Too large a rate leaps out of sight again")
    return tr("Steps come first, then sight of the minimum")


def caption(result: HorizonResult) -> str:
    """Return the sentence under the picture."""
    taken, blind = len(result.path) - 1, result.blind_steps
    told = Span(steps(taken), METHOD)
    lost = Span(number(blind), METHOD)
    if not result.complete:
        return tr("Descending: {taken} so far, {blind} of them blind.", taken=told, blind=lost)
    if result.steps_to_tolerance is None:
        if blind == taken:
            return tr("{taken}, all of them blind, and not there.", taken=told)
        return tr("{taken}, {blind} of them blind, and not there.", taken=told, blind=lost)
    if taken == 1:
        return tr("{taken}, and a blind one.", taken=told) if blind else tr("{taken}, and not blind.", taken=told)
    if not blind:
        return tr("{taken}, none of them blind.", taken=told)
    return tr("{taken}, {blind} of them blind.", taken=told, blind=lost)


def caveat(result: HorizonResult) -> str:
    """Return the line that says what blind means, and what the count depends on."""
    return tr(
        "Blind: f″ ≤ 0, no minimum to be seen. One variable, rate {rate}, to {share} of the start.",
        rate=number(result.params.learning_rate),
        share=percent(result.params.tolerance),
    )


def steps(count: int) -> str:
    """Return a number of steps."""
    return tr("1 step") if count == 1 else tr("{count} steps", count=number(count))


def state(result: HorizonResult, step: int) -> str:
    """Return whether the minimum is in sight at an iterate, or reached."""
    if step == result.steps_to_tolerance:
        return tr("and it is solved")
    return tr("blind") if result.blind[step] else tr("minimum in sight")


def knows(result: HorizonResult, step: int) -> tuple[str, ...]:
    """Return what an iterate's parabola tells: wordings, the longest first."""
    x = _place(result.path[step])
    if result.blind[step]:
        return (
            tr("dashed: the local parabola at x = {x} falls for ever", x=x),
            tr("the parabola at x = {x} falls for ever", x=x),
            tr("the parabola falls for ever"),
        )
    lowest = _place(result.vertex[step])
    return (
        tr("dashed: the local parabola at x = {x} is lowest at {lowest}", x=x, lowest=lowest),
        tr("the parabola at x = {x} is lowest at {lowest}", x=x, lowest=lowest),
        tr("the parabola is lowest at {lowest}", lowest=lowest),
    )


def counted(result: HorizonResult) -> tuple[str, str]:
    """Return how many steps are blind and how many are not, for the two ends of the strip."""
    blind, seeing = result.blind_steps, result.seeing_steps
    return (
        tr("{count} blind", count=number(blind)) if blind else "",
        tr("{count} seeing", count=number(seeing)) if seeing else "",
    )


def sight_zone() -> tuple[str, ...]:
    """Return what holds near the minimum: wordings, the longest first."""
    return (tr("minimum in sight"), tr("in sight"))


def blind_zone() -> tuple[str, ...]:
    """Return what holds farther out: wordings, the longest first."""
    return (tr("blind: the local parabola falls for ever"), tr("blind: no minimum"), tr("blind"))


def _place(x: float) -> str:
    # Adding nothing takes the sign from a zero.
    return number(round(float(x), 2) + 0.0, 4)
