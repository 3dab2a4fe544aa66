"""network/spectrum: the curvature along every direction, steepest first, while the network learns."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsRectItem

from core.arrays import FloatArray
from core.obstacles.network.curvature import FLAT as FLAT_SHARE
from core.obstacles.network.curvature import steepest
from core.obstacles.network.spectrum import SpectrumResult
from gui.picture.log_plot import LogPlot
from gui.picture.readouts import Row
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.dot_row import DotRow
from gui.plots.label import Label
from gui.plots.plot import CURSOR_Z, Ticks
from gui.stages.network.loss_strip import LossStrip
from gui.stages.network.spectrum_words import (
    DOWNWARD,
    FLAT,
    UPWARD,
    caption,
    caveat,
    downward_wordings,
    empty_text,
    flat_wordings,
    formula,
    hero,
    hero_wordings,
    moment_wordings,
    title,
    zero_text,
)
from gui.style.theme import pen
from gui.wording.text import number, power_of_ten, tr

BORDER = float(np.log10(FLAT_SHARE))
"""Decades of the ratio below which a direction is nearly flat."""
LOWEST = -8.0
"""Decades of the smallest ratio that has a place on the axis; smaller ones, and 0, are in a lane below."""
LANE = 1.2
"""Height of the lane, in decades."""
TOP, HIGHEST = 0.4, 3.0
"""Decades above the largest ratio, and of the largest that is drawn: downward a loss may be steeper than upward."""
ROW_SHARE = 0.72
"""The share of the picture's width that the row with the hero number takes, beside the strip of losses."""
LABEL_SHARE = 0.36
"""The share of the plot's width that labels above the shaded part take, at most."""
START_PLACE = 0.22
"""Where along the directions the dots of the start are labeled."""
SIDE = 0.012
"""Margin on both sides of the directions, as a share of their number."""
DOT, HOLLOW, START = 0.6, 1.0, 0.25
"""Diameters of filled and of hollow dots, and of those of the start, in those of an iterate."""


