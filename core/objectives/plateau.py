"""A function of one variable with a valley between two plateaus."""

import math

import numpy as np

from core.arrays import FloatArray, frozen
from core.objective import Objective


class Plateau(Objective):
    """f(x) = x^2 / (1 + x^2).

    For large |x| f is nearly 1 and nearly flat; the minimum, 0, is at 0, where f'' = 2. Inside |x| < 1 / sqrt 3 f is
    convex, outside concave.

    References
    ----------
    S. Geman, D. E. McClure, "Statistical methods for tomographic image reconstruction", Bull. Int.
    Statist. Inst. 52(4), 1987, as a weight of residuals.

    """

    dimension = 1
    minima = frozen([[0.0]])
    inflection = 1.0 / math.sqrt(3.0)
    """f'' is positive for smaller |x|, negative for larger |x|."""

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""
        squares = x[..., 0] ** 2
        values: FloatArray = squares / (1.0 + squares)
        return values

    def gradient(self, x: FloatArray) -> FloatArray:
        """Return the gradient, shape (..., 1)."""
        slopes: FloatArray = 2.0 * x / (1.0 + x**2) ** 2
        return slopes

    def hessian(self, x: FloatArray) -> FloatArray:
        """Return the Hessian, shape (..., 1, 1)."""
        squares = x**2
        curvatures: FloatArray = (2.0 - 6.0 * squares) / (1.0 + squares) ** 3
        return np.expand_dims(curvatures, -1)
