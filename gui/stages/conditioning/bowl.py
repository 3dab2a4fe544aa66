"""The quadratic bowl with its tolerance ring, start and trails, shared by the stages of conditioning."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from core.obstacles.conditioning.descent import DescentResult
from gui.picture.ghost import NO_PATH
from gui.picture.landscape import SECONDARY_WIDTH, Landscape
from gui.picture.stage import Stage
from gui.plots.label import Label
from gui.plots.trail import Trail
from gui.stages.conditioning.bowl_geometry import bowl_values, frame_half_size, stretch_factor
from gui.style.theme import pen
from gui.wording.text import percent, tr

MIN_STRETCH_CONDITION = 30.0
"""The condition number above which the view option "stretch" scales the short axis of the bowl up."""


@dataclass(frozen=True)
class Descent:
    """What a bowl shows: Hessian (2, 2), start (2,) and its loss, tolerance, and paths (n, 2), the lead first."""

    hessian: FloatArray
    start: FloatArray
    loss: float
    tolerance: float
    paths: Mapping[str, FloatArray]


class Bowl(Landscape):
    """The contours of a quadratic bowl and a trail for each path, in a stage's picture."""

    def __init__(self, stage: Stage[Any]) -> None:
        super().__init__(stage)
        self._trails: dict[str, Trail] = {}
        self.stretch_factor = 1
        self.descent: Descent | None = None
        self._leader = stage.add(QGraphicsLineItem())
        self._ring_label, self._stretch_label = stage.add(Label("label")), stage.add(Label("axis_title"))
        for item in (self._leader, self._ring_label, self._stretch_label):
            item.setZValue(50)

    def load(self, descent: Descent, *, grown: bool) -> None:
        """Load a descent; `grown` says that its paths only extend those shown."""
        self.descent = descent
        if not grown:
            if not self.frozen:
                self._set_frame(descent)
            levels = self._stage.view.type_size.levels
            self._set_values(bowl_values(descent.hessian, descent.loss, descent.tolerance, self.half_size, levels))
            self._label_stretch()
            self._label_start(descent.start)
            self._label_ring(descent)
        for key in set(self._trails) - set(descent.paths):
            self._plot.remove(self._trails.pop(key))
        for depth, (key, path) in enumerate(descent.paths.items()):
            if key not in self._trails:
                self._trails[key] = Trail()
                self._plot.add(self._trails[key])
            self._trails[key].setZValue(20 - depth)
            if not grown:
                self._trails[key].set_style(self._trail_style(key, 1.0 if depth == 0 else SECONDARY_WIDTH))
            self._trails[key].set_path(path, grown=grown)

    @property
    def is_undistorted(self) -> bool:
        """Whether the bowl is shown without zoom and at one scale in both directions."""
        return self.stretch_factor == 1 and self._stage.view.zoom.factor == 1

    def _set_frame(self, descent: Descent) -> None:
        """Set the frame: equal scales, or the vertical one stretched by an integer factor."""
        long = np.linalg.cond(descent.hessian) > MIN_STRETCH_CONDITION
        self.stretch_factor = stretch_factor(descent.hessian) if self._stage.view.stretch and long else 1
        self._stage.is_stretched = self.stretch_factor > 1
        self.half_size = frame_half_size(descent.hessian, descent.loss, self.rect, self.stretch_factor)

    def _label_stretch(self) -> None:
        """Label the stretch factor, if the axes have different scales."""
        stage = self._stage
        text = (
            tr("vertical × {factor}, angles distorted", factor=str(self.stretch_factor))
            if self.stretch_factor > 1
            else ""
        )
        stage.write(self._stretch_label, text, color=stage.view.theme.alarm, plate=True)
        self._stretch_label.place_in_corner(self.rect)

    def move(self, position: float) -> None:
        """Show each path up to a position, or up to its end if that comes first."""
        for trail in self._trails.values():
            trail.set_position(position)

    def pin_descent(self, kind: type[DescentResult]) -> None:
        """Pin the path of the first method as the ghost, if the result to keep is of this kind."""
        ghost = self._stage.kept(kind)
        self.pin_ghost(ghost, next(iter(ghost.path.values())) if ghost else NO_PATH)

    def _paths(self) -> Mapping[str, FloatArray]:
        return {} if self.descent is None else self.descent.paths

    def _path_before_drag(self) -> FloatArray:
        path = super()._path_before_drag()
        # The rest of the path would tell how the run ends.
        return path[: int(self._stage.position) + 1] if self._stage.view.reveal else path

    def _label_ring(self, descent: Descent) -> None:
        """Label the tolerance ring below it, with a leader line to its lowest point."""
        stage, rect, size = self._stage, self.rect, self._stage.text_size("label")
        share = percent(descent.tolerance)
        stage.write(self._ring_label, tr("solved: loss ≤ {share} of initial", "tolerance", share=share), plate=True)
        inverse = np.linalg.inv(descent.hessian)
        low = -np.sqrt(2 * descent.tolerance * descent.loss * inverse[1, 1])
        ring: QPointF = self._plot.point(float(low * inverse[0, 1] / inverse[1, 1]), float(low))
        # The label stands on the left, unless the start does.
        side = 0.14 if descent.start[0] < 0 and descent.start[1] < 0 else -0.14
        baseline = min(ring.y() + 0.24 * rect.height(), rect.bottom() - size)
        half = 0.5 * self._ring_label.width + size
        middle = min(max(rect.center().x() + side * rect.width(), rect.left() + half), rect.right() - half)
        self._ring_label.place(middle, baseline, align=0.5)
        for item in (self._ring_label, self._leader):
            item.setVisible(rect.contains(ring))
        self._leader.setPen(pen(QColor(stage.view.theme.ink), stage.stroke_width("theory")))
        above = QPointF(self._ring_label.rect.center().x(), self._ring_label.rect.top() - 0.1 * size)
        self._leader.setLine(QLineF(ring, above))
