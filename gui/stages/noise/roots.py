"""noise/roots: RMS noise against batch size, and beside it against dimension, as exact lines and measured dots."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Slot
from PySide6.QtGui import QColor, QPainterPath
from PySide6.QtWidgets import QGraphicsItemGroup, QGraphicsLineItem, QGraphicsPathItem

from core.arrays import FloatArray
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.roots import RootsResult
from gui.picture.choices import limits, logarithmic_choices
from gui.picture.log_plot import PLATE_Z, LogPlot, few_ticks, log_points, ring_style
from gui.picture.plot_handles import PlotHandles
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.plot import Ticks
from gui.plots.ticks import decade_ticks
from gui.stages.noise.names import SIGNAL
from gui.stages.noise.roots_words import (
    across_words,
    caption,
    caveat,
    figure,
    figure_heading,
    figure_wordings,
    step_wordings,
)
from gui.style.series import SeriesStyle
from gui.style.theme import pen
from gui.wording.text import number, tr

PLOT_SHARE = 1180 / 1824
"""The share of the picture's width that the plot against the batch size takes."""
MIN_HEIGHT = 4.5
"""Height of the plot against the dimension, in the size of its labels, below which the picture is too small for it."""
MARGIN_DECADES = 0.1
"""Margin between the axes and the data, in decades."""
HEADROOM = 2.0
"""Height left above the lines for a text, in its size."""
BATCHES, DIMENSIONS = (logarithmic_choices(*limits(NoiseParams, name)) for name in ("batch_size", "dimension"))


