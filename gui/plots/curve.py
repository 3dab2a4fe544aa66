"""Curves: predictions as lines that are complete from the start, measurements as dots that appear one by one."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QTransform

from core.arrays import FloatArray
from gui.plots.canvas import mark_static
from gui.plots.columns import covering_columns
from gui.plots.dense_dots import DenseDots
from gui.plots.markers import MARKER_REACH, draw_marker
from gui.plots.pixels import COORDINATE_LIMIT, STATIC, PixelItem, bounds, is_raster
from gui.plots.strokes import draw_line
from gui.plots.thinning import peak_downsampled, simplified, thinned
from gui.style.series import SeriesStyle
from gui.style.theme import Theme, pen

MAX_SEPARATE_DOTS = 20
"""Up to this count each dot is drawn by itself, however close the dots are."""
MAX_UNTHINNED_POINTS = 200
"""Up to this count a line is drawn as it is: thinning the 129 points of a cut took a third of the drawing time."""
SPARSE_DOT = 1.6
"""Size of many dots that hardly overlap, as a multiple of those that do."""
MAX_UNCACHED_DOTS = 3
"""Up to this count dots are drawn directly, which costs less than copying a layer."""


@dataclass(frozen=True)
class CurveStyle:
    """Colors of a curve, and sizes in pixels of its line, overlapping dots, separate dots and their casing."""

    theme: Theme
    series: SeriesStyle
    line: float
    dense_dot: float
    dot: float
    casing: float

    def sparse(self) -> Self:
        """Return the style for many dots that hardly overlap, which are larger."""
        return replace(self, dense_dot=SPARSE_DOT * self.dense_dot)


class Lines(PixelItem):
    """Polylines that are complete from the start, such as predictions; `static` unless they change at every frame."""

    def __init__(self, *, static: bool = True) -> None:
        super().__init__()
        self.lines: list[tuple[CurveStyle, FloatArray]] = []
        """The style and the points, shape (n, 2), of each line, as set last."""
        self._smooth = True
        if static:
            mark_static(self)

    def set_lines(self, lines: list[tuple[CurveStyle, FloatArray]], *, smooth: bool = True) -> None:
        """Set the lines, the topmost last: each a style and points (n, 2). Points that are not finite break a line.

        Without `smooth` a line that turns little is drawn without joints, in less than half of the time: for lines
        that morph. On a line at rest the overlaps of its strokes would be visible as beads.
        """
        self.lines, self._smooth = lines, smooth
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the lines."""
        for style, points in self.lines:
            if len(points) > 1:
                pixels = self.map_to_pixels(peak_downsampled(points, area.width()))
                pixels = pixels.clip(-COORDINATE_LIMIT, COORDINATE_LIMIT)
                painter.setPen(pen(style.series.stroke, style.line * style.series.weight, style.series.dash))
                pixels = pixels if len(pixels) <= MAX_UNTHINNED_POINTS else simplified(thinned(pixels))
                draw_line(painter, pixels, smooth=self._smooth)


