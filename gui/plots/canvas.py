"""The view of a picture: paints static items once into a background image, and the others at every frame."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QHideEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QStyleOptionGraphicsItem, QToolTip

from gui.plots.pixels import STATIC, draw_layer
from gui.plots.time_limit import TIME_LIMIT
from gui.workers.worker import gui_has_priority

_BELOW = 2.0**20
"""Taken from the z value of static items to paint them below all others; a power of 2, so that z is exact again."""


class Canvas(pg.GraphicsView):
    """A view whose scene coordinates are its own pixels, without frame, scroll bars or pyqtgraph's mouse modes.

    Static items (`mark_static`) are painted into one background image, which every frame copies below the other items.
    They must lie below the others, and `invalidate_background` must be called when they change.
    """

    pressed = Signal(QPointF)
    dragged = Signal(QPointF, bool)
    """Position of the pointer while the left button is held, and whether Shift is held."""
    released = Signal()
    hovered = Signal(QPointF)
    pointer_left = Signal()
    double_clicked = Signal(QPointF)
    wheel_turned = Signal(QPointF, float)
    """Position of the pointer, and the notches that the wheel was turned by."""
    help_requested = Signal(QPointF)
    """The pointer rests at a position."""

    def __init__(self) -> None:
        super().__init__(background=None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.enableMouse(False)
        self.setAntialiasing(True)
        # pyqtgraph turns on Qt's cache of the background, which would never be painted again.
        self.setCacheMode(Canvas.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._background_color = QColor("white")
        self._background: QImage | None = None

    def set_background_color(self, color: str) -> None:
        """Set the color below all items; "transparent" for none."""
        self._background_color = QColor(color)
        self.invalidate_background()

    def invalidate_background(self) -> None:
        """Discard the background image, and repaint: call this when a static item has changed."""
        self._background = None
        self.viewport().update()

    def paint_image(self, image: QImage) -> None:
        """Paint the picture on an image of the view's size."""
        background = self._current_background(image.devicePixelRatio())
        with QPainter(image) as painter:
            # A transparent background must replace the old pixels of the image, too.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            draw_layer(painter, background, QPoint())
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._paint_scene(painter)

    def paint_vectors(self, painter: QPainter) -> None:
        """Paint the picture as vectors: static items below the others, as in the background image."""
        if self._background_color.alpha():
            painter.fillRect(QRectF(QPointF(), QSizeF(self.size())), self._background_color)
        static = self._static_items()
        for item in static:
            item.setOpacity(1.0)
            item.setZValue(item.zValue() - _BELOW)
        self._paint_scene(painter)
        for item in static:
            item.setOpacity(0.0)
            item.setZValue(item.zValue() + _BELOW)

    def event(self, event: QEvent) -> bool:
        """Invalidate the background when the pixel ratio of the screen changes."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.invalidate_background()
        handled: bool = super().event(event)
        return handled

    def viewportEvent(self, event: QEvent) -> bool:
        """Emit `help_requested` where Qt would show a tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.help_requested.emit(QPointF(event.pos()))
            return True
        handled: bool = super().viewportEvent(event)
        return handled

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the view, with priority over the computing thread."""
        with gui_has_priority():
            self._current_background(self.devicePixelRatioF())
            TIME_LIMIT.begin_frame()
            super().paintEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Copy the background image below the items."""
        if self._background is not None:
            # All of it: what is not exposed is clipped, and at a fractional pixel ratio the exposed part has no edges
            # between pixels.
            draw_layer(painter, self._background, QPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Emit `pressed`, and give the focus to the parent widget."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(event.position())
        if (parent := self.parentWidget()) is not None:
            parent.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Emit `dragged` while the left button is held, else `hovered`."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.position(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            self.hovered.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Emit `released`."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.released.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """End a drag and hide a tool tip: a hidden view gets no event when the button is released."""
        super().hideEvent(event)
        QToolTip.hideText()
        if not self.closed:
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Emit `double_clicked`."""
        self.double_clicked.emit(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Emit `wheel_turned`."""
        self.wheel_turned.emit(event.position(), event.angleDelta().y() / 120)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Emit `pointer_left`."""
        super().leaveEvent(event)
        if not self.closed:
            self.pointer_left.emit()

    def sizeHint(self) -> QSize:
        """Return the fixed size of the view."""
        size: QSize = self.minimumSize()
        return size

    def _current_background(self, ratio: float) -> QImage:
        """Return the background image for a pixel ratio, painted anew if it is invalid."""
        if self._background is None or self._background.devicePixelRatio() != ratio:
            formats = QImage.Format
            opaque = self._background_color.alpha() > 0
            image_format = formats.Format_RGB32 if opaque else formats.Format_ARGB32_Premultiplied
            self._background = QImage(self.size() * ratio, image_format)
            self._background.setDevicePixelRatio(ratio)
            self._background.fill(self._background_color)
            self.scene().prepareForPaint()
            with QPainter(self._background) as painter:
                self._paint_static_items(painter)
        return self._background

    def _paint_static_items(self, painter: QPainter) -> None:
        """Paint the static items one by one: to render the scene, all other items would have to be hidden."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionGraphicsItem()
        for item in self._static_items():
            if item.isVisible():
                painter.save()
                if item.isClipped():
                    # Plots lie at whole pixels, but their mapped coordinates have rounding errors.
                    painter.setClipRect(item.sceneTransform().mapRect(item.clipPath().boundingRect()).toRect())
                painter.setWorldTransform(item.sceneTransform(), True)
                item.paint(painter, option, None)
                painter.restore()

    def _static_items(self) -> list[QGraphicsItem]:
        """Return the static items, the lowest first."""
        return [item for item in self.scene().items(Qt.SortOrder.AscendingOrder) if item.data(STATIC)]

    def _paint_scene(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene, area = self.scene(), QRectF(QPointF(), QSizeF(self.size()))
        scene.prepareForPaint()
        scene.render(painter, area, area)


def mark_static(*items: QGraphicsItem, static: bool = True) -> None:
    """Mark items that change only with a new result or view: the canvas paints them into its background image.

    `static=False` takes the mark away again.
    """
    for item in items:
        item.setData(STATIC, static)
        # Qt skips an item of opacity 0 but still counts it as visible, which `Stage.texts` relies on.
        item.setOpacity(0.0 if static else 1.0)
