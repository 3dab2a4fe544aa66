"""A cross on a point of a landscape: its minimum."""

from PySide6.QtCore import QLineF, QPointF, QRect
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.pixels import PixelItem
from gui.style.theme import pen


class Cross(PixelItem):
    """An upright cross at a point, with a rim in the color of the ground."""

    def __init__(self) -> None:
        super().__init__()
        self._color, self._casing = QColor(), QColor()
        self._arm = self._width = self._rim = 1.0
        self._at: FloatArray | None = None

    def set_style(self, color: str, casing: str, arm: float, width: float, rim: float) -> None:
        """Take up colors, the length of an arm, the width of its line and of the rim around it in pixels."""
        self._color, self._casing = QColor(color), QColor(casing)
        self._arm, self._width, self._rim = arm, width, rim
        self.update()

    def set_point(self, at: FloatArray | None) -> None:
        """Mark a point of the plot, (2,), or none."""
        self._at = at
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the cross."""
        if self._at is None:
            return
        at, arm = QPointF(*self.map_to_pixels(self._at[None])[0].tolist()), self._arm
        across, along = QPointF(arm, 0), QPointF(0, arm)
        for color, width in ((self._casing, self._width + 2 * self._rim), (self._color, self._width)):
            painter.setPen(pen(color, width))
            painter.drawLines([QLineF(at - across, at + across), QLineF(at - along, at + along)])
