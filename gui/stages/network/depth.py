"""network/depth: steps, or the gradient of the first hidden layer, against the number of hidden layers."""

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.obstacles.network.depth import DepthResult
from core.obstacles.network.depth_claims import FAMILIES
from gui.picture.choices import position_choices
from gui.picture.failure_lane import FailureLane, top_with_lane
from gui.picture.log_plot import LogPlot, drawable, faint_style, ring_style, spaced_ticks
from gui.picture.position_cursor import PositionCursor
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.band import Band
from gui.plots.baselines import DOT_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.ticks import log_ticks
from gui.stages.network.depth_words import (
    caption,
    caveat,
    counts_steps,
    detail_wordings,
    hero,
    hero_wordings,
    measure_wordings,
    title,
)
from gui.stages.network.step_words import lane_wordings
from gui.style.series import SeriesStyle
from gui.wording.families import family_name
from gui.wording.text import tr, tr_noop

NAMED = 4
"""At most this many families are named at the ends of their medians; the others are listed above the plot."""
SIDE_BY_SIDE = 0.08
"""Distance of the dots of two families at one depth, as a share of the distance of two depths."""
SIDE = 0.32
"""Margin left and right of the depths, as a share of the distance of two depths."""
MARGIN = 0.06
"""Margin above and below the values, as a share of their range."""
LEAST = math.log10(6.0)
"""The axis of values goes over at least this logarithm of a ratio: it has two ticks then."""
SMALL, LARGE = 0.7, 1.3
"""Diameters of the dots of seeds and of medians, in that of an iterate."""
CROSS_PITCH, CROSSES_WIDTH = 1.7, 0.9
"""Distance of two crosses in the lane, in their size, and the width of those of one depth at most, as a share of the
distance of two depths: many crosses overlap."""


