"""A landscape: filled bands between contour levels, with a line at each level."""

from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import contourpy
import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from core.arrays import FloatArray
from gui.plots.pixels import PixelItem
from gui.plots.strokes import draw_without_joints, is_sharp
from gui.style.theme import Theme, pen


@dataclass(frozen=True)
class ContourStyle:
    """Colors of a landscape, and widths of its lines in pixels of the picture."""

    theme: Theme
    line: float
    ring: float
    casing: float


@dataclass(frozen=True)
class GridValues:
    """Values on a grid and the contour levels to draw.

    Attributes
    ----------
    x, y
        Coordinates of the grid, shapes (n,) and (m,), or (m, n) each for a curvilinear grid.
    z
        Values, shape (m, n): any monotone function of the objective. A smooth one gives smooth contours.
    levels
        Ascending levels of z.
    ring
        The level of the tolerance, drawn as a ring; levels below it are dashed. None for no ring.

    """

    x: FloatArray
    y: FloatArray
    z: FloatArray
    levels: tuple[float, ...]
    ring: float | None = None


class Contour(PixelItem):
    """Draws filled contours into a layer, which is kept until the values or the view change."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-20)
        self._style: ContourStyle | None = None
        self._values: GridValues | None = None
        # Outlines in the plot's coordinates: of the bands from low to high, of the lines of each level, of the ring.
        self._bands: list[list[FloatArray]] = []
        self._lines: list[list[FloatArray]] = []
        self._ring: list[FloatArray] = []
        self._colors: list[QColor] = []

    def set_style(self, style: ContourStyle) -> None:
        """Set colors and widths."""
        self._style = style
        self._colors = []
        self.invalidate()

    def set_values(self, values: GridValues) -> None:
        """Set the values on the grid and the levels."""
        self._values = values
        self._compute_outlines(values)
        self.invalidate()

    @property
    def has_ring(self) -> bool:
        """Whether some values are below the level of the ring and some above it."""
        return bool(self._ring)

    def _compute_outlines(self, values: GridValues) -> None:
        """Compute the outlines of bands, lines and ring."""
        generator = contourpy.contour_generator(
            values.x, values.y, values.z, fill_type=contourpy.FillType.OuterOffset, corner_mask=False
        )
        # The band above the last level needs no outline: it fills the plot, and the other bands are drawn over it.
        lows = (-np.inf, *values.levels[:-1])
        self._bands = [_rings(*generator.filled(*band)) for band in zip(lows, values.levels, strict=True)]
        self._lines = [_lines(generator, level) for level in values.levels]
        self._ring = [] if values.ring is None else _lines(generator, values.ring)

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw bands, lines and the ring through the cached layer."""
        style, values = self._style, self._values
        if style is None or values is None:
            return
        if len(self._colors) != len(self._bands) + 1:
            self._colors = style.theme.landscape(len(self._bands) + 1)
        self.draw_cached(painter, area, lambda layer: self._draw(layer, area, style, values), self._colors[-1])

    def _draw(self, painter: QPainter, area: QRect, style: ContourStyle, values: GridValues) -> None:
        painter.fillRect(area, self._colors[-1])
        painter.setPen(Qt.PenStyle.NoPen)
        # A line covers each edge, so the edges need no antialiasing, which took 3 of the 4 ms of a new landscape.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for color, band in zip(self._colors, self._bands, strict=False):
            painter.setBrush(color)
            painter.drawPath(self._path(band))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for level, lines in zip(values.levels, self._lines, strict=True):
            dash = (4.0, 4.0) if values.ring is not None and level < values.ring else ()
            self._draw_lines(painter, lines, pen(style.theme.contour, style.line, dash))
        for ring_color, width in (
            (style.theme.background, style.ring + 2 * style.casing),
            (style.theme.ink, style.ring),
        ):
            self._draw_lines(painter, self._ring, pen(ring_color, width))

    def _draw_lines(self, painter: QPainter, lines: list[FloatArray], stroke: QPen) -> None:
        """Draw lines; on a sharp screen, where joints do not show, without them."""
        # Round joins take half of the time and do not show where a contour hardly turns.
        stroke.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        for line in lines:
            painter.setPen(stroke)
            if not (is_sharp(painter) and draw_without_joints(painter, self.map_to_pixels(line))):
                painter.drawPath(self._path([line]))

    def _path(self, outlines: list[FloatArray]) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for outline in outlines:
            pixels = self.map_to_pixels(outline)
            line = pg.arrayToQPath(pixels[:, 0], pixels[:, 1], connect="all")
            if (pixels[0] == pixels[-1]).all():
                line.closeSubpath()  # otherwise the caps of both ends are visible
            path.addPath(line)
        return path


def _lines(generator: contourpy.ContourGenerator, level: float) -> list[FloatArray]:
    # contourpy's default line type is one array of points per line.
    return list(cast("list[FloatArray]", generator.lines(level)))


def _rings(outlines: list[FloatArray], offsets: list[npt.NDArray[np.uint32]]) -> list[FloatArray]:
    """Return the boundaries of polygons. Holes run the other way round, so that the winding fill leaves them out."""
    return [
        outline[begin:end] for outline, cuts in zip(outlines, offsets, strict=True) for begin, end in pairwise(cuts)
    ]
