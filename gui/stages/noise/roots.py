"""noise/roots: RMS noise against dimension and against batch size, as exact lines and measured dots."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.noise.roots import RootsResult
from gui.picture.log_plot import PLATE_Z, LogPlot, few_ticks, log_points, ring_style
from gui.picture.readouts import place_figure
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.ticks import decade_ticks
from gui.stages.noise.names import SIGNAL
from gui.stages.noise.roots_words import across_words, along_words, caption, caveat
from gui.style.series import SeriesStyle
from gui.style.theme import pen
from gui.wording.text import number, tr

PLOT_SHARE = 888 / 1824
"""The share of the picture's width that each plot takes."""
CORNER_SHARE = 0.7
"""Maximum width of a text in a corner of a plot, as a share of the plot's width."""
MARGIN_DECADES = 0.1
"""Margin between the axes and the data, in decades."""


class RootsStage(Stage[RootsResult]):
    """Two plots with one axis of noise, so that the chosen value has the same height in both."""

    slow_steps = 0

    def _build(self) -> None:
        self._across, self._along = LogPlot(self), LogPlot(self)
        self._dots = [law.make_dots(30) for law in (self._across, self._along)]
        self._rings = [law.make_dots(40) for law in (self._across, self._along)]
        self._cursor = [self.add(QGraphicsLineItem()) for _ in range(3)]
        for line in self._cursor:
            line.setZValue(PLATE_Z - 1)
        self._hero, self._below = self.add(Label("hero")), self.add(Label("axis_title"))
        self._slopes = [self.add(Label("label")) for _ in range(2)]
        self._mean = self.add(Label("label"))
        for label in (self._slopes[1], self._mean):
            label.setZValue(PLATE_Z)
        mark_static(self._hero, self._below, *self._slopes, self._mean, *self._cursor)

    def _arrange(self, view: View, picture: QRectF) -> None:
        width = PLOT_SHARE * picture.width()
        self._across.arrange(QRectF(picture.left(), picture.top(), width, picture.height()))
        # The right plot shares the noise axis of the left one and has no tick labels.
        right = QRectF(picture.right() - width, picture.top(), width, picture.height())
        self._along.arrange(right, has_tick_labels=False)

    def _load(self, result: RootsResult, *, grown: bool) -> None:
        batch, dimension = result.params.batch_size, result.params.dimension
        self._write_figure(result)
        self._set_axes(result)
        self._across.set_axis_titles(
            tr("dimension d"), tr("RMS noise at B = {batch}", "batch_size", batch=number(batch))
        )
        self._along.set_axis_titles(
            tr("batch size B"), tr("RMS noise at d = {dimension}", "dimension", dimension=number(dimension))
        )
        self._load_curves(result)
        self._mark_chosen(result)
        self._label_lines(result)
        title = tr("Noise shrinks only with the square root of the batch", "exact_rms_by_batch")
        self.set_title(title, tr("RMS = σ √(d / B)"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: RootsResult, position: float) -> None:
        for dots in self._dots:
            dots.set_visible_count(int(position))

    def _write_figure(self, result: RootsResult) -> None:
        """Write the chosen noise into the free top right corner of the right plot."""
        theme, params = self.view.theme, result.params
        dimension, batch = number(params.dimension), number(params.batch_size)
        rms = tr("{rms}", "chosen_rms", rms=number(result.chosen_rms, 3))
        self.write(self._hero, rms, color=theme.series[SIGNAL].label, bold=True)
        below = tr(
            "RMS noise at d = {dimension}, B = {batch}", "dimension", "batch_size", dimension=dimension, batch=batch
        )
        self.write(self._below, below, color=theme.secondary)
        place_figure(self._along.rect, self._hero, self._below)

    def _set_axes(self, result: RootsResult) -> None:
        """Set the axes: the same noise axis for both plots, and batch sizes up to the chosen one."""
        batch = max(float(result.batch_sizes[-1]), float(result.params.batch_size))
        low, high = self._rms_range(result, batch)
        y, heights = (low, high), decade_ticks(low, high, 3)
        for law, last, ticks in (
            (self._across, float(result.dimensions[-1]), few_ticks(result.dimensions)),
            (self._along, batch, few_ticks(result.batch_sizes, *([batch] if batch > result.batch_sizes[-1] else []))),
        ):
            law.plot.set_range((-MARGIN_DECADES, float(np.log10(last)) + MARGIN_DECADES), y)
            law.plot.set_ticks(ticks, heights if law is self._across else [(at, "") for at, _ in heights])

    def _rms_range(self, result: RootsResult, batch: float) -> tuple[float, float]:
        """Return the limits of the noise axis (log10): all lines, with room for the labels below and above."""
        rect, size = self._along.rect, self.text_size("label")
        across = np.log10([*result.exact_mean_by_dimension, *result.exact_rms_by_dimension])
        along = np.log10([*result.exact_rms_by_batch, result.chosen_rms])
        low, high = min(across.min(), along.min()) - MARGIN_DECADES, max(across.max(), along.max()) + MARGIN_DECADES
        below = 1.5 * size / rect.height()
        low = min(low, (across.min() - below * high) / (1 - below))
        corner = min(self._hero.rect.left(), self._below.rect.left()) - 0.5 * size - rect.left()
        at = -MARGIN_DECADES + max(corner, 0.0) / rect.width() * (np.log10(batch) + 2 * MARGIN_DECADES)
        above = (self._below.rect.bottom() + 0.4 * size - rect.top()) / rect.height()
        line = float(np.interp(at, np.log10(result.batch_sizes), np.log10(result.exact_rms_by_batch)))
        return float(low), max(float(high), (line - above * low) / (1 - above))

    def _load_curves(self, result: RootsResult) -> None:
        theme, chosen = self.view.theme, result.chosen_rms
        method = theme.series[SIGNAL]
        mean = SeriesStyle(theme.axis, theme.secondary, (4.0, 3.0))
        exact, below = self.curve_style(method), self.curve_style(mean)
        self._across.set_lines(
            [
                (below, result.dimensions, result.exact_mean_by_dimension),
                (exact, result.dimensions, result.exact_rms_by_dimension),
            ]
        )
        beyond = np.array([result.params.batch_size] if result.params.batch_size > result.batch_sizes[-1] else [])
        batches = np.concatenate([result.batch_sizes, beyond])
        sizes = np.concatenate([result.exact_rms_by_batch, np.full(beyond.shape, chosen)])
        self._along.set_lines([(exact, batches, sizes)])
        for dots, x, y in (
            (self._dots[0], result.dimensions, result.rms_by_dimension),
            (self._dots[1], result.batch_sizes, result.rms_by_batch),
        ):
            dots.set_style(self.curve_style(method))
            dots.set_points(log_points(x, y))

    def _mark_chosen(self, result: RootsResult) -> None:
        """Mark the chosen values with rings on both lines and a dashed line between them."""
        theme, params = self.view.theme, result.params
        style = self.curve_style(ring_style(theme.series[SIGNAL]), dot="current")
        feet = []
        for law, rings, at in zip(
            (self._across, self._along), self._rings, (params.dimension, params.batch_size), strict=True
        ):
            rings.set_style(style)
            rings.set_points(log_points(np.array([float(at)]), np.array([result.chosen_rms])))
            rings.set_visible_count(1)
            feet.append(law.plot.point(float(np.log10(at)), float(np.log10(result.chosen_rms))))
        bottom = self._across.rect.bottom()
        for line, (start, end) in zip(
            self._cursor,
            (
                ((feet[0].x(), feet[0].y()), (feet[0].x(), bottom)),
                ((feet[0].x(), feet[0].y()), (feet[1].x(), feet[1].y())),
                ((feet[1].x(), feet[1].y()), (feet[1].x(), bottom)),
            ),
            strict=True,
        ):
            line.setPen(pen(QColor(theme.secondary), self.stroke_width("theory"), (4.0, 3.0)))
            line.setLine(QLineF(*start, *end))

    def _label_lines(self, result: RootsResult) -> None:
        """Label the lines, with their slopes in the free corners."""
        theme, inset = self.view.theme, 0.6 * self.text_size("label")
        left, right, label = self._across.rect, self._along.rect, theme.series[SIGNAL].label
        # In the left plot the line of the mean is labeled too.
        self.write_fitting(self._slopes[0], across_words(result), CORNER_SHARE * left.width(), color=label)
        self._slopes[0].place_at_top(left, left.left() + inset)
        # The cursor of a small batch crosses this label, so it has a plate.
        self.write_fitting(self._slopes[1], along_words(result), CORNER_SHARE * right.width(), color=label, plate=True)
        self._slopes[1].place_at_bottom(right, right.left() + inset)
        first = float(result.dimensions[0]), float(result.exact_mean_by_dimension[0])
        self._across.write(self._mean, tr("mean"), first, (0.9, -0.75), color=theme.secondary, plate=True)
