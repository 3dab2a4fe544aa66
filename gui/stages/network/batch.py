"""network/batch: steps against batch size, between perfect scaling and a floor, and the noise scale on the axis."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.obstacles.network.batch import BatchResult
from gui.picture.batch_curve import FLOOR_HEIGHT, HIGHER_FLOOR, BatchCurve, headline
from gui.picture.choices import position_choices
from gui.picture.failure_lane import FailureLane
from gui.picture.log_plot import drawable, ring_style
from gui.picture.position_cursor import PositionCursor
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.stages.network.batch_words import (
    STEPS,
    axis_wordings,
    bend_label,
    caption,
    caveat,
    detail_wordings,
    floor_label,
    formula,
    hero,
    hero_wordings,
    noise_scale_wordings,
)
from gui.stages.network.step_words import lane_wordings
from gui.wording.text import tr, tr_noop

DOT = 0.75
"""Diameter of a dot, in that of the current point."""


class BatchStage(Stage[BatchResult]):
    """Dots of steps on logarithmic axes, which leave the line of perfect scaling at the bend."""

    position_label = tr_noop("batch size {n} of {all}")
    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the batch size at a position."""
        result = self.result
        return 0 if result is None else int(result.batch_sizes[_place(result, position)])

    def _build(self) -> None:
        self._row, self._plot = Row(self), BatchCurve(self)
        self._lane, self._cursor = FailureLane(self, self._plot), PositionCursor(self, self._plot.plot)
        self._ring = self._plot.make_dots(40)

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        self._plot.arrange(QRectF(picture.left(), top, picture.width(), picture.bottom() - top))

    def _load(self, result: BatchResult, *, grown: bool) -> None:
        plot, style = self._plot, self.view.theme.series[STEPS]
        floor, lane = result.smallest_steps if result.bends else None, self._lane.share(needed=bool(result.not_arrived))
        known = drawable(result.steps)
        dots = self.curve_style(style, dot="current")
        plot.set_counts(
            replace(dots, dot=DOT * dots.dot),
            result.batch_sizes,
            known,
            result.ideal,
            floor,
            lane=lane,
            marked=_marked(result),
            floor_height=FLOOR_HEIGHT if result.params.noise_scale == "off" else HIGHER_FLOOR,
        )
        plot.set_axis_titles(tr("batch size B"), *axis_wordings(result))
        sizes = np.log10(result.batch_sizes)
        words = lane_wordings(result.used.max_steps, needed=bool(result.not_arrived))
        self._lane.load(sizes, np.isinf(result.steps), plot.counts_top, plot.top, words)
        self._mark_bend(result)
        self._mark_noise_scale(result)
        self._ring.set_style(self.curve_style(ring_style(style), dot="current"))
        self._row.reserve(*(hero(result, place) for place in range(len(result.batch_sizes))))
        self._cursor.update_style()
        self._choices = position_choices(sizes, sizes)

    def _describe(self, result: BatchResult) -> None:
        self.set_title(headline(at_most_halves=result.at_most_halves), formula(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: BatchResult, position: float) -> None:
        place = _place(result, position)
        self._cursor.move(float(np.interp(position, self._choices.values, self._choices.x)), self._choices, place)
        self._plot.dots.set_visible_count(place + 1)
        self._lane.crosses.set_visible_count(place + 1)
        self._ring.set_points(self._plot.dots.points[place : place + 1])
        self._ring.set_visible_count(1)
        self._row.set_values(
            hero(result, place), self.view.theme.ink, hero_wordings(result, place), detail_wordings(result, place)
        )

    def _mark_bend(self, result: BatchResult) -> None:
        """Label floor, perfect scaling and bend."""
        plot = self._plot
        for item in (plot.floor_name, plot.ideal_name, plot.bend_name, plot.bend):
            item.setVisible(result.bends)
        if result.bends:
            first, last = result.batch_sizes[[0, -1]].tolist()
            floor, bend = result.smallest_steps, result.critical_batch
            plot.mark_floor_under_dots(floor_label(result), first, last, bend, floor)
            plot.mark_ideal(result.fewest_digits, floor)
            found = list(result.compared)
            at = np.interp(result.critical_batch, result.batch_sizes[found], result.steps[found])
            plot.mark_bend(bend_label(result), bend, float(at), floor)

    def _mark_noise_scale(self, result: BatchResult) -> None:
        """Mark the noise scale at the start and at several losses on the axis, up to all digits."""
        plot = self._plot
        scales = np.append(result.noise_scale_initial, result.noise_scale)
        known = scales[np.isfinite(scales)]
        shown = result.params.noise_scale == "on" and len(known) > 0
        for item in (plot.scale_bar, plot.scale_name):
            item.setVisible(shown)
        if shown:
            first, last = np.clip([known.min(), known.max()], *result.batch_sizes[[0, -1]]).tolist()
            plot.mark_noise_scale(first, last, noise_scale_wordings(result), above=True)


def _place(result: BatchResult, position: float) -> int:
    """Return the index of the batch size at a position."""
    return min(int(position), len(result.batch_sizes) - 1)


def _marked(result: BatchResult) -> FloatArray:
    """Return the batch sizes that are marked on the axis: the first, that past the bend or the middle one, the last."""
    sizes, bend = result.batch_sizes, result.bend_place if result.bends else None
    return sizes[[0, len(sizes) // 2 if bend is None else bend, -1]]
