"""The path of a method, drawn at a cost that does not grow with the path, forward or back.

Steps are drawn one by one onto a layer, and a `LayerCache` keeps copies of it, so that any position is at most a few
hundred steps after a copy. The same operations produce the same pixels, however a position was reached.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from core.arrays import FloatArray
from gui.plots.layer_cache import LayerCache
from gui.plots.markers import draw_marker
from gui.plots.pixels import COORDINATE_LIMIT, PixelItem, is_raster, pixel_ratio, polygon
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


class Trail(PixelItem):
    """The path of one method up to a position.

    Parameters
    ----------
    cached
        Whether drawn steps are cached in a layer: False for a short path that changes at every frame.

    """

    def __init__(self, *, cached: bool = True) -> None:
        super().__init__()
        self._cached = cached
        self._style: TrailStyle | None = None
        self._path: FloatArray = np.empty((0, 2))
        self._position = 0.0
        self._drawing: _Drawing | None = None
        self._layer_cache = LayerCache()

    def set_style(self, style: TrailStyle) -> None:
        """Set colors and sizes."""
        self._style = style
        self.invalidate()

    def set_path(self, path: FloatArray, *, grown: bool = False) -> None:
        """Set the path, shape (n + 1, 2); `grown` says that it continues the path before, whose layer stays valid."""
        self._path = path
        if grown:
            self.update()
        else:
            self.invalidate()

    def set_position(self, position: float) -> None:
        """Set the position up to which the path is drawn, clamped to its end."""
        position = min(position, len(self._path) - 1.0)
        if position != self._position:
            self._position = position
            self.update()

    def invalidate(self) -> None:
        """Discard the cached layers."""
        self._layer_cache = LayerCache()
        self._drawing = None
        super().invalidate()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the steps up to the position, the step in progress and the current point."""
        style = self._style
        if style is None or not len(self._path):
            return
        if self._drawing is None:
            self._drawing = _Drawing(style, area)
        drawing = self._drawing
        drawing.extend(self.map_to_pixels(self._path[drawing.length :]))
        strokes, tip = drawing.strokes_and_tip(self._position)
        cached = strokes if style.faded_width is None else max(strokes - NEWEST_STEPS, 0)
        painter.setOpacity(style.opacity if style.faded_width is None else MAX_FADED_OPACITY)
        if not self._cached or not is_raster(painter):
            drawing.draw_without_layer(painter, cached)
        elif not drawing.area.isEmpty():  # it is empty where the view zooms in on a part without the path
            image = self._layer_cache.image_at(cached, drawing.area, pixel_ratio(painter), drawing.draw_strokes)
            painter.drawImage(drawing.area.topLeft(), image)
        painter.setOpacity(1.0)
        if style.opacity == 1.0:
            drawing.draw_tip(painter, cached, strokes, tip)


