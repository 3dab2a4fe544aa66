"""What the law says: its formula, sentence and caveat, every number from the result."""

import numpy as np

from core.obstacles.conditioning.law import LawResult
from gui.text import Span, method, number, short, tr

NAMED = 4
"""Methods whose slopes are told."""
LONGEST = 90
"""Characters of a line that can be read from the last row."""
TOLD_AT = 100.0
"""The condition number at which random starts are told."""
FLAT = 0.02
"""A slope below this is none."""


def formula(result: LawResult) -> str:
    """Return the two laws where both are shown, else nothing."""
    params = result.params
    both = {"gradient_descent", "heavy_ball"} <= set(params.optimizers)
    best = params.learning_rate == params.momentum == "optimal"
    return tr("gradient descent ~ κ,  momentum ~ √κ") if both and best else ""


def caption(result: LawResult) -> str:
    """Return the sentence under the picture."""
    lead = result.params.optimizers[0]
    slope, steps = result.slope.get(lead), result.steps_to_tolerance[lead]
    if not result.complete and (slope is None or np.isnan(steps).any()):
        return tr("Measuring how the steps of {method} grow.", method=method(lead))
    if slope is None or np.isnan(steps).any():
        return _reach(result, lead)
    if abs(slope.value) < FLAT:
        return tr("Ten times κ: {method} needs as many steps as before.", method=method(lead))
    factor = Span(number(10**slope.value), lead)
    momentum = next((key for key in ("heavy_ball", "nesterov") if key != lead and result.slope.get(key)), None)
    fit = result.slope[momentum] if momentum else None
    if momentum is None or fit is None or lead in ("heavy_ball", "nesterov"):
        return tr("Ten times κ: {factor} times the steps.", factor=factor)
    return tr(
        "Ten times κ: {factor} times the steps; with momentum, {momentum}.",
        factor=factor,
        momentum=Span(number(10**fit.value), momentum),
    )


def caveat(result: LawResult) -> str:
    """Return the line that keeps the sentence honest: how random starts fare, and the slopes that it has room for."""
    fits = [
        (short(key, hall=True), fit.value)
        for key, fit in result.slope.items()
        # A slope over the few condition numbers that a method survives would say nothing of its growth.
        if fit is not None and np.isfinite(result.steps_to_tolerance[key]).all()
    ]
    slopes = [tr("{method} {slope}", method=name, slope=f"{value:.2f}") for name, value in fits[:NAMED]]
    told = _random_starts(result)
    while slopes:
        line = tr("{told} Slopes {slopes}.", told=told, slopes=tr(", ").join(slopes))
        if len(line) <= LONGEST:
            return line
        slopes.pop()
    return told


def _random_starts(result: LawResult) -> str:
    """Say what was measured at random starts of the first method, at one condition number."""
    params = result.params
    worst = params.optimizers[0] == "gradient_descent" and isinstance(params.learning_rate, str)
    start = tr("Worst case") if worst else tr("From (κ, 1)")
    place = int(np.argmin(np.abs(result.condition_numbers - TOLD_AT)))
    median = float(result.random_start_quantiles["median"][place])
    if not np.isfinite(median):
        return tr("{start}.", start=start)
    kappa = number(float(result.condition_numbers[place]))
    told = {"start": start, "n": number(result.starts), "kappa": kappa, "median": number(median)}
    return tr("{start}; {n} random starts at κ = {kappa}: median {median}.", **told)


def _reach(result: LawResult, lead: str) -> str:
    """Say how far a method gets that does not arrive everywhere."""
    arrived = result.condition_numbers[np.isfinite(result.steps_to_tolerance[lead])]
    if not len(arrived):
        return tr("In {n} steps {method} arrives nowhere.", method=method(lead), n=number(result.params.max_steps))
    return tr(
        "In {n} steps {method} arrives up to κ = {kappa}.",
        method=method(lead),
        n=number(result.params.max_steps),
        kappa=Span(number(float(arrived[-1])), lead),
    )
