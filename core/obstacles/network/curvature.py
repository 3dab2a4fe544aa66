"""Measures of the curvature of a loss, from all eigenvalues of its Hessian, shape (..., P).

The steepest direction is that of the largest eigenvalue. Where no eigenvalue is positive there is none, and what is
measured against it is NaN.
"""

import numpy as np

from core.arrays import FloatArray
from core.objective import Objective

FLAT, STEEP, DOWNWARD = 1e-3, 0.1, -1e-6
"""Shares of the largest eigenvalue: a nearly flat direction is below the first in magnitude, a steep one above the
second, and one that curves downward below the third."""
ROUNDING = 1e-15
"""Eigenvalues up to this share of the largest magnitude are 0: those that are came out up to 2e-16 of it, and others
from 1e-14 on."""


def hessian_eigenvalues(objective: Objective, x: FloatArray) -> FloatArray | None:
    """Return the eigenvalues of the Hessian at x, shape (P,), the largest magnitude first; None if it overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        hessian = objective.hessian(x)
    if not np.isfinite(hessian).all():
        return None
    found = np.asarray(np.linalg.eigvalsh(hessian), np.float64)
    ordered: FloatArray = found[np.argsort(-np.abs(found), kind="stable")]
    return ordered


def largest(eigenvalues: FloatArray) -> FloatArray:
    """Return the largest eigenvalue, shape (...)."""
    values: FloatArray = eigenvalues.max(axis=-1)
    return values


def smallest(eigenvalues: FloatArray) -> FloatArray:
    """Return the smallest eigenvalue, the most negative one, shape (...)."""
    values: FloatArray = eigenvalues.min(axis=-1)
    return values


def trace(eigenvalues: FloatArray) -> FloatArray:
    """Return the sum of the eigenvalues, shape (...)."""
    values: FloatArray = eigenvalues.sum(axis=-1)
    return values


def condition_mean(eigenvalues: FloatArray) -> FloatArray:
    """Return the largest eigenvalue divided by the mean magnitude, shape (...)."""
    return _over(steepest(eigenvalues), _magnitudes(eigenvalues).mean(axis=-1))


def condition_median(eigenvalues: FloatArray) -> FloatArray:
    """Return the largest eigenvalue divided by the median magnitude, shape (...); inf where that is 0."""
    return _over(steepest(eigenvalues), np.median(_magnitudes(eigenvalues), axis=-1))


def share_flat(eigenvalues: FloatArray) -> FloatArray:
    """Return the share of nearly flat directions, whose magnitude is below 1/1000 of the largest eigenvalue."""
    return _share(np.abs(eigenvalues) < FLAT * _column(eigenvalues), eigenvalues)


def steep_count(eigenvalues: FloatArray) -> FloatArray:
    """Return the number of eigenvalues above 1/10 of the largest, shape (...); NaN where no direction is steepest."""
    steep = (eigenvalues > STEEP * _column(eigenvalues)).sum(axis=-1)
    return np.where(np.isnan(steepest(eigenvalues)), np.nan, steep)


def share_negative(eigenvalues: FloatArray) -> FloatArray:
    """Return the share of directions that curve downward by more than 1e-6 of the largest eigenvalue, shape (...)."""
    return _share(eigenvalues < DOWNWARD * _column(eigenvalues), eigenvalues)


def negative_mass(eigenvalues: FloatArray) -> FloatArray:
    """Return the share of the negative eigenvalues in the sum of all magnitudes, shape (...); NaN if that is 0."""
    magnitudes = _magnitudes(eigenvalues)
    return _over(np.where(eigenvalues < 0.0, magnitudes, 0.0).sum(axis=-1), magnitudes.sum(axis=-1))


def zero_count(eigenvalues: FloatArray) -> FloatArray:
    """Return the number of eigenvalues that are 0 up to rounding, shape (...)."""
    count: FloatArray = (_magnitudes(eigenvalues) == 0.0).sum(axis=-1).astype(float)
    return count


def steepest(eigenvalues: FloatArray) -> FloatArray:
    """Return the largest eigenvalue where it is positive, else NaN, shape (...)."""
    top = largest(eigenvalues)
    return np.where(top > ROUNDING * np.abs(eigenvalues).max(axis=-1), top, np.nan)


def _column(eigenvalues: FloatArray) -> FloatArray:
    return steepest(eigenvalues)[..., None]


def _magnitudes(eigenvalues: FloatArray) -> FloatArray:
    """Return the magnitudes, with 0 for those within rounding."""
    sizes = np.abs(eigenvalues)
    return np.where(sizes > ROUNDING * sizes.max(axis=-1, keepdims=True), sizes, 0.0)


def _share(among: np.ndarray, eigenvalues: FloatArray) -> FloatArray:
    """Return the share of the marked directions; NaN where no direction is the steepest."""
    return np.where(np.isnan(steepest(eigenvalues)), np.nan, among.mean(axis=-1))


def _over(a: FloatArray, b: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(a / b)
