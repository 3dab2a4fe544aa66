"""Many translucent points that move together: the members of an ensemble."""

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.dot_sprites import draw_dots
from gui.plots.pixels import COORDINATE_LIMIT, PixelItem, bounds

OPACITY = 0.5
"""Opacity of one point: overlapping points look darker."""


class Cloud(PixelItem):
    """Points of one size and color."""

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()
        self._size = 1.0
        self.points: FloatArray = np.empty((0, 2))
        """All points, shape (n, 2), as set last."""

    def set_style(self, color: str, size: float) -> None:
        """Set the color and the diameter of a point in pixels."""
        self._color, self._size = QColor(color), size
        self._color.setAlphaF(OPACITY)
        self.update()

    def set_points(self, points: FloatArray) -> None:
        """Set points, (n, 2) in the plot's coordinates; points that are not finite are not drawn."""
        self.update_pixels(self._extent())
        self.points = points
        self.update_pixels(self._extent())

    def _extent(self) -> QRectF:
        """Return the rectangle of all points in scene pixels."""
        pixels = self.map_to_pixels(self.points)
        finite = pixels[np.isfinite(pixels[:, 0] + pixels[:, 1])].clip(-COORDINATE_LIMIT, COORDINATE_LIMIT)
        return bounds(finite, self._size) if len(finite) else QRectF()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the points inside the plot."""
        pixels = self.map_to_pixels(self.points)
        x, y, reach = pixels[:, 0], pixels[:, 1], self._size
        visible = (x > area.left() - reach) & (x < area.right() + reach)
        visible &= (y > area.top() - reach) & (y < area.bottom() + reach)
        if visible.any():
            draw_dots(painter, pixels[visible], self._color, self._size)
