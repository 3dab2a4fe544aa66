"""Whether the loss still moves: its highest over its lowest value, against depth, for each kind of network."""

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
from gui.plots.baselines import label_baselines
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle
from gui.plots.label import Label
from gui.plots.plot import CURSOR_Z
from gui.plots.ticks import decade_ticks
from gui.stages.nonlinearity.names import NAMES, names
from gui.stages.nonlinearity.shares import AIR, BANDS, GAP, NAMED, between, front_first
from gui.style.theme import pen
from gui.wording.text import number, tr

FINEST = 0.5
"""Decades in which the axis grows with what becomes known."""


class Ranges:
    """Medians as dots in bands of quartiles on a logarithmic axis, a cursor at a depth and rings on the curves."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._law = LogPlot(stage, linear_x=True)
        self._bands = {family: Band() for family in NAMES}
        for band in self._bands.values():
            band.setZValue(-10)
            self._law.plot.add(band)
        self._dots = {family: self._law.make_dots(30) for family in NAMES}
        self._rings = {family: self._law.make_dots(50) for family in NAMES}
        self._names = {family: stage.add(Label("label")) for family in NAMES}
        self._cursor = stage.add(QGraphicsLineItem())
        self._cursor.setZValue(CURSOR_Z)
        self._endless = stage.add(Label("axis_title"))
        mark_static(*self._dots.values(), *self._names.values(), self._endless)
        self._area = QRectF()
        self._depths: FloatArray = np.empty(0)
        self._medians: dict[str, FloatArray] = {}

    @property
    def rect(self) -> QRectF:
        """Where the curves are drawn, within the axes."""
        return self._law.rect

    def arrange(self, area: QRectF) -> None:
        """Take up an area for the plot, its titles and the names at the right end of it."""
        self._area = area

    def load(
        self, depths: FloatArray, ranges: Mapping[str, FloatArray], titles: Sequence[str], endless: Sequence[str]
    ) -> None:
        """Take up quartiles by family, (3, d) each, and wordings of what is shown and of what is not, longest first."""
        stage, law = self._stage, self._law
        self._depths = depths
        self._medians = {family: quartiles[1] for family, quartiles in ranges.items()}
        told = names(ranges, hall=stage.view.hall)
        widest = max(stage.write(self._names[each], told[each], bold=True).width for each in list(told)[:NAMED])
        law.arrange(self._area, names_width=widest + GAP * stage.text("label"))
        law.set_axis_titles(tr("layers L"), *titles)
        known = np.concatenate([quartiles.ravel() for quartiles in ranges.values()])
        most = float(np.log10(known[np.isfinite(known)].max(initial=1.0)))
        top = max(1.0, FINEST * float(np.ceil(most / FINEST)))
        first, last = float(depths[0]), float(depths[-1])
        air = AIR * max(last - first, 2.0)
        law.plot.set_range((first - air, last + air), (-AIR * top, (1.0 + AIR) * top))
        law.plot.set_ticks([(at, number(at)) for at in sorted({first, last})], decade_ticks(0.0, top, 2))
        unknown = np.full((3, len(depths)), np.nan)
        for depth, family in enumerate(front_first(ranges)):
            self._dots[family].setZValue(30 - depth)
            self._rings[family].setZValue(50 - depth)
            quartiles = ranges.get(family, unknown)
            low, _, high = quartiles if family in list(ranges)[:BANDS] else unknown
            style = self._style(family)
            self._bands[family].set_color(style.series.stroke)
            self._bands[family].set_curves(depths, np.log10(low), np.log10(high))
            self._dots[family].set_style(style)
            self._dots[family].set_points(law.points(depths, quartiles[1]))
            self._dots[family].set_visible_count(len(depths))
            self._rings[family].set_style(replace(self._style(family, "current"), series=ring_style(style.series)))
        self._cursor.setPen(pen(QColor(stage.view.theme.secondary), stage.stroke("theory"), (4.0, 3.0)))
        self._name(told)
        self._tell(endless)

    def move(self, position: float) -> None:
        """Put the cursor at a place between two depths, and the rings where it meets the curves."""
        at = float(np.interp(position, np.arange(len(self._depths)), self._depths))
        x, rect = self._law.pixel(at, 1.0).x(), self.rect
        self._cursor.setLine(QLineF(x, rect.top(), x, rect.bottom()))
        for family, here in self._rings.items():
            medians = self._medians.get(family)
            place = np.nan if medians is None else between(medians, position)
            here.set_points(self._law.points(np.array([at]), np.array([place])))
            here.set_visible_count(1)

    def _style(self, family: str, dot: str = "iterate") -> CurveStyle:
        return self._stage.curve_style(self._stage.view.theme.series[family], dot=dot)

    def _name(self, told: Mapping[str, str]) -> None:
        """Name the curves at their right ends, pushed apart where they come too close."""
        stage, size, rect = self._stage, self._stage.text("label"), self.rect
        for label in self._names.values():
            label.setVisible(False)
        ends = []
        for family in list(told)[:NAMED]:
            known = self._medians[family][np.isfinite(self._medians[family])]
            if len(known):
                ends.append((self._law.pixel(1.0, float(known[-1])).y() + 0.35 * size, family))
        ends.sort(reverse=True)
        rows = label_baselines(rect, [baseline for baseline, _ in ends], size)
        for row, (_, family) in zip(rows, ends, strict=True):
            color = stage.view.theme.series[family].label
            label = stage.write(self._names[family], told[family], color=color, bold=True)
            label.place(rect.right() + GAP * size, row)
            label.setVisible(True)

    def _tell(self, endless: Sequence[str]) -> None:
        """Write in a corner of the plot what has no place in it, in the first wording and corner that is free."""
        stage, rect, size = self._stage, self.rect, self._stage.text("axis_title")
        top, bottom = rect.top() + 1.1 * size, rect.bottom() - 0.6 * size
        for words in endless:
            label = stage.write(self._endless, words, color=stage.view.theme.secondary, plate=True)
            for right in (False, True):
                x = rect.right() - 0.5 * size if right else rect.left() + 0.5 * size
                for baseline in (top, bottom):
                    label.place(x, baseline, align=1.0 if right else 0.0)
                    label.setVisible(bool(words) and self._free(label.rect))
                    if label.isVisible():
                        return

    def _free(self, place: QRectF) -> bool:
        """Return whether a place is in the plot and no curve passes it."""
        reach = self._stage.stroke("iterate")
        around = place.adjusted(-reach, -reach, reach, reach)
        curves = [medians for medians in self._medians.values() if np.isfinite(medians).any()]
        finely = np.linspace(float(self._depths[0]), float(self._depths[-1]), 100)
        return self.rect.contains(place) and not any(
            around.contains(self._law.pixel(float(depth), float(10.0**height)))
            for medians in curves
            for depth, height in zip(finely, _between(finely, self._depths, medians), strict=True)
        )


def _between(finely: FloatArray, depths: FloatArray, medians: FloatArray) -> FloatArray:
    """Return the logarithms of medians along the lines between them, those beyond what is known left out."""
    known = np.isfinite(medians)
    heights: FloatArray = np.interp(finely, depths[known], np.log10(medians[known]))
    return heights
