"""A row of many dots that change in every frame, filled or hollow."""

from math import hypot

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.dot_sprites import draw_dots
from gui.plots.markers import EDGE_WIDTH
from gui.plots.pixels import COORDINATE_LIMIT, PixelItem, bounds
from gui.plots.thinning import thinned

FILLED_GAP, HOLLOW_GAP = 0.3, 1.6
"""Distance of two filled and of two hollow dots in diameters, at least: closer filled ones look the same, and closer
hollow ones would hide the filled ones between."""


class DotRow(PixelItem):
    """Dots of one size and color, ascending in x; of crowded ones only some are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._color, self._size = QColor(), 1.0
        self._inside: QColor | None = None
        self.points: FloatArray = np.empty((0, 2))
        """All points, shape (n, 2), as set last."""

    def set_style(self, color: str, size: float, inside: str = "") -> None:
        """Set the color, the diameter in pixels, and the color inside of hollow dots."""
        self._color, self._size = QColor(color), size
        self._inside = QColor(inside) if inside else None
        self.update()

    def set_points(self, points: FloatArray) -> None:
        """Set points, (n, 2) in the plot's coordinates."""
        self.update_pixels(self._extent())
        self.points = points
        self.update_pixels(self._extent())

    def _extent(self) -> QRectF:
        """Return the rectangle of all dots in scene pixels."""
        pixels = self.map_to_pixels(self.points).clip(-COORDINATE_LIMIT, COORDINATE_LIMIT)
        return bounds(pixels, self._size) if len(pixels) else QRectF()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the dots."""
        pixels = self.map_to_pixels(self.points)
        if self._inside is None:
            draw_dots(painter, thinned(pixels, FILLED_GAP * self._size), self._color, self._size)
            return
        kept = apart(pixels, HOLLOW_GAP * self._size)
        draw_dots(painter, kept, self._color, self._size)
        draw_dots(painter, kept, self._inside, (1.0 - 2.0 * EDGE_WIDTH) * self._size)


def apart(pixels: FloatArray, gap: float) -> FloatArray:
    """Return the first pixel of (n, 2), and of the others those at least `gap` from the one kept before."""
    kept: list[list[float]] = []
    for point in pixels.tolist():
        if not kept or hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= gap:
            kept.append(point)
    return np.array(kept).reshape(-1, 2)
