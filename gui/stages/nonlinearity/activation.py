"""nonlinearity/activation: shares ν where one layer moves, and for the lead family also where all layers do."""

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
    contrast_wordings,
    formula,
    headline,
    lead_and_depth,
    lead_of,
    one_layer_names,
    stacked_name,
    stacked_share,
)
from gui.stages.nonlinearity.depth_stage import DepthStage
from gui.stages.nonlinearity.share_plot import SharePlot, interpolated

HOLLOW_SCALE = 1.3
"""Hollow markers are drawn this much larger, since they have less color."""


class ActivationStage(DepthStage[ActivationResult]):
    """Shares against depth where one layer moves, for the lead also where all do, which is the hero number."""

    def _build(self) -> None:
        self._row, self._share_plot = Row(self), SharePlot(self)
        self._band, self._stacked, self._ring = Band(), Dots(), Dots()
        for depth, item in ((-12, self._band), (35, self._stacked), (55, self._ring)):
            item.setZValue(depth)
            self._share_plot.add(item)
        self._stacked_label = self.add(Label("label"))
        mark_static(self._stacked, self._stacked_label)

    def _arrange(self, view: View, picture: QRectF) -> None:
        top = self._row.arrange(picture) + self.px(8)
        self._share_plot.arrange(QRectF(picture.left(), top, picture.width(), picture.bottom() - top))

    def _load(self, result: ActivationResult, *, grown: bool) -> None:
        lead, hall = lead_of(result.nu), self.view.hall
        # Families with an activation are drawn in front of the linear ones.
        order = sorted(result.nu, key=lambda family: (family != lead, family in LINEARS))
        low, medians, high = result.stacked_nu[lead]
        known = medians[np.isfinite(medians)]
        color = self.view.theme.series[lead].label
        label = self.write(self._stacked_label, stacked_name(result.nu, hall=hall), color=color, bold=True)
        self._share_plot.load(
            result.depths,
            {family: result.nu[family] for family in order},
            {},
            several=result.params.replicates > 1,
            bands=1,
            names=one_layer_names(order, hall=hall),
            others=((label, float(known[-1]) if len(known) else np.nan),),
        )
        style = self._share_plot.style(lead)
        self._band.set_color(style.series.stroke)
        self._band.set_curves(result.depths, low, high)
        self._stacked.set_style(replace(style, series=replace(style.series, hollow=True), dot=HOLLOW_SCALE * style.dot))
        self._stacked.set_points(np.column_stack([result.depths, medians]))
        self._stacked.set_visible_count(len(medians))
        self._ring.set_style(replace(self._share_plot.style(lead, "current"), series=ring_style(style.series)))
        self._row.reserve(*(stacked_share(result, place) for place in range(len(result.depths))))

    def _describe(self, result: ActivationResult) -> None:
        self.set_title(headline(result), formula())
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ActivationResult, position: float) -> None:
        self._share_plot.move(position)
        place, lead = min(int(position), len(result.depths) - 1), lead_of(result.nu)
        at = float(np.interp(position, np.arange(len(result.depths)), result.depths))
        self._ring.set_points(np.array([[at, interpolated(result.stacked_nu[lead][1], position)]]))
        self._ring.set_visible_count(1)
        self._row.set_values(
            stacked_share(result, place),
            self.view.theme.series[lead].label,
            contrast_wordings(result, place),
            (lead_and_depth(result, place),),
        )
