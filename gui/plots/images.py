"""Small gray images in rows, pixel by pixel."""

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.canvas import mark_static
from gui.plots.pixels import PixelItem
from gui.style.theme import pen

SHADES = 17
"""The number of shades that are drawn."""


class Images(PixelItem):
    """Static square images with a thin edge, each in a rectangle of the scene.

    A pixel of an image is a square of whole pixels of the scene, so that its edges are sharp.
    """

    def __init__(self) -> None:
        super().__init__()
        self._colors: list[QColor] = []
        self._edge = QColor()
        self._edge_width = 1.0
        self.images: FloatArray = np.empty((0, 0, 0))
        """The images, shape (k, n, n), as set last."""
        self._places: list[QRectF] = []
        mark_static(self)

    def set_style(self, low: str, high: str, edge: str, edge_width: float) -> None:
        """Set the colors of 0 and 1, and color and width in pixels of the edge."""
        ends = [np.array(QColor(color).getRgbF()) for color in (low, high)]
        mixed = [(1.0 - share) * ends[0] + share * ends[1] for share in np.linspace(0.0, 1.0, SHADES)]
        self._colors = [QColor.fromRgbF(*each.tolist()) for each in mixed]
        self._edge, self._edge_width = QColor(edge), edge_width
        self.update()

    def set_images(self, images: FloatArray, places: list[QRectF]) -> None:
        """Set images with values from 0 to 1, shape (k, n, n), the top row first, and the rectangle of each."""
        self.images, self._places = images, places
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the images."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for image, place in zip(self.images, self._places, strict=True):
            side = place.width() / len(image)
            shades = np.rint(image * (SHADES - 1)).astype(int)
            painter.fillRect(place, self._colors[0])
            for row, column in np.argwhere(shades > 0).tolist():
                pixel = QRectF(place.left() + column * side, place.top() + row * side, side, side)
                painter.fillRect(pixel, self._colors[shades[row, column]])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(self._edge, self._edge_width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = self._edge_width / 2
        for place in self._places:
            painter.drawRect(place.adjusted(-half, -half, half, half))
