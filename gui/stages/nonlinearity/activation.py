"""nonlinearity/activation: shares ν where one layer moves or all layers do, and the range of the loss."""

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
from gui.plots.label import TOP, Label
from gui.stages.nonlinearity.activation_words import (
    LINEARS,
    caption,
    caveat,
    formula,
    headline,
    infinite_range_wordings,
    lead_and_depth,
    lead_of,
    lead_shares,
    range_titles,
    slice_wordings,
    stacked_label_wordings,
)
from gui.stages.nonlinearity.depth_stage import DepthStage
from gui.stages.nonlinearity.range_plot import RangePlot
from gui.stages.nonlinearity.share_plot import SharePlot, interpolated

HOLLOW_SCALE = 1.3
"""Hollow markers are drawn this much larger, since they have less color."""
SHARE_PLOT_SHARE = 1040 / 1824
"""The share of the picture's width that the plot of shares takes, with its labels."""


class ActivationStage(DepthStage[ActivationResult]):
    """Shares against depth where one layer moves, for the lead also where all do; beside them loss ranges."""

    def _build(self) -> None:
        self._row, self._share_plot, self._range_plot = Row(self), SharePlot(self), RangePlot(self)
        self._band, self._stacked, self._ring = Band(), Dots(), Dots()
        for depth, item in ((-12, self._band), (35, self._stacked), (55, self._ring)):
            item.setZValue(depth)
            self._share_plot.add(item)
        self._stacked_label = self.add(Label("label"))
        mark_static(self._stacked, self._stacked_label)

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        width, gutter = SHARE_PLOT_SHARE * picture.width(), self.px(24)
        height = picture.bottom() - top
        self._share_plot.arrange(QRectF(picture.left(), top, width, height))
        left = picture.left() + width + gutter
        self._range_plot.arrange(QRectF(left, top, picture.right() - left, height))

    def _load(self, result: ActivationResult, *, grown: bool) -> None:
        lead = lead_of(result.nu)
        # Families with an activation are drawn in front of the linear ones.
        order = sorted(result.nu, key=lambda family: (family != lead, family in LINEARS))
        shares, several = {family: result.nu[family] for family in order}, result.params.replicates > 1
        self._share_plot.load(result.depths, shares, {}, several=several)
        ranges = {family: result.loss_range[family] for family in order}
        self._range_plot.load(result.depths, ranges, range_titles(hall=self.view.hall), infinite_range_wordings(result))
        low, medians, high = result.stacked_nu[lead]
        style = self._share_plot.style(lead)
        self._band.set_color(style.series.stroke)
        self._band.set_curves(result.depths, low, high)
        self._stacked.set_style(replace(style, series=replace(style.series, hollow=True), dot=HOLLOW_SCALE * style.dot))
        self._stacked.set_points(np.column_stack([result.depths, medians]))
        self._stacked.set_visible_count(len(medians))
        self._ring.set_style(replace(self._share_plot.style(lead, "current"), series=ring_style(style.series)))
        self._label_stacked(result)
        self._row.reserve(*(lead_shares(result, place) for place in range(len(result.depths))))
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ActivationResult, position: float) -> None:
        self._share_plot.move(position)
        self._range_plot.move(position)
        place, lead = min(int(position), len(result.depths) - 1), lead_of(result.nu)
        at = float(np.interp(position, np.arange(len(result.depths)), result.depths))
        self._ring.set_points(np.array([[at, interpolated(result.stacked_nu[lead][1], position)]]))
        self._ring.set_visible_count(1)
        color = self.view.theme.series[lead].label
        self._row.set_values(
            lead_shares(result, place), color, lead_and_depth(result, place), *slice_wordings(result, place)
        )

    def _label_stacked(self, result: ActivationResult) -> None:
        """Label the hollow markers: above the right end of their curve, or in the top left corner."""
        lead, rect, size = lead_of(result.nu), self._share_plot.rect, self.text_size("label")
        known = np.isfinite(result.stacked_nu[lead][1])
        self._stacked_label.setVisible(bool(known.any()))
        if not known.any():
            return
        depths, (_, _, high) = result.depths[known], result.stacked_nu[lead][:, known]
        right = self._share_plot.point(float(depths[-1]), 0.0).x() - 0.6 * size
        color = self.view.theme.series[lead].label
        for words in stacked_label_wordings(result):
            self.write(self._stacked_label, words, color=color, bold=True)
            left = right - self._stacked_label.width
            if left > rect.left() + 0.5 * size:
                break
        over = np.array([self._share_plot.point(float(depth), 0.0).x() >= left - size for depth in depths])
        highest = self._share_plot.point(0.0, float(high[over].max())).y()
        # The top left corner is usually free, since the curves start at low shares.
        corner = rect.left() + 0.5 * size + self._stacked_label.width, rect.top() + TOP * size
        positions = ((right, highest - 0.5 * (size + self.stroke_width("current"))), corner)
        x, baseline = next((position for position in positions if self._free(result, *position)), corner)
        self._stacked_label.place(x, baseline, align=1)

    def _free(self, result: ActivationResult, right: float, baseline: float) -> bool:
        """Return whether the label of the hollow markers, right-aligned at a position, covers no marker."""
        size, reach = self.text_size("label"), self.stroke_width("iterate")
        rect = self._share_plot.rect
        if baseline - 0.9 * size < rect.top() or right - self._stacked_label.width < rect.left():
            return False
        width, height = self._stacked_label.width + 2 * reach, 0.9 * size + 2 * reach
        place = QRectF(right + reach - width, baseline - 0.8 * size - reach, width, height)
        curves = [quartiles[1] for quartiles in (*result.nu.values(), result.stacked_nu[lead_of(result.nu)])]
        positions = ((depth, each) for medians in curves for depth, each in zip(result.depths, medians, strict=True))
        return not any(place.contains(self._share_plot.point(float(depth), float(each))) for depth, each in positions)
