"""serial/curves: fifty years of microprocessors, and how fast a single thread grew before and after a break."""

from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.serial.curves import THREAD, CurvesResult
from core.obstacles.serial.params import SerialParams
from core.obstacles.serial.trends import FIRST_YEAR, LAST_YEAR
from gui.picture.choices import Choices, limits, position_choices
from gui.picture.log_plot import PLATE_Z, LogPlot
from gui.picture.plot_handles import POSITION, PlotHandles
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.baselines import place_line_names
from gui.plots.canvas import mark_static
from gui.plots.label import Label, text_width
from gui.plots.plot import CURSOR_Z
from gui.plots.ticks import decade_ticks
from gui.stages.serial.curves_words import (
    below,
    break_set,
    caption,
    caveat,
    growth,
    hero,
    names,
    title,
    trend,
    units,
    year_shown,
)
from gui.style.theme import pen
from gui.wording.text import tr, tr_noop

TICKS = range(1980, LAST_YEAR, 10)
YEAR_PADDING = 0.9
"""Years on the axis before the first and after the last data."""
LOW, HIGH = -0.6, 9.0
"""Range of the logarithms; more than one decade above the largest value stays free for texts."""
CORNER_WIDTH = 0.42
"""Width of the texts in the corner, at most, as a share of the plot's width."""
MIN_FULL_HEIGHT = 10.0
"""Height of a plot with room for all texts, at least, in sizes of a title."""
FIT_WIDTH = 1.6
"""Width of the fitted lines, in widths of a theory line."""


_YEARS = np.arange(FIRST_YEAR, LAST_YEAR + 1.0)
_FIRST_BREAK, _LAST_BREAK = limits(SerialParams, "break_year")
_BREAKS = np.arange(_FIRST_BREAK, _LAST_BREAK + 1.0)
YEARS = position_choices(_YEARS, _YEARS[_YEARS % 10 == 0])
BREAKS = Choices(_BREAKS, _BREAKS, _BREAKS[_BREAKS % 5 == 0])
"""What Shift snaps to: each tenth year, and each fifth one for the break."""


