"""A plot at whole pixels, with axes or a frame, which contains landscapes, curves and trails."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsLineItem, QGraphicsScene

from core.arrays import FloatArray
from gui.platform.gc_guard import gc_paused
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.pixels import PixelItem
from gui.style.theme import Theme, pen

MIN_SIZE = 8.0
"""Width and height of a plot in pixels, at least, in a very small picture."""
CURSOR_Z = -110.0
"""Z value of a cursor line: below the plot and all its items."""

Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True)
class PlotStyle:
    """Colors and sizes of a plot in pixels of the picture."""

    theme: Theme
    ticks: float
    axis: float
    grid: float


class Plot:
    """A plot in a scene: pyqtgraph's ViewBox, a grid behind the data, and axes with `Label`s at their ticks.

    Parameters
    ----------
    scene
        The scene that the plot is added to.
    axes
        False for a landscape, which has a frame instead.
    static
        False where the items below the frame change at every frame of an animation.
    framed
        False for a plot with neither axes nor a frame.
    layer
        The parent of all its items, with which they are hidden; None for none.

    """

    def __init__(
        self,
        scene: QGraphicsScene,
        *,
        axes: bool,
        static: bool = True,
        framed: bool = True,
        layer: QGraphicsItem | None = None,
    ) -> None:
        self.rect = QRectF()
        self._axes = axes
        self._style: PlotStyle | None = None
        self._ticks: tuple[Ticks, Ticks] = ((), ())
        self._range = ((0.0, 1.0), (0.0, 1.0))
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False)
        self._box.disableAutoRange()
        self._scene, self._layer = scene, layer
        with gc_paused():
            self._add_to_scene(self._box)
        self._lines = [QGraphicsLineItem() for _ in range(2 if axes else 0)]
        self._labels: list[Label] = []
        for line in self._lines:
            self._add_to_scene(line)
        self._backdrop = _Backdrop(framed=not axes)
        if static:
            mark_static(self._backdrop, *self._lines)
        if axes or framed:
            self.add(self._backdrop)

    def _add_to_scene(self, item: QGraphicsItem) -> None:
        self._scene.addItem(item)
        if self._layer is not None:
            item.setParentItem(self._layer)

    def add(self, item: PixelItem) -> None:
        """Add an item."""
        with gc_paused():
            self._box.addItem(item, ignoreBounds=True)

    def remove(self, item: PixelItem) -> None:
        """Remove an item."""
        with gc_paused():
            self._box.removeItem(item)

    def set_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Show or hide a plot without axes and its items."""
        self._box.setVisible(visible)

    def place(self, rect: QRectF, style: PlotStyle) -> None:
        """Place the plot at `rect` of the scene, rounded to whole pixels; tick labels are outside, left and below."""
        at_least = QSizeF(max(rect.width(), MIN_SIZE), max(rect.height(), MIN_SIZE))
        self.rect, self._style = QRectF(QRectF(rect.topLeft(), at_least).toAlignedRect()), style
        self._box.setGeometry(self.rect)
        self._backdrop.set_style(style)
        for line in self._lines:
            line.setPen(pen(style.theme.axis, style.axis))
            line.setZValue(1)
        if self._axes:
            left, bottom = self.rect.left(), self.rect.bottom()
            self._lines[0].setLine(QLineF(left, bottom, self.rect.right(), bottom))
            self._lines[1].setLine(QLineF(left, self.rect.top(), left, bottom))
        self._place_ticks()

    def set_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Set the visible range of x and y, as log10 of the values on a logarithmic axis."""
        self._box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        self._range = (x, y)
        self._place_ticks()

    def set_ticks(self, x: Ticks, y: Ticks) -> None:
        """Set the ticks of both axes, as pairs of value and text, and the grid lines through them.

        Ticks outside the visible range are left out.
        """
        self._ticks = (x, y)
        self._place_ticks()

    def point(self, x: float, y: float) -> QPointF:
        """Return the scene position of a point in the plot's coordinates."""
        (left, right), (low, high) = self._range
        return QPointF(
            self.rect.left() + (x - left) / (right - left) * self.rect.width(),
            self.rect.bottom() - (y - low) / (high - low) * self.rect.height(),
        )

    def pixels(self, points: FloatArray) -> FloatArray:
        """Return the scene positions of points in the plot's coordinates, shape (n, 2) each."""
        (left, right), (low, high) = self._range
        scale = self.rect.width() / (right - left), -self.rect.height() / (high - low)
        return (points - (left, low)) * scale + (self.rect.left(), self.rect.bottom())

    def coordinates(self, at: QPointF) -> tuple[float, float]:
        """Return the plot's coordinates of a scene position: the inverse of `point`."""
        (left, right), (low, high) = self._range
        return (
            left + (at.x() - self.rect.left()) / self.rect.width() * (right - left),
            low + (self.rect.bottom() - at.y()) / self.rect.height() * (high - low),
        )

    def _place_ticks(self) -> None:
        x_ticks, y_ticks = (_inside(ticks, *ends) for ticks, ends in zip(self._ticks, self._range, strict=True))
        self._backdrop.set_lines([value for value, _ in x_ticks], [value for value, _ in y_ticks])
        style, texts = self._style, [*x_ticks, *y_ticks]
        if style is None:
            return
        while len(self._labels) < len(texts):
            self._labels.append(Label("ticks"))
            mark_static(self._labels[-1])
            self._add_to_scene(self._labels[-1])
        for k, label in enumerate(self._labels):
            label.setVisible(k < len(texts))
        for k, (value, text) in enumerate(texts):
            label = self._labels[k]
            label.set_text(text, style.theme, style.ticks, color=style.theme.secondary)
            if k < len(x_ticks):
                # Keeps a long number at the right end inside the picture.
                x = min(self.point(value, 0).x(), self.rect.right() + 0.9 * style.ticks - label.width / 2)
                label.place(x, self.rect.bottom() + 1.25 * style.ticks, align=0.5)
            else:
                y = self.point(0, value).y() + 0.36 * style.ticks
                label.place(self.rect.left() - 0.45 * style.ticks, y, align=1)


