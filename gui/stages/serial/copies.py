"""serial/copies: steps a second of more and more chains side by side, each of them and all together."""

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
from gui.plots.baselines import label_baselines
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.plot import CURSOR_Z
from gui.plots.ticks import decade_ticks
from gui.stages.serial.copies_words import (
    LEAD,
    PER_COPY,
    SERIES,
    TOTAL,
    below,
    caption,
    caveat,
    counted,
    half,
    hero,
    names,
    plateau,
    rate_title,
    title,
)
from gui.style.theme import pen
from gui.wording.text import number, tr, tr_noop

AIR = 0.15
"""Decades between an axis and what is nearest to it."""
LEAST = 2.0
"""Decades that an axis has at least."""
WORDS = 0.42
"""The share of the plot's width that words in its corner may take."""
TOP = 0.03
"""The share of the plot's height at its top where no tick is: what is counted stands over it."""
MOST = 0.5
"""The share of the plot's height that words below the rates may take."""


class CopiesStage(Stage[CopiesResult]):
    """Steps a second against copies on logarithmic axes, measured dots in bands of quartiles."""

    position_label = tr_noop("number of copies {n} of {all}")
    slow_steps = 0

    def _build(self) -> None:
        self._law = LogPlot(self)
        self._dots = {key: self._law.make_dots(30 - depth) for depth, key in enumerate(SERIES)}
        self._bands = {key: Band(revealed=True) for key in SERIES}
        for band in self._bands.values():
            band.setZValue(-10)
            self._law.plot.add(band)
        self._here = {key: self._law.make_dots(40) for key in ((LEAD, TOTAL), (LEAD, PER_COPY))}
        self._now, self._marks = self.add(QGraphicsLineItem()), [self.add(QGraphicsPathItem()) for _ in range(2)]
        self._now.setZValue(CURSOR_Z)
        self._mark_names = [self.add(Label("label")) for _ in self._marks]
        self._reached: list[float | None] = [None, None]
        for line in self._marks:
            line.setZValue(PLATE_Z - 1)
        self._hero, self._below, self._count = (self.add(Label(role)) for role in ("hero", "axis_title", "label"))
        self._names = {key: self.add(Label("label")) for key in SERIES}
        mark_static(*self._names.values())

    def _arrange(self, view: View, picture: QRectF) -> None:
        self._law.arrange(picture, names_width=(6.6 if view.hall else 7.6) * self.text("label"))

    def _load(self, result: CopiesResult, *, grown: bool) -> None:
        theme, law = self.view.theme, self._law
        law.set_axis_titles(tr("copies M, side by side"), rate_title(result))
        self._range(result)
        for (way, kind), dots in self._dots.items():
            rates: FloatArray = getattr(result, kind).get(way, np.empty((0, 3)))
            copies, method = result.copies[: len(rates)], theme.series[SERIES[way, kind]]
            dots.set_style(self.curve_style(method))
            dots.set_points(log_points(copies, rates[:, 1]))
            band = self._bands[way, kind]
            band.set_color(method.stroke, rim=self.stroke("data"))
            band.set_curves(np.log10(copies), np.log10(rates[:, 0]), np.log10(rates[:, 2]))
        for key, here in self._here.items():
            here.set_style(self.curve_style(ring_style(theme.series[SERIES[key]]), dot="current"))
        self._name(result)
        self._arrange_words()
        self._mark(result)
        self.set_title(title(result), tr("total = M × rate of each copy"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: CopiesResult, position: float) -> None:
        shown = int(position)
        end = float(np.log10(result.copies[shown - 1])) if shown else -np.inf
        for key, dots in self._dots.items():
            dots.set_visible_count(shown)
            self._bands[key].set_reveal_end(end)
        last = result.copies[max(shown - 1, 0) : shown]
        for (way, kind), here in self._here.items():
            here.set_points(log_points(last, getattr(result, kind)[way][max(shown - 1, 0) : shown, 1]))
            here.set_visible_count(1)
        self._now.setVisible(shown > 0)
        self._count.setVisible(shown > 0)
        color = self.view.theme.series[SERIES[LEAD, TOTAL]].label
        self.write(self._hero, hero(result, shown), color=color, bold=True)
        room, secondary = WORDS * self._law.rect.width(), self.view.theme.secondary
        self.write_fitting(self._below, below(result, shown), room, color=secondary, plate=True)
        for at, line, label in zip(self._reached, self._marks, self._mark_names, strict=True):
            for item in (line, label):
                item.setVisible(shown > 0 and not self._small and at is not None and at <= float(last[0]))
        if shown:
            self._follow(float(last[0]))

    def _follow(self, copies: float) -> None:
        """Put the cursor at a number of copies, which it tells at its top."""
        rect, size = self._law.rect, self.text("label")
        x = self._law.pixel(copies, 1.0).x()
        label = self.write(self._count, counted(copies))
        half_width = label.width / 2 + 0.4 * size
        label.place(min(max(x, rect.left() + half_width), rect.right() - half_width), rect.top() + 0.9 * size, 0.5)
        words = max(self._hero.rect.right(), self._below.rect.right()) + self.px(8)
        bottom = self._hero.rect.top() if x < words else rect.bottom()
        self._now.setPen(pen(QColor(self.view.theme.secondary), self.stroke("theory")))
        self._now.setLine(QLineF(x, label.rect.bottom(), x, bottom))

    def _range(self, result: CopiesResult) -> None:
        """Give the axes all the copies that are asked for, and the rates with room for words above and below."""
        asked = np.log10([min(result.params.copies), max(result.params.copies)])
        x = _wide(float(asked[0]), float(asked[1]))
        rates = np.log10(np.concatenate([*result.per_copy.values(), *result.total.values()]))
        low, high = _wide(float(rates.min()), float(rates.max()))
        left = np.log10(result.copies) < x[0] + WORDS * (x[1] - x[0])
        least = (
            min((float(np.log10(each[left, 0]).min()) for each in result.per_copy.values()), default=high)
            if left.any()
            else high
        )
        if (half_at := result.half_at[LEAD]) is not None:
            least = min(least, _log_rate(result, PER_COPY, half_at))
        size, height = self.text("label"), self._law.rect.height()
        above, below = min(2.2 * size / height, 0.2), min((self._words_height() + 2.4 * size) / height, MOST)
        # What is at the bottom moves what is at the top, and the other way round: both settle at once.
        for _ in range(8):
            low = min(low, (least - below * high) / (1 - below))
            high = max(high, (float(rates.max()) - above * low) / (1 - above))
        self._law.plot.set_range((x[0] - AIR, x[1] + AIR), (low - 2 * AIR, high))
        ticks = (
            decade_ticks(max(x[0], 0.0), x[1])
            if np.ceil(x[0]) < np.floor(x[1])
            else [(float(asked[0]), number(10.0 ** asked[0]))]
        )
        self._law.plot.set_ticks(ticks, decade_ticks(low - 2 * AIR, high - TOP * (high - low), 5))

    def _words_height(self) -> float:
        return 1.3 * self.text("hero") + 1.5 * self.text("axis_title")

    @property
    def _small(self) -> bool:
        """Whether the picture is small beside its letters, which have a least size: then few words have to do."""
        return (self._words_height() + 2.4 * self.text("label")) / self._law.rect.height() > MOST

    def _name(self, result: CopiesResult) -> None:
        """Name the curves where they end: so far."""
        theme, size, rect = self.view.theme, self.text("label"), self._law.rect
        wordings = names(compiled="numba" in result.total)
        rows = sorted((float(getattr(result, kind)[way][-1, 1]), (way, kind)) for way, kind in wordings)
        baselines = [self._law.pixel(1.0, value).y() + 0.35 * size for value, _ in rows]
        for key, label in self._names.items():
            label.setVisible(key in wordings)
        for (_, key), row in zip(rows, label_baselines(rect, baselines, size), strict=True):
            self.write(self._names[key], wordings[key], color=theme.series[SERIES[key]].label)
            self._names[key].place(rect.right() + 0.3 * size, row)

    def _arrange_words(self) -> None:
        """Give what copies are worth the corner below the rates of a copy."""
        rect = self._law.rect
        left, last = rect.left() + self.px(24), rect.bottom() - 0.7 * self.text("axis_title")
        self._below.setVisible(not self._small)
        self._hero.place(left, last if self._small else last - 0.3 * self.text("hero") - self.text("axis_title"))
        self._below.place(left, last)

    def _mark(self, result: CopiesResult) -> None:
        """Mark where a copy is half as fast, and where the total is as good as it gets."""
        at, found = result.half_at[LEAD], None
        if result.complete and result.plateau_unbroken[LEAD]:
            found = result.plateau[LEAD]
        self._reached = [at, found and found[1]]
        if at is not None and (between := result.half_between[LEAD]) is not None:
            size, left = self.text("label"), self._law.rect.left() + 0.5 * self.text("label")
            label, spot = self._write_mark(0, PER_COPY, half(*between)), self._spot(result, PER_COPY, at)
            # The curve falls: what ends here stands below it.
            label.place(max(spot.x() - label.width, left), spot.y() + 2.2 * size)
            self._marks[0].setPath(_level(spot, spot, spot.x(), self._above(label)))
        if found is not None:
            ended = found[1] < result.copies[-1]
            label = self._write_mark(1, TOTAL, plateau(*found, ended=ended))
            half_best = float(result.total[LEAD][:, 1].max()) / 2
            first, last = (self._law.pixel(end, half_best) for end in found)
            middle = (first.x() + last.x() - label.width) / 2
            # Its plate is wider than its words, and beside the plot stand the names of the curves.
            air = 0.5 * self.text("label")
            left = max(min(middle, self._law.rect.right() - label.width - air), self._law.rect.left() + air)
            self._place_below(label, left, first.y(), self._dots_of(result))
            self._marks[1].setPath(_level(first, last, label.rect.center().x(), self._above(label)))

    def _above(self, label: Label) -> float:
        """Return a level over a label's plate."""
        return label.sceneBoundingRect().top() - self.stroke("theory")

    def _place_below(self, label: Label, left: float, level: float, spots: list[QPointF]) -> None:
        """Put words below a level, and below dots that would be under them."""
        size, reach = self.text("label"), 0.5 * self.stroke("iterate")
        for spot in sorted(spots, key=lambda spot: spot.y()):
            label.place(left, level + 2.0 * size)
            if label.rect.adjusted(-reach, -0.2 * size, reach, reach).contains(spot):
                level = spot.y() - 0.2 * size
        label.place(left, level + 2.0 * size)

    def _dots_of(self, result: CopiesResult) -> list[QPointF]:
        """Return where all dots are in the picture."""
        rates = [each[:, 1] for kind in (result.total, result.per_copy) for each in kind.values()]
        return [self._law.pixel(*spot) for each in rates for spot in zip(result.copies, each, strict=True)]

    def _write_mark(self, mark: int, kind: str, wordings: tuple[str, ...]) -> Label:
        """Write what is marked, in the color of its curve."""
        method = self.view.theme.series[SERIES[LEAD, kind]]
        self._marks[mark].setPen(pen(QColor(method.stroke), self.stroke("theory"), (4.0, 3.0)))
        room = WORDS * self._law.rect.width()
        return self.write_fitting(self._mark_names[mark], wordings, room, color=method.label, plate=True)

    def _spot(self, result: CopiesResult, kind: str, copies: float) -> QPointF:
        """Return where a curve is in the picture at a number of copies."""
        return self._law.plot.point(float(np.log10(copies)), _log_rate(result, kind, copies))


def _level(first: QPointF, last: QPointF, x: float, bottom: float) -> QPainterPath:
    """Return a line between two points, and one down from it at `x`, to the words that it is about."""
    path = QPainterPath(first)
    path.lineTo(last)
    path.moveTo(x, first.y())
    path.lineTo(x, bottom)
    return path


def _log_rate(result: CopiesResult, kind: str, copies: float) -> float:
    """Return the logarithm of a median rate between two numbers of copies that were measured."""
    rates = getattr(result, kind)[LEAD][:, 1]
    return float(np.interp(np.log10(copies), np.log10(result.copies), np.log10(rates)))


def _wide(low: float, high: float) -> tuple[float, float]:
    """Return a range, widened to both sides where it has too few decades to show anything."""
    more = max(LEAST - (high - low), 0.0) / 2
    return low - more, high + more
