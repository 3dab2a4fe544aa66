"""The lowest point of a polynomial of two variables inside the square [-1, 1]^2, from its values on a grid."""

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.downhill import Surfaces

_BASINS = 3
"""From how many of the lowest hollows of the grid the way down is followed."""
_LENGTHS = 0.25 ** np.arange(5.0)
"""The lengths of a step that are compared."""
_MOST_STEPS = 60
"""A Newton method needs about 5; more where the Hessian is singular at the lowest point."""


def lowest(coefficients: FloatArray, axis: FloatArray, grid: FloatArray) -> float:
    """Return the lowest value of a polynomial that is nowhere negative; never more than on the grid.

    Projected Newton steps from the lowest hollows of the grid, each the best of a few lengths along two directions:
    that of Newton, with a Hessian made positive definite, and that of the gradient. A variable at the edge that would
    leave the square is held.

    Parameters
    ----------
    coefficients
        Its orthonormal Legendre coefficients, shape (K, K).
    axis
        The places of the grid in each variable, shape (n,).
    grid
        Its values there, first u, then v, shape (n, n).

    References
    ----------
    D. P. Bertsekas, "Projected Newton Methods for Optimization Problems with Simple Constraints", SIAM Journal on
    Control and Optimization 20(2), 1982.

    """
    surface = Surfaces(coefficients[None])
    points = _hollows(axis, grid)
    one, least = np.arange(len(points)), np.finfo(np.float64).eps * float(grid.max())
    best, gradient = surface.at(points)
    for _ in range(_MOST_STEPS):
        directions = _directions(points, gradient, surface.hessians(points))
        ends = np.clip(points - _LENGTHS[:, None, None, None] * directions, -1.0, 1.0).reshape(-1, 2)
        values, gradients = surface.at(ends)
        values = values.reshape(-1, len(points))
        chosen = values.argmin(axis=0)
        better = values[chosen, one] < best
        gain = float((best - values[chosen, one]).max())
        place = np.where(better, chosen * len(points) + one, len(ends) + one)
        points, gradient = np.concatenate([ends, points])[place], np.concatenate([gradients, gradient])[place]
        best = np.where(better, values[chosen, one], best)
        if gain <= least:  # no more than rounding
            break
    return max(min(float(best.min()), float(grid.min())), 0.0)


def _hollows(axis: FloatArray, grid: FloatArray) -> FloatArray:
    """Return the lowest points of the grid none of whose eight neighbors is lower, the lowest first, shape (h, 2)."""
    around = np.pad(grid, 1, constant_values=np.inf)
    rows = np.minimum(np.minimum(around[:-2], around[1:-1]), around[2:])
    places = np.argwhere(grid <= np.minimum(np.minimum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:]))
    order = np.argsort(grid[tuple(places.T)], kind="stable")[:_BASINS]
    hollows: FloatArray = axis[places[order]]
    return hollows


def _directions(points: FloatArray, gradient: FloatArray, hessians: FloatArray) -> FloatArray:
    """Return the Newton steps and the gradient steps at points, shape (2, p, 2): what is to be subtracted."""
    held = ((points <= -1.0) & (gradient > 0.0)) | ((points >= 1.0) & (gradient < 0.0))
    # A held variable has no slope, and no part in the curvature of the other.
    slope = np.where(held, 0.0, gradient)
    hessians = np.where(held[:, :, None] | held[:, None, :], 0.0, hessians)
    curvatures, axes = np.linalg.eigh(hessians)
    steepest = np.abs(curvatures).max(axis=-1, keepdims=True)
    steepest[steepest == 0.0] = 1.0
    size = np.maximum(np.abs(curvatures), 1e-12 * steepest)
    newton = np.vecdot(axes, (np.vecdot(axes.mT, slope[:, None, :]) / size)[:, None, :])
    return np.stack([newton, slope / steepest])
