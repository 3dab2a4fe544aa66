"""nonlinearity/horizon: descent on a plateau, where the local parabola does not show the minimum."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.obstacles.nonlinearity.horizon import HorizonResult
from gui.picture.capability import Capability
from gui.picture.drag_handles import START, DragHandles
from gui.picture.landscape import GHOST_OPACITY
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.plot import Plot
from gui.plots.strip import Strip
from gui.stages.nonlinearity.horizon_words import (
    METHOD,
    caption,
    caveat,
    counted,
    formula,
    headline,
    knows,
    state,
    steps,
)
from gui.stages.nonlinearity.profile import Profile

STRIP = 1.6
"""Sizes of a label that the strip of steps is high."""
THIN = 0.35
"""Of the strip's height, that of the strip from before."""
NEAREST, FARTHEST = 0.1, 10.0
"""The starts that are allowed."""
SNAP = 0.5


class HorizonStage(Stage[HorizonResult]):
    """The plateau with its valley from the side; below it a tick for each step, hatched where it is blind."""

    capabilities = frozenset({Capability.GHOST})

    def _build(self) -> None:
        self._row = Row(self)
        self._profile = Profile(self)
        self._handles = StartHandles(self, self._profile)
        scene = self.widget.scene()
        self._below = Plot(scene, axes=False, framed=False)
        self._ghost_plot = Plot(scene, axes=False, framed=False)
        self._places, self._strip, self._ghost = Strip(empty=True), Strip(), Strip()
        self._below.add(self._places)
        self._below.add(self._strip)
        self._ghost_plot.add(self._ghost)
        self._strip.setZValue(1)
        self._ghost.setOpacity(GHOST_OPACITY)
        self._blind, self._seeing = self.add(Label("label")), self.add(Label("label"))
        mark_static(self._places, self._blind, self._seeing)

    def _arrange(self, view: View, picture: QRectF) -> None:
        top, size = self._row.arrange(picture) + self.px(8), self.text("label")
        height, words = STRIP * size, 1.35 * size
        bottom = picture.bottom() - words - height - (THIN * height + self.px(16))
        self._profile.arrange(QRectF(picture.left(), top, picture.width(), bottom - top))
        left, width = self._profile.rect.left(), self._profile.rect.width()
        look = self.plot_style
        strip = QRectF(left, picture.bottom() - words - height, width, height)
        self._below.place(strip, look)
        thin = THIN * height
        self._ghost_plot.place(QRectF(left, strip.top() - thin - self.px(4), width, thin), look)
        self._words = picture.bottom() - 0.2 * size

    def _load(self, result: HorizonResult, *, grown: bool) -> None:
        theme = self.view.theme
        method = theme.series[METHOD]
        self._profile.load(result, grown=grown)
        self._handles.load(result)
        taken = len(result.path) - 1
        before = self._profile.before or self.view.ghost
        ghost = before.blind[:-1] if isinstance(before, HorizonResult) else np.empty(0)
        longest = float(max(taken, len(ghost), 1))
        line, pitch = self.stroke("theory"), 0.45 * self.text("label")
        for plot, strip, color in (
            (self._below, self._places, theme.high),
            (self._below, self._strip, method.stroke),
            (self._ghost_plot, self._ghost, method.stroke),
        ):
            plot.set_range((0.0, longest), (0.0, 1.0))
            strip.set_style(color, line, pitch)
            strip.set_steps(result.blind[:-1] if strip is not self._ghost else ghost)
        self._ghost.set_visible_count(len(ghost))
        for label, words, end in zip((self._blind, self._seeing), counted(result), (0.0, 1.0), strict=True):
            self.write(label, words, color=method.label, bold=True)
            right = self._below.point(float(max(taken, 1)), 0.0).x()
            label.place(self._below.rect.left() if not end else right, self._words, align=end)
        room = self._below.point(float(max(taken, 1)), 0.0).x() - self._below.rect.left()
        self._seeing.setVisible(self._blind.width + self._seeing.width + self.text("label") < room)
        self._row.reserve(steps(0), steps(taken))
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: HorizonResult, position: float) -> None:
        step = min(int(position), len(result.path) - 1)
        self._profile.move(position)
        self._strip.set_visible_count(step)
        label = self.view.theme.series[METHOD].label
        self._row.set_values(steps(step), label, state(result, step), *knows(result, step))

    def cancel_drag(self) -> bool:
        """Put back what is being dragged; return whether anything was."""
        return self._handles.cancel()


class StartHandles(DragHandles):
    """Lets the pointer drag the start along the landscape; with Shift to halves."""

    def __init__(self, stage: Stage[Any], profile: Profile) -> None:
        super().__init__(stage, profile)
        self._profile = profile
        self._at: tuple[float, float] | None = None

    def load(self, result: HorizonResult) -> None:
        """Take up the start that the picture shows."""
        self._at = float(result.path[0]), float(result.loss[0])
        self._set_values({"distance": result.params.distance})

    def _positions(self) -> dict[str, QPointF]:
        return {} if self._at is None else {START: self._profile.point(*self._at)}

    def _field_names(self, name: str) -> tuple[str, ...]:
        return ("distance",)

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        x = self._profile.coordinates(at)[0]
        if snap:
            x = SNAP * round(x / SNAP)
        # Within the frame: what is under the hand stays in the picture.
        return {"distance": float(f"{min(max(x, NEAREST), FARTHEST, self._profile.right):.3g}")}
