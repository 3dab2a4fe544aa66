"""Find a place for a label that no curve touches, and the line from there to what it names."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF

from core.arrays import FloatArray

CELL_PX = 4.0
"""Edge length in pixels of the cells in which occupied places are counted."""
CURVE_POINTS = 400
"""Points per curve: so many that no label fits between two of them."""


def curve_points(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return dense points on the polyline through the finite points of (x, y), shape (m, 2)."""
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return np.empty((0, 2))
    index = np.arange(np.count_nonzero(known), dtype=float)
    dense = np.linspace(0.0, index[-1], CURVE_POINTS)
    return np.column_stack([np.interp(dense, index, x[known]), np.interp(dense, index, y[known])])


def band_points(x: FloatArray, low: FloatArray, high: FloatArray, count: int = 16) -> FloatArray:
    """Return dense points that fill the band between two curves, shape (m, 2)."""
    shares = np.linspace(0.0, 1.0, count)
    return np.concatenate([curve_points(x, low + share * (high - low)) for share in shares])


def rect_points(rect: QRectF) -> FloatArray:
    """Return dense points that fill a rectangle, shape (m, 2)."""
    x = np.arange(rect.left(), rect.right() + CELL_PX, CELL_PX / 2).clip(max=rect.right())
    y = np.arange(rect.top(), rect.bottom() + CELL_PX, CELL_PX / 2).clip(max=rect.bottom())
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def free_place(area: QRectF, width: float, height: float, occupied: FloatArray, near: QPointF) -> QRectF | None:
    """Return the rectangle of a size nearest to `near` that holds no point of `occupied` (m, 2), or None."""
    columns, rows = math.ceil(area.width() / CELL_PX), math.ceil(area.height() / CELL_PX)
    wide, tall = math.ceil(width / CELL_PX), math.ceil(height / CELL_PX)
    if wide > columns or tall > rows:
        return None
    cells = np.floor((occupied - (area.left(), area.top())) / CELL_PX).astype(int)
    cells = cells[((cells >= 0) & (cells < (columns, rows))).all(axis=1)]
    busy = np.zeros((rows + 1, columns + 1), int)
    busy[cells[:, 1] + 1, cells[:, 0] + 1] = 1
    cumulative = busy.cumsum(axis=0).cumsum(axis=1)
    sums = cumulative[tall:, wide:] - cumulative[:-tall, wide:] - cumulative[tall:, :-wide] + cumulative[:-tall, :-wide]
    left = area.left() + CELL_PX * np.arange(columns - wide + 1)
    top = area.top() + CELL_PX * np.arange(rows - tall + 1)
    across = np.maximum(np.maximum(left - near.x(), near.x() - left - width), 0.0)
    down = np.maximum(np.maximum(top - near.y(), near.y() - top - height), 0.0)
    distance = np.where(sums == 0, np.hypot(across[None, :], down[:, None]), np.inf)
    row, column = np.unravel_index(int(np.argmin(distance)), distance.shape)
    if not math.isfinite(distance[row, column]):
        return None
    return QRectF(float(left[column]), float(top[row]), width, height)


def leader(rect: QRectF, at: QPointF) -> QLineF:
    """Return the shortest line from the rectangle of a label to a point."""
    x, y = min(max(at.x(), rect.left()), rect.right()), min(max(at.y(), rect.top()), rect.bottom())
    return QLineF(QPointF(x, y), at)
