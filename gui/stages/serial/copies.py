"""serial/copies: steps per second against the number of chains side by side, per chain and in total."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath
from PySide6.QtWidgets import QGraphicsLineItem, QGraphicsPathItem

from core.arrays import FloatArray
from core.obstacles.serial.copies import CopiesResult
from gui.picture.log_plot import PLATE_Z, LogPlot, log_points, ring_style
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.band import Band
from gui.plots.baselines import place_line_names
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.plot import CURSOR_Z
from gui.plots.ticks import decade_ticks
from gui.stages.serial.copies_words import (
    LEAD,
    PER_COPY,
    SERIES,
    TOTAL,
    caption,
    caveat,
    copies_text,
    curve_names,
    half_rate_wordings,
    hero,
    hero_wordings,
    plateau_wordings,
    rate_title,
    title,
)
from gui.style.theme import pen
from gui.wording.text import number, tr, tr_noop

MARGIN_DECADES = 0.15
"""Margin between the axes and the data, in decades."""
MIN_DECADES = 2.0
"""Minimum range of an axis, in decades."""
MAX_TEXT_SHARE = 0.42
"""Maximum width of a text in the plot, as a share of the plot's width."""
TICK_FREE_SHARE = 0.03
"""Share of the plot's height at its top without ticks, where the cursor's label stands."""
MAX_TEXT_HEIGHT = 0.5
"""Maximum height of the texts below the rates, as a share of the plot's height."""


