"""Gradient descent on many polynomials of two variables at once, inside the square [-1, 1]^2."""

import numpy as np

from core.arrays import FloatArray, frozen, prefix

_ROUNDING = 16.0 * float(np.finfo(np.float64).eps)
"""For each coefficient, in units of what a polynomial can be at most; the worst of thousands was off by half."""

SURE = 100.0
"""A height is sure where it is more than so many times what a value may be off: within 1 %."""


class Surfaces:
    """s polynomials by their orthonormal Legendre coefficients, shape (s, K, K).

    A single one, shape (1, K, K), may be asked for at any number of points.

    Attributes
    ----------
    count
        How many they are.
    rounding
        What a value may be off, as coefficients and sums are rounded, shape (s,).

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
        """Return each surface and its gradient at a point of its own, (s, 2): shapes (s,) and (s, 2)."""
        (u, du, _), (v, dv, _) = self._basis(points[:, 0]), self._basis(points[:, 1])
        across = np.vecdot(self._coefficients, v[:, None, :])
        along = np.vecdot(self._coefficients, dv[:, None, :])
        return np.vecdot(u, across), np.stack([np.vecdot(du, across), np.vecdot(u, along)], axis=-1)

    def hessians(self, points: FloatArray) -> FloatArray:
        """Return the Hessian of each surface at a point of its own, (s, 2): shape (s, 2, 2)."""
        (u, du, ddu), (v, dv, ddv) = self._basis(points[:, 0]), self._basis(points[:, 1])
        pairs = (ddu, v), (du, dv), (u, ddv)
        a, b, c = (np.einsum("si,sij,sj->s", p, self._coefficients, q) for p, q in pairs)
        return np.stack([np.stack([a, b], axis=-1), np.stack([b, c], axis=-1)], axis=-1)

    def sharpest(self, points: FloatArray) -> FloatArray:
        """Return the largest eigenvalue of each Hessian at a point of its own, without its sign, shape (s,)."""
        sharpest: FloatArray = np.abs(np.linalg.eigvalsh(self.hessians(points))).max(axis=-1)
        return sharpest


class Descents:
    """Gradient descent on every surface from the same start, projected on the square.

    Parameters
    ----------
    surfaces
        What descends.
    start
        Shape (2,).
    relative_rate
        The learning rate times the sharpest curvature at the start.
    lowest
        What counts as the bottom of each surface, shape (s,).
    tolerance
        The share of the height above it that ends a descent, where that is more than `SURE` times what a value may
        be off by rounding: else rounding would decide at which step, and a descent never counts as having arrived.
    max_steps
        Where it ends at the latest.

    Attributes
    ----------
    steps
        How many steps the longest descent has taken.

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
        sharpest = surfaces.sharpest(self._x)
        self._rates = np.divide(relative_rate, sharpest, out=np.zeros_like(sharpest), where=sharpest > 0.0)
        values, self._gradient = surfaces.at(self._x)
        goal = tolerance * (values - lowest)
        self._goal = np.where(goal > SURE * surfaces.rounding, lowest + goal, -np.inf)
        self._record(values)

    @property
    def ended(self) -> bool:
        """Whether all have arrived, or taken their last step."""
        return self.steps == self._max_steps or not np.isnan(self._solved).any()

    def advance(self) -> None:
        """Take a step on every surface; those that have arrived stay where they are and are not recorded."""
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
        self._solved[running & (values <= self._goal)] = self.steps

    def fields(self) -> dict[str, FloatArray]:
        """Return what a result holds of the descents; paths share their buffers, which are only written behind them.

        `path` and `path_loss`, shapes (s, k + 1, 2) and (s, k + 1), NaN behind the end of a path;
        `learning_rate` and `steps_to_tolerance`, shape (s,), NaN where it is not reached.
        """
        return {
            "path": prefix(self._path, self.steps + 1).swapaxes(0, 1),
            "path_loss": prefix(self._loss, self.steps + 1).swapaxes(0, 1),
            "learning_rate": frozen(self._rates),
            "steps_to_tolerance": frozen(self._solved),
        }
