"""A layer on which strokes are drawn one after the other, with copies along the way to wind back to."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from gui.plots.pixels import Draw, draw_on, new_layer

SPACING = 500
"""Steps between kept copies of the layer; more on runs so long that `COPIES` would not reach."""
COPIES = 48
MEMORY = 128 * 2**20
"""Bytes that the copies of one trail may take; what that leaves out is drawn again when it is needed."""
DrawStrokes = Callable[[QPainter, int, int], None]
"""Draws the strokes from one number to another."""


class Tape:
    """A layer that can be wound to any number of steps, with copies along the way to wind back to.

    Parameters
    ----------
    spacing
        Steps between copies: fewer where each takes longer to draw.

    """

    def __init__(self, spacing: int = SPACING) -> None:
        self._spacing = spacing
        self._key: object = None
        self._copies: dict[int, QImage] = {}
        self._image = QImage()
        self._drawn = 0

    def at(self, target: int, area: QRect, ratio: float, length: int, draw: DrawStrokes) -> QImage:
        """Return the layer with exactly `target` steps on it."""
        if self._key != (area, ratio):
            self._key = (area, ratio)
            self._image, self._drawn = new_layer(area, ratio), 0
            self._copies = {}
        copies = min(COPIES, max(8, MEMORY // max(self._image.sizeInBytes(), 1)))
        spacing = max(self._spacing, length // copies)
        nearest = max((kept for kept in self._copies if kept <= target), default=0)
        if target < self._drawn or nearest > self._drawn:
            self._image = self._copies[nearest].copy() if nearest else new_layer(area, ratio)
            self._drawn = nearest
        while self._drawn < target:
            stop = min((self._drawn // spacing + 1) * spacing, target)
            draw_on(self._image, area, _between(draw, self._drawn, stop))
            self._drawn = stop
            if stop % spacing == 0 and stop not in self._copies:
                self._copies[stop] = self._image.copy()
        return self._image


def _between(draw: DrawStrokes, begin: int, end: int) -> Draw:
    return lambda painter: draw(painter, begin, end)
