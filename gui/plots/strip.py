"""A strip with a cell for each step of a run, hatched or solid."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.hatching import hatch_lines
from gui.plots.pixels import PixelItem, is_raster
from gui.style.theme import pen

MIN_CELL_WIDTH = 6.0
"""Width of a step in pixels below which equal neighbors are drawn as one run."""
GAP = 0.18
"""Gap between two steps, in widths of a step."""
MIN_SOLID_WIDTH = 3.0
"""Width of a solid run in pixels, at least: a few solid steps among thousands of hatched ones stay visible."""
MAX_CHANGES_PER_PIXEL = 0.05
"""Changes of kind per pixel above which steps are grouped, and a group shows its share of hatched steps."""
GROUP_WIDTH, SHARE_LEVELS = 24.0, 8
"""Width of a group in pixels, and the number of levels that its share is rounded to."""


class Strip(PixelItem):
    """Steps over the whole height of a plot, one unit of x each; only the first ones are visible.

    Parameters
    ----------
    empty
        True to draw only the frames of all steps, for steps to come.

    """

    def __init__(self, *, empty: bool = False) -> None:
        super().__init__()
        self._empty = empty
        self._color = QColor()
        self._line, self._pitch = 1.0, 8.0
        self.hatched: FloatArray = np.empty(0)
        """For each step whether it is hatched, shape (n,), as set last."""
        self.visible_count = 0
        """The number of first steps that are drawn."""

    def set_style(self, color: str, line: float, pitch: float) -> None:
        """Set the color, and line width and distance of hatches in pixels."""
        self._color, self._line, self._pitch = QColor(color), line, pitch
        self.invalidate()

    def set_steps(self, hatched: FloatArray) -> None:
        """Set the steps, shape (n,): a step is hatched where the value is not 0, else solid."""
        self.hatched = hatched
        self.invalidate()

    def set_visible_count(self, count: int) -> None:
        """Draw the first `count` steps only."""
        if count != self.visible_count:
            before, self.visible_count = self.visible_count, count
            area = QRectF(self.area())
            area.setLeft(self._right_edge(min(before, count)))
            area.setRight(self._right_edge(max(before, count)))
            self.update_pixels(area)

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the visible steps: the visible part of a cached layer that contains all steps."""
        visible = len(self.hatched) if self._empty else min(self.visible_count, len(self.hatched))
        if not visible:
            return
        if not is_raster(painter):
            self._draw(painter, area, self.hatched[:visible])
            return
        edge = self._right_edge(visible)
        self.draw_cached(painter, area, lambda layer: self._draw(layer, area, self.hatched), right_edge=edge)

    def _right_edge(self, count: int) -> int:
        """Return the x in scene pixels at which the first `count` steps end."""
        x: float = self.sceneTransform().map(float(count), 0.0)[0]
        return round(x) + 1

    def _draw(self, painter: QPainter, area: QRect, hatched: FloatArray) -> None:
        hatches: list[QLineF] = []
        frames: list[QRectF] = []
        solid: list[QRectF] = []
        half, top = self._line / 2, area.top() + self._line
        height = area.height() - 2 * self._line
        for left, right, share in self._runs(hatched):
            cell = QRectF(left, top, right - left, share * height)
            if share > 0.0:
                inside = cell.adjusted(half, half, -half, -half)
                frames.append(inside)
                hatches += [] if self._empty else hatch_lines(inside, area.left(), self._pitch)
            if share < 1.0:
                wider = min(cell.width() - MIN_SOLID_WIDTH, 0.0)
                solid.append(QRectF(left + wider, cell.bottom(), right - left - wider, (1.0 - share) * height))
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
        """Yield left, right and hatched share of each step, or of each run or group of narrow steps."""
        transform = self.sceneTransform()
        unit, origin = transform.m11(), transform.dx()
        share, size = np.ones(len(hatched)) if self._empty else (hatched != 0.0).astype(float), 1
        if unit >= MIN_CELL_WIDTH:
            for k, each in enumerate(share.tolist()):
                gap = GAP * unit / 2
                yield origin + k * unit + gap, origin + (k + 1) * unit - gap, each
            return
        if np.count_nonzero(np.diff(share)) > MAX_CHANGES_PER_PIXEL * unit * len(share):
            # The kinds alternate too fast to be seen one by one: groups show their share of hatched steps.
            size = int(np.ceil(GROUP_WIDTH / unit))
            groups = [share[first : first + size].mean() for first in range(0, len(share), size)]
            share = np.round(np.array(groups) * SHARE_LEVELS) / SHARE_LEVELS
        edges = [0, *(np.flatnonzero(np.diff(share)) + 1).tolist(), len(share)]
        for first, last in pairwise(edges):
            right = min(last * size, len(hatched))
            yield origin + first * size * unit, origin + right * unit, float(share[first])
