"""nonlinearity/price: steps against depth, with and without skips."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.obstacles.nonlinearity.price import PriceResult
from gui.picture.choices import position_choices
from gui.picture.failure_lane import FailureLane, top_with_lane
from gui.picture.log_plot import LogPlot, faint_style, ring_style
from gui.picture.position_cursor import PositionCursor
from gui.picture.readouts import Row
from gui.picture.view import View
from gui.plots.band import Band
from gui.plots.baselines import NAME_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle
from gui.plots.label import Label
from gui.plots.ticks import decade_ticks
from gui.stages.nonlinearity.depth_stage import DepthStage
from gui.stages.nonlinearity.names import family_names
from gui.stages.nonlinearity.price_words import (
    PLAIN,
    SKIPS,
    caption,
    caveat,
    count_explanation,
    formula,
    headline,
    lane_wordings,
    plain_count_text,
    skips_count_text,
    steps_title,
)
from gui.stages.nonlinearity.share_plot import depth_ticks
from gui.style.series import SeriesStyle
from gui.wording.text import tr

FAMILIES = (PLAIN, SKIPS)
PROBLEM_SPANS = {PLAIN: (-0.46, -0.06), SKIPS: (0.06, 0.46)}
"""Offsets from the depth, in layers, between which the problems of a family are drawn."""
AXIS_MARGIN = 0.06
"""Margin of the logarithmic axis below one step and above the most steps, as a share of its range."""
AXIS_STEP_DECADES = 0.5
"""Without failures the axis ends at a multiple of this many decades: it seldom changes while results come in."""


class PriceStage(DepthStage[PriceResult]):
    """Steps against depth on a logarithmic axis: medians, quartiles, and failures in a lane where there are any.

    With normal text also a dot for each problem; from afar the dots only blur the medians.
    """

    def _build(self) -> None:
        self._row, self._log_plot = Row(self), LogPlot(self, linear_x=True)
        self._bands = {family: Band(revealed=True) for family in FAMILIES}
        self._problem_dots = {family: self._log_plot.make_dots(10) for family in FAMILIES}
        self._failure_crosses = {family: self._log_plot.make_dots(12) for family in FAMILIES}
        self._median_dots = {family: self._log_plot.make_dots(30 - k) for k, family in enumerate(FAMILIES)}
        self._rings = {family: self._log_plot.make_dots(40 - k) for k, family in enumerate(FAMILIES)}
        for band in self._bands.values():
            band.setZValue(-10)
            self._log_plot.plot.add(band)
        self._cursor, self._lane = PositionCursor(self, self._log_plot.plot), FailureLane(self, self._log_plot)
        self._names = {family: self.add(Label("label")) for family in FAMILIES}
        mark_static(*self._names.values())
        self._shown_place = -1

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        widest = max(self.write(label, words, bold=True).width for label, words in self._family_labels())
        self._log_plot.arrange(
            QRectF(picture.left(), top, picture.width(), picture.bottom() - top),
            names_width=widest + NAME_GAP * self.text_size("label"),
        )
        self._shown_place = -1

    def _load(self, result: PriceResult, *, grown: bool) -> None:
        self._set_axes(result)
        self._log_plot.set_axis_titles(tr("layers L"), steps_title(result, hall=self.view.hall))
        for family in FAMILIES:
            self._load_family(result, family)
        self._label_families(result)
        self._lane.mark(self._steps_top, lane_wordings(result), needed=result.failed[0] > 0)
        self._row.reserve(*(plain_count_text(result, place) for place in range(len(result.depths))))
        self._cursor.update_style()
        self._shown_place = -1

    def _describe(self, result: PriceResult) -> None:
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: PriceResult, position: float) -> None:
        place = min(int(position), len(result.depths) - 1)
        at = float(np.interp(position, np.arange(len(result.depths)), result.depths))
        self._cursor.move(at, self._choices, place)
        for family in FAMILIES:
            self._bands[family].set_reveal_end(at)
        if place == self._shown_place:
            return
        self._shown_place = place
        problems = result.params.problems
        for family in FAMILIES:
            self._problem_dots[family].set_visible_count(0 if self.view.hall else problems * (place + 1))
            self._failure_crosses[family].set_visible_count(problems * (place + 1))
            self._median_dots[family].set_visible_count(place + 1)
            current = result.depths[place : place + 1], _solved_steps(result.steps[family][1, place : place + 1])
            self._rings[family].set_points(self._log_plot.points(*current))
            self._rings[family].set_visible_count(1)
        color = self.view.theme.series[PLAIN].label
        self._row.set_values(
            plain_count_text(result, place), color, (skips_count_text(result, place),), count_explanation(result, place)
        )

    def _family_labels(self) -> list[tuple[Label, str]]:
        texts = family_names(FAMILIES, hall=self.view.hall)
        return [(self._names[family], texts[family]) for family in FAMILIES]

    def _set_axes(self, result: PriceResult) -> None:
        """Set the axes to all depths and all steps counted, or all allowed with the lane of failures above them."""
        law, depths = self._log_plot, result.depths
        most = max(_log_of_most(result), 1.0)
        span = most * (1.0 + AXIS_MARGIN)
        # The margin below the lane is as large as the one below one step.
        margin, failed = AXIS_MARGIN * span, result.failed[0] > 0
        self._steps_top = most + margin
        # The lane is higher by a margin.
        highest = self._steps_top + (margin if failed else 0.0)
        top, side = top_with_lane(-margin, highest, self._lane.share(needed=failed)), 0.6
        self._lane_middle = 0.5 * (self._steps_top + top)
        law.plot.set_range((float(depths[0]) - side, float(depths[-1]) + side), (-margin, top))
        law.plot.set_ticks(ticks := depth_ticks(depths), decade_ticks(0.0, most, 5))
        self._choices = position_choices(depths, np.array([at for at, _ in ticks]))

    def _load_family(self, result: PriceResult, family: str) -> None:
        """Load the problems, quartiles and medians of a family."""
        law, depths, method = self._log_plot, result.depths, replace(self.view.theme.series[family], dash=())
        ranked = np.sort(result.each_steps[family], axis=1)  # unknown (nan) steps come last
        small = 0.6 * self.stroke_width("iterate")
        self._problem_dots[family].set_style(
            replace(self._style(faint_style(method), small), dense_dot=small, casing=0.0)
        )
        self._problem_dots[family].set_points(self._dot_points(depths, ranked, PROBLEM_SPANS[family], 1.15 * small))
        self._load_failures(family, depths, ranked)
        low_quartile, _, high_quartile = self._clipped_at_lane(result.steps[family])
        self._bands[family].set_color(method.stroke)
        self._bands[family].set_curves(depths, np.log10(low_quartile), np.log10(high_quartile))
        self._median_dots[family].set_style(self._style(method, 1.3 * self.stroke_width("iterate")))
        self._median_dots[family].set_points(law.points(depths, _solved_steps(result.steps[family][1])))
        self._rings[family].set_style(self._style(ring_style(method), 1.2 * self.stroke_width("current")))

    def _dot_points(self, depths: FloatArray, ranked: FloatArray, span: tuple[float, float], size: float) -> FloatArray:
        """Return the points of the dots, (d * n, 2): centered in a span, side by side at equal heights."""
        law, (low, high) = self._log_plot, span
        layer = law.pixel(1.0, 1.0).x() - law.pixel(0.0, 1.0).x()
        decade = law.pixel(0.0, 1.0).y() - law.pixel(0.0, 10.0).y()
        steps = _solved_steps(ranked)
        offsets = np.array([row_offsets(np.floor(np.log10(each) * decade / size)) for each in steps])
        # The dots of a row that is wider than the span overlap.
        room = 0.5 * (high - low) / np.maximum(offsets.max(axis=1), 0.5)
        places = (depths + 0.5 * (low + high))[:, None] + np.minimum(size / layer, room)[:, None] * offsets
        order = np.argsort(places, axis=1, kind="stable")  # left to right
        places, steps = (np.take_along_axis(each, order, axis=1) for each in (places, steps))
        return law.points(places.ravel(), steps.ravel())

    def _load_failures(self, family: str, depths: FloatArray, ranked: FloatArray) -> None:
        """Draw a row of crosses in the lane, as long as the number of failures; crowded crosses are thinned out."""
        size, (low, high), count, failed = (
            self.stroke_width("iterate"),
            PROBLEM_SPANS[family],
            ranked.shape[1],
            np.isinf(ranked),
        )
        places = depths[:, None] + low + (high - low) * (np.arange(count) + 0.5) / count
        pitch = abs(
            self._log_plot.pixel(float(places[0, -1]), 1.0).x() - self._log_plot.pixel(float(places[0, 0]), 1.0).x()
        )
        every = max(1, int(np.ceil(1.4 * size * (count - 1) / max(pitch, 1.0))))
        # Failures are sorted last, so the row grows from the right.
        drawn = failed & (np.arange(count)[::-1] % every == 0)
        alarm = SeriesStyle(self.view.theme.alarm, self.view.theme.alarm, marker="cross")
        self._failure_crosses[family].set_style(replace(self._style(alarm, size), casing=0.0))
        self._failure_crosses[family].set_points(
            np.column_stack([places.ravel(), np.where(drawn, self._lane_middle, np.nan).ravel()])
        )

    def _clipped_at_lane(self, steps: FloatArray) -> FloatArray:
        """Return steps with infinite ones set to the bottom of the lane of failures."""
        drawn: FloatArray = np.where(np.isinf(steps), 10.0**self._steps_top, steps)
        return drawn

    def _style(self, series: SeriesStyle, dot: float) -> CurveStyle:
        return replace(self.curve_style(series), dot=dot)

    def _label_families(self, result: PriceResult) -> None:
        """Label both families beside their last medians."""
        ends = []
        for (label, words), family in zip(self._family_labels(), FAMILIES, strict=True):
            medians = self._clipped_at_lane(result.steps[family][1])
            known = medians[~np.isnan(medians)]
            label.setVisible(bool(len(known)))
            if len(known):
                self.write(label, words, color=self.view.theme.series[family].label, bold=True)
                ends.append((label, self._log_plot.pixel(1.0, float(known[-1])).y()))
        place_line_names(self._log_plot.rect, ends)


def _log_of_most(result: PriceResult) -> float:
    """Return log10 of the most steps of a network, rounded up; with failures, of the most steps allowed."""
    if result.failed[0]:
        return float(np.log10(result.params.max_steps))
    known = np.concatenate([steps[np.isfinite(steps)] for steps in result.each_steps.values()])
    return AXIS_STEP_DECADES * float(np.ceil(np.log10(known.max(initial=1.0)) / AXIS_STEP_DECADES))


def row_offsets(rows: FloatArray) -> FloatArray:
    """Return the horizontal offsets of dots, in dot widths, shape (n,): the dots of each row are centered.

    Parameters
    ----------
    rows
        The row of each dot, ascending, shape (n,); NaN stands for dots that are not drawn and comes last.

    """
    _, first, inverse, count = np.unique(rows, return_index=True, return_inverse=True, return_counts=True)
    offsets: FloatArray = np.arange(len(rows)) - first[inverse] - 0.5 * (count[inverse] - 1)
    return np.where(np.isnan(rows), 0.0, offsets)


def _solved_steps(steps: FloatArray) -> FloatArray:
    """Return steps with infinite ones set to nan, since failures are drawn as crosses."""
    arrived: FloatArray = np.where(np.isinf(steps), np.nan, steps)
    return arrived