class CurvesStage(Stage[CurvesResult]):
    """Four series that appear year by year; two lines fitted to one of them, and the first one continued."""

    position_label = tr_noop("year {n} of {all}")
    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the year."""
        return FIRST_YEAR + position

    def _build(self) -> None:
        self._log_plot = LogPlot(self, linear_x=True)
        self._dots = {name: self._log_plot.make_dots(30 - depth) for depth, name in enumerate(names())}
        self._break, self._cursor = self.add(QGraphicsLineItem()), self.add(QGraphicsLineItem())
        self._break.setZValue(PLATE_Z - 1)
        self._cursor.setZValue(CURSOR_Z)
        self._handles = PlotHandles(self)
        self._cursor_handle, self._break_handle = (
            self._handles.add(name, self._log_plot.plot) for name in (POSITION, "break_year")
        )
        self._year, self._hero, self._below = (self.add(Label(role)) for role in ("title", "hero", "axis_title"))
        self._names = {name: self.add(Label("label")) for name in names()}
        self._gone_on = self.add(Label("label"))
        self._rates = [self.add(Label("label")) for _ in range(2)]
        self._break_name, self._credit = self.add(Label("axis_title")), self.add(Label("axis_title"))
        mark_static(self._break, *self._names.values(), self._gone_on, self._break_name, self._credit)

    def _arrange(self, view: View, picture: QRectF) -> None:
        self._log_plot.arrange(picture, names_width=7.6 * self.text_size("label"))
        self._log_plot.plot.set_range((FIRST_YEAR - YEAR_PADDING, LAST_YEAR + YEAR_PADDING), (LOW, HIGH))
        self._log_plot.plot.set_ticks([(float(year), str(year)) for year in TICKS], decade_ticks(LOW, HIGH - 1.0, 5))
        size = self.text_size("axis_title")
        self.write(self._credit, tr("data: K. Rupp, CC BY 4.0"), color=view.theme.secondary)
        self._credit.place(picture.right(), picture.bottom() - 0.1 * size, align=1)

    def _load(self, result: CurvesResult, *, grown: bool) -> None:
        theme, log_plot = self.view.theme, self._log_plot
        log_plot.set_axis_titles(tr("year"), units(hall=self.view.hall))
        thread = self.curve_style(theme.series[THREAD])
        fitted = replace(thread, line=FIT_WIDTH * thread.line)
        dashed = replace(fitted, series=replace(fitted.series, dash=(5.0, 4.0)))
        parts = ((dashed, result.gone_on), (fitted, result.line_before), (fitted, result.line_after))
        log_plot.set_lines([(style, *lines[THREAD].T) for style, lines in parts if THREAD in lines])
        for name, dots in self._dots.items():
            dots.set_style(self.curve_style(theme.series[name]))
            dots.set_points(log_plot.points(*result.series[name].T))
        self._write_names(result)
        self._place_figures()
        self._mark_break(result)

    def _describe(self, result: CurvesResult) -> None:
        self.set_title(title(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: CurvesResult, position: float) -> None:
        year, side, theme = result.year(position), result.side(position), self.view.theme
        for name, dots in self._dots.items():
            dots.set_visible_count(int(np.count_nonzero(result.series[name][:, 0] <= year)))
        self.write(self._year, year_shown(result, position), bold=True)
        wordings, color = below(result, side, hall=self._compact), theme.series[THREAD].label
        beside = text_width(wordings[-1], self.text_size("axis_title")) + self.px(24) if self._compact else 0.0
        room = self._corner_right(result) - self._log_plot.rect.left() - self.px(40) - beside
        label = self.write(self._hero, hero(result, side), color=color, bold=True, room=room)
        self._write_below(result, wordings)
        for rate in self._rates:
            rate.setVisible(bool(side))
        x, rect = self._log_plot.pixel(FIRST_YEAR + position, 1.0).x(), self._log_plot.rect
        words = max(label.rect.right(), self._below.rect.right()) + self.px(8)
        top = max(label.rect.bottom(), self._below.rect.bottom()) if x < words else self._rates[0].rect.bottom()
        self._cursor.setPen(pen(QColor(theme.secondary), self.stroke_width("theory")))
        self._cursor.setLine(QLineF(x, top + self.px(8), x, rect.bottom()))
        self._handles.place(self._cursor_handle, YEARS, int(position), self._cursor.line())

    @property
    def _compact(self) -> bool:
        """Whether short texts are used: with large text, and in small pictures."""
        return self.view.hall or self._log_plot.rect.height() < MIN_FULL_HEIGHT * self.text_size("title")

    def _place_figures(self) -> None:
        """Place year and factor in the corner that is empty, as all series rise."""
        left, top = self._log_plot.rect.left() + self.px(24), self._log_plot.rect.top()
        first = top + 0.9 * self.text_size("title")
        second = first + 0.45 * self.text_size("title") + 0.75 * self.text_size("hero")
        self._year.place(left, first)
        self._hero.place(left, second)
        self._third = second if self._compact else second + 0.3 * self.text_size("hero") + self.text_size("axis_title")

    def _write_below(self, result: CurvesResult, wordings: tuple[str, ...]) -> None:
        """Write what the factor means: below it, or beside it in the compact layout."""
        left = self._hero.rect.right() + self.px(24) if self._compact else self._hero.rect.left()
        room = self._corner_right(result) - left - self.px(16)
        self.write_fitting(self._below, wordings, room, color=self.view.theme.secondary)
        self._below.place(left, self._third)

    def _corner_right(self, result: CurvesResult) -> float:
        """Return the x at which the corner for texts ends: before the break."""
        rect = self._log_plot.rect
        return min(rect.left() + CORNER_WIDTH * rect.width(), self._log_plot.pixel(result.params.break_year, 1.0).x())

    def _write_names(self, result: CurvesResult) -> None:
        """Write the names of the series at their ends, and that of the continued line."""
        rows = [(self._names[name], words, name, result.series[name]) for name, words in names().items()]
        if THREAD in result.gone_on:
            rows.append((self._gone_on, trend(result), THREAD, result.gone_on[THREAD]))
        self._gone_on.setVisible(THREAD in result.gone_on)
        ends = []
        for label, words, series, points in rows:
            self.write(label, words, color=self.view.theme.series[series].label)
            ends.append((label, self._log_plot.pixel(LAST_YEAR, float(points[-1, 1])).y()))
        place_line_names(self._log_plot.rect, ends)

    def _mark_break(self, result: CurvesResult) -> None:
        """Mark the break, and write the growth of a single thread on both sides of it."""
        theme, rect, year = self.view.theme, self._log_plot.rect, result.params.break_year
        x = self._log_plot.pixel(year, 1.0).x()
        self._break.setPen(pen(QColor(theme.secondary), self.stroke_width("theory"), (4.0, 3.0)))
        self._break.setLine(QLineF(x, rect.top(), x, rect.bottom()))
        self._handles.place(self._break_handle, BREAKS, year, self._break.line())
        how: dict[str, Any] = {"color": theme.series[THREAD].label, "plate": True}
        gap = 0.6 * self.text_size("label")
        corner = rect.left() + self.px(24) + self.write(self._year, str(LAST_YEAR), bold=True).width
        before, after = self._rates
        self.write_fitting(before, growth(result, "before"), x - 2 * gap - corner, **how)
        before.place_at_top(rect, x - gap, align=1)
        self.write_fitting(after, growth(result, "after"), rect.right() - x - gap, **how)
        after.place_at_top(rect, x + gap)
        self.write(self._break_name, break_set(result), color=theme.secondary, plate=True)
        # On the side without the low dots of `cores`.
        right = year >= result.series["cores"][0, 0]
        self._break_name.place_at_bottom(rect, x + gap if right else x - gap, align=0 if right else 1)
