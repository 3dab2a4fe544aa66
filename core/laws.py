"""Closed forms for quadratics: stability bounds, best settings, loss after k steps, and fits with intervals.

Nothing here runs an optimizer, so that predicted and measured values stay independent.
Everywhere mu and L are the smallest and the largest eigenvalue of the Hessian, a is the learning
rate, b the momentum and kappa = L / mu.

References
----------
B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Comput.
Math. Math. Phys. 4(5), 1964 (heavy ball).
Y. Nesterov, "Introductory Lectures on Convex Optimization", Springer 2004, section 2.2.1.
L. Lessard, B. Recht, A. Packard, "Analysis and Design of Optimization Algorithms via Integral
Quadratic Constraints", SIAM J. Optim. 26(1), 2016, Proposition 1 (the best settings of all three).

"""

import cmath
import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray


def gradient_descent_rate(smallest: float, largest: float) -> float:
    """Return the rate 2 / (L + mu), at which both ends of the spectrum shrink by the same factor."""
    return 2.0 / (largest + smallest)


def heavy_ball_rate(smallest: float, largest: float) -> float:
    """Return the best rate of heavy ball, 4 / (sqrt L + sqrt mu)^2."""
    return 4.0 / (math.sqrt(largest) + math.sqrt(smallest)) ** 2


def nesterov_rate(smallest: float, largest: float) -> float:
    """Return the best rate of Nesterov's method on quadratics, 4 / (3 L + mu)."""
    return 4.0 / (3.0 * largest + smallest)


def heavy_ball_momentum(rate: float, smallest: float) -> float:
    """Return b = (1 - sqrt(a mu))^2, the best momentum of heavy ball for mu at the rate a.

    Above a = 4 / mu, where no momentum converges, b is 1 so that the bound stays valid.
    """
    return min((1.0 - math.sqrt(rate * smallest)) ** 2, 1.0)


def nesterov_momentum(rate: float, smallest: float) -> float:
    """Return b = (1 - sqrt(a mu)) / (1 + sqrt(a mu)), the best momentum of Nesterov for mu at the rate a.

    At 1 / L this is the standard (sqrt kappa - 1) / (sqrt kappa + 1), at 4 / (3 L + mu) the
    optimal (q - 2) / (q + 2), q = sqrt(3 kappa + 1). Above a = 4 / mu, where no momentum converges,
    b is -1/3 so that the bound stays valid.
    """
    root = math.sqrt(rate * smallest)
    return max((1.0 - root) / (1.0 + root), -1.0 / 3.0)


def gradient_descent_bound(largest: float) -> float:
    """Return 2 / L: gradient descent is stable below this rate."""
    return 2.0 / largest


def heavy_ball_bound(largest: float, momentum: float) -> float:
    """Return 2 (1 + b) / L: heavy ball with 0 <= b < 1 is stable below this rate."""
    return 2.0 * (1.0 + momentum) / largest


def nesterov_bound(largest: float, momentum: float) -> float:
    """Return 2 (1 + b) / ((1 + 2 b) L): Nesterov's method with -1/3 <= b <= 1 is stable below this rate."""
    return 2.0 * (1.0 + momentum) / ((1.0 + 2.0 * momentum) * largest)


def contraction(rates: FloatArray, eigenvalue: float) -> FloatArray:
    """Return |1 - a lambda| at each rate: the factor of an eigencoordinate in one step of gradient descent."""
    return np.abs(1.0 - rates * eigenvalue)


def gradient_descent_loss(
    steps: FloatArray, eigenvalues: Sequence[float], start: Sequence[float], rate: float
) -> FloatArray:
    """Return f after each count in `steps`, shape (n,), from x_k = (I - a H)^k x_0.

    `start` holds the coordinates of x_0 in the eigenbasis of the Hessian.
    """
    return _loss([(1.0 - rate * value) ** steps for value in eigenvalues], eigenvalues, start)


def heavy_ball_loss(
    steps: FloatArray, eigenvalues: Sequence[float], start: Sequence[float], rate: float, momentum: float
) -> FloatArray:
    """Return f of heavy ball after each count in `steps`, shape (n,), starting at rest.

    Each eigencoordinate follows p_{k+1} = (1 + b - a lambda) p_k - b p_{k-1}, p_0 = p_{-1} = 1.
    """
    factors = [_two_term(steps, 1.0 + momentum - rate * value, momentum) for value in eigenvalues]
    return _loss(factors, eigenvalues, start)


