"""Column-shaped regions that cover a curve: copying these costs less than copying the whole plot."""

import numpy as np
from PySide6.QtCore import QRect

from core.arrays import FloatArray
from gui.plots.pixels import COORDINATE_LIMIT

COLUMN_WIDTH = 96
"""Width of a column in pixels: curves need the smallest area in few copies at 96."""
MAX_SPACING = 20
"""Pixels in x between neighboring points of a densified line, at most."""


def covering_columns(pixels: FloatArray, reach: float, area: QRect) -> list[QRect]:
    """Return disjoint columns of `area` that cover everything within `reach` pixels of the points (n, 2)."""
    finite = pixels[np.isfinite(pixels).all(axis=1)].clip(-COORDINATE_LIMIT, COORDINATE_LIMIT)
    x, y = finite.T
    found = []
    for left in range(area.left(), area.right() + 1, COLUMN_WIDTH):
        near = y[(x > left - reach) & (x < left + COLUMN_WIDTH + reach)]
        if near.size:
            top, bottom = int(near.min() - reach) - 1, int(near.max() + reach) + 1
            found.append(QRect(left, top, COLUMN_WIDTH, bottom - top + 1) & area)
    return [column for column in found if not column.isEmpty()]


def densified(pixels: FloatArray) -> FloatArray:
    """Return a line (n, 2), ascending in x, with points inserted at most `MAX_SPACING` pixels apart in x."""
    first, last = pixels[[0, -1], 0].clip(-COORDINATE_LIMIT, COORDINATE_LIMIT).tolist()
    x = np.union1d(pixels[:, 0], np.arange(first, last, MAX_SPACING))
    return np.column_stack([x, np.interp(x, *pixels.T)])
