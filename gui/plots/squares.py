"""A block of squares, of which the first so many are there: a number that is seen at a glance."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plots.pixels import PixelItem, is_raster

SIDE = 0.7
"""The share of its place that a square takes."""


class Squares(PixelItem):
    """Squares row by row from the top left of a plot, whose coordinates are whole columns and, downwards, rows."""

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()
        self._count, self._columns, self._shown = 0, 1, 0

    def set_style(self, color: str) -> None:
        """Take up a color."""
        self._color = QColor(color)
        self.invalidate()

    def set_count(self, count: int, columns: int) -> None:
        """Take up how many there are, and how many stand in a row."""
        self._count, self._columns = count, columns
        self.invalidate()

    def set_shown(self, shown: int) -> None:
        """Show the first so many."""
        if shown != self._shown:
            self._shown = shown
            self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the first squares: all of them stand on one kept layer, of which the rest is cut off."""
        shown = min(self._shown, self._count)
        if not is_raster(painter):
            self._draw(painter, shown)
            return
        rows, rest = divmod(shown, self._columns)
        whole, begun = self._place(0, rows), self._place(rest, rows + 1)
        for part in (
            QRectF(QPointF(area.left(), area.top()), QPointF(area.right() + 1.0, whole.y())),
            QRectF(QPointF(area.left(), whole.y()), begun),
        ):
            if not part.isEmpty():
                painter.save()
                painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
                self.kept(painter, area, lambda layer: self._draw(layer, self._count))
                painter.restore()

    def _draw(self, painter: QPainter, count: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        side = SIDE * (self._place(1, 0).x() - self._place(0, 0).x())
        squares = []
        for k in range(count):
            at = self._place(k % self._columns, k // self._columns)
            squares.append(QRectF(at.x(), at.y(), side, side))
        painter.drawRects(squares)

    def _place(self, column: int, row: int) -> QPointF:
        return QPointF(*self.sceneTransform().map(float(column), float(-row)))
