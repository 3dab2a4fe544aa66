"""The view that a picture is painted in: what stands still is painted once, what moves at every frame."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QStyleOptionGraphicsItem

from gui.plots.pixels import STATIC
from gui.workers.worker import going_first


class Canvas(pg.GraphicsView):
    """A view whose scene coordinates are its own pixels, without frame, scroll bars or pyqtgraph's mouse modes.

    Items that stand still are painted on one image, the ground, which is copied under the others at
    every frame. They must lie below the others, and `invalidate_background` must be called when they change.
    """

    pressed = Signal(QPointF)
    dragged = Signal(QPointF, bool)
    """Where the pointer is while a button is held, and whether Shift is."""
    released = Signal()
    hovered = Signal(QPointF)
    pointer_left = Signal()
    double_clicked = Signal(QPointF)
    wheel_turned = Signal(QPointF, float)
    """Where the pointer is while the wheel is turned, and by how many notches."""

    def __init__(self) -> None:
        super().__init__(background=None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.enableMouse(False)
        self.setAntialiasing(True)
        # pyqtgraph lets Qt cache the background, which would keep the first ground forever.
        self.setCacheMode(Canvas.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._color = QColor("white")
        self._ground: QImage | None = None

    def set_background_color(self, color: str) -> None:
        """Take up the color that everything stands on, "transparent" for none."""
        self._color = QColor(color)
        self.invalidate_background()

    def invalidate_background(self) -> None:
        """Forget the ground: something that stands still has changed."""
        self._ground = None
        self.viewport().update()

    def paint_image(self, image: QImage) -> None:
        """Paint the picture on an image of the view's size."""
        ground = self._prepare(image.devicePixelRatio())
        with QPainter(image) as painter:
            # Also where there is nothing: what the image showed before must go.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(0, 0, ground)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._paint_scene(painter)

    def paint_vectors(self, painter: QPainter) -> None:
        """Paint the picture without the ground's pixels, and leave the view as it was."""
        if self._color.alpha():
            painter.fillRect(QRectF(QPointF(), QSizeF(self.size())), self._color)
        still = self._still()
        for item in still:
            item.setOpacity(1.0)
        self._paint_scene(painter)
        for item in still:
            item.setOpacity(0.0)

    def event(self, event: QEvent) -> bool:
        """Paint the ground anew on a screen of another pixel ratio."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.invalidate_background()
        handled: bool = super().event(event)
        return handled

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint before any run goes on."""
        with going_first():
            self._prepare(self.devicePixelRatioF())
            super().paintEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Copy the ground under the frame."""
        if self._ground is None:
            return
        ratio = self._ground.devicePixelRatio()
        target = QRectF(rect).toAlignedRect() & QRect(QPoint(), self.size())
        source = QRectF(target.x() * ratio, target.y() * ratio, target.width() * ratio, target.height() * ratio)
        painter.drawImage(QRectF(target), self._ground, source)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say where the pointer was pressed; whoever holds the view takes the focus."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(event.position())
        if (holder := self.parentWidget()) is not None:
            holder.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where the pointer is."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(event.position(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            self.hovered.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say that the button was let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.released.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """End a drag: a view that is hidden is not told that the button is let go."""
        super().hideEvent(event)
        if not self.closed:
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Say where a double click was."""
        self.double_clicked.emit(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Say how far the wheel was turned."""
        self.wheel_turned.emit(event.position(), event.angleDelta().y() / 120)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer is elsewhere."""
        super().leaveEvent(event)
        if not self.closed:
            self.pointer_left.emit()

    def sizeHint(self) -> QSize:
        """Return the view's own size, which is fixed."""
        size: QSize = self.minimumSize()
        return size

    def _prepare(self, ratio: float) -> QImage:
        """Return the ground for a pixel ratio, painted if it is out of date."""
        if self._ground is None or self._ground.devicePixelRatio() != ratio:
            clear = QImage.Format.Format_ARGB32_Premultiplied
            self._ground = QImage(self.size() * ratio, QImage.Format.Format_RGB32 if self._color.alpha() else clear)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(self._color)
            self.scene().prepareForPaint()
            with QPainter(self._ground) as painter:
                self._paint_ground(painter)
        return self._ground

    def _paint_ground(self, painter: QPainter) -> None:
        """Paint what stands still, item by item: to paint the scene, all others would have to be hidden meanwhile."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionGraphicsItem()
        for item in self._still():
            if item.isVisible():
                painter.save()
                if item.isClipped():
                    # Plots lie at whole pixels, which their own coordinates only come near.
                    painter.setClipRect(item.sceneTransform().mapRect(item.clipPath().boundingRect()).toRect())
                painter.setWorldTransform(item.sceneTransform(), True)
                item.paint(painter, option, None)
                painter.restore()

    def _still(self) -> list[QGraphicsItem]:
        """Return the items that stand still, the lowest first."""
        return [item for item in self.scene().items(Qt.SortOrder.AscendingOrder) if item.data(STATIC)]

    def _paint_scene(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene, area = self.scene(), QRectF(QPointF(), QSizeF(self.size()))
        scene.prepareForPaint()
        scene.render(painter, area, area)


def mark_static(*items: QGraphicsItem) -> None:
    """Mark items that change only when a result or a view is taken up."""
    for item in items:
        item.setData(STATIC, True)
        # An item of no opacity is skipped whole, and still counts as visible for whoever asks what is said.
        item.setOpacity(0.0)
