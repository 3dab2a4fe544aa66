"""Smooth values between those of a coarse grid."""

import numpy as np

from core.arrays import FloatArray


def refined(count: int, factor: int) -> FloatArray:
    """Return the matrix that interpolates `count` evenly spaced values at `factor` times as many intervals.

    Shape (factor (count - 1) + 1, count). The interpolant is the natural cubic spline; two values are joined by a line.

    References
    ----------
    C. de Boor, "A Practical Guide to Splines", revised edition, 2001, chapter IV.

    """
    second = np.zeros((count, count))
    if count > 2:  # two values have no bend
        inner = np.diag(np.full(count - 2, 4.0)) + np.diag(np.ones(count - 3), 1) + np.diag(np.ones(count - 3), -1)
        differences = np.diff(np.eye(count), 2, axis=0)
        second[1:-1] = np.linalg.solve(inner, 6.0 * differences)
    at = np.linspace(0.0, count - 1.0, factor * (count - 1) + 1)
    left = np.minimum(at.astype(int), count - 2)
    b = (at - left)[:, None]
    a = 1.0 - b
    values = np.eye(count)
    bend = (a**3 - a) * second[left] + (b**3 - b) * second[left + 1]
    matrix: FloatArray = a * values[left] + b * values[left + 1] + bend / 6.0
    return matrix
