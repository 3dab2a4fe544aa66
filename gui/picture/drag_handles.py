"""Handles on a landscape: dragging parameters, zooming with the wheel and panning."""

from collections.abc import Mapping
from dataclasses import replace
from math import hypot
from typing import Any, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsEllipseItem

from core.scene import Zoom
from gui.picture.pointer import PointerHandler
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.style.theme import pen

TARGET_DIAMETER, HALL_TARGET_DIAMETER = 32.0, 48.0
"""Diameter in pixels of the area in which a press grabs a handle, for normal and large text."""
ZOOM_PER_NOTCH = 1.25
"""Zoom factor of one notch of the wheel."""
START = "start"
_PAN = "pan"


def target_diameter(view: View) -> float:
    """Return the diameter in pixels of the area in which a press grabs a handle."""
    return HALL_TARGET_DIAMETER if view.hall else TARGET_DIAMETER


class HandleSurface(Protocol):
    """A landscape with handles, seen from above or from the side. See `Landscape`."""

    max_zoom: float
    center: tuple[float, float]
    half_size: tuple[float, float]
    frozen: bool

    @property
    def rect(self) -> QRectF:
        """Its rectangle in the scene."""

    def coordinates(self, at: QPointF) -> tuple[float, float]:
        """Return its coordinates of a scene position."""

    def set_ghost_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Show the current state as a ghost, or remove the ghost."""


class DragHandles(PointerHandler):
    """Lets the pointer drag parameters on a landscape; emits new values through the stage's `edited`.

    Subclasses implement `_positions`, `_field_names` and `_dragged_values`.
    """

    def __init__(self, stage: Stage[Any], landscape: HandleSurface, names: tuple[str, ...] = (START,)) -> None:
        super().__init__(stage)
        self._landscape = landscape
        self._held = ""
        self._last = QPointF()
        self._before: dict[str, Any] = {}
        self._values: Mapping[str, Any] = {}
        self._marks = {name: stage.add(QGraphicsEllipseItem()) for name in names}
        for mark in self._marks.values():
            mark.setZValue(60)
            mark.hide()
        stage.widget.wheel_turned.connect(self._zoom)

    # Implemented by subclasses

    def _positions(self) -> dict[str, QPointF]:
        """Return the scene positions of the handles, by name."""
        raise NotImplementedError

    def _field_names(self, name: str) -> tuple[str, ...]:
        """Return the fields that a handle sets; a double click edits the first one."""
        raise NotImplementedError

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        """Return new values by field for a handle dragged to a scene position; none where the position is not valid."""
        raise NotImplementedError

    def _grabbed(self, name: str) -> None:
        """React to the start of a drag."""

    # Used by the stage

    def cancel(self) -> bool:
        """Cancel a drag and restore the values before it; return whether a drag was in progress."""
        if not self._held:
            return False
        before = self._before
        self._before = {}
        self._release()
        if before:
            self._stage.edited.emit(before)
        return True

    def _set_values(self, values: Mapping[str, Any]) -> None:
        """Set the values shown in the picture, by field, and place the handles."""
        self._values = values
        for name, mark in self._marks.items():
            self._place_mark(name, mark)

    def _place_mark(self, name: str, mark: QGraphicsEllipseItem) -> None:
        stage, at = self._stage, self._positions().get(name)
        if at is None or not self._landscape.rect.contains(at):
            mark.hide()
        else:
            size = stage.stroke_width("current") * (1.3 if name == START else 0.8)
            mark.setRect(QRectF(at.x() - size / 2, at.y() - size / 2, size, size))
            mark.setPen(pen(QColor(stage.view.theme.focus), stage.stroke_width("data")))
            mark.setBrush(Qt.BrushStyle.NoBrush if name == START else QColor(stage.view.theme.background))

    def _handle_near(self, at: QPointF) -> str:
        reach = target_diameter(self._stage.view) / 2
        spots = {
            name: hypot(spot.x() - at.x(), spot.y() - at.y())
            for name, spot in self._positions().items()
            if self._landscape.rect.contains(spot)
        }
        name = min(spots, key=lambda each: spots[each], default="")
        return name if name and spots[name] <= reach else ""

    @Slot(QPointF)
    def _press(self, at: QPointF) -> None:
        self._held, self._last, self._before = self._handle_near(at), at, {}
        if not self._held and self._stage.view.zoom.factor > 1 and self._landscape.rect.contains(at):
            self._held = _PAN
        elif self._held:
            self._before = {name: self._values[name] for name in self._field_names(self._held)}
            self._grabbed(self._held)
            self._landscape.frozen = self._held == START
            self._landscape.set_ghost_visible(True)
            self._stage.widget.setCursor(Qt.CursorShape.ClosedHandCursor)

    @Slot(QPointF, bool)
    def _drag(self, at: QPointF, snap: bool) -> None:  # noqa: FBT001  a slot
        if self._held == _PAN:
            zoom, rect = self._stage.view.zoom, self._landscape.rect
            moved = at - self._last
            self._last = at
            self._set_zoom(
                zoom.factor,
                zoom.x - 2 * moved.x() / rect.width() / zoom.factor,
                zoom.y + 2 * moved.y() / rect.height() / zoom.factor,
            )
        elif self._held:
            values = self._dragged_values(self._held, at, snap=snap)
            if values:
                self._stage.edited.emit(values)

    @Slot(QPointF, float)
    def _zoom(self, at: QPointF, notches: float) -> None:
        """Zoom in or out; the point under the pointer stays where it is."""
        landscape, rect = self._landscape, self._landscape.rect
        if not rect.contains(at):
            return
        before = self._stage.view.zoom.factor
        factor = min(max(before * ZOOM_PER_NOTCH**notches, 1.0), landscape.max_zoom)
        if factor == before:
            return
        x, y = landscape.coordinates(at)
        across, along = 2 * (at.x() - rect.left()) / rect.width() - 1, 1 - 2 * (at.y() - rect.top()) / rect.height()
        self._set_zoom(
            factor,
            (x - landscape.center[0]) / landscape.half_size[0] - across / factor,
            (y - landscape.center[1]) / landscape.half_size[1] - along / factor,
        )

    def _set_zoom(self, factor: float, x: float, y: float) -> None:
        limit = 1 - 1 / factor
        zoom = Zoom(factor, min(max(x, -limit), limit), min(max(y, -limit), limit))
        self._stage.view_changed.emit(replace(self._stage.view, zoom=zoom))

    @Slot()
    def _release(self) -> None:
        if not self._held:
            return
        self._held = ""
        self._stage.widget.unsetCursor()
        self._landscape.set_ghost_visible(False)
        if self._landscape.frozen:
            self._landscape.frozen = False
            self._stage.set_view(self._stage.view)

    @Slot(QPointF)
    def _hover(self, at: QPointF) -> None:
        rect, spots = self._landscape.rect, self._positions()
        inside = rect.contains(at)
        for name, mark in self._marks.items():
            mark.setVisible(inside and name in spots and rect.contains(spots[name]))
        self._set_hover_cursor(Qt.CursorShape.OpenHandCursor if self._handle_near(at) else None)

    @Slot()
    def _leave(self) -> None:
        for mark in self._marks.values():
            mark.hide()

    @Slot(QPointF)
    def _request_edit(self, at: QPointF) -> None:
        near = self._handle_near(at)
        if near:
            self._held = ""
            self._stage.edit_requested.emit(self._field_names(near)[0])
