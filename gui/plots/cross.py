"""A cross that marks the minimum of a landscape."""

from PySide6.QtCore import QLineF, QPointF, QRect
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.pixels import PixelItem
from gui.style.theme import pen


class Cross(PixelItem):
    """An upright cross with a rim in the color of the background."""

    def __init__(self) -> None:
        super().__init__()
        self._color, self._casing = QColor(), QColor()
        self._arm = self._width = self._rim = 1.0
        self._point: FloatArray | None = None

    def set_style(self, color: str, casing: str, arm: float, width: float, rim: float) -> None:
        """Set the colors of cross and rim, and arm length, line width and rim width in pixels."""
        self._color, self._casing = QColor(color), QColor(casing)
        self._arm, self._width, self._rim = arm, width, rim
        self.update()

    def set_point(self, point: FloatArray | None) -> None:
        """Set the marked point, (2,) in the plot's coordinates; None hides the cross."""
        if self._point is not None or point is not None:
            self._point = point
            self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the cross."""
        if self._point is None:
            return
        center, arm = QPointF(*self.map_to_pixels(self._point[None])[0].tolist()), self._arm
        right, down = QPointF(arm, 0), QPointF(0, arm)
        for color, width in ((self._casing, self._width + 2 * self._rim), (self._color, self._width)):
            painter.setPen(pen(color, width))
            painter.drawLines([QLineF(center - right, center + right), QLineF(center - down, center + down)])
