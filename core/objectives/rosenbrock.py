"""Rosenbrock's curved valley, in any number of dimensions."""

import numpy as np

from core.arrays import FloatArray, frozen
from core.objective import Objective


class Rosenbrock(Objective):
    """f(x) = sum over i of (1 - x_i)^2 + b (x_{i+1} - x_i^2)^2.

    The global minimum, 0, is at (1, ..., 1). In two and three dimensions it is the only one;
    from four on there is a second, local minimum near (-1, 1, ..., 1).

    Parameters
    ----------
    dimension
        At least 2.
    valley
        The coefficient b: it sets the steepness of the walls.

    References
    ----------
    H. H. Rosenbrock, "An automatic method for finding the greatest or least value of a
    function", Comput. J. 3(3), 1960 (two dimensions, b = 100).
    Y.-W. Shang, Y.-H. Qiu, "A note on the extended Rosenbrock function", Evol. Comput. 14(1), 2006.

    """

    def __init__(self, dimension: int = 2, valley: float = 100.0) -> None:
        self.dimension = dimension
        self.minima = frozen(np.ones((1, dimension)))
        self._valley = valley

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""
        head, tail = x[..., :-1], x[..., 1:]
        values: FloatArray = np.sum((1.0 - head) ** 2 + self._valley * (tail - head**2) ** 2, axis=-1)
        return values

    def gradient(self, x: FloatArray) -> FloatArray:
        """Return the gradient, shape (..., d)."""
        head, off = x[..., :-1], x[..., 1:] - x[..., :-1] ** 2
        gradient = np.zeros_like(x)
        gradient[..., :-1] = -2.0 * (1.0 - head) - 4.0 * self._valley * head * off
        gradient[..., 1:] += 2.0 * self._valley * off
        return gradient

    def hessian(self, x: FloatArray) -> FloatArray:
        """Return the Hessian, tridiagonal, shape (..., d, d)."""
        head, tail = x[..., :-1], x[..., 1:]
        hessian = np.zeros((*x.shape, self.dimension))
        i = np.arange(self.dimension - 1)
        hessian[..., i, i] = 2.0 + self._valley * (12.0 * head**2 - 4.0 * tail)
        hessian[..., i + 1, i + 1] += 2.0 * self._valley
        hessian[..., i, i + 1] = hessian[..., i + 1, i] = -4.0 * self._valley * head
        return hessian
