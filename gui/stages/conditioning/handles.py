"""The drag handles of a bowl: the start, and the short axis, which sets condition number and rotation."""

from math import atan2, cos, degrees, exp, hypot, log, radians, sin, sqrt
from typing import Any

from PySide6.QtCore import QPointF, QRectF

from gui.picture.drag_handles import START, DragHandles
from gui.picture.stage import Stage
from gui.stages.conditioning.bowl import Bowl
from gui.stages.conditioning.bowl_geometry import MARGIN

AXIS = "axis"
CONDITION_SNAPS = (1.0, 10.0, 100.0, 1000.0, 10000.0)
ANGLE_SNAP_DEG = 15.0
AXIS_SNAP_DEG = 4.0
"""A start this near to an axis snaps to it; measured as an angle on the level set scaled to a circle."""
MAX_CONDITION = 1e4


class BowlHandles(DragHandles):
    """Lets the pointer drag the start and the short axis of a bowl.

    The short axis of the level set through the start is the handle for two fields: its direction is
    the rotation, its length gives the condition number, since the long axis always fills the frame.
    """

    def __init__(self, stage: Stage[Any], bowl: Bowl) -> None:
        super().__init__(stage, bowl, (START, AXIS))
        self._bowl = bowl
        self._loss = 0.0

    def load(self, condition_number: float, rotation: float, start: object) -> None:
        """Set the values that the picture shows."""
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
            # With zoom or stretched axes the length of the axis does not give the condition number.
            **({AXIS: center + QPointF(-sin(turn), -cos(turn)) * length} if self._bowl.is_undistorted else {}),
        }

    def _field_names(self, name: str) -> tuple[str, ...]:
        return ("start",) if name == START else ("condition_number", "rotation")

    def _grabbed(self, name: str) -> None:
        self._loss = self._bowl.descent.loss if self._bowl.descent is not None else 0.0

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        if name == AXIS:
            return self._axis_values(at, snap=snap)
        x, y = (float(f"{value:.4g}") for value in self._bowl.coordinates(at))
        if not (x or y):
            return {}
        return {"start": self._on_contour(x, y) if snap else (x, y)}

    def _on_contour(self, x: float, y: float) -> tuple[float, float]:
        """Return the point in this direction with the loss that the start had before the drag."""
        kappa, rotation = self._values["condition_number"], self._values["rotation"]
        return level_set(x, y, self._loss, kappa, rotation)

    def _axis_values(self, at: QPointF, *, snap: bool) -> dict[str, Any]:
        offset = at - self._bowl.rect.center()
        # The short axis points up at rotation 0, and repeats every 180 degrees.
        angle = degrees(atan2(-offset.x(), -offset.y()))
        angle = (angle + 90.0) % 180.0 - 90.0
        if snap:
            angle = ANGLE_SNAP_DEG * round(angle / ANGLE_SNAP_DEG)
        angle = float(f"{angle:.3g}")
        kappa = condition_number(hypot(offset.x(), offset.y()), angle, self._bowl.rect)
        if snap:
            kappa = min(CONDITION_SNAPS, key=lambda each: abs(log(each / kappa)))
        return {"condition_number": min(max(float(f"{kappa:.3g}"), 1.0), MAX_CONDITION), "rotation": angle}


def short_axis(kappa: float, rotation: float, rect: QRectF) -> float:
    """Return half the length, in pixels, of the short axis of the level set that fits the frame."""
    turn = radians(rotation)
    across = sqrt(kappa * cos(turn) ** 2 + sin(turn) ** 2)
    along = sqrt(kappa * sin(turn) ** 2 + cos(turn) ** 2)
    return 1 / (2 * MARGIN * max(across / rect.width(), along / rect.height()))


def condition_number(length: float, rotation: float, rect: QRectF) -> float:
    """Return the condition number whose short axis has half the length `length`: the inverse of `short_axis`."""
    low, high = 0.0, log(MAX_CONDITION)
    for _ in range(50):
        middle = (low + high) / 2
        if short_axis(exp(middle), rotation, rect) > length:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2)


def level_set(x: float, y: float, loss: float, kappa: float, rotation: float) -> tuple[float, float]:
    """Return the point in the direction of (x, y) with a loss, snapped to an axis within `AXIS_SNAP_DEG`."""
    turn = radians(rotation)
    # In the axes of the bowl, with the short one scaled so that the level set is a circle.
    angle = degrees(atan2(sqrt(kappa) * (y * cos(turn) - x * sin(turn)), x * cos(turn) + y * sin(turn)))
    axis = 90.0 * round(angle / 90.0)
    near = radians(axis if abs(angle - axis) <= AXIS_SNAP_DEG else angle)
    # Rounded because sin(pi) is not exactly zero in floating point.
    along = sqrt(2 * loss) * round(cos(near), 12)
    across = sqrt(2 * loss / kappa) * round(sin(near), 12)
    point = along * cos(turn) - across * sin(turn), along * sin(turn) + across * cos(turn)
    return float(f"{point[0]:.6g}"), float(f"{point[1]:.6g}")
