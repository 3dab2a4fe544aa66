"""Arrows: a direction of fixed length, or a move of true length."""

import math

from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.arrays import FloatArray
from gui.plots.pixels import PixelItem
from gui.style.theme import pen

SHORTEST = 24.0
"""Pixels below which an arrow has no head and is not drawn."""


class Arrow(PixelItem):
    """An arrow from a point of the plot along a vector of it."""

    def __init__(self) -> None:
        super().__init__()
        self._color, self._casing = QColor(), QColor()
        self._width = self._rim = 1.0
        self._start: FloatArray | None = None
        self._vector: FloatArray | None = None
        self._length: float | None = None

    def set_style(self, color: str, casing: str, width: float, rim: float) -> None:
        """Take up colors, the width of the shaft and of the rim around it in pixels."""
        self._color, self._casing, self._width, self._rim = QColor(color), QColor(casing), width, rim
        self.update()

    def set_arrow(
        self, start: FloatArray | None, vector: FloatArray | None = None, length: float | None = None
    ) -> None:
        """Point from `start` along `vector`, (2,) each in the plot's coordinates, or nowhere.

        With `length`, in pixels, only the direction is true.
        """
        self._start, self._vector, self._length = start, vector, length
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw shaft and head on a rim in the color of the ground."""
        if self._start is None or self._vector is None:
            return
        tail, tip = (QPointF(*point) for point in self.map_to_pixels(self._points(self._start, self._vector)).tolist())
        way = QLineF(tail, tip)
        if self._length is not None and way.length() > 0:
            way.setLength(self._length)
        if way.length() < SHORTEST * self._width / 3:
            return
        shaft, head = self._parts(way)
        for color, extra in ((self._casing, 2 * self._rim), (self._color, 0.0)):
            painter.setPen(pen(color, self._width + extra))
            painter.drawLine(shaft)
            painter.setPen(pen(color, extra) if extra else Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawPolygon(head)

    def _points(self, start: FloatArray, vector: FloatArray) -> FloatArray:
        points: FloatArray = start + vector * [[0.0], [1.0]]
        return points

    def _parts(self, way: QLineF) -> tuple[QLineF, QPolygonF]:
        """Return the shaft and the head: four widths wide and five long."""
        long, half = 5 * self._width, 2 * self._width
        angle = math.atan2(way.dy(), way.dx())
        along, across = QPointF(math.cos(angle), math.sin(angle)), QPointF(-math.sin(angle), math.cos(angle))
        neck = way.p2() - along * long
        return QLineF(way.p1(), neck), QPolygonF([way.p2(), neck + across * half, neck - across * half])
