"""Closed forms for whether descent on a quadratic converges, and for how many steps which starts need.

Nothing here runs an optimizer. mu and L are the smallest and the largest eigenvalue of the Hessian, lambda is any of
them, a is the learning rate and b the momentum.
"""

import cmath
import math
from collections.abc import Sequence

import numpy as np

from core.arrays import FloatArray

_ROUNDING = 1e-9
"""By so much of itself a rate differs at least from a bound that it is said to be below, or above."""


def below(rate: float, bound: float) -> bool:
    """Return whether a rate is below a bound by more than rounding."""
    return rate < bound * (1.0 - _ROUNDING)


def above(rate: float, bound: float) -> bool:
    """Return whether a rate is above a bound by more than rounding."""
    return rate > bound * (1.0 + _ROUNDING)


def gradient_descent_factor(eigenvalue: float, rate: float) -> float:
    """Return |1 - a lambda|: what a step of gradient descent multiplies an eigencoordinate by, without its sign."""
    return abs(1.0 - rate * eigenvalue)


def heavy_ball_factor(eigenvalue: float, rate: float, momentum: float) -> float:
    """Return what a step of heavy ball multiplies an eigencoordinate by in the long run.

    The largest modulus of the roots of z^2 - (1 + b - a lambda) z + b.
    """
    return _largest_root(1.0 + momentum - rate * eigenvalue, momentum)


def nesterov_factor(eigenvalue: float, rate: float, momentum: float) -> float:
    """Return what a step of Nesterov's method multiplies an eigencoordinate by in the long run.

    The largest modulus of the roots of z^2 - (1 + b) (1 - a lambda) z + b (1 - a lambda).
    """
    shrink = 1.0 - rate * eigenvalue
    return _largest_root((1.0 + momentum) * shrink, momentum * shrink)


def _largest_root(trace: float, product: float) -> float:
    root = cmath.sqrt(trace * trace - 4.0 * product)
    return max(abs(trace + root), abs(trace - root)) / 2.0


def worst_gradient_descent_steps(eigenvalues: Sequence[float], rate: float, tolerance: float) -> float:
    """Return the steps to f <= tolerance f_0 from the start that needs the most; inf where some start never arrives.

    f_k / f_0 is at most the largest (1 - a lambda)^2 to the power k, and is that from the axis it belongs to.
    """
    return _steps(max(gradient_descent_factor(value, rate) for value in eigenvalues) ** 2, tolerance)


def worst_line_search_steps(eigenvalues: Sequence[float], tolerance: float) -> float:
    """Return the same for steepest descent with exact line search: from (L, mu), by Kantorovich's inequality.

    A step shrinks f at least by ((L - mu) / (L + mu))^2, and from (L, mu) every step does so exactly.

    References
    ----------
    L. V. Kantorovich, "Functional analysis and applied mathematics", Uspekhi Mat. Nauk 3(6), 1948.

    """
    smallest, largest = min(eigenvalues), max(eigenvalues)
    return _steps(((largest - smallest) / (largest + smallest)) ** 2, tolerance)


def gradient_descent_steps(
    shares: FloatArray, eigenvalues: Sequence[float], rate: float, tolerance: float
) -> FloatArray:
    """Return the steps to f <= tolerance f_0 at a rate below 2 / L, shape (m,).

    `shares` says how much of f_0 belongs to each eigencoordinate, shape (m, 2), rows of sum 1. The loss falls at
    every step, so that bisection finds the first one.
    """
    squares = np.array([gradient_descent_factor(value, rate) ** 2 for value in eigenvalues])
    low, high = np.zeros(len(shares)), np.full(len(shares), worst_gradient_descent_steps(eigenvalues, rate, tolerance))
    while (high - low > 1.0).any():
        middle = np.floor((low + high) / 2.0)
        solved = np.vecdot(shares, squares ** middle[:, None]) <= tolerance
        low, high = np.where(solved, low, middle), np.where(solved, middle, high)
    return high


def line_search_steps(shares: FloatArray, eigenvalues: Sequence[float], tolerance: float) -> FloatArray:
    """Return the same for steepest descent with exact line search, whose factor stays that of the first step.

    See `laws.line_search_loss`; in terms of shares p of f_0 the unit gradient has the squares lambda p / sum.
    """
    small, large = eigenvalues
    gradient = shares * np.array(eigenvalues)
    gradient = gradient / gradient.sum(axis=-1, keepdims=True)
    t = gradient.prod(axis=-1) * (large - small) ** 2 / (large * small)
    return np.array([_steps(factor, tolerance) for factor in (t / (1.0 + t)).tolist()])


def _steps(factor: float, tolerance: float) -> float:
    """Return the first k with factor^k <= tolerance, at least 1."""
    if factor >= 1.0:
        return math.inf
    return 1.0 if factor == 0.0 else max(1.0, math.ceil(math.log(tolerance) / math.log(factor)))
