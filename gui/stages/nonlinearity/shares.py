"""The share of the loss that no parabola explains, against depth: a curve for each family of networks."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from gui.picture.axes_frame import AxesFrame
from gui.picture.log_plot import ring_style
from gui.picture.stage import Stage
from gui.plots.band import Band
from gui.plots.baselines import label_baselines
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.pixels import PixelItem
from gui.plots.plot import CURSOR_Z, Ticks
from gui.stages.nonlinearity.names import NAMES, name, names
from gui.style.theme import pen
from gui.wording.sentences import enumeration
from gui.wording.text import Span, ntr, number, percent, tr

NAMED = 4
"""Curves that may be named at their ends; what there is beyond them is told in a line of its own."""
LEFT = 3.3
"""Sizes of a tick's text that "100 %" and its gap take."""
BANDS = 3
"""Families that have a band: more of them could not be told apart."""
GAP = 0.3
"""Sizes of a label between the right end of the plot and a name."""
AIR = 0.05
"""The share of the axes beyond what they show."""
PITCHES = (1, 2, 4, 8)
"""Layers between two ticks."""


class Shares:
    """Medians as dots in bands of quartiles, a cursor at a depth, and rings where it meets them."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._frame = AxesFrame(stage)
        self._plot = self._frame.plot
        self._bands = {family: Band() for family in NAMES}
        self._dots, self._rings = {family: Dots() for family in NAMES}, {family: Dots() for family in NAMES}
        self._limits = Lines()
        self._limits.setZValue(-5)
        self._plot.add(self._limits)
        for family in NAMES:
            self._bands[family].setZValue(-10)
            for item in (self._bands[family], self._dots[family], self._rings[family]):
                self._plot.add(item)
        self._cursor = stage.add(QGraphicsLineItem())
        self._cursor.setZValue(CURSOR_Z)
        self._names = {family: stage.add(Label("label")) for family in NAMES}
        self._also = stage.add(Label("axis_title"))
        mark_static(*self._dots.values(), *self._names.values(), self._also)
        self._area = QRectF()
        self._depths: FloatArray = np.empty(0)
        self._medians: dict[str, FloatArray] = {}

    @property
    def rect(self) -> QRectF:
        """Where the curves are drawn, within the axes."""
        return self._plot.rect

    def add(self, item: PixelItem) -> None:
        """Add something in the plot's coordinates: layers and shares."""
        self._plot.add(item)

    def point(self, depth: float, share: float) -> QPointF:
        """Return where a share at a depth stands in the picture."""
        return self._plot.point(depth, share)

    def arrange(self, area: QRectF) -> None:
        """Take up an area for the plot, its titles and the names at the right end of it."""
        self._area = area

    def load(
        self,
        depths: FloatArray,
        nu: Mapping[str, FloatArray],
        limits: Mapping[str, FloatArray],
        *,
        several: bool = True,
    ) -> None:
        """Take up quartiles by family, (3, d) each, the lead's first, and the `limits` of infinite width, (d,) each.

        They are of several networks, or of one, where there is no band.
        """
        stage, theme = self._stage, self._stage.view.theme
        self._depths = depths
        self._medians = {family: quartiles[1] for family, quartiles in nu.items()}
        self._place()
        self._range(depths)
        unknown = np.full((3, len(depths)), np.nan)
        for depth, family in enumerate(front_first(nu)):
            self._dots[family].setZValue(30 - depth)
            self._rings[family].setZValue(50 - depth)
            quartiles = nu.get(family, unknown)
            low, _, high = quartiles if family in list(nu)[:BANDS] else unknown
            self._bands[family].set_color(theme.series[family].stroke)
            self._bands[family].set_curves(depths, low, high)
            self._dots[family].set_style(self.style(family))
            self._dots[family].set_points(np.column_stack([depths, quartiles[1]]))
            self._dots[family].set_visible_count(len(depths))
            style = self.style(family, "current")
            self._rings[family].set_style(replace(style, series=ring_style(style.series)))
        self._limits.set_lines(
            [(self.style(family), np.column_stack([depths, line])) for family, line in limits.items()]
        )
        self._cursor.setPen(pen(QColor(theme.secondary), stage.stroke("theory"), (4.0, 3.0)))
        self._name()
        self._tell(lines=len(limits) if len(depths) > 1 else 0, several=several)

    def move(self, position: float) -> None:
        """Put the cursor at a place between two depths, and the rings where it meets the curves."""
        index = np.arange(len(self._depths))
        at = float(np.interp(position, index, self._depths))
        x, rect = self._plot.point(at, 0.0).x(), self.rect
        self._cursor.setLine(QLineF(x, rect.top(), x, rect.bottom()))
        for family, here in self._rings.items():
            medians = self._medians.get(family)
            place = np.nan if medians is None else between(medians, position)
            here.set_points(np.array([[at, place]]))
            here.set_visible_count(1)

    def style(self, family: str, dot: str = "iterate") -> CurveStyle:
        """Return how a family is drawn, with dots at the size of a role."""
        stage = self._stage
        return stage.curve_style(stage.view.theme.series[family], dot=dot)

    def _place(self) -> None:
        """Place the plot beside what is left free for the longest of the names: they are known from the parameters."""
        stage, area = self._stage, self._area
        told = names(self._medians, hall=stage.view.hall)
        for family in told:
            stage.write(self._names[family], told[family], bold=True)
        margin = GAP * stage.text("label") + max(self._names[family].width for family in list(told)[:NAMED])
        self._frame.place(area, left_margin=LEFT, right_margin=margin)

    def _range(self, depths: FloatArray) -> None:
        first, last = float(depths[0]), float(depths[-1])
        air = AIR * max(last - first, 2.0)
        self._plot.set_range((first - air, last + air), (-AIR, 1.0 + AIR))
        shares = [(at, tr("0") if at == 0.0 else percent(at)) for at in (0.0, 0.5, 1.0)]
        self._plot.set_ticks(depth_ticks(depths), shares)

    def _name(self) -> None:
        """Name the curves at their right ends, pushed apart where they come too close."""
        stage, size, rect = self._stage, self._stage.text("label"), self.rect
        named = list(self._medians)[:NAMED]
        told = names(self._medians, hall=stage.view.hall)
        ends = []
        for family in named:
            known = self._medians[family][np.isfinite(self._medians[family])]
            if len(known):
                ends.append((self._plot.point(0.0, float(known[-1])).y() + 0.35 * size, family))
        ends.sort(reverse=True)
        rows = label_baselines(rect, [baseline for baseline, _ in ends], size)
        for label in self._names.values():
            label.setVisible(False)
        for row, (_, family) in zip(rows, ends, strict=True):
            color = stage.view.theme.series[family].label
            label = stage.write(self._names[family], told[family], color=color, bold=True)
            label.place(rect.right() + GAP * size, row)
            label.setVisible(True)

    def _tell(self, *, lines: int, several: bool) -> None:
        """Write what the axes are, and what unnamed curves are, and lines of which so many are drawn."""
        stage, area, title = self._stage, self._area, self._stage.text("axis_title")
        color = stage.view.theme.secondary
        self._frame.set_x_title(tr("layers L"))
        rest = list(self._medians)[NAMED:]
        others = [Span(name(family), family) for family in rest]
        also: str = tr("also {list}", list=enumeration(others)) if others else ""
        wide = ntr("line: infinitely wide layers", "lines: infinitely wide layers", lines, "wide_limit")
        line: str = wide if lines else ""
        both = tr("{also}; {line}", "wide_limit", also=also, line=line) if also and line else also or line
        plain: str = tr("share ν of the loss that no parabola explains")
        bands: str = tr("share ν of the loss that no parabola explains; bands: lower to upper quartile")
        for heading, end in (
            (bands if several else plain, both),
            (plain, both),
            (tr("share ν that no parabola explains"), also or line),
            (tr("unexplained share ν"), also or line),
        ):
            self._frame.set_y_title(tr("{heading}", heading=heading))
            stage.write(self._also, end, color=color)
            if self._frame.y_title.width + self._also.width + 1.5 * title < area.width():
                break
        self._also.place(area.right(), area.top() + 0.8 * title, align=1)


def front_first(families: Collection[str]) -> list[str]:
    """Return all families that there are: these first, as they lie in front."""
    return [*families, *(family for family in NAMES if family not in families)]


def between(values: FloatArray, position: float) -> float:
    """Return the value at a place between two indices; that of the lower one where the upper one is not known."""
    step = int(position)
    part = position - step
    here = float(values[step]) if step < len(values) else float(values[-1])
    there = float(values[step + 1]) if part and step + 1 < len(values) else here
    return here + part * (there - here) if np.isfinite(there) else here


def depth_ticks(depths: FloatArray) -> Ticks:
    """Return ticks at the first and the last depth, and at round ones between them that are not close to those."""
    first, last = float(depths[0]), float(depths[-1])
    pitch = next(each for each in PITCHES if last - first <= 3.5 * each)
    marked = {first, last}
    marked |= {at for at in depths.tolist() if at % pitch == 0.0 and min(at - first, last - at) > 0.6 * pitch}
    if len(marked) == 2 and len(depths) > 2:
        marked.add(float(depths[len(depths) // 2]))
    return [(at, number(at)) for at in sorted(marked)]
