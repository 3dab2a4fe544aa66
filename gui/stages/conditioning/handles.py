"""What can be taken hold of on a bowl: the start, and a handle that sets condition number and rotation."""

from math import atan2, cos, degrees, exp, hypot, log, radians, sin, sqrt
from typing import Any

from PySide6.QtCore import QPointF, QRectF

from gui.picture.drag_handles import START, DragHandles
from gui.picture.stage import Stage
from gui.stages.conditioning.bowl import Bowl
from gui.stages.conditioning.landscape import MARGIN

AXIS = "axis"
SNAPS = (1.0, 10.0, 100.0, 1000.0, 10000.0)
ANGLE_SNAP = 15.0
AXIS_SNAP = 4.0
"""Degrees, on the level set drawn as a circle, within which a start is put on an axis."""
HIGHEST = 1e4


class BowlHandles(DragHandles):
    """Lets the pointer drag the start and the short axis of a bowl.

    The short axis of the level set through the start is the handle for two fields: its direction is
    the rotation, its length says the condition number, since the long axis always fills the frame.
    """

    def __init__(self, stage: Stage[Any], bowl: Bowl) -> None:
        super().__init__(stage, bowl, (START, AXIS))
        self._bowl = bowl
        self._loss = 0.0

    def load(self, condition_number: float, rotation: float, start: object) -> None:
        """Take up the values that the picture shows."""
        self._set_values({"condition_number": condition_number, "rotation": rotation, "start": start})

    def _positions(self) -> dict[str, QPointF]:
        descent = self._bowl.descent
        if descent is None:
            return {}
        turn = radians(self._values["rotation"])
        length = short_axis(self._values["condition_number"], self._values["rotation"], self._bowl.rect)
        center = self._bowl.rect.center()
        return {
            START: self._bowl.point(*descent.start.tolist()),
            # Where axes are not shown as they are, nothing is to be read off their length.
            **({AXIS: center + QPointF(-sin(turn), -cos(turn)) * length} if self._bowl.plain else {}),
        }

    def _field_names(self, name: str) -> tuple[str, ...]:
        return ("start",) if name == START else ("condition_number", "rotation")

    def _grabbed(self, name: str) -> None:
        self._loss = self._bowl.descent.loss if self._bowl.descent is not None else 0.0

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        if name == AXIS:
            return self._turned(at, snap=snap)
        x, y = (float(f"{value:.4g}") for value in self._bowl.coordinates(at))
        if not (x or y):
            return {}
        return {"start": self._on_contour(x, y) if snap else (x, y)}

    def _on_contour(self, x: float, y: float) -> tuple[float, float]:
        """Return the point in this direction whose loss is that of the start before the drag."""
        kappa, rotation = self._values["condition_number"], self._values["rotation"]
        return level_set(x, y, self._loss, kappa, rotation)

    def _turned(self, at: QPointF, *, snap: bool) -> dict[str, Any]:
        away = at - self._bowl.rect.center()
        # The short axis points up at rotation 0 and is the same one half a turn on.
        angle = degrees(atan2(-away.x(), -away.y()))
        angle = (angle + 90.0) % 180.0 - 90.0
        if snap:
            angle = ANGLE_SNAP * round(angle / ANGLE_SNAP)
        angle = float(f"{angle:.3g}")
        kappa = condition_number(hypot(away.x(), away.y()), angle, self._bowl.rect)
        if snap:
            kappa = min(SNAPS, key=lambda each: abs(log(each / kappa)))
        return {"condition_number": min(max(float(f"{kappa:.3g}"), 1.0), HIGHEST), "rotation": angle}


def short_axis(kappa: float, rotation: float, rect: QRectF) -> float:
    """Return the half length, in pixels, of the short axis of the level set that the frame is made for."""
    turn = radians(rotation)
    across = sqrt(kappa * cos(turn) ** 2 + sin(turn) ** 2)
    along = sqrt(kappa * sin(turn) ** 2 + cos(turn) ** 2)
    return 1 / (2 * MARGIN * max(across / rect.width(), along / rect.height()))


def condition_number(length: float, rotation: float, rect: QRectF) -> float:
    """Return the condition number whose short axis has a half length in pixels: `short_axis` the other way round."""
    low, high = 0.0, log(HIGHEST)
    for _ in range(50):
        middle = (low + high) / 2
        if short_axis(exp(middle), rotation, rect) > length:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2)


def level_set(x: float, y: float, loss: float, kappa: float, rotation: float) -> tuple[float, float]:
    """Return the point of the level set of a loss in the direction of (x, y), on an axis where one is near."""
    turn = radians(rotation)
    # Along the axes of the bowl, the short one stretched until the level set is a circle.
    angle = degrees(atan2(sqrt(kappa) * (y * cos(turn) - x * sin(turn)), x * cos(turn) + y * sin(turn)))
    axis = 90.0 * round(angle / 90.0)
    near = radians(axis if abs(angle - axis) <= AXIS_SNAP else angle)
    # The sine of half a turn is not quite zero.
    along = sqrt(2 * loss) * round(cos(near), 12)
    across = sqrt(2 * loss / kappa) * round(sin(near), 12)
    point = along * cos(turn) - across * sin(turn), along * sin(turn) + across * cos(turn)
    return float(f"{point[0]:.6g}"), float(f"{point[1]:.6g}")
