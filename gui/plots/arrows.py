"""Many arrows from one point, the newest of which stands out."""

from functools import partial
from math import hypot

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.arrays import FloatArray
from gui.plots.layer_cache import LayerCache
from gui.plots.pixels import PixelItem, is_raster, pixel_ratio
from gui.style.theme import pen

OLDER = 0.5
"""Opacity of all arrows but the newest."""
SPACING = 8
"""Arrows between kept copies of their layer."""
HEAD = 5.0
"""Length of a head in widths; it is four wide. No head takes more than half of its arrow."""


class Arrows(PixelItem):
    """Arrows whose lengths are in pixels, whatever the scale of the plot; the directions are the plot's."""

    def __init__(self) -> None:
        super().__init__()
        self._color, self._casing = QColor(), QColor()
        self._width = self._rim = 1.0
        self._start: FloatArray | None = None
        self._vectors: FloatArray = np.empty((0, 2))
        self._shown = 0
        self._layer_cache = LayerCache(SPACING)

    def set_style(self, color: str, casing: str, width: float, rim: float) -> None:
        """Take up colors, the width of the shafts and of the rim around the newest in pixels."""
        given = QColor(color), QColor(casing), width, rim
        if given != (self._color, self._casing, self._width, self._rim):
            self._color, self._casing, self._width, self._rim = given
            self.invalidate()

    def set_arrows(self, start: FloatArray, vectors: FloatArray) -> None:
        """Take up a point of the plot, (2,), and vectors in pixels, (n, 2), upwards counted as up."""
        same = self._start is not None and np.array_equal(start, self._start)
        if not same or not np.array_equal(vectors, self._vectors, equal_nan=True):
            self._start, self._vectors = start, vectors
            self.invalidate()

    def set_visible_count(self, count: int) -> None:
        """Show the first `count` arrows."""
        if count != self._shown:
            self._shown = count
            self.update()

    def invalidate(self) -> None:
        """Forget the layer of arrows drawn so far."""
        self._layer_cache = LayerCache(SPACING)
        super().invalidate()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the arrows so far, the newest last."""
        count = min(self._shown, len(self._vectors))
        if self._start is None or not count:
            return
        x, y = self.map_to_pixels(self._start[None])[0].tolist()
        start = QPointF(x, y)
        painter.setOpacity(OLDER)
        reach = QPointF(1, 1) * (float(np.nanmax(np.abs(self._vectors), initial=0.0)) + 2 * HEAD * self._width)
        within = QRectF(start - reach, start + reach).toAlignedRect() & area
        if not is_raster(painter):
            self._settle(start, painter, 0, count - 1)
        elif not within.isEmpty():
            draw = partial(self._settle, start)
            layer = self._layer_cache.at(count - 1, within, pixel_ratio(painter), draw)
            painter.drawImage(within.topLeft(), layer)
        painter.setOpacity(1.0)
        self._arrow(painter, start, count - 1, self._casing, 1.6 * self._width, rim=self._rim)
        self._arrow(painter, start, count - 1, self._color, 1.6 * self._width)

    def _settle(self, start: QPointF, painter: QPainter, begin: int, end: int) -> None:
        """Draw arrows `begin` to `end`, each the same way whatever else is drawn in one go."""
        for k in range(begin, end):
            self._arrow(painter, start, k, self._color, self._width)

    def _arrow(self, painter: QPainter, start: QPointF, k: int, color: QColor, width: float, rim: float = 0.0) -> None:
        right, up = self._vectors[k].tolist()
        length = hypot(right, up)
        if not length >= 1:  # nor one that is not finite
            return
        along, across = QPointF(right, -up) / length, QPointF(up, right) / length
        head = min(HEAD * width, length / 2)
        tip = start + along * length
        neck = tip - along * head
        painter.setPen(pen(color, width + 2 * rim))
        painter.drawLine(QLineF(start, neck))
        painter.setPen(pen(color, 2 * rim) if rim else Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([tip, neck + across * 0.4 * head, neck - across * 0.4 * head]))
