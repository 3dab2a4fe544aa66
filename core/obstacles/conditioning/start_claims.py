"""The number of steps from other starts than the one in use, by closed forms."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.convergence_laws import (
    gradient_descent_steps,
    line_search_steps,
    worst_gradient_descent_steps,
    worst_line_search_steps,
)
from core.obstacles.conditioning.methods import ADAPTIVE, fixed_descent_rate
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.stopping import TIE

DIRECTION_COUNT = 1000
"""Number of starts, at equal angles, that represent all starts."""


class StepStatistics(NamedTuple):
    """Steps to the tolerance: the largest number over all starts, and the median over many directions."""

    worst: int
    median: int


@lru_cache(64)  # the parts of a run ask the same at every step
def step_statistics(method: str, params: ConditioningParams, smallest: float, largest: float) -> StepStatistics | None:
    """Return how many steps a method needs over all starts.

    None if no closed form is known or some start never reaches the tolerance. Closed forms are known for gradient
    descent at a fixed rate below 2 / L and with exact line search. The directions of the starts are evenly spaced;
    the distance from the minimum has no effect.
    """
    if method != "gradient_descent":
        return None
    eigenvalues, tolerance = (smallest, largest), params.tolerance * (1.0 + TIE)
    if params.learning_rate == "line_search":
        worst = worst_line_search_steps(eigenvalues, tolerance)
        steps = line_search_steps(_shares(eigenvalues), eigenvalues, tolerance)
    else:
        rate = fixed_descent_rate(params, smallest, largest)
        worst = worst_gradient_descent_steps(eigenvalues, rate, tolerance)
        if not np.isfinite(worst):
            return None
        steps = gradient_descent_steps(_shares(eigenvalues), eigenvalues, rate, tolerance)
    return StepStatistics(int(worst), int(np.median(steps)))


def same_factors_from_every_start(method: str, params: ConditioningParams, smallest: float, largest: float) -> bool:
    """Return whether a method multiplies the loss by the same factors from every start.

    This is the case if all eigencoordinates have the same factor: for Newton's method, on a round bowl for every
    method except the adaptive ones (which scale each coordinate separately), and for gradient
    descent at the rate 2 / (L + mu), where |1 - a mu| = |1 - a L|.
    """
    if method == "newton":
        return True
    if method == "gradient_descent" and params.learning_rate != "line_search":
        rate = fixed_descent_rate(params, smallest, largest)
        if np.isclose(1.0 - rate * smallest, rate * largest - 1.0, rtol=1e-12, atol=0.0):
            return True
    return smallest == largest and method not in ADAPTIVE


def _shares(eigenvalues: tuple[float, float]) -> FloatArray:
    """Return the share of the loss of each eigencoordinate, at starts at equal angles, shape (m, 2)."""
    angles = (np.arange(DIRECTION_COUNT) + 0.5) * (2.0 * np.pi / DIRECTION_COUNT)
    parts = np.array(eigenvalues) * np.stack([np.cos(angles), np.sin(angles)], axis=-1) ** 2
    shares: FloatArray = parts / parts.sum(axis=-1, keepdims=True)
    return shares