class _Drawing:
    """A path in pixels, and the drawing of its strokes.

    A stroke covers one step, or several steps that are shorter than half a pixel, so that the cost of ten thousand tiny
    steps depends on the length of the path only.
    """

    def __init__(self, style: TrailStyle, area: QRect) -> None:
        self._style = style
        self._plot_area, self.area = area, QRect()
        self._all_points = np.empty((0, 2))
        self._stroke_ends = np.empty(0, int)
        self._has_marker: list[bool] = []
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
        """The number of points added so far."""
        return len(self._all_points)

    def extend(self, pixels: FloatArray) -> None:
        """Add points at the end of the path."""
        if not len(pixels):
            return
        new, before = pixels.clip(-COORDINATE_LIMIT, COORDINATE_LIMIT), self.length
        steps = np.diff(new, axis=0, prepend=self._all_points[-1:] if before else new[:1])
        gaps = np.hypot(steps[:, 0], steps[:, 1])
        length = np.cumsum(np.concatenate([[self._arc_length], gaps]))
        ends = np.arange(len(new))
        if self._style.faded_width is None:
            marks = np.floor(length / MIN_STROKE_LENGTH)
            ends = np.flatnonzero((marks[1:] > marks[:-1]) | (ends + before == 0))
        distances = np.minimum(gaps, _distances_two_before(self._all_points, new))
        self._arc_length = float(length[-1])
        self._all_points = np.concatenate([self._all_points, new])
        self._stroke_ends = np.concatenate([self._stroke_ends, ends + before])
        self._points = self._all_points[self._stroke_ends]
        self._has_marker += ((distances[ends] >= self._style.min_marker_distance) | (ends + before == 0)).tolist()
        self._extend_area(new)

    def _extend_area(self, new: FloatArray) -> None:
        """Extend the area of the layer to new points, rounded to a coarse grid."""
        style = self._style
        if style.faded_width is not None:  # a noisy path keeps spreading, and each new layer took up to 300 ms
            self.area = self._plot_area
            return
        columns = new.T  # numpy is many times slower along rows of two
        self._low = np.minimum(self._low, [column.min() for column in columns])
        self._high = np.maximum(self._high, [column.max() for column in columns])
        reach = max(style.width, style.marker, style.current) + style.casing + 2
        low, high = (
            np.floor((self._low - reach) / AREA_GRID) * AREA_GRID,
            np.ceil((self._high + reach) / AREA_GRID) * AREA_GRID,
        )
        self.area = QRectF(QPointF(*low), QPointF(*high)).toAlignedRect() & self._plot_area

    def strokes_and_tip(self, position: float) -> tuple[int, QPointF]:
        """Return the number of complete strokes at a position, and the current point."""
        step = int(position)
        fraction = position - step
        tip = self._all_points[step]
        if fraction > 0:
            tip = (1 - fraction) * tip + fraction * self._all_points[step + 1]
        return int(np.searchsorted(self._stroke_ends, step, side="right")) - 1, QPointF(*tip)

    def draw_strokes(self, painter: QPainter, begin: int, end: int) -> None:
        """Draw strokes `begin` to `end` one by one: the pixels do not depend on how a range is split."""
        if end <= begin:
            return
        if self._style.faded_width is not None:
            painter.setPen(self._faded_pen)
            painter.drawLines(self._lines(begin, end))
            return
        modes = QPainter.CompositionMode
        points = [QPointF(*point) for point in self._points[begin : end + 1].tolist()]
        for k, (start, stop) in enumerate(pairwise(points), start=begin):
            line = QLineF(start, stop)
            painter.setPen(self._line_pen)
            painter.drawLine(line)
            # The casing goes below everything drawn so far, so that a path that doubles back does not hide itself.
            painter.setCompositionMode(modes.CompositionMode_DestinationOver)
            painter.setPen(self._casing_pen)
            painter.drawLine(line)
            painter.setCompositionMode(modes.CompositionMode_SourceOver)
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
                self._draw_marker(painter, k, QPointF(*self._points[k]))
                first = k + 1

    def _polyline(self, begin: int, end: int) -> QPainterPath:
        path = QPainterPath()
        path.addPolygon(polygon(self._points[begin : end + 1]))
        return path

    def draw_tip(self, painter: QPainter, cached: int, strokes: int, tip: QPointF) -> None:
        """Draw what changes at every frame: the step in progress or the newest steps, and the current point."""
        style = self._style
        start = QPointF(*self._points[strokes])
        if style.faded_width is not None:
            lines = [*self._lines(cached, strokes), QLineF(start, tip)]
            for line_pen in (self._casing_pen, self._line_pen):
                painter.setPen(line_pen)
                painter.drawLines(lines)
        elif tip != start:
            self._draw_move(painter, strokes, start, tip)
        if style.shows_current:
            draw_marker(painter, style.series, tip, style.current, style.theme.background, style.casing)

    def _lines(self, begin: int, end: int) -> list[QLineF]:
        points = self._points[begin : end + 1].tolist()
        return [QLineF(*a, *b) for a, b in pairwise(points)]

    def _draw_move(self, painter: QPainter, k: int, start: QPointF, tip: QPointF) -> None:
        """Draw the step in progress: its casing covers older strokes, except the last one, which is drawn again."""
        line = QLineF(start, tip)
        painter.setPen(self._move_casing_pen)
        painter.drawLine(line)
        painter.setPen(self._line_pen)
        if k:
            before = QPointF(*self._points[k - 1])
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
