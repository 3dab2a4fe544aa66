"""The strokes of a trail in pixels, which are drawn one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from core.arrays import FloatArray
from gui.plots.markers import draw_marker
from gui.plots.pixels import COORDINATE_LIMIT, bounds, polygon
from gui.plots.strokes import draw_round_strokes, strokes_between
from gui.style.series import SeriesStyle
from gui.style.theme import Theme, pen

NEWEST_STEPS = 60
"""Steps at the end of a fading trail that are drawn at full opacity."""
FADED_OPACITY = 0.28
"""Opacity of one older stroke of a fading trail."""
MAX_FADED_OPACITY = 0.6
"""Opacity of many overlapping older strokes: the landscape below stays visible."""
AREA_GRID = 128
"""Grid in pixels to which the edges of a layer are rounded, so that a growing path rarely needs a new layer."""
MIN_STROKE_LENGTH = 0.5
"""Arc length in pixels that a stroke covers, at least: shorter steps are joined."""


ToPixels = Callable[[FloatArray], FloatArray]
"""Maps points (n, 2) of the plot to pixels of the scene."""


@dataclass(frozen=True)
class TrailStyle:
    """Colors of a trail, and sizes in pixels of the picture.

    Attributes
    ----------
    width, casing
        Widths of the line and of its casing, in the color of the background, on each side.
    marker, current
        Diameters of the marker of an iterate and of the current point.
    min_marker_distance
        Iterates closer than this to their neighbors have no marker.
    faded_width, faded_opacity
        For a noisy path that fades behind its newest steps: width and opacity of one older stroke. Overlapping strokes
        reach an opacity of `MAX_FADED_OPACITY`. A width of None is for a path that does not fade.
    opacity
        Opacity of the whole trail: 1 except for a ghost, which has no current point.
    shows_current
        False where another item shows the current point.

    """

    theme: Theme
    series: SeriesStyle
    width: float
    casing: float
    marker: float
    current: float
    min_marker_distance: float
    faded_width: float | None = None
    faded_opacity: float = FADED_OPACITY
    opacity: float = 1.0
    shows_current: bool = True


class TrailDrawing:
    """A path in pixels, and the drawing of its strokes.

    A stroke covers one step, or several steps that are shorter than half a pixel, so that the cost of ten thousand tiny
    steps depends on the length of the path only.
    """

    def __init__(self, style: TrailStyle, area: QRect, to_pixels: ToPixels) -> None:
        self._style, self._to_pixels = style, to_pixels
        self._plot_area, self.area = area, QRect()
        self._path: FloatArray = np.empty((0, 2))
        self._stroke_ends = np.empty(0, np.int32)
        self._has_marker = np.empty(0, bool)
        self._arc_length = 0.0
        self._low, self._high = np.full(2, np.inf), np.full(2, -np.inf)
        self._line_pen = pen(style.series.stroke, style.width * style.series.weight)
        self._casing_pen = pen(style.theme.background, style.width * style.series.weight + 2 * style.casing)
        # Flat caps: round ones would cover earlier steps that are shorter than the cap.
        self._move_casing_pen = pen(style.theme.background, style.width * style.series.weight + 2 * style.casing)
        self._move_casing_pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        stroke_color = QColor(style.series.stroke)
        stroke_color.setAlphaF(min(style.faded_opacity / MAX_FADED_OPACITY, 1.0))
        self._faded_pen = pen(stroke_color, style.faded_width or style.width)
        # Square caps take a fifth of the time of round ones and look the same at this width.
        self._faded_pen.setCapStyle(Qt.PenCapStyle.SquareCap)

    @property
    def length(self) -> int:
        """The number of points of the path."""
        return len(self._path)

    def extend(self, path: FloatArray) -> None:
        """Set the path, shape (n, 2) in the plot's coordinates, which continues the one before."""
        before = self.length
        if len(path) <= before:
            return
        new, earlier = self._pixels(path[before:]), self._pixels(self._path[-2:])
        steps = np.diff(new, axis=0, prepend=earlier[-1:] if before else new[:1])
        gaps = np.hypot(steps[:, 0], steps[:, 1])
        length = np.cumsum(np.concatenate([[self._arc_length], gaps]))
        ends = np.arange(len(new))
        if self._style.faded_width is None:
            marks = np.floor(length / MIN_STROKE_LENGTH)
            ends = np.flatnonzero((marks[1:] > marks[:-1]) | (ends + before == 0))
        distances = np.minimum(gaps, _distances_two_before(earlier, new))
        self._arc_length = float(length[-1])
        self._path = path
        self._stroke_ends = np.concatenate([self._stroke_ends, (ends + before).astype(np.int32)])
        marked = (distances[ends] >= self._style.min_marker_distance) | (ends + before == 0)
        self._has_marker = np.concatenate([self._has_marker, marked])
        self._extend_area(new)

    def _extend_area(self, new: FloatArray) -> None:
        """Extend the area of the layer to new points, rounded to a coarse grid."""
        if self._style.faded_width is not None:  # a noisy path keeps spreading, and each new layer took up to 300 ms
            self.area = self._plot_area
            return
        columns = new.T  # numpy is many times slower along rows of two
        self._low = np.minimum(self._low, [column.min() for column in columns])
        self._high = np.maximum(self._high, [column.max() for column in columns])
        low, high = (
            np.floor((self._low - self._reach) / AREA_GRID) * AREA_GRID,
            np.ceil((self._high + self._reach) / AREA_GRID) * AREA_GRID,
        )
        self.area = QRectF(QPointF(*low), QPointF(*high)).toAlignedRect() & self._plot_area

    @property
    def _reach(self) -> float:
        """The distance in pixels from the path within which it is drawn, at least."""
        style = self._style
        reach: float = max(style.width * style.series.weight, style.marker, style.current) + style.casing + 2
        return reach

    def changed_rect(self, before: float, after: float) -> QRectF:
        """Return the rectangle in scene pixels outside of which two positions have the same pixels."""
        low, high = sorted((before, after))
        # The step in progress is drawn together with the stroke before it, and the newest steps at full opacity.
        together = 1 if self._style.faded_width is None else NEWEST_STEPS
        ends = self._ends(max(self._stroke_count(low) - together, 0), self._stroke_count(high) + 1)
        return bounds(np.concatenate([ends, [self._tip(low), self._tip(high)]]), self._reach)

    def covered_rect(self, begin: int, end: int) -> QRectF:
        """Return the rectangle in scene pixels within which strokes `begin` to `end` are drawn."""
        return bounds(self._ends(begin, end + 1), self._reach)

    def _ends(self, begin: int, end: int) -> FloatArray:
        """Return the ends of strokes `begin` to `end`, shape (end - begin, 2); stroke k goes from end k to k + 1."""
        return self._pixels(self._path[self._stroke_ends[begin:end]])

    def _pixels(self, points: FloatArray) -> FloatArray:
        """Return points in pixels: those of a long path are not kept, and mapped when they are drawn."""
        pixels: FloatArray = self._to_pixels(points).clip(-COORDINATE_LIMIT, COORDINATE_LIMIT)
        return pixels

    def _stroke_count(self, position: float) -> int:
        """Return the number of complete strokes at a position."""
        return int(np.searchsorted(self._stroke_ends, int(position), side="right")) - 1

    def strokes_and_tip(self, position: float) -> tuple[int, QPointF]:
        """Return the number of complete strokes at a position, and the current point."""
        return self._stroke_count(position), QPointF(*self._tip(position))

    def _tip(self, position: float) -> FloatArray:
        """Return the current point in pixels, shape (2,)."""
        step = int(position)
        points, fraction = self._pixels(self._path[step : step + 2]), position - step
        tip: FloatArray = (1 - fraction) * points[0] + fraction * points[1] if fraction > 0 else points[0]
        return tip

    def draw_strokes(self, painter: QPainter, begin: int, end: int) -> None:
        """Draw strokes `begin` to `end` one by one: the pixels do not depend on how a range is split."""
        if end <= begin:
            return
        if self._style.faded_width is not None:
            painter.setPen(self._faded_pen)
            painter.drawLines(self._lines(begin, end))
            return
        # Looked up once: in the loop these took a tenth of the time.
        below, above = (
            QPainter.CompositionMode.CompositionMode_DestinationOver,
            QPainter.CompositionMode.CompositionMode_SourceOver,
        )
        line_pen, casing_pen = self._line_pen, self._casing_pen
        points = [QPointF(*point) for point in self._ends(begin, end + 1).tolist()]
        for k, (start, stop) in enumerate(pairwise(points), start=begin):
            line = QLineF(start, stop)
            painter.setPen(line_pen)
            painter.drawLine(line)
            # The casing goes below everything drawn so far, so that a path that doubles back does not hide itself.
            painter.setCompositionMode(below)
            painter.setPen(casing_pen)
            painter.drawLine(line)
            painter.setCompositionMode(above)
            self._draw_marker(painter, k, start)

    def draw_without_layer(self, painter: QPainter, end: int) -> None:
        """Draw all strokes up to `end` as few shapes: one casing, and one polyline from marker to marker."""
        if self._style.faded_width is not None or end <= 0:
            self.draw_strokes(painter, 0, end)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._casing_pen)
        painter.drawPath(self._polyline(0, end))
        first = 0
        for k in range(end):
            if self._has_marker[k] or k == end - 1:
                painter.setPen(self._line_pen)
                painter.drawPath(self._polyline(first, k + 1))
                self._draw_marker(painter, k, QPointF(*self._ends(k, k + 1)[0]))
                first = k + 1

    def _polyline(self, begin: int, end: int) -> QPainterPath:
        path = QPainterPath()
        path.addPolygon(polygon(self._ends(begin, end + 1)))
        return path

    def draw_tip(self, painter: QPainter, cached: int, strokes: int, tip: QPointF) -> None:
        """Draw what changes at every frame: the step in progress or the newest steps, and the current point."""
        style = self._style
        start = QPointF(*self._ends(strokes, strokes + 1)[0])
        if style.faded_width is not None:
            corners = np.vstack([self._ends(cached, strokes + 1), tip.toTuple()])
            for line_pen in (self._casing_pen, self._line_pen):
                draw_round_strokes(painter, corners, line_pen)
        elif tip != start:
            self._draw_move(painter, strokes, start, tip)
        if style.shows_current:
            draw_marker(painter, style.series, tip, style.current, style.theme.background, style.casing)

    def _lines(self, begin: int, end: int) -> list[QLineF]:
        return strokes_between(self._ends(begin, end + 1))

    def _draw_move(self, painter: QPainter, k: int, start: QPointF, tip: QPointF) -> None:
        """Draw the step in progress: its casing covers older strokes, except the last one, which is drawn again."""
        line = QLineF(start, tip)
        painter.setPen(self._move_casing_pen)
        painter.drawLine(line)
        painter.setPen(self._line_pen)
        if k:
            before = QPointF(*self._ends(k - 1, k)[0])
            painter.drawLine(QLineF(before, start))
            self._draw_marker(painter, k - 1, before)
        painter.drawLine(line)
        self._draw_marker(painter, k, start)

    def _draw_marker(self, painter: QPainter, k: int, center: QPointF) -> None:
        if self._has_marker[k]:
            style = self._style
            draw_marker(painter, style.series, center, style.marker, style.theme.background, style.casing)


def _distances_two_before(earlier: FloatArray, new: FloatArray) -> FloatArray:
    """Return the distance of each new point from the point two before it, which is its neighbor in a zigzag."""
    joined = np.concatenate([earlier[-2:], new])
    distances = np.full(len(joined), np.inf)
    distances[2:] = np.hypot(*(joined[2:] - joined[:-2]).T)
    of_new: FloatArray = distances[len(joined) - len(new) :]
    return of_new
