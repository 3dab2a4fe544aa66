"""Where in a plot a curve is: columns that hold all of it, of which a picture copies less than the plot."""

import numpy as np
from PySide6.QtCore import QRect

from core.arrays import FloatArray

COLUMN_WIDTH = 96
"""Pixels that a column is wide."""
MAX_SPACING = 20
"""Pixels between the points that stand for a line, at most."""
FAR = 20_000
"""Pixels beyond which nothing is looked for."""


def covering_columns(pixels: FloatArray, reach: float, area: QRect) -> list[QRect]:
    """Return upright columns of `area`, none over another, that hold all that is within `reach` of points (n, 2)."""
    known = pixels[np.isfinite(pixels).all(axis=1)].clip(-FAR, FAR)
    x, y = known.T
    found = []
    for left in range(area.left(), area.right() + 1, COLUMN_WIDTH):
        near = y[(x > left - reach) & (x < left + COLUMN_WIDTH + reach)]
        if near.size:
            top, bottom = int(near.min() - reach) - 1, int(near.max() + reach) + 1
            found.append(QRect(left, top, COLUMN_WIDTH, bottom - top + 1) & area)
    return [column for column in found if not column.isEmpty()]


def densified(pixels: FloatArray) -> FloatArray:
    """Return the points of a line (n, 2), which ascends in x, and so many between them that no column misses it."""
    first, last = pixels[[0, -1], 0].clip(-FAR, FAR).tolist()
    x = np.union1d(pixels[:, 0], np.arange(first, last, MAX_SPACING))
    return np.column_stack([x, np.interp(x, *pixels.T)])
