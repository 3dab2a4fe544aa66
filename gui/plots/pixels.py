"""The base class of all drawn items, which take data coordinates and paint in pixels, and its raster layers.

An item belongs to a plot's ViewBox and has the plot's transform, but paints in the pixels of the scene. There strokes
have the same width in every direction, and raster layers can be cached.
"""

import logging
import math
from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from core.arrays import FloatArray
from gui.wording.text import tr

log = logging.getLogger(__name__)

Draw = Callable[[QPainter], None]

STATIC = 0
"""Key of `QGraphicsItem.data` that marks a static item, which the canvas paints once into its background."""
COORDINATE_LIMIT = 20_000
"""Pixels to which coordinates are clipped: far outside of the plot the integers of Qt's raster engine overflow."""
_ROUNDING = 1e-3
"""Pixels of rounding error allowed where a plot at whole pixels is mapped to its coordinates and back."""
_TRANSPARENT = QColor(0, 0, 0, 0)


class PixelItem(pg.GraphicsObject):
    """An item of a ViewBox that paints in scene pixels. Subclasses fill `draw`."""

    def __init__(self) -> None:
        super().__init__()
        self._layer = QImage()
        self._layer_key: object = None
        self._copy_rects: list[QRect] = []
        self._stale = False
        self._failed = False
        self._bounds: QRectF | None = None
        self.on_screen = False
        """Whether the picture that is being painted is on screen, where an item may finish in a later frame."""

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw within `area`, the plot's rectangle in scene pixels."""
        raise NotImplementedError

    def map_to_pixels(self, points: FloatArray) -> FloatArray:
        """Return points, (n, 2) in the plot's coordinates, in scene pixels."""
        transform = self.sceneTransform()
        pixels = np.empty((len(points), 2))
        # Column by column: operations on rows of two are several times slower in numpy.
        pixels[:, 0] = points[:, 0] * transform.m11() + transform.dx()
        pixels[:, 1] = points[:, 1] * transform.m22() + transform.dy()
        return pixels

    def area(self) -> QRect:
        """Return the plot's rectangle in whole scene pixels."""
        bounds = self.sceneTransform().mapRect(self.boundingRect())
        rect: QRect = bounds.adjusted(_ROUNDING, _ROUNDING, -_ROUNDING, -_ROUNDING).toAlignedRect()
        return rect

    def discard_layer(self) -> None:
        """Discard the cached layer without repainting; an item that failed to draw is tried again."""
        self._stale = True
        self._failed = False

    def invalidate(self) -> None:
        """Discard the cached layer and repaint."""
        self.discard_layer()
        self.update()

    def update_pixels(self, rect: QRectF) -> None:
        """Repaint what lies in a rectangle of scene pixels; the rest of the item must not have changed.

        On a sharp screen painting a whole plot takes longer than all that changes in a frame.
        """
        to_item, _ = self.sceneTransform().inverted()
        self.update(to_item.mapRect(rect.adjusted(-1, -1, 1, 1)))

    def draw_cached(
        self,
        painter: QPainter,
        area: QRect,
        draw: Draw,
        background: QColor = _TRANSPARENT,
        regions: Callable[[], list[QRect]] | None = None,
        right_edge: float = math.inf,
    ) -> None:
        """Draw through a layer that is cached until `invalidate`; directly into a background or a vector file.

        `regions` returns disjoint rectangles that cover everything drawn; only these are copied. It is called once for
        each layer. Pixels to the right of `right_edge` are not copied.
        """
        if not is_raster(painter) or self.data(STATIC):
            draw(painter)
            return
        key = (area, pixel_ratio(painter))
        outdated = self._stale or self._layer_key != key
        if self._layer_key != key:
            self._layer, self._layer_key = new_layer(area, pixel_ratio(painter), background), key
        elif outdated:
            self._layer.fill(background)  # a new image takes five times as long
        if outdated:
            draw_on(self._layer, area, draw)
            self._stale = False
            self._copy_rects = _device_rects([area] if regions is None else regions(), area, key[1])
        right = min(max(right_edge, area.left()), area.right() + 1)
        shown = QRect(0, 0, round((round(right) - area.left()) * key[1]), self._layer.height())
        parts = [part & shown for part in self._copy_rects if part.intersects(shown)]
        draw_layer(painter, self._layer, area.topLeft(), parts)

    def boundingRect(self) -> QRectF:
        """Return the visible range of the plot, cached: Qt calls this five times a frame for every item."""
        if self._bounds is None:
            box = self.getViewBox()
            if box is None:
                return QRectF()
            self._bounds = QRectF(box.viewRect())
        return self._bounds

    def viewRangeChanged(self) -> None:
        """Invalidate the item: pyqtgraph calls this when the range of the plot changes."""
        self.prepareGeometryChange()
        self._bounds = None
        self.invalidate()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint in scene pixels. An exception in `draw` affects this item only: it is logged and shown in its place."""
        painter.save()
        to_scene, _ = self.sceneTransform().inverted()
        painter.setWorldTransform(to_scene * painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.area()
        if area.isEmpty():
            painter.restore()
            return
        vector = not is_raster(painter)
        if vector:
            painter.setClipRect(area)
        self.on_screen = widget is not None
        try:
            if not self._failed:
                self.draw(painter, area)
        except Exception:
            log.exception("drawing %s failed", type(self).__name__)
            self._failed = True
        if self._failed:
            painter.setPen(QColor("#C0392B"))
            painter.drawText(area.center(), tr("This could not be drawn: see the log."))
        if vector:
            # `restore` does not reset the clip of Qt's SVG engine, which would clip the following items.
            painter.setClipRect(painter.window())
        painter.restore()


def _device_rects(regions: list[QRect], area: QRect, ratio: float) -> list[QRect]:
    """Return regions of `area` in scene pixels as rectangles in device pixels of the layer of `area`."""
    inside = [region.translated(-area.topLeft()) for region in regions]
    # Rounded edges: regions that share an edge neither overlap nor leave a gap.
    corners = [
        [round(at * ratio) for at in (part.left(), part.top(), part.left() + part.width(), part.top() + part.height())]
        for part in inside
    ]
    return [QRect(left, top, right - left, bottom - top) for left, top, right, bottom in corners]


def is_raster(painter: QPainter) -> bool:
    """Return whether a painter paints pixels at the scale of the scene, so that layers can be copied."""
    # `isScaling` is True for every transform other than a translation.
    only_translated = not painter.worldTransform().isScaling()
    return only_translated and painter.paintEngine().type() == QPaintEngine.Type.Raster


def pixel_ratio(painter: QPainter) -> float:
    """Return the number of device pixels per scene pixel."""
    ratio: float = painter.device().devicePixelRatio()
    return ratio


def new_layer(area: QRect, ratio: float, background: QColor = _TRANSPARENT) -> QImage:
    """Return an image that covers `area`, filled with `background`."""
    opaque = background.alpha() == 255
    image_format = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(round(area.width() * ratio), round(area.height() * ratio), image_format)
    image.setDevicePixelRatio(ratio)
    image.fill(background)
    return image


def draw_layer(painter: QPainter, layer: QImage, at: QPoint, parts: Sequence[QRect] | None = None) -> None:
    """Copy a layer, or parts of it in its device pixels, to a point in scene pixels.

    Where the pixel ratio is not 1, Qt would scale the layer by 1, which takes up to four times as long, and at a
    fractional ratio blurs it.
    """
    ratio = layer.devicePixelRatio()
    if ratio == 1.0 and parts is None:
        painter.drawImage(at, layer)
        return
    before = painter.transform()
    painter.translate(at)
    painter.scale(1 / ratio, 1 / ratio)
    for part in [layer.rect()] if parts is None else parts:
        painter.drawImage(part, layer, part)
    painter.setTransform(before)


def bounds(pixels: FloatArray, reach: float) -> QRectF:
    """Return the rectangle of all that is at most `reach` pixels away from points (n, 2), in x and in y."""
    x, y = pixels.T
    return QRectF(QPointF(x.min(), y.min()), QPointF(x.max(), y.max())).adjusted(-reach, -reach, reach, reach)


def polygon(pixels: FloatArray) -> QPolygonF:
    """Return points (n, 2) as a polygon, without creating a QPointF for each."""
    # pyqtgraph fails on an empty array.
    made: QPolygonF = pg.functions.arrayToQPolygonF(*pixels.T) if len(pixels) else QPolygonF()
    return made


def draw_on(image: QImage, area: QRect, draw: Draw) -> None:
    """Draw on a layer that covers `area`, in scene pixels."""
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-area.x(), -area.y())
        draw(painter)
