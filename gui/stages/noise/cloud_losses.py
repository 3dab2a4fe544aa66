"""The loss beside the cloud: medians as dots, bands of quartiles, the noise-free run, and the floor."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF

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
from gui.stages.noise.batches import batch_name, series_style, shown_batches
from gui.stages.noise.cloud_words import floor_wordings, front
from gui.stages.noise.names import EXACT, NOISY
from gui.wording.text import tr

MAX_NAMES = 4
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
        self._frame = AxesFrame(stage)
        self._plot = self._frame.plot
        self._exact, self._floor = Lines(), Lines()
        self._current = Dots()
        for depth, item in ((5, self._exact), (6, self._floor), (40, self._current)):
            item.setZValue(depth)
            self._plot.add(item)
        self._batches: dict[str, _Batch] = {}
        self._names = [stage.add(Label("label")) for _ in range(MAX_NAMES)]
        self._floor_label = stage.add(Label("axis_title"))
        self._floor_label.setZValue(50)
        mark_static(*self._names)
        self._area = QRectF()
        self._colors: dict[str, str] = {}
        self._reached = 0

    def arrange(self, area: QRectF) -> None:
        """Set the area beside the valley."""
        self._area = area

    def load(self, result: CloudResult, *, grown: bool) -> None:
        """Load a result; `grown` says that it continues the result before."""
        reached, self._reached = self._reached, len(result.noise_free_loss)
        if grown and self._reached == reached:  # the descent has ended; only the floor is still measured
            self._load_floor(result)
            return
        self._colors = shown_batches(result.median, front(result))
        self._write_names(result)
        self._place(result)
        self._set_range(result)
        for name in set(self._batches) - set(self._colors):
            removed = self._batches.pop(name)
            self._plot.remove(removed.band)
            self._plot.remove(removed.dots)
        for name, key in self._colors.items():
            self._load_batch(result, name, key, front=name == front(result))
        exact = _points(result, result.noise_free_loss)
        self._exact.set_lines([(self._curve_style(EXACT, line="data"), exact[np.isfinite(exact[:, 1])])])
        self._load_floor(result)
        self._place_names(result)
        self._current.set_style(self._curve_style(NOISY, dot="current"))

    def move(self, result: CloudResult, at: int) -> None:
        """Show medians and bands up to a recorded step."""
        for batch in self._batches.values():
            batch.dots.set_visible_count(at + 1)
            batch.band.set_reveal_end(float(result.steps[at]))
        self._current.set_points(_points(result, result.median[front(result)])[at : at + 1])
        self._current.set_visible_count(1)

    def _load_batch(self, result: CloudResult, name: str, key: str, *, front: bool) -> None:
        if name not in self._batches:
            made = self._batches[name] = _Batch()
            self._plot.add(made.band)
            self._plot.add(made.dots)
        batch = self._batches[name]
        batch.band.setZValue(-9 if front else -10)
        batch.dots.setZValue(20 if front else 10)
        low, high = _points(result, result.q25[name]), _points(result, result.q75[name])
        batch.band.set_color(series_style(self._stage.view.theme, key).stroke)
        batch.band.set_curves(low[:, 0], low[:, 1], high[:, 1])
        batch.dots.set_style(self._curve_style(key))
        batch.dots.set_points(_points(result, result.median[name]))

    def _load_floor(self, result: CloudResult) -> None:
        """Draw the floor that the law predicts for the leading batch size, and label it with the measured one."""
        predicted, _ = result.floor(front(result))
        # A prediction that underflows to 0 has no logarithm.
        if not result.law_applies(front(result)) or not predicted > 0:
            self._floor.set_lines([])
            self._floor_label.setVisible(False)
            return
        law = float(np.log10(predicted))
        self._floor.set_lines([(self._curve_style(NOISY), np.array([[0.0, law], [float(result.steps[-1]), law]]))])
        self._floor_label.setVisible(any(self._write_floor(result, law, each) for each in floor_wordings(result)))

    def _write_floor(self, result: CloudResult, law: float, words: str) -> bool:
        """Write the label beside the line of the floor, or outside the band around it; return whether it fits."""
        label, size, rect = self._floor_label, self._stage.text_size("axis_title"), self._plot.rect
        self._stage.write(label, words, color=self._stage.view.theme.series[NOISY].label, plate=True)
        reach = (label.width + size) / max(rect.width(), 1.0)
        bands = [self._band_edges(result, name, reach) for name in self._colors]
        own, line = self._band_edges(result, front(result), reach), self._plot.point(0.0, law).y()
        if not rect.top() < line < rect.bottom():
            return False
        for baseline in (
            line - 0.5 * size,
            line + 1.1 * size,
            min(own[0], line) - 0.5 * size,
            max(own[1], line) + 1.1 * size,
        ):
            top, bottom = baseline - 0.9 * size, baseline + 0.3 * size
            free = all(bottom < high or top > low for high, low in bands)
            if free and top > rect.top() and bottom < rect.bottom() and reach < 1:
                label.place(rect.right() - 0.5 * size, baseline, align=1)
                return True
        return False

    def _band_edges(self, result: CloudResult, name: str, share: float) -> tuple[float, float]:
        """Return top and bottom, in pixels, of the last `share` of a band."""
        first = int((1 - share) * len(result.steps))
        edges = [_points(result, each[name])[first:, 1] for each in (result.q75, result.q25)]
        if not all(np.isfinite(edge).any() for edge in edges):
            return np.inf, -np.inf
        high, low = float(np.nanmax(edges[0])), float(np.nanmin(edges[1]))
        return self._plot.point(0.0, high).y(), self._plot.point(0.0, low).y()

    def _set_range(self, result: CloudResult) -> None:
        """Set the range: all bands and the floor, and at most `MARGIN_DECADES` more of the other curves."""
        series = [result.q25[name] for name in self._colors] + [result.q75[name] for name in self._colors]
        with np.errstate(divide="ignore", invalid="ignore"):
            logs, exact = np.log10(np.concatenate(series)), np.log10(result.noise_free_loss)
            law = np.log10(result.floor(front(result))[0])
        known = logs[np.isfinite(logs)]
        start = float(exact[0]) if np.isfinite(exact[0]) else float(known.max(initial=-2.0))
        lowest = float(known.min(initial=start - 1.0))
        down = exact[np.isfinite(exact)].min(initial=start)
        low = max(min(lowest, float(down)), lowest - MARGIN_DECADES)
        high = max(min(float(known.max(initial=start)), start + MARGIN_DECADES), start, low + 1.0)
        # Includes the floor before the descent reaches it, so that the range hardly changes during the run.
        under_way = len(result.noise_free_loss) < len(result.steps) and np.isfinite(law)
        if under_way or low - MARGIN_DECADES < law < high + MARGIN_DECADES:
            low, high = min(low, float(law)), max(high, float(law))
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
        words = [(batch_name(name), key) for name, key in self._colors.items()]
        if _is_drawn(result.noise_free_loss):
            words.append((tr("no noise"), EXACT))
        for k, label in enumerate(self._names):
            label.setVisible(k < len(words))
            if k < len(words):
                self._stage.write(label, words[k][0], color=theme.series[words[k][1]].label, bold=True)

    def _place(self, result: CloudResult) -> None:
        """Place the plot in its area, with room for the names at its right."""
        stage, area = self._stage, self._area
        margin = max(label.width for label in self._names if label.isVisible()) + DOT_GAP * stage.text_size("label")
        self._frame.place(area, top_margin=1.5, bottom_margin=0.9, right_margin=margin)
        self._frame.set_y_title(
            tr("loss") if result.one_run else tr("loss: medians, quartiles"), over_tick_labels=False
        )
        self._frame.set_x_title(tr("steps"))

    def _place_names(self, result: CloudResult) -> None:
        """Place the names at the ends of their curves, moved apart where they would overlap."""
        rect = self._plot.rect
        # The name of a line that leaves the plot at the bottom stands above the tick labels.
        lowest = rect.bottom() - BELOW_END * self._stage.text_size("label")
        losses = [*(result.median[name] for name in self._colors), result.noise_free_loss]
        ends = []
        for label, end in zip(self._names, (_end(result, each) for each in losses), strict=False):
            y = self._plot.point(0.0, end).y() if np.isfinite(end) else (rect.top() if end > 0 else lowest)
            ends.append((label, min(max(y, rect.top()), lowest)))
        place_line_names(rect, ends, DOT_GAP)

    def _curve_style(self, key: str, line: str = "theory", dot: str = "iterate") -> CurveStyle:
        stage = self._stage
        return stage.curve_style(series_style(stage.view.theme, key), line=line, dot=dot)


def _points(result: CloudResult, losses: FloatArray) -> FloatArray:
    """Return recorded steps and log10 of losses, shape (n, 2); NaN where a loss is 0 or not finite."""
    with np.errstate(divide="ignore"):
        logs = np.log10(losses)
    return np.column_stack([result.steps[: len(losses)], np.where(np.isfinite(logs), logs, np.nan)])


def _end(result: CloudResult, losses: FloatArray) -> float:
    """Return log10 of the last loss; minus infinity if it is 0."""
    with np.errstate(divide="ignore"):
        return float(np.log10(losses[-1]))


def _is_drawn(losses: FloatArray) -> bool:
    """Return whether a curve has more than two points to draw; losses of 0 and infinite ones are not drawn."""
    return len(losses) < 3 or bool((np.isfinite(losses) & (losses > 0)).sum() > 2)
