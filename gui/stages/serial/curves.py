"""serial/curves: fifty years of microprocessors, and how fast a single thread grew before and after a break."""

from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.serial.curves import THREAD, CurvesResult
from core.obstacles.serial.trends import FIRST_YEAR, LAST_YEAR
from gui.picture.log_plot import PLATE_Z, LogPlot
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.baselines import label_baselines
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
AIR = 0.9
"""Years between the ends of the axis and what is nearest to them."""
LOW, HIGH = -0.6, 9.0
"""The logarithms that are shown: one decade and more stay free above the largest, for words."""
CORNER = 0.42
"""The share of the plot's width that words in its corner may take."""
SMALL = 10.0
"""Sizes of a title that a plot is high which has room for all words."""
WIDE = 1.6
"""How much thicker than theory elsewhere the two lines are that this picture is about."""


class CurvesStage(Stage[CurvesResult]):
    """Four series on one plot that arrive year by year; two lines fitted to one of them, and how the first went on."""

    position_label = tr_noop("year {n} of {all}")
    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the year."""
        return FIRST_YEAR + position

    def _build(self) -> None:
        self._law = LogPlot(self, linear_x=True)
        self._dots = {name: self._law.make_dots(30 - depth) for depth, name in enumerate(names())}
        self._break, self._now = self.add(QGraphicsLineItem()), self.add(QGraphicsLineItem())
        self._break.setZValue(PLATE_Z - 1)
        self._now.setZValue(CURSOR_Z)
        self._year, self._hero, self._below = (self.add(Label(role)) for role in ("title", "hero", "axis_title"))
        self._names = {name: self.add(Label("label")) for name in names()}
        self._gone_on = self.add(Label("label"))
        self._rates = [self.add(Label("label")) for _ in range(2)]
        self._break_name, self._credit = self.add(Label("axis_title")), self.add(Label("axis_title"))
        mark_static(self._break, *self._names.values(), self._gone_on, self._break_name, self._credit)

    def _arrange(self, view: View, picture: QRectF) -> None:
        self._law.arrange(picture, names_width=7.6 * self.text("label"))
        self._law.plot.set_range((FIRST_YEAR - AIR, LAST_YEAR + AIR), (LOW, HIGH))
        self._law.plot.set_ticks([(float(year), str(year)) for year in TICKS], decade_ticks(LOW, HIGH - 1.0, 5))
        size = self.text("axis_title")
        self.write(self._credit, tr("data: K. Rupp, CC BY 4.0"), color=view.theme.secondary)
        self._credit.place(picture.right(), picture.bottom() - 0.1 * size, align=1)

    def _load(self, result: CurvesResult, *, grown: bool) -> None:
        theme, law = self.view.theme, self._law
        law.set_axis_titles(tr("year"), units(hall=self.view.hall))
        thread = self.curve_style(theme.series[THREAD])
        fitted = replace(thread, line=WIDE * thread.line)
        dashed = replace(fitted, series=replace(fitted.series, dash=(5.0, 4.0)))
        parts = ((dashed, result.gone_on), (fitted, result.line_before), (fitted, result.line_after))
        law.set_lines([(style, *lines[THREAD].T) for style, lines in parts if THREAD in lines])
        for name, dots in self._dots.items():
            dots.set_style(self.curve_style(theme.series[name]))
            dots.set_points(law.points(*result.series[name].T))
        self._name(result)
        self._place_figures()
        self._mark_break(result)
        self.set_title(title(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: CurvesResult, position: float) -> None:
        year, side, theme = result.year(position), result.side(position), self.view.theme
        for name, dots in self._dots.items():
            dots.set_visible_count(int(np.count_nonzero(result.series[name][:, 0] <= year)))
        self.write(self._year, year_shown(result, position), bold=True)
        wordings, color = below(result, side, hall=self._compact), theme.series[THREAD].label
        beside = text_width(wordings[-1], self.text("axis_title")) + self.px(24) if self._compact else 0.0
        room = self._corner(result) - self._law.rect.left() - self.px(40) - beside
        label = self.write(self._hero, hero(result, side), color=color, bold=True, room=room)
        self._tell(result, wordings)
        for rate in self._rates:
            rate.setVisible(bool(side))
        x, rect = self._law.pixel(FIRST_YEAR + position, 1.0).x(), self._law.rect
        words = max(label.rect.right(), self._below.rect.right()) + self.px(8)
        top = max(label.rect.bottom(), self._below.rect.bottom()) if x < words else self._rates[0].rect.bottom()
        self._now.setPen(pen(QColor(theme.secondary), self.stroke("theory")))
        self._now.setLine(QLineF(x, top + self.px(8), x, rect.bottom()))

    @property
    def _compact(self) -> bool:
        """Whether few words have to do: in a hall, and in pictures that are small beside their letters."""
        return self.view.hall or self._law.rect.height() < SMALL * self.text("title")

    def _place_figures(self) -> None:
        """Put year and factor into the corner that the rising series leave empty."""
        left, top = self._law.rect.left() + self.px(24), self._law.rect.top()
        first = top + 0.9 * self.text("title")
        second = first + 0.45 * self.text("title") + 0.75 * self.text("hero")
        self._year.place(left, first)
        self._hero.place(left, second)
        self._third = second if self._compact else second + 0.3 * self.text("hero") + self.text("axis_title")

    def _tell(self, result: CurvesResult, wordings: tuple[str, ...]) -> None:
        """Say what the factor is of: below it, or beside it where few words have to do."""
        left = self._hero.rect.right() + self.px(24) if self._compact else self._hero.rect.left()
        room = self._corner(result) - left - self.px(16)
        self.write_fitting(self._below, wordings, room, color=self.view.theme.secondary)
        self._below.place(left, self._third)

    def _corner(self, result: CurvesResult) -> float:
        """Return where the corner ends that words may take: before the break."""
        rect = self._law.rect
        return min(rect.left() + CORNER * rect.width(), self._law.pixel(result.params.break_year, 1.0).x())

    def _name(self, result: CurvesResult) -> None:
        """Name the series where they end, and the line that one of them left."""
        theme, size, rect = self.view.theme, self.text("label"), self._law.rect
        rows: list[tuple[float, Label, str, str]] = []
        for name, words in names().items():
            last = float(result.series[name][-1, 1])
            rows.append((last, self._names[name], words, theme.series[name].label))
        if THREAD in result.gone_on:
            end = float(result.gone_on[THREAD][-1, 1])
            rows.append((end, self._gone_on, trend(result), theme.series[THREAD].label))
        self._gone_on.setVisible(THREAD in result.gone_on)
        rows.sort(key=lambda row: row[0])
        baselines = [self._law.pixel(LAST_YEAR, value).y() + 0.35 * size for value, *_ in rows]
        for (_, label, words, color), row in zip(rows, label_baselines(rect, baselines, size), strict=True):
            self.write(label, words, color=color)
            label.place(rect.right() + 0.3 * size, row)

    def _mark_break(self, result: CurvesResult) -> None:
        """Mark the break, and say how fast a single thread grew on either side of it."""
        theme, size, rect, year = self.view.theme, self.text("label"), self._law.rect, result.params.break_year
        x = self._law.pixel(year, 1.0).x()
        self._break.setPen(pen(QColor(theme.secondary), self.stroke("theory"), (4.0, 3.0)))
        self._break.setLine(QLineF(x, rect.top(), x, rect.bottom()))
        how: dict[str, Any] = {"color": theme.series[THREAD].label, "plate": True}
        gap = 0.6 * size
        corner = rect.left() + self.px(24) + self.write(self._year, str(LAST_YEAR), bold=True).width
        before, after = self._rates
        self.write_fitting(before, growth(result, "before"), x - 2 * gap - corner, **how)
        before.place(x - gap, rect.top() + 0.9 * size, align=1)
        self.write_fitting(after, growth(result, "after"), rect.right() - x - gap, **how)
        after.place(x + gap, rect.top() + 0.9 * size)
        low = rect.bottom() - 0.6 * self.text("axis_title")
        self.write(self._break_name, break_set(result), color=theme.secondary, plate=True)
        # The first of the dots that lie low stands on the other side.
        right = year >= result.series["cores"][0, 0]
        self._break_name.place(x + gap if right else x - gap, low, align=0 if right else 1)
