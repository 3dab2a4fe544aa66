"""Very many points that move together: the members of an ensemble."""

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.dot_sprites import draw_dots
from gui.plots.pixels import PixelItem

OPACITY = 0.5
"""Of a point, so that a crowd is seen to be one."""


class Cloud(PixelItem):
    """Points of one size, all of them drawn in one go."""

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()
        self._size = 1.0
        self._points: FloatArray = np.empty((0, 2))

    def set_style(self, color: str, size: float) -> None:
        """Take up a color and the diameter of a point in pixels."""
        self._color, self._size = QColor(color), size
        self._color.setAlphaF(OPACITY)
        self.update()

    def set_points(self, points: FloatArray) -> None:
        """Take up points (n, 2) of the plot; one that is not finite is nowhere."""
        self._points = points
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the points that are in the plot."""
        pixels = self.map_to_pixels(self._points)
        x, y, reach = pixels[:, 0], pixels[:, 1], self._size
        seen = (x > area.left() - reach) & (x < area.right() + reach)
        seen &= (y > area.top() - reach) & (y < area.bottom() + reach)
        if seen.any():
            draw_dots(painter, pixels[seen], self._color, self._size)
