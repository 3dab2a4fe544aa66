"""The bowl with its trails, as every stage of conditioning shows it: landscape, finish ring, start, paths."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from gui.picture.landscape import SECONDARY_WIDTH, Landscape
from gui.picture.stage import Stage
from gui.plots.label import Label
from gui.plots.trail import Trail
from gui.stages.conditioning.landscape import extent, frame, heights
from gui.style.theme import pen
from gui.wording.text import percent, tr

STRETCH_FROM = 30.0
"""The condition number above which a zigzag is too flat to be seen, and may be stretched."""


@dataclass(frozen=True)
class Descent:
    """What a bowl shows: the Hessian (2, 2), the start (2,) and its loss, the tolerance, and paths, the lead first."""

    hessian: FloatArray
    start: FloatArray
    loss: float
    tolerance: float
    paths: Mapping[str, FloatArray]


class Bowl(Landscape):
    """A bowl in a stage's picture."""

    def __init__(self, stage: Stage[Any]) -> None:
        super().__init__(stage)
        self._trails: dict[str, Trail] = {}
        self.stretched = 1
        self.descent: Descent | None = None
        self._leader = stage.add(QGraphicsLineItem())
        self._solved, self._warning = stage.add(Label("label")), stage.add(Label("axis_title"))
        for item in (self._leader, self._solved, self._warning):
            item.setZValue(50)

    def load(self, descent: Descent, *, grown: bool) -> None:
        """Take up a descent; `grown` says that its paths only continue those shown."""
        self.descent = descent
        if not grown:
            if not self.frozen:
                self._set_frame(descent)
            levels = self._stage.view.type_size.levels
            self._set_values(heights(descent.hessian, descent.loss, descent.tolerance, self.half_size, levels))
            self._warn()
            self._label_start(descent.start)
            self._name_ring(descent)
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
    def plain(self) -> bool:
        """Whether the whole bowl is shown, at one scale in both directions."""
        return self.stretched == 1 and self._stage.view.zoom.factor == 1

    def _set_frame(self, descent: Descent) -> None:
        """Choose the frame: equal scales, or a short axis stretched so far that a zigzag can be seen on it."""
        width, height = frame(descent.hessian, descent.loss, self.rect)
        _, needed = extent(descent.hessian, descent.loss)
        self.stretched = 1
        if self._stage.view.stretch and np.linalg.cond(descent.hessian) > STRETCH_FROM:
            self.stretched = max(1, int(height / needed))
        self.half_size = (width, height / self.stretched)

    def _warn(self) -> None:
        """Say where the axes are not shown as they are."""
        stage, size = self._stage, self._stage.text("axis_title")
        warning = tr("vertical × {factor}, angles distorted", factor=str(self.stretched)) if self.stretched > 1 else ""
        stage.write(self._warning, warning, color=stage.view.theme.alarm, plate=True)
        self._warning.place(self.rect.left() + 0.7 * size, self.rect.top() + 1.3 * size)

    def move(self, position: float) -> None:
        """Show the paths up to a position, each to its end at most."""
        for trail in self._trails.values():
            trail.set_position(position)

    def _paths(self) -> Mapping[str, FloatArray]:
        return {} if self.descent is None else self.descent.paths

    def _name_ring(self, descent: Descent) -> None:
        """Write what the ring means below it, with a line to its lowest point."""
        stage, rect, size = self._stage, self.rect, self._stage.text("label")
        share = percent(descent.tolerance)
        stage.write(self._solved, tr("solved: loss ≤ {share} of initial", "tolerance", share=share), plate=True)
        inverse = np.linalg.inv(descent.hessian)
        low = -np.sqrt(2 * descent.tolerance * descent.loss * inverse[1, 1])
        ring: QPointF = self._plot.point(float(low * inverse[0, 1] / inverse[1, 1]), float(low))
        # On the left, unless the start is there.
        side = 0.14 if descent.start[0] < 0 and descent.start[1] < 0 else -0.14
        baseline = min(ring.y() + 0.24 * rect.height(), rect.bottom() - size)
        half = 0.5 * self._solved.width + size
        middle = min(max(rect.center().x() + side * rect.width(), rect.left() + half), rect.right() - half)
        self._solved.place(middle, baseline, align=0.5)
        for item in (self._solved, self._leader):
            item.setVisible(rect.contains(ring))
        self._leader.setPen(pen(QColor(stage.view.theme.ink), stage.stroke("theory")))
        above = QPointF(self._solved.rect.center().x(), self._solved.rect.top() - 0.1 * size)
        self._leader.setLine(QLineF(ring, above))
