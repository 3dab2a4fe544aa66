"""network/stability: the sharpness of the loss against steps, the limit of the learning rate, and the loss below."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Slot
from PySide6.QtWidgets import QGraphicsItemGroup

from core.obstacles.network.params import NetworkParams
from core.obstacles.network.stability import StabilityResult
from core.obstacles.network.watched_descent import INTERVAL
from gui.picture.axes_frame import TICK_LABEL_HEIGHT, AxesFrame
from gui.picture.choices import Choices, limits, numbers_with_three_digits
from gui.picture.log_plot import LogPlot
from gui.picture.plot_handles import PlotHandles
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.baselines import NAME_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.plot import Ticks
from gui.plots.ticks import integer_ticks, linear_ticks, log_ticks
from gui.stages.network.stability_words import (
    METHOD,
    caption,
    caveat,
    formula,
    headline,
    hero,
    loss_wordings,
    measured_at,
)
from gui.style.series import SeriesStyle
from gui.wording.text import tr

LOSS_SHARE = 0.3
"""The share of the height that the loss takes."""
MIN_HEIGHT = 2.4
"""Height of the plot of the loss, in sizes of its texts, below which the picture is too small for it."""
ROOMY = 4.5
"""Height of the plot of the loss, in sizes of its tick labels, from which it has room for three of them."""
GAP = 0.9
"""Gap between both plots, in sizes of an axis title."""
LOW_SHARE, HIGH_SHARE = 0.6, 1.15
"""Where the upper axis begins and ends, as shares of the lowest and of the highest value on it."""
MOST_ABOVE = 2.0
"""A sharpness above this many times its start and the limit lies beyond the upper axis: that of a diverging run."""
MARGIN_DECADES, MIN_DECADES = 0.06, 1.0
"""Margin of the logarithmic axis, and its least range."""
CLOSE = 0.9
"""Diameter of the measured dots as a share of their distance, at most."""
LEAST_LOSS = 1e-12
"""A smaller loss is drawn as this one."""
SIDE_MARGIN = 0.015
"""Margin on both sides of the steps, as a share of their number: the first dot and the last are inside as a whole."""
GHOST_ALPHA_HEX = "50"
"""The opacity of the sharpness from before a drag, as two hexadecimal digits (31 %)."""
RATES = numbers_with_three_digits(*limits(NetworkParams, "stability_rate"))[::-1]
"""The learning rates that a drag gives: three digits; falling, as the limit 2/a rises."""
ROUND_RATES = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0])
LIMITS = Choices(2.0 / RATES, RATES, ROUND_RATES, whole=False)


class StabilityStage(Stage[StabilityResult]):
    """Sharpness against steps, measured dots around the limit, a line that is dragged up and down; the loss below."""

    slow_steps = 0

    def _build(self) -> None:
        self._row, self._upper = Row(self), AxesFrame(self)
        self._layer = self.add(QGraphicsItemGroup())
        self._lower = LogPlot(self, linear_x=True, layer=self._layer)
        self._ghost, self._dots, self._current = Dots(), Dots(), Dots()
        self._upper.add(self._ghost, self._dots, self._current)
        for z_value, dots in ((5.0, self._ghost), (10.0, self._dots), (20.0, self._current)):
            dots.setZValue(z_value)
        self._loss, self._loss_name = self._lower.make_dots(10.0), self.add(Label("label"), self._layer)
        self._steps_title = self.add(Label("axis_title"))
        self._limit, self._limit_name = Lines(), self.add(Label("label"))
        self._upper.add(self._limit)
        mark_static(self._limit_name, self._steps_title)
        self._handles = PlotHandles(self)
        self._limit_handle = self._handles.add("stability_rate", self._upper.plot, axis=1)
        self._handles.grabbed.connect(self._show_ghost)
        self._handles.released.connect(self._update_axes)
        self._ends, self._shown = (0.0, 1.0), -1

    def _arrange(self, view: View, picture: QRectF) -> None:
        mark_static(self._loss_name, static=not view.reveal)
        top = self._row.arrange(picture) + self.px(8)
        name = self.write(self._limit_name, tr("limit 2/a"))
        right = name.width + NAME_GAP * name.pixels
        area = QRectF(picture.left(), top, picture.width(), picture.bottom() - top)
        below = QRectF(area)
        below.setTop(area.bottom() - LOSS_SHARE * area.height())
        self._lower.place(below, top_margin=GAP, bottom_margin=0.0, right_margin=right)
        self._layer.setVisible(self._lower.rect.height() >= MIN_HEIGHT * self.text_size("axis_title"))
        if self._layer.isVisible():
            # The upper plot has no tick labels below: both share those of the lower one.
            area.setBottom(below.top() + TICK_LABEL_HEIGHT * self.text_size("ticks"))
        self._upper.place(area, bottom_margin=0.0, right_margin=right)
        self._upper.set_y_title(tr("sharpness: the largest curvature of the loss"))
        lowest = self._lower if self._layer.isVisible() else self._upper
        self.write(self._steps_title, tr("steps"), color=view.theme.secondary)
        self._steps_title.place(area.right(), lowest.rect.bottom() + 1.25 * self.text_size("ticks"), align=1)

    def _load(self, result: StabilityResult, *, grown: bool) -> None:
        series = self.view.theme.series[METHOD]
        self._set_axes(result)
        low, high = self._ends
        inside = (low <= result.sharpness) & (result.sharpness <= high)
        seen = np.where(inside, result.sharpness, np.nan)  # some SVG viewers do not clip
        self._points = np.column_stack([result.steps, seen])
        self._dots.set_style(self._dot_style(series))
        self._ghost.set_style(self._dot_style(SeriesStyle(f"#{GHOST_ALPHA_HEX}{series.stroke[1:]}", series.label)))
        self._loss.set_style(self.curve_style(series))
        self._current.set_style(self.curve_style(series, dot="current"))
        self._dots.set_points(self._points)
        loss = np.maximum(result.loss, LEAST_LOSS)
        self._loss.set_points(self._lower.points(np.arange(0.0, len(loss)), loss))
        self._mark_limit(result)
        if len(result.sharpness):
            ends = result.steps[[int(result.sharpness.argmin()), int(result.sharpness.argmax())]]
            self._row.reserve(*(hero(result, int(step)) for step in ends))
        else:
            self._row.reserve(hero(result, 0))
        self._shown = -1

    def _describe(self, result: StabilityResult) -> None:
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))
        name = self.write(self._loss_name, tr("loss"), color=self.view.theme.series[METHOD].label)
        # Beside the last loss that is told, but not so low that it touches the title of the steps.
        end = self._lower.pixel(0.0, max(float(result.loss[-1]), LEAST_LOSS)).y()
        place_line_names(self._lower.rect, [(name, min(end, self._lower.rect.bottom() - 0.5 * name.pixels))])

    def _move(self, result: StabilityResult, position: float) -> None:
        step = int(position)
        if step == self._shown:
            return
        self._shown = step
        known = int(np.searchsorted(result.steps, step, side="right"))
        self._dots.set_visible_count(known)
        self._current.set_points(self._points[max(known - 1, 0) : known])
        self._current.set_visible_count(1)
        self._loss.set_visible_count(step + 1)
        diverged = result.diverged is not None and step >= result.diverged
        theme = self.view.theme
        color = theme.alarm if diverged else theme.series[METHOD].label
        self._row.set_values(hero(result, step), color, (measured_at(result, step),), loss_wordings(result, step))

    @Slot()
    def _show_ghost(self) -> None:
        """Keep the sharpness from before a drag of the limit in sight."""
        self._ghost.set_points(self._dots.points)
        self._ghost.set_visible_count(self._dots.visible_count)

    @Slot()
    def _update_axes(self) -> None:
        """Remove what a drag has left, and let the axis follow the limit, which it does not during the drag."""
        self._ghost.set_visible_count(0)
        self.set_view(self.view)

    def _set_axes(self, result: StabilityResult) -> None:
        """Set the steps to all that are allowed, or taken before divergence; the sharpness from 0 on."""
        end = float(result.used.max_steps if result.diverged is None else result.length)
        steps = -SIDE_MARGIN * end, (1.0 + SIDE_MARGIN) * end
        if not self._handles.is_dragging:
            around = np.append(result.sharpness[:1], result.limit)
            values = np.append(result.sharpness[result.sharpness <= MOST_ABOVE * around.max()], result.limit)
            self._ends = LOW_SHARE * float(values.min()), HIGH_SHARE * float(values.max())
        ticks = integer_ticks(int(end))
        self._upper.plot.set_range(steps, self._ends)
        self._upper.plot.set_ticks(
            [(at, "" if self._layer.isVisible() else text) for at, text in ticks], self._sharpness_ticks()
        )
        losses = np.log10(np.maximum(result.loss, LEAST_LOSS))
        high = float(losses.max()) + MARGIN_DECADES
        low = min(float(losses.min()) - MARGIN_DECADES, high - MIN_DECADES)
        self._lower.plot.set_range(steps, (low, high))
        self._lower.plot.set_ticks(
            ticks, log_ticks(low, high, 3 if self._lower.rect.height() > ROOMY * self.text_size("ticks") else 2)
        )

    def _sharpness_ticks(self) -> Ticks:
        """Return the ticks of the upper y axis, without one whose text would touch those of the lower plot."""
        low, high = self._ends
        lowest = low + 0.5 * self.text_size("ticks") / self._upper.rect.height() * (high - low)
        return linear_ticks(lowest, high)

    def _dot_style(self, series: SeriesStyle) -> CurveStyle:
        """Return the style of the measured dots: where steps are close, smaller, so that each is seen."""
        plot = self._upper.plot
        apart = plot.point(float(INTERVAL), 0.0).x() - plot.point(0.0, 0.0).x()
        dot = max(min(self.stroke_width("iterate"), CLOSE * apart), self.stroke_width("data"))
        return replace(self.curve_style(series), dot=dot, casing=0.0)

    def _mark_limit(self, result: StabilityResult) -> None:
        """Draw the limit, at the border where it lies beyond it, with its name; it can be dragged."""
        rect, (low, high) = self._upper.rect, self._ends
        height = min(max(result.limit, low), high)
        style = self.line_style(self.view.theme.ink, 1.5 * self.stroke_width("theory"), (6.0, 4.0))
        y = self._upper.plot.point(0.0, height).y()
        ends = [self._upper.plot.coordinates(QPointF(x, y)) for x in (rect.left(), rect.right())]
        self._limit.set_lines([(style, np.array(ends))])
        place_line_names(rect, [(self._limit_name, y)])
        self._handles.place(
            self._limit_handle, LIMITS, result.params.stability_rate, QLineF(rect.left(), y, rect.right(), y)
        )
