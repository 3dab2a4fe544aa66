"""A landscape: bands of height from the valley floor upwards, with a line at each level."""

from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import contourpy
import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from core.arrays import FloatArray
from gui.plots.pixels import PixelItem
from gui.style.theme import Theme, pen


@dataclass(frozen=True)
class ContourStyle:
    """Colors and widths of a landscape in pixels of the picture."""

    theme: Theme
    line: float
    ring: float
    casing: float


@dataclass(frozen=True)
class GridValues:
    """GridValues on a grid and the levels to draw.

    Attributes
    ----------
    x, y
        Coordinates of the grid, shapes (n,) and (m,), or (m, n) each for a grid of any shape.
    z
        GridValues, shape (m, n): any monotone function of the objective, the smoother the better.
    levels
        Ascending levels of z.
    ring
        The level that means solved; the levels below it are dashed. None where there is none.

    """

    x: FloatArray
    y: FloatArray
    z: FloatArray
    levels: tuple[float, ...]
    ring: float | None = None


class Contour(PixelItem):
    """Draws heights once, into a layer, for as long as neither they nor the view change."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-20)
        self._style: ContourStyle | None = None
        self._heights: GridValues | None = None
        # Outlines in the plot's coordinates: bands from low to high, the lines of each level, the ring.
        self._bands: list[list[FloatArray]] = []
        self._lines: list[list[FloatArray]] = []
        self._ring: list[FloatArray] = []
        self._colors: list[QColor] = []

    def set_style(self, style: ContourStyle) -> None:
        """Take up colors and widths."""
        self._style = style
        self._colors = []
        self.invalidate()

    def set_values(self, heights: GridValues) -> None:
        """Take up another landscape."""
        self._heights = heights
        self._outline(heights)
        self.invalidate()

    def _outline(self, heights: GridValues) -> None:
        """Find the outlines of bands, lines and ring."""
        generator = contourpy.contour_generator(
            heights.x, heights.y, heights.z, fill_type=contourpy.FillType.OuterOffset, corner_mask=False
        )
        # What is higher than the last level needs no outline: it is what the others leave of the plot.
        lows = (-np.inf, *heights.levels[:-1])
        self._bands = [_rings(*generator.filled(*band)) for band in zip(lows, heights.levels, strict=True)]
        self._lines = [_lines(generator, level) for level in heights.levels]
        self._ring = [] if heights.ring is None else _lines(generator, heights.ring)

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw bands, lines and the ring, through a layer."""
        style, heights = self._style, self._heights
        if style is None or heights is None:
            return
        if len(self._colors) != len(self._bands) + 1:
            self._colors = style.theme.landscape(len(self._bands) + 1)
        self.draw_cached(painter, area, lambda on: self._draw(on, area, style, heights), self._colors[-1])

    def _draw(self, painter: QPainter, area: QRect, style: ContourStyle, heights: GridValues) -> None:
        painter.fillRect(area, self._colors[-1])
        painter.setPen(Qt.PenStyle.NoPen)
        # A line runs along each edge, between two colors that are hardly apart: to smooth it takes ten times as long.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for color, band in zip(self._colors, self._bands, strict=False):
            painter.setBrush(color)
            painter.drawPath(self._path(band))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for level, lines in zip(heights.levels, self._lines, strict=True):
            dash = (4.0, 4.0) if heights.ring is not None and level < heights.ring else ()
            painter.setPen(pen(style.theme.contour, style.line, dash))
            painter.drawPath(self._path(lines))
        ring = self._path(self._ring)
        for paint, width in ((style.theme.background, style.ring + 2 * style.casing), (style.theme.ink, style.ring)):
            painter.setPen(pen(paint, width))
            painter.drawPath(ring)

    def _path(self, outlines: list[FloatArray]) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for outline in outlines:
            pixels = self.map_to_pixels(outline)
            line = pg.arrayToQPath(pixels[:, 0], pixels[:, 1], connect="all")
            if (pixels[0] == pixels[-1]).all():
                line.closeSubpath()  # else both its ends are seen where they meet
            path.addPath(line)
        return path


def _lines(generator: contourpy.ContourGenerator, level: float) -> list[FloatArray]:
    # Without other settings contourpy returns separate lines, one array of points each.
    return list(cast("list[FloatArray]", generator.lines(level)))


def _rings(outlines: list[FloatArray], offsets: list[npt.NDArray[np.uint32]]) -> list[FloatArray]:
    """Return the closed rings of polygons; holes run the other way round: filling by winding leaves them out."""
    return [
        outline[begin:end] for outline, cuts in zip(outlines, offsets, strict=True) for begin, end in pairwise(cuts)
    ]
