"""serial/copies: what a single chain gains by others beside it, and steps per second per chain and in total."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from core.obstacles.serial.copies import CopiesResult
from gui.picture.choices import Choices
from gui.picture.log_plot import LogPlot, log_points, ring_style
from gui.picture.plot_handles import POSITION, PlotHandles
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.band import Band
from gui.plots.baselines import place_line_names
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.plot import CURSOR_Z
from gui.plots.ticks import decade_ticks
from gui.stages.serial.copies_words import (
    LEAD,
    PER_COPY,
    SERIES,
    TOTAL,
    against_wordings,
    caption,
    caveat,
    copies_text,
    curve_names,
    hero,
    rate_title,
    title,
    total_wordings,
)
from gui.style.theme import pen
from gui.wording.text import number, tr, tr_noop

MARGIN_DECADES = 0.15
"""Margin between the axes and the data, in decades."""
MIN_DECADES = 2.0
"""Minimum range of an axis, in decades."""
TOP_SHARE = 0.12
"""Share of the plot's height above the largest rate, where the cursor's label stands and no tick does."""


class CopiesStage(Stage[CopiesResult]):
    """Steps a second against copies on logarithmic axes, measured dots in bands of quartiles; both gains above."""

    position_label = tr_noop("number of copies {n} of {all}")
    slow_steps = 0

    def _build(self) -> None:
        self._row, self._log_plot = Row(self), LogPlot(self)
        self._dots = {key: self._log_plot.make_dots(30 - depth) for depth, key in enumerate(SERIES)}
        self._bands = {key: Band(revealed=True) for key in SERIES}
        for band in self._bands.values():
            band.setZValue(-10)
            self._log_plot.plot.add(band)
        self._rings = {key: self._log_plot.make_dots(40) for key in ((LEAD, TOTAL), (LEAD, PER_COPY))}
        self._cursor, self._count = self.add(QGraphicsLineItem()), self.add(Label("label"))
        self._cursor.setZValue(CURSOR_Z)
        self._handles = PlotHandles(self)
        self._cursor_handle = self._handles.add(POSITION, self._log_plot.plot)
        self._names = {key: self.add(Label("label")) for key in SERIES}
        mark_static(*self._names.values())

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        self._log_plot.arrange(
            QRectF(picture.left(), top, picture.width(), picture.bottom() - top),
            names_width=(6.6 if view.hall else 7.6) * self.text_size("label"),
        )

    def _load(self, result: CopiesResult, *, grown: bool) -> None:
        theme, log_plot = self.view.theme, self._log_plot
        log_plot.set_axis_titles(tr("copies M, side by side"), rate_title(result))
        self._set_axes(result)
        self._choices = _cursor_choices(result.copies)
        for (way, kind), dots in self._dots.items():
            rates: FloatArray = getattr(result, kind).get(way, np.empty((0, 3)))
            copies, method = result.copies[: len(rates)], theme.series[SERIES[way, kind]]
            dots.set_style(self.curve_style(method))
            dots.set_points(log_points(copies, rates[:, 1]))
            band = self._bands[way, kind]
            band.set_color(method.stroke, rim=self.stroke_width("data"))
            band.set_curves(np.log10(copies), np.log10(rates[:, 0]), np.log10(rates[:, 2]))
        for key, ring in self._rings.items():
            ring.set_style(self.curve_style(ring_style(theme.series[SERIES[key]]), dot="current"))
        self._cursor.setPen(pen(QColor(theme.secondary), self.stroke_width("theory")))
        self._label_curves(result)
        self._row.reserve(*(hero(result, shown) for shown in range(len(result.copies) + 1)))

    def _describe(self, result: CopiesResult) -> None:
        self.set_title(title(result), tr("total = M × rate of each chain"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: CopiesResult, position: float) -> None:
        shown = int(position)
        end = float(np.log10(result.copies[shown - 1])) if shown else -np.inf
        for key, dots in self._dots.items():
            dots.set_visible_count(shown)
            self._bands[key].set_reveal_end(end)
        last = result.copies[max(shown - 1, 0) : shown]
        for (way, kind), ring in self._rings.items():
            ring.set_points(log_points(last, getattr(result, kind)[way][max(shown - 1, 0) : shown, 1]))
            ring.set_visible_count(1)
        self._cursor.setVisible(shown > 0)
        self._count.setVisible(shown > 0)
        color = self.view.theme.series[SERIES[LEAD, PER_COPY]].label
        self._row.set_values(hero(result, shown), color, total_wordings(result, shown), against_wordings(result))
        if shown:
            self._move_cursor(float(last[0]))
        # Where nothing is shown there is no cursor, and of a single number of copies there is nothing to choose.
        line = self._cursor.line() if shown and len(result.copies) > 1 else None
        self._handles.place(self._cursor_handle, self._choices, shown, line)

    def _move_cursor(self, copies: float) -> None:
        """Put the cursor with its label at a number of copies."""
        rect, size = self._log_plot.rect, self.text_size("label")
        x = self._log_plot.pixel(copies, 1.0).x()
        label = self.write(self._count, copies_text(copies))
        half_width = label.width / 2 + 0.4 * size
        label.place_at_top(rect, min(max(x, rect.left() + half_width), rect.right() - half_width), align=0.5)
        self._cursor.setLine(QLineF(x, label.rect.bottom(), x, rect.bottom()))

    def _set_axes(self, result: CopiesResult) -> None:
        """Set the axes to all requested numbers of copies and all rates, with room for the cursor's label above."""
        asked = np.log10([min(result.params.copies), max(result.params.copies)])
        x = _widened(float(asked[0]), float(asked[1]))
        rates = np.log10(np.concatenate([*result.per_copy.values(), *result.total.values()]))
        low, high = _widened(float(rates.min()), float(rates.max()))
        low -= 2 * MARGIN_DECADES
        above = max(TOP_SHARE, min(1.6 * self.text_size("label") / self._log_plot.rect.height(), 0.4))
        top = (high - above * low) / (1 - above)
        self._log_plot.plot.set_range((x[0] - MARGIN_DECADES, x[1] + MARGIN_DECADES), (low, top))
        ticks = (
            decade_ticks(max(x[0], 0.0), x[1])
            if np.ceil(x[0]) < np.floor(x[1])
            else [(float(asked[0]), number(10.0 ** asked[0]))]
        )
        self._log_plot.plot.set_ticks(ticks, decade_ticks(low, high, 5))

    def _label_curves(self, result: CopiesResult) -> None:
        """Label the curves at the height of their last values."""
        wordings = curve_names(compiled="numba" in result.total)
        for key, label in self._names.items():
            label.setVisible(key in wordings)
        ends = []
        for (way, kind), words in wordings.items():
            label = self.write(self._names[way, kind], words, color=self.view.theme.series[SERIES[way, kind]].label)
            ends.append((label, self._log_plot.pixel(1.0, float(getattr(result, kind)[way][-1, 1])).y()))
        place_line_names(self._log_plot.rect, ends)


def _cursor_choices(copies: FloatArray) -> Choices:
    """Return the positions from 1 on, at which the first numbers of copies are shown; Shift snaps to powers of ten."""
    positions = np.arange(1.0, len(copies) + 1.0)
    return Choices(np.log10(copies), positions, positions[np.isin(copies, 10.0 ** np.arange(10))])


def _widened(low: float, high: float) -> tuple[float, float]:
    """Return a range, widened on both sides to at least `MIN_DECADES`."""
    more = max(MIN_DECADES - (high - low), 0.0) / 2
    return low - more, high + more