class DepthStage(Stage[DepthResult]):
    """A small dot for each network, a large one for the median, and a lane for those that do not arrive."""

    position_label = tr_noop("depth {n} of {all}")
    slow_steps = 0

    def _build(self) -> None:
        self._row, self._plot = Row(self), LogPlot(self)
        self._bands = {family: Band(revealed=True) for family in FAMILIES}
        for band in self._bands.values():
            band.setZValue(-10)
            self._plot.add(band)
        self._seeds = {family: self._plot.make_dots(10) for family in FAMILIES}
        self._crosses = {family: self._plot.make_dots(12) for family in FAMILIES}
        self._medians = {family: self._plot.make_dots(30 - k) for k, family in enumerate(FAMILIES)}
        self._rings = {family: self._plot.make_dots(40) for family in FAMILIES}
        self._cursor, self._lane = PositionCursor(self, self._plot.plot), FailureLane(self, self._plot)
        self._names = {family: self.add(Label("label")) for family in FAMILIES}
        mark_static(*self._names.values())

    def position_number(self, position: int) -> int:
        """Return the number of hidden layers at a position."""
        result = self.result
        return 0 if result is None else int(result.depths[_place(result, position)])

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        names = [self.write(self._names[family], family_name(family, hall=view.hall), bold=True) for family in FAMILIES]
        self._plot.arrange(
            QRectF(picture.left(), top, picture.width(), picture.bottom() - top),
            names_width=max(name.width for name in names) + DOT_GAP * self.text_size("label"),
        )

    def _load(self, result: DepthResult, *, grown: bool) -> None:
        self._set_axes(result)
        failed = _has_lane(result)
        words = lane_wordings(result.used.max_steps, needed=failed)
        self._lane.mark(self._values_top, words, needed=failed)
        end = self._lane.label_left if failed else None
        self._plot.set_x_title(tr("hidden layers"))
        self._plot.set_y_title(*measure_wordings(result, result.families[NAMED:]), end=end)
        for family in FAMILIES:
            self._load_family(result, family)
        self._load_crosses(result)
        self._label_families(result)
        self._row.reserve(*(hero(result, place) for place in range(len(result.depths))))
        self._cursor.update_style()
        x = np.log10(result.depths)
        self._choices = position_choices(x, x)

    def _describe(self, result: DepthResult) -> None:
        self.set_title(title(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: DepthResult, position: float) -> None:
        place = _place(result, position)
        at = float(np.interp(position, self._choices.values, self._choices.x))
        self._cursor.move(at, self._choices, place)
        told = (result.pair or (result.lead,)) if counts_steps(result) else (result.faintest,)
        for family in FAMILIES:
            self._bands[family].set_reveal_end(at + self._offsets.get(family, 0.0))
            self._seeds[family].set_visible_count(result.seeds * (place + 1))
            self._crosses[family].set_visible_count(result.seeds * (place + 1))
            self._medians[family].set_visible_count(place + 1)
            points = self._medians[family].points
            self._rings[family].set_points(points[place : place + 1] if family in told else points[:0])
            self._rings[family].set_visible_count(1)
        self._row.set_values(hero(result, place), "", hero_wordings(result, place), detail_wordings(result))

    def _set_axes(self, result: DepthResult) -> None:
        """Set the axes to all depths and values, with the lane above them if there are failures."""
        x = np.log10(result.depths)
        self._gap = gap = float(np.diff(x).min(initial=math.log10(2.0)))
        count = len(result.families)
        places = SIDE_BY_SIDE * gap * (np.arange(count) - 0.5 * (count - 1))
        self._offsets = dict(zip(result.families, places.tolist(), strict=True))
        side = max(gap * SIDE, MARGIN * float(np.ptp(x)))
        low, high = self._values_range(result)
        margin = MARGIN * (high - low)
        bottom, self._values_top = low - margin, high + margin
        top = top_with_lane(bottom, self._values_top, self._lane.share(needed=_has_lane(result)))
        self._lane_middle = 0.5 * (self._values_top + top)
        self._plot.plot.set_range((float(x[0]) - side, float(x[-1]) + side), (bottom, top))
        self._plot.plot.set_ticks(spaced_ticks(result.depths), log_ticks(bottom, high))

    def _values_range(self, result: DepthResult) -> tuple[float, float]:
        """Return the logarithms of the smallest and the largest value, at least `LEAST` apart."""
        each = np.concatenate([drawable(values).ravel() for values in result.each_measure.values()])
        known = np.log10(each[~np.isnan(each)])
        if _has_lane(result):
            known = np.append(known, math.log10(result.used.max_steps))
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        middle, half = 0.5 * (low + high), 0.5 * max(high - low, LEAST)
        return middle - half, middle + half

    def _load_family(self, result: DepthResult, family: str) -> None:
        """Draw the networks of a family, their quartiles and their medians."""
        shape = len(result.depths), result.seeds
        shown = family in result.families
        each = result.each_measure[family].T if shown else np.full(shape, np.nan)
        medians = result.measure[family] if shown else np.full(len(result.depths), np.nan)
        x = np.log10(result.depths) + self._offsets.get(family, 0.0)
        style, size = self.view.theme.series[family], self.stroke_width("iterate")
        small = replace(self.curve_style(faint_style(style)), dot=SMALL * size, dense_dot=SMALL * size, casing=0.0)
        self._seeds[family].set_style(small)
        # A single network is its median.
        heights = np.log10(drawable(each)) if result.seeds > 1 else np.full(shape, np.nan)
        self._seeds[family].set_points(np.column_stack([np.repeat(x, result.seeds), heights.ravel()]))
        self._load_band(result, family, x)
        self._medians[family].set_style(replace(self.curve_style(style), dot=LARGE * size))
        self._medians[family].set_points(np.column_stack([x, np.log10(drawable(medians))]))
        self._rings[family].set_style(self.curve_style(ring_style(style), dot="current"))

    def _load_band(self, result: DepthResult, family: str, x: FloatArray) -> None:
        """Draw the quartiles of several networks; one that does not arrive is at the lane."""
        low = high = np.full(len(x), np.nan)
        if family in result.families and result.seeds > 1:
            low, high = (np.minimum(np.log10(_positive(each)), self._values_top) for each in result.quartiles(family))
        self._bands[family].set_color(self.view.theme.series[family].stroke)
        self._bands[family].set_curves(x, low, high)

    def _load_crosses(self, result: DepthResult) -> None:
        """Draw a cross in the lane for each network that does not arrive: of each depth a row, family by family."""
        size, layer = (
            self.stroke_width("iterate"),
            self._plot.plot.point(1.0, 0.0).x() - self._plot.plot.point(0.0, 0.0).x(),
        )
        failed = np.stack([np.isinf(steps).T for steps in result.each_steps.values()], axis=1)
        row = failed.reshape(len(result.depths), -1)
        count = row.sum(axis=1, keepdims=True)
        pitch = np.minimum(CROSS_PITCH * size / layer, CROSSES_WIDTH * self._gap / np.maximum(count, 1))
        places = np.log10(result.depths)[:, None] + pitch * (np.cumsum(row, axis=1) - 0.5 * (count + 1))
        shown = row & counts_steps(result)
        points = np.stack([places, np.where(shown, self._lane_middle, np.nan)], axis=-1).reshape(*failed.shape, 2)
        for family, dots in self._crosses.items():
            style = self.view.theme.series[family]
            dots.set_style(
                replace(self.curve_style(SeriesStyle(style.stroke, style.label, marker="cross")), casing=0.0)
            )
            known = family in result.families
            own = points[:, result.families.index(family)] if known else np.empty((0, 2))
            dots.set_points(own.reshape(-1, 2))

    def _label_families(self, result: DepthResult) -> None:
        """Name the first families beside their last medians."""
        ends = []
        for family, label in self._names.items():
            known = _known(result.measure[family]) if family in result.families[:NAMED] else np.empty(0)
            label.setVisible(len(known) > 0)
            if len(known):
                self.write(
                    label,
                    family_name(family, hall=self.view.hall),
                    color=self.view.theme.series[family].label,
                    bold=True,
                )
                height = min(float(np.log10(known[-1])), self._lane_middle)
                ends.append((label, self._plot.plot.point(0.0, height).y()))
        place_line_names(self._plot.rect, ends, DOT_GAP)


def _place(result: DepthResult, position: float) -> int:
    """Return the index of the depth at a position."""
    return min(int(position), len(result.depths) - 1)


def _has_lane(result: DepthResult) -> bool:
    """Return whether the picture has a lane: it shows steps, and some networks do not arrive."""
    return counts_steps(result) and result.not_arrived > 0


def _positive(values: FloatArray) -> FloatArray:
    """Return values with NaN for those that are not positive; infinite ones stay."""
    return np.where(values > 0.0, values, np.nan)


def _known(values: FloatArray) -> FloatArray:
    """Return the positive ones of some values, infinite ones too."""
    return values[values > 0.0]
