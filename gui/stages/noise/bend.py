"""noise/bend: what a larger batch buys in steps, and how large it must be as coordinates are added."""

from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.noise.bend import BendResult
from gui.picture.log_plot import PLATE_Z, LogPlot, clipped_below, few_ticks, log_points, ring_style
from gui.picture.readouts import place_figure
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.ticks import decade_ticks
from gui.stages.noise.bend_words import (
    caption,
    case_slope,
    case_wordings,
    caveat,
    formula,
    headline,
    needed_title,
    noise_scale_wordings,
    step_count,
    steps_title,
)
from gui.stages.noise.names import SIGNAL
from gui.style.series import SeriesStyle
from gui.style.theme import pen
from gui.wording.text import number, tr

STEPS_SHARE = 1240 / 1824
"""The share of the picture's width that the plot of steps takes."""
MARGIN_DECADES = 0.12
"""Margin between the axes and the data, in decades."""
FLOOR_HEIGHT = 0.26
"""Height of the floor in the plot of steps, as a share of the plot's height; labels stand below it."""
CASES = {"fixed_signal": SIGNAL, "own_signal": "own_signal"}
"""The series whose colors the two cases have."""


class BendStage(Stage[BendResult]):
    """Steps against batch size, bent between two straight lines; beside it the batch that a direction needs."""

    slow_steps = 0

    def _build(self) -> None:
        self._steps, self._needed = LogPlot(self), LogPlot(self)
        self._dots = self._steps.make_dots(30)
        self._chosen_ring = self._steps.make_dots(40)
        self._measured = {case: self._needed.make_dots(30) for case in CASES}
        self._rings = {case: self._needed.make_dots(40) for case in CASES}
        self._bend, self._scale_bar = self.add(QGraphicsLineItem()), self.add(QGraphicsLineItem())
        self._batch_cursor, self._dimension_cursor = self.add(QGraphicsLineItem()), self.add(QGraphicsLineItem())
        for line in (self._bend, self._batch_cursor, self._dimension_cursor):
            line.setZValue(PLATE_Z - 1)
        self._hero, self._below = self.add(Label("hero")), self.add(Label("axis_title"))
        self._floor_name, self._ideal_name = self.add(Label("label")), self.add(Label("label"))
        self._bend_name, self._scale_name = self.add(Label("label")), self.add(Label("axis_title"))
        self._names = {case: (self.add(Label("label")), self.add(Label("label"))) for case in CASES}
        for label in (self._ideal_name, self._scale_name, *self._names["own_signal"]):
            label.setZValue(PLATE_Z)
        mark_static(self._hero, self._below, self._bend, self._scale_bar, self._batch_cursor, self._dimension_cursor)
        mark_static(
            self._chosen_ring,
            *self._rings.values(),
            self._floor_name,
            self._ideal_name,
            self._bend_name,
            self._scale_name,
        )
        mark_static(*(label for pair in self._names.values() for label in pair))

    def _arrange(self, view: View, picture: QRectF) -> None:
        width = STEPS_SHARE * picture.width()
        self._steps.arrange(QRectF(picture.left(), picture.top(), width, picture.height()))
        left = picture.left() + width + self.px(24)
        self._needed.arrange(QRectF(left, picture.top(), picture.right() - left, picture.height()))

    def _load(self, result: BendResult, *, grown: bool) -> None:
        theme = self.view.theme
        self._load_steps(result)
        self._mark_bend(result)
        self._mark_chosen(result)
        self._load_needed(result)
        label = theme.series[SIGNAL].label
        self.write(self._hero, step_count(result.chosen_steps), color=label, bold=True)
        batch = number(result.params.batch_size)
        self.write(self._below, tr("at B = {batch}, best fixed rate", "batch_size", batch=batch), color=theme.secondary)
        place_figure(self._steps.rect, self._hero, self._below)
        self.set_title(headline(result), formula(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: BendResult, position: float) -> None:
        shown = int(position)
        self._dots.set_visible_count(shown)
        for dots in self._measured.values():
            dots.set_visible_count(max(shown - len(result.batch_sizes), 0))

    def _load_steps(self, result: BendResult) -> None:
        """Draw the fitted curve, perfect scaling, the floor, and the dots."""
        theme, law, floor = self.view.theme, self._steps, result.smallest_steps
        known = result.steps[np.isfinite(result.steps)]
        top = float(np.log10(known.max())) + MARGIN_DECADES if len(known) else 3.0
        low = 0.0 if floor is None else (float(np.log10(floor.value)) - FLOOR_HEIGHT * top) / (1 - FLOOR_HEIGHT)
        law.plot.set_range((-MARGIN_DECADES, float(np.log10(result.batch_sizes[-1])) + MARGIN_DECADES), (low, top))
        law.plot.set_ticks(few_ticks(result.batch_sizes), decade_ticks(low, top, 3))
        law.set_axis_titles(tr("batch size B"), *steps_title(result))
        method, dashed = theme.series[SIGNAL], SeriesStyle(theme.axis, theme.secondary, (6.0, 4.0))
        lines = [(self.curve_style(dashed), *clipped_below(10.0**low, result.batch_sizes, result.ideal))]
        if floor is not None:
            flat = np.full(result.batch_sizes.shape, floor.value)
            lines += [(self.curve_style(dashed), result.batch_sizes, flat)]
        law.set_lines([*lines, (self.curve_style(method), result.curve_batch_sizes, result.curve_steps)])
        self._dots.set_style(self.curve_style(method))
        self._dots.set_points(log_points(result.batch_sizes, result.steps))

    def _mark_bend(self, result: BendResult) -> None:
        """Label floor, perfect scaling and bend, and mark the noise scale on the axis."""
        theme, law, floor, bend = self.view.theme, self._steps, result.smallest_steps, result.critical_batch
        labels = (self._floor_name, self._ideal_name, self._bend_name, self._scale_name)
        for item in (*labels, self._bend, self._scale_bar):
            item.setVisible(floor is not None and bend is not None)
        if floor is None or bend is None:
            return
        last = float(result.batch_sizes[-1])
        law.write(
            self._floor_name,
            tr("floor: {steps} steps", "smallest_steps", steps=number(floor.value, 3)),
            (last, floor.value),
            (-0.01, 0.6),
            color=theme.secondary,
        )
        under = 0.85 * floor.value
        place = float(result.ideal[0]) / under, under
        law.write(self._ideal_name, tr("perfect scaling"), place, (1.4, -0.9), color=theme.secondary, plate=True)
        at = bend.value, float(np.interp(bend.value, result.curve_batch_sizes, result.curve_steps))
        law.write(
            self._bend_name, tr("bend at B = {batch}", "critical_batch", batch=number(bend.value)), at, (0.4, 0.7)
        )
        foot, top = law.plot.point(float(np.log10(at[0])), 0.0).x(), law.plot.point(0.0, float(np.log10(at[1]))).y()
        self._bend.setPen(pen(QColor(theme.ink), self.stroke_width("theory")))
        self._bend.setLine(QLineF(foot, top, foot, law.rect.bottom()))
        ends = [law.plot.point(float(np.log10(each)), 0.0).x() for each in result.simple_batch[[0, -1]]]
        thick, size = 2.0 * self.stroke_width("data"), self.text_size("axis_title")
        bar = pen(QColor(theme.secondary), thick)
        self._scale_bar.setPen(bar)
        self._scale_bar.setLine(QLineF(ends[0], law.rect.bottom() - thick, ends[1], law.rect.bottom() - thick))
        left = ends[1] + 0.6 * size
        self.write_fitting(
            self._scale_name, noise_scale_wordings(result), law.rect.right() - left, color=theme.secondary, plate=True
        )
        self._scale_name.place_at_bottom(law.rect, left)
        # A very small picture has room for only one row of labels below the floor.
        self._scale_name.setVisible(self._scale_name.rect.top() > self._ideal_name.rect.bottom() - 0.3 * size)

    def _mark_chosen(self, result: BendResult) -> None:
        """Mark the chosen batch size on the curve."""
        theme, law, params = self.view.theme, self._steps, result.params
        cursor = pen(QColor(theme.secondary), self.stroke_width("theory"), (4.0, 3.0))
        self._chosen_ring.set_style(self.curve_style(ring_style(theme.series[SIGNAL]), dot="current"))
        steps = np.array([np.nan if result.chosen_steps is None else float(result.chosen_steps)])
        self._chosen_ring.set_points(log_points(np.array([float(params.batch_size)]), steps))
        self._chosen_ring.set_visible_count(1)
        self._batch_cursor.setVisible(result.chosen_steps is not None)
        if result.chosen_steps is not None:
            at = law.plot.point(float(np.log10(params.batch_size)), float(np.log10(result.chosen_steps)))
            self._batch_cursor.setPen(cursor)
            self._batch_cursor.setLine(QLineF(at.x(), at.y(), at.x(), law.rect.bottom()))

    def _load_needed(self, result: BendResult) -> None:
        """Draw the batch size needed in both cases, and mark the chosen dimension."""
        theme, law, place = self.view.theme, self._needed, float(result.params.dimension)
        exact = np.log10(np.concatenate(list(result.exact_needed.values())))
        span = (
            float(np.log10(result.dimensions[0])) - MARGIN_DECADES,
            float(np.log10(result.dimensions[-1])) + MARGIN_DECADES,
        )
        law.plot.set_range(
            span, (min(0.0, float(exact.min()) - MARGIN_DECADES), float(exact.max()) + 3 * MARGIN_DECADES)
        )
        law.plot.set_ticks(few_ticks(result.dimensions), decade_ticks(0.0, float(exact.max()), 3))
        law.set_axis_titles(tr("dimension d"), *needed_title(result))
        law.set_lines(
            [
                (self.curve_style(theme.series[key]), result.dimensions, result.exact_needed[case])
                for case, key in CASES.items()
            ]
        )
        for case, key in CASES.items():
            method, needs = theme.series[key], result.chosen_needed[case]
            self._measured[case].set_style(self.curve_style(method))
            self._measured[case].set_points(log_points(result.dimensions, result.needed[case]))
            self._rings[case].set_style(self.curve_style(ring_style(method), dot="current"))
            self._rings[case].set_points(log_points(np.array([place]), np.array([needs])))
            self._rings[case].set_visible_count(1)
        most = max(result.chosen_needed.values())
        at = law.plot.point(float(np.log10(place)), float(np.log10(most)))
        self._dimension_cursor.setPen(pen(QColor(theme.secondary), self.stroke_width("theory"), (4.0, 3.0)))
        self._dimension_cursor.setLine(QLineF(at.x(), at.y(), at.x(), law.rect.bottom()))
        self._name_cases(result)

    def _name_cases(self, result: BendResult) -> None:
        """Label the two cases in the free corners."""
        theme, size, rect = self.view.theme, self.text_size("label"), self._needed.rect
        noise, signal = self._names["fixed_signal"], self._names["own_signal"]
        words, room = case_wordings(), rect.width() - 0.5 * size
        for case, key in CASES.items():
            how: dict[str, Any] = {"color": theme.series[key].label, "plate": case == "own_signal"}
            self.write_fitting(self._names[case][0], words[case], room, **how)
            self.write(self._names[case][1], case_slope(case, result.needed_slope[case]), **how)
        left = rect.left() + 0.5 * size
        noise[0].place_at_top(rect, left)
        noise[1].place_at_top(rect.adjusted(0.0, 1.3 * size, 0.0, 0.0), left)
        line = self._needed.plot.point(0.0, float(np.log10(result.exact_needed["own_signal"][-1]))).y()
        signal[0].place(rect.right(), line - 0.8 * size, align=1)
        signal[1].place(rect.right(), line + 1.5 * size, align=1)
