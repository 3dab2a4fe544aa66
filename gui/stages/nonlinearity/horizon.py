"""nonlinearity/horizon: descent on a plateau, where the local parabola has no minimum."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF

from core.arrays import FloatArray
from core.obstacles.nonlinearity.horizon import HorizonResult
from gui.picture.capability import Capability
from gui.picture.drag_handles import START, DragHandles
from gui.picture.ghost import DRAGGED_OPACITY, NO_PATH
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
from gui.wording.changes import before_wordings

STRIP_HEIGHT = 1.6
"""Height of the strip of steps, in font sizes of a label."""
GHOST_HEIGHT = 0.35
"""Height of the ghost strip, as a share of the strip's height."""
MIN_HEIGHT = 7.0
"""Height of the curve with its axes, in heights of the name of a kept strip, below which there is no room for it."""
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
        self._blind_label, self._seeing_label = self.add(Label("label")), self.add(Label("label"))
        self._ghost_label = self.add(Label("axis_title"))

    def _arrange(self, view: View, picture: QRectF) -> None:
        mark_static(self._empty_strip, self._blind_label, self._seeing_label, static=not view.reveal)
        top, size = self._row.arrange(picture) + self.px(8), self.text_size("label")
        height, words = STRIP_HEIGHT * size, 1.35 * size
        bottom = picture.bottom() - words - height - (GHOST_HEIGHT * height + self.px(16))
        # A strip that is kept has its name above it, if the curve keeps its height.
        name_height = 1.2 * self.text_size("axis_title")
        self._names_ghost = self.kept(HorizonResult) is not None and bottom - top > MIN_HEIGHT * name_height
        bottom -= name_height if self._names_ghost else 0.0
        self._profile.arrange(QRectF(picture.left(), top, picture.width(), bottom - top))
        left, width = self._profile.rect.left(), self._profile.rect.width()
        style = self.plot_style
        strip = QRectF(left, picture.bottom() - words - height, width, height)
        self._strip_plot.place(strip, style)
        ghost_height = GHOST_HEIGHT * height
        self._ghost_plot.place(QRectF(left, strip.top() - ghost_height - self.px(4), width, ghost_height), style)
        self._label_baseline = picture.bottom() - 0.2 * size
        self._ghost_label.place(left, strip.top() - ghost_height - self.px(4) - 0.3 * self.text_size("axis_title"))

    def _load(self, result: HorizonResult, *, grown: bool) -> None:
        theme = self.view.theme
        method = theme.series[METHOD]
        self._profile.load(result, grown=grown)
        self._handles.load(result)
        taken = len(result.path) - 1
        ghost = self._show_ghost(result)
        longest = float(max(taken, len(ghost), 1))
        line, pitch = self.stroke_width("theory"), 0.45 * self.text_size("label")
        for plot, strip, color in (
            (self._strip_plot, self._empty_strip, theme.high),
            (self._strip_plot, self._strip, method.stroke),
            (self._ghost_plot, self._ghost, theme.secondary),
        ):
            plot.set_range((0.0, longest), (0.0, 1.0))
            strip.set_style(color, line, pitch)
            strip.set_steps(result.blind[:-1] if strip is not self._ghost else ghost)
        self._row.reserve(step_text(0), step_text(taken))

    def _describe(self, result: HorizonResult) -> None:
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))
        self._empty_strip.setVisible(self.shows_predictions(result))
        self._label_strip(result)

    def _label_strip(self, result: HorizonResult) -> None:
        """Write the numbers of blind and of other steps at both ends of the steps taken."""
        blind, seeing, rect = self._blind_label, self._seeing_label, self._strip_plot.rect
        color = self.view.theme.series[METHOD].label
        for label, words in zip((blind, seeing), strip_labels(result), strict=True):
            self.write(label, words, color=color, bold=True)
        blind.place(rect.left(), self._label_baseline)
        before = blind.width + self.text_size("label") if blind.text else 0.0
        end = max(self._strip_plot.point(float(result.steps), 0.0).x(), rect.left() + before + seeing.width)
        seeing.place(end, self._label_baseline, align=1)
        seeing.setVisible(end <= rect.right())

    def _show_ghost(self, result: HorizonResult) -> FloatArray:
        """Name the steps of an earlier result, or show them fainter while a drag goes on; return which are blind."""
        dragged, kept = self._profile.ghost_result, self.kept(HorizonResult)
        self._ghost_label.setVisible(self._names_ghost)
        self._ghost.setOpacity(DRAGGED_OPACITY if kept is None else 1.0)
        if kept is not None:
            self.write_fitting(self._ghost_label, before_wordings(kept, result), self._ghost_plot.rect.width())
            return kept.blind[:-1]
        return NO_PATH[:, 0] if dragged is None else dragged.blind[:-1]

    def _move(self, result: HorizonResult, position: float) -> None:
        step = min(int(position), len(result.path) - 1)
        self._profile.move(position)
        self._strip.set_visible_count(step)
        # Steps before a drag end at the step on screen where results are revealed; steps kept are known.
        dragged = self.view.reveal and self.kept(HorizonResult) is None
        self._ghost.set_visible_count(step if dragged else len(self._ghost.hatched))
        label = self.view.theme.series[METHOD].label
        self._row.set_values(step_text(step), label, (state_text(result, step),), parabola_wordings(result, step))


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
