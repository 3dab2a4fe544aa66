"""network/width: conditioning and steps against the number of parameters, both relative to the narrowest network."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF

from core.obstacles.network.width import WidthResult
from core.obstacles.network.width_claims import CONDITIONING, STEPS
from gui.picture.choices import position_choices
from gui.picture.failure_lane import FailureLane, top_with_lane
from gui.picture.log_plot import LogPlot, drawable, log_points, ring_style, spaced_ticks
from gui.picture.position_cursor import PositionCursor
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.band import Band
from gui.plots.baselines import DOT_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle
from gui.plots.label import Label
from gui.plots.plot import Ticks
from gui.stages.network.step_words import lane_wordings
from gui.stages.network.width_words import (
    SERIES,
    axis_wordings,
    caption,
    caveat,
    detail_wordings,
    formula,
    hero,
    hero_wordings,
    measures,
    names,
    parameters_title,
    title,
)
from gui.wording.text import number, tr_noop

LEADS = (CONDITIONING, STEPS)
SIDE = 0.06
"""Margin on both sides of the parameters, as a share of their range, of at least a decade."""
MARGIN = 0.12
"""Margin above and below the ratios, as a share of their range."""
LEAST = 2.0
"""The axis goes at least from the inverse of this ratio to the ratio."""
DOT = 0.75
"""Diameter of a dot, in that of the current point for the leads, and of an iterate for the others."""


class WidthStage(Stage[WidthResult]):
    """Scissors: the ratio of each measure on logarithmic axes, with the power law that was fitted to it."""

    position_label = tr_noop("width {n} of {all}")
    slow_steps = 0

    def _build(self) -> None:
        self._row, self._plot = Row(self), LogPlot(self)
        self._bands = {name: Band(revealed=True) for name in SERIES}
        for band in self._bands.values():
            band.setZValue(-10)
            self._plot.add(band)
        self._dots = {name: self._plot.make_dots(30 - depth) for depth, name in enumerate(SERIES)}
        self._rings = {name: self._plot.make_dots(40) for name in LEADS}
        self._lane, self._cursor = FailureLane(self, self._plot), PositionCursor(self, self._plot.plot)
        self._names = {name: self.add(Label("label")) for name in SERIES}
        mark_static(*self._names.values())

    def position_number(self, position: int) -> int:
        """Return the number of hidden units at a position."""
        result = self.result
        return 0 if result is None else int(result.widths[_place(result, position)])

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        widest = max(self.write(self._names[name], words, bold=True).width for name, words in names().items())
        self._plot.arrange(
            QRectF(picture.left(), top, picture.width(), picture.bottom() - top),
            names_width=widest + DOT_GAP * self.text_size("label"),
        )

    def _load(self, result: WidthResult, *, grown: bool) -> None:
        shown = measures(result)
        self._set_axes(result, shown)
        self._plot.set_axis_titles(parameters_title(result), *axis_wordings(result))
        self._load_lines(result, shown)
        for name in SERIES:
            self._load_dots(result, name, visible=name in shown)
        places, failed = np.log10(result.parameters), np.isinf(result.steps_tuned)
        words = lane_wordings(result.used.max_steps, needed=bool(result.not_arrived))
        self._lane.load(places, failed, self._ratios_top, self._top, words)
        self._label_curves(result, shown)
        self._row.reserve(*(hero(result, place) for place in range(len(result.widths))))
        self._cursor.update_style()
        self._choices = position_choices(np.log10(result.parameters), np.log10(result.parameters))

    def _describe(self, result: WidthResult) -> None:
        self.set_title(title(result), formula(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: WidthResult, position: float) -> None:
        place = _place(result, position)
        at = float(np.interp(position, self._choices.values, self._choices.x))
        self._cursor.move(at, self._choices, place)
        for name in SERIES:
            self._bands[name].set_reveal_end(at)
            self._dots[name].set_visible_count(place + 1)
        for name, ring in self._rings.items():
            ring.set_points(self._dots[name].points[place : place + 1])
            ring.set_visible_count(1)
        self._lane.crosses.set_visible_count(place + 1)
        self._row.set_values(
            hero(result, place), self.view.theme.ink, hero_wordings(result, place), detail_wordings(result, place)
        )

    def _set_axes(self, result: WidthResult, shown: tuple[str, ...]) -> None:
        """Set the axes to all widths and all ratios that are shown, with the lane above them if it is needed."""
        drawn = [each for name in shown for each in (drawable(result.ratio(name)), result.fitted(name))]
        ratios = np.log10(np.concatenate(drawn))
        known = np.append(ratios[np.isfinite(ratios)], [np.log10(LEAST), -np.log10(LEAST)])
        low, high = float(known.min()), float(known.max())
        margin = MARGIN * (high - low)
        self._bottom, self._ratios_top = low - margin, high + margin
        share = self._lane.share(needed=bool(result.not_arrived))
        self._top = top_with_lane(self._bottom, self._ratios_top, share)
        places = np.log10(result.parameters)
        side = SIDE * max(float(np.ptp(places)), 1.0)
        self._plot.plot.set_range((float(places[0]) - side, float(places[-1]) + side), (self._bottom, self._top))
        self._plot.plot.set_ticks(spaced_ticks(result.parameters), ratio_ticks(low, high))

    def _load_lines(self, result: WidthResult, shown: tuple[str, ...]) -> None:
        """Draw the fitted power laws, those of the leads on top."""
        styles = [self._style(name, line="data" if name in LEADS else "theory") for name in shown]
        lines = [(style, result.parameters, result.fitted(name)) for style, name in zip(styles, shown, strict=True)]
        self._plot.set_lines(lines[::-1])

    def _load_dots(self, result: WidthResult, name: str, *, visible: bool) -> None:
        """Draw the ratios of a measure, and the quartiles of several seeds."""
        unknown = np.full(len(result.widths), np.nan)
        # An infinite ratio is that of networks that do not arrive, which are crosses.
        ratio = drawable(result.ratio(name)) if visible else unknown
        self._dots[name].set_style(self._style(name))
        self._dots[name].set_points(log_points(result.parameters, ratio))
        several = visible and name in LEADS and result.used.replicates > 1
        low, high = result.quartiles(name) if several else (unknown, unknown)
        self._bands[name].set_color(self.view.theme.series[SERIES[name]].stroke)
        # A quartile that does not arrive is at the lane.
        logs = np.log10(drawable(low)), np.minimum(np.log10(np.where(high > 0.0, high, np.nan)), self._ratios_top)
        self._bands[name].set_curves(np.log10(result.parameters), *logs)
        if name in self._rings:
            series = ring_style(self.view.theme.series[SERIES[name]])
            self._rings[name].set_style(self.curve_style(series, dot="current"))

    def _label_curves(self, result: WidthResult, shown: tuple[str, ...]) -> None:
        """Name the curves at their right ends."""
        ends = []
        for name, words in names().items():
            label, ratio = self._names[name], drawable(result.ratio(name))
            known = ratio[np.isfinite(ratio)]
            label.setVisible(name in shown and len(known) > 0)
            if label.isVisible():
                self.write(label, words, color=self.view.theme.series[SERIES[name]].label, bold=name in LEADS)
                ends.append((label, self._plot.pixel(1.0, float(known[-1])).y()))
        place_line_names(self._plot.rect, ends, DOT_GAP)

    def _style(self, name: str, line: str = "data") -> CurveStyle:
        """Return the style of a measure, smaller where it is not a lead."""
        series = self.view.theme.series[SERIES[name]]
        style = self.curve_style(series, line=line, dot="current" if name in LEADS else "iterate")
        return replace(style, dot=DOT * style.dot)


def _place(result: WidthResult, position: float) -> int:
    """Return the index of the width at a position."""
    return min(int(position), len(result.widths) - 1)


def ratio_ticks(low: float, high: float) -> Ticks:
    """Return ticks at powers of two, four at most between two logarithms to base 10, the one at 1 among them."""
    first, last = int(np.ceil(low / np.log10(2.0))), int(np.floor(high / np.log10(2.0)))
    every = max(1, int(np.ceil((last - first) / 4)))
    return [(float(at * np.log10(2.0)), number(2.0**at)) for at in range(first, last + 1) if at % every == 0]