def _inside(ticks: Ticks, low: float, high: float) -> Ticks:
    """Return the ticks between two values; a billionth of the range is allowed for rounding."""
    rounding = 1e-9 * (high - low)
    return [tick for tick in ticks if low - rounding <= tick[0] <= high + rounding]


class _Backdrop(PixelItem):
    """The grid behind the data, or the frame around a plot without axes."""

    def __init__(self, *, framed: bool) -> None:
        super().__init__()
        self._style: PlotStyle | None = None
        self._framed = framed
        self._x: list[float] = []
        self._y: list[float] = []
        self.setZValue(90 if framed else -90)

    def set_style(self, style: PlotStyle) -> None:
        self._style = style
        self.invalidate()

    def set_lines(self, x: list[float], y: list[float]) -> None:
        if (x, y) != (self._x, self._y):
            self._x, self._y = x, y
            self.invalidate()

    def draw(self, painter: QPainter, area: QRect) -> None:
        style, transform = self._style, self.sceneTransform()
        if style is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._framed:
            half = style.axis / 2
            frame = pen(style.theme.axis, style.axis)
            frame.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(frame)
            # Four lines: an antialiased rectangle takes five times as long.
            box, middle = QRectF(area), QRectF(area).adjusted(half, half, -half, -half)
            painter.drawLines(
                [QLineF(box.left(), y, box.right(), y) for y in (middle.top(), middle.bottom())]
                + [QLineF(x, box.top(), x, box.bottom()) for x in (middle.left(), middle.right())]
            )
            return
        painter.setPen(pen(style.theme.grid, style.grid))
        for x in self._x:
            at = transform.map(x, 0.0)[0]
            painter.drawLine(QLineF(at, area.top(), at, area.bottom() + 1))
        for y in self._y:
            at = transform.map(0.0, y)[1]
            painter.drawLine(QLineF(area.left(), at, area.right() + 1, at))
