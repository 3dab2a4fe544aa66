"""A quantity against steps: the theory as a line that stands from the start, the measurement as dots that arrive."""

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QTransform

from core.arrays import FloatArray
from gui.plots.canvas import mark_static
from gui.plots.columns import covering_columns
from gui.plots.dense_dots import DenseDots
from gui.plots.markers import draw_marker
from gui.plots.pixels import STATIC, PixelItem, is_raster, polygon
from gui.plots.thinning import peak_downsampled, simplified, thinned
from gui.style.series import SeriesStyle
from gui.style.theme import Theme, pen

SPARSE = 20
"""Dots that are drawn one by one, however close they stand."""
SHORT = 200
"""Points of a line that cost less to draw than to find out which of them can be seen."""
GENTLE = 0.97
"""The cosine of a turn that needs no joint."""
SEAM = 0.5
"""Pixels that a stroke reaches beyond its ends."""
FEW = 3
"""Dots that cost less to draw than a layer to copy."""


@dataclass(frozen=True)
class CurveStyle:
    """Colors and sizes of a curve in pixels of the picture: of its line, and of its dots apart and crowded."""

    theme: Theme
    series: SeriesStyle
    line: float
    dense_dot: float
    dot: float
    casing: float


class Lines(PixelItem):
    """Polylines that are all there from the start: theory. They stand still unless they change from frame to frame."""

    def __init__(self, *, static: bool = True) -> None:
        super().__init__()
        self._lines: list[tuple[CurveStyle, FloatArray]] = []
        self._smooth = True
        if static:
            mark_static(self)

    def set_lines(self, lines: list[tuple[CurveStyle, FloatArray]], *, smooth: bool = True) -> None:
        """Take up lines, the topmost last: a style and points (n, 2) each; points not finite break a line.

        Without `smooth` joints, which one would see as beads on a flat line that rests, it is drawn
        in less than half the time: for what is on its way.
        """
        self._lines, self._smooth = lines, smooth
        self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the lines."""
        for style, points in self._lines:
            if len(points) > 1:
                pixels = self.map_to_pixels(peak_downsampled(points, area.width())).clip(-20_000, 20_000)
                painter.setPen(pen(style.series.stroke, style.line * style.series.weight, style.series.dash))
                pixels = pixels if len(pixels) <= SHORT else simplified(thinned(pixels))
                _draw_line(painter, pixels, smooth=self._smooth)


def _draw_line(painter: QPainter, pixels: FloatArray, *, smooth: bool) -> None:
    """Draw a line through points (n, 2) with the painter's pen; points that are not finite break it."""
    if not np.isfinite(pixels).all():
        painter.drawPath(pg.arrayToQPath(*pixels.T, connect="finite"))
        return
    line = painter.pen()
    solid = line.style() == Qt.PenStyle.SolidLine
    if not smooth and solid and is_raster(painter) and (strokes := jointless_strokes(pixels)):
        line.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(line)
        painter.drawLines(strokes)
    else:
        painter.drawPolyline(polygon(pixels))  # a fifth of a path's cost to make


def jointless_strokes(pixels: FloatArray) -> list[QLineF]:
    """Return the strokes of a line through points (n, 2) that turns so little that no joint is missed; else none.

    A stroke of its own takes a fifth of the time that its part of a line does. Each reaches so far
    into its neighbors that no seam is left between them.
    """
    steps = np.diff(pixels, axis=0)
    along = steps / np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)[:, None]
    if (np.einsum("ij,ij->i", along[1:], along[:-1]) < GENTLE).any():
        return []
    reach = SEAM * along
    return [QLineF(*ends) for ends in np.hstack([pixels[:-1] - reach, pixels[1:] + reach]).tolist()]


class Dots(PixelItem):
    """Measured points in order of arrival, drawn up to a number of them.

    All of them stand on one kept layer, of which what has arrived is copied, unless they crowd into
    a few strokes, which are drawn as far as they have arrived. In vectors the others are not drawn,
    for not every reader of SVG cuts off what it is told to.
    """

    def __init__(self) -> None:
        super().__init__()
        self._style: CurveStyle | None = None
        self._points: FloatArray = np.empty((0, 2))
        self._shown = 0
        self._found: tuple[int, QTransform, FloatArray] | None = None
        self._crowd: tuple[QTransform, DenseDots | None] | None = None

    def set_style(self, style: CurveStyle) -> None:
        """Take up color, marker and size."""
        self._style = style
        self.invalidate()

    def set_points(self, points: FloatArray) -> None:
        """Take up points (n, 2) of the plot, ascending in x; where y is not finite there is no dot."""
        self._points = points
        self.invalidate()

    def invalidate(self) -> None:
        """Forget what the dots look like."""
        self._found = self._crowd = None
        super().invalidate()

    def set_visible_count(self, count: int) -> None:
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
        if not is_raster(painter) or self.data(STATIC) or count <= FEW:
            painter.setClipRect(QRectF(area).adjusted(-reach, 0, reach, 0), Qt.ClipOperation.IntersectClip)
            self._draw(painter, style, shown)
            return
        last = self.map_to_pixels(self._points[shown - 1 : shown])[0, 0]
        following = self.map_to_pixels(self._points[shown : shown + 1])
        edge = last + reach if not len(following) else min(last + reach, max((last + following[0, 0]) / 2, last))
        crowd = self._crowded(style)
        if crowd is not None and crowd.light:
            arrived = QRect(area.left(), area.top(), round(edge) - area.left(), area.height())
            painter.setClipRect(arrived, Qt.ClipOperation.IntersectClip)
            self._draw(painter, style, count)
            return
        self.draw_cached(
            painter,
            area,
            lambda layer: self._draw(layer, style, count),
            parts=lambda: covering_columns(self._pixels(count), reach, area),
            end=edge,
        )

    def _draw(self, painter: QPainter, style: CurveStyle, count: int) -> None:
        crowd = self._crowded(style)
        if crowd is not None:
            painter.setPen(pen(style.series.stroke, style.dense_dot))
            part = count < len(self._points)
            (DenseDots.of(self._pixels(count), style.dense_dot) if part else crowd).draw(painter)
            return
        for x, y in self._pixels(count).tolist():
            draw_marker(painter, style.series, QPointF(x, y), style.dot, style.theme.background, style.casing)

    def _crowded(self, style: CurveStyle) -> DenseDots | None:
        """Return all dots, whether or not they have arrived, if they crowd; None if each is seen."""
        transform = self.sceneTransform()
        if self._crowd is None or self._crowd[0] != transform:
            pixels = self._pixels(len(self._points))
            crowds = len(pixels) > SPARSE and np.median(np.diff(pixels[:, 0])) < style.dot
            self._crowd = transform, DenseDots.of(pixels, style.dense_dot) if crowds else None
        return self._crowd[1]

    def _pixels(self, count: int) -> FloatArray:
        """Return where the first `count` points stand, without those that others hide."""
        transform = self.sceneTransform()
        if self._found is None or self._found[:2] != (count, transform):
            points = peak_downsampled(self._points[:count], self.area().width())
            self._found = count, transform, self.map_to_pixels(points[np.isfinite(points[:, 0] + points[:, 1])])
        return self._found[2]
