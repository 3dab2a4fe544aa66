"""A plot of the range of the loss (max / min) against depth, one curve for each family."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from gui.picture.log_plot import LogPlot, ring_style
from gui.picture.stage import Stage
from gui.plots.band import Band
from gui.plots.baselines import NAME_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle
from gui.plots.label import Label
from gui.plots.plot import CURSOR_Z
from gui.plots.ticks import decade_ticks
from gui.stages.nonlinearity.names import FAMILY_NAMES, family_names
from gui.stages.nonlinearity.share_plot import AXIS_MARGIN, MAX_BANDS, MAX_NAMED, front_first, interpolated
from gui.style.theme import pen
from gui.wording.text import number, tr

AXIS_STEP_DECADES = 0.5
"""The axis ends at a multiple of this many decades, so that it changes rarely while results come in."""


class RangePlot:
    """Medians as dots in bands of quartiles on a logarithmic axis, a cursor at a depth and rings on the medians."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._log_plot = LogPlot(stage, linear_x=True)
        self._bands = {family: Band() for family in FAMILY_NAMES}
        for band in self._bands.values():
            band.setZValue(-10)
            self._log_plot.plot.add(band)
        self._dots = {family: self._log_plot.make_dots(30) for family in FAMILY_NAMES}
        self._rings = {family: self._log_plot.make_dots(50) for family in FAMILY_NAMES}
        self._names = {family: stage.add(Label("label")) for family in FAMILY_NAMES}
        self._cursor = stage.add(QGraphicsLineItem())
        self._cursor.setZValue(CURSOR_Z)
        self._infinite_label = stage.add(Label("axis_title"))
        mark_static(*self._dots.values(), *self._names.values(), self._infinite_label)
        self._area = QRectF()
        self._depths: FloatArray = np.empty(0)
        self._medians: dict[str, FloatArray] = {}

    @property
    def rect(self) -> QRectF:
        """The rectangle inside the axes."""
        return self._log_plot.rect

    def arrange(self, area: QRectF) -> None:
        """Set the area for the plot with its titles and the labels at its right."""
        self._area = area

    def load(
        self, depths: FloatArray, ranges: Mapping[str, FloatArray], titles: Sequence[str], infinite: Sequence[str]
    ) -> None:
        """Load quartiles by family, (3, d) each, and wordings of title and infinite ranges, the longest first."""
        stage, law = self._stage, self._log_plot
        self._depths = depths
        self._medians = {family: quartiles[1] for family, quartiles in ranges.items()}
        texts = family_names(ranges, hall=stage.view.hall)
        widest = max(stage.write(self._names[each], texts[each], bold=True).width for each in list(texts)[:MAX_NAMED])
        law.arrange(self._area, names_width=widest + NAME_GAP * stage.text_size("label"))
        law.set_axis_titles(tr("layers L"), *titles)
        known = np.concatenate([quartiles.ravel() for quartiles in ranges.values()])
        most = float(np.log10(known[np.isfinite(known)].max(initial=1.0)))
        top = max(1.0, AXIS_STEP_DECADES * float(np.ceil(most / AXIS_STEP_DECADES)))
        first, last = float(depths[0]), float(depths[-1])
        margin = AXIS_MARGIN * max(last - first, 2.0)
        law.plot.set_range((first - margin, last + margin), (-AXIS_MARGIN * top, (1.0 + AXIS_MARGIN) * top))
        law.plot.set_ticks([(at, number(at)) for at in sorted({first, last})], decade_ticks(0.0, top, 2))
        unknown = np.full((3, len(depths)), np.nan)
        for depth, family in enumerate(front_first(ranges)):
            self._dots[family].setZValue(30 - depth)
            self._rings[family].setZValue(50 - depth)
            quartiles = ranges.get(family, unknown)
            low, _, high = quartiles if family in list(ranges)[:MAX_BANDS] else unknown
            style = self._style(family)
            self._bands[family].set_color(style.series.stroke)
            self._bands[family].set_curves(depths, np.log10(low), np.log10(high))
            self._dots[family].set_style(style)
            self._dots[family].set_points(law.points(depths, quartiles[1]))
            self._dots[family].set_visible_count(len(depths))
            self._rings[family].set_style(replace(self._style(family, "current"), series=ring_style(style.series)))
        self._cursor.setPen(pen(QColor(stage.view.theme.secondary), stage.stroke_width("theory"), (4.0, 3.0)))
        self._label_curves(texts)
        self._label_infinite(infinite)

    def move(self, position: float) -> None:
        """Put the cursor at a position, a fractional index of depth, and the rings where it meets the curves."""
        at = float(np.interp(position, np.arange(len(self._depths)), self._depths))
        x, rect = self._log_plot.pixel(at, 1.0).x(), self.rect
        self._cursor.setLine(QLineF(x, rect.top(), x, rect.bottom()))
        for family, ring in self._rings.items():
            medians = self._medians.get(family)
            place = np.nan if medians is None else interpolated(medians, position)
            ring.set_points(self._log_plot.points(np.array([at]), np.array([place])))
            ring.set_visible_count(1)

    def _style(self, family: str, dot: str = "iterate") -> CurveStyle:
        return self._stage.curve_style(self._stage.view.theme.series[family], dot=dot)

    def _label_curves(self, texts: Mapping[str, str]) -> None:
        """Label the curves at their right ends, moved apart where the labels would overlap."""
        stage = self._stage
        for label in self._names.values():
            label.setVisible(False)
        ends = []
        for family in list(texts)[:MAX_NAMED]:
            known = self._medians[family][np.isfinite(self._medians[family])]
            if len(known):
                color = stage.view.theme.series[family].label
                label = stage.write(self._names[family], texts[family], color=color, bold=True)
                label.setVisible(True)
                ends.append((label, self._log_plot.pixel(1.0, float(known[-1])).y()))
        place_line_names(self.rect, ends)

    def _label_infinite(self, infinite: Sequence[str]) -> None:
        """Name the families with infinite ranges in the first free corner, with the first wording that fits."""
        stage, rect, inset = self._stage, self.rect, 0.5 * self._stage.text_size("axis_title")
        for words in infinite:
            label = stage.write(self._infinite_label, words, color=stage.view.theme.secondary, plate=True)
            for right in (False, True):
                x = rect.right() - inset if right else rect.left() + inset
                for place in (label.place_at_top, label.place_at_bottom):
                    place(rect, x, align=1.0 if right else 0.0)
                    label.setVisible(bool(words) and self._free(label.rect))
                    if label.isVisible():
                        return

    def _free(self, place: QRectF) -> bool:
        """Return whether a rectangle is inside the plot and touches no curve."""
        reach = self._stage.stroke_width("iterate")
        around = place.adjusted(-reach, -reach, reach, reach)
        curves = [medians for medians in self._medians.values() if np.isfinite(medians).any()]
        positions = np.linspace(float(self._depths[0]), float(self._depths[-1]), 100)
        return self.rect.contains(place) and not any(
            around.contains(self._log_plot.pixel(float(depth), float(10.0**log)))
            for medians in curves
            for depth, log in zip(positions, _interpolated_logs(positions, self._depths, medians), strict=True)
        )


def _interpolated_logs(positions: FloatArray, depths: FloatArray, medians: FloatArray) -> FloatArray:
    """Return log10 of the medians, interpolated linearly at positions in depth; not finite ones are skipped."""
    known = np.isfinite(medians)
    logs: FloatArray = np.interp(positions, depths[known], np.log10(medians[known]))
    return logs
