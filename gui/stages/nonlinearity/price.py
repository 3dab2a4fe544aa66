"""nonlinearity/price: what depth costs in steps, with and without skips."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from core.obstacles.nonlinearity.price import PriceResult
from gui.picture.log_plot import LogPlot, ring_style
from gui.picture.readouts import Row
from gui.picture.view import View
from gui.plots.band import Band
from gui.plots.baselines import label_baselines
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle
from gui.plots.label import Label
from gui.plots.plot import CURSOR_Z
from gui.plots.ticks import decade_ticks
from gui.stages.nonlinearity.depths import DepthStage
from gui.stages.nonlinearity.names import names
from gui.stages.nonlinearity.price_words import (
    PLAIN,
    SKIPS,
    below,
    beside,
    caption,
    caveat,
    counted,
    formula,
    headline,
    lane,
    steps_title,
)
from gui.stages.nonlinearity.shares import depth_ticks
from gui.style.series import SeriesStyle
from gui.style.theme import pen
from gui.wording.text import tr

FAMILIES = (PLAIN, SKIPS)
SLOTS = {PLAIN: (-0.46, -0.06), SKIPS: (0.06, 0.46)}
"""Where the problems of a family stand beside their depth, from and to, in layers."""
AIR = 0.06
"""The share of the logarithmic axis below one step."""
LANE = 1.5
"""Sizes of a label that the lane of failures is high."""
FAINT = "70"
"""The opacity of one problem, as two hexadecimal digits: the medians are what the picture is about."""


class PriceStage(DepthStage[PriceResult]):
    """Steps against depth on a logarithmic axis: a dot for each problem, medians, quartiles, failures in a lane."""

    def _build(self) -> None:
        self._row, self._law = Row(self), LogPlot(self, linear_x=True)
        self._bands = {family: Band(revealed=True) for family in FAMILIES}
        self._each = {family: self._law.make_dots(10) for family in FAMILIES}
        self._failed = {family: self._law.make_dots(12) for family in FAMILIES}
        self._medians = {family: self._law.make_dots(30 - k) for k, family in enumerate(FAMILIES)}
        self._rings = {family: self._law.make_dots(40 - k) for k, family in enumerate(FAMILIES)}
        for band in self._bands.values():
            band.setZValue(-10)
            self._law.plot.add(band)
        self._cursor, self._lane = self.add(QGraphicsLineItem()), self.add(QGraphicsLineItem())
        self._cursor.setZValue(CURSOR_Z)
        self._names = {family: self.add(Label("label")) for family in FAMILIES}
        self._lanes = self.add(Label("axis_title"))
        mark_static(self._lane, self._lanes, *self._names.values())
        self._shown = -1

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        widest = max(self.write(label, words, bold=True).width for label, words in self._named())
        self._law.arrange(
            QRectF(picture.left(), top, picture.width(), picture.bottom() - top),
            names_width=widest + 0.4 * self.text("label"),
        )
        self._area = picture
        self._shown = -1

    def _load(self, result: PriceResult, *, grown: bool) -> None:
        theme, law = self.view.theme, self._law
        self._range(result)
        law.set_axis_titles(tr("layers L"), steps_title(result, hall=self.view.hall))
        for family in FAMILIES:
            self._load_family(result, family)
        self._name(result)
        self._mark_lane(result)
        self._row.reserve(*(counted(result, place) for place in range(len(result.depths))))
        self._cursor.setPen(pen(QColor(theme.secondary), self.stroke("theory"), (4.0, 3.0)))
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))
        self._shown = -1

    def _move(self, result: PriceResult, position: float) -> None:
        place = min(int(position), len(result.depths) - 1)
        at = float(np.interp(position, np.arange(len(result.depths)), result.depths))
        x, rect = self._law.pixel(at, 1.0).x(), self._law.rect
        self._cursor.setLine(QLineF(x, rect.top(), x, rect.bottom()))
        for family in FAMILIES:
            self._bands[family].set_reveal_end(at)
        if place == self._shown:
            return
        self._shown = place
        problems = result.params.problems
        for family in FAMILIES:
            for dots in (self._each[family], self._failed[family]):
                dots.set_visible_count(problems * (place + 1))
            self._medians[family].set_visible_count(place + 1)
            here = result.depths[place : place + 1], _arrived(result.steps[family][1, place : place + 1])
            self._rings[family].set_points(self._law.points(*here))
            self._rings[family].set_visible_count(1)
        color = self.view.theme.series[PLAIN].label
        self._row.set_values(counted(result, place), color, beside(result, place), *below(result, place))

    def _named(self) -> list[tuple[Label, str]]:
        told = names(FAMILIES, hall=self.view.hall)
        return [(self._names[family], told[family]) for family in FAMILIES]

    def _range(self, result: PriceResult) -> None:
        """Give the axes all depths, and all steps that are allowed, with a lane above them."""
        law, depths = self._law, result.depths
        most = max(float(np.log10(result.params.max_steps)), 1.0)
        span = most * (1.0 + AIR)
        lane = LANE * self.text("label") / law.rect.height()
        # Between the most steps and the lane there is as much air as below one step.
        self._most, self._top = most + AIR * span, (most + 2 * AIR * span - lane * -AIR * span) / (1.0 - lane)
        side = 0.6
        law.plot.set_range((float(depths[0]) - side, float(depths[-1]) + side), (-AIR * span, self._top))
        law.plot.set_ticks(depth_ticks(depths), decade_ticks(0.0, most, 5))

    def _load_family(self, result: PriceResult, family: str) -> None:
        """Take up the problems of a family and what most of them need."""
        law, depths, method = self._law, result.depths, replace(self.view.theme.series[family], dash=())
        ranked = np.sort(result.each_steps[family], axis=1)  # what is not known yet comes last
        faint = SeriesStyle(f"#{FAINT}{method.stroke[1:]}", method.label, marker="disc")
        small = 0.6 * self.stroke("iterate")
        self._each[family].set_style(replace(self._style(faint, small), dense_dot=small, casing=0.0))
        self._each[family].set_points(self._swarms(depths, ranked, SLOTS[family], 1.15 * small))
        self._load_failures(family, depths, ranked)
        low_quartile, _, high_quartile = self._in_sight(result.steps[family])
        self._bands[family].set_color(method.stroke)
        self._bands[family].set_curves(depths, np.log10(low_quartile), np.log10(high_quartile))
        self._medians[family].set_style(self._style(method, 1.3 * self.stroke("iterate")))
        self._medians[family].set_points(law.points(depths, _arrived(result.steps[family][1])))
        self._rings[family].set_style(self._style(ring_style(method), 1.2 * self.stroke("current")))

    def _swarms(self, depths: FloatArray, ranked: FloatArray, slot: tuple[float, float], size: float) -> FloatArray:
        """Return where dots of a size stand, (d * n, 2): about the middle of a slot, side by side at equal heights."""
        law, (low, high) = self._law, slot
        layer = law.pixel(1.0, 1.0).x() - law.pixel(0.0, 1.0).x()
        decade = law.pixel(0.0, 1.0).y() - law.pixel(0.0, 10.0).y()
        steps = _arrived(ranked)
        offsets = np.array([side_by_side(np.floor(np.log10(each) * decade / size)) for each in steps])
        # Where a row would not find room, its dots overlap.
        room = 0.5 * (high - low) / np.maximum(offsets.max(axis=1), 0.5)
        places = (depths + 0.5 * (low + high))[:, None] + np.minimum(size / layer, room)[:, None] * offsets
        order = np.argsort(places, axis=1, kind="stable")  # dots come from left to right
        places, steps = (np.take_along_axis(each, order, axis=1) for each in (places, steps))
        return law.points(places.ravel(), steps.ravel())

    def _load_failures(self, family: str, depths: FloatArray, ranked: FloatArray) -> None:
        """Draw crosses in the lane: as long a row as networks fail, though not one for each where they are crowded."""
        size, (low, high), count, lost = self.stroke("iterate"), SLOTS[family], ranked.shape[1], np.isinf(ranked)
        places = depths[:, None] + low + (high - low) * (np.arange(count) + 0.5) / count
        pitch = abs(self._law.pixel(float(places[0, -1]), 1.0).x() - self._law.pixel(float(places[0, 0]), 1.0).x())
        every = max(1, int(np.ceil(1.4 * size * (count - 1) / max(pitch, 1.0))))
        # The last of the ranked fails first.
        seen = lost & (np.arange(count)[::-1] % every == 0)
        middle = 10.0 ** (0.5 * (self._most + self._top))
        alarm = SeriesStyle(self.view.theme.alarm, self.view.theme.alarm, marker="cross")
        self._failed[family].set_style(replace(self._style(alarm, size), casing=0.0))
        self._failed[family].set_points(self._law.points(places.ravel(), np.where(seen, middle, np.nan).ravel()))

    def _in_sight(self, steps: FloatArray) -> FloatArray:
        """Return steps with what never arrives at the lane, where its crosses are."""
        seen: FloatArray = np.where(np.isinf(steps), 10.0**self._most, steps)
        return seen

    def _style(self, series: SeriesStyle, dot: float) -> CurveStyle:
        return replace(self.curve_style(series), dot=dot)

    def _name(self, result: PriceResult) -> None:
        """Name both families beside their last medians."""
        size, rect = self.text("label"), self._law.rect
        ends = []
        for (label, words), family in zip(self._named(), FAMILIES, strict=True):
            medians = self._in_sight(result.steps[family][1])
            known = medians[~np.isnan(medians)]
            label.setVisible(bool(len(known)))
            if len(known):
                self.write(label, words, color=self.view.theme.series[family].label, bold=True)
                ends.append((self._law.pixel(1.0, float(known[-1])).y() + 0.35 * size, family))
        ends.sort(reverse=True)
        rows = label_baselines(rect, [baseline for baseline, _ in ends], size)
        for row, (_, family) in zip(rows, ends, strict=True):
            self._names[family].place(rect.right() + 0.3 * size, row)

    def _mark_lane(self, result: PriceResult) -> None:
        """Draw a line under the lane of failures, if there are any, and say above it what they are."""
        theme, rect, title = self.view.theme, self._law.rect, self.text("axis_title")
        bottom = self._law.plot.point(0.0, self._most).y()
        self._lane.setPen(pen(QColor(theme.grid), self.stroke("axis")))
        self._lane.setLine(QLineF(rect.left(), bottom, rect.right(), bottom))
        self._lane.setVisible(result.failed[0] > 0)
        self.write_fitting(self._lanes, lane(result), 0.45 * rect.width(), color=theme.alarm)
        self._lanes.place(rect.right(), rect.top() - 0.8 * title, align=1)


def side_by_side(rows: FloatArray) -> FloatArray:
    """Return how far dots stand from the middle, in dots, shape (n,): those of a row together are centered on it.

    Parameters
    ----------
    rows
        The row of each dot, rising, shape (n,); NaN, of what is not shown, comes last.

    """
    _, first, inverse, count = np.unique(rows, return_index=True, return_inverse=True, return_counts=True)
    offsets: FloatArray = np.arange(len(rows)) - first[inverse] - 0.5 * (count[inverse] - 1)
    return np.where(np.isnan(rows), 0.0, offsets)


def _arrived(steps: FloatArray) -> FloatArray:
    """Return steps without those that never arrive: their crosses say so."""
    arrived: FloatArray = np.where(np.isinf(steps), np.nan, steps)
    return arrived
