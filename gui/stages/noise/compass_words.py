"""What the compass says: its title, formula, sentence and caveat, every number from the result."""

import numpy as np

from core.obstacles.noise.compass import CompassResult
from gui.stages.noise.names import NOISY, samples
from gui.text import Span, number, tr

START, NEAR = 0, 1
"""The two places."""


def headline(result: CompassResult) -> str:
    """Return the title of the picture."""
    count = result.params.batch_size
    if count == 1:
        return tr("Does one sample point downhill?")
    return tr("Do {samples} point downhill?", samples=samples(count))


def formula(result: CompassResult) -> str:
    """Return the law of the mean cosine at the start, where there is a gradient."""
    predicted = float(result.predicted[START])
    if not np.isfinite(predicted):
        return ""
    return tr("mean cosine ≈ 1 / √(1 + 2σ²/(B |g|²)) = {value}", value=number(predicted))


def alignment(result: CompassResult, place: int) -> float:
    """Return the mean cosine that was measured at a place, and by its closed form until it is."""
    measured = float(result.measured[place])
    return measured if np.isfinite(measured) else float(result.exact[place])


def aligned(result: CompassResult, place: int) -> Span:
    """Return how well gradients are aligned at a place, as a sentence and a figure write it."""
    value = alignment(result, place)
    if not np.isfinite(result.directions[place]).all():
        return Span(tr("none"), "alarm")
    if value < 1.0 and number(value) == number(1.0):
        return Span(number(value, 3) if number(value, 3) != number(1.0) else tr("> 0.999"), NOISY)
    return Span(number(value), NOISY)


def where(result: CompassResult, place: int) -> str:
    """Return what a place is called."""
    if place == START:
        return tr("at the start")
    return tr("at {place}", place=place_name(result, place))


def place_name(result: CompassResult, place: int) -> str:
    """Return what stands beside a place."""
    if place == START:
        return tr("start")
    x, y = (number(float(value)) for value in result.points[place])
    return tr("({x}, {y})", x=x, y=y)


def named(result: CompassResult, place: int) -> tuple[str, str]:
    """Return what stands below the rose of a place: its name with the alignment there, and without."""
    name = place_name(result, place)
    return tr("{name}  {aligned}", name=name, aligned=aligned(result, place)), tr("{name}", name=name)


def caption(result: CompassResult) -> str:
    """Return the sentence under the picture."""
    near, there = aligned(result, NEAR), where(result, NEAR)
    if not np.isfinite(result.directions[START]).all():
        return tr("At the minimum nothing is downhill; {there} {near} aligned.", there=there, near=near)
    start = aligned(result, START)
    return tr("At the start {start} aligned; {there} {near}.", start=start, there=there, near=near)


def caveat(result: CompassResult) -> str:
    """Return the line that says why: the noise is the same, the gradient is not."""
    start, near = (number(float(np.hypot(*gradient))) for gradient in result.gradients)
    return tr(
        "The noise is the same; the gradient is {start} long at the start, {near} {there}.",
        start=start, near=near, there=where(result, NEAR),
    )  # fmt: skip


def below(result: CompassResult) -> tuple[str, ...]:
    """Return what stands below the hero: what it is the mean of; the longest first."""
    if not np.isfinite(result.directions[START]).all():
        return tr("there is no gradient to be aligned with"), tr("no gradient")
    if not np.isfinite(result.measured[START]):
        return tr("mean cosine, closed form"), tr("closed form")
    count = number(result.samples)
    return tr("mean cosine of {count} minibatches", count=count), tr("of {count} batches", count=count)
