"""Beale's function: a flat valley between sharp walls."""

import numpy as np

from core.arrays import FloatArray, frozen
from core.objective import Objective

_TARGETS = (1.5, 2.25, 2.625)


class Beale(Objective):
    """f(x, y) = sum over i = 1, 2, 3 of (c_i - x (1 - y^i))^2, c = (1.5, 2.25, 2.625).

    The minimum, 0, is at (3, 0.5); (0, 1) is a saddle.

    References
    ----------
    E. M. L. Beale, "On an iterative method for finding a local minimum of a function of more
    than one variable", Technical Report 25, Princeton University, 1958.
    J. J. Moré, B. S. Garbow, K. E. Hillstrom, "Testing Unconstrained Optimization Software",
    ACM Trans. Math. Softw. 7(1), 1981, problem 5.

    """

    dimension = 2
    minima = frozen([[3.0, 0.5]])

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""
        a, b = x[..., 0], x[..., 1]
        residuals = [c - a * (1.0 - b**i) for i, c in enumerate(_TARGETS, 1)]
        values: FloatArray = np.sum(np.square(residuals), axis=0)
        return values

    def gradient(self, x: FloatArray) -> FloatArray:
        """Return the gradient, shape (..., 2)."""
        a, b = x[..., 0], x[..., 1]
        gradient = np.zeros_like(x)
        for i, c in enumerate(_TARGETS, 1):
            residual = c - a * (1.0 - b**i)
            gradient[..., 0] -= 2.0 * residual * (1.0 - b**i)
            gradient[..., 1] += 2.0 * residual * i * a * b ** (i - 1)
        return gradient

    def hessian(self, x: FloatArray) -> FloatArray:
        """Return the Hessian, shape (..., 2, 2)."""
        a, b = x[..., 0], x[..., 1]
        hessian = np.zeros((*x.shape, 2))
        for i, c in enumerate(_TARGETS, 1):
            residual = c - a * (1.0 - b**i)
            by_a, by_b = b**i - 1.0, i * a * b ** (i - 1)
            curved = i * (i - 1) * a * b ** max(i - 2, 0)
            hessian[..., 0, 0] += 2.0 * by_a**2
            hessian[..., 0, 1] += 2.0 * (by_a * by_b + residual * i * b ** (i - 1))
            hessian[..., 1, 1] += 2.0 * (by_b**2 + residual * curved)
        hessian[..., 1, 0] = hessian[..., 0, 1]
        return hessian
