"""A plot with axes in a picture: figures on its left and below, titles over and under it, room for names beside it."""

from typing import Any

from PySide6.QtCore import QRectF

from gui.picture.stage import Stage
from gui.plots.canvas import stand_still
from gui.plots.label import Label
from gui.plots.pixels import PixelItem
from gui.plots.plot import Plot

FIGURES = 2.9
"""Room on the left for the figures of the upright axis, in sizes of their text."""
ABOVE, BELOW = 1.6, 1.3
"""Room for the titles over the plot, and under the figures of the level axis, in sizes of their text."""
LEVEL = 1.9
"""Room for the figures of the level axis, in sizes of their text."""


class AxesFrame:
    """A plot with axes and their titles, placed in one way in every picture.

    Attributes
    ----------
    plot
        What is drawn in, within the axes.
    y_title, x_title
        The titles of the upright axis, over it, and of the level one, under its middle.

    """

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self.plot = Plot(stage.widget.scene(), axes=True)
        self.y_title, self.x_title = stage.add(Label("axis_title")), stage.add(Label("axis_title"))
        stand_still(self.y_title, self.x_title)
        self._area, self._left = QRectF(), 0.0

    @property
    def rect(self) -> QRectF:
        """Where lines and dots are drawn, within the axes."""
        return self.plot.rect

    def add(self, *items: PixelItem) -> None:
        """Add what is drawn in the coordinates of the plot."""
        for item in items:
            self.plot.add(item)

    def place(
        self, area: QRectF, *, figures: float = FIGURES, above: float = ABOVE, below: float = BELOW, beside: float = 0.0
    ) -> None:
        """Place the plot in an area.

        `figures`, `above` and `below` are as the constants of this module; `beside` pixels are left free on the right,
        for names at the ends of lines.
        """
        ticks, title = self._stage.text("ticks"), self._stage.text("axis_title")
        left, top = area.left() + figures * ticks, area.top() + above * title
        bottom = area.bottom() - LEVEL * ticks - below * title
        self.plot.place(QRectF(left, top, area.right() - beside - left, bottom - top), self._stage.plot_style)
        self._area, self._left = area, left

    def name_x(self, words: str) -> None:
        """Write what the level axis is."""
        stage = self._stage
        below = self._area.bottom() - 0.1 * stage.text("axis_title")
        stage.write(self.x_title, words, color=stage.view.theme.secondary)
        self.x_title.place(self.rect.center().x(), below, align=0.5)

    def name_x_at_end(self, words: str) -> None:
        """Write what the level axis is at its right end, where its figures leave room for it."""
        stage = self._stage
        stage.write(self.x_title, words, color=stage.view.theme.secondary)
        self.x_title.place(self.rect.right(), self.rect.bottom() + 1.25 * stage.text("ticks"), align=1)

    def name_y(self, *words: str, over_figures: bool = True) -> None:
        """Write what the upright axis is, over its figures or beside them: of several wordings one that has room."""
        stage = self._stage
        left = self._area.left() if over_figures else self._left
        stage.write_fitting(self.y_title, words, self._area.right() - left, color=stage.view.theme.secondary)
        self.y_title.place(left, self._area.top() + 0.8 * stage.text("axis_title"))
