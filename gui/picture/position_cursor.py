"""The cursor of the position: an upright line across a plot, which the pointer drags along the x axis."""

from typing import Any

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from gui.picture.choices import Choices
from gui.picture.plot_handles import POSITION, PlotHandles
from gui.picture.stage import Stage
from gui.plots.plot import CURSOR_Z, Plot
from gui.style.theme import pen


class PositionCursor:
    """A line from the top to the bottom of a plot, at the place of the position on its x axis."""

    def __init__(self, stage: Stage[Any], plot: Plot, *, dash: tuple[float, ...] = (4.0, 3.0)) -> None:
        self._stage, self._plot, self._dash = stage, plot, dash
        self._item = stage.add(QGraphicsLineItem())
        self._item.setZValue(CURSOR_Z)
        self._handles = PlotHandles(stage)
        self._handle = self._handles.add(POSITION, plot)

    def line(self) -> QLineF:
        """Return the line in the scene."""
        return self._item.line()

    def update_style(self) -> None:
        """Set color and width for the view of the stage."""
        stage = self._stage
        self._item.setPen(pen(QColor(stage.view.theme.secondary), stage.stroke_width("theory"), self._dash))

    def move(self, x: float, choices: Choices, position: float) -> None:
        """Put the line at x, in the coordinates of the plot; from `position` it can be dragged to the `choices`.

        Of a single one there is nothing to choose.
        """
        at, rect = self._plot.point(x, 0.0).x(), self._plot.rect
        self._item.setLine(QLineF(at, rect.top(), at, rect.bottom()))
        self._handles.place(self._handle, choices, position, self.line() if len(choices.x) > 1 else None)
