"""noise/bend: what a larger batch saves in steps; beside it how large it must be as coordinates are added."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.noise.bend import BendResult
from core.obstacles.noise.params import NoiseParams
from core.scene import DEFAULT_FILM_SECONDS
from gui.picture.batch_curve import BatchCurve, headline
from gui.picture.choices import limits, logarithmic_choices
from gui.picture.log_plot import PLATE_Z, log_points, ring_style
from gui.picture.plot_handles import PlotHandles
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.session.timeline import Schedule, TwoPhaseSchedule
from gui.stages.noise.bend_needed import NeededPlot
from gui.stages.noise.bend_words import (
    FEW,
    MANY,
    caption,
    caveat,
    chosen_wordings,
    figure,
    figure_heading,
    formula,
    noise_scale_wordings,
    saving_label,
    steps_title,
)
from gui.stages.noise.names import SIGNAL
from gui.style.theme import pen
from gui.wording.text import number, tr

STEPS_SHARE = 1180 / 1824
"""The share of the picture's width that the plot of steps takes beside the other plot."""
MIN_HEIGHT = 8.0
"""Height of the second plot, in the size of its labels, below which the picture is too small for it."""
BATCHES = logarithmic_choices(*limits(NoiseParams, "batch_size"))


class BendStage(Stage[BendResult]):
    """Steps against batch size, bent between two straight lines, and what 8 and 1024 times the samples save.

    Beside it a small plot of the batch that a direction needs; with large text, and in a small picture, it is left out
    and the hero number stands in the plot of steps.
    """

    slow_steps = 0

    def _build(self) -> None:
        self._steps = BatchCurve(self)
        self._handles = PlotHandles(self)
        self._batch_handle = self._handles.add("batch_size", self._steps.plot)
        self._needed = NeededPlot(self, self._handles)
        self._chosen_ring = self._steps.make_dots(40)  # not static: it lies over the dots, which are not
        self._batch_cursor = self.add(QGraphicsLineItem())
        self._level, self._falls = (
            self.add(QGraphicsLineItem()),
            {k: self.add(QGraphicsLineItem()) for k in (FEW, MANY)},
        )
        self._fall_names = {k: self.add(Label("label")) for k in (FEW, MANY)}
        self._batch_cursor.setZValue(PLATE_Z - 1)
        self._readouts = Readouts(self)
        mark_static(self._batch_cursor, self._level, *self._falls.values(), *self._fall_names.values())

    def _arrange(self, view: View, picture: QRectF) -> None:
        left = picture.left() + STEPS_SHARE * picture.width() + self.px(24)
        column = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(column, beside=False)
        self._needed.arrange(QRectF(left, top, column.width(), picture.bottom() - top))
        self._needed.set_visible(not view.hall and self._needed.rect.height() >= MIN_HEIGHT * self.text_size("label"))
        width = (STEPS_SHARE if self._needed.is_visible else 1.0) * picture.width()
        self._steps.arrange(QRectF(picture.left(), picture.top(), width, picture.height()))

    def _load(self, result: BendResult, *, grown: bool) -> None:
        self._load_steps(result)
        self._mark_bend(result)
        self._mark_savings(result)
        self._mark_chosen(result)
        self._needed.load(result)
        self._write_figure(result)

    def _describe(self, result: BendResult) -> None:
        self.set_title(headline(at_most_halves=result.at_most_halves), formula(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: BendResult, position: float) -> None:
        shown = int(position)
        self._steps.dots.set_visible_count(shown)
        self._needed.move(max(shown - len(result.batch_sizes), 0))

    def _load_steps(self, result: BendResult) -> None:
        """Draw the fitted curve, perfect scaling, the floor, and the dots."""
        style, floor = self.curve_style(self.view.theme.series[SIGNAL]), result.smallest_steps
        curve = (style, result.curve_batch_sizes, result.curve_steps)
        least = None if floor is None else floor.value
        self._steps.set_counts(style, result.batch_sizes, result.steps, result.ideal, least, [curve])
        self._steps.set_axis_titles(tr("batch size B"), *steps_title(result))

    def _mark_bend(self, result: BendResult) -> None:
        """Label floor, perfect scaling and bend, and mark the noise scale on the axis."""
        law, floor, bend = self._steps, result.smallest_steps, result.critical_batch
        labels = (law.floor_name, law.ideal_name, law.bend_name, law.scale_name)
        for item in (*labels, law.bend, law.scale_bar):
            item.setVisible(floor is not None and bend is not None)
        if floor is None or bend is None:
            return
        words = tr("floor: {steps} steps", "smallest_steps", steps=number(floor.value, 3))
        law.mark_floor(words, float(result.batch_sizes[-1]), floor.value)
        law.mark_ideal(float(result.ideal[0]), floor.value)
        steps = float(np.interp(bend.value, result.curve_batch_sizes, result.curve_steps))
        law.mark_bend(
            tr("bend at B = {batch}", "critical_batch", batch=number(bend.value)), bend.value, steps, floor.value
        )
        first, last = result.simple_batch[[0, -1]].tolist()
        law.mark_noise_scale(first, last, noise_scale_wordings(result))

    def _mark_savings(self, result: BendResult) -> None:
        """Draw how far the steps fall from those of the first batch size, with what the samples divide them by."""
        law, ink = self._steps, pen(QColor(self.view.theme.ink), self.stroke_width("theory"))
        known = bool(np.isfinite(result.savings[[FEW, MANY]]).all())
        for item in (self._level, *self._falls.values(), *self._fall_names.values()):
            item.setVisible(known)
        if not known:
            return
        sizes, steps = result.batch_sizes, result.steps
        top = law.pixel(float(sizes[0]), float(steps[0]))
        for k, fall in self._falls.items():
            end = law.pixel(float(sizes[k]), float(steps[k]))
            fall.setPen(ink)
            fall.setLine(QLineF(end.x(), top.y(), end.x(), end.y()))
            self.write(self._fall_names[k], saving_label(result, k))
            self._fall_names[k].place_beside(fall.line().center(), 0.4 * self.text_size("label"))
        self._level.setPen(ink)
        self._level.setLine(QLineF(top, self._falls[MANY].line().p1()))
        # The hero number stands beside this line where there is no column for it.
        self._fall_names[MANY].setVisible(self._needed.is_visible)

    def _write_figure(self, result: BendResult) -> None:
        """Write what many samples save: above the small plot, or beside the line of its fall."""
        if not self._needed.is_visible:
            rect, many = self._steps.rect, self._steps.pixel(float(result.batch_sizes[MANY]), 1.0).x()
            left = many + 0.5 * self.text_size("label")
            side = QRectF(left, rect.top(), rect.right() - left, rect.height())
            self._readouts.arrange(side, beside=not self.view.hall)
        self._readouts.set_heading(figure_heading(result), *chosen_wordings(result))
        self._readouts.set_count(figure(result), self.view.theme.series[SIGNAL].label)

    def schedule(self, result: BendResult, duration: float = DEFAULT_FILM_SECONDS) -> Schedule:
        """Return a schedule that gives most of its time to the batch sizes, as the other plot may be left out."""
        return TwoPhaseSchedule(result.length, duration, self.slow_steps, len(result.batch_sizes))

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
        self._handles.place(
            self._batch_handle,
            BATCHES,
            params.batch_size,
            self._batch_cursor.line() if self._batch_cursor.isVisible() else None,
            track=law.pixels(result.curve_batch_sizes, result.curve_steps),
        )
