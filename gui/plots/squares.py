"""A block of squares: a number that is seen at a glance."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plots.canvas import mark_static
from gui.plots.pixels import PixelItem

SIDE_SHARE = 0.7
"""The share of its place that a square takes."""


class Squares(PixelItem):
    """Squares row by row from the top left of a plot, whose coordinates are whole columns and, downwards, rows.

    They stand still.
    """

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()
        self._count, self._columns = 0, 1
        mark_static(self)

    def set_style(self, color: str) -> None:
        """Take up a color."""
        self._color = QColor(color)
        self.update()

    def set_count(self, count: int, columns: int) -> None:
        """Take up how many there are, and how many stand in a row."""
        self._count, self._columns = count, columns
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the squares."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        side = SIDE_SHARE * (self._place(1, 0).x() - self._place(0, 0).x())
        places = [self._place(k % self._columns, k // self._columns) for k in range(self._count)]
        painter.drawRects([QRectF(at.x(), at.y(), side, side) for at in places])

    def _place(self, column: int, row: int) -> QPointF:
        return QPointF(*self.sceneTransform().map(float(column), float(-row)))
