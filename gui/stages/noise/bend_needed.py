"""A small plot of the batch size that a mean cosine needs, against the dimension, in two cases."""

from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItemGroup, QGraphicsLineItem

from core.obstacles.noise.bend import BendResult
from core.obstacles.noise.params import NoiseParams
from gui.picture.choices import limits, logarithmic_choices
from gui.picture.log_plot import PLATE_Z, LogPlot, few_ticks, log_points, ring_style
from gui.picture.plot_handles import PlotHandles
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.ticks import decade_ticks
from gui.stages.noise.bend_words import case_slope, case_wordings, needed_title
from gui.stages.noise.names import SIGNAL
from gui.style.theme import pen
from gui.wording.text import tr

MARGIN_DECADES = 0.12
"""Margin between the axes and the data, in decades."""
CASES = {"fixed_signal": SIGNAL, "own_signal": "own_signal"}
"""The series whose colors the two cases have."""
DIMENSIONS = logarithmic_choices(*limits(NoiseParams, "dimension"))


class NeededPlot:
    """Lines and dots of both cases with their names, and rings at the chosen dimension, which can be dragged."""

    def __init__(self, stage: Stage[Any], handles: PlotHandles) -> None:
        self._stage, self._handles = stage, handles
        self._layer = layer = stage.add(QGraphicsItemGroup())
        self._log_plot = LogPlot(stage, layer=layer)
        self._dots = {case: self._log_plot.make_dots(30) for case in CASES}
        self._rings = {case: self._log_plot.make_dots(40) for case in CASES}
        self._cursor = stage.add(QGraphicsLineItem(), layer)
        self._cursor.setZValue(PLATE_Z - 1)
        self._handle = handles.add("dimension", self._log_plot.plot)
        self._names = {case: [stage.add(Label("label"), layer) for _ in range(2)] for case in CASES}
        for label in self._names["own_signal"]:
            label.setZValue(PLATE_Z)
        # The rings are not static: they lie over the dots, which are not.
        mark_static(self._cursor, *(label for pair in self._names.values() for label in pair))

    @property
    def rect(self) -> QRectF:
        """The rectangle inside the axes."""
        return self._log_plot.rect

    @property
    def is_visible(self) -> bool:
        """Whether the plot is visible."""
        return self._layer.isVisible()

    def set_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Show or hide the plot."""
        self._layer.setVisible(visible)

    def arrange(self, area: QRectF) -> None:
        """Place the plot in an area."""
        self._log_plot.arrange(area)

    def move(self, count: int) -> None:
        """Show the first `count` dots of each case."""
        for dots in self._dots.values():
            dots.set_visible_count(count)

    def load(self, result: BendResult) -> None:
        """Draw the batch size needed in both cases, and mark the chosen dimension."""
        stage, law, place = self._stage, self._log_plot, float(result.params.dimension)
        exact = np.log10(np.concatenate(list(result.exact_needed.values())))
        first, last = np.log10(result.dimensions[[0, -1]]).tolist()
        lowest, highest = min(0.0, float(exact.min()) - MARGIN_DECADES), float(exact.max()) + 3 * MARGIN_DECADES
        law.plot.set_range((first - MARGIN_DECADES, last + MARGIN_DECADES), (lowest, highest))
        law.plot.set_ticks(few_ticks(result.dimensions), decade_ticks(0.0, float(exact.max()), 2))
        law.set_axis_titles(tr("dimension d"), *needed_title(result))
        series = {case: stage.view.theme.series[key] for case, key in CASES.items()}
        law.set_lines(
            [(stage.curve_style(series[case]), result.dimensions, result.exact_needed[case]) for case in CASES]
        )
        for case in CASES:
            self._dots[case].set_style(stage.curve_style(series[case]))
            self._dots[case].set_points(log_points(result.dimensions, result.needed[case]))
            self._rings[case].set_style(stage.curve_style(ring_style(series[case]), dot="current"))
            self._rings[case].set_points(log_points(np.array([place]), np.array([result.chosen_needed[case]])))
            self._rings[case].set_visible_count(1)
        ring = law.pixel(place, max(result.chosen_needed.values()))
        self._cursor.setPen(pen(QColor(stage.view.theme.secondary), stage.stroke_width("theory"), (4.0, 3.0)))
        self._cursor.setLine(QLineF(ring, QPointF(ring.x(), law.rect.bottom())))
        line, track = self._cursor.line(), law.pixels(result.dimensions, result.exact_needed["fixed_signal"])
        self._handles.place(self._handle, DIMENSIONS, place, line if self.is_visible else None, track=track)
        self._name_cases(result)

    def _name_cases(self, result: BendResult) -> None:
        """Label the two cases in the free corners."""
        stage, size, rect = self._stage, self._stage.text_size("label"), self._log_plot.rect
        noise, signal = self._names["fixed_signal"], self._names["own_signal"]
        words, room = case_wordings(), rect.width() - 0.5 * size
        for case, key in CASES.items():
            how: dict[str, Any] = {"color": stage.view.theme.series[key].label, "plate": case == "own_signal"}
            stage.write_fitting(self._names[case][0], words[case], room, **how)
            stage.write(self._names[case][1], case_slope(case, result.needed_slope[case]), **how)
        left = rect.left() + 0.5 * size
        noise[0].place_at_top(rect, left)
        noise[1].place_at_top(rect.adjusted(0.0, 1.3 * size, 0.0, 0.0), left)
        line = self._log_plot.pixel(1.0, float(result.exact_needed["own_signal"][-1])).y()
        signal[0].place(rect.right(), line - 0.8 * size, align=1)
        signal[1].place(rect.right(), line + 1.5 * size, align=1)
