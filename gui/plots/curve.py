"""A quantity against steps: the theory as a line that stands from the start, the measurement as dots that arrive."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QTransform

from core.arrays import FloatArray
from gui.plots.canvas import stand_still
from gui.plots.columns import columns
from gui.plots.markers import draw_marker
from gui.plots.pixels import STILL, PixelItem, is_raster
from gui.theme import MethodStyle, Theme, pen

SPARSE = 20
"""Dots that are drawn one by one, however close they stand."""
FEW = 3
"""Dots that cost less to draw than a layer to copy."""
COLUMNS = 2048
"""Groups that very many points are seen in: no plot is much wider in pixels."""


@dataclass(frozen=True)
class CurveStyle:
    """Colors and sizes of a curve in pixels of the picture: of its line, and of its dots apart and crowded."""

    theme: Theme
    method: MethodStyle
    line: float
    crowded: float
    dot: float
    casing: float


class Lines(PixelItem):
    """Polylines that are all there from the start: theory. They stand still unless they change from frame to frame."""

    def __init__(self, *, still: bool = True) -> None:
        super().__init__()
        self._lines: list[tuple[CurveStyle, FloatArray]] = []
        if still:
            stand_still(self)

    def set_lines(self, lines: list[tuple[CurveStyle, FloatArray]]) -> None:
        """Take up lines, the topmost last: a style and points (n, 2) each; points not finite break a line."""
        self._lines = lines
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the lines."""
        for style, points in self._lines:
            if len(points) > 1:
                pixels = thinned(self.mapped(extremes(points)).clip(-20_000, 20_000))
                path = pg.arrayToQPath(pixels[:, 0], pixels[:, 1], connect="finite")
                painter.setPen(pen(style.method.stroke, style.line * style.method.weight, style.method.dash))
                painter.drawPath(path)


class Dots(PixelItem):
    """Measured points in order of arrival, drawn up to a number of them.

    All of them stand on one kept layer, of which what has arrived is copied; in vectors the others
    are not drawn, for not every reader of SVG cuts off what it is told to.
    """

    def __init__(self) -> None:
        super().__init__()
        self._style: CurveStyle | None = None
        self._points: FloatArray = np.empty((0, 2))
        self._shown = 0
        self._found: tuple[int, QTransform, FloatArray] | None = None

    def set_style(self, style: CurveStyle) -> None:
        """Take up color, marker and size."""
        self._style = style
        self.invalidate()

    def set_points(self, points: FloatArray) -> None:
        """Take up points (n, 2) of the plot, ascending in x; where y is not finite there is no dot."""
        self._points, self._found = points, None
        self.invalidate()

    def set_shown(self, count: int) -> None:
        """Show the first `count` points."""
        if count != self._shown:
            self._shown = count
            self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the dots that have arrived."""
        style, shown = self._style, min(self._shown, len(self._points))
        if style is None or not shown:
            return
        count, reach = len(self._points), style.dot / 2 + style.casing + 1
        if not is_raster(painter) or self.data(STILL) or count <= FEW:
            painter.setClipRect(QRectF(area).adjusted(-reach, 0, reach, 0), Qt.ClipOperation.IntersectClip)
            self._draw(painter, style, shown)
            return
        last = self.mapped(self._points[shown - 1 : shown])[0, 0]
        following = self.mapped(self._points[shown : shown + 1])
        edge = last + reach if not len(following) else min(last + reach, max((last + following[0, 0]) / 2, last))
        self.kept(
            painter,
            area,
            lambda layer: self._draw(layer, style, count),
            parts=lambda: columns(self._pixels(count), reach, area),
            end=edge,
        )

    def _draw(self, painter: QPainter, style: CurveStyle, count: int) -> None:
        pixels = self._pixels(len(self._points))
        crowded = len(pixels) > SPARSE and np.median(np.diff(pixels[:, 0])) < style.dot
        pixels = self._pixels(count)
        if crowded:
            painter.setPen(pen(style.method.stroke, style.crowded))
            painter.drawPoints(pg.functions.arrayToQPolygonF(pixels[:, 0], pixels[:, 1]))
            return
        for x, y in pixels.tolist():
            draw_marker(painter, style.method, QPointF(x, y), style.dot, style.theme.ground, style.casing)

    def _pixels(self, count: int) -> FloatArray:
        """Return where those of the first `count` points stand that can be told apart."""
        transform = self.sceneTransform()
        if self._found is None or self._found[:2] != (count, transform):
            points = extremes(self._points[:count])
            pixels = thinned(self.mapped(points[np.isfinite(points[:, 0] + points[:, 1])]), gap=1.0)
            self._found = count, transform, pixels
        return self._found[2]


def extremes(points: FloatArray) -> FloatArray:
    """Return what can be seen of very many points, ascending in x and evenly apart.

    That is the first, the lowest, the highest and the last of each of `COLUMNS` groups.
    """
    size = len(points) // COLUMNS
    if size < 8:
        return points
    whole = len(points) // size * size
    groups, first = points[:whole, 1].reshape(-1, size), np.arange(0, whole, size)
    inner = np.sort([groups.argmin(axis=1), groups.argmax(axis=1)], axis=0)
    kept = np.column_stack([first, *(first + inner), first + size - 1]).ravel()
    seen: FloatArray = np.concatenate([points[kept], points[whole:]])
    return seen


def thinned(pixels: FloatArray, gap: float = 0.5) -> FloatArray:
    """Return the points without those that repeat their neighbor within `gap` pixels along the way.

    The ends are kept, and so are points that are not finite, with those beside them.
    """
    if len(pixels) < 3:
        return pixels
    way = np.nancumsum(np.hypot(*np.diff(pixels, axis=0).T))
    fresh = np.diff(np.floor(way / gap), prepend=-1.0) > 0
    keep = np.concatenate([[True], fresh])
    lost = ~np.isfinite(pixels[:, 0] + pixels[:, 1])
    keep |= lost
    keep[1:] |= lost[:-1]
    keep[:-1] |= lost[1:]
    keep[-1] = True
    kept: FloatArray = pixels[keep]
    return kept
