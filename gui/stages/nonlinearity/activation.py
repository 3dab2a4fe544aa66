"""nonlinearity/activation: what an activation adds by itself, what stacking adds, and whether the loss still moves."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF

from core.obstacles.nonlinearity.activation import ActivationResult
from gui.picture.log_plot import ring_style
from gui.picture.readouts import Row
from gui.picture.view import View
from gui.plots.band import Band
from gui.plots.canvas import mark_static
from gui.plots.curve import Dots
from gui.plots.label import Label
from gui.stages.nonlinearity.activation_words import (
    LINEARS,
    caption,
    caveat,
    endless,
    formula,
    headline,
    hero,
    lead_of,
    moves,
    of_what,
    range_titles,
    stacked_name,
)
from gui.stages.nonlinearity.depths import DepthStage
from gui.stages.nonlinearity.ranges import Ranges
from gui.stages.nonlinearity.shares import Shares, between

OPEN = 1.3
"""How much larger open markers are: they have less color."""
PLOT = 1040 / 1824
"""The share of the picture's width that the shares take, with the names at the ends of their curves."""


class ActivationStage(DepthStage[ActivationResult]):
    """Shares against depth where one layer moves, one family also where all do; beside them the range of the loss."""

    def _build(self) -> None:
        self._row, self._shares, self._ranges = Row(self), Shares(self), Ranges(self)
        self._band, self._stacked, self._here = Band(), Dots(), Dots()
        for depth, item in ((-12, self._band), (35, self._stacked), (55, self._here)):
            item.setZValue(depth)
            self._shares.add(item)
        self._name = self.add(Label("label"))
        mark_static(self._stacked, self._name)

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        width, gutter = PLOT * picture.width(), self.px(24)
        height = picture.bottom() - top
        self._shares.arrange(QRectF(picture.left(), top, width, height))
        left = picture.left() + width + gutter
        self._ranges.arrange(QRectF(left, top, picture.right() - left, height))

    def _load(self, result: ActivationResult, *, grown: bool) -> None:
        lead = lead_of(result.nu)
        # What bends lies before what is there to compare it with.
        order = sorted(result.nu, key=lambda family: (family != lead, family in LINEARS))
        shares, several = {family: result.nu[family] for family in order}, result.params.replicates > 1
        self._shares.load(result.depths, shares, {}, several=several)
        ranges = {family: result.loss_range[family] for family in order}
        self._ranges.load(result.depths, ranges, range_titles(hall=self.view.hall), endless(result))
        low, medians, high = result.stacked_nu[lead]
        style = self._shares.style(lead)
        self._band.set_color(style.series.stroke)
        self._band.set_curves(result.depths, low, high)
        self._stacked.set_style(replace(style, series=replace(style.series, hollow=True), dot=OPEN * style.dot))
        self._stacked.set_points(np.column_stack([result.depths, medians]))
        self._stacked.set_visible_count(len(medians))
        self._here.set_style(replace(self._shares.style(lead, "current"), series=ring_style(style.series)))
        self._name_stacked(result)
        self._row.reserve(*(hero(result, place) for place in range(len(result.depths))))
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ActivationResult, position: float) -> None:
        self._shares.move(position)
        self._ranges.move(position)
        place, lead = min(int(position), len(result.depths) - 1), lead_of(result.nu)
        at = float(np.interp(position, np.arange(len(result.depths)), result.depths))
        self._here.set_points(np.array([[at, between(result.stacked_nu[lead][1], position)]]))
        self._here.set_visible_count(1)
        color = self.view.theme.series[lead].label
        self._row.set_values(hero(result, place), color, of_what(result, place), *moves(result, place))

    def _name_stacked(self, result: ActivationResult) -> None:
        """Write what the open markers are: above the curve, ending where it ends, or in a corner."""
        lead, rect, size = lead_of(result.nu), self._shares.rect, self.text("label")
        known = np.isfinite(result.stacked_nu[lead][1])
        self._name.setVisible(bool(known.any()))
        if not known.any():
            return
        depths, (_, _, high) = result.depths[known], result.stacked_nu[lead][:, known]
        right = self._shares.point(float(depths[-1]), 0.0).x() - 0.6 * size
        color = self.view.theme.series[lead].label
        for words in stacked_name(result):
            self.write(self._name, words, color=color, bold=True)
            left = right - self._name.width
            if left > rect.left() + 0.5 * size:
                break
        over = np.array([self._shares.point(float(depth), 0.0).x() >= left - size for depth in depths])
        highest = self._shares.point(0.0, float(high[over].max())).y()
        # Elsewhere than over its end the name stands where curves that begin at nothing leave room.
        corner = rect.left() + 0.5 * size + self._name.width, rect.top() + 0.95 * size
        spots = ((right, highest - 0.5 * (size + self.stroke("current"))), corner)
        x, baseline = next((spot for spot in spots if self._free(result, *spot)), corner)
        self._name.place(x, baseline, align=1)

    def _free(self, result: ActivationResult, right: float, baseline: float) -> bool:
        """Return whether the name that ends at a place is in the plot and no marker is in its way."""
        size, reach = self.text("label"), self.stroke("iterate")
        rect = self._shares.rect
        if baseline - 0.9 * size < rect.top() or right - self._name.width < rect.left():
            return False
        width, height = self._name.width + 2 * reach, 0.9 * size + 2 * reach
        place = QRectF(right + reach - width, baseline - 0.8 * size - reach, width, height)
        curves = [quartiles[1] for quartiles in (*result.nu.values(), result.stacked_nu[lead_of(result.nu)])]
        spots = ((depth, each) for medians in curves for depth, each in zip(result.depths, medians, strict=True))
        return not any(place.contains(self._shares.point(float(depth), float(each))) for depth, each in spots)