class Dots(PixelItem):
    """Measured points in order of their arrival; only the first ones are visible.

    All dots are drawn into one cached layer, of which the visible part is copied. Dense dots that form few strokes are
    drawn at every frame instead, clipped to the visible part. Vector output contains the visible dots only, because
    some SVG readers ignore clip paths.
    """

    def __init__(self) -> None:
        super().__init__()
        self._style: CurveStyle | None = None
        self.points: FloatArray = np.empty((0, 2))
        """All points, shape (n, 2), as set last."""
        self.visible_count = 0
        """The number of first points that are drawn."""
        self._cached_pixels: tuple[int, QTransform, FloatArray] | None = None
        self._cached_dense: tuple[QTransform, DenseDots | None] | None = None

    def set_style(self, style: CurveStyle) -> None:
        """Set color, marker and sizes."""
        self._style = style
        self.invalidate()

    def set_points(self, points: FloatArray) -> None:
        """Set points (n, 2) in the plot's coordinates, ascending in x; a point whose y is not finite is not drawn."""
        few = max(len(points), len(self.points)) <= MAX_UNCACHED_DOTS
        if few:
            self._update_visible_dots()
        self.points = points
        self.discard_layer()
        if few:
            self._update_visible_dots()
        else:
            self.update()

    def _update_visible_dots(self) -> None:
        """Repaint the visible dots only: few dots move at every frame."""
        pixels = self.map_to_pixels(self.points[: self.visible_count])
        finite = pixels[np.isfinite(pixels).all(axis=1)].clip(-COORDINATE_LIMIT, COORDINATE_LIMIT)
        if self._style is not None and len(finite):
            self.update_pixels(bounds(finite, self._reach(self._style)))

    def discard_layer(self) -> None:
        """Discard the cached pixels and the layer."""
        self._cached_pixels = self._cached_dense = None
        super().discard_layer()

    @staticmethod
    def _reach(style: CurveStyle) -> float:
        """Return the distance in pixels from the center of a dot within which it is drawn."""
        return MARKER_REACH * style.dot + style.casing + 1

    def set_visible_count(self, count: int) -> None:
        """Draw the first `count` points only."""
        before = self.visible_count
        if count == before:
            return
        self.visible_count = count
        # The dots up to the first that both counts show, and the first that neither shows.
        first, last = max(min(count, before) - 1, 0), max(count, before)
        changed = self.map_to_pixels(self.points[first : last + 1])[:, 0]
        if self._style is None or not len(changed):
            return
        reach, area = self._reach(self._style), self.area()
        left, right = float(changed.min()) - reach, float(changed.max()) + reach
        self.update_pixels(QRectF(left, area.top() - reach, right - left, area.height() + 2 * reach))

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the visible dots."""
        style, visible = self._style, min(self.visible_count, len(self.points))
        if style is None or not visible:
            return
        count, reach = len(self.points), self._reach(style)
        if not is_raster(painter) or self.data(STATIC) or count <= MAX_UNCACHED_DOTS:
            painter.setClipRect(QRectF(area).adjusted(-reach, 0, reach, 0), Qt.ClipOperation.IntersectClip)
            self._draw(painter, style, visible)
            return
        last = self.map_to_pixels(self.points[visible - 1 : visible])[0, 0]
        following = self.map_to_pixels(self.points[visible : visible + 1])
        edge = last + reach if not len(following) else min(last + reach, max((last + following[0, 0]) / 2, last))
        dense = self._dense_dots(style)
        if dense is not None and dense.is_cheap:
            visible_area = QRect(area.left(), area.top(), round(edge) - area.left(), area.height())
            painter.setClipRect(visible_area, Qt.ClipOperation.IntersectClip)
            self._draw(painter, style, count)
            return
        self.draw_cached(
            painter,
            area,
            lambda layer: self._draw(layer, style, count),
            regions=lambda: covering_columns(self._pixels(count), reach, area),
            right_edge=edge,
        )

    def _draw(self, painter: QPainter, style: CurveStyle, count: int) -> None:
        dense = self._dense_dots(style)
        if dense is not None:
            painter.setPen(pen(style.series.stroke, style.dense_dot))
            if count < len(self.points):
                dense = DenseDots.from_pixels(self._pixels(count), style.dense_dot)
            dense.draw(painter)
            return
        for x, y in self._pixels(count).tolist():
            draw_marker(painter, style.series, QPointF(x, y), style.dot, style.theme.background, style.casing)

    def _dense_dots(self, style: CurveStyle) -> DenseDots | None:
        """Return all dots as dense ones where they overlap, whether visible or not; None where they are separate."""
        transform = self.sceneTransform()
        if self._cached_dense is None or self._cached_dense[0] != transform:
            pixels = self._pixels(len(self.points))
            overlap = len(pixels) > MAX_SEPARATE_DOTS and np.median(np.diff(pixels[:, 0])) < style.dot
            self._cached_dense = transform, DenseDots.from_pixels(pixels, style.dense_dot) if overlap else None
        return self._cached_dense[1]

    def _pixels(self, count: int) -> FloatArray:
        """Return the pixels of the first `count` points, without those that others hide."""
        transform = self.sceneTransform()
        if self._cached_pixels is None or self._cached_pixels[:2] != (count, transform):
            points = peak_downsampled(self.points[:count], self.area().width())
            finite = points[np.isfinite(points[:, 0] + points[:, 1])]
            self._cached_pixels = count, transform, self.map_to_pixels(finite)
        return self._cached_pixels[2]
