"""The start of a descent, dragged over a slice."""

from typing import Any

from PySide6.QtCore import QPointF

from gui.picture.drag_handles import START, DragHandles
from gui.picture.stage import Stage
from gui.stages.nonlinearity.patch import Patch


class PatchHandles(DragHandles):
    """Lets the pointer drag the start; with Shift it stays on the cut."""

    def __init__(self, stage: Stage[Any], patch: Patch) -> None:
        super().__init__(stage, patch)
        self._patch = patch

    def load(self, start: object) -> None:
        """Take up the start that the picture shows."""
        self._set_values({START: start})

    def _positions(self) -> dict[str, QPointF]:
        start = self._patch.start
        return {} if start is None else {START: self._patch.point(*start.tolist())}

    def _field_names(self, name: str) -> tuple[str, ...]:
        return (name,)

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        u, v = self._patch.coordinates(at)
        if snap:
            u = v = (u + v) / 2
        return {name: (_within(u), _within(v))}


def _within(value: float) -> float:
    return min(max(float(f"{value:.3f}"), -1.0), 1.0)