class RootsStage(Stage[RootsResult]):
    """The noise against the batch size, with what four times the samples do; beside it that against the dimension."""

    slow_steps = 0

    def _build(self) -> None:
        self._layer = layer = self.add(QGraphicsItemGroup())
        self._along, self._across = LogPlot(self), LogPlot(self, layer=layer)
        self._plots = (self._along, self._across)
        self._dots = [law.make_dots(30) for law in self._plots]
        self._rings = [law.make_dots(40) for law in self._plots]
        self._drops = [self.add(QGraphicsLineItem()), self.add(QGraphicsLineItem(), layer)]
        self._step, self._leader = self.add(QGraphicsPathItem()), self.add(QGraphicsLineItem())
        for line in self._drops:
            line.setZValue(PLATE_Z - 1)
        self._handles = PlotHandles(self)
        self._handles.released.connect(self._update_axes)
        names = ("batch_size", "dimension")
        self._ring_handles = [self._handles.add(name, law.plot) for name, law in zip(names, self._plots, strict=True)]
        self._last_batch = 1.0
        self._readouts = Readouts(self)
        self._step_label = self.add(Label("label"))
        self._slope, self._mean = (self.add(Label("label"), layer) for _ in range(2))
        self._mean.setZValue(PLATE_Z)
        mark_static(self._step_label, self._slope, self._mean, *self._drops, self._step, self._leader)

    def _arrange(self, view: View, picture: QRectF) -> None:
        width = PLOT_SHARE * picture.width()
        self._along.arrange(QRectF(picture.left(), picture.top(), width, picture.height()))
        left = picture.left() + width + self.px(24)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side, beside=False)
        self._across.arrange(QRectF(left, top, side.width(), side.bottom() - top))
        self._layer.setVisible(self._across.rect.height() >= MIN_HEIGHT * self.text_size("label"))

    def _load(self, result: RootsResult, *, grown: bool) -> None:
        batch, dimension = result.params.batch_size, result.params.dimension
        self._set_axes(result)
        self._along.set_axis_titles(
            tr("batch size B"), tr("RMS noise at d = {dimension}", "dimension", dimension=number(dimension))
        )
        self._across.set_axis_titles(
            tr("dimension d"),
            tr("RMS noise at B = {batch}", "batch_size", batch=number(batch)),
            tr("RMS at B = {batch}", "batch_size", batch=number(batch)),
        )
        self._load_curves(result)
        self._mark_chosen(result)
        self._mark_step(result)
        self._label_lines(result)
        self._readouts.set_heading(figure_heading(), *figure_wordings(result))
        self._readouts.set_count(figure(result), self.view.theme.series[SIGNAL].label)

    def _describe(self, result: RootsResult) -> None:
        title = tr("Noise shrinks only with the square root of the batch", "exact_rms_by_batch")
        self.set_title(title, tr("RMS = σ √(d / B)"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: RootsResult, position: float) -> None:
        for dots in self._dots:
            dots.set_visible_count(int(position))

    @Slot()
    def _update_axes(self) -> None:
        """Let the axis of batch sizes follow the chosen one, which it does not while that is dragged."""
        self.set_view(self.view)

    def _batch_curve(self, result: RootsResult) -> tuple[FloatArray, FloatArray]:
        """Return the exact line against the batch size, as batch sizes and noise, up to the end of the axis."""
        ends = np.array([self._last_batch] if self._last_batch > result.batch_sizes[-1] else [])
        lengths = np.concatenate([result.exact_rms_by_batch, result.rms_at(ends)])
        return np.concatenate([result.batch_sizes, ends]), lengths

    def _set_axes(self, result: RootsResult) -> None:
        """Set the axes: batch sizes up to the chosen one, and noise with room for a text above the lines."""
        if not self._handles.is_dragging:
            self._last_batch = max(float(result.batch_sizes[-1]), float(result.params.batch_size))
        batches, lengths = self._batch_curve(result)
        self._set_range(self._along, few_ticks(result.batch_sizes, *batches[len(result.batch_sizes) :]), lengths)
        lengths = np.concatenate([result.exact_mean_by_dimension, result.exact_rms_by_dimension])
        few = few_ticks(result.dimensions)
        self._set_range(self._across, [few[0], few[-1]], lengths)

    def _set_range(self, law: LogPlot, ticks: Ticks, lengths: FloatArray) -> None:
        """Set the axes of a plot from its ticks and the lengths on its lines; the last tick may be left out."""
        low, high = float(np.log10(lengths.min())) - MARGIN_DECADES, float(np.log10(lengths.max()))
        share = HEADROOM * self.text_size("label") / law.rect.height()
        high = (high - share * low) / (1.0 - share)
        end = np.log10(self._last_batch) if law is self._along else ticks[-1][0]
        law.plot.set_range((-MARGIN_DECADES, float(end) + MARGIN_DECADES), (low, high))
        law.plot.set_ticks(ticks, decade_ticks(low, high, 3 if law is self._along else 2))

    def _load_curves(self, result: RootsResult) -> None:
        theme = self.view.theme
        method = theme.series[SIGNAL]
        mean = SeriesStyle(theme.axis, theme.secondary, (4.0, 3.0))
        exact, below = self.curve_style(method), self.curve_style(mean)
        means = [(below, result.dimensions, result.exact_mean_by_dimension)] if self._shows_mean else []
        self._across.set_lines([*means, (exact, result.dimensions, result.exact_rms_by_dimension)])
        self._along.set_lines([(exact, *self._batch_curve(result))])
        for dots, x, y, size in (
            (self._dots[0], result.batch_sizes, result.rms_by_batch, 1.0),
            (self._dots[1], result.dimensions, result.rms_by_dimension, 0.7),
        ):
            dots.set_style(self.curve_style(method, share=size))
            dots.set_points(log_points(x, y))

    @property
    def _shows_mean(self) -> bool:
        """Whether the mean is drawn beside the root mean square: with large text, or in a small picture, it is not."""
        return not self.view.hall and self.view.text_scale <= self.view.scale

    def _mark_chosen(self, result: RootsResult) -> None:
        """Mark the chosen values with rings, which can be dragged along the lines, and dashed lines to the axes."""
        params, in_reach = result.params, BATCHES.values <= self._last_batch
        batches = replace(BATCHES, x=BATCHES.x[in_reach], values=BATCHES.values[in_reach])
        lines = self._batch_curve(result), (result.dimensions, result.exact_rms_by_dimension)
        for k, (at, choices) in enumerate(((params.batch_size, batches), (params.dimension, DIMENSIONS))):
            law, rings, drop = self._plots[k], self._rings[k], self._drops[k]
            rings.set_style(self.curve_style(ring_style(self.view.theme.series[SIGNAL]), dot="current"))
            rings.set_points(log_points(np.array([float(at)]), np.array([result.chosen_rms])))
            rings.set_visible_count(1)
            ring = law.pixel(float(at), result.chosen_rms)
            drop.setPen(pen(QColor(self.view.theme.secondary), self.stroke_width("theory"), (4.0, 3.0)))
            drop.setLine(QLineF(ring, QPointF(ring.x(), law.rect.bottom())))
            line = drop.line() if drop.isVisible() else None
            self._handles.place(self._ring_handles[k], choices, at, line, track=law.pixels(*lines[k]))

    def _mark_step(self, result: RootsResult) -> None:
        """Draw the step to four times the samples at the ring, and a label above it with a leader."""
        ink, size, rect = QColor(self.view.theme.ink), self.text_size("label"), self._along.rect
        before, after = result.fourfold_step(self._last_batch)
        start, end = self._along.pixel(*before), self._along.pixel(*after)
        corner, path = QPointF(end.x(), start.y()), QPainterPath(start)
        path.lineTo(corner)
        path.lineTo(end)
        self._step.setPath(path)
        self._step.setPen(pen(ink, self.stroke_width("data")))
        self.write_fitting(self._step_label, step_wordings(before[1], after[1]), rect.width() - size)
        half = self._step_label.width / 2
        x = min(max(corner.x(), rect.left() + 0.5 * size + half), rect.right() - half)
        self._step_label.place_at_top(rect, x, align=0.5)
        self._leader.setPen(pen(ink, self.stroke_width("theory")))
        self._leader.setLine(QLineF(QPointF(corner.x(), self._step_label.rect.bottom()), corner))

    def _label_lines(self, result: RootsResult) -> None:
        """Label the line against the dimension with its slope, and its mean."""
        theme, rect, inset = self.view.theme, self._across.rect, 0.6 * self.text_size("label")
        label = theme.series[SIGNAL].label
        self.write_fitting(self._slope, across_words(result), rect.width() - inset, color=label)
        self._slope.place_at_top(rect, rect.left() + inset)
        first = float(result.dimensions[0]), float(result.exact_mean_by_dimension[0])
        self._mean.setVisible(self._shows_mean)
        self._across.write(self._mean, tr("mean"), first, (0.9, -0.75), color=theme.secondary, plate=True)
