"""Closed forms for Gaussian gradient noise: its length, its angle to the gradient, the loss at which it settles.

Nothing here runs an optimizer or draws a number, so that predicted and measured values stay
independent. Everywhere sigma is the standard deviation in each of d coordinates of one sample's
gradient, B the batch size, a the learning rate and |G| the length of the true gradient. The noise of
a batch is N(0, sigma^2 / B I).
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from core.arrays import FloatArray

_ANGLES = 128
"""Nodes of the mean over a quarter turn in `median_of_squares`: fifteen digits, and ten already with 64 nodes."""

_SMALLEST_MEDIAN = 0.4549
"""A bound below the median of the square of a standard normal variable, 0.45494."""

_NEWTON_STEPS = 6
"""Steps of Newton's method there; five give all digits."""

_CUTOFF = 7.5
"""Where the integrand exp(-u^2) of `exact_alignment` is cut off: it is below 4e-25 there."""


def noise_rms(dimension: FloatArray, noise_std: float, batch_size: FloatArray) -> FloatArray:
    """Return the root mean square length of a batch's noise, sigma sqrt(d / B); arguments broadcast."""
    return noise_std * np.sqrt(dimension / batch_size)


def noise_mean(dimension: FloatArray, noise_std: float, batch_size: FloatArray) -> FloatArray:
    """Return the mean length of a batch's noise, the mean of a chi distribution; arguments broadcast.

    (sigma / sqrt B) sqrt 2 Gamma((d + 1) / 2) / Gamma(d / 2), always below the root mean square.
    """
    halves = np.array([math.lgamma((d + 1.0) / 2.0) - math.lgamma(d / 2.0) for d in np.ravel(dimension)])
    mean: FloatArray = noise_std / np.sqrt(batch_size) * math.sqrt(2.0) * np.exp(halves).reshape(np.shape(dimension))
    return mean


def alignment(dimension: FloatArray, ratio: FloatArray) -> FloatArray:
    """Return the approximate mean cosine between the true gradient and a noisy one: 1 / sqrt(1 + d / r^2).

    `ratio` is r = |G| sqrt(B) / sigma; arguments broadcast. The approximation replaces the mean of a quotient by the
    quotient of the means: exact in the limit of many dimensions, in two dimensions up to 13 % too high (for strong
    noise) or 4 % too low.
    """
    squares = np.square(ratio)
    return np.sqrt(squares / (squares + dimension))


def exact_alignment(dimension: FloatArray, ratio: FloatArray) -> FloatArray:
    """Return the mean cosine between the true gradient and a noisy one, for r = |G| sqrt(B) / sigma.

    Arguments broadcast. It is sqrt(2 / pi) r times the integral of exp(-r^2 sin^2 t / 2) cos^d t over
    t from 0 to pi / 2: the mean resultant length of an isotropic normal distribution projected on the sphere, with
    Kummer's function M(1/2, d/2 + 1, -r^2 / 2) written as its integral. Gauss-Legendre quadrature over
    the interval where the integrand is not negligible gives about twelve digits.

    References
    ----------
    K. V. Mardia, P. E. Jupp, "Directional Statistics", Wiley 2000, section 9.3 (projected normal distributions).
    M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 1964, 13.2.1 (the integral).

    """
    squares, dimension = np.square(ratio)[..., None], dimension[..., None]
    nodes, weights = _gauss_legendre()
    # The integrand is exp(-sharpness^2 t^2) near t = 0, and falls about as fast or faster everywhere else.
    sharpness = np.sqrt((squares + dimension) / 2.0)
    half = np.minimum(np.pi / 2.0, _CUTOFF / sharpness) / 2.0
    angles = half * (1.0 + nodes)
    values = np.exp(-0.5 * squares * np.sin(angles) ** 2) * np.cos(angles) ** dimension
    mean: FloatArray = math.sqrt(2.0 / math.pi) * np.sqrt(squares[..., 0]) * np.sum(half * weights * values, axis=-1)
    return mean


