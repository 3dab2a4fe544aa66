"""Closed forms for quadratics: whether a method converges, and how many steps it needs from which start.

Nothing here runs an optimizer. mu and L are the smallest and the largest eigenvalue of the Hessian, lambda is any of
them, a is the learning rate and b the momentum.
"""

import cmath
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

_ROUNDING = 1e-9
"""Relative difference up to which a rate counts as equal to a bound."""


def below(rate: float, bound: float) -> bool:
    """Return whether a rate is below a bound by more than rounding."""
    return rate < bound * (1.0 - _ROUNDING)


def above(rate: float, bound: float) -> bool:
    """Return whether a rate is above a bound by more than rounding."""
    return rate > bound * (1.0 + _ROUNDING)


def gradient_descent_factor(eigenvalue: float, rate: float) -> float:
    """Return |1 - a lambda|: the absolute factor of an eigencoordinate in one step of gradient descent."""
    return abs(1.0 - rate * eigenvalue)


def heavy_ball_factor(eigenvalue: float, rate: float, momentum: float) -> float:
    """Return the asymptotic absolute factor of an eigencoordinate per step of heavy ball.

    The largest modulus of the roots of z^2 - (1 + b - a lambda) z + b.
    """
    return _largest_root(1.0 + momentum - rate * eigenvalue, momentum)


def nesterov_factor(eigenvalue: float, rate: float, momentum: float) -> float:
    """Return the asymptotic absolute factor of an eigencoordinate per step of Nesterov's method.

    The largest modulus of the roots of z^2 - (1 + b) (1 - a lambda) z + b (1 - a lambda).
    """
    shrink = 1.0 - rate * eigenvalue
    return _largest_root((1.0 + momentum) * shrink, momentum * shrink)


def _largest_root(trace: float, product: float) -> float:
    root = cmath.sqrt(trace * trace - 4.0 * product)
    return max(abs(trace + root), abs(trace - root)) / 2.0


def worst_gradient_descent_steps(eigenvalues: Sequence[float], rate: float, tolerance: float) -> float:
    """Return the steps to f <= tolerance f_0 from the worst start; inf if some start never reaches the tolerance.

    f_k / f_0 is at most the largest (1 - a lambda)^2 to the power k, with equality from a start on the axis of that
    lambda.
    """
    return _steps(max(gradient_descent_factor(value, rate) for value in eigenvalues) ** 2, tolerance)


def worst_line_search_steps(eigenvalues: Sequence[float], tolerance: float) -> float:
    """Return the steps to f <= tolerance f_0 of steepest descent with exact line search from the worst start, (L, mu).

    By Kantorovich's inequality every step multiplies f by at most ((L - mu) / (L + mu))^2; from (L, mu) by exactly
    that.

    References
    ----------
    L. V. Kantorovich, "Functional analysis and applied mathematics", Uspekhi Mat. Nauk 3(6), 1948.

    """
    smallest, largest = min(eigenvalues), max(eigenvalues)
    return _steps(((largest - smallest) / (largest + smallest)) ** 2, tolerance)


def gradient_descent_steps(
    shares: FloatArray, eigenvalues: npt.ArrayLike, rate: FloatArray | float, tolerance: float
) -> FloatArray:
    """Return the steps to f <= tolerance f_0 at a rate below 2 / L, shape (m,).

    The loss falls at every step, so bisection finds the first step at the tolerance.

    Parameters
    ----------
    shares
        The share of f_0 of each eigencoordinate, shape (m, d), rows of sum 1.
    eigenvalues, rate
        The same for all rows, shape (d,) and a number; or those of each row, shapes (m, d) and (m, 1).
    tolerance
        Between 0 and 1.

    """
    squares = np.broadcast_to((1.0 - rate * np.asarray(eigenvalues)) ** 2, shares.shape)
    low, high = np.zeros(len(shares)), np.array([_steps(each, tolerance) for each in squares.max(axis=-1).tolist()])
    while (high - low > 1.0).any():
        middle = np.floor((low + high) / 2.0)
        solved = np.vecdot(shares, squares ** middle[:, None]) <= tolerance
        low, high = np.where(solved, low, middle), np.where(solved, middle, high)
    return high


def line_search_steps(shares: FloatArray, eigenvalues: Sequence[float], tolerance: float) -> FloatArray:
    """Return the steps to f <= tolerance f_0 of steepest descent with exact line search, shape (m,).

    Every step multiplies f by the factor of the first one (see `laws.line_search_loss`). In terms of the shares p of
    f_0 the squared components of the unit gradient are lambda p / sum(lambda p).
    """
    small, large = eigenvalues
    squares = shares * np.array(eigenvalues)
    squares = squares / squares.sum(axis=-1, keepdims=True)
    t = squares.prod(axis=-1) * (large - small) ** 2 / (large * small)
    return np.array([_steps(factor, tolerance) for factor in (t / (1.0 + t)).tolist()])


def _steps(factor: float, tolerance: float) -> float:
    """Return the first k with factor^k <= tolerance, at least 1."""
    if factor >= 1.0:
        return math.inf
    return 1.0 if factor == 0.0 else max(1.0, math.ceil(math.log(tolerance) / math.log(factor)))
