"""One arrow: a direction of fixed length in pixels, or a move of true length."""

import math

from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.arrays import FloatArray
from gui.plots.pixels import PixelItem
from gui.style.theme import pen

MIN_LENGTH = 24.0
"""Pixels below which an arrow with a shaft 3 pixels wide is not drawn; the limit grows with the width."""


class Arrow(PixelItem):
    """An arrow that starts at a point of the plot."""

    def __init__(self) -> None:
        super().__init__()
        self._color, self._casing = QColor(), QColor()
        self._width = self._rim = 1.0
        self._start: FloatArray | None = None
        self._vector: FloatArray | None = None
        self._length: float | None = None

    def set_style(self, color: str, casing: str, width: float, rim: float) -> None:
        """Set the colors of the arrow and of the rim around it, and the widths of shaft and rim in pixels."""
        self._color, self._casing, self._width, self._rim = QColor(color), QColor(casing), width, rim
        self.update()

    def set_arrow(
        self, start: FloatArray | None, vector: FloatArray | None = None, length: float | None = None
    ) -> None:
        """Set the start and the vector, shape (2,) each in the plot's coordinates; a start of None hides the arrow.

        A `length` in pixels replaces the length of the vector and keeps its direction.
        """
        if self._start is not None or start is not None:
            self._start, self._vector, self._length = start, vector, length
            self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw shaft and head, with the rim below them."""
        if self._start is None or self._vector is None:
            return
        tail, tip = (QPointF(*point) for point in self.map_to_pixels(self._points(self._start, self._vector)).tolist())
        line = QLineF(tail, tip)
        if self._length is not None and line.length() > 0:
            line.setLength(self._length)
        if line.length() < MIN_LENGTH * self._width / 3:
            return
        shaft, head = self._parts(line)
        for color, extra in ((self._casing, 2 * self._rim), (self._color, 0.0)):
            painter.setPen(pen(color, self._width + extra))
            painter.drawLine(shaft)
            painter.setPen(pen(color, extra) if extra else Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawPolygon(head)

    def _points(self, start: FloatArray, vector: FloatArray) -> FloatArray:
        points: FloatArray = start + vector * [[0.0], [1.0]]
        return points

    def _parts(self, line: QLineF) -> tuple[QLineF, QPolygonF]:
        """Return the shaft and the head, which is four shaft widths wide and five long."""
        head_length, half = 5 * self._width, 2 * self._width
        angle = math.atan2(line.dy(), line.dx())
        along, across = QPointF(math.cos(angle), math.sin(angle)), QPointF(-math.sin(angle), math.cos(angle))
        neck = line.p2() - along * head_length
        return QLineF(line.p1(), neck), QPolygonF([line.p2(), neck + across * half, neck - across * half])
