"""A plot of steps against batch size: dots between perfect scaling and a floor, the bend, and the noise scale."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from gui.picture.failure_lane import top_with_lane
from gui.picture.log_plot import PLATE_Z, LogPlot, clipped_below, few_ticks, log_points
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle
from gui.plots.label import Label
from gui.plots.ticks import decade_ticks
from gui.style.series import SeriesStyle
from gui.style.theme import pen
from gui.wording.text import Sentence, tr

MARGIN_DECADES = 0.12
"""Margin between the axes and the data, in decades."""
LEAST_DECADES = 1.0
"""The axis of steps reaches at least so far above the fewest."""
FLOOR_HEIGHT, HIGHER_FLOOR = 0.26, 0.36
"""Height of the floor, as a share of the plot's height; labels stand below it, in the second case two rows of them."""


def headline(*, at_most_halves: bool) -> Sentence:
    """Return the title of a picture of steps against batch size."""
    if at_most_halves:
        return tr("Past the bend a larger batch saves at most half the steps", "at_most_halves")
    return tr("How many steps does a larger batch save?")


class BatchCurve(LogPlot):
    """Dots, dashed lines of perfect scaling and of the floor, an upright line at the bend, and a bar on the axis.

    Attributes
    ----------
    dots
        One for each batch size.
    bend, scale_bar
        The line at the bend, and the bar over the noise scale.
    floor_name, ideal_name, bend_name, scale_name
        Their labels.
    counts_top, top
        The decades at the top of all counts, and of the axis: a lane between them is left free.

    """

    def __init__(self, stage: Stage[Any]) -> None:
        super().__init__(stage)
        self.dots = self.make_dots(30)
        self.counts_top, self.top, self._first, self._last = 0.0, 0.0, 0.0, 0.0
        self.bend, self.scale_bar = stage.add(QGraphicsLineItem()), stage.add(QGraphicsLineItem())
        self.bend.setZValue(PLATE_Z - 1)
        self.floor_name, self.ideal_name = stage.add(Label("label")), stage.add(Label("label"))
        self.bend_name, self.scale_name = stage.add(Label("label")), stage.add(Label("axis_title"))
        for label in (self.ideal_name, self.scale_name):
            label.setZValue(PLATE_Z)
        mark_static(self.bend, self.scale_bar, self.floor_name, self.ideal_name, self.bend_name, self.scale_name)

    def set_counts(
        self,
        style: CurveStyle,
        batch_sizes: FloatArray,
        steps: FloatArray,
        ideal: FloatArray,
        floor: float | None,
        curves: Sequence[tuple[CurveStyle, FloatArray, FloatArray]] = (),
        *,
        lane: float = 0.0,
        marked: FloatArray | None = None,
        floor_height: float = FLOOR_HEIGHT,
    ) -> None:
        """Set axes, dots and lines.

        Parameters
        ----------
        style
            Of the dots.
        batch_sizes, steps, ideal
            Ascending, with the counts and those of perfect scaling, NaN where unknown; shape (n,).
        floor
            The fewest steps; None if they are unknown.
        curves
            More lines, over those of perfect scaling and of the floor.
        lane
            The share of the height that is left free above all counts.
        marked
            Batch sizes of which the first, middle and last are marked on the axis; by default all.
        floor_height
            Height of the floor, as a share of the height below the lane.

        """
        known = steps[np.isfinite(steps)]
        high = _high(known) if len(known) else 3.0
        low = 0.0 if floor is None else _low(floor, high, floor_height)
        self.counts_top, self.top = high, top_with_lane(low, high, lane)
        self._first, self._last = np.log10(batch_sizes[[0, -1]]).tolist()
        self.plot.set_range((self._first - MARGIN_DECADES, self._last + MARGIN_DECADES), (low, self.top))
        self.plot.set_ticks(few_ticks(batch_sizes if marked is None else marked), decade_ticks(low, high, 3))
        theme = self._stage.view.theme
        dashed = self._stage.curve_style(SeriesStyle(theme.axis, theme.secondary, (6.0, 4.0)))
        inside = ideal <= 10.0**high  # sizes that do not arrive are above
        lines = [(dashed, *clipped_below(10.0**low, batch_sizes[inside], ideal[inside]))]
        if floor is not None:
            lines += [(dashed, batch_sizes, np.full(batch_sizes.shape, floor))]
        self.set_lines([*lines, *curves])
        self.dots.set_style(style)
        self.dots.set_points(log_points(batch_sizes, steps))

    def mark_floor(self, words: str, last: float, floor: float) -> None:
        """Label the floor above its right end, at the last batch size."""
        self.write(self.floor_name, words, (last, floor), (-0.01, 0.6), color=self._stage.view.theme.secondary)

    def mark_floor_under_dots(self, words: str, first: float, last: float, bend: float, floor: float) -> None:
        """Label a floor whose dots reach its right end: above its left end, or if the bend is too near, below it."""
        color = self._stage.view.theme.secondary
        self.write(self.floor_name, words, (first, floor), (0.3, 0.6), color=color)
        if self.floor_name.rect.right() > self.pixel(bend, floor).x() - self.floor_name.rect.height():
            self.write(self.floor_name, words, (last, floor), (-0.8, -1.5), color=color)

    def mark_ideal(self, first: float, floor: float) -> None:
        """Label perfect scaling, which is at `first` for a batch of one: right of the line, below the floor.

        Where there is no room, left of its middle.
        """
        at, color = (first / (0.85 * floor), 0.85 * floor), self._stage.view.theme.secondary
        self.write(self.ideal_name, tr("perfect scaling"), at, (1.4, -0.9), color=color, plate=True)
        if self.ideal_name.rect.right() > self.rect.right():
            smallest = 10.0**self._first
            middle = math.sqrt(smallest * first / floor)
            at = middle, first / middle
            self.write(self.ideal_name, tr("perfect scaling"), at, (-0.8, -0.6), color=color)

    def mark_bend(self, words: str, batch_size: float, steps: float, floor: float) -> None:
        """Draw a line from a point down to the axis, and label the point: right above it, or left below the floor."""
        self.write(self.bend_name, words, (batch_size, steps), (0.4, 0.7))
        if self.bend_name.rect.right() > self.rect.right():
            self.write(self.bend_name, words, (batch_size, floor), (-0.4, -1.2))
        top = self.pixel(batch_size, steps)
        self.bend.setPen(pen(QColor(self._stage.view.theme.ink), self._stage.stroke_width("theory")))
        self.bend.setLine(QLineF(top.x(), top.y(), top.x(), self.rect.bottom()))

    def mark_noise_scale(self, first: float, last: float, wordings: tuple[str, ...], *, above: bool = False) -> None:
        """Draw a bar on the axis between two batch sizes, with the first of several wordings that fits beside it.

        `above` puts the words above the bar, before the last batch size, where the bar may end at that.
        """
        stage, rect = self._stage, self.rect
        ends = [self.plot.point(float(np.log10(each)), 0.0).x() for each in (first, last)]
        thick, size = 2.0 * stage.stroke_width("data"), stage.text_size("axis_title")
        self.scale_bar.setPen(pen(QColor(stage.view.theme.secondary), thick))
        self.scale_bar.setLine(QLineF(ends[0], rect.bottom() - thick, ends[1], rect.bottom() - thick))
        color, beside, end = (
            stage.view.theme.secondary,
            ends[1] + 0.6 * size,
            self.plot.point(self._last, 0.0).x() - 0.5 * size,
        )
        room = end - rect.left() if above else rect.right() - beside
        stage.write_fitting(self.scale_name, wordings, room, color=color, plate=True)
        if above:
            self.scale_name.place(end, rect.bottom() - 2.0 * thick - 0.4 * size, align=1)
        else:
            self.scale_name.place_at_bottom(rect, beside)
        # A very small picture has room for only one row of labels below the floor.
        below = self.scale_name.rect.top() > self.ideal_name.rect.bottom() - 0.3 * size
        self.scale_name.setVisible(below or not self.ideal_name.isVisible())


def _high(steps: FloatArray) -> float:
    """Return the decade above all steps, shape (n,)."""
    low, high = np.log10([steps.min(), steps.max()]).tolist()
    return float(max(high, low + LEAST_DECADES)) + MARGIN_DECADES


def _low(floor: float, high: float, share: float) -> float:
    """Return the decade of the bottom of the axis, for a floor at a share of the height up to `high`."""
    return (float(np.log10(floor)) - share * high) / (1.0 - share)
