"""The view that a picture is painted in: what stands still is painted once, what moves at every frame."""

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsLineItem, QGraphicsRectItem, QWidget

from gui.plots.label import Label
from gui.plots.pixels import PixelItem, is_raster, pixel_ratio

_STILL = 0
"""The key under which an item says that it stands still."""
_PAINTED = (PixelItem, Label, QGraphicsLineItem, QGraphicsRectItem)


class Canvas(pg.GraphicsView):
    """A view whose scene coordinates are its own pixels, without frame, scroll bars or pyqtgraph's mouse modes.

    Items marked as still are painted on one image, the ground, which is copied under the others at
    every frame. They must lie below the others, and `renew` must be called when they change.
    """

    def __init__(self) -> None:
        super().__init__(background=None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.enableMouse(False)
        self.setAntialiasing(True)
        # pyqtgraph lets Qt cache the background, which would keep the first ground forever.
        self.setCacheMode(Canvas.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._color = QColor("white")
        self._ground: QImage | None = None
        self._rendering = False

    def set_ground_color(self, color: str) -> None:
        """Take up the color that everything stands on."""
        self._color = QColor(color)
        self.renew()

    def renew(self) -> None:
        """Paint the ground anew before the next frame: something that stands still has changed."""
        self._ground = None
        self.viewport().update()

    def paint_on(self, image: QImage) -> None:
        """Paint the picture on an image of the view's size."""
        self._prepare(image.devicePixelRatio())
        self._render(image)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame; the ground first, if it is out of date."""
        if not self._rendering:
            self._prepare(self.devicePixelRatioF())
        super().paintEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Copy the ground under the frame."""
        ground, ratio = self._ground, pixel_ratio(painter)
        if ground is None or not is_raster(painter):
            painter.fillRect(rect, self._color)
            return
        target = QRectF(rect).toAlignedRect() & QRect(QPoint(), self.size())
        source = QRectF(target.x() * ratio, target.y() * ratio, target.width() * ratio, target.height() * ratio)
        painter.drawImage(QRectF(target), ground, source)

    def sizeHint(self) -> QSize:
        """Return the view's own size, which is fixed."""
        size: QSize = self.minimumSize()
        return size

    def _prepare(self, ratio: float) -> None:
        if self._ground is not None and self._ground.devicePixelRatio() == ratio:
            return
        size = self.size() * ratio
        image = QImage(size, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        self._ground = None
        # An item of no opacity is skipped whole, and still counts as visible for whoever asks what is said.
        self._show(still=True)
        self._render(image)
        self._show(still=False)
        self._ground = image

    def _show(self, *, still: bool) -> None:
        for item in self.scene().items():
            if isinstance(item, _PAINTED):
                item.setOpacity(1.0 if bool(item.data(_STILL)) is still else 0.0)

    def _render(self, image: QImage) -> None:
        self._rendering = True
        painter = QPainter(image)
        # GraphicsView.render would hide the widget's own, which alone gives exact pixels unshown.
        QWidget.render(self, painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
        painter.end()
        self._rendering = False


def stand_still(*items: QGraphicsItem) -> None:
    """Mark items that change only when a result or a view is taken up."""
    for item in items:
        item.setData(_STILL, True)
