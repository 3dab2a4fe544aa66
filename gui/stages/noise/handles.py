"""The drag handle for the start of a descent in the valley."""

from typing import Any

from PySide6.QtCore import QPointF

from core.obstacles.noise.params import WINDOW
from gui.picture.drag_handles import START, DragHandles
from gui.picture.stage import Stage
from gui.stages.noise.valley_view import ValleyView


class StartHandles(DragHandles):
    """Lets the pointer drag the start; with Shift it snaps to the floor of the valley."""

    def __init__(self, stage: Stage[Any], valley: ValleyView) -> None:
        super().__init__(stage, valley)
        self._valley = valley

    def load(self, start: object) -> None:
        """Set the start that the picture shows."""
        self._set_values({START: start})

    def _positions(self) -> dict[str, QPointF]:
        start = self._valley.start
        return {} if start is None else {START: self._valley.point(*start.tolist())}

    def _field_names(self, name: str) -> tuple[str, ...]:
        return (name,)

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        x, y = self._valley.coordinates(at)
        return {name: on_floor(x) if snap else (_within(x, 0), _within(y, 1))}


def on_floor(x: float) -> tuple[float, float]:
    """Return the point on the floor y = x^2 at x, clipped to the window."""
    furthest = WINDOW[1][1] ** 0.5
    x = float(f"{min(max(x, -furthest), furthest):.3f}")
    # Rounding must not put the point above the window.
    return x, min(float(f"{x * x:.4g}"), WINDOW[1][1])


def _within(value: float, axis: int) -> float:
    low, high = WINDOW[axis]
    return min(max(float(f"{value:.4g}"), low), high)
