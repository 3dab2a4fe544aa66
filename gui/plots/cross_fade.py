"""Landscapes in a row, one dissolving into the next: each is drawn once, however often it is passed."""

from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from gui.plots.contour import Contour, ContourStyle, GridValues
from gui.plots.pixels import draw_on, is_raster, new_layer, pixel_ratio

KEPT = 24
"""Landscapes that are kept drawn."""


class CrossFade(Contour):
    """A row of landscapes seen at a place between two of them. It does not stand still."""

    def __init__(self) -> None:
        super().__init__()
        self._row: Sequence[GridValues] = ()
        self._position = 0.0
        self._layers: dict[tuple[int, QRect, float], QImage] = {}

    def set_landscapes(self, row: Sequence[GridValues]) -> None:
        """Take up landscapes."""
        self._row = row
        self.invalidate()

    def set_position(self, position: float) -> None:
        """Show a place between two indices of the row."""
        if position != self._position:
            self._position = position
            self.update()

    def invalidate(self) -> None:
        """Forget what is drawn."""
        self._layers = {}
        super().invalidate()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the nearer landscapes, one through the other."""
        style, last = self._style, len(self._row) - 1
        if style is None or last < 0:
            return
        step = min(int(self._position), last)
        share = min(self._position, float(last)) - step
        self._draw_one(painter, area, style, step)
        if share:
            painter.setOpacity(share)
            self._draw_one(painter, area, style, step + 1)
            painter.setOpacity(1.0)

    def _draw_one(self, painter: QPainter, area: QRect, style: ContourStyle, step: int) -> None:
        if not is_raster(painter):
            self._draw_row(painter, area, style, step)
            return
        key = step, area, pixel_ratio(painter)
        if key not in self._layers:
            for oldest in list(islice(self._layers, max(len(self._layers) - KEPT + 1, 0))):
                del self._layers[oldest]
            layer = new_layer(area, pixel_ratio(painter), style.theme.landscape(len(self._row[step].levels) + 1)[-1])
            draw_on(layer, area, lambda on: self._draw_row(on, area, style, step))
            self._layers[key] = layer
        painter.drawImage(area.topLeft(), self._layers[key])

    def _draw_row(self, painter: QPainter, area: QRect, style: ContourStyle, step: int) -> None:
        heights = self._row[step]
        self._outline(heights)
        self._colors = style.theme.landscape(len(heights.levels) + 1)
        self._draw(painter, area, style, heights)
