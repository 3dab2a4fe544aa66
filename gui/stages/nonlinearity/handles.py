"""The drag handle for the start of a descent on a slice."""

from typing import Any

from PySide6.QtCore import QPointF

from gui.picture.drag_handles import START, DragHandles
from gui.picture.stage import Stage
from gui.stages.nonlinearity.slice_view import SliceView


class SliceHandles(DragHandles):
    """Lets the pointer drag the start; with Shift it snaps to the diagonal of the cut."""

    def __init__(self, stage: Stage[Any], slice_view: SliceView) -> None:
        super().__init__(stage, slice_view)
        self._slice = slice_view

    def load(self, start: object) -> None:
        """Set the start that the picture shows."""
        self._set_values({START: start})

    def _positions(self) -> dict[str, QPointF]:
        start = self._slice.start
        return {} if start is None else {START: self._slice.point(*start.tolist())}

    def _field_names(self, name: str) -> tuple[str, ...]:
        return (name,)

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        u, v = self._slice.coordinates(at)
        if snap:
            u = v = (u + v) / 2
        return {name: (_within(u), _within(v))}


def _within(value: float) -> float:
    return min(max(float(f"{value:.3f}"), -1.0), 1.0)
