"""The path of a method, at a cost that does not grow with its length, forward or back.

Steps are drawn one after the other onto a kept layer; copies of it are kept along the way, so that
any position is at most a few hundred steps from one of them. The same operations make the same
pixels, whichever way a position was reached.
"""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Protocol

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from core.arrays import FloatArray
from gui.plots.markers import draw_marker
from gui.plots.pixels import PixelItem, draw_on, is_raster, new_layer, pixel_ratio
from gui.theme import MethodStyle, Theme, pen

SPACING = 500
"""Steps between kept copies of the layer; more on runs so long that `COPIES` would not reach."""
COPIES = 48
NEWEST = 60
"""Steps of a fading trail that stand out."""
FADED = 0.28


class Steps(Protocol):
    """Draws the steps from one number to another."""

    def __call__(self, painter: QPainter, begin: int, end: int) -> None:
        """Draw steps `begin` to `end`."""


@dataclass(frozen=True)
class TrailStyle:
    """How a trail is drawn, in pixels of the picture.

    Attributes
    ----------
    width, casing
        Of its line and of the ground-colored rim on each side.
    marker, current
        Diameters of an iterate's marker and of the current point's.
    sparse
        Iterates closer than this have no markers.
    older
        None for a path that stays; for a noisy one the width of what fades behind its newest steps.

    """

    theme: Theme
    method: MethodStyle
    width: float
    casing: float
    marker: float
    current: float
    sparse: float
    older: float | None = None


class Trail(PixelItem):
    """The path of one method up to a position."""

    def __init__(self) -> None:
        super().__init__()
        self._style: TrailStyle | None = None
        self._path: FloatArray = np.empty((0, 2))
        self._position = 0.0
        self._pixels: FloatArray = np.empty((0, 2))
        self._marked: list[bool] = []
        self._transform: tuple[float, ...] = ()
        self._tape = _Tape()

    def set_style(self, style: TrailStyle) -> None:
        """Take up colors and widths."""
        self._style = style
        self.invalidate()

    def set_path(self, path: FloatArray, *, grown: bool = False) -> None:
        """Take up a path, shape (n + 1, 2); `grown` says that it only continues the one before."""
        self._path = path
        if not grown:
            self.invalidate()
        self._transform = ()
        self.update()

    def set_position(self, position: float) -> None:
        """Show the path up to a position, clamped to its end."""
        position = min(position, len(self._path) - 1.0)
        if position != self._position:
            self._position = position
            self.update()

    def invalidate(self) -> None:
        """Forget the layers."""
        self._tape = _Tape()
        self._transform = ()
        super().invalidate()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the steps so far, the move under way and the current point."""
        style = self._style
        if style is None or not len(self._path):
            return
        self._map(style)
        step = int(self._position)
        tail = step if style.older is None else max(step - NEWEST, 0)
        if is_raster(painter):
            image = self._tape.at(tail, area, pixel_ratio(painter), len(self._path), self._steps)
            painter.setOpacity(1.0 if style.older is None else FADED)
            painter.drawImage(area.topLeft(), image)
        else:
            painter.setOpacity(1.0 if style.older is None else FADED)
            self._steps(painter, 0, tail)
        painter.setOpacity(1.0)
        tip = self._tip(step)
        if style.older is None:
            if tip != self._point(step):
                self._step(painter, style, step, tip)
        else:
            self._newest(painter, style, tail, step, tip)
        draw_marker(painter, style.method, tip, style.current, style.theme.ground, style.casing)

    def _map(self, style: TrailStyle) -> None:
        """Bring the path to pixels, once for each view of it."""
        transform = self.sceneTransform()
        key = (transform.m11(), transform.m22(), transform.dx(), transform.dy())
        if key == self._transform:
            return
        self._transform = key
        # Far beyond the plot a raster engine's integers overflow; the path leaves the picture all the same.
        self._pixels = self.mapped(self._path).clip(-20_000, 20_000)
        gaps = np.hypot(*np.diff(self._pixels, axis=0).T)
        self._marked = [False, *(gaps >= style.sparse).tolist()] if len(gaps) else [False]
        self._marked[0] = True

    def _point(self, step: int) -> QPointF:
        x, y = self._pixels[step]
        return QPointF(x, y)

    def _tip(self, step: int) -> QPointF:
        share = self._position - step
        if share <= 0:
            return self._point(step)
        x, y = (1 - share) * self._pixels[step] + share * self._pixels[step + 1]
        return QPointF(x, y)

    def _steps(self, painter: QPainter, begin: int, end: int) -> None:
        """Draw steps `begin` to `end` on a layer, each the same way whatever else is drawn in one go."""
        style = self._style
        if style is None or end <= begin:
            return
        if style.older is not None:
            painter.setPen(pen(style.method.stroke, style.older))
            painter.drawLines(self._lines(begin, end))
            return
        for step in range(begin, end):
            self._step(painter, style, step, self._point(step + 1))

    def _lines(self, begin: int, end: int) -> list[QLineF]:
        points = self._pixels[begin : end + 1].tolist()
        return [QLineF(*a, *b) for a, b in pairwise(points)]

    def _step(self, painter: QPainter, style: TrailStyle, step: int, tip: QPointF) -> None:
        """Draw the step from `step` to `tip`: its casing cuts older lines, except where it joins the step before."""
        here = self._point(step)
        lines = [QLineF(here, tip)]
        painter.setPen(pen(style.theme.ground, style.width + 2 * style.casing))
        painter.drawLine(lines[0])
        if step:
            lines.insert(0, QLineF(self._point(step - 1), here))
        painter.setPen(_solid(style))
        painter.drawLines(lines)
        for k in range(max(step - 1, 0), step + 1):
            if self._marked[k]:
                draw_marker(painter, style.method, self._point(k), style.marker, style.theme.ground, style.casing)

    def _newest(self, painter: QPainter, style: TrailStyle, begin: int, end: int, tip: QPointF) -> None:
        lines = [*self._lines(begin, end), QLineF(self._point(end), tip)]
        for color, width in (
            (style.theme.ground, style.width + 2 * style.casing),
            (style.method.stroke, style.width),
        ):
            painter.setPen(pen(QColor(color), width))
            painter.drawLines(lines)


def _solid(style: TrailStyle) -> QPen:
    return pen(style.method.stroke, style.width * style.method.weight)


class _Tape:
    """A layer that can be wound to any number of steps, with copies along the way to wind back to."""

    def __init__(self) -> None:
        self._key: object = None
        self._copies: dict[int, QImage] = {}
        self._image = QImage()
        self._drawn = 0

    def at(self, target: int, area: QRect, ratio: float, length: int, draw: Steps) -> QImage:
        """Return the layer with exactly `target` steps on it."""
        if self._key != (area, ratio):
            self._key = (area, ratio)
            self._image, self._drawn = new_layer(area, ratio), 0
            self._copies = {0: self._image.copy()}
        spacing = max(SPACING, length // COPIES)
        nearest = max(kept for kept in self._copies if kept <= target)
        if target < self._drawn or nearest > self._drawn:
            self._image, self._drawn = self._copies[nearest].copy(), nearest
        while self._drawn < target:
            stop = min((self._drawn // spacing + 1) * spacing, target)
            begin = self._drawn
            draw_on(self._image, area, partial(draw, begin=begin, end=stop))
            self._drawn = stop
            if stop % spacing == 0 and stop not in self._copies:
                self._copies[stop] = self._image.copy()
        return self._image
