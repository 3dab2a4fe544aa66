"""network/remedies: training loss against steps, or against gradients paid, of tuned methods."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.network.methods import KINDS
from core.obstacles.network.remedies import RemediesResult
from gui.picture.capability import Capability
from gui.picture.log_plot import LogPlot
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.unlabeled_methods import UNLABELED_WIDTH, UnlabeledMethods
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.name_rows import name_rows
from gui.plots.ticks import decade_ticks, integer_ticks
from gui.stages.network.remedies_words import (
    among_wordings,
    caption,
    caveat,
    count_text,
    count_title,
    hero,
    hero_wordings,
    target_text,
    title,
)
from gui.style.theme import pen
from gui.wording.text import tr, tr_noop

LABELED = 4
"""At most this many methods get a name at their arrival; the others are listed above the plot."""
ROW_PITCH, NAME_GAP, LEADER_GAP = 1.25, 0.8, 0.4
"""Height of a row of names, gap between names in a row, and from a name's leader line to the name, in font sizes."""
HEADROOM = 1.3
"""The axis of losses ends at this multiple of the largest initial loss; larger losses are not drawn."""


class RemediesStage(Stage[RemediesResult]):
    """A path for each method, of the network nearest to the median; a dot on the target's line for each network."""

    capabilities = frozenset({Capability.GRADIENTS})
    position_label = tr_noop("{n} of {all}")

    def _build(self) -> None:
        self._row, self._log_plot = Row(self), LogPlot(self, linear_x=True)
        self._paths = {method: self._log_plot.make_dots(10) for method in KINDS}
        self._arrivals = {method: self._log_plot.make_dots(20) for method in KINDS}
        self._medians = {method: self._log_plot.make_dots(30) for method in KINDS}
        self._target = self.add(QGraphicsLineItem())
        self._target.setZValue(2)
        self._target_label = self.add(Label("label"))
        self._names = [self.add(Label("label")) for _ in range(LABELED)]
        self._leaders = [self.add(QGraphicsLineItem()) for _ in range(LABELED)]
        for leader, name in zip(self._leaders, self._names, strict=True):
            leader.setZValue(3)
            name.setZValue(4)
        mark_static(self._target, self._target_label)
        self._unlabeled = UnlabeledMethods(self)

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        self._log_plot.arrange(QRectF(picture.left(), top, picture.width(), picture.bottom() - top))
        self._right = picture.right()
        mark_static(*self._names, *self._leaders, static=not view.reveal)

    def position_number(self, position: int) -> int:
        """Return the steps or gradients at a position."""
        return round(self.result.counted_at(position)) if self.result is not None else position

    def _load(self, result: RemediesResult, *, grown: bool) -> None:
        log_plot, theme = self._log_plot, self.view.theme
        log_plot.set_axis_titles(count_title(result), tr("training loss"))
        shown = [method for method in result.steps if np.isfinite(result.unit(method))]
        self._set_axes(result, shown)
        unlabeled = list(result.steps)[LABELED:]
        self._unlabeled.set_methods(unlabeled, log_plot.y_title, self._right)
        for method in KINDS:
            dots = self._paths[method], self._arrivals[method], self._medians[method]
            for item in dots:
                item.set_points(np.empty((0, 2)))
            if method not in shown:
                continue
            share = UNLABELED_WIDTH if method in unlabeled else 1.0
            style = self.curve_style(theme.series[method], share=share)
            self._paths[method].set_style(style.sparse())
            for item in dots[1:]:
                item.set_style(style)
            self._load_path(result, method)
        y = log_plot.pixel(0.0, result.used.target_loss).y()
        self._target.setPen(pen(QColor(theme.ink), 0.75 * self.stroke_width("ring")))
        self._target.setLine(QLineF(log_plot.rect.left(), y, log_plot.rect.right(), y))
        self.write(self._target_label, target_text(result), plate=True)
        self._target_label.place(log_plot.rect.right(), y - 0.35 * self._target_label.pixels, align=1)

    def _load_path(self, result: RemediesResult, method: str) -> None:
        """Load the path of a method's typical network, and the arrivals of all its networks."""
        unit, target = result.unit(method), result.used.target_loss
        loss = result.path_loss[method][result.typical(method)]
        known = np.isfinite(loss)
        drawn = np.clip(loss[known], target, None)
        drawn = np.where(drawn <= self._top, drawn, np.nan)
        self._paths[method].set_points(self._log_plot.points(unit * result.recorded_steps[known], drawn))
        steps = result.steps[method][:, -1]
        ends = np.sort(unit * steps[np.isfinite(steps)])
        self._arrivals[method].set_points(self._log_plot.points(ends, np.full(len(ends), target)))
        if method in result.counted:
            median = np.array([result.counted[method]])
            self._medians[method].set_points(self._log_plot.points(median, np.array([target])))

    def _set_axes(self, result: RemediesResult, shown: list[str]) -> None:
        """Set the axes, with room for the rows of names below the line of the target."""
        target, plot = result.used.target_loss, self._log_plot.plot
        first = [float(loss[0, 0]) for loss in result.path_loss.values() if np.isfinite(loss[0, 0])]
        self._top = HEADROOM * max([*first, 3.0 * target])
        most = max([10.0, *(result.ends[method] * result.unit(method) for method in shown)])
        x = (-0.01 * most, 1.02 * most)
        low, high = np.log10(target), np.log10(self._top)
        rows = min(len(result.steps), LABELED)
        zone = (rows + 0.5) * ROW_PITCH * self.text_size("label") / self._log_plot.rect.height()
        plot.set_range(x, (float(high - (high - low) / (1.0 - zone)), float(high)))
        plot.set_ticks(integer_ticks(int(most)), decade_ticks(float(low), float(high)))

    def _describe(self, result: RemediesResult) -> None:
        self.set_title(title(result))
        self.set_caption(caption(result), caveat(result))
        self._row.reserve(hero(result))
        lead = result.fewest[0] if result.fewest else None
        color = self.view.theme.series[lead].label if lead else self.view.theme.ink
        self._row.set_values(hero(result), color, hero_wordings(result), among_wordings(result))
        self._place_names(result)

    def _place_names(self, result: RemediesResult) -> None:
        """Write the names of methods below their arrivals, in rows, each joined to the line of the target."""
        size, rect = self.text_size("label"), self._log_plot.rect
        named = [method for method in result.steps if np.isfinite(result.unit(method))][:LABELED]
        for item in (*self._names, *self._leaders):
            item.setVisible(False)
        y, ends = self._target.line().y1(), []
        for method, name in zip(named, self._names, strict=False):
            self.write(
                name, count_text(result, method, hall=self.view.hall), color=self.view.theme.series[method].label
            )
            x = self._end_pixel(result, method)
            left = min(x + LEADER_GAP * size, rect.right() - name.width)
            ends.append((x, left, left + name.width))
        rows = name_rows(ends, NAME_GAP * size, 0.8 * LEADER_GAP * size) if ends else ()
        for k, (method, row, (x, left, _)) in enumerate(zip(named, rows, ends, strict=True)):
            name, leader = self._names[k], self._leaders[k]
            baseline = y + (row + 1.05) * ROW_PITCH * size
            name.place(left, baseline)
            leader.setPen(pen(QColor(self.view.theme.series[method].stroke), self.stroke_width("theory")))
            leader.setLine(QLineF(x, y, x, baseline - (0.1 if x < left else 0.9) * size))
            name.setVisible(True)
            leader.setVisible(True)

    def _end_pixel(self, result: RemediesResult, method: str) -> float:
        """Return the x in pixels at which a method arrives, or at which its path ends."""
        unit = result.unit(method)
        count = result.counted.get(method, result.ends[method] * unit)
        return self._log_plot.pixel(count, result.used.target_loss).x()

    def _move(self, result: RemediesResult, position: float) -> None:
        now = result.counted_at(position) * (1.0 + 1e-12)
        for dots in (*self._paths.values(), *self._arrivals.values(), *self._medians.values()):
            dots.set_visible_count(int(np.searchsorted(dots.points[:, 0], now, side="right")))
