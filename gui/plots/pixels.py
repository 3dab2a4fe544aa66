"""What every drawn item shares: data coordinates outside, pixels inside, and layers that are kept.

An item lives in a plot's ViewBox, so its transform is the plot's; but it paints in the pixels of the
scene, where strokes have the same width in every direction and raster layers can be kept.
"""

import logging
import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from core.arrays import FloatArray
from gui.wording.text import tr

log = logging.getLogger(__name__)

Draw = Callable[[QPainter], None]

STATIC = 0
"""The key under which an item says that it stands still: it is painted once, with the ground."""
_ROUNDING = 1e-3
"""Pixels by which a plot, placed at whole ones, may miss them where it is mapped from its coordinates and back."""
_TRANSPARENT = QColor(0, 0, 0, 0)


class PixelItem(pg.GraphicsObject):
    """An item of a ViewBox that paints in scene pixels. Subclasses fill `draw`."""

    def __init__(self) -> None:
        super().__init__()
        self._layer = QImage()
        self._layer_key: object = None
        self._pieces: list[tuple[QRectF, QRectF]] = []
        self._stale = False
        self._broken = False
        self._bounds: QRectF | None = None

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw within `area`, the plot's rectangle in scene pixels."""
        raise NotImplementedError

    def map_to_pixels(self, points: FloatArray) -> FloatArray:
        """Return points (n, 2) of the plot in scene pixels."""
        transform = self.sceneTransform()
        pixels = np.empty((len(points), 2))
        # By columns: over rows of two numpy is several times slower.
        pixels[:, 0] = points[:, 0] * transform.m11() + transform.dx()
        pixels[:, 1] = points[:, 1] * transform.m22() + transform.dy()
        return pixels

    def area(self) -> QRect:
        """Return the plot's rectangle in whole scene pixels."""
        bounds = self.sceneTransform().mapRect(self.boundingRect())
        rect: QRect = bounds.adjusted(_ROUNDING, _ROUNDING, -_ROUNDING, -_ROUNDING).toAlignedRect()
        return rect

    def invalidate(self) -> None:
        """Forget what the kept layer shows and paint anew: what failed before may succeed with something else."""
        self._stale = True
        self._broken = False
        self.update()

    def draw_cached(
        self,
        painter: QPainter,
        area: QRect,
        draw: Draw,
        ground: QColor = _TRANSPARENT,
        parts: Callable[[], list[QRect]] | None = None,
        end: float = math.inf,
    ) -> None:
        """Draw through a layer that is kept until `invalidate`, or directly where a bitmap would be wrong.

        `parts` returns the rectangles, none over another, that hold all there is to see: then these
        alone are copied, as far as they are left of `end`. It is asked once for each layer.
        """
        if not is_raster(painter):
            draw(painter)
            return
        key = (area, pixel_ratio(painter))
        fresh = self._stale or self._layer_key != key
        if self._layer_key != key:
            self._layer, self._layer_key = new_layer(area, pixel_ratio(painter), ground), key
        elif fresh:
            self._layer.fill(ground)  # fresh memory would cost five times as much
        if fresh:
            draw_on(self._layer, area, draw)
            self._stale = False
            self._pieces = _pieces([area] if parts is None else parts(), area, key[1])
        for target, source in self._pieces:
            if target.right() <= end:
                painter.drawImage(target, self._layer, source)
            elif target.left() < end:
                share = (round(end) - target.left()) / target.width()
                painter.drawImage(_left(target, share), self._layer, _left(source, share))

    def boundingRect(self) -> QRectF:
        """Return the plot's view: items draw anywhere in it. Qt asks five times a frame, and every item."""
        if self._bounds is None:
            box = self.getViewBox()
            if box is None:
                return QRectF()
            self._bounds = QRectF(box.viewRect())
        return self._bounds

    def viewRangeChanged(self) -> None:
        """Follow the plot to another range: pyqtgraph calls this."""
        self.prepareGeometryChange()
        self._bounds = None
        self.invalidate()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint in scene pixels. A bug here must cost this item alone, not the window."""
        painter.save()
        to_scene, _ = self.sceneTransform().inverted()
        painter.setWorldTransform(to_scene * painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.area()
        if area.isEmpty():
            painter.restore()
            return
        drawn = not is_raster(painter)
        if drawn:
            painter.setClipRect(area)
        try:
            if not self._broken:
                self.draw(painter, area)
        except Exception:
            log.exception("drawing %s failed", type(self).__name__)
            self._broken = True
        if self._broken:
            painter.setPen(QColor("#C0392B"))
            painter.drawText(area.center(), tr("This could not be drawn: see the log."))
        if drawn:
            # Qt's SVG engine is not told which clip `restore` brings back: it would cut off what follows.
            painter.setClipRect(painter.window())
        painter.restore()


def _pieces(parts: list[QRect], area: QRect, ratio: float) -> list[tuple[QRectF, QRectF]]:
    """Return where parts of `area` are in the scene, and where on the layer that covers it."""
    inside = [QRectF(part.translated(-area.topLeft())) for part in parts]
    on_layer = [QRectF(at.x() * ratio, at.y() * ratio, at.width() * ratio, at.height() * ratio) for at in inside]
    return [(QRectF(part), source) for part, source in zip(parts, on_layer, strict=True)]


def _left(rect: QRectF, share: float) -> QRectF:
    return QRectF(rect.x(), rect.y(), share * rect.width(), rect.height())


def is_raster(painter: QPainter) -> bool:
    """Return whether a painter makes pixels at the scene's own scale, so that layers may stand for drawing."""
    # "Scaling" is Qt's word for everything beyond a translation.
    moved_at_most = not painter.worldTransform().isScaling()
    return moved_at_most and painter.paintEngine().type() == QPaintEngine.Type.Raster


def pixel_ratio(painter: QPainter) -> float:
    """Return the device pixels for one scene pixel."""
    ratio: float = painter.device().devicePixelRatio()
    return ratio


def new_layer(area: QRect, ratio: float, ground: QColor = _TRANSPARENT) -> QImage:
    """Return an image that covers `area`, filled with `ground`."""
    opaque = ground.alpha() == 255
    form = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(round(area.width() * ratio), round(area.height() * ratio), form)
    image.setDevicePixelRatio(ratio)
    image.fill(ground)
    return image


def polygon(pixels: FloatArray) -> QPolygonF:
    """Return points (n, 2) as Qt takes them, without making an object of each."""
    # pyqtgraph cannot make one of nothing.
    made: QPolygonF = pg.functions.arrayToQPolygonF(*pixels.T) if len(pixels) else QPolygonF()
    return made


def draw_on(image: QImage, area: QRect, draw: Draw) -> None:
    """Draw in scene pixels on a layer that covers `area`."""
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-area.x(), -area.y())
        draw(painter)
