"""A cut through a slice of the loss: the loss, its best quadratic and the misfit between them, by depth."""

from typing import Any

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from gui.picture.stage import Stage
from gui.plots.band import Band
from gui.plots.curve import Lines
from gui.plots.plot import Plot

LOW, HIGH = -0.25, 1.08
"""Limits of the vertical axis, where 0 is the lowest and 1 the highest loss; the quadratic may lie below 0."""
HALF_WIDTH = 1.05
"""Half the width of the horizontal axis; the slice ends at 1."""


class Cut:
    """A framed plot of a cut. Each depth has its own scale, from its lowest to its highest loss."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._plot = Plot(stage.widget.scene(), axes=False)
        self._misfit, self._lines = Band(static=False), Lines(static=False)
        self._misfit.setZValue(-10)
        self._plot.add(self._misfit)
        self._plot.add(self._lines)
        self._color = ""
        self._positions = np.empty(0)
        self._cut = self._quadratic = np.empty((0, 0))
        self._shown_position = -1.0

    @property
    def rect(self) -> QRectF:
        """The rectangle of the cut in the picture."""
        return self._plot.rect

    @property
    def end_heights(self) -> tuple[float, float] | None:
        """The y of the right ends of loss and quadratic in the picture, as shown; None while they are not known."""
        ends = [float(points[-1, 1]) for _, points in self._lines.lines]
        if not ends or not np.isfinite(ends).all():
            return None
        loss, quadratic = (self._plot.point(0.0, end).y() for end in ends)
        return loss, quadratic

    def set_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Show the cut or hide it."""
        self._plot.set_visible(visible)

    def arrange(self, rect: QRectF) -> None:
        """Place the cut."""
        stage = self._stage
        self._plot.place(rect, stage.plot_style)
        self._plot.set_range((-HALF_WIDTH, HALF_WIDTH), (LOW, HIGH))
        self._shown_position = -1.0

    def load(self, color: str, along: FloatArray, cut: FloatArray, quadratic: FloatArray) -> None:
        """Load the key of a series color, positions (n,) along the cut, and the loss and its best quadratic (d, n)."""
        self._color, self._positions = color, along
        low, high = cut.min(axis=1, keepdims=True), cut.max(axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            unit = np.where(high > low, high - low, 1.0)
            self._cut, self._quadratic = (cut - low) / unit, (quadratic - low) / unit
        self._misfit.set_color(self._stage.view.theme.alarm)
        self._shown_position = -1.0

    def move(self, position: float) -> None:
        """Show the cut at a position, a fractional index of depth, linearly interpolated."""
        if position == self._shown_position:
            return
        self._shown_position = position
        cut, quadratic = interpolated_row(self._cut, position), interpolated_row(self._quadratic, position)
        low, high = np.minimum(cut, quadratic), np.maximum(cut, quadratic)
        at_depth = position == int(position)
        self._misfit.set_curves(self._positions, low, high, smooth=at_depth)
        stage, theme = self._stage, self._stage.view.theme
        drawn = (
            (stage.curve_style(theme.series[self._color], line="data"), cut),
            (stage.line_style(theme.ink, 1.4 * stage.stroke_width("theory"), (5.0, 4.0)), quadratic),
        )
        self._lines.set_lines(
            [(style, np.column_stack([self._positions, values])) for style, values in drawn], smooth=at_depth
        )


def interpolated_row(curves: FloatArray, position: float) -> FloatArray:
    """Return the row interpolated at a fractional index, shape (n,); the lower row if the upper one is not finite."""
    step = int(position)
    part = position - step
    here: FloatArray = curves[min(step, len(curves) - 1)]
    if not part or step + 1 >= len(curves) or not np.isfinite(curves[step + 1]).all():
        return here
    between: FloatArray = (1.0 - part) * here + part * curves[step + 1]
    return between
