"""Handles on plots: lines and rings that the pointer drags along an axis."""

from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from core.arrays import FloatArray
from gui.picture.choices import Choices
from gui.picture.drag_handles import target_diameter
from gui.picture.pointer import PointerHandler
from gui.picture.stage import Stage
from gui.plots.plot import Plot
from gui.style.theme import pen

POSITION = ""
"""Name of the handle that sets the position instead of a parameter."""
HALO_SHARE = 0.5
"""Width of the halo of a line, as a share of the width in which a press grabs it."""
HALO_OPACITY, NEAR_OPACITY = 0.12, 0.3
"""Opacity of a halo while the pointer is over its plot, and while it is near the handle or drags it."""


@dataclass(eq=False)
class PlotHandle:
    """An upright line at a value of the x axis, with or without a ring at its upper end, or a level one of the y axis.

    Attributes
    ----------
    name
        The parameter that it sets, or `POSITION`.
    plot
        Its plot.
    line
        The line in the scene, from above or from the left; None while the picture has none.
    track
        The curve that the ring at the upper end of the line lies on, as points (n, 2) of the scene with ascending x;
        None where there is no ring.
    axis
        The axis that it is dragged along: 0 for x, 1 for y.

    """

    name: str
    plot: Plot
    mark: QGraphicsPathItem
    choices: Choices | None = None
    value: float = 0.0
    line: QLineF | None = None
    track: FloatArray | None = None
    axis: int = 0

    def distance(self, at: QPointF) -> float:
        """Return the distance in pixels of a scene position; infinite where there is no handle."""
        if self.line is None:
            return np.inf
        (left, top), (right, bottom) = self.line.p1().toTuple(), self.line.p2().toTuple()
        return hypot(at.x() - min(max(at.x(), left), right), at.y() - min(max(at.y(), top), bottom))

    def line_at(self, index: int) -> QLineF | None:
        """Return the line of the handle if its value is that of an index."""
        if self.line is None or self.choices is None:
            return None
        # A value beyond the plot is at its border.
        at, rect = float(self.choices.x[index]), self.plot.rect
        if self.axis == 1:
            y = min(max(self.plot.point(0.0, at).y(), rect.top()), rect.bottom())
            return QLineF(self.line.x1(), y, self.line.x2(), y)
        x = min(self.plot.point(at, 0.0).x(), rect.right())
        top = self.line.y1()
        if self.track is not None and len(self.track):
            top = float(np.interp(x, *self.track.T))
        return QLineF(x, top, x, self.line.y2())


