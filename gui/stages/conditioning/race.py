"""conditioning/race: one growing bar of steps per method, beside the bowl with their paths."""

from PySide6.QtCore import QPointF, QRectF

from core.obstacles.conditioning.race import RaceResult
from core.scene import DEFAULT_FILM_SECONDS
from gui.picture.axes_frame import AxesFrame
from gui.picture.capability import Capability
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.bars import THIN_BAR_HEIGHT, THIN_BAR_TOP, Bar, Bars
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.ticks import integer_ticks
from gui.session.timeline import Schedule, TwoPhaseSchedule
from gui.stages.conditioning.axis_limit import axis_end
from gui.stages.conditioning.bowl import Bowl, Descent
from gui.stages.conditioning.handles import BowlHandles
from gui.stages.conditioning.race_words import (
    caption,
    caveat,
    cost_words,
    count_text,
    formula,
    headline,
    takers,
    takers_words,
)
from gui.stages.conditioning.reveal import shows_prediction
from gui.stages.conditioning.zigzag_words import DIGITS
from gui.style.methods import METHODS
from gui.wording.names import short_name
from gui.wording.text import distinct_pair, ntr, tr

BARS_SHARE = 1100 / 1824
"""The share of the picture's width that the bars take."""
GAP = 0.5
"""Distance from a bar to its texts, in their text size."""