def nesterov_loss(
    steps: FloatArray, eigenvalues: Sequence[float], start: Sequence[float], rate: float, momentum: float
) -> FloatArray:
    """Return f of Nesterov's method after each count in `steps`, shape (n,), starting at rest.

    Each eigencoordinate follows p_{k+1} = (1 - a lambda) ((1 + b) p_k - b p_{k-1}), p_0 = p_{-1} = 1.
    """
    shrink = [1.0 - rate * value for value in eigenvalues]
    factors = [_two_term(steps, (1.0 + momentum) * s, momentum * s) for s in shrink]
    return _loss(factors, eigenvalues, start)


def line_search_loss(steps: FloatArray, eigenvalues: Sequence[float], start: Sequence[float]) -> FloatArray:
    """Return f of steepest descent with exact line search in two dimensions, shape (n,).

    Each step shrinks f by the same factor t / (1 + t), t = (c s (L - mu))^2 / (L mu) with (c, s)
    the unit gradient in the eigenbasis: consecutive gradients are perpendicular, and t does not
    change when c and s are exchanged. From (kappa, 1) the factor is ((kappa - 1) / (kappa + 1))^2.

    References
    ----------
    H. Akaike, "On a successive transformation of probability distribution and its application
    to the analysis of the optimum gradient method", Ann. Inst. Statist. Math. 11, 1959.

    """
    return _start_loss(eigenvalues, start) * _line_search_factor(eigenvalues, start) ** steps


def conjugate_gradient_loss(steps: FloatArray, eigenvalues: Sequence[float], start: Sequence[float]) -> FloatArray:
    """Return f of conjugate gradients in two dimensions, shape (n,): one line search, then 0."""
    return np.where(steps < 2, line_search_loss(steps, eigenvalues, start), 0.0)


def newton_loss(steps: FloatArray, eigenvalues: Sequence[float], start: Sequence[float]) -> FloatArray:
    """Return f of Newton's method, shape (n,): 0 from the first step on."""
    return np.where(steps < 1, _start_loss(eigenvalues, start), 0.0)


def _loss(factors: Sequence[FloatArray], eigenvalues: Sequence[float], start: Sequence[float]) -> FloatArray:
    # A coordinate that starts at 0 stays 0, even if its factor overflows (0 x inf would be nan).
    loss = np.zeros_like(factors[0])
    for p, v, c in zip(factors, eigenvalues, start, strict=True):
        if c != 0.0:
            loss += 0.5 * v * (c * p) ** 2
    return loss


def _start_loss(eigenvalues: Sequence[float], start: Sequence[float]) -> float:
    return 0.5 * sum(v * c * c for v, c in zip(eigenvalues, start, strict=True))


def _line_search_factor(eigenvalues: Sequence[float], start: Sequence[float]) -> float:
    (small, large), (x, y) = eigenvalues, start
    size = math.hypot(small * x, large * y)
    cosine, sine = small * x / size, large * y / size
    t = (cosine * sine * (large - small)) ** 2 / (large * small)
    return t / (1.0 + t)


def _two_term(steps: FloatArray, trace: float, product: float) -> FloatArray:
    """Return p_k of p_{k+1} = T p_k - D p_{k-1}, p_0 = p_{-1} = 1, shape (n,): S_{k+1} - D S_k (`_lucas_sequence`)."""
    return _lucas_sequence(steps + 1.0, trace, product) - product * _lucas_sequence(steps, trace, product)


def _lucas_sequence(steps: FloatArray, trace: float, product: float) -> FloatArray:
    """Return S_k = (z1^k - z2^k) / (z1 - z2), where z1 and z2 are the roots of z^2 - T z + D, shape (n,).

    The formula uses the difference w of the logarithms of the roots, so that it is exact to rounding even if the
    roots coincide, as they do at the best setting of heavy ball.
    """
    if trace < 0.0:  # negated roots: a ratio near 1 stays off the logarithm's branch cut
        return np.where(steps % 2.0 == 1.0, 1.0, -1.0) * _lucas_sequence(steps, -trace, product)
    first = (trace + cmath.sqrt(trace * trace - 4.0 * product)) / 2.0
    if first == 0.0:
        return np.where(steps == 1.0, 1.0, 0.0)
    second = product / first
    powers = np.exp((steps - 1.0) * cmath.log(first))
    if second == 0.0:
        return np.where(steps == 0.0, 0.0, powers.real)
    w = cmath.log(first) - cmath.log(second)
    count = steps if w == 0.0 else np.expm1(-steps * w) / np.expm1(-w)
    values: FloatArray = (powers * count).real
    return values


_NORMAL_95 = 1.959963984540054  # a normal variable is within so many standard deviations with 95 %


