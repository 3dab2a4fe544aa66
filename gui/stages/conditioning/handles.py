"""What can be taken hold of on a bowl: the start, and a handle that sets condition number and rotation."""

from collections.abc import Mapping
from dataclasses import replace
from math import atan2, cos, degrees, exp, hypot, log, radians, sin, sqrt
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsEllipseItem

from gui.stage import Stage, Zoom
from gui.stages.conditioning.bowl import Bowl
from gui.stages.conditioning.landscape import MARGIN
from gui.theme import pen

TARGET, HALL_TARGET = 32.0, 48.0
"""Pixels within which a press takes hold, at the desk and in the hall."""
SNAPS = (1.0, 10.0, 100.0, 1000.0, 10000.0)
ANGLE_SNAP = 15.0
AXIS_SNAP = 4.0
"""Degrees, on the level set drawn as a circle, within which a start is put on an axis."""
ZOOM, CLOSEST = 1.25, 1000.0
"""How much closer a notch of the wheel looks, and how close it gets."""
HIGHEST = 1e4


class BowlHandles(QObject):
    """Lets the pointer drag the start and the short axis of a bowl; says so through the stage's `edited`.

    The short axis of the level set through the start is the handle for two fields: its direction is
    the rotation, its length says the condition number, since the long axis always fills the frame.
    """

    def __init__(self, stage: Stage[Any], bowl: Bowl) -> None:
        super().__init__(stage)
        self._stage, self._bowl = stage, bowl
        self._held = ""
        self._from = QPointF()
        self._before: dict[str, Any] = {}
        self._loss = 0.0
        self._values: Mapping[str, Any] = {}
        self._marks = {name: stage.add(QGraphicsEllipseItem()) for name in ("start", "axis")}
        for mark in self._marks.values():
            mark.setZValue(60)
            mark.hide()
        canvas = stage.widget
        canvas.pressed.connect(self._press)
        canvas.dragged.connect(self._drag)
        canvas.released.connect(self._release)
        canvas.hovered.connect(self._hover)
        canvas.left.connect(self._leave)
        canvas.double_clicked.connect(self._ask)
        canvas.turned.connect(self._zoom)

    def load(self, condition_number: float, rotation: float, start: object) -> None:
        """Take up the values that the picture shows."""
        self._values = {"condition_number": condition_number, "rotation": rotation, "start": start}
        for name, mark in self._marks.items():
            self._place(name, mark)

    def cancel(self) -> bool:
        """Put back what is being dragged; return whether anything was."""
        if not self._held:
            return False
        before = self._before
        self._before = {}
        self._release()
        if before:
            self._stage.edited.emit(before)
        return True

    def _spots(self) -> dict[str, QPointF]:
        descent = self._bowl.descent
        if descent is None:
            return {}
        turn = radians(self._values["rotation"])
        length = short_axis(self._values["condition_number"], self._values["rotation"], self._bowl.rect)
        center = self._bowl.rect.center()
        return {
            "start": self._bowl.point(*descent.start.tolist()),
            # Where axes are not shown as they are, nothing is to be read off their length.
            **({"axis": center + QPointF(-sin(turn), -cos(turn)) * length} if self._bowl.plain else {}),
        }

    def _place(self, name: str, mark: QGraphicsEllipseItem) -> None:
        stage, at = self._stage, self._spots().get(name)
        if at is None or not self._bowl.rect.contains(at):
            mark.hide()
        else:
            size = stage.stroke("current") * (1.3 if name == "start" else 0.8)
            mark.setRect(QRectF(at.x() - size / 2, at.y() - size / 2, size, size))
            mark.setPen(pen(QColor(stage.view.theme.focus), stage.stroke("data")))
            mark.setBrush(Qt.BrushStyle.NoBrush if name == "start" else QColor(stage.view.theme.ground))

    def _near(self, at: QPointF) -> str:
        reach = (HALL_TARGET if self._stage.view.hall else TARGET) / 2
        spots = {name: hypot(spot.x() - at.x(), spot.y() - at.y()) for name, spot in self._spots().items()}
        name = min(spots, key=lambda each: spots[each], default="")
        return name if name and spots[name] <= reach else ""

    @Slot(QPointF)
    def _press(self, at: QPointF) -> None:
        self._held, self._from, self._before = self._near(at), at, {}
        if not self._held and self._stage.view.zoom.factor > 1 and self._bowl.rect.contains(at):
            self._held = "ground"
        elif self._held:
            fields = ("start",) if self._held == "start" else ("condition_number", "rotation")
            self._before = {name: self._values[name] for name in fields}
            self._loss = self._bowl.descent.loss if self._bowl.descent is not None else 0.0
            self._bowl.frozen = self._held == "start"
            self._bowl.show_ghost(on=True)
            self._stage.widget.setCursor(Qt.CursorShape.ClosedHandCursor)

    @Slot(QPointF, bool)
    def _drag(self, at: QPointF, snap: bool) -> None:  # noqa: FBT001  a slot
        if self._held == "start":
            x, y = (float(f"{value:.4g}") for value in self._bowl.coordinates(at))
            if x or y:
                self._stage.edited.emit({"start": self._on_contour(x, y) if snap else (x, y)})
        elif self._held == "ground":
            zoom, rect = self._stage.view.zoom, self._bowl.rect
            moved = at - self._from
            self._from = at
            self._look(
                zoom.factor,
                zoom.x - 2 * moved.x() / rect.width() / zoom.factor,
                zoom.y + 2 * moved.y() / rect.height() / zoom.factor,
            )
        elif self._held == "axis":
            self._stage.edited.emit(self._turned(at, snap=snap))

    def _on_contour(self, x: float, y: float) -> tuple[float, float]:
        """Return the point in this direction whose loss is that of the start before the drag."""
        kappa, rotation = self._values["condition_number"], self._values["rotation"]
        return level_set(x, y, self._loss, kappa, rotation)

    @Slot(QPointF, float)
    def _zoom(self, at: QPointF, notches: float) -> None:
        """Look closer at what is under the pointer, or less closely."""
        if not self._bowl.rect.contains(at):
            return
        view, rect = self._stage.view, self._bowl.rect
        factor = min(max(view.zoom.factor * ZOOM**notches, 1.0), CLOSEST)
        x, y = self._bowl.coordinates(at)
        across, along = 2 * (at.x() - rect.left()) / rect.width() - 1, 1 - 2 * (at.y() - rect.top()) / rect.height()
        self._look(factor, x / self._bowl.half[0] - across / factor, y / self._bowl.half[1] - along / factor)

    def _look(self, factor: float, x: float, y: float) -> None:
        most = 1 - 1 / factor
        zoom = Zoom(factor, min(max(x, -most), most), min(max(y, -most), most))
        self._stage.looked.emit(replace(self._stage.view, zoom=zoom))

    def _turned(self, at: QPointF, *, snap: bool) -> dict[str, float]:
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

    @Slot()
    def _release(self) -> None:
        if not self._held:
            return
        self._held = ""
        self._stage.widget.unsetCursor()
        self._bowl.show_ghost(on=False)
        if self._bowl.frozen:
            self._bowl.frozen = False
            self._stage.set_view(self._stage.view)

    @Slot(QPointF)
    def _hover(self, at: QPointF) -> None:
        inside = self._bowl.rect.contains(at)
        spots = self._spots()
        for name, mark in self._marks.items():
            mark.setVisible(inside and name in spots and self._bowl.rect.contains(spots[name]))
        near = self._near(at)
        if near:
            self._stage.widget.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self._stage.widget.unsetCursor()

    @Slot()
    def _leave(self) -> None:
        for mark in self._marks.values():
            mark.hide()

    @Slot(QPointF)
    def _ask(self, at: QPointF) -> None:
        near = self._near(at)
        if near:
            self._held = ""
            self._stage.asked.emit("start" if near == "start" else "condition_number")


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
