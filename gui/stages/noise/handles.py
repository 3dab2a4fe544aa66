"""The start of a descent, dragged over the valley."""

from typing import Any

from PySide6.QtCore import QPointF

from core.obstacles.noise.params import WINDOW
from gui.picture.drag_handles import START, DragHandles
from gui.picture.stage import Stage
from gui.stages.noise.ground import Ground


class StartHandles(DragHandles):
    """Lets the pointer drag the start; with Shift it stays on the floor of the valley."""

    def __init__(self, stage: Stage[Any], ground: Ground) -> None:
        super().__init__(stage, ground)
        self._ground = ground

    def load(self, start: object) -> None:
        """Take up the start that the picture shows."""
        self._set_values({START: start})

    def _positions(self) -> dict[str, QPointF]:
        start = self._ground.start
        return {} if start is None else {START: self._ground.point(*start.tolist())}

    def _field_names(self, name: str) -> tuple[str, ...]:
        return (name,)

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        x, y = self._ground.coordinates(at)
        return {name: on_floor(x) if snap else (_within(x, 0), _within(y, 1))}


def on_floor(x: float) -> tuple[float, float]:
    """Return the place on the floor y = x^2 at x, or as far along it as the window goes."""
    furthest = WINDOW[1][1] ** 0.5
    x = float(f"{min(max(x, -furthest), furthest):.3f}")
    # Rounded down: the highest place must not be above the window.
    return x, min(float(f"{x * x:.4g}"), WINDOW[1][1])


def _within(value: float, axis: int) -> float:
    low, high = WINDOW[axis]
    return min(max(float(f"{value:.4g}"), low), high)
