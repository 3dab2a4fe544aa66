"""The quadratic bowl: half x^T H x, with its minimum at the origin."""

import math

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray, frozen
from core.objective import Objective


class Quadratic(Objective):
    """f(x) = 1/2 x^T H x, whose only minimum is the origin when H is positive definite.

    Parameters
    ----------
    hessian
        Symmetric, shape (..., d, d). Leading axes are a batch: they broadcast against those of
        the points, so that one object represents many bowls.

    """

    def __init__(self, hessian: npt.ArrayLike) -> None:
        self._hessian = frozen(hessian)
        self.dimension = self._hessian.shape[-1]
        diagonal = np.einsum("...ii->...i", self._hessian)
        # A diagonal Hessian multiplies each coordinate by one number, which is many times faster in large batches.
        self._diagonal = diagonal if np.count_nonzero(self._hessian) == np.count_nonzero(diagonal) else None
        self.minima = frozen(np.zeros((1, self.dimension)))

    @classmethod
    def from_eigenvalues(cls, eigenvalues: npt.ArrayLike, basis: npt.ArrayLike | None = None) -> "Quadratic":
        """Return the bowl with these eigenvalues, shape (..., d), along the columns of `basis`, shape (d, d)."""
        values = np.asarray(eigenvalues, dtype=np.float64)
        if basis is None:
            return cls(values[..., None] * np.eye(values.shape[-1]))
        columns = np.asarray(basis, dtype=np.float64)
        hessian = (columns * values[..., None, :]) @ columns.T
        return cls((hessian + np.swapaxes(hessian, -1, -2)) / 2.0)

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""
        values: FloatArray = 0.5 * np.vecdot(x, self.gradient(x))
        return values

    def gradient(self, x: FloatArray) -> FloatArray:
        """Return H x, shape (..., d)."""
        return self._product(x)

    def hessian(self, x: FloatArray) -> FloatArray:
        """Return H for each point, shape (..., d, d)."""
        batch = np.broadcast_shapes(x.shape[:-1], self._hessian.shape[:-2])
        return np.broadcast_to(self._hessian, (*batch, self.dimension, self.dimension))

    def hessian_product(self, x: FloatArray, v: FloatArray) -> FloatArray:
        """Return H v, shape (..., d), the same at every point."""
        return self._product(v)

    def _product(self, v: FloatArray) -> FloatArray:
        product: FloatArray = (
            np.vecdot(self._hessian, v[..., None, :]) if self._diagonal is None else np.multiply(self._diagonal, v)
        )
        return product


def rotation(degrees: float) -> FloatArray:
    """Return the counterclockwise rotation matrix, shape (2, 2); exact at multiples of 90 degrees."""
    quarters, rest = divmod(degrees, 90.0)
    cosine, sine = math.cos(math.radians(rest)), math.sin(math.radians(rest))
    for _ in range(int(quarters) % 4):
        cosine, sine = -sine, cosine
    return np.array([[cosine, -sine], [sine, cosine]])
