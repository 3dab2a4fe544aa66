"""The distance of a function on a slice from a quadratic: nu and nu_g, by Gauss-Legendre quadrature.

A slice is the square [-1, 1]^2 with uniform weight. Functions are given by their values at the
m x m Gauss points, flattened with u before v: shape (..., m^2).
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, frozen

NEAR_QUADRATIC_NU = 0.1
"""A slice with at most this nu counts as near a parabola."""
NU_ROUNDING = 1e-12
"""A smaller nu is rounding."""
_MIN_RELATIVE_VARIANCE = 1e-24
"""A variance below this share of max f^2 is rounding: f counts as constant, and nu is 0."""


class Gauss(NamedTuple):
    """Quadrature on the square, exact for polynomials of degree 2 m - 1 in each variable.

    Attributes
    ----------
    nodes
        Nodes in one variable, rising, shape (m,).
    points
        (u, v) at each node, shape (m^2, 2).
    weights
        Shape (m^2,), of sum 1.
    basis
        The orthonormal Legendre polynomials 1, u, v, u^2, uv, v^2 at the points, shape (6, m^2).

    """

    nodes: FloatArray
    points: FloatArray
    weights: FloatArray
    basis: FloatArray


@cache
def gauss(m: int) -> Gauss:
    """Return the quadrature with m points in each variable."""
    nodes, weights = np.polynomial.legendre.leggauss(m)
    points = np.stack(np.meshgrid(nodes, nodes, indexing="ij"), axis=-1).reshape(-1, 2)
    return Gauss(
        frozen(nodes), frozen(points), frozen(np.multiply.outer(weights, weights).ravel() / 4.0), quadratics(points)
    )


def legendre(x: FloatArray, degree: int) -> FloatArray:
    """Return the orthonormal Legendre polynomials sqrt(2 k + 1) P_k, k = 0 ... degree, at x: shape (degree + 1, n)."""
    scale = np.sqrt(2.0 * np.arange(degree + 1) + 1.0)
    return frozen((np.polynomial.legendre.legvander(x, degree) * scale).T)


def quadratics(points: FloatArray) -> FloatArray:
    """Return the six orthonormal polynomials of total degree <= 2 at points of shape (n, 2): shape (6, n)."""
    u, v = legendre(points[:, 0], 2), legendre(points[:, 1], 2)
    pairs = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
    return frozen([u[i] * v[j] for i, j in pairs])


def best_quadratic(f: FloatArray, rule: Gauss) -> FloatArray:
    """Return the coefficients of the L2 projection of f on `quadratics`, shape (..., 6)."""
    coefficients: FloatArray = np.vecdot((f * rule.weights)[..., None, :], rule.basis)
    return coefficients


def nonlinearity(f: FloatArray, rule: Gauss) -> FloatArray:
    """Return nu = ||f - P2 f||^2 / ||f - mean f||^2 in [0, 1], shape (...).

    Unchanged by f -> alpha f + beta; 0 where Var f < 1e-24 max f^2.
    """
    return _residual_share(f[..., None, :], 6, rule)


def gradient_nonlinearity(f: FloatArray, gradient: FloatArray, rule: Gauss) -> FloatArray:
    """Return nu_g, the share of Var(grad f) outside the best affine field, in [0, 1], shape (...).

    Parameters
    ----------
    f
        Shape (..., m^2).
    gradient
        Its derivatives along u and v, shape (..., 2, m^2).
    rule
        The quadrature.

    Returns
    -------
    FloatArray
        0 if f or its gradient is constant.

    """
    share = _residual_share(gradient, 3, rule)
    return np.where(_has_variance(f[..., None, :], rule), share, 0.0)


def _residual_share(fields: FloatArray, terms: int, rule: Gauss) -> FloatArray:
    """Return the share of the variance outside the first `terms` basis functions, for fields of shape (..., k, m^2)."""
    # Scaling avoids overflow and underflow of squares; nu does not change.
    peak = np.max(np.abs(fields), axis=(-2, -1), keepdims=True)
    scaled = fields / np.where(peak > 0.0, peak, 1.0)
    basis = rule.basis[:terms]
    centered = scaled - (scaled @ rule.weights)[..., None]
    residual = centered - ((centered * rule.weights) @ basis.T) @ basis
    variance = ((centered**2) @ rule.weights).sum(axis=-1)
    outside = ((residual**2) @ rule.weights).sum(axis=-1)
    share: FloatArray = np.divide(outside, variance, out=np.zeros_like(variance), where=_has_variance(fields, rule))
    return np.minimum(share, 1.0, out=share)


def _has_variance(fields: FloatArray, rule: Gauss) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return whether the variance of fields of shape (..., k, m^2) is more than rounding, shape (...)."""
    peak = np.max(np.abs(fields), axis=(-2, -1))
    scaled = fields / np.where(peak > 0.0, peak, 1.0)[..., None, None]
    centered = scaled - (scaled @ rule.weights)[..., None]
    variance: FloatArray = ((centered**2) @ rule.weights).sum(axis=-1)
    return variance >= _MIN_RELATIVE_VARIANCE


@cache
def _differentiation(m: int) -> FloatArray:
    """Return the matrix from values at the Gauss points to derivatives there, exact for degree < m."""
    x = gauss(m).nodes
    differences = x[:, None] - x
    np.fill_diagonal(differences, 1.0)
    # Barycentric weights as logarithms and signs, as the product would underflow for large m.
    logs, signs = -np.log(np.abs(differences)).sum(axis=1), np.prod(np.sign(differences), axis=1)
    matrix = np.exp(logs - logs[:, None]) * signs * signs[:, None] / differences
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return frozen(matrix)


def derivatives(f: FloatArray, m: int) -> FloatArray:
    """Return the derivatives of f along u and v, shape (..., 2, m^2), exact for degree < m in each variable.

    References
    ----------
    J.-P. Berrut, L. N. Trefethen, "Barycentric Lagrange Interpolation", SIAM Review 46(3), 2004,
    equations 9.4 and 9.5.

    """
    square = f.reshape(*f.shape[:-1], m, m)
    matrix = _differentiation(m)
    both = np.stack([matrix @ square, square @ matrix.T], axis=-3)
    return both.reshape(*f.shape[:-1], 2, m * m)


def coefficients(f: FloatArray, m: int) -> FloatArray:
    """Return the orthonormal Legendre coefficients c_ij, i, j < m, of f, shape (..., m, m), exact for degree < m."""
    rule = gauss(m)
    weighted = (f * rule.weights).reshape(*f.shape[:-1], m, m)
    basis = legendre(rule.nodes, m - 1)
    return frozen(basis @ weighted @ basis.T)


@cache
def _interpolation(m: int, finer: int) -> FloatArray:
    weights = np.polynomial.legendre.leggauss(m)[1] / 2.0
    return frozen(legendre(gauss(finer).nodes, m - 1).T @ (legendre(gauss(m).nodes, m - 1) * weights))


def resampled(f: FloatArray, m: int, finer: int) -> FloatArray:
    """Return f at the Gauss points of a finer quadrature, shape (..., finer^2), exact for degree < m."""
    matrix = _interpolation(m, finer)
    square = f.reshape(*f.shape[:-1], m, m)
    return (matrix @ square @ matrix.T).reshape(*f.shape[:-1], finer * finer)
