"""A cut through a slice of the loss: the loss, the best parabola and what is between them, as a network gets deeper."""

from typing import Any

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from gui.picture.stage import Stage
from gui.plots.band import Band
from gui.plots.curve import Lines
from gui.plots.plot import Plot

LOW, HIGH = -0.25, 1.08
"""What is seen, in units of the loss from its lowest to its highest: a parabola may lie below all of it."""
WIDE = 1.05
"""Half the width that is seen: a little more than the slice."""


class Cut:
    """A framed view of a cut. Each depth has a scale of its own: from its lowest loss to its highest."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._plot = Plot(stage.widget.scene(), axes=False)
        self._misfit, self._lines = Band(static=False), Lines(static=False)
        self._misfit.setZValue(-10)
        self._plot.add(self._misfit)
        self._plot.add(self._lines)
        self._color = ""
        self._along = np.empty(0)
        self._cut = self._quadratic = np.empty((0, 0))
        self._shown = -1.0

    @property
    def rect(self) -> QRectF:
        """Where the cut stands in the picture."""
        return self._plot.rect

    def set_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Show the cut or hide it."""
        self._plot.set_visible(visible)

    def arrange(self, rect: QRectF) -> None:
        """Place the cut."""
        stage = self._stage
        self._plot.place(rect, stage.plot_style)
        self._plot.set_range((-WIDE, WIDE), (LOW, HIGH))
        self._shown = -1.0

    def load(self, color: str, along: FloatArray, cut: FloatArray, quadratic: FloatArray) -> None:
        """Take up the key of a method's color, places (n,) on the cut, and the loss and its best quadratic (d, n)."""
        self._color, self._along = color, along
        low, high = cut.min(axis=1, keepdims=True), cut.max(axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            unit = np.where(high > low, high - low, 1.0)
            self._cut, self._quadratic = (cut - low) / unit, (quadratic - low) / unit
        self._misfit.set_color(self._stage.view.theme.alarm)
        self._shown = -1.0

    def move(self, position: float) -> None:
        """Show the cut at a place between two depths: a mixture of both."""
        if position == self._shown:
            return
        self._shown = position
        cut, quadratic = mixed(self._cut, position), mixed(self._quadratic, position)
        low, high = np.minimum(cut, quadratic), np.maximum(cut, quadratic)
        rests = position == int(position)
        self._misfit.set_curves(self._along, low, high, smooth=rests)
        stage, theme = self._stage, self._stage.view.theme
        drawn = (
            (stage.curve_style(theme.series[self._color], line="data"), cut),
            (stage.line_style(theme.ink, 1.4 * stage.stroke("theory"), (5.0, 4.0)), quadratic),
        )
        self._lines.set_lines(
            [(style, np.column_stack([self._along, values])) for style, values in drawn], smooth=rests
        )


def mixed(curves: FloatArray, position: float) -> FloatArray:
    """Return what is at a place between two rows, shape (n,); the lower row where the upper one is not known."""
    step = int(position)
    part = position - step
    here: FloatArray = curves[min(step, len(curves) - 1)]
    if not part or step + 1 >= len(curves) or not np.isfinite(curves[step + 1]).all():
        return here
    between: FloatArray = (1.0 - part) * here + part * curves[step + 1]
    return between