class PlotHandles(PointerHandler):
    """Lets the pointer drag lines and rings along the axes of plots.

    A handle of a parameter emits the new value through the stage's `edited`, that of the position a step through
    `seek_requested`.
    """

    grabbed = Signal()
    """A drag has begun."""
    released = Signal()
    """A drag has ended: an axis that stood still under the pointer may follow now."""

    def __init__(self, stage: Stage[Any]) -> None:
        super().__init__(stage)
        self._handles: list[PlotHandle] = []
        self._held: PlotHandle | None = None
        self._index = 0
        self._before: Any = None

    def add(self, name: str, plot: Plot, axis: int = 0) -> PlotHandle:
        """Add a handle along an axis, 0 for x; of two at the same distance from the pointer the first is taken."""
        mark = self._stage.add(QGraphicsPathItem())
        mark.setZValue(60)
        mark.hide()
        self._handles.append(PlotHandle(name, plot, mark, axis=axis))
        return self._handles[-1]

    def place(
        self,
        handle: PlotHandle,
        choices: Choices,
        value: float,
        line: QLineF | None,
        *,
        track: FloatArray | None = None,
    ) -> None:
        """Set what a handle can be dragged to, its value, and where it is; with a `track` it is a ring.

        A handle without a line is not there; a held one stays where it is then, as a result that follows it may not
        know its place yet.
        """
        if handle is self._held and line is None:
            return
        if handle is self._held and handle.choices is not None:
            # A result with other choices: those of an earlier one may be more.
            self._index = choices.index(handle.choices.value(self._index))
        handle.choices, handle.value, handle.line = choices, value, line
        handle.track = track
        if handle is self._held:
            self._show_mark(handle, handle.line_at(self._index), NEAR_OPACITY)
        elif handle.mark.isVisible():
            self._show_mark(handle, line, HALO_OPACITY)

    @property
    def is_dragging(self) -> bool:
        """Whether a handle is held: an axis must not change then."""
        return self._held is not None

    def cancel(self) -> bool:
        """Cancel a drag and restore the value before it; return whether a drag was in progress."""
        held, before = self._held, self._before
        if held is None:
            return False
        self._release()
        self._emit(held, before)
        return True

    def _emit(self, handle: PlotHandle, value: Any) -> None:
        if handle.name == POSITION:
            self._stage.seek_requested.emit(value)
        else:
            self._stage.edited.emit({handle.name: value})

    def _handle_near(self, at: QPointF) -> PlotHandle | None:
        reach = target_diameter(self._stage.view) / 2
        nearest = min(self._handles, key=lambda handle: handle.distance(at), default=None)
        return nearest if nearest is not None and nearest.distance(at) <= reach else None

    @Slot(QPointF)
    def _press(self, at: QPointF) -> None:
        self._held = held = self._handle_near(at)
        if held is not None and held.choices is not None and self._stage.result is not None:
            self._index = held.choices.index(held.value)
            # A parameter may be a word, or a number that is not among the choices.
            is_position = held.name == POSITION
            self._before = int(held.value) if is_position else getattr(self._stage.result.params, held.name)
            self._stage.widget.setCursor(self._cursor(held))
            self._show_mark(held, held.line, NEAR_OPACITY)
            self.grabbed.emit()

    @Slot(QPointF, bool)
    def _drag(self, at: QPointF, snap: bool) -> None:  # noqa: FBT001  a slot
        held = self._held
        if held is None or held.choices is None:
            return
        index = held.choices.nearest(held.plot.coordinates(at)[held.axis], snap=snap)
        if index != self._index:
            self._index = index
            # The halo moves at once; what follows from the value comes with the next result.
            self._show_mark(held, held.line_at(index), NEAR_OPACITY)
            self._emit(held, held.choices.value(index))

    @Slot()
    def _release(self) -> None:
        if self._held is None:
            return
        self._held.mark.hide()
        self._held = None
        self._stage.widget.unsetCursor()
        self.released.emit()

    @Slot(QPointF)
    def _hover(self, at: QPointF) -> None:
        near, reach = self._handle_near(at), target_diameter(self._stage.view) / 2
        for handle in self._handles:
            if handle is near or handle.plot.rect.adjusted(-reach, -reach, reach, reach).contains(at):
                self._show_mark(handle, handle.line, NEAR_OPACITY if handle is near else HALO_OPACITY)
            else:
                handle.mark.hide()
        self._set_hover_cursor(None if near is None else self._cursor(near))

    def _cursor(self, handle: PlotHandle) -> Qt.CursorShape:
        held = Qt.CursorShape.ClosedHandCursor if self._held is handle else Qt.CursorShape.OpenHandCursor
        split = Qt.CursorShape.SplitVCursor if handle.axis == 1 else Qt.CursorShape.SplitHCursor
        return held if handle.track is not None else split

    @Slot()
    def _leave(self) -> None:
        for handle in self._handles:
            if handle is not self._held:
                handle.mark.hide()

    @Slot(QPointF)
    def _request_edit(self, at: QPointF) -> None:
        near = self._handle_near(at)
        if near is not None and near.name != POSITION:
            self._held = None
            self._stage.edit_requested.emit(near.name)

    def _show_mark(self, handle: PlotHandle, line: QLineF | None, opacity: float) -> None:
        """Show the halo of a handle around a line, and around the ring at its upper end."""
        handle.mark.setVisible(line is not None)
        if line is None:
            return
        stage, width = self._stage, target_diameter(self._stage.view)
        path, half = QPainterPath(), HALO_SHARE * width / 2
        path.setFillRule(Qt.FillRule.WindingFill)
        if handle.track is not None:
            path.addEllipse(line.p1(), width / 2, width / 2)
        else:
            across = (half, 0.0) if handle.axis == 0 else (0.0, half)
            path.addRoundedRect(QRectF(line.p1() - QPointF(*across), line.p2() + QPointF(*across)), half, half)
        color = QColor(stage.view.theme.focus)
        handle.mark.setPen(pen(color, stage.stroke_width("theory")))
        color.setAlphaF(opacity)
        handle.mark.setBrush(color)
        handle.mark.setPath(path)
