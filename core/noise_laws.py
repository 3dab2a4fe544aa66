"""Closed forms for Gaussian gradient noise: its size, how far it turns the gradient, the loss it leaves.

Nothing here runs an optimizer or draws a number, so that what is predicted and what is measured stay
independent. Everywhere sigma is the standard deviation in each of d coordinates of one sample's
gradient, B the batch size, a the learning rate and |G| the length of the true gradient. The noise of
a batch is N(0, sigma^2 / B I).
"""

import math
from collections.abc import Sequence

import numpy as np

from core.arrays import FloatArray

_SERIES_UP_TO = 50.0


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
    """Return about how well a noisy gradient points along the true one: 1 / sqrt(1 + d / r^2).

    `ratio` is r = |G| sqrt(B) / sigma; arguments broadcast. It takes the mean of a quotient for the
    quotient of means: exact in the limit of many dimensions, too high by 13 % at most in two.
    """
    squares = np.square(ratio)
    return np.sqrt(squares / (squares + dimension))


def exact_alignment(dimension: int, ratio: FloatArray) -> FloatArray:
    """Return the mean cosine between the true gradient and a noisy one, for r = |G| sqrt(B) / sigma.

    With z = r^2 / 2 it is sqrt(z) Gamma((d+1)/2) / Gamma(d/2 + 1) M(1/2, d/2 + 1, -z): the mean
    resultant length of an isotropic normal distribution projected on the sphere.

    References
    ----------
    K. V. Mardia, P. E. Jupp, "Directional Statistics", Wiley 2000, section 9.3.4 (projected normal
    distributions).
    M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 1964, 13.1.2, 13.1.27 and 13.5.1.

    """
    z = np.square(np.asarray(ratio, dtype=np.float64)) / 2.0
    factor = math.exp(math.lgamma((dimension + 1.0) / 2.0) - math.lgamma(dimension / 2.0 + 1.0))
    return factor * np.sqrt(z) * _kummer_half(dimension / 2.0 + 1.0, z)


def _kummer_half(b: float, z: FloatArray) -> FloatArray:
    """Return M(1/2, b, -z) for z >= 0 and b >= 3/2."""
    limit = max(_SERIES_UP_TO, 4.0 * b)
    near = np.minimum(z, limit)
    # exp(-z) M(b - 1/2, b, z): terms of one sign, each held with its share of exp(-z) so that none overflows.
    term = total = np.exp(-near)
    for k in range(1, int(limit + 12.0 * math.sqrt(limit) + 40.0)):
        term = term * near * ((b - 1.5 + k) / ((b - 1.0 + k) * k))
        total = total + term
    far = np.maximum(z, limit)
    # Gamma(b) / Gamma(b - 1/2) z^(-1/2) times the asymptotic series, cut before its terms grow.
    piece = series = np.ones_like(far)
    for k in range(12):
        piece = piece * ((0.5 + k) * (1.5 - b + k)) / ((k + 1.0) * far)
        series = series + piece
    head = math.exp(math.lgamma(b) - math.lgamma(b - 0.5)) / np.sqrt(far)
    return np.where(z <= limit, total, head * series)


def stationary_loss(
    eigenvalues: Sequence[float], rate: float, noise_std: float, batch_size: FloatArray
) -> FloatArray | None:
    """Return the mean loss above a quadratic's minimum that noisy descent settles at, shape of `batch_size`.

    c sigma^2 / B with c = sum over i of a / (2 (2 - a lambda_i)): each eigencoordinate's variance is
    the fixed point of v = (1 - a lambda)^2 v + a^2 sigma^2 / B, and the loss is half the sum of lambda v.
    None where a >= 2 / lambda for one of them: nothing settles.

    References
    ----------
    S. Mandt, M. D. Hoffman, D. M. Blei, "Stochastic Gradient Descent as Approximate Bayesian
    Inference", J. Mach. Learn. Res. 18, 2017, section 3 (the limit of small rates).

    """
    if rate * max(eigenvalues) >= 2.0:
        return None
    c = sum(rate / (2.0 * (2.0 - rate * value)) for value in eigenvalues)
    return c * noise_std**2 / batch_size
