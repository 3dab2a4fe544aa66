"""Gradient descent on many polynomials of two variables at once, inside the square [-1, 1]^2."""

import numpy as np

from core.arrays import FloatArray, frozen, prefix

_ROUNDING = 16.0 * float(np.finfo(np.float64).eps)
"""Rounding error per coefficient, relative to the largest possible value; half of it was the worst of thousands."""

ROUNDING_FACTOR = 100.0
"""A height is reliable to 1 % if it is more than so many times the rounding error of a value."""


class Surfaces:
    """s polynomials by their orthonormal Legendre coefficients, shape (s, K, K).

    A single polynomial, shape (1, K, K), can be evaluated at any number of points.

    Attributes
    ----------
    count
        The number s of polynomials.
    rounding
        Bound of the rounding error of a value, shape (s,).

    """

    def __init__(self, coefficients: FloatArray) -> None:
        count, terms, _ = coefficients.shape
        scale = np.sqrt(2.0 * np.arange(terms) + 1.0)
        self._coefficients = coefficients * np.multiply.outer(scale, scale)
        self._degree = terms - 1
        used = np.count_nonzero(coefficients.any(axis=-1), axis=-1)
        self.rounding = _ROUNDING * used**2 * np.abs(self._coefficients).sum(axis=(1, 2))
        self._slope = np.zeros((terms, terms))
        self._slope[:-1] = np.polynomial.legendre.legder(np.eye(terms))
        self.count = count

    def _basis(self, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the Legendre polynomials at x, shape (s,), and two derivatives: shapes (s, K)."""
        values: FloatArray = np.polynomial.legendre.legvander(x, self._degree).astype(np.float64, copy=False)
        slopes: FloatArray = values @ self._slope
        return values, slopes, slopes @ self._slope

    def at(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the value and gradient of surface i at point i, points of shape (s, 2): shapes (s,) and (s, 2)."""
        (u, du, _), (v, dv, _) = self._basis(points[:, 0]), self._basis(points[:, 1])
        across = np.vecdot(self._coefficients, v[:, None, :])
        along = np.vecdot(self._coefficients, dv[:, None, :])
        return np.vecdot(u, across), np.stack([np.vecdot(du, across), np.vecdot(u, along)], axis=-1)

    def hessians(self, points: FloatArray) -> FloatArray:
        """Return the Hessian of surface i at point i, points of shape (s, 2): shape (s, 2, 2)."""
        (u, du, ddu), (v, dv, ddv) = self._basis(points[:, 0]), self._basis(points[:, 1])
        pairs = (ddu, v), (du, dv), (u, ddv)
        a, b, c = (np.einsum("si,sij,sj->s", p, self._coefficients, q) for p, q in pairs)
        return np.stack([np.stack([a, b], axis=-1), np.stack([b, c], axis=-1)], axis=-1)

    def max_curvature(self, points: FloatArray) -> FloatArray:
        """Return the largest absolute eigenvalue of the Hessian of surface i at point i, shape (s,)."""
        max_curvature: FloatArray = np.abs(np.linalg.eigvalsh(self.hessians(points))).max(axis=-1)
        return max_curvature


class Descents:
    """Gradient descent on every surface from the same start, projected onto the square.

    Parameters
    ----------
    surfaces
        The surfaces.
    start
        Shape (2,).
    relative_rate
        The learning rate times the largest absolute curvature at the start.
    lowest
        The lowest value of each surface, shape (s,).
    tolerance
        The share of the height of the start above `lowest` at which a descent is solved. If that height is at most
        `ROUNDING_FACTOR` times the rounding error, a descent is never solved, as rounding would decide about the step.
    max_steps
        The largest number of steps.

    Attributes
    ----------
    steps
        The number of steps of the longest descent.

    """

    def __init__(
        self,
        surfaces: Surfaces,
        start: FloatArray,
        *,
        relative_rate: float,
        lowest: FloatArray,
        tolerance: float,
        max_steps: int,
    ) -> None:
        self._surfaces, self._max_steps = surfaces, max_steps
        self._path = np.full((max_steps + 1, surfaces.count, 2), np.nan)
        self._loss = np.full((max_steps + 1, surfaces.count), np.nan)
        self._solved = np.full(surfaces.count, np.nan)
        self.steps = 0
        self._x = np.tile(start, (surfaces.count, 1))
        max_curvature = surfaces.max_curvature(self._x)
        self._rates = np.divide(
            relative_rate, max_curvature, out=np.zeros_like(max_curvature), where=max_curvature > 0.0
        )
        values, self._gradient = surfaces.at(self._x)
        target_height = tolerance * (values - lowest)
        self._target_loss = np.where(
            target_height > ROUNDING_FACTOR * surfaces.rounding, lowest + target_height, -np.inf
        )
        self._record(values)

    @property
    def ended(self) -> bool:
        """Whether all descents have ended."""
        return self.steps == self._max_steps or not np.isnan(self._solved).any()

    def advance(self) -> None:
        """Take a step on every surface whose descent is not solved, and record it."""
        self.steps += 1
        moving = np.isnan(self._solved)[:, None]
        step = np.where(moving, self._rates[:, None] * self._gradient, 0.0)
        self._x = np.clip(self._x - step, -1.0, 1.0)
        values, self._gradient = self._surfaces.at(self._x)
        self._record(values)

    def _record(self, values: FloatArray) -> None:
        running = np.isnan(self._solved)
        self._path[self.steps, running] = self._x[running]
        self._loss[self.steps, running] = values[running]
        self._solved[running & (values <= self._target_loss)] = self.steps

    def fields(self) -> dict[str, FloatArray]:
        """Return the fields of a result; paths share buffers, which are only written after the current step.

        `path` and `path_loss`, shapes (s, k + 1, 2) and (s, k + 1), are NaN after the end of a path;
        `learning_rate` and `steps_to_tolerance`, shape (s,), the latter NaN if the tolerance is not reached.
        """
        return {
            "path": prefix(self._path, self.steps + 1).swapaxes(0, 1),
            "path_loss": prefix(self._loss, self.steps + 1).swapaxes(0, 1),
            "learning_rate": frozen(self._rates),
            "steps_to_tolerance": frozen(self._solved),
        }
