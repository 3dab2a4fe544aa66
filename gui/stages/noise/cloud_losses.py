"""The loss beside the cloud: medians as dots, bands of quartiles, the noise-free run, and the floor."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsItemGroup

from core.arrays import FloatArray
from core.obstacles.noise.cloud import CloudResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.stage import Stage
from gui.plots.band import Band
from gui.plots.baselines import BELOW_END, DOT_GAP, place_line_names
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.ticks import decade_ticks, integer_ticks
from gui.stages.noise.batches import batch_name, series_style
from gui.stages.noise.cloud_floor import CloudFloor, predicted_points
from gui.stages.noise.cloud_points import loss_points
from gui.stages.noise.cloud_words import compared
from gui.stages.noise.names import EXACT, NOISY, front
from gui.style.series import SeriesStyle
from gui.wording.text import tr

NONE = np.empty(0)
MAX_NAMES = 4
MIN_HEIGHT = 4.0
"""Height of the plot in text sizes of its names, below which the picture is too small for it."""
MARGIN_DECADES = 2.0
"""Decades shown above the start and below the lowest band; curves beyond them leave the plot."""


@dataclass
class _Batch:
    """The items of one batch size."""

    band: Band = field(default_factory=lambda: Band(revealed=True))
    dots: Dots = field(default_factory=Dots)


class CloudLosses:
    """A plot of the loss on a logarithmic scale against steps."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._layer = stage.add(QGraphicsItemGroup())
        self._frame = AxesFrame(stage, self._layer)
        self._plot = self._frame.plot
        self._exact, self._current, self._constant_rate = Lines(), Dots(), Dots()
        for depth, item in ((5, self._exact), (40, self._current), (8, self._constant_rate)):
            item.setZValue(depth)
            self._plot.add(item)
        self._floor = CloudFloor(stage, self._plot, self._layer)
        self._batches: dict[str, _Batch] = {}
        self._names = [stage.add(Label("label"), self._layer) for _ in range(MAX_NAMES)]
        self._area, self._name_count = QRectF(), 0
        self._colors: dict[str, str] = {}
        self._reached = 0

    def arrange(self, area: QRectF) -> None:
        """Set the area beside the valley."""
        self._area = area
        self._place_frame(0.0)
        self._layer.setVisible(self._plot.rect.height() >= MIN_HEIGHT * self._stage.text_size("label"))
        mark_static(self._exact, *self._names, static=not self._stage.view.reveal)
        self._floor.arrange()

    def load(self, result: CloudResult, *, grown: bool) -> None:
        """Load a result; `grown` says that it continues the result before."""
        reached, self._reached = self._reached, len(result.noise_free_loss)
        if grown and self._reached == reached:  # the descent has ended; only the floor is still measured
            self._floor.load(result, list(self._colors))
            return
        self._colors = compared(result)
        self._write_names(result)
        self._place(result)
        self._set_range(result)
        for name in set(self._batches) - set(self._colors):
            removed = self._batches.pop(name)
            self._plot.remove(removed.band)
            self._plot.remove(removed.dots)
        for name, key in self._colors.items():
            self._load_batch(result, name, key, front=name == front(result))
        self._constant_rate.set_style(self._stage.curve_style(self._constant_rate_style))
        self._constant_rate.set_points(loss_points(result, result.constant_rate_median if result.scheduled else NONE))
        self._floor.load(result, list(self._colors))
        self._current.set_style(self._curve_style(NOISY, dot="current"))

    def describe(self, result: CloudResult) -> None:
        """Show the loss without noise and the names as far as the result goes, and the floor where it is foretold."""
        exact = loss_points(result, result.noise_free_loss)
        self._exact.set_lines([(self._curve_style(EXACT, line="data"), exact[np.isfinite(exact[:, 1])])])
        self._place_names(result)
        self._floor.set_visible(self._stage.shows_predictions(result))

    def move(self, result: CloudResult, at: int) -> None:
        """Show medians and bands up to a recorded step."""
        for batch in self._batches.values():
            batch.dots.set_visible_count(at + 1)
            batch.band.set_reveal_end(float(result.steps[at]))
        self._constant_rate.set_visible_count(at + 1)
        self._current.set_points(self._batches[front(result)].dots.points[at : at + 1])
        self._current.set_visible_count(1)

    def _load_batch(self, result: CloudResult, name: str, key: str, *, front: bool) -> None:
        if name not in self._batches:
            made = self._batches[name] = _Batch()
            self._plot.add(made.band)
            self._plot.add(made.dots)
        batch = self._batches[name]
        batch.band.setZValue(-9 if front else -10)
        batch.dots.setZValue(20 if front else 10)
        low, high = loss_points(result, result.q25[name]), loss_points(result, result.q75[name])
        batch.band.set_color(series_style(self._stage.view.theme, key).stroke)
        batch.band.set_curves(low[:, 0], low[:, 1], high[:, 1])
        batch.dots.set_style(self._curve_style(key))
        batch.dots.set_points(loss_points(result, result.median[name]))

    def _set_range(self, result: CloudResult) -> None:
        """Set the range: all bands and the floor, and at most `MARGIN_DECADES` more of the other curves."""
        series = [result.q25[name] for name in self._colors] + [result.q75[name] for name in self._colors]
        series += [result.constant_rate_median] if result.scheduled else []
        predicted = predicted_points(result)
        law = float(predicted[-1, 1]) if len(predicted) else np.nan
        with np.errstate(divide="ignore", invalid="ignore"):
            logs, exact = np.log10(np.concatenate(series)), np.log10(result.noise_free_loss)
        known = logs[np.isfinite(logs)]
        start = float(exact[0]) if np.isfinite(exact[0]) else float(known.max(initial=-2.0))
        lowest = float(known.min(initial=start - 1.0))
        down = exact[np.isfinite(exact)].min(initial=start)
        low = max(min(lowest, float(down)), lowest - MARGIN_DECADES)
        high = max(min(float(known.max(initial=start)), start + MARGIN_DECADES), start, low + 1.0)
        # Includes the floor before the descent reaches it, so that the range hardly changes during the run.
        under_way = len(result.noise_free_loss) < len(result.steps) and np.isfinite(law)
        if under_way or low - MARGIN_DECADES < law < high + MARGIN_DECADES:
            low, high = min(low, law), max(high, law)
        pad = 0.04 * (high - low)
        last = float(result.steps[-1])
        # Leaves room for the whole dot at the end.
        reach = self._stage.stroke_width("current") / 2 + self._stage.stroke_width("casing")
        side = max(0.015, reach / self._plot.rect.width()) * last
        self._plot.set_range((-side, last + side), (low - pad, high + pad))
        room = int(self._plot.rect.height() / (2 * self._stage.text_size("ticks")))
        self._plot.set_ticks(integer_ticks(int(last)), decade_ticks(low - pad, high + pad, min(max(room, 2), 5)))

    def _write_names(self, result: CloudResult) -> None:
        theme = self._stage.view.theme
        words = [(batch_name(name), theme.series[key].label) for name, key in self._colors.items()]
        constant = tr("constant") if self._stage.view.hall else tr("constant rate")
        words += [(constant, self._constant_rate_style.label)] if result.scheduled else []
        if _is_drawn(result.noise_free_loss):
            words.append((tr("no noise"), theme.series[EXACT].label))
        self._name_count = len(words)
        for k, label in enumerate(self._names):
            label.setVisible(k < len(words))
            if k < len(words):
                self._stage.write(label, words[k][0], color=words[k][1], bold=True)

    def _place(self, result: CloudResult) -> None:
        """Place the plot in its area, with room for the names at its right."""
        stage = self._stage
        margin = max(label.width for label in self._names[: self._name_count]) + DOT_GAP * stage.text_size("label")
        self._place_frame(margin)
        self._frame.set_y_title(
            tr("loss") if result.one_run else tr("loss: medians, quartiles"), over_tick_labels=False
        )
        self._frame.set_x_title(tr("steps"))

    def _place_frame(self, right_margin: float) -> None:
        self._frame.place(self._area, top_margin=1.5, bottom_margin=0.9, right_margin=right_margin)

    def _place_names(self, result: CloudResult) -> None:
        """Place the names at the ends of their curves, moved apart where they would overlap."""
        rect = QRectF(self._plot.rect)
        # Above the tick labels and the title below the plot.
        rect.setBottom(rect.bottom() - 0.5 * self._stage.text_size("label"))
        if self._stage.view.reveal:
            rect.setRight(self._plot.point(float(result.reached), 0.0).x() if not result.complete else rect.right())
        # The name of a line that leaves the plot at the bottom stands above the tick labels.
        lowest = rect.bottom() - BELOW_END * self._stage.text_size("label")
        losses = [result.median[name] for name in self._colors]
        losses += [result.constant_rate_median] if result.scheduled else []
        losses.append(result.noise_free_loss)
        ends = []
        for label, end in zip(self._names, map(_end, losses), strict=False):
            y = self._plot.point(0.0, end).y() if np.isfinite(end) else (rect.top() if end > 0 else lowest)
            ends.append((label, min(max(y, rect.top()), lowest)))
        place_line_names(rect, ends, DOT_GAP)

    @property
    def _constant_rate_style(self) -> SeriesStyle:
        color = self._stage.view.theme.secondary
        return SeriesStyle(color, color)

    def _curve_style(self, key: str, line: str = "theory", dot: str = "iterate") -> CurveStyle:
        stage = self._stage
        return stage.curve_style(series_style(stage.view.theme, key), line=line, dot=dot)


def _end(losses: FloatArray) -> float:
    """Return log10 of the last loss; minus infinity if it is 0."""
    with np.errstate(divide="ignore"):
        return float(np.log10(losses[-1]))


def _is_drawn(losses: FloatArray) -> bool:
    """Return whether a curve has more than two points to draw; losses of 0 and infinite ones are not drawn."""
    return len(losses) < 3 or bool((np.isfinite(losses) & (losses > 0)).sum() > 2)
