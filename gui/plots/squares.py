"""A block of squares that shows a number."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plots.canvas import mark_static
from gui.plots.pixels import PixelItem

SIDE_SHARE = 0.7
"""Side of a square, in widths of its cell."""


class Squares(PixelItem):
    """Static squares, row by row from the top left; a cell has size 1 in the plot's coordinates, with y downwards."""

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()
        self._count, self._columns = 0, 1
        mark_static(self)

    def set_style(self, color: str) -> None:
        """Set the color."""
        self._color = QColor(color)
        self.update()

    def set_count(self, count: int, columns: int) -> None:
        """Set the number of squares and of columns."""
        self._count, self._columns = count, columns
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the squares."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        side = SIDE_SHARE * (self._corner(1, 0).x() - self._corner(0, 0).x())
        corners = [self._corner(k % self._columns, k // self._columns) for k in range(self._count)]
        painter.drawRects([QRectF(at.x(), at.y(), side, side) for at in corners])

    def _corner(self, column: int, row: int) -> QPointF:
        return QPointF(*self.sceneTransform().map(float(column), float(-row)))
