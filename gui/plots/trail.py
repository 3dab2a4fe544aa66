"""The path of a method, at a cost that does not grow with its length, forward or back.

Steps are drawn one after the other onto a kept layer; copies of it are kept along the way, so that
any position is at most a few hundred steps from one of them. The same operations make the same
pixels, whichever way a position was reached.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from core.arrays import FloatArray
from gui.plots.layer_cache import LayerCache
from gui.plots.markers import draw_marker
from gui.plots.pixels import PixelItem, is_raster, pixel_ratio, polygon
from gui.style.series import SeriesStyle
from gui.style.theme import Theme, pen

NEWEST_STEPS = 60
"""Steps of a fading trail that stand out."""
FADED_OPACITY = 0.28
"""Opacity of an older stroke of a fading trail, where no other crosses it."""
MAX_FADED_OPACITY = 0.6
"""Opacity of very many of them in one place: the landscape stays visible through a tangle."""
GRID = 128
"""Pixels to which a layer's edges are rounded."""
FINE = 0.5
"""Pixels of way that a stroke covers at least."""


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
    older, faded
        None for a path that stays; for a noisy one the width of what fades behind its newest steps,
        and the opacity of a stroke of it: where strokes cross often it is deeper, up to `DEEPEST`.
    opacity
        Of the whole trail: 1 except for a ghost, which has no current point.
    pointed
        Whether the current point is drawn: False where something else shows it.

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
    kept
        Whether what is drawn is kept: False for a short path that is another one at every frame.

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
        """Take up colors and widths."""
        self._style = style
        self.invalidate()

    def set_path(self, path: FloatArray, *, grown: bool = False) -> None:
        """Take up a path, shape (n + 1, 2); `grown` says that it continues the one before: what is drawn stays."""
        self._path = path
        if grown:
            self.update()
        else:
            self.invalidate()

    def set_position(self, position: float) -> None:
        """Show the path up to a position, clamped to its end."""
        position = min(position, len(self._path) - 1.0)
        if position != self._position:
            self._position = position
            self.update()

    def invalidate(self) -> None:
        """Forget the layers."""
        self._layer_cache = LayerCache()
        self._drawing = None
        super().invalidate()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the steps so far, the move under way and the current point."""
        style = self._style
        if style is None or not len(self._path):
            return
        if self._drawing is None:
            self._drawing = _Drawing(style, area)
        drawing = self._drawing
        drawing.extend(self.map_to_pixels(self._path[drawing.length :]))
        strokes, tip = drawing.reached(self._position)
        settled = strokes if style.faded_width is None else max(strokes - NEWEST_STEPS, 0)
        painter.setOpacity(style.opacity if style.faded_width is None else MAX_FADED_OPACITY)
        if not self._cached or not is_raster(painter):
            drawing.outline(painter, settled)
        elif not drawing.area.isEmpty():  # as it is where a closer look at the landscape leaves the path aside
            image = self._layer_cache.at(settled, drawing.area, pixel_ratio(painter), drawing.settle)
            painter.drawImage(drawing.area.topLeft(), image)
        painter.setOpacity(1.0)
        if style.opacity == 1.0:
            drawing.finish(painter, settled, strokes, tip)


class _Drawing:
    """A path in pixels, and how its strokes are drawn.

    A stroke joins two points of the path that are far enough apart to be seen: steps shorter than
    half a pixel are drawn together, so that ten thousand tiny steps cost no more than they show.
    """

    def __init__(self, style: TrailStyle, area: QRect) -> None:
        self._style = style
        self._plot, self.area = area, QRect()
        self._every = np.empty((0, 2))
        self._kept = np.empty(0, int)
        self._marked: list[bool] = []
        self._way = 0.0
        self._low, self._high = np.full(2, np.inf), np.full(2, -np.inf)
        self._stroke = pen(style.series.stroke, style.width * style.series.weight)
        self._casing = pen(style.theme.background, style.width * style.series.weight + 2 * style.casing)
        # Round ends would reach back over steps shorter than themselves, and wipe them out.
        self._cut = pen(style.theme.background, style.width * style.series.weight + 2 * style.casing)
        self._cut.setCapStyle(Qt.PenCapStyle.FlatCap)
        single = QColor(style.series.stroke)
        single.setAlphaF(min(style.faded_opacity / MAX_FADED_OPACITY, 1.0))
        self._faded = pen(single, style.faded_width or style.width)
        # Five times as fast as round ends, and at this width nobody sees a difference.
        self._faded.setCapStyle(Qt.PenCapStyle.SquareCap)

    @property
    def length(self) -> int:
        """How many points of the path it has taken up."""
        return len(self._every)

    def extend(self, pixels: FloatArray) -> None:
        """Take up more points at the end: what there is stays as it is."""
        if not len(pixels):
            return
        # Far beyond the plot a raster engine's integers overflow; the path leaves the picture all the same.
        new, before = pixels.clip(-20_000, 20_000), self.length
        steps = np.diff(new, axis=0, prepend=self._every[-1:] if before else new[:1])
        gaps = np.hypot(steps[:, 0], steps[:, 1])
        way = np.cumsum(np.concatenate([[self._way], gaps]))
        fresh = np.arange(len(new))
        if self._style.faded_width is None:
            marks = np.floor(way / FINE)
            fresh = np.flatnonzero((marks[1:] > marks[:-1]) | (fresh + before == 0))
        apart = np.minimum(gaps, _two_before(self._every, new))
        self._way = float(way[-1])
        self._every = np.concatenate([self._every, new])
        self._kept = np.concatenate([self._kept, fresh + before])
        self._points = self._every[self._kept]
        self._marked += ((apart[fresh] >= self._style.min_marker_distance) | (fresh + before == 0)).tolist()
        self._spread(new)

    def _spread(self, new: FloatArray) -> None:
        """Let the area hold new points as well, on a coarse grid, so that a growing path rarely needs another layer."""
        style = self._style
        if style.faded_width is not None:  # noise spreads: at every new layer for it all strokes would be drawn again
            self.area = self._plot
            return
        columns = new.T  # along rows of two numpy is many times slower
        self._low = np.minimum(self._low, [column.min() for column in columns])
        self._high = np.maximum(self._high, [column.max() for column in columns])
        reach = max(style.width, style.marker, style.current) + style.casing + 2
        low, high = np.floor((self._low - reach) / GRID) * GRID, np.ceil((self._high + reach) / GRID) * GRID
        self.area = QRectF(QPointF(*low), QPointF(*high)).toAlignedRect() & self._plot

    def reached(self, position: float) -> tuple[int, QPointF]:
        """Return how many strokes are complete at a position, and where the current point stands."""
        step = int(position)
        share = position - step
        tip = self._every[step]
        if share > 0:
            tip = (1 - share) * tip + share * self._every[step + 1]
        return int(np.searchsorted(self._kept, step, side="right")) - 1, QPointF(*tip)

    def settle(self, painter: QPainter, begin: int, end: int) -> None:
        """Draw strokes `begin` to `end`, each the same way whatever else is drawn in one go."""
        if end <= begin:
            return
        if self._style.faded_width is not None:
            painter.setPen(self._faded)
            painter.drawLines(self._lines(begin, end))
            return
        modes = QPainter.CompositionMode
        points = [QPointF(*point) for point in self._points[begin : end + 1].tolist()]
        for k, (here, there) in enumerate(pairwise(points), start=begin):
            line = QLineF(here, there)
            painter.setPen(self._stroke)
            painter.drawLine(line)
            # The casing goes beneath everything drawn so far: where a path doubles back it must not hide itself.
            painter.setCompositionMode(modes.CompositionMode_DestinationOver)
            painter.setPen(self._casing)
            painter.drawLine(line)
            painter.setCompositionMode(modes.CompositionMode_SourceOver)
            self._mark(painter, k, here)

    def outline(self, painter: QPainter, end: int) -> None:
        """Draw all strokes up to `end` without layers, in few shapes: one casing, strokes joined up to a marker."""
        if self._style.faded_width is not None or end <= 0:
            self.settle(painter, 0, end)
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._casing)
        painter.drawPath(self._path(0, end))
        first = 0
        for k in range(end):
            if self._marked[k] or k == end - 1:
                painter.setPen(self._stroke)
                painter.drawPath(self._path(first, k + 1))
                self._mark(painter, k, QPointF(*self._points[k]))
                first = k + 1

    def _path(self, begin: int, end: int) -> QPainterPath:
        path = QPainterPath()
        path.addPolygon(polygon(self._points[begin : end + 1]))
        return path

    def finish(self, painter: QPainter, settled: int, strokes: int, tip: QPointF) -> None:
        """Draw what changes from frame to frame: the move under way, or the newest steps, and the current point."""
        style = self._style
        here = QPointF(*self._points[strokes])
        if style.faded_width is not None:
            lines = [*self._lines(settled, strokes), QLineF(here, tip)]
            for each in (self._casing, self._stroke):
                painter.setPen(each)
                painter.drawLines(lines)
        elif tip != here:
            self._move(painter, strokes, here, tip)
        if style.shows_current:
            draw_marker(painter, style.series, tip, style.current, style.theme.background, style.casing)

    def _lines(self, begin: int, end: int) -> list[QLineF]:
        points = self._points[begin : end + 1].tolist()
        return [QLineF(*a, *b) for a, b in pairwise(points)]

    def _move(self, painter: QPainter, k: int, here: QPointF, tip: QPointF) -> None:
        """Draw the move under way: its casing cuts older strokes, except the one it joins, which is drawn again."""
        line = QLineF(here, tip)
        painter.setPen(self._cut)
        painter.drawLine(line)
        painter.setPen(self._stroke)
        if k:
            before = QPointF(*self._points[k - 1])
            painter.drawLine(QLineF(before, here))
            self._mark(painter, k - 1, before)
        painter.drawLine(line)
        self._mark(painter, k, here)

    def _mark(self, painter: QPainter, k: int, at: QPointF) -> None:
        if self._marked[k]:
            style = self._style
            draw_marker(painter, style.series, at, style.marker, style.theme.background, style.casing)


def _two_before(earlier: FloatArray, new: FloatArray) -> FloatArray:
    """Return how far each of `new` is from the point two before it: in a zigzag that is its neighbor."""
    joined = np.concatenate([earlier[-2:], new])
    ways = np.full(len(joined), np.inf)
    ways[2:] = np.hypot(*(joined[2:] - joined[:-2]).T)
    found: FloatArray = ways[len(joined) - len(new) :]
    return found
