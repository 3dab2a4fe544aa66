"""Closed forms for nonlinearity: the loss of infinitely wide linear networks on an all-layer slice.

With rho = u^2 + v^2 every layer of independent random weights W + u D + v E multiplies the mean
square of its input by 1 + rho, independent of earlier layers, and a residual layer by
1 + s^2 (1 + rho). As layers grow wide the loss approaches its mean: a power with the exponent L.
"""

from functools import cache

import numpy as np

from core.arrays import FloatArray, frozen

_NODES = 32
"""Quadratures have a multiple of this many nodes, so that most depths share a cached one."""


def plain_wide_limit(depth: int, radius: float = 1.0) -> float:
    """Return nu of (1 + r^2 rho)^L on the square [-1, 1]^2."""
    return _nonlinearity(1.0, radius**2, depth)


def residual_wide_limit(depth: int, branch_square: float, radius: float = 1.0) -> float:
    """Return nu of (1 + s^2 (1 + r^2 rho))^L on the square [-1, 1]^2; `branch_square` is s^2."""
    return _nonlinearity(1.0 + branch_square, branch_square * radius**2, depth)


def _nonlinearity(constant: float, factor: float, depth: int) -> float:
    """Return nu of (constant + factor rho)^depth, by a quadrature that is exact for it.

    By symmetry only 1 and the Legendre polynomials of degree 2 in u alone and in v alone have nonzero coefficients.
    """
    x, weights = _quadrature(2 * depth // _NODES + 1)
    f = ((constant + factor * np.add.outer(x**2, x**2)) / (constant + 2.0 * factor)) ** depth
    mean = weights @ f @ weights
    quadratic = weights @ f @ (weights * np.sqrt(5.0) * (1.5 * x**2 - 0.5))
    variance = weights @ (f - mean) ** 2 @ weights
    return max(0.0, float(1.0 - 2.0 * quadratic**2 / variance))


@cache
def _quadrature(times: int) -> tuple[FloatArray, FloatArray]:
    """Return `times` times `_NODES` Gauss-Legendre nodes on [-1, 1] and weights of sum 1; cached (it takes some ms)."""
    x, weights = np.polynomial.legendre.leggauss(times * _NODES)
    return frozen(x), frozen(weights / 2.0)
