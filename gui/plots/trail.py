"""The path of a method, drawn at a cost that does not grow with the path, forward or back.

Steps are drawn one by one onto a layer, and a `LayerCache` keeps copies of it: any position is drawn from a copy before
it. The same operations produce the same pixels, however a position was reached.
"""

import math

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from core.arrays import FloatArray
from gui.platform.timer import single_shot
from gui.plots.layer_cache import LayerCache
from gui.plots.pixels import PixelItem, draw_layer, draw_on, is_raster, new_layer, pixel_ratio
from gui.plots.time_limit import TIME_LIMIT
from gui.plots.trail_drawing import MAX_FADED_OPACITY, NEWEST_STEPS, TrailDrawing, TrailStyle

SLICE_PAUSE_MS = 4
"""Milliseconds between two slices of a trail that is not complete, for frames and other events."""
NEWEST_STROKES = 30
"""Strokes at the end that are drawn at once where the older ones are not on the layer yet."""


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
        self._drawing: TrailDrawing | None = None
        self._layer_cache = LayerCache()
        self._unfinished = 0, 1.0
        self._slices = single_shot(self, self._draw_slice, SLICE_PAUSE_MS)

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
        if position == self._position:
            return
        before, self._position = self._position, position
        drawing = self._drawing
        if drawing is None or drawing.length < len(self._path):
            self.update()
        else:
            self.update_pixels(drawing.changed_rect(before, position))

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
            self._drawing = TrailDrawing(style, area, self.map_to_pixels)
        drawing = self._drawing
        drawing.extend(self._path)
        strokes, tip = drawing.strokes_and_tip(self._position)
        cached = strokes if style.faded_width is None else max(strokes - NEWEST_STEPS, 0)
        painter.setOpacity(style.opacity if style.faded_width is None else MAX_FADED_OPACITY)
        if not self._cached or not is_raster(painter):
            drawing.draw_without_layer(painter, cached)
        elif not drawing.area.isEmpty():  # it is empty where the view zooms in on a part without the path
            self._draw_layers(painter, drawing, cached)
        painter.setOpacity(1.0)
        if style.opacity == 1.0:
            drawing.draw_tip(painter, cached, strokes, tip)

    def _draw_layers(self, painter: QPainter, drawing: TrailDrawing, end: int) -> None:
        """Draw the strokes up to `end` from the cache; on screen only the newest where it takes long to draw all."""
        ratio, area = pixel_ratio(painter), drawing.area
        seconds = TIME_LIMIT.left_in_frame() if self.on_screen else math.inf
        layer = self._layer_cache.image_at(end, area, ratio, drawing.draw_strokes, drawing.covered_rect, seconds)
        draw_layer(painter, layer, area.topLeft())
        begin = max(self._layer_cache.drawn, end - NEWEST_STROKES)
        if begin < end:
            newest = new_layer(area, ratio)
            draw_on(newest, area, lambda layer: drawing.draw_strokes(layer, begin, end))
            draw_layer(painter, newest, area.topLeft())
            self._unfinished = end, ratio
            self._slices.start()
        elif self.on_screen and self._slices.isActive():
            self._slices.stop()
            self.update()  # this frame may have painted only a part

    def _draw_slice(self) -> None:
        """Draw a part of the layer between two frames, and repaint when it is complete."""
        drawing, (end, ratio) = self._drawing, self._unfinished
        if drawing is None or drawing.area.isEmpty():
            return
        if seconds := TIME_LIMIT.slice_seconds():
            strokes = drawing.draw_strokes, drawing.covered_rect
            self._layer_cache.image_at(end, drawing.area, ratio, *strokes, seconds)
            TIME_LIMIT.end_slice()
        if self._layer_cache.drawn >= end:
            self.update()
        else:
            self._slices.start()
