"""The minimum of a polynomial of two variables on the square [-1, 1]^2, from its values on a grid."""

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.surface_descent import Surfaces

_MAX_GRID_MINIMA = 3
"""Number of local minima of the grid from which the search starts."""
_STEP_LENGTHS = 0.25 ** np.arange(5.0)
"""The step lengths that are compared."""
_MAX_STEPS = 60
"""About 5 Newton steps are enough; more if the Hessian is singular at the minimum."""


def polynomial_minimum(coefficients: FloatArray, axis: FloatArray, grid: FloatArray) -> float:
    """Return the minimum of a nonnegative polynomial, at most its smallest value on the grid.

    Projected Newton steps from the lowest local minima of the grid. Each step is the best of a few lengths along two
    directions: the Newton direction, with the Hessian made positive definite, and the gradient. A variable at the edge
    that would leave the square is held fixed.

    Parameters
    ----------
    coefficients
        Orthonormal Legendre coefficients, shape (K, K).
    axis
        Coordinates of the grid in each variable, shape (n,).
    grid
        Values on the grid, first u, then v, shape (n, n).

    References
    ----------
    D. P. Bertsekas, "Projected Newton Methods for Optimization Problems with Simple Constraints", SIAM Journal on
    Control and Optimization 20(2), 1982.

    """
    surface = Surfaces(coefficients[None])
    points = _grid_minima(axis, grid)
    index, min_gain = np.arange(len(points)), np.finfo(np.float64).eps * float(grid.max())
    best, gradient = surface.at(points)
    for _ in range(_MAX_STEPS):
        directions = _directions(points, gradient, surface.hessians(points))
        ends = np.clip(points - _STEP_LENGTHS[:, None, None, None] * directions, -1.0, 1.0).reshape(-1, 2)
        values, gradients = surface.at(ends)
        values = values.reshape(-1, len(points))
        chosen = values.argmin(axis=0)
        better = values[chosen, index] < best
        gain = float((best - values[chosen, index]).max())
        selected = np.where(better, chosen * len(points) + index, len(ends) + index)
        points, gradient = np.concatenate([ends, points])[selected], np.concatenate([gradients, gradient])[selected]
        best = np.where(better, values[chosen, index], best)
        if gain <= min_gain:  # the gain is rounding
            break
    return max(min(float(best.min()), float(grid.min())), 0.0)


def _grid_minima(axis: FloatArray, grid: FloatArray) -> FloatArray:
    """Return the lowest grid points none of whose eight neighbors is lower, the lowest first, shape (h, 2)."""
    around = np.pad(grid, 1, constant_values=np.inf)
    rows = np.minimum(np.minimum(around[:-2], around[1:-1]), around[2:])
    places = np.argwhere(grid <= np.minimum(np.minimum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:]))
    order = np.argsort(grid[tuple(places.T)], kind="stable")[:_MAX_GRID_MINIMA]
    minima: FloatArray = axis[places[order]]
    return minima


def _directions(points: FloatArray, gradient: FloatArray, hessians: FloatArray) -> FloatArray:
    """Return the Newton and the gradient directions to subtract from the points, shape (2, p, 2)."""
    held = ((points <= -1.0) & (gradient > 0.0)) | ((points >= 1.0) & (gradient < 0.0))
    # The slope and curvatures of a held variable are set to 0.
    slope = np.where(held, 0.0, gradient)
    hessians = np.where(held[:, :, None] | held[:, None, :], 0.0, hessians)
    curvatures, axes = np.linalg.eigh(hessians)
    steepest = np.abs(curvatures).max(axis=-1, keepdims=True)
    steepest[steepest == 0.0] = 1.0
    size = np.maximum(np.abs(curvatures), 1e-12 * steepest)
    newton = np.vecdot(axes, (np.vecdot(axes.mT, slope[:, None, :]) / size)[:, None, :])
    return np.stack([newton, slope / steepest])
