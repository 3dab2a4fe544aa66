"""The view that a picture is painted in: what stands still is painted once, what moves at every frame."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractGraphicsShapeItem, QFrame, QGraphicsItem, QGraphicsLineItem

from gui.plots.label import Label
from gui.plots.pixels import STILL, PixelItem
from gui.run import going_first

_PAINTED = (PixelItem, Label, QGraphicsLineItem, QAbstractGraphicsShapeItem)


class Canvas(pg.GraphicsView):
    """A view whose scene coordinates are its own pixels, without frame, scroll bars or pyqtgraph's mouse modes.

    Items marked as still are painted on one image, the ground, which is copied under the others at
    every frame. They must lie below the others, and `renew` must be called when they change.
    """

    pressed = Signal(QPointF)
    dragged = Signal(QPointF, bool)
    """Where the pointer is while a button is held, and whether Shift is."""
    released = Signal()
    hovered = Signal(QPointF)
    left = Signal()
    double_clicked = Signal(QPointF)
    turned = Signal(QPointF, float)
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

    def set_ground_color(self, color: str) -> None:
        """Take up the color that everything stands on, "transparent" for none."""
        self._color = QColor(color)
        self.renew()

    def renew(self) -> None:
        """Forget the ground: something that stands still has changed. Until `prepare`, frames paint everything."""
        self._ground = None
        self._show(still=None)
        self.viewport().update()

    def prepare(self, ratio: float | None = None) -> None:
        """Paint the ground, if it is out of date, for a pixel ratio (that of the screen where none is given).

        To be called before the frame is painted, never while it is: Qt takes that for a recursive
        repaint, and the process ends.
        """
        ratio = self.devicePixelRatioF() if ratio is None else ratio
        if self._ground is not None and self._ground.devicePixelRatio() == ratio:
            return
        clear = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32 if self._color.alpha() else clear)
        image.setDevicePixelRatio(ratio)
        image.fill(self._color)
        # An item of no opacity is skipped whole, and still counts as visible for whoever asks what is said.
        self._show(still=True)
        with QPainter(image) as painter:
            self._paint_scene(painter)
        self._show(still=False)
        self._ground = image

    def paint_on(self, image: QImage) -> None:
        """Paint the picture on an image of the view's size."""
        self.prepare(image.devicePixelRatio())
        with QPainter(image) as painter:
            if self._ground is not None:
                # Also where there is nothing: what the image showed before must go.
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
                painter.drawImage(0, 0, self._ground)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._paint_scene(painter)

    def paint_vectors(self, painter: QPainter) -> None:
        """Paint the picture without the ground's pixels, and leave the view as it was."""
        ground, self._ground = self._ground, None
        self._show(still=None)
        if self._color.alpha():
            painter.fillRect(QRectF(QPointF(), QSizeF(self.size())), self._color)
        self._paint_scene(painter)
        if ground is not None:
            self._show(still=False)
            self._ground = ground

    def event(self, event: QEvent) -> bool:
        """Paint the ground anew on a screen of another pixel ratio."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.renew()
            self.prepare()
        handled: bool = super().event(event)
        return handled

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint before any run goes on."""
        with going_first():
            super().paintEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Copy the ground under the frame."""
        if self._ground is None:
            painter.fillRect(rect, self._color)
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
        self.turned.emit(event.position(), event.angleDelta().y() / 120)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer is elsewhere."""
        super().leaveEvent(event)
        if not self.closed:
            self.left.emit()

    def sizeHint(self) -> QSize:
        """Return the view's own size, which is fixed."""
        size: QSize = self.minimumSize()
        return size

    def _show(self, *, still: bool | None) -> None:
        """Show the items that stand still, or those that move, or all of them."""
        for item in self.scene().items():
            if isinstance(item, _PAINTED):
                opacity = 1.0 if still is None or bool(item.data(STILL)) is still else 0.0
                if item.opacity() != opacity:  # pyqtgraph follows every change, needed or not
                    item.setOpacity(opacity)

    def _paint_scene(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene, area = self.scene(), QRectF(QPointF(), QSizeF(self.size()))
        scene.prepareForPaint()
        scene.render(painter, area, area)


def stand_still(*items: QGraphicsItem) -> None:
    """Mark items that change only when a result or a view is taken up."""
    for item in items:
        item.setData(STILL, True)
