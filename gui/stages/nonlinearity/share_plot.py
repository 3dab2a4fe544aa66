"""A plot of the share ν of the loss that no parabola explains against depth, one curve for each family."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from gui.picture.axes_frame import AxesFrame
from gui.picture.choices import position_choices
from gui.picture.log_plot import ring_style
from gui.picture.position_cursor import PositionCursor
from gui.picture.stage import Stage
from gui.plots.band import Band
from gui.plots.baselines import NAME_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.pixels import PixelItem
from gui.plots.plot import Ticks
from gui.stages.nonlinearity.names import family_names
from gui.wording.families import FAMILY_NAMES, family_name
from gui.wording.sentences import enumeration
from gui.wording.text import Span, ntr, number, percent, tr

MAX_NAMED = 4
"""At most this many curves are labeled at their ends; the others are listed above the plot."""
LEFT_MARGIN = 3.3
"""Width of the tick label "100 %" with its gap, in font sizes of the tick labels."""
MAX_BANDS = 3
"""At most this many families have a band of quartiles; more overlapping bands are hard to distinguish."""
AXIS_MARGIN = 0.05
"""Margin on each side of the data range, as a share of it."""
TICK_INTERVALS = (1, 2, 4, 8)
"""Possible numbers of layers between two ticks."""


class SharePlot:
    """Medians as dots in bands of quartiles, a cursor at a depth, and rings where the cursor meets the medians."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._frame = AxesFrame(stage)
        self._plot = self._frame.plot
        self._bands = {family: Band() for family in FAMILY_NAMES}
        self._dots, self._rings = (
            {family: Dots() for family in FAMILY_NAMES},
            {family: Dots() for family in FAMILY_NAMES},
        )
        self._limits = Lines()
        self._limits.setZValue(-5)
        self._plot.add(self._limits)
        for family in FAMILY_NAMES:
            self._bands[family].setZValue(-10)
            for item in (self._bands[family], self._dots[family], self._rings[family]):
                self._plot.add(item)
        self._cursor = PositionCursor(stage, self._plot)
        self._names = {family: stage.add(Label("label")) for family in FAMILY_NAMES}
        self._legend = stage.add(Label("axis_title"))
        mark_static(*self._dots.values(), *self._names.values(), self._legend)
        self._area = QRectF()
        self._depths: FloatArray = np.empty(0)
        self._medians: dict[str, FloatArray] = {}
        self._texts: Mapping[str, str] = {}
        self._others: Sequence[tuple[Label, float]] = ()

    @property
    def rect(self) -> QRectF:
        """The rectangle inside the axes."""
        return self._plot.rect

    def add(self, item: PixelItem) -> None:
        """Add an item in the plot's coordinates: layers and shares."""
        self._plot.add(item)

    def arrange(self, area: QRectF) -> None:
        """Set the area for the plot with its titles and the labels at its right."""
        self._area = area

    def load(
        self,
        depths: FloatArray,
        nu: Mapping[str, FloatArray],
        limits: Mapping[str, FloatArray],
        *,
        several: bool,
        bands: int = MAX_BANDS,
        names: Mapping[str, str] | None = None,
        others: Sequence[tuple[Label, float]] = (),
    ) -> None:
        """Load the shares of all families.

        Parameters
        ----------
        depths
            Shape (d,), rising.
        nu
            Quartiles by family, (3, d) each, the lead family first.
        limits
            The limits of infinite width by family, (d,) each.
        several
            Whether the quartiles are of several networks; the title then explains the bands.
        bands
            The number of first families with a band of quartiles.
        names
            Names at the ends of the curves; by default those of the families.
        others
            Names of other curves, with their texts, and the share at which each curve ends, or NaN.

        """
        stage, theme = self._stage, self._stage.view.theme
        self._depths = depths
        self._medians = {family: quartiles[1] for family, quartiles in nu.items()}
        self._texts, self._others = names or family_names(nu, hall=stage.view.hall), others
        self._place_plot()
        self._set_axes(depths)
        unknown = np.full((3, len(depths)), np.nan)
        for depth, family in enumerate(front_first(nu)):
            self._dots[family].setZValue(30 - depth)
            self._rings[family].setZValue(50 - depth)
            quartiles = nu.get(family, unknown)
            low, _, high = quartiles if family in list(nu)[:bands] else unknown
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
        self._cursor.update_style()
        self._label_curves()
        self._set_titles(lines=len(limits) if len(depths) > 1 else 0, several=several)

    def move(self, position: float) -> None:
        """Put the cursor at a position, a fractional index of depth, and the rings where it meets the curves."""
        index = np.arange(len(self._depths))
        at = float(np.interp(position, index, self._depths))
        self._cursor.move(at, self._choices, min(int(position), len(index) - 1))
        for family, ring in self._rings.items():
            medians = self._medians.get(family)
            place = np.nan if medians is None else interpolated(medians, position)
            ring.set_points(np.array([[at, place]]))
            ring.set_visible_count(1)

    def style(self, family: str, dot: str = "iterate") -> CurveStyle:
        """Return the style of a family's curve, with dots of the size of a role."""
        stage = self._stage
        return stage.curve_style(stage.view.theme.series[family], dot=dot)

    def _place_plot(self) -> None:
        """Place the plot, with a margin for the longest name on its right."""
        stage = self._stage
        named = [stage.write(self._names[family], self._texts[family], bold=True) for family in self._named]
        widest = max(label.width for label in (*named, *(label for label, _ in self._others)))
        margin = NAME_GAP * stage.text_size("label") + widest
        self._frame.place(self._area, left_margin=LEFT_MARGIN, right_margin=margin)

    @property
    def _named(self) -> list[str]:
        """The families that are named at their ends."""
        return list(self._medians)[: MAX_NAMED - len(self._others)]

    def _set_axes(self, depths: FloatArray) -> None:
        first, last = float(depths[0]), float(depths[-1])
        margin = AXIS_MARGIN * max(last - first, 2.0)
        self._plot.set_range((first - margin, last + margin), (-AXIS_MARGIN, 1.0 + AXIS_MARGIN))
        shares = [(at, tr("0") if at == 0.0 else percent(at)) for at in (0.0, 0.5, 1.0)]
        self._plot.set_ticks(ticks := depth_ticks(depths), shares)
        self._choices = position_choices(depths, np.array([at for at, _ in ticks]))

    def _label_curves(self) -> None:
        """Name the curves at their right ends, moved apart where the names would overlap."""
        stage = self._stage
        for label in self._names.values():
            label.setVisible(False)
        ends = [(label, self._plot.point(0.0, share).y()) for label, share in self._others if np.isfinite(share)]
        for family in self._named:
            known = self._medians[family][np.isfinite(self._medians[family])]
            if len(known):
                color = stage.view.theme.series[family].label
                label = stage.write(self._names[family], self._texts[family], color=color, bold=True)
                label.setVisible(True)
                ends.append((label, self._plot.point(0.0, float(known[-1])).y()))
        for label, share in self._others:
            label.setVisible(bool(np.isfinite(share)))
        place_line_names(self.rect, ends)

    def _set_titles(self, *, lines: int, several: bool) -> None:
        """Set the titles of the axes, and the legend for unlabeled curves and for the `lines` of infinite width."""
        stage, area, title = self._stage, self._area, self._stage.text_size("axis_title")
        color = stage.view.theme.secondary
        self._frame.set_x_title(tr("layers L"))
        rest = list(self._medians)[len(self._named) :]
        others = [Span(family_name(family), family) for family in rest]
        also: str = tr("also {list}", list=enumeration(others)) if others else ""
        limit_text = ntr("line: infinitely wide layers", "lines: infinitely wide layers", lines, "wide_limit")
        line: str = limit_text if lines else ""
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
            stage.write(self._legend, end, color=color)
            if self._frame.y_title.width + self._legend.width + 1.5 * title < area.width():
                break
        self._legend.place(area.right(), area.top() + 0.8 * title, align=1)


def front_first(families: Collection[str]) -> list[str]:
    """Return all families, the given ones first, as these are drawn in front."""
    return [*families, *(family for family in FAMILY_NAMES if family not in families)]


def interpolated(values: FloatArray, position: float) -> float:
    """Return the value interpolated at a fractional index; the lower value where the upper one is not finite."""
    step = int(position)
    part = position - step
    ring = float(values[step]) if step < len(values) else float(values[-1])
    there = float(values[step + 1]) if part and step + 1 < len(values) else ring
    return ring + part * (there - ring) if np.isfinite(there) else ring


def depth_ticks(depths: FloatArray) -> Ticks:
    """Return ticks at the first and the last depth, and at round depths between them that are not close to these."""
    first, last = float(depths[0]), float(depths[-1])
    interval = next(each for each in TICK_INTERVALS if last - first <= 3.5 * each)
    marked = {first, last}
    marked |= {at for at in depths.tolist() if at % interval == 0.0 and min(at - first, last - at) > 0.6 * interval}
    if len(marked) == 2 and len(depths) > 2:
        marked.add(float(depths[len(depths) // 2]))
    return [(at, number(at)) for at in sorted(marked)]
