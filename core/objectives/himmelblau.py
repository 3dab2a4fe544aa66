"""Himmelblau's function: four minima of equal depth."""

import numpy as np

from core.arrays import FloatArray, frozen
from core.objective import Objective


class Himmelblau(Objective):
    """f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2.

    The minima, all 0, are at (3, 2) and near (-2.805, 3.131), (-3.779, -3.283) and
    (3.584, -1.848); between them lie four saddles and one maximum.

    References
    ----------
    D. M. Himmelblau, "Applied Nonlinear Programming", McGraw-Hill 1972.

    """

    dimension = 2
    minima = frozen(
        [
            [3.0, 2.0],
            [-2.805118086952745, 3.131312518250573],
            [-3.779310253377747, -3.283185991286170],
            [3.584428340330492, -1.848126526964404],
        ]
    )

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""
        a, b = x[..., 0], x[..., 1]
        values: FloatArray = (a**2 + b - 11.0) ** 2 + (a + b**2 - 7.0) ** 2
        return values

    def gradient(self, x: FloatArray) -> FloatArray:
        """Return the gradient, shape (..., 2)."""
        a, b = x[..., 0], x[..., 1]
        first, second = a**2 + b - 11.0, a + b**2 - 7.0
        return np.stack([4.0 * a * first + 2.0 * second, 2.0 * first + 4.0 * b * second], axis=-1)

    def hessian(self, x: FloatArray) -> FloatArray:
        """Return the Hessian, shape (..., 2, 2)."""
        a, b = x[..., 0], x[..., 1]
        hessian = np.empty((*x.shape, 2))
        hessian[..., 0, 0] = 12.0 * a**2 + 4.0 * b - 42.0
        hessian[..., 0, 1] = hessian[..., 1, 0] = 4.0 * (a + b)
        hessian[..., 1, 1] = 12.0 * b**2 + 4.0 * a - 26.0
        return hessian
