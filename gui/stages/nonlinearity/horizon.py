"""nonlinearity/horizon: descent on a plateau, where the local parabola has no minimum."""

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
    formula,
    headline,
    parabola_wordings,
    state_text,
    step_text,
    strip_labels,
)
from gui.stages.nonlinearity.profile import Profile

STRIP_HEIGHT = 1.6
"""Height of the strip of steps, in font sizes of a label."""
GHOST_HEIGHT = 0.35
"""Height of the ghost strip, as a share of the strip's height."""
MIN_DISTANCE, MAX_DISTANCE = 0.1, 10.0
"""The allowed range of the start's distance from the minimum."""
DISTANCE_SNAP = 0.5


class HorizonStage(Stage[HorizonResult]):
    """The landscape of one variable as a curve; below it a strip with a tick for each step, hatched if it is blind."""

    capabilities = frozenset({Capability.GHOST})

    def _build(self) -> None:
        self._row = Row(self)
        self._profile = Profile(self)
        self._handles = StartHandles(self, self._profile)
        scene = self.widget.scene()
        self._strip_plot = Plot(scene, axes=False, framed=False)
        self._ghost_plot = Plot(scene, axes=False, framed=False)
        self._empty_strip, self._strip, self._ghost = Strip(empty=True), Strip(), Strip()
        self._strip_plot.add(self._empty_strip)
        self._strip_plot.add(self._strip)
        self._ghost_plot.add(self._ghost)
        self._strip.setZValue(1)
        self._ghost.setOpacity(GHOST_OPACITY)
        self._blind_label, self._seeing_label = self.add(Label("label")), self.add(Label("label"))
        mark_static(self._empty_strip, self._blind_label, self._seeing_label)

    def _arrange(self, view: View, picture: QRectF) -> None:
        top, size = self._row.arrange(picture) + self.px(8), self.text_size("label")
        height, words = STRIP_HEIGHT * size, 1.35 * size
        bottom = picture.bottom() - words - height - (GHOST_HEIGHT * height + self.px(16))
        self._profile.arrange(QRectF(picture.left(), top, picture.width(), bottom - top))
        left, width = self._profile.rect.left(), self._profile.rect.width()
        style = self.plot_style
        strip = QRectF(left, picture.bottom() - words - height, width, height)
        self._strip_plot.place(strip, style)
        ghost_height = GHOST_HEIGHT * height
        self._ghost_plot.place(QRectF(left, strip.top() - ghost_height - self.px(4), width, ghost_height), style)
        self._label_baseline = picture.bottom() - 0.2 * size

    def _load(self, result: HorizonResult, *, grown: bool) -> None:
        theme = self.view.theme
        method = theme.series[METHOD]
        self._profile.load(result, grown=grown)
        self._handles.load(result)
        taken = len(result.path) - 1
        previous = self._profile.ghost_result or self.view.ghost
        ghost = previous.blind[:-1] if isinstance(previous, HorizonResult) else np.empty(0)
        longest = float(max(taken, len(ghost), 1))
        line, pitch = self.stroke_width("theory"), 0.45 * self.text_size("label")
        for plot, strip, color in (
            (self._strip_plot, self._empty_strip, theme.high),
            (self._strip_plot, self._strip, method.stroke),
            (self._ghost_plot, self._ghost, method.stroke),
        ):
            plot.set_range((0.0, longest), (0.0, 1.0))
            strip.set_style(color, line, pitch)
            strip.set_steps(result.blind[:-1] if strip is not self._ghost else ghost)
        self._ghost.set_visible_count(len(ghost))
        for label, words, end in zip(
            (self._blind_label, self._seeing_label), strip_labels(result), (0.0, 1.0), strict=True
        ):
            self.write(label, words, color=method.label, bold=True)
            right = self._strip_plot.point(float(max(taken, 1)), 0.0).x()
            label.place(self._strip_plot.rect.left() if not end else right, self._label_baseline, align=end)
        room = self._strip_plot.point(float(max(taken, 1)), 0.0).x() - self._strip_plot.rect.left()
        self._seeing_label.setVisible(
            self._blind_label.width + self._seeing_label.width + self.text_size("label") < room
        )
        self._row.reserve(step_text(0), step_text(taken))
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: HorizonResult, position: float) -> None:
        step = min(int(position), len(result.path) - 1)
        self._profile.move(position)
        self._strip.set_visible_count(step)
        label = self.view.theme.series[METHOD].label
        self._row.set_values(step_text(step), label, state_text(result, step), *parabola_wordings(result, step))

    def cancel_drag(self) -> bool:
        """Undo the current drag; return whether there was one."""
        return self._handles.cancel()


class StartHandles(DragHandles):
    """Lets the pointer drag the start along the landscape; with Shift it snaps to multiples of `DISTANCE_SNAP`."""

    def __init__(self, stage: Stage[Any], profile: Profile) -> None:
        super().__init__(stage, profile)
        self._profile = profile
        self._at: tuple[float, float] | None = None

    def load(self, result: HorizonResult) -> None:
        """Set the start that the picture shows."""
        self._at = float(result.path[0]), float(result.loss[0])
        self._set_values({"distance": result.params.distance})

    def _positions(self) -> dict[str, QPointF]:
        return {} if self._at is None else {START: self._profile.point(*self._at)}

    def _field_names(self, name: str) -> tuple[str, ...]:
        return ("distance",)

    def _dragged_values(self, name: str, at: QPointF, *, snap: bool) -> dict[str, Any]:
        x = self._profile.coordinates(at)[0]
        if snap:
            x = DISTANCE_SNAP * round(x / DISTANCE_SNAP)
        # Within the frame, so that the handle stays in the picture.
        return {"distance": float(f"{min(max(x, MIN_DISTANCE), MAX_DISTANCE, self._profile.right):.3g}")}
