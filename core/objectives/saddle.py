"""A saddle at the origin with a minimum on either side."""

import numpy as np

from core.arrays import FloatArray, frozen
from core.objective import Objective


class Saddle(Objective):
    """f(x, y) = x^2 - y^2 + y^4 / 4.

    A saddle at the origin, where descent stalls, and minima, both -1, at (0, -sqrt 2) and (0, sqrt 2).

    References
    ----------
    Y. N. Dauphin et al., "Identifying and attacking the saddle point problem in high-dimensional
    non-convex optimization", NeurIPS 2014, on saddles in general; the quartic term is added here to bound f below.

    """

    dimension = 2
    minima = frozen([[0.0, -np.sqrt(2.0)], [0.0, np.sqrt(2.0)]])

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""
        a, b = x[..., 0], x[..., 1]
        values: FloatArray = a**2 - b**2 + b**4 / 4.0
        return values

    def gradient(self, x: FloatArray) -> FloatArray:
        """Return the gradient, shape (..., 2)."""
        a, b = x[..., 0], x[..., 1]
        return np.stack([2.0 * a, b**3 - 2.0 * b], axis=-1)

    def hessian(self, x: FloatArray) -> FloatArray:
        """Return the Hessian, shape (..., 2, 2)."""
        hessian = np.zeros((*x.shape, 2))
        hessian[..., 0, 0] = 2.0
        hessian[..., 1, 1] = 3.0 * x[..., 1] ** 2 - 2.0
        return hessian
