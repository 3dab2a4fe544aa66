"""The law in the plot of the cloud: the floor at a constant rate, or what noise alone gives at falling rates."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem, QGraphicsLineItem

from core.arrays import FloatArray
from core.obstacles.noise.cloud import CloudResult
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.curve import Lines
from gui.plots.label import Label
from gui.plots.plot import Plot
from gui.stages.noise.cloud_points import loss_points
from gui.stages.noise.cloud_schedule import noise_law_wordings
from gui.stages.noise.cloud_words import floor_wordings
from gui.stages.noise.names import NOISY, front
from gui.style.theme import pen

LEADER_INDENT = 2.0
"""Distance of the leader from the right end of the plot, in text sizes of the label."""


class CloudFloor:
    """A line of the median loss that the law predicts for the leading batch size, labeled with the measured one."""

    def __init__(self, stage: Stage[Any], plot: Plot, layer: QGraphicsItem) -> None:
        self._stage, self._plot = stage, plot
        self.line = Lines()
        self.line.setZValue(6)
        plot.add(self.line)
        self.label = stage.add(Label("axis_title"), layer)
        self.label.setZValue(50)
        self._leader = stage.add(QGraphicsLineItem(), layer)
        self._leader.setZValue(45)
        self._is_labeled = self._is_led = False

    def arrange(self) -> None:
        """Prepare for a new view."""
        mark_static(self.line, static=not self._stage.view.reveal)

    def load(self, result: CloudResult, names: Sequence[str]) -> None:
        """Draw the law, and place its label clear of the bands of the batch sizes `names`."""
        points = predicted_points(result)
        self._is_labeled = self._is_led = False
        self.line.set_lines([])
        if len(points) < 2:
            return
        stage = self._stage
        self.line.set_lines([(stage.curve_style(stage.view.theme.series[NOISY]), points)])
        wordings = noise_law_wordings(result) if result.scheduled else floor_wordings(result)
        self._is_labeled = any(self._place_label(result, points, names, each) for each in wordings)
        self._place_leader(points)

    def set_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Show or hide the line and its label."""
        self.line.setVisible(visible)
        self.label.setVisible(visible and self._is_labeled)
        self._leader.setVisible(visible and self._is_labeled and self._is_led)

    def _place_label(self, result: CloudResult, points: FloatArray, names: Sequence[str], words: str) -> bool:
        """Write the label beside the end of the line, or outside the band around it; return whether it fits."""
        label, size, rect = self.label, self._stage.text_size("axis_title"), self._plot.rect
        self._stage.write(label, words, color=self._stage.view.theme.series[NOISY].label, plate=True)
        reach = (label.width + size) / max(rect.width(), 1.0)
        bands = [self._band_edges(result, name, reach) for name in names]
        if result.scheduled:
            bands.append(self._edges(result, result.constant_rate_median, result.constant_rate_median, reach))
        own = self._band_edges(result, front(result), reach)
        near = points[points[:, 0] >= (1 - reach) * points[-1, 0]] if len(points) > 2 else points
        high, low = (self._plot.point(0.0, float(end)).y() for end in (near[:, 1].max(), near[:, 1].min()))
        if not rect.top() < self._plot.point(0.0, float(points[-1, 1])).y() < rect.bottom():
            return False
        for baseline in (high - 0.5 * size, low + 1.1 * size, min(own[0], high) - 0.5 * size,
                         max(own[1], low) + 1.1 * size):  # fmt: skip
            top, bottom = baseline - 0.9 * size, baseline + 0.3 * size
            free = all(bottom < upper or top > lower for upper, lower in bands)
            if free and top > rect.top() and bottom < rect.bottom() and reach < 1:
                label.place(rect.right() - 0.5 * size, baseline, align=1)
                return True
        return False

    def _place_leader(self, points: FloatArray) -> None:
        """Lead from the label to its line, if the line is not beside it."""
        stage, size, ink = self._stage, self._stage.text_size("axis_title"), self.label.ink_rect
        x = self._plot.rect.right() - LEADER_INDENT * size
        y = float(np.interp(self._plot.coordinates(QPointF(x, 0.0))[0], *points.T))
        line = self._plot.point(0.0, y).y()
        edge = ink.bottom() if line > ink.bottom() else ink.top()
        self._is_led = abs(line - edge) > size
        self._leader.setPen(pen(QColor(stage.view.theme.series[NOISY].stroke), stage.stroke_width("theory")))
        self._leader.setLine(QLineF(x, edge, x, line))

    def _band_edges(self, result: CloudResult, name: str, share: float) -> tuple[float, float]:
        """Return top and bottom, in pixels, of the last `share` of a band."""
        return self._edges(result, result.q75[name], result.q25[name], share)

    def _edges(self, result: CloudResult, high: FloatArray, low: FloatArray, share: float) -> tuple[float, float]:
        """Return top and bottom, in pixels, of the last `share` of two curves."""
        first = int((1 - share) * len(result.steps))
        upper, lower = (loss_points(result, each)[first:, 1] for each in (high, low))
        if not (np.isfinite(upper).any() and np.isfinite(lower).any()):
            return np.inf, -np.inf
        top, bottom = float(np.nanmax(upper)), float(np.nanmin(lower))
        return self._plot.point(0.0, top).y(), self._plot.point(0.0, bottom).y()


def predicted_points(result: CloudResult) -> FloatArray:
    """Return the line of the law, steps and log10 of the loss, shape (n, 2); empty if no law applies."""
    last = float(result.steps[-1])
    if result.noise_law_applies:
        points = loss_points(result, result.noise_median_predicted)
        return points[np.isfinite(points[:, 1])]
    predicted, _ = result.floor(front(result))
    # A prediction that underflows to 0 has no logarithm.
    if not result.law_applies(front(result)) or not predicted > 0:
        return np.empty((0, 2))
    return np.array([[0.0, np.log10(predicted)], [last, np.log10(predicted)]])