class CopiesStage(Stage[CopiesResult]):
    """Steps a second against copies on logarithmic axes, measured dots in bands of quartiles."""

    position_label = tr_noop("number of copies {n} of {all}")
    slow_steps = 0

    def _build(self) -> None:
        self._log_plot = LogPlot(self)
        self._dots = {key: self._log_plot.make_dots(30 - depth) for depth, key in enumerate(SERIES)}
        self._bands = {key: Band(revealed=True) for key in SERIES}
        for band in self._bands.values():
            band.setZValue(-10)
            self._log_plot.plot.add(band)
        self._rings = {key: self._log_plot.make_dots(40) for key in ((LEAD, TOTAL), (LEAD, PER_COPY))}
        self._cursor, self._marks = self.add(QGraphicsLineItem()), [self.add(QGraphicsPathItem()) for _ in range(2)]
        self._cursor.setZValue(CURSOR_Z)
        self._mark_names = [self.add(Label("label")) for _ in self._marks]
        self._reached: list[float | None] = [None, None]
        for line in self._marks:
            line.setZValue(PLATE_Z - 1)
        self._hero, self._below, self._count = (self.add(Label(role)) for role in ("hero", "axis_title", "label"))
        self._names = {key: self.add(Label("label")) for key in SERIES}
        mark_static(*self._names.values())

    def _arrange(self, view: View, picture: QRectF) -> None:
        self._log_plot.arrange(picture, names_width=(6.6 if view.hall else 7.6) * self.text_size("label"))

    def _load(self, result: CopiesResult, *, grown: bool) -> None:
        theme, log_plot = self.view.theme, self._log_plot
        log_plot.set_axis_titles(tr("copies M, side by side"), rate_title(result))
        self._set_axes(result)
        for (way, kind), dots in self._dots.items():
            rates: FloatArray = getattr(result, kind).get(way, np.empty((0, 3)))
            copies, method = result.copies[: len(rates)], theme.series[SERIES[way, kind]]
            dots.set_style(self.curve_style(method))
            dots.set_points(log_points(copies, rates[:, 1]))
            band = self._bands[way, kind]
            band.set_color(method.stroke, rim=self.stroke_width("data"))
            band.set_curves(np.log10(copies), np.log10(rates[:, 0]), np.log10(rates[:, 2]))
        for key, ring in self._rings.items():
            ring.set_style(self.curve_style(ring_style(theme.series[SERIES[key]]), dot="current"))
        self._label_curves(result)
        self._place_texts()
        self._mark_features(result)
        self.set_title(title(result), tr("total = M × rate of each copy"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: CopiesResult, position: float) -> None:
        shown = int(position)
        end = float(np.log10(result.copies[shown - 1])) if shown else -np.inf
        for key, dots in self._dots.items():
            dots.set_visible_count(shown)
            self._bands[key].set_reveal_end(end)
        last = result.copies[max(shown - 1, 0) : shown]
        for (way, kind), ring in self._rings.items():
            ring.set_points(log_points(last, getattr(result, kind)[way][max(shown - 1, 0) : shown, 1]))
            ring.set_visible_count(1)
        self._cursor.setVisible(shown > 0)
        self._count.setVisible(shown > 0)
        color = self.view.theme.series[SERIES[LEAD, TOTAL]].label
        self.write(self._hero, hero(result, shown), color=color, bold=True)
        room, secondary = MAX_TEXT_SHARE * self._log_plot.rect.width(), self.view.theme.secondary
        self.write_fitting(self._below, hero_wordings(result, shown), room, color=secondary, plate=True)
        for at, line, label in zip(self._reached, self._marks, self._mark_names, strict=True):
            for item in (line, label):
                item.setVisible(shown > 0 and not self._small and at is not None and at <= float(last[0]))
        if shown:
            self._move_cursor(float(last[0]))

    def _move_cursor(self, copies: float) -> None:
        """Put the cursor with its label at a number of copies."""
        rect, size = self._log_plot.rect, self.text_size("label")
        x = self._log_plot.pixel(copies, 1.0).x()
        label = self.write(self._count, copies_text(copies))
        half_width = label.width / 2 + 0.4 * size
        label.place_at_top(rect, min(max(x, rect.left() + half_width), rect.right() - half_width), align=0.5)
        words = max(self._hero.rect.right(), self._below.rect.right()) + self.px(8)
        bottom = self._hero.rect.top() if x < words else rect.bottom()
        self._cursor.setPen(pen(QColor(self.view.theme.secondary), self.stroke_width("theory")))
        self._cursor.setLine(QLineF(x, label.rect.bottom(), x, bottom))

    def _set_axes(self, result: CopiesResult) -> None:
        """Set the axes to all requested numbers of copies and all rates, with room for texts above and below."""
        asked = np.log10([min(result.params.copies), max(result.params.copies)])
        x = _widened(float(asked[0]), float(asked[1]))
        rates = np.log10(np.concatenate([*result.per_copy.values(), *result.total.values()]))
        low, high = _widened(float(rates.min()), float(rates.max()))
        left = np.log10(result.copies) < x[0] + MAX_TEXT_SHARE * (x[1] - x[0])
        least = (
            min((float(np.log10(each[left, 0]).min()) for each in result.per_copy.values()), default=high)
            if left.any()
            else high
        )
        if (half_at := result.half_at[LEAD]) is not None:
            least = min(least, _log_rate(result, PER_COPY, half_at))
        size, height = self.text_size("label"), self._log_plot.rect.height()
        above, below = min(2.2 * size / height, 0.2), min((self._text_height() + 2.4 * size) / height, MAX_TEXT_HEIGHT)
        # Both margins depend on each other; the fixed-point iteration converges quickly.
        for _ in range(8):
            low = min(low, (least - below * high) / (1 - below))
            high = max(high, (float(rates.max()) - above * low) / (1 - above))
        self._log_plot.plot.set_range((x[0] - MARGIN_DECADES, x[1] + MARGIN_DECADES), (low - 2 * MARGIN_DECADES, high))
        ticks = (
            decade_ticks(max(x[0], 0.0), x[1])
            if np.ceil(x[0]) < np.floor(x[1])
            else [(float(asked[0]), number(10.0 ** asked[0]))]
        )
        self._log_plot.plot.set_ticks(
            ticks, decade_ticks(low - 2 * MARGIN_DECADES, high - TICK_FREE_SHARE * (high - low), 5)
        )

    def _text_height(self) -> float:
        return 1.3 * self.text_size("hero") + 1.5 * self.text_size("axis_title")

    @property
    def _small(self) -> bool:
        """Whether the texts take too much of a small picture, as text has a minimum size; then fewer are shown."""
        return (self._text_height() + 2.4 * self.text_size("label")) / self._log_plot.rect.height() > MAX_TEXT_HEIGHT

    def _label_curves(self, result: CopiesResult) -> None:
        """Label the curves at the height of their last values."""
        wordings = curve_names(compiled="numba" in result.total)
        for key, label in self._names.items():
            label.setVisible(key in wordings)
        ends = []
        for (way, kind), words in wordings.items():
            label = self.write(self._names[way, kind], words, color=self.view.theme.series[SERIES[way, kind]].label)
            ends.append((label, self._log_plot.pixel(1.0, float(getattr(result, kind)[way][-1, 1])).y()))
        place_line_names(self._log_plot.rect, ends)

    def _place_texts(self) -> None:
        """Place the hero number and its explanation in the bottom left corner."""
        rect = self._log_plot.rect
        left, last = rect.left() + self.px(24), rect.bottom() - 0.7 * self.text_size("axis_title")
        self._below.setVisible(not self._small)
        self._hero.place(
            left, last if self._small else last - 0.3 * self.text_size("hero") - self.text_size("axis_title")
        )
        self._below.place(left, last)

    def _mark_features(self, result: CopiesResult) -> None:
        """Mark where the rate per copy has halved, and the plateau of the total."""
        at, found = result.half_at[LEAD], None
        if result.complete and result.plateau_unbroken[LEAD]:
            found = result.plateau[LEAD]
        self._reached = [at, found and found[1]]
        if at is not None and (between := result.half_between[LEAD]) is not None:
            size, left = self.text_size("label"), self._log_plot.rect.left() + 0.5 * self.text_size("label")
            label, point = (
                self._write_mark(0, PER_COPY, half_rate_wordings(*between)),
                self._curve_point(result, PER_COPY, at),
            )
            # The curve falls, so there is room below it on the left.
            label.place(max(point.x() - label.width, left), point.y() + 2.2 * size)
            self._marks[0].setPath(_level_path(point, point, point.x(), self._above(label)))
        if found is not None:
            ended = found[1] < result.copies[-1]
            label = self._write_mark(1, TOTAL, plateau_wordings(*found, ended=ended))
            half_best = float(result.total[LEAD][:, 1].max()) / 2
            first, last = (self._log_plot.pixel(end, half_best) for end in found)
            middle = (first.x() + last.x() - label.width) / 2
            # The plate of the label must not touch the labels of the curves on the right.
            air = 0.5 * self.text_size("label")
            left = max(min(middle, self._log_plot.rect.right() - label.width - air), self._log_plot.rect.left() + air)
            self._place_below(label, left, first.y(), self._dots_of(result))
            self._marks[1].setPath(_level_path(first, last, label.rect.center().x(), self._above(label)))

    def _above(self, label: Label) -> float:
        """Return a y slightly above a label's plate."""
        return label.sceneBoundingRect().top() - self.stroke_width("theory")

    def _place_below(self, label: Label, left: float, level: float, spots: list[QPointF]) -> None:
        """Place a label below a level, and below the dots that it would cover."""
        size, reach = self.text_size("label"), 0.5 * self.stroke_width("iterate")
        for point in sorted(spots, key=lambda point: point.y()):
            label.place(left, level + 2.0 * size)
            if label.rect.adjusted(-reach, -0.2 * size, reach, reach).contains(point):
                level = point.y() - 0.2 * size
        label.place(left, level + 2.0 * size)

    def _dots_of(self, result: CopiesResult) -> list[QPointF]:
        """Return the pixel positions of all dots."""
        rates = [each[:, 1] for kind in (result.total, result.per_copy) for each in kind.values()]
        return [self._log_plot.pixel(*point) for each in rates for point in zip(result.copies, each, strict=True)]

    def _write_mark(self, mark: int, kind: str, wordings: tuple[str, ...]) -> Label:
        """Write the label of a mark in the color of its curve."""
        method = self.view.theme.series[SERIES[LEAD, kind]]
        self._marks[mark].setPen(pen(QColor(method.stroke), self.stroke_width("theory"), (4.0, 3.0)))
        room = MAX_TEXT_SHARE * self._log_plot.rect.width()
        return self.write_fitting(self._mark_names[mark], wordings, room, color=method.label, plate=True)

    def _curve_point(self, result: CopiesResult, kind: str, copies: float) -> QPointF:
        """Return the pixel position of a curve at a number of copies."""
        return self._log_plot.plot.point(float(np.log10(copies)), _log_rate(result, kind, copies))


def _level_path(first: QPointF, last: QPointF, x: float, bottom: float) -> QPainterPath:
    """Return a path between two points, with a leader line down at `x` to its label."""
    path = QPainterPath(first)
    path.lineTo(last)
    path.moveTo(x, first.y())
    path.lineTo(x, bottom)
    return path


def _log_rate(result: CopiesResult, kind: str, copies: float) -> float:
    """Return log10 of the median rate at a number of copies, interpolated between measured ones."""
    rates = getattr(result, kind)[LEAD][:, 1]
    return float(np.interp(np.log10(copies), np.log10(result.copies), np.log10(rates)))


def _widened(low: float, high: float) -> tuple[float, float]:
    """Return a range, widened on both sides to at least `MIN_DECADES`."""
    more = max(MIN_DECADES - (high - low), 0.0) / 2
    return low - more, high + more
