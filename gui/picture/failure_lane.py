"""A lane at the top of a logarithmic plot: a cross for each place whose count does not arrive."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from gui.picture.log_plot import LogPlot
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.style.series import SeriesStyle
from gui.style.theme import pen

BoolArray = npt.NDArray[np.bool_]

HEIGHT = 1.6
"""Height of the lane, in font sizes of a label."""
LABEL_SHARE = 0.45
"""Width of its label, as a share of that of the plot: the title of the axis stands on the same line."""


class FailureLane:
    """Crosses above a line, and a label above the plot that says what they are.

    Attributes
    ----------
    crosses
        The crosses, of which a number can be shown.
    line
        The line below them.

    """

    def __init__(self, stage: Stage[Any], plot: LogPlot) -> None:
        self._stage, self._plot = stage, plot
        self.crosses, self.line = plot.make_dots(12), stage.add(QGraphicsLineItem())
        self._label = stage.add(Label("axis_title"))
        mark_static(self.line, self._label)

    @property
    def label_left(self) -> float:
        """The x coordinate in the scene at which the label begins, less a gap; the end of the plot without a label."""
        gap = self._stage.text_size("axis_title") if self._label.text else 0.0
        return self._plot.rect.right() - self._label.width - gap

    def share(self, *, needed: bool) -> float:
        """Return the share of the height of the plot that the lane takes: 0 if it is not needed."""
        return HEIGHT * self._stage.text_size("label") / self._plot.rect.height() if needed else 0.0

    def load(self, x: FloatArray, failed: BoolArray, low: float, high: float, wordings: tuple[str, ...]) -> None:
        """Set the crosses at those of the places x that failed, shape (n,) each, in a lane between two decades.

        The label is the first of several wordings that fits.
        """
        alarm = self._stage.view.theme.alarm
        self.crosses.set_style(self._stage.curve_style(SeriesStyle(alarm, alarm, marker="cross")))
        self.crosses.set_points(np.column_stack([x, np.where(failed, 0.5 * (low + high), np.nan)]))
        self.mark(low, wordings, needed=bool(failed.any()))

    def mark(self, low: float, wordings: tuple[str, ...], *, needed: bool) -> None:
        """Draw the line below the lane, at the decade `low`, if the lane is needed, and write the label.

        The label is the first of several wordings that fits. This is all for a picture with crosses of its own.
        """
        stage, theme, rect = self._stage, self._stage.view.theme, self._plot.rect
        bottom = self._plot.plot.point(0.0, low).y()
        self.line.setPen(pen(QColor(theme.grid), stage.stroke_width("axis")))
        self.line.setLine(QLineF(rect.left(), bottom, rect.right(), bottom))
        self.line.setVisible(needed)
        stage.write_fitting(self._label, wordings, LABEL_SHARE * rect.width(), color=theme.alarm)
        self._label.place(rect.right(), rect.top() - 0.8 * stage.text_size("axis_title"), align=1)


def top_with_lane(low: float, high: float, share: float) -> float:
    """Return the top of an axis that goes from `low` to `high`, with a lane above them that takes a share of all."""
    return (high - share * low) / (1.0 - share)
