"""A band between two curves, such as the quartiles."""

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.arrays import FloatArray
from gui.plots.canvas import mark_static
from gui.plots.columns import MAX_SPACING, covering_columns, densified
from gui.plots.pixels import PixelItem, is_raster, polygon
from gui.style.theme import pen

OPACITY = 0.22
"""Opacity of a band's color: lines and grid stay visible through it."""


class Band(PixelItem):
    """The area between a lower and an upper curve over the same x.

    Parameters
    ----------
    revealed
        True for a band that is drawn from the left up to `set_reveal_end`.
    static
        False where the curves change from frame to frame.

    """

    def __init__(self, *, revealed: bool = False, static: bool = True) -> None:
        super().__init__()
        self._color = QColor()
        self.outline: FloatArray = np.empty((0, 2))
        """The points of the upper and then of the lower curve, shape (2 n, 2)."""
        self._revealed, self._reveal_end = revealed, -np.inf
        self._smooth, self._rim = True, 0.0
        if static and not revealed:
            mark_static(self)

    def set_color(self, color: str, rim: float = 0.0) -> None:
        """Set the color, and the width in pixels of an outline in that color, which keeps a flat band visible."""
        self._color, self._rim = QColor(color), rim
        self._color.setAlphaF(OPACITY)
        self.invalidate()

    def set_curves(self, x: FloatArray, low: FloatArray, high: FloatArray, *, smooth: bool = True) -> None:
        """Set x and both curves, shape (n,) each; points with a value that is not finite are left out.

        Without `smooth` the edges are not antialiased, and drawing takes a fifth of the time: for bands that morph.
        """
        self._smooth = smooth
        finite = np.isfinite(x) & np.isfinite(low) & np.isfinite(high)
        upper, lower = np.column_stack([x, high])[finite], np.column_stack([x, low])[finite][::-1]
        self.outline = np.concatenate([upper, lower])
        self.invalidate()

    def set_reveal_end(self, x: float) -> None:
        """Set the x up to which a revealed band is drawn."""
        if x != self._reveal_end:
            before, self._reveal_end = self._reveal_end, x
            low, high, plot = min(before, x), max(before, x), self.boundingRect()
            changed = QRectF(plot)
            changed.setLeft(max(low, plot.left()))
            changed.setRight(min(high, plot.right()))
            self.update_pixels(self.sceneTransform().mapRect(changed.normalized()))

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the band, or its revealed part."""
        upper, lower = np.split(self.map_to_pixels(self.outline), 2)
        if not self._revealed:
            self._draw(painter, upper, lower)
        elif len(upper) > 1 and np.isfinite(self._reveal_end):
            end = float(self.map_to_pixels(np.array([[self._reveal_end, 0.0]]))[0, 0])
            if not is_raster(painter):
                self._draw(painter, _clipped_right(end, upper), _clipped_right(end, lower[::-1])[::-1])
                return
            self.draw_cached(
                painter,
                area,
                lambda layer: self._draw(layer, upper, lower),
                regions=lambda: covering_columns(
                    np.concatenate([densified(upper), densified(lower[::-1])]), MAX_SPACING, area
                ),
                right_edge=end,
            )

    def _draw(self, painter: QPainter, upper: FloatArray, lower: FloatArray) -> None:
        if len(upper) > 1:
            painter.setPen(pen(self._color, self._rim) if self._rim else Qt.PenStyle.NoPen)
            painter.setBrush(self._color)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._smooth)
            painter.drawPolygon(polygon(np.concatenate([upper, lower])))


def _clipped_right(end: float, line: FloatArray) -> FloatArray:
    """Return the part of a line (n, 2), ascending in x, left of `end`: some SVG readers ignore clip paths."""
    if end >= line[-1, 0]:
        return line
    inside = line[line[:, 0] < end]
    return np.append(inside, [[end, np.interp(end, *line.T)]], axis=0) if len(inside) else inside