class Slope(NamedTuple):
    """A fitted slope and its 95 % confidence interval."""

    value: float
    low: float
    high: float


def slope(x: FloatArray, y: FloatArray) -> Slope | None:
    """Return `fitted_slope` of all finite pairs; None if these are fewer than three, or all have the same x."""
    used = np.isfinite(x) & np.isfinite(y)
    if np.unique(x[used]).size < 2 or np.count_nonzero(used) < 3:
        return None
    return fitted_slope(x[used], y[used])


def fitted_slope(x: FloatArray, y: FloatArray, errors: FloatArray | None = None) -> Slope:
    """Return the least-squares slope of log y against log x with its 95 % interval.

    The slope is a sum of c_i log y_i. If the standard errors s_i of log y are known, and the values independent, its
    variance is the sum of c_i^2 s_i^2; else one common error is estimated from the residuals.

    Parameters
    ----------
    x, y
        Positive numbers, shape (n,); at least three pairs, not all with the same x.
    errors
        Standard errors of y, shape (n,), much smaller than y; None if they are unknown.

    """
    u, v = np.log(x), np.log(y)
    u, v = u - u.mean(), v - v.mean()
    spread = float(u @ u)
    value = float(u @ v) / spread
    if errors is None:
        residuals = v - value * u
        error = _student_95(u.size - 2) * math.sqrt(float(residuals @ residuals) / (u.size - 2) / spread)
    else:
        error = _NORMAL_95 * float(np.linalg.norm(u * errors / y)) / spread
    return Slope(value, value - error, value + error)


class Estimate(NamedTuple):
    """A fitted number and its 95 % confidence interval."""

    value: float
    low: float
    high: float


def fit_batch_curve(batch_sizes: FloatArray, steps: FloatArray) -> tuple[Estimate, Estimate] | None:
    """Return S and B_c of the curve S (1 + B_c / B), fitted to the logarithms of steps by least squares.

    Gauss-Newton in log S and log B_c; the intervals are those of the linearized fit. Both arrays have
    shape (n,); None if there are fewer than three points or all `steps` are equal.

    References
    ----------
    S. McCandlish, J. Kaplan, D. Amodei, "An Empirical Model of Large-Batch Training", arXiv
    1812.06162, 2018, equation 2.7.

    """
    if batch_sizes.size < 3 or np.ptp(steps) == 0.0:
        return None
    floor = math.log(float(steps.min()))
    critical = math.log(max(float(np.max(batch_sizes * (steps / steps.min() - 1.0))), float(batch_sizes.min())))
    for _ in range(100):
        share = 1.0 / (1.0 + batch_sizes * math.exp(-critical))  # d log(steps) / d log B_c
        residuals = np.log(steps) - floor + np.log1p(-share)
        jacobian = np.stack([np.ones_like(share), share], axis=-1)
        move = np.linalg.lstsq(jacobian, residuals)[0]
        floor, critical = floor + float(move[0]), critical + float(np.clip(move[1], -2.0, 2.0))
        if np.abs(move).max() < 1e-13:
            break
    noise = float(residuals @ residuals) / (batch_sizes.size - 2)
    errors = _student_95(batch_sizes.size - 2) * np.sqrt(noise * np.diag(np.linalg.inv(jacobian.T @ jacobian)))
    (a, b), fits = errors.tolist(), (floor, critical)
    first, second = (
        Estimate(math.exp(fit), math.exp(fit - error), math.exp(fit + error))
        for fit, error in zip(fits, (a, b), strict=True)
    )
    return first, second


@cache
def _student_95(freedom: int) -> float:
    """Return the t with P(|T| <= t) = 95 % for Student's distribution with `freedom` degrees of freedom.

    scipy has this function, but its import takes 0.2 s and would block a run for that time.

    References
    ----------
    M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 1964, equations 26.7.3 and 26.7.4.

    """
    low, high = 0.0, math.pi / 2.0
    while low < (middle := (low + high) / 2.0) < high:
        low, high = (middle, high) if _student_probability(middle, freedom) < 0.95 else (low, middle)
    return math.sqrt(freedom) * math.tan(low)


def _student_probability(angle: float, freedom: int) -> float:
    """Return P(|T| <= sqrt(freedom) tan(angle)) of Student's distribution."""
    odd = freedom % 2
    term, total = math.cos(angle) ** odd, 0.0
    for power in range(odd, freedom - 1, 2):
        total += term
        term *= (power + 1.0) / (power + 2.0) * math.cos(angle) ** 2
    return math.sin(angle) * total if not odd else 2.0 / math.pi * (angle + math.sin(angle) * total)
