"""The frame and the heights of Rosenbrock's valley f = (1 - x)^2 + b (y - x^2)^2, for whoever draws it."""

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.params import WINDOW
from gui.picture.landscape import Range
from gui.plots.contour import GridValues

HIGHEST = 0.5
"""The highest level, as a share of the highest ground of the window."""
ACROSS, ALONG, FINER = 160, 48, 4
"""Places along x and off the floor at even distances, and how many more between those of two levels."""


def frame(rect: QRectF) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the middle, and half the width and the height, that show the window in `rect` at equal scales."""
    (left, right), (low, high) = WINDOW
    unit = max((right - left) / rect.width(), (high - low) / rect.height())
    return ((left + right) / 2, (low + high) / 2), (unit * rect.width() / 2, unit * rect.height() / 2)


def heights(valley: float, seen: Range, count: int, lowest: float) -> GridValues:
    """Return the valley over the range that is seen: `count` levels a constant factor apart, from the `lowest` on.

    The heights sqrt(f) are taken on a grid that follows the floor y = x^2: places along x, and off
    the floor. It holds every level's tips and where it crosses x = 1, so that even a valley
    thinner than a pixel is closed at its ends.
    """
    corners = np.array([[x, y] for x in WINDOW[0] for y in WINDOW[1]])
    top = HIGHEST * float(Rosenbrock(2, valley).value(corners).max())
    roots = np.sqrt(np.geomspace(lowest, top, count))
    (left, right), (low, high) = seen
    x = _places(np.linspace(left, right, ACROSS), 1.0, roots)
    floor = x**2
    off = _places(
        np.linspace(low - float(floor.max()), high - float(floor.min()), ALONG), 0.0, _finer(roots) / np.sqrt(valley)
    )
    z = np.hypot(1.0 - x, np.sqrt(valley) * off[:, None])
    return GridValues(np.broadcast_to(x, z.shape), floor + off[:, None], z, tuple(roots.tolist()))


def _places(even: FloatArray, middle: float, distances: FloatArray) -> FloatArray:
    """Return even places with the middle and those at distances from it, as far as they lie between the ends."""
    extra = np.concatenate([[middle], middle - distances, middle + distances])
    inside = extra[(extra > even[0]) & (extra < even[-1])]
    return np.unique(np.concatenate([even, inside]))


def _finer(roots: FloatArray) -> FloatArray:
    """Return ascending places with others between them, and between zero and the first."""
    places = np.concatenate([[0.0], roots])
    ranks = np.linspace(0.0, len(roots), FINER * len(roots) + 1)
    finer: FloatArray = np.interp(ranks, np.arange(len(places)), places)[1:]
    return finer
