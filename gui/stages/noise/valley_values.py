"""The frame and the contour values of Rosenbrock's valley f = (1 - x)^2 + b (y - x^2)^2."""

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.params import WINDOW
from gui.picture.landscape import Range
from gui.plots.contour import GridValues

TOP_LEVEL = 0.5
"""The highest level, as a share of the highest loss at the corners of the window."""
GRID_X, GRID_Y, REFINEMENT = 160, 48, 4
"""Numbers of evenly spaced grid points in x and in y - x^2, and of grid points per level."""


def window_frame(rect: QRectF) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the center and the half sizes of a frame that shows the window in `rect` at equal scales."""
    (left, right), (low, high) = WINDOW
    unit = max((right - left) / rect.width(), (high - low) / rect.height())
    return ((left + right) / 2, (low + high) / 2), (unit * rect.width() / 2, unit * rect.height() / 2)


def valley_values(valley: float, visible: Range, count: int, lowest: float) -> GridValues:
    """Return the values of the valley over a visible range, with `count` levels a constant factor apart from `lowest`.

    The values sqrt(f) are computed on a grid in x and y - x^2, which follows the floor y = x^2. The grid
    contains the tips of every level and its crossings with x = 1, so that even the contours of a valley
    thinner than a pixel are closed.
    """
    corners = np.array([[x, y] for x in WINDOW[0] for y in WINDOW[1]])
    top = TOP_LEVEL * float(Rosenbrock(2, valley).value(corners).max())
    roots = np.sqrt(np.geomspace(lowest, top, count))
    (left, right), (low, high) = visible
    x = _places(np.linspace(left, right, GRID_X), 1.0, roots)
    floor = x**2
    off = _places(
        np.linspace(low - float(floor.max()), high - float(floor.min()), GRID_Y), 0.0, _refined(roots) / np.sqrt(valley)
    )
    z = np.hypot(1.0 - x, np.sqrt(valley) * off[:, None])
    return GridValues(np.broadcast_to(x, z.shape), floor + off[:, None], z, tuple(roots.tolist()))


def _places(even: FloatArray, middle: float, distances: FloatArray) -> FloatArray:
    """Return the sorted union of `even`, the middle, and the points at distances from it inside the range."""
    extra = np.concatenate([[middle], middle - distances, middle + distances])
    inside = extra[(extra > even[0]) & (extra < even[-1])]
    return np.unique(np.concatenate([even, inside]))


def _refined(roots: FloatArray) -> FloatArray:
    """Return the ascending values refined by interpolation, starting from zero."""
    places = np.concatenate([[0.0], roots])
    ranks = np.linspace(0.0, len(roots), REFINEMENT * len(roots) + 1)
    finer: FloatArray = np.interp(ranks, np.arange(len(places)), places)[1:]
    return finer
