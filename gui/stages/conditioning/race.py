"""conditioning/race: the methods as growing bars on one axis of steps, beside the bowl that they descend."""

from itertools import pairwise

from PySide6.QtCore import QRectF

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
from gui.session.timeline import Bent, Schedule
from gui.stages.conditioning.bowl import Bowl, Descent
from gui.stages.conditioning.handles import BowlHandles
from gui.stages.conditioning.race_words import caption, caveat, cost_words, counted, formula, headline
from gui.stages.conditioning.zigzag_words import DIGITS
from gui.style.methods import METHODS
from gui.wording.names import short_name
from gui.wording.text import distinct_pair, ntr, tr

LEFT = 1100 / 1824
"""The share of the picture's width that the bars take."""
CUT_FROM = 10.0
"""How many times as long as the next one a bar must be to be cut, where it is not the first method's."""
BEYOND = 1.08
"""How far a bar that is cut reaches beyond the longest that is not."""


class RaceStage(Stage[RaceResult]):
    """A bar for each method that grows a step at a time, with a mark where the theory lets it end."""

    capabilities = frozenset({Capability.GHOST, Capability.RANDOM_START, Capability.STRETCH, Capability.ZOOM})

    def _build(self) -> None:
        self._frame = AxesFrame(self)
        self._plot = self._frame.plot
        self._bars = Bars()
        self._plot.add(self._bars)
        self._bowl = Bowl(self)
        self._handles = BowlHandles(self, self._bowl)
        self._readouts = Readouts(self)
        self._names = [self.add(Label("axis_title")) for _ in METHODS]
        self._counts = [self.add(Label("label")) for _ in METHODS]
        self._costs = [self.add(Label("axis_title")) for _ in METHODS]
        self._limit = self._thick = 1.0
        mark_static(*self._names)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        width = LEFT * picture.width()
        names = (6.4 if view.hall else 8.6) * self.text("axis_title")
        bars = QRectF(picture.left() + names, picture.top(), width - names, picture.height())
        self._frame.place(bars, left_margin=0.0, top_margin=0.0, bottom_margin=1.2, right_margin=2 * self.text("ticks"))
        self._frame.set_x_title(tr("steps"))
        left = picture.left() + width + self.px(24)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side)
        self._bowl.arrange(QRectF(left, top, side.width(), side.bottom() - top), style)
        self._bowl.pin_ghost(view.ghost.path if isinstance(view.ghost, RaceResult) else {})

    def _load(self, result: RaceResult, *, grown: bool) -> None:
        params, methods = result.params, list(result.path)
        first = float(result.loss[methods[0]][0])
        self._bowl.load(Descent(result.hessian, result.start, first, params.tolerance, result.path), grown=grown)
        self._handles.load(params.condition_number, params.rotation, params.start)
        # Room for the count behind the longest bar.
        room = (4.2 if self.view.hall else 3.4) * self.text("label") / max(self._plot.rect.width(), 1.0)
        self._limit = limit(result)
        end = self._limit / max(1.0 - room, 0.3)
        self._plot.set_range((0.0, end), (0.5 - len(methods), 0.5))
        self._plot.set_ticks(integer_ticks(min(result.length, int(self._limit))), ())
        row = self._plot.rect.height() / len(methods)
        self._thick = min(0.42 * row, 1.6 * self.text("label"))
        self._bars.set_style(self.view.theme, self._thick, self.stroke("theory"))
        self._name_rows(methods)
        kappa = tr("κ = {kappa}", "condition_number", kappa=distinct_pair(params.condition_number, 1.0, DIGITS)[0])
        self._readouts.set_heading(
            kappa, tr("contours {ratio} : 1", "contour_ratio", ratio=distinct_pair(result.contour_ratio, 1.0, 2)[0])
        )
        self.set_title(headline(result), formula(result))
        self.set_caption(caption(result), caveat(result, cut=result.length > self._limit))

    def _move(self, result: RaceResult, position: float) -> None:
        self._bowl.move(position)
        clock = int(position)
        self._readouts.set_count(ntr("{n} step", "{n} steps", clock, "length"), self.view.theme.ink)
        bars = []
        size, theme = self.text("label"), self.view.theme
        for row, key in enumerate(result.path):
            last = len(result.path[key]) - 1
            step = min(int(position), last)
            cost = float(result.cost[key][step])
            differs = result.cost[key][-1] != last
            expected = result.predicted_steps.get(key)
            expected = None if expected is None or expected > self._limit else expected
            length, other = min(position, last, self._limit), min(cost, self._limit) if differs else None
            cut = min(position, last) > self._limit
            bars.append(Bar(-row, theme.series[key], length, other, expected, truncated=cut))
            label = self.write(self._counts[row], counted(result, key, step), color=theme.series[key].label)
            at, gap = self._plot.point(length, -row), 0.5 * size
            mark = self._plot.point(float(expected or 0), 0.0).x()
            # Behind the mark where it would be crossed by it.
            left = mark + gap if at.x() - 1 <= mark < at.x() + 2 * gap + label.width else at.x() + gap
            label.place(left, at.y() + 0.36 * size)
            self._tell_cost(row, key, cost, other)
        self._bars.set_bars(tuple(bars))

    def _tell_cost(self, row: int, key: str, cost: float, drawn: float | None) -> None:
        """Write the gradients that a method has taken behind its thin bar, where that stands clear of the count."""
        label, size = self._costs[row], self.text("axis_title")
        if drawn is None:
            label.setVisible(False)
            return
        at = self._plot.point(drawn, -row)
        wordings = cost_words(key, cost)
        room = self._plot.rect.right() + self.text("ticks") - at.x() - 0.5 * size
        self.write_fitting(label, wordings, room, color=self.view.theme.series[key].label)
        label.place(at.x() + 0.5 * size, at.y() + (THIN_BAR_TOP + THIN_BAR_HEIGHT / 2) * self._thick + 0.36 * size)
        label.setVisible(label.width <= room and not label.ink_rect.intersects(self._counts[row].ink_rect))

    def schedule(self, result: RaceResult, duration: float = DEFAULT_FILM_SECONDS) -> Schedule:
        """Return a film that shows the others in full, and hurries after them where one needs far more steps."""
        bend = int(limit(result))
        if 0 < bend < result.length:
            return Bent(result.length, duration, self.slow_steps, bend)
        return super().schedule(result, duration)

    def cancel_drag(self) -> bool:
        """Put back what is being dragged; return whether anything was."""
        return self._handles.cancel()

    def _name_rows(self, methods: list[str]) -> None:
        size = self.text("label")
        for row, (name, count) in enumerate(zip(self._names, self._counts, strict=True)):
            for label in (name, count, self._costs[row]):
                label.setVisible(row < len(methods))
            if row < len(methods):
                key = methods[row]
                self.write(name, short_name(key, hall=self.view.hall), color=self.view.theme.series[key].label)
                y = self._plot.point(0.0, -row).y() + 0.36 * size
                name.place(self._plot.rect.left() - 0.5 * size, y, align=1)


def limit(result: RaceResult) -> float:
    """Return up to where bars are drawn: the longest, unless that would leave the others no length to be seen."""
    lengths = [max(len(path) - 1.0, float(result.cost[key][-1]), 1.0) for key, path in result.path.items()]
    ranked = sorted(lengths, reverse=True)
    gaps = (BEYOND * lower for upper, lower in pairwise(ranked) if upper > CUT_FROM * lower and upper > lengths[0])
    return next(gaps, ranked[0])
