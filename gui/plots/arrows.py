"""Many arrows from one point; the last one drawn is emphasized."""

from functools import partial
from math import hypot

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.arrays import FloatArray
from gui.plots.layer_cache import LayerCache
from gui.plots.pixels import PixelItem, draw_layer, is_raster, pixel_ratio
from gui.style.theme import pen

OLDER_OPACITY = 0.5
"""Opacity of all arrows but the newest."""
COPY_SPACING = 8
"""Arrows between two copies in the layer cache. Without a layer, 200 arrows cost 25 ms a frame."""
HEAD_LENGTH = 5.0
"""Length of a head in shaft widths, at most half of the arrow; it is 0.8 times as wide as long."""


class Arrows(PixelItem):
    """Arrows from a point of the plot, with vectors in pixels that do not change with the plot's scale."""

    def __init__(self) -> None:
        super().__init__()
        self._color, self._casing = QColor(), QColor()
        self._width = self._rim = 1.0
        self._start: FloatArray | None = None
        self.vectors: FloatArray = np.empty((0, 2))
        """The vectors in pixels, shape (n, 2), as set last."""
        self.visible_count = 0
        """The number of first arrows that are drawn."""
        self._layer_cache = LayerCache(COPY_SPACING)

    def set_style(self, color: str, casing: str, width: float, rim: float) -> None:
        """Set the color of the arrows, the color of the rim around the newest, and the widths of both in pixels."""
        style = QColor(color), QColor(casing), width, rim
        if style != (self._color, self._casing, self._width, self._rim):
            self._color, self._casing, self._width, self._rim = style
            self.invalidate()

    def set_arrows(self, start: FloatArray, vectors: FloatArray) -> None:
        """Set the start, (2,) in the plot's coordinates, and the vectors, (n, 2) in pixels with y upwards."""
        same_start = self._start is not None and np.array_equal(start, self._start)
        if not same_start or not np.array_equal(vectors, self.vectors, equal_nan=True):
            self._start, self.vectors = start, vectors
            self.invalidate()

    def set_visible_count(self, count: int) -> None:
        """Draw the first `count` arrows only."""
        if count != self.visible_count:
            self.visible_count = count
            self.update()

    def invalidate(self) -> None:
        """Discard the cached layer of the older arrows."""
        self._layer_cache = LayerCache(COPY_SPACING)
        super().invalidate()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the visible arrows, the newest last."""
        count = min(self.visible_count, len(self.vectors))
        if self._start is None or not count:
            return
        x, y = self.map_to_pixels(self._start[None])[0].tolist()
        start = QPointF(x, y)
        painter.setOpacity(OLDER_OPACITY)
        reach = QPointF(1, 1) * (float(np.nanmax(np.abs(self.vectors), initial=0.0)) + 2 * HEAD_LENGTH * self._width)
        layer_area = QRectF(start - reach, start + reach).toAlignedRect() & area
        if not is_raster(painter):
            self._draw_older(start, painter, 0, count - 1)
        elif not layer_area.isEmpty():
            draw = partial(self._draw_older, start)
            layer = self._layer_cache.image_at(count - 1, layer_area, pixel_ratio(painter), draw)
            draw_layer(painter, layer, layer_area.topLeft())
        painter.setOpacity(1.0)
        self._draw_arrow(painter, start, count - 1, self._casing, 1.6 * self._width, rim=self._rim)
        self._draw_arrow(painter, start, count - 1, self._color, 1.6 * self._width)

    def _draw_older(self, start: QPointF, painter: QPainter, begin: int, end: int) -> None:
        """Draw arrows `begin` to `end` one by one: the pixels do not depend on how a range is split."""
        for k in range(begin, end):
            self._draw_arrow(painter, start, k, self._color, self._width)

    def _draw_arrow(
        self, painter: QPainter, start: QPointF, k: int, color: QColor, width: float, rim: float = 0.0
    ) -> None:
        right, up = self.vectors[k].tolist()
        length = hypot(right, up)
        if not length >= 1:  # too short, or not finite
            return
        along, across = QPointF(right, -up) / length, QPointF(up, right) / length
        head = min(HEAD_LENGTH * width, length / 2)
        tip = start + along * length
        neck = tip - along * head
        painter.setPen(pen(color, width + 2 * rim))
        painter.drawLine(QLineF(start, neck))
        painter.setPen(pen(color, 2 * rim) if rim else Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([tip, neck + across * 0.4 * head, neck - across * 0.4 * head]))