@cache
def _gauss_legendre() -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights on [-1, 1], shape (48,) each."""
    nodes, weights = np.polynomial.legendre.leggauss(48)
    return nodes, weights


def ratio_at_alignment(dimension: FloatArray, cosine: float) -> FloatArray:
    """Return the r = |G| sqrt(B) / sigma at which the exact mean cosine is `cosine`, in (0, 1); shape (n,).

    Bisection, bracketed around the limit of many dimensions.
    """
    middle = np.sqrt(dimension) * (cosine / math.sqrt(1.0 - cosine**2))
    low, high = middle / 4.0, middle * 4.0
    for _ in range(54):
        middle = (low + high) / 2.0
        below = exact_alignment(dimension, middle) < cosine
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return middle


def simple_batch(variance: FloatArray, gradient: FloatArray) -> FloatArray:
    """Return B_simple = tr Sigma / |G|^2, the batch whose noise is as long as the gradient, shape (...).

    `variance` is the diagonal of Sigma, the covariance of one sample's gradient, and `gradient` is
    G; both of shape (..., d).

    References
    ----------
    S. McCandlish, J. Kaplan, D. Amodei, "An Empirical Model of Large-Batch Training", arXiv
    1812.06162, 2018, equation 2.9.

    """
    ratio: FloatArray = np.sum(variance, axis=-1) / np.sum(np.square(gradient), axis=-1)
    return ratio


def mean_square_loss(
    steps: FloatArray, eigenvalues: Sequence[float], start: Sequence[float], rate: float, *, noise_variance: float
) -> FloatArray:
    """Return the mean loss of noisy descent on a quadratic after each count in `steps`, shape (n,).

    The closed form of v <- (1 - a h)^2 v + a^2 sigma^2 / B, with `noise_variance` = sigma^2 / B and
    `start` the coordinates in the eigenbasis. At the bound a = 2 / h every step adds the same variance.
    """
    total = np.zeros_like(steps, dtype=np.float64)
    for value, coordinate in zip(eigenvalues, start, strict=True):
        shrink = (1.0 - rate * value) ** 2
        count = steps if shrink == 1.0 else (1.0 - shrink**steps) / (1.0 - shrink)
        total += 0.5 * value * (shrink**steps * coordinate**2 + rate**2 * noise_variance * count)
    return total


def stationary_loss(
    eigenvalues: Sequence[float], rate: float, noise_std: float, batch_size: FloatArray
) -> FloatArray | None:
    """Return the stationary mean loss of noisy descent above a quadratic's minimum, shape of `batch_size`.

    c sigma^2 / B with c = sum over i of a / (2 (2 - a lambda_i)): each eigencoordinate's variance is
    the fixed point of v = (1 - a lambda)^2 v + a^2 sigma^2 / B, and the loss is half the sum of lambda v.
    None if a >= 2 / lambda for one of them: then no stationary state exists.

    References
    ----------
    S. Mandt, M. D. Hoffman, D. M. Blei, "Stochastic Gradient Descent as Approximate Bayesian
    Inference", J. Mach. Learn. Res. 18, 2017, section 3 (the limit of small rates).

    """
    if rate * max(eigenvalues) >= 2.0:
        return None
    return sum(_stationary_weights(eigenvalues, rate)) * noise_std**2 / batch_size


def stationary_median(
    eigenvalues: tuple[float, float], rate: float, noise_std: float, batch_size: FloatArray
) -> FloatArray | None:
    """Return the median of the stationary loss in two dimensions, shape of `batch_size`; None like `stationary_loss`.

    The loss is sigma^2 / B times w_1 z_1^2 + w_2 z_2^2, with w_i = a / (2 (2 - a lambda_i)) and independent
    z_i ~ N(0, 1).
    """
    if rate * max(eigenvalues) >= 2.0:
        return None
    first, second = (np.array(weight) for weight in _stationary_weights(eigenvalues, rate))
    return median_of_squares(first, second) * noise_std**2 / batch_size


def median_of_squares(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the median of w_1 z_1^2 + w_2 z_2^2 for weights >= 0 and independent z_i ~ N(0, 1); arguments broadcast.

    In polar coordinates the angle t of (z_1, z_2) is uniform and independent of the radius, whose square is
    exponential, so that the sum exceeds x with the probability mean over t of
    exp(-x / (2 (w_1 cos^2 t + w_2 sin^2 t))). The mean is computed by the midpoint rule, and the x at which it is 1/2
    by Newton's method: the probability is convex in x, so that steps from a bound below the median never pass it.

    References
    ----------
    J. P. Imhof, "Computing the distribution of quadratic forms in normal variables", Biometrika 48, 1961, section 1
    (the distribution; for two variables the integral above is elementary).

    """
    angles = (np.arange(_ANGLES) + 0.5) * (np.pi / 2.0 / _ANGLES)
    larger, smaller = np.maximum(first, second), np.minimum(first, second)
    scale = np.where(larger > 0.0, larger, 1.0)
    widths = 2.0 * (np.cos(angles) ** 2 + (smaller / scale)[..., None] * np.sin(angles) ** 2)
    median = np.maximum(_SMALLEST_MEDIAN, 2.0 * math.log(2.0) * smaller / scale)
    for _ in range(_NEWTON_STEPS):
        exceeds = np.exp(-median[..., None] / widths)
        median = median + (exceeds.mean(axis=-1) - 0.5) / (exceeds / widths).mean(axis=-1)
    return median * larger


def noise_loss(eigenvalues: Sequence[float], rates: Iterable[float]) -> FloatArray:
    """Return the mean loss that noise alone adds along each axis of a quadratic, at changing rates, shape (k, n + 1).

    For sigma^2 / B = 1, after 0, 1, ... n steps at the rates a_0, ... a_(n-1): lambda v / 2 with
    v <- (1 - a_t lambda)^2 v + a_t^2 and v = 0 at first, as for runs from the minimum.
    """
    each = list(rates)
    losses = np.zeros((len(eigenvalues), len(each) + 1))
    for row, value in zip(losses, eigenvalues, strict=True):
        variance, path = 0.0, []
        for rate in each:
            shrink = 1.0 - rate * value
            variance = shrink * shrink * variance + rate * rate
            path.append(variance)
        row[1:] = path
        row *= value / 2.0
    return losses


def _stationary_weights(eigenvalues: Sequence[float], rate: float) -> list[float]:
    """Return each coordinate's mean stationary loss for sigma^2 / B = 1."""
    return [rate / (2.0 * (2.0 - rate * value)) for value in eigenvalues]
