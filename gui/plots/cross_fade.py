"""A sequence of landscapes with cross-fades between neighbors; each landscape is drawn once and cached."""

from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from gui.plots.contour import Contour, ContourStyle, GridValues
from gui.plots.pixels import draw_layer, draw_on, is_raster, new_layer, pixel_ratio

MAX_LAYERS = 24
"""Cached layers at most; the oldest is dropped first."""


class CrossFade(Contour):
    """A sequence of landscapes, drawn at a fractional index: a mix of the two nearest ones. It is not static."""

    def __init__(self) -> None:
        super().__init__()
        self._landscapes: Sequence[GridValues] = ()
        self._position = 0.0
        self._layers: dict[tuple[int, QRect, float], QImage] = {}

    def set_landscapes(self, landscapes: Sequence[GridValues]) -> None:
        """Set the landscapes."""
        self._landscapes = landscapes
        self.invalidate()

    def set_position(self, position: float) -> None:
        """Set the fractional index."""
        if position != self._position:
            self._position = position
            self.update()

    def invalidate(self) -> None:
        """Discard the cached layers."""
        self._layers = {}
        super().invalidate()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the two nearest landscapes, the second one with the fraction of the index as its opacity."""
        style, last = self._style, len(self._landscapes) - 1
        if style is None or last < 0:
            return
        index = min(int(self._position), last)
        fraction = min(self._position, float(last)) - index
        self._draw_cached_landscape(painter, area, style, index)
        if fraction:
            painter.setOpacity(fraction)
            self._draw_cached_landscape(painter, area, style, index + 1)
            painter.setOpacity(1.0)

    def _draw_cached_landscape(self, painter: QPainter, area: QRect, style: ContourStyle, index: int) -> None:
        if not is_raster(painter):
            self._draw_landscape(painter, area, style, index)
            return
        key = index, area, pixel_ratio(painter)
        if key not in self._layers:
            for oldest in list(islice(self._layers, max(len(self._layers) - MAX_LAYERS + 1, 0))):
                del self._layers[oldest]
            highest = style.theme.landscape(len(self._landscapes[index].levels) + 1)[-1]
            layer = new_layer(area, pixel_ratio(painter), highest)
            draw_on(layer, area, lambda on_layer: self._draw_landscape(on_layer, area, style, index))
            self._layers[key] = layer
        draw_layer(painter, self._layers[key], area.topLeft())

    def _draw_landscape(self, painter: QPainter, area: QRect, style: ContourStyle, index: int) -> None:
        values = self._landscapes[index]
        self._compute_outlines(values)
        self._colors = style.theme.landscape(len(values.levels) + 1)
        self._draw(painter, area, style, values)
