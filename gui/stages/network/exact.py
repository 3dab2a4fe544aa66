"""network/exact: steps of one layer against the conditioning of its inputs, by gradient descent, Adam and K-FAC."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from core.obstacles.network.exact import METHODS, ExactResult
from gui.picture.choices import position_choices
from gui.picture.log_plot import LogPlot, ring_style
from gui.picture.plot_handles import POSITION, PlotHandles
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.baselines import DOT_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.plot import CURSOR_Z
from gui.plots.ticks import decade_ticks
from gui.stages.network.exact_words import (
    DESCENT,
    KFAC,
    caption,
    caveat,
    explanations,
    formula,
    headline,
    hero,
    kappa_text,
    limit_text,
    steps_title,
)
from gui.style.theme import pen
from gui.wording.names import short_name
from gui.wording.text import tr, tr_noop

MARGIN = 0.05
"""Margin of the axes beyond the data, as a share of their range."""


class ExactStage(Stage[ExactResult]):
    """Steps against condition number on logarithmic axes: gradient descent on its line, K-FAC at 1.

    A ring is dragged along the line; another marks K-FAC below it.
    """

    position_label = tr_noop("condition number {n} of {all}")
    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the index of the condition number, counted from 1."""
        return 1 if self.result is None else min(position, len(self.result.conditioning) - 1) + 1

    def _build(self) -> None:
        self._row, self._log_plot = Row(self), LogPlot(self)
        self._dots = {key: self._log_plot.make_dots(30 - k) for k, key in enumerate(METHODS)}
        self._rings = {key: self._log_plot.make_dots(40) for key in (DESCENT, KFAC)}
        self._cursor, self._limit = self.add(QGraphicsLineItem()), self.add(QGraphicsLineItem())
        for line in (self._cursor, self._limit):
            line.setZValue(CURSOR_Z)
        self._handles = PlotHandles(self)
        self._cursor_handle = self._handles.add(POSITION, self._log_plot.plot)
        self._names = {key: self.add(Label("label")) for key in METHODS}
        self._limit_label = self.add(Label("axis_title"))
        mark_static(*self._dots.values(), self._limit, self._limit_label, *self._names.values())

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        widest = max(self.write(self._names[key], short_name(key, hall=view.hall)).width for key in METHODS)
        self._log_plot.arrange(
            QRectF(picture.left(), top, picture.width(), picture.bottom() - top),
            names_width=widest + (DOT_GAP + 0.1) * self.text_size("label"),
        )

    def _load(self, result: ExactResult, *, grown: bool) -> None:
        theme, law = self.view.theme, self._log_plot
        law.set_axis_titles(tr("condition number κ of the inputs"), steps_title())
        self._set_axes(result)
        curve = result.curve_conditioning, result.curve_steps
        kfac = result.curve_conditioning[[0, -1]], result.predicted_steps[KFAC][[0, -1]]
        law.set_lines([(self.curve_style(theme.series[key]), *line) for key, line in ((DESCENT, curve), (KFAC, kfac))])
        for key, dots in self._dots.items():
            dots.set_style(self.curve_style(theme.series[key]))
            dots.set_points(law.points(result.conditioning, result.steps[key]))
            dots.set_visible_count(len(result.conditioning))
        for key, ring in self._rings.items():
            ring.set_style(self.curve_style(ring_style(theme.series[key]), dot="current"))
        self._cursor.setPen(pen(QColor(theme.secondary), self.stroke_width("theory")))
        self._offsets = np.log10(result.predicted_steps[DESCENT]) - _line_height(result, np.log10(result.conditioning))
        self._track = law.pixels(result.conditioning, result.predicted_steps[DESCENT])
        self._name_curves(result)
        self._mark_limit(result)
        self._row.reserve(*(hero(result, place) for place in range(len(result.conditioning))))

    def _describe(self, result: ExactResult) -> None:
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ExactResult, position: float) -> None:
        law, kappas = self._log_plot, np.log10(result.conditioning)
        place = min(int(position), len(kappas) - 1)
        index = np.arange(len(kappas))
        at, offset = (float(np.interp(position, index, values)) for values in (kappas, self._offsets))
        # On the line, and where there is a dot around it: counts are whole numbers.
        heights = {DESCENT: float(_line_height(result, at)) + offset, KFAC: 0.0}
        for key, ring in self._rings.items():
            ring.set_points(np.array([[at, heights[key]]]))
            ring.set_visible_count(1)
        line = QLineF(law.plot.point(at, heights[DESCENT]), law.plot.point(at, heights[KFAC]))
        self._cursor.setLine(line)
        # Of a single condition number there is nothing to choose.
        handle = line if len(kappas) > 1 else None
        self._handles.place(self._cursor_handle, self._choices, place, handle, track=self._track)
        self._row.set_values(hero(result, place), "", (kappa_text(result, place),), explanations(result, place))

    def _set_axes(self, result: ExactResult) -> None:
        """Set the axes from 1 to the largest condition number, at least 100, and to the most steps."""
        counts = np.concatenate([result.curve_steps, *result.steps.values()])
        right, top = float(np.log10(result.curve_conditioning[-1])), float(np.log10(np.nanmax(counts)))
        x_margin, y_margin = MARGIN * right / 2, MARGIN * top
        self._log_plot.plot.set_range((-x_margin, right + x_margin), (-y_margin, top + y_margin))
        ticks = decade_ticks(0.0, right)
        self._log_plot.plot.set_ticks(ticks, decade_ticks(0.0, top))
        kappas = np.log10(result.conditioning)
        self._choices = position_choices(kappas, np.array([at for at, _ in ticks]))

    def _name_curves(self, result: ExactResult) -> None:
        """Name the methods beside their last counts; gradient descent and K-FAC beside the ends of their lines."""
        ends = []
        for key, label in self._names.items():
            known = result.steps[key][np.isfinite(result.steps[key])]
            height = result.curve_steps[-1] if key == DESCENT else known[-1] if len(known) else None
            label.setVisible(height is not None)
            if height is not None:
                words = short_name(key, hall=self.view.hall)
                self.write(label, words, color=self.view.theme.series[key].label, bold=True)
                ends.append((label, self._log_plot.pixel(1.0, float(height)).y()))
        place_line_names(self._log_plot.rect, ends, DOT_GAP)

    def _mark_limit(self, result: ExactResult) -> None:
        """Draw a line at the largest number of steps, if a method does not arrive within them."""
        law, theme = self._log_plot, self.view.theme
        late = result.complete and any(np.isnan(steps).any() for steps in result.steps.values())
        self._limit.setVisible(late)
        self._limit_label.setVisible(late)
        if late:
            y, size = law.pixel(1.0, result.used.max_steps).y(), self.text_size("axis_title")
            self._limit.setPen(pen(QColor(theme.alarm), self.stroke_width("theory"), (6.0, 4.0)))
            self._limit.setLine(QLineF(law.rect.left(), y, law.rect.right(), y))
            self.write(self._limit_label, limit_text(result), color=theme.alarm, plate=True)
            self._limit_label.place(law.rect.left() + 0.5 * size, y - 0.5 * size)


def _line_height(result: ExactResult, at: FloatArray | float) -> FloatArray:
    """Return log10 of the steps on the line of gradient descent at log10 of condition numbers, in the same shape."""
    return np.asarray(np.interp(at, np.log10(result.curve_conditioning), np.log10(result.curve_steps)))
