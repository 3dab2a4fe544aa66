"""A strip of steps from left to right, each of one of two kinds: a run that is seen at a glance."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.hatching import hatch_lines
from gui.plots.pixels import PixelItem, is_raster
from gui.style.theme import pen

APART = 6.0
"""Pixels from which a step is drawn by itself."""
GAP = 0.18
"""The share of its place that a step leaves free."""
LEAST = 3.0
"""Pixels that a run of solid steps has at least: few among very many must not be lost."""
MOST = 0.05
"""Changes from one kind to the other that are drawn one by one, to a pixel."""
GROUP, LEVELS = 24.0, 8
"""Pixels of steps that are drawn together where there are more, and the shares that are told apart."""


class Strip(PixelItem):
    """Steps over a plot's whole height, one unit of x each, drawn up to a number of them.

    Parameters
    ----------
    empty
        Whether only places are drawn, for steps that are still to come.

    """

    def __init__(self, *, empty: bool = False) -> None:
        super().__init__()
        self._empty = empty
        self._color = QColor()
        self._line, self._pitch = 1.0, 8.0
        self._hatched: FloatArray = np.empty(0)
        self._shown = 0

    def set_style(self, color: str, line: float, pitch: float) -> None:
        """Take up a color, the width of a line and the distance of two hatches in pixels."""
        self._color, self._line, self._pitch = QColor(color), line, pitch
        self.invalidate()

    def set_steps(self, hatched: FloatArray) -> None:
        """Take up steps, shape (n,): hatched where this is not 0, else solid."""
        self._hatched = hatched
        self.invalidate()

    def set_visible_count(self, count: int) -> None:
        """Show the first so many."""
        if count != self._shown:
            self._shown = count
            self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the first steps: all of them stand on one kept layer, of which the rest is cut off."""
        shown = len(self._hatched) if self._empty else min(self._shown, len(self._hatched))
        if not shown:
            return
        if not is_raster(painter):
            self._draw(painter, area, self._hatched[:shown])
            return
        end = round(self.sceneTransform().map(float(shown), 0.0)[0]) + 1
        self.draw_cached(painter, area, lambda layer: self._draw(layer, area, self._hatched), end=end)

    def _draw(self, painter: QPainter, area: QRect, hatched: FloatArray) -> None:
        hatches: list[QLineF] = []
        frames: list[QRectF] = []
        solid: list[QRectF] = []
        half, top = self._line / 2, area.top() + self._line
        height = area.height() - 2 * self._line
        for left, right, share in self._runs(hatched):
            place = QRectF(left, top, right - left, share * height)
            if share > 0.0:
                inside = place.adjusted(half, half, -half, -half)
                frames.append(inside)
                hatches += [] if self._empty else hatch_lines(inside, area.left(), self._pitch)
            if share < 1.0:
                wider = min(place.width() - LEAST, 0.0)
                solid.append(QRectF(left + wider, place.bottom(), right - left - wider, (1.0 - share) * height))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        stroke = pen(self._color, self._line)
        stroke.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(stroke)
        painter.drawLines(hatches)
        painter.drawRects(frames)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        painter.drawRects(solid)

    def _runs(self, hatched: FloatArray) -> Iterator[tuple[float, float, float]]:
        """Yield where steps begin and end, or runs of narrow ones, and the share of them that is hatched."""
        transform = self.sceneTransform()
        unit, origin = transform.m11(), transform.dx()
        share, size = np.ones(len(hatched)) if self._empty else (hatched != 0.0).astype(float), 1
        if unit >= APART:
            for k, each in enumerate(share.tolist()):
                gap = GAP * unit / 2
                yield origin + k * unit + gap, origin + (k + 1) * unit - gap, each
            return
        if np.count_nonzero(np.diff(share)) > MOST * unit * len(share):
            # To and fro, faster than anybody can see: of some steps together it is the share that is seen.
            size = int(np.ceil(GROUP / unit))
            groups = [share[first : first + size].mean() for first in range(0, len(share), size)]
            share = np.round(np.array(groups) * LEVELS) / LEVELS
        edges = [0, *(np.flatnonzero(np.diff(share)) + 1).tolist(), len(share)]
        for first, last in pairwise(edges):
            right = min(last * size, len(hatched))
            yield origin + first * size * unit, origin + right * unit, float(share[first])