class RaceStage(Stage[RaceResult]):
    """A bar for each method that grows with its steps, with a mark at the predicted number of steps."""

    capabilities = frozenset({Capability.GHOST, Capability.RANDOM_START, Capability.STRETCH, Capability.ZOOM})

    def _build(self) -> None:
        self._frame = AxesFrame(self)
        self._plot = self._frame.plot
        self._bars = Bars()
        self._plot.add(self._bars)
        self._bowl = Bowl(self)
        self._handles = BowlHandles(self, self._bowl)
        self._readouts = Readouts(self, static=False)
        self._row_labels = [self.add(Label("axis_title")) for _ in METHODS]
        self._counts = [self.add(Label("label")) for _ in METHODS]
        self._costs = [self.add(Label("axis_title")) for _ in METHODS]
        self._axis_limit = self._bar_height = 1.0
        self._marks: dict[str, float] = {}
        mark_static(*self._row_labels)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        width = BARS_SHARE * picture.width()
        names = (6.4 if view.hall else 8.6) * self.text_size("axis_title")
        bars = QRectF(picture.left() + names, picture.top(), width - names, picture.height())
        self._frame.place(
            bars, left_margin=0.0, top_margin=0.0, bottom_margin=1.2, right_margin=2 * self.text_size("ticks")
        )
        self._frame.set_x_title(tr("steps"))
        left = picture.left() + width + self.px(24)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side)
        self._bowl.arrange(QRectF(left, top, side.width(), side.bottom() - top), style)
        self._bowl.pin_descent(RaceResult)

    def _load(self, result: RaceResult, *, grown: bool) -> None:
        params, methods = result.params, list(result.path)
        first = float(result.loss[methods[0]][0])
        self._bowl.load(Descent(result.hessian, result.start, first, params.tolerance, result.path), grown=grown)
        self._handles.load(params.condition_number, params.rotation, params.start)
        # Room for the count to the right of the longest bar.
        room = (4.2 if self.view.hall else 3.4) * self.text_size("label") / max(self._plot.rect.width(), 1.0)
        self._axis_limit = axis_limit(result)
        end = self._axis_limit / max(1.0 - room, 0.3)
        self._plot.set_range((0.0, end), (0.5 - len(methods), 0.5))
        self._plot.set_ticks(integer_ticks(min(result.length, int(self._axis_limit))), ())
        row = self._plot.rect.height() / len(methods)
        self._bar_height = min(0.42 * row, 1.6 * self.text_size("label"))
        self._bars.set_style(self.view.theme, self._bar_height, self.stroke_width("theory"))
        self._label_rows(methods)

    def _describe(self, result: RaceResult) -> None:
        self._marks = {
            key: float(steps)
            for key, steps in result.predicted_steps.items()
            if steps is not None and steps <= self._axis_limit and shows_prediction(self, result, key)
        }
        self.set_title(headline(result), formula(result) if self.shows_predictions(result) else "")
        cut = result.length > self._axis_limit
        self.set_caption(caption(result), caveat(result, cut=cut, ticks=bool(self._marks)))

    def _move(self, result: RaceResult, position: float) -> None:
        self._bowl.move(position)
        size, theme = self.text_size("label"), self.view.theme
        kappa = distinct_pair(result.params.condition_number, 1.0, DIGITS)[0]
        runners = takers(result, int(position))
        self._readouts.set_heading(
            tr("κ = {kappa}", "condition_number", kappa=kappa), takers_words(result, runners, hall=self.view.hall)
        )
        color = theme.series[runners[0]].label if len(runners) == 1 else theme.ink
        self._readouts.set_count(ntr("{n} step", "{n} steps", int(position), "length"), color)
        bars = []
        for row, key in enumerate(result.path):
            last = len(result.path[key]) - 1
            step = min(int(position), last)
            cost = float(result.cost[key][step])
            differs = result.cost[key][-1] != last
            expected = self._marks.get(key)
            length, secondary = min(position, last, self._axis_limit), min(cost, self._axis_limit) if differs else None
            cut = min(position, last) > self._axis_limit
            bars.append(Bar(-row, theme.series[key], length, secondary, expected, truncated=cut))
            label = self.write(self._counts[row], count_text(result, key, step), color=theme.series[key].label)
            at, gap = self._plot.point(length, -row), GAP * size
            mark = self._plot.point(float(expected or 0), 0.0).x()
            # The count stands to the right of the mark if the mark would cross it.
            left = mark + gap if at.x() - 1 <= mark < at.x() + 2 * gap + label.width else at.x() + gap
            label.place_beside(QPointF(left, at.y()), 0.0)
            self._label_cost(row, key, cost, secondary)
        self._bars.set_bars(tuple(bars))

    def _label_cost(self, row: int, key: str, cost: float, drawn: float | None) -> None:
        """Label a thin bar with its cost in gradients, if the label does not touch the count."""
        label, size = self._costs[row], self.text_size("axis_title")
        if drawn is None:
            label.setVisible(False)
            return
        end, down = self._plot.point(drawn, -row), (THIN_BAR_TOP + THIN_BAR_HEIGHT / 2) * self._bar_height
        wordings = cost_words(key, cost)
        room = self._plot.rect.right() + self.text_size("ticks") - end.x() - GAP * size
        self.write_fitting(label, wordings, room, color=self.view.theme.series[key].label)
        label.place_beside(end + QPointF(0.0, down), GAP * size)
        label.setVisible(label.width <= room and not label.ink_rect.intersects(self._counts[row].ink_rect))

    def schedule(self, result: RaceResult, duration: float = DEFAULT_FILM_SECONDS) -> Schedule:
        """Return a schedule that plays up to the axis limit at normal speed, and faster after it if a bar is cut."""
        bend = int(axis_limit(result))
        if 0 < bend < result.length:
            return TwoPhaseSchedule(result.length, duration, self.slow_steps, bend)
        return super().schedule(result, duration)

    def _label_rows(self, methods: list[str]) -> None:
        size = self.text_size("label")
        for row, (name, count) in enumerate(zip(self._row_labels, self._counts, strict=True)):
            for label in (name, count, self._costs[row]):
                label.setVisible(row < len(methods))
            if row < len(methods):
                key = methods[row]
                self.write(name, short_name(key, hall=self.view.hall), color=self.view.theme.series[key].label)
                middle = self._plot.point(0.0, -row).y()
                name.place_beside(QPointF(self._plot.rect.left(), middle), GAP * size, left=True)


def axis_limit(result: RaceResult) -> float:
    """Return the end of the axis, which may cut bars longer than the one of the first method."""
    lengths = [max(len(path) - 1.0, float(result.cost[key][-1]), 1.0) for key, path in result.path.items()]
    return axis_end(lengths, lengths[0])
