"""Where a label can stand among curves without touching one."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.arrays import FloatArray

CELL = 4.0
"""Pixels to which a place is looked for."""
DENSE = 400
"""Points that stand for a curve, so close that nothing fits between them."""


def along(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return points all along the curve through the finite ones of (x, y), shape (m, 2)."""
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return np.empty((0, 2))
    way = np.arange(np.count_nonzero(known), dtype=float)
    dense = np.linspace(0.0, way[-1], DENSE)
    return np.column_stack([np.interp(dense, way, x[known]), np.interp(dense, way, y[known])])


def between(x: FloatArray, low: FloatArray, high: FloatArray, count: int = 16) -> FloatArray:
    """Return points all over the band between two curves."""
    shares = np.linspace(0.0, 1.0, count)
    return np.concatenate([along(x, low + share * (high - low)) for share in shares])


def free_place(area: QRectF, width: float, height: float, taken: FloatArray, near: QPointF) -> QRectF | None:
    """Return the place of a size that is nearest to a point and free of the points taken; None where there is none."""
    columns, rows = math.ceil(area.width() / CELL), math.ceil(area.height() / CELL)
    wide, tall = math.ceil(width / CELL), math.ceil(height / CELL)
    if wide > columns or tall > rows:
        return None
    cells = np.floor((taken - (area.left(), area.top())) / CELL).astype(int)
    cells = cells[((cells >= 0) & (cells < (columns, rows))).all(axis=1)]
    busy = np.zeros((rows + 1, columns + 1), int)
    busy[cells[:, 1] + 1, cells[:, 0] + 1] = 1
    upto = busy.cumsum(axis=0).cumsum(axis=1)
    within = upto[tall:, wide:] - upto[:-tall, wide:] - upto[tall:, :-wide] + upto[:-tall, :-wide]
    left = area.left() + CELL * np.arange(columns - wide + 1)
    top = area.top() + CELL * np.arange(rows - tall + 1)
    across = np.maximum(np.maximum(left - near.x(), near.x() - left - width), 0.0)
    down = np.maximum(np.maximum(top - near.y(), near.y() - top - height), 0.0)
    away = np.where(within == 0, np.hypot(across[None, :], down[:, None]), np.inf)
    row, column = np.unravel_index(int(np.argmin(away)), away.shape)
    if not math.isfinite(away[row, column]):
        return None
    return QRectF(float(left[column]), float(top[row]), width, height)
