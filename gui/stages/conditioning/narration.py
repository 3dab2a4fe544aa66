"""Narrated steps: one step in three phases (gradient, rate, move), each with arrows and a sentence."""

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF

from core.obstacles.conditioning.descent import DescentResult
from gui.picture.stage import Stage
from gui.plots.arrow import Arrow
from gui.plots.label import Label
from gui.stages.conditioning.bowl import Bowl
from gui.wording.sentences import first_fitting
from gui.wording.text import Span, number, percent, tr

METHOD = "gradient_descent"
DIRECTION_ARROW_PX = 96.0
"""Length in pixels of the arrow whose length has no meaning, only its direction."""
GRADIENT, RATE, MOVE = range(3)


class Narration:
    """The arrows at the current point and the sentence that explains them."""

    def __init__(self, stage: Stage[Any], bowl: Bowl) -> None:
        self._stage = stage
        self._bowl = bowl
        self._direction_arrow, self._move_arrow = Arrow(), Arrow()
        self._direction_label = stage.add(Label("axis_title"))
        self._direction_label.setZValue(70)
        for arrow in (self._move_arrow, self._direction_arrow):
            arrow.setZValue(55)
            bowl.add(arrow)

    def show(self, result: DescentResult, position: float) -> str:
        """Draw the phase of the step that the view selects, and return its sentence; "" if nothing is narrated."""
        phase, step = self._stage.view.narration, int(position)
        self._direction_arrow.set_arrow(None)
        self._move_arrow.set_arrow(None)
        self._direction_label.setVisible(False)
        if phase is None:
            return ""
        if next(iter(result.path)) != METHOD:
            return tr("Only steps of gradient descent are narrated: make it the first method.")
        last = len(result.path[METHOD]) - 1
        if phase == MOVE and 0 < step <= last:
            share = float(result.loss[METHOD][step] / result.loss[METHOD][0])
            moved = float(np.linalg.norm(result.path[METHOD][step] - result.path[METHOD][step - 1]))
            values = {"moved": number(moved), "share": Span(percent(share), METHOD)}
            return tr("Moved by {moved}: the loss is {share} of the initial one.", "path", "loss", **values)
        return self._arrows(result, step, with_rate=phase == RATE) if step < last else ""

    def _arrows(self, result: DescentResult, step: int, *, with_rate: bool) -> str:
        stage, at = self._stage, result.path[METHOD][step]
        gradient, move = result.gradient_at(METHOD, step), result.path[METHOD][step + 1] - at
        theme, widths = stage.view.theme, (stage.stroke_width("data"), stage.stroke_width("casing"))
        if with_rate:
            self._move_arrow.set_style(theme.series[METHOD].stroke, theme.background, *widths)
            self._move_arrow.set_arrow(at, move)
            rate = Span(number(float(np.linalg.norm(move) / np.linalg.norm(gradient)), 3), METHOD)
            x, y = (number(float(part), 3) for part in move)
            return tr("Times the rate {rate}: the move is ({x}, {y}).", "path", "gradient_at", rate=rate, x=x, y=y)
        self._direction_arrow.set_style(theme.ink, theme.background, *widths)
        self._direction_arrow.set_arrow(at, -gradient, DIRECTION_ARROW_PX * stage.view.scale)
        self._label_direction(self._bowl.point(*at.tolist()), float(-gradient[0]), float(gradient[1]))
        x, y = (number(float(part), 3) for part in gradient)
        values = {"n": number(step + 1), "x": x, "y": y}
        return first_fitting(
            tr("Step {n}: the gradient is ({x}, {y}); downhill is against it.", "gradient_at", **values),
            tr("Step {n}: the gradient is ({x}, {y}).", "gradient_at", **values),
        )

    def _label_direction(self, spot: QPointF, across: float, down: float) -> None:
        """Label the arrow at its tip as not to scale."""
        size, rect, length = self._stage.text_size("axis_title"), self._bowl.rect, math.hypot(across, down)
        self._stage.write(self._direction_label, tr("arrow length not to scale"), plate=True)
        reach = DIRECTION_ARROW_PX * self._stage.view.scale + size
        tip = spot + QPointF(across, down) * (reach / max(length, 1e-300))
        left = tip.x() - (self._direction_label.width if across < 0 else 0.0)
        left = min(max(left, rect.left() + 0.5 * size), rect.right() - self._direction_label.width - 0.5 * size)
        self._direction_label.place(
            left, min(max(tip.y() + 0.36 * size, rect.top() + 1.2 * size), rect.bottom() - size)
        )
        self._direction_label.setVisible(rect.contains(spot))