class SpectrumStage(Stage[SpectrumResult]):
    """A dot for each direction, hollow where the loss curves downward; below 1/1000 of the steepest is shaded."""

    slow_steps = 0

    def _build(self) -> None:
        self._row, self._strip, self._plot = Row(self), LossStrip(self), LogPlot(self, linear_x=True)
        self._rows = {key: DotRow() for key in ("start", UPWARD, DOWNWARD)}
        for depth, row in enumerate(self._rows.values()):
            row.setZValue(10 + depth)
            self._plot.add(row)
        mark_static(self._rows["start"])
        self._shade, self._span = self.add(QGraphicsRectItem()), self.add(QGraphicsPathItem())
        self._shade.setPen(Qt.PenStyle.NoPen)
        self._shade.setZValue(CURSOR_Z)
        self._flat_label, self._downward_label = self.add(Label("label")), self.add(Label("label"))
        self._zero_label, self._start_label = self.add(Label("axis_title")), self.add(Label("axis_title"))
        self._empty_label = self.add(Label("label"))
        mark_static(self._shade, self._flat_label, self._downward_label, self._empty_label)
        self._heights: FloatArray = np.empty((0, 0))

    def position_number(self, position: int) -> int:
        """Return the step at a position."""
        result = self.result
        return 0 if result is None or not len(result.steps) else int(result.steps[_place(result, position)])

    def _arrange(self, view: View, picture: QRectF) -> None:
        left = picture.left() + ROW_SHARE * picture.width()
        row = QRectF(picture.left(), picture.top(), left - self.px(24) - picture.left(), picture.height())
        top = self._row.arrange(row) + self.px(8)
        self._strip.arrange(QRectF(left, picture.top(), picture.right() - left, top - picture.top()))
        self._plot.arrange(QRectF(picture.left(), top, picture.width(), picture.bottom() - top))

    def _load(self, result: SpectrumResult, *, grown: bool) -> None:
        theme, series = self.view.theme, self.view.theme.series
        size = self.stroke_width("iterate")
        self._rows["start"].set_style(theme.contour, START * size)
        self._rows[UPWARD].set_style(series[UPWARD].stroke, DOT * size)
        self._rows[DOWNWARD].set_style(series[DOWNWARD].stroke, HOLLOW * size, inside=theme.background)
        self._heights = heights_of(result)
        self._ranks = np.arange(1.0, result.weight_count + 1.0)
        self._set_axes(result)
        self._plot.set_axis_titles(tr("direction, steepest first"), tr("curvature ÷ that of the steepest"))
        self._write_labels(result)
        start = self._heights[0] if len(self._heights) else np.full(len(self._ranks), np.nan)
        self._rows["start"].set_points(np.column_stack([self._ranks, start])[np.isfinite(start)])
        self._strip.load(result.losses, result.used.target_loss)
        self._row.reserve(*(hero(result, place) for place in range(max(1, len(result.steps)))))

    def _describe(self, result: SpectrumResult) -> None:
        self.set_title(title(result), formula(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: SpectrumResult, position: float) -> None:
        place = _place(result, position)
        color = self.view.theme.series[FLAT].label
        self._row.set_values(hero(result, place), color, hero_wordings(result), moment_wordings(result, place))
        self._strip.move(position)
        for item in (self._span, self._zero_label, self._rows[UPWARD], self._rows[DOWNWARD]):
            item.setVisible(len(self._heights) > 0)
        if not len(self._heights):
            return
        following = min(place + 1, len(self._heights) - 1)
        share = min(position - place, 1.0)
        heights = (1.0 - share) * self._heights[place] + share * self._heights[following]
        downward = result.eigenvalues[place if share < 0.5 else following] < 0.0
        for key, mask in ((UPWARD, ~downward), (DOWNWARD, downward & (heights > LOWEST))):
            self._rows[key].set_points(np.column_stack([self._ranks[mask], heights[mask]]))
        self._place_span(float(np.count_nonzero(heights < BORDER)), result)
        self.write(self._zero_label, zero_text(result, place), color=self.view.theme.secondary)
        rect = self._plot.rect
        self._zero_label.place(rect.left() + 0.6 * self.text_size("label"), self._plot.plot.point(0.0, LOWEST).y())
        self._start_label.setVisible(place > 0 and self._start_label.rect.top() > rect.top())

    def _place_span(self, flat: float, result: SpectrumResult) -> None:
        """Draw how many directions are nearly flat, as a line along the border of the shaded part."""
        right = self._plot.plot.point(result.weight_count + 0.5, 0.0).x()
        at = self._plot.plot.point(result.weight_count + 0.5 - flat, BORDER)
        width = self.stroke_width("data")
        path, tall = QPainterPath(), 3.0 * width
        for line in (
            QLineF(at.x(), at.y(), right, at.y()),
            *(QLineF(x, at.y() - tall, x, at.y() + tall) for x in (at.x(), right)),
        ):
            path.moveTo(line.p1())
            path.lineTo(line.p2())
        self._span.setPen(pen(QColor(self.view.theme.series[FLAT].stroke), width))
        self._span.setPath(path)

    def _set_axes(self, result: SpectrumResult) -> None:
        plot, count = self._plot.plot, float(result.weight_count)
        top = max(float(self._heights.max(initial=0.0)), 0.0) + TOP
        margin = SIDE * count
        plot.set_range((0.5 - margin, count + 0.5 + margin), (LOWEST - LANE, top))
        plot.set_ticks(
            rank_ticks(result.weight_count),
            [*((at, power_of_ten(int(at))) for at in (0.0, -3.0, -6.0)), (LOWEST - 0.5 * LANE, "≈ 0")],
        )
        border = plot.point(0.0, BORDER).y()
        rect = plot.rect
        color = QColor(self.view.theme.high)
        color.setAlphaF(0.5)
        self._shade.setBrush(color)
        self._shade.setRect(QRectF(rect.left(), border, rect.width(), rect.bottom() - border))

    def _write_labels(self, result: SpectrumResult) -> None:
        """Label the shaded part and the hollow dots above its border, and the dots of the start."""
        theme, rect, size = self.view.theme, self._plot.rect, self.text_size("label")
        known = len(self._heights) > 0
        self._flat_label.setVisible(known)
        self._shade.setVisible(known)
        self._downward_label.setVisible(False)
        self._start_label.setVisible(False)
        self._empty_label.setVisible(not known)
        self.write(self._empty_label, empty_text(result), color=theme.secondary)
        self._empty_label.place(rect.center().x(), rect.center().y(), align=0.5)
        if not known:
            return
        room, border = LABEL_SHARE * rect.width(), self._plot.plot.point(0.0, BORDER).y()
        right = self._plot.plot.point(float(self._ranks[-1]), 0.0).x()
        for label, wordings, key, height in (
            (self._flat_label, flat_wordings(), FLAT, 0.6),
            (self._downward_label, downward_wordings(), DOWNWARD, 1.8),
        ):
            self.write_fitting(label, wordings, room, color=theme.series[key].label)
            label.place(right, border - height * size, align=1)
        some = bool((result.share_negative > 0.0).any())
        self._downward_label.setVisible(some and self._downward_label.rect.top() > rect.top())
        # Above the dots of the start, on the left of which they are steeper.
        rank = int(START_PLACE * len(self._ranks))
        at = self._plot.plot.point(float(self._ranks[rank]), float(self._heights[0, rank]))
        self.write(self._start_label, tr("at the start"), color=theme.secondary)
        self._start_label.place(at.x(), at.y() - 0.5 * size)


def _place(result: SpectrumResult, position: float) -> int:
    """Return the index of the spectrum at a position."""
    return max(0, min(int(position), len(result.steps) - 1))


def heights_of(result: SpectrumResult) -> FloatArray:
    """Return the heights of all directions, (s, P): decades of their curvature over the steepest, or of the lane."""
    sizes = np.abs(result.eigenvalues)
    # Where no direction curves upward the curvatures are divided by the largest of all.
    scale = np.fmax(steepest(result.eigenvalues), 0.0)
    scale = np.where(scale > 0.0, scale, np.maximum(sizes.max(axis=-1, initial=0.0), np.finfo(float).tiny))
    lane = LOWEST - 0.5 * LANE
    heights: FloatArray = np.log10((sizes / scale[:, None]).clip(10.0**lane, 10.0**HIGHEST))
    return np.where(heights < LOWEST, lane, heights)


def rank_ticks(count: int) -> Ticks:
    """Return ticks at the first and the last direction, and at round ones between that are not close to these."""
    sizes = [factor * 10**power for power in range(5) for factor in (1, 2, 5)]
    step = next(size for size in sizes if count <= 3.5 * size)
    between = [at for at in range(step, count, step) if count - at > 0.12 * count]
    return [(float(at), number(at)) for at in (1, *between, count)]
