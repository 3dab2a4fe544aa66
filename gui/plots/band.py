"""A band between two curves: quartiles, everywhere."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.canvas import mark_static
from gui.plots.columns import MAX_SPACING, covering_columns, densified
from gui.plots.pixels import PixelItem, is_raster, polygon
from gui.style.theme import pen

OPACITY = 0.22
"""Of a band's color, so that lines and grid stay visible through it."""


class Band(PixelItem):
    """The area between a lower and an upper curve over the same places.

    It stands still, unless it is to arrive from left to right: then it is drawn up to a place; or
    unless `still` says that its curves change from frame to frame.
    """

    def __init__(self, *, revealed: bool = False, static: bool = True) -> None:
        super().__init__()
        self._color = QColor()
        self._outline: FloatArray = np.empty((0, 2))
        self._revealed, self._end = revealed, -np.inf
        self._smooth, self._rim = True, 0.0
        if static and not revealed:
            mark_static(self)

    def set_color(self, color: str, rim: float = 0.0) -> None:
        """Take up a color, and the width of a rim of it, so that a band without height is seen too."""
        self._color, self._rim = QColor(color), rim
        self._color.setAlphaF(OPACITY)
        self.invalidate()

    def set_curves(self, x: FloatArray, low: FloatArray, high: FloatArray, *, smooth: bool = True) -> None:
        """Take up places and both curves, shape (n,) each; where one is not finite there is no band.

        Without `smooth` edges, which lines may cover, it is drawn in a fifth of the time: for what
        is on its way.
        """
        self._smooth = smooth
        known = np.isfinite(x) & np.isfinite(low) & np.isfinite(high)
        there, back = np.column_stack([x, high])[known], np.column_stack([x, low])[known][::-1]
        self._outline = np.concatenate([there, back])
        self.invalidate()

    def set_reveal_end(self, x: float) -> None:
        """Let the band arrive up to a place."""
        if x != self._end:
            self._end = x
            self.update()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the band, or what of it has arrived."""
        there, back = np.split(self.map_to_pixels(self._outline), 2)
        if not self._revealed:
            self._draw(painter, there, back)
        elif len(there) > 1 and np.isfinite(self._end):
            end = float(self.map_to_pixels(np.array([[self._end, 0.0]]))[0, 0])
            if not is_raster(painter):
                self._draw(painter, _up_to(end, there), _up_to(end, back[::-1])[::-1])
                return
            self.draw_cached(
                painter,
                area,
                lambda layer: self._draw(layer, there, back),
                parts=lambda: covering_columns(
                    np.concatenate([densified(there), densified(back[::-1])]), MAX_SPACING, area
                ),
                end=end,
            )

    def _draw(self, painter: QPainter, there: FloatArray, back: FloatArray) -> None:
        if len(there) > 1:
            painter.setPen(pen(self._color, self._rim) if self._rim else Qt.PenStyle.NoPen)
            painter.setBrush(self._color)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._smooth)
            painter.drawPolygon(polygon(np.concatenate([there, back])))


def _up_to(end: float, line: FloatArray) -> FloatArray:
    """Return a line (n, 2), which ascends in x, as far as a place: not every reader of SVG cuts off the rest."""
    if end >= line[-1, 0]:
        return line
    inside = line[line[:, 0] < end]
    return np.append(inside, [[end, np.interp(end, *line.T)]], axis=0) if len(inside) else inside
