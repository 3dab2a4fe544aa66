"""How the start of a descent compares with all others, by theorems about the method."""

from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.convergence_laws import (
    gradient_descent_steps,
    line_search_steps,
    worst_gradient_descent_steps,
    worst_line_search_steps,
)
from core.obstacles.conditioning.methods import descent_rate
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.stopping import TIE

DIRECTIONS = 1000
"""Starts at equal angles that stand for all of them."""

ADAPTIVE = ("adagrad", "rmsprop", "adam", "adamw", "lion")


class Starts(NamedTuple):
    """The steps to the tolerance from other starts: the most that any needs, and the median of many directions."""

    worst: int
    median: int


def compared(method: str, params: ConditioningParams, smallest: float, largest: float) -> Starts | None:
    """Return how many steps a method needs from other starts; None where no theorem says so, or some never arrive.

    It is known of gradient descent at a fixed rate below 2 / L and with exact line search. The directions of the
    starts are even in space; how far out they lie makes no difference.
    """
    if method != "gradient_descent":
        return None
    eigenvalues, tolerance = (smallest, largest), params.tolerance * (1.0 + TIE)
    if params.learning_rate == "line_search":
        worst = worst_line_search_steps(eigenvalues, tolerance)
        steps = line_search_steps(_shares(eigenvalues), eigenvalues, tolerance)
    else:
        rate = descent_rate(params, smallest, largest)
        worst = worst_gradient_descent_steps(eigenvalues, rate, tolerance)
        if not np.isfinite(worst):
            return None
        steps = gradient_descent_steps(_shares(eigenvalues), eigenvalues, rate, tolerance)
    return Starts(int(worst), int(np.median(steps)))


def alike(method: str, params: ConditioningParams, smallest: float, largest: float) -> bool:
    """Return whether a method shrinks the loss by the same factors from every start.

    It does where all eigencoordinates are multiplied alike: by Newton's method, by every method on a round bowl that
    treats all directions alike (the adaptive ones do not: they scale each coordinate by itself), and by gradient
    descent at the rate 2 / (L + mu), where |1 - a mu| = |1 - a L|.
    """
    if method == "newton":
        return True
    if method == "gradient_descent" and params.learning_rate != "line_search":
        rate = descent_rate(params, smallest, largest)
        if np.isclose(1.0 - rate * smallest, rate * largest - 1.0, rtol=1e-12, atol=0.0):
            return True
    return smallest == largest and method not in ADAPTIVE


def _shares(eigenvalues: tuple[float, float]) -> FloatArray:
    """Return how much of the loss belongs to each eigencoordinate in directions at equal angles, shape (m, 2)."""
    angles = (np.arange(DIRECTIONS) + 0.5) * (2.0 * np.pi / DIRECTIONS)
    parts = np.array(eigenvalues) * np.stack([np.cos(angles), np.sin(angles)], axis=-1) ** 2
    shares: FloatArray = parts / parts.sum(axis=-1, keepdims=True)
    return shares
