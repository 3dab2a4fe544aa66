"""The losses of a network on a plane of its weights, and what random walks explain."""

from collections.abc import Generator

import numpy as np

from core.arrays import FloatArray, frozen
from core.objectives.perceptron import Perceptron
from core.obstacles.network.principal import principal

ASPECT, MARGIN = 1.5, 0.2
"""Width over height of the part of a plane that is computed, and by which share it is larger than the path."""
COARSEST, GRIDS = (6, 4), 4
"""Cells of the first grid, across and up, and the number of grids: each has twice as many both ways."""
PRODUCTS_AT_ONCE = 2**23
"""Products of weights with examples that are computed between two yields, about: a few milliseconds."""
NUMBERS_AT_ONCE = 2**17
"""Random numbers that are drawn between two yields, at least."""


def losses_at(problem: Perceptron, points: FloatArray) -> Generator[None, None, FloatArray]:
    """Return the losses at points, shape (n, P); yields after each few."""
    losses, count = np.empty(len(points)), _points_at_once(problem)
    for first in range(0, len(points), count):
        some = slice(first, first + count)
        losses[some] = _losses(problem, points[some])
        yield
    return frozen(losses)


def _points_at_once(problem: Perceptron) -> int:
    return max(1, PRODUCTS_AT_ONCE // (problem.dimension * len(problem.labels)))


def _losses(problem: Perceptron, points: FloatArray) -> FloatArray:
    with np.errstate(over="ignore", invalid="ignore"):
        return problem.value(points)


class Surface:
    """The losses on a part of a plane around a path, on ever finer grids.

    Parameters
    ----------
    problem
        The network.
    origin
        The point of the plane with coordinates (0, 0), shape (P,).
    directions
        Of the coordinates, shape (2, P).
    path
        The coordinates of the path, shape (n, 2).

    """

    def __init__(self, problem: Perceptron, origin: FloatArray, directions: FloatArray, path: FloatArray) -> None:
        self._problem, self._origin, self._directions = problem, origin, directions
        columns, rows = (cells * 2 ** (GRIDS - 1) + 1 for cells in COARSEST)
        x_range, y_range = frame(path)
        self._x, self._y = np.linspace(*x_range, columns), np.linspace(*y_range, rows)
        self._loss, self._known = np.empty((rows, columns)), np.zeros((rows, columns), dtype=bool)

    def refine(self, level: int) -> Generator[None, None, dict[str, FloatArray]]:
        """Return the grid of a level, 0 for the first one: `grid_x`, `grid_y` and `grid_loss`, shape (r, c).

        Yields after each few points.
        """
        every = 2 ** (GRIDS - 1 - level)
        places = every * np.argwhere(~self._known[::every, ::every])
        count = _points_at_once(self._problem)
        for first in range(0, len(places), count):
            rows, columns = places[first : first + count].T
            coordinates = np.column_stack([self._x[columns], self._y[rows]])
            self._loss[rows, columns] = _losses(self._problem, self._origin + coordinates @ self._directions)
            yield
        self._known[::every, ::every] = True
        x, y, loss = self._x[::every], self._y[::every], self._loss[::every, ::every]
        return {"grid_x": frozen(x), "grid_y": frozen(y), "grid_loss": frozen(loss)}


def frame(coordinates: FloatArray) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ranges of x and y around points (n, 2), of one scale and a fixed aspect."""
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    (x, y), (width, height) = ((low + high) / 2).tolist(), (high - low).tolist()
    half = (0.5 + MARGIN) * max(height, width / ASPECT)
    return (x - ASPECT * half, x + ASPECT * half), (y - half, y + half)


def random_walk_share(steps: int, dimension: int, rng: np.random.Generator) -> Generator[None, None, float]:
    """Return the share of the variance of a random walk along its two principal directions together.

    The steps are N(0, 1) in each coordinate. Yields while it draws and computes.

    References
    ----------
    J. Antognini, J. Sohl-Dickstein, "PCA of high dimensional random walks with comparison to neural network training",
    NeurIPS 2018: 6 / pi^2 (1 + 1/4) = .76 where steps and dimension are many.

    """
    points, rows = np.zeros((steps + 1, dimension)), max(1, NUMBERS_AT_ONCE // dimension)
    for first in range(1, steps + 1, rows):
        last = min(first + rows, steps + 1)
        points[first:last] = points[first - 1] + rng.standard_normal((last - first, dimension)).cumsum(axis=0)
        yield
    plane = yield from principal(points)
    return plane.together
