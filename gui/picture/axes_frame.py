"""A plot with axes in a picture, with tick labels on the left and below, and a title for each axis."""

from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsItem

from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.pixels import PixelItem
from gui.plots.plot import Plot

LEFT_MARGIN = 2.9
"""Width left for the tick labels of the y axis, in sizes of their text."""
TOP_MARGIN, BOTTOM_MARGIN = 1.6, 1.3
"""Height left for the y title above the plot and for the x title below the tick labels, in sizes of a title's text."""
TICK_LABEL_HEIGHT = 1.9
"""Height left for the tick labels of the x axis, in sizes of their text."""


class AxesFrame:
    """A plot with axes and their titles, laid out in the same way in every picture.

    Attributes
    ----------
    plot
        The plot within the axes.
    y_title, x_title
        The titles of the axes: above the y axis, and centered below the x axis.

    """

    def __init__(self, stage: Stage[Any], layer: QGraphicsItem | None = None) -> None:
        """Add the items to a stage, below a layer with which they are hidden."""
        self._stage = stage
        self.plot = Plot(stage.widget.scene(), axes=True, layer=layer)
        self.y_title, self.x_title = stage.add(Label("axis_title"), layer), stage.add(Label("axis_title"), layer)
        mark_static(self.y_title, self.x_title)
        self._area, self._left = QRectF(), 0.0

    @property
    def rect(self) -> QRectF:
        """The rectangle within the axes, in the scene."""
        return self.plot.rect

    def add(self, *items: PixelItem) -> None:
        """Add items in the coordinates of the plot."""
        for item in items:
            self.plot.add(item)

    def place(
        self,
        area: QRectF,
        *,
        left_margin: float = LEFT_MARGIN,
        top_margin: float = TOP_MARGIN,
        bottom_margin: float = BOTTOM_MARGIN,
        right_margin: float = 0.0,
    ) -> None:
        """Place the plot in an area.

        The left, top and bottom margins are in text sizes, as the constants of this module. `right_margin` is in
        pixels and leaves room for names at the ends of lines.
        """
        ticks, title = self._stage.text_size("ticks"), self._stage.text_size("axis_title")
        left, top = area.left() + left_margin * ticks, area.top() + top_margin * title
        bottom = area.bottom() - TICK_LABEL_HEIGHT * ticks - bottom_margin * title
        self.plot.place(QRectF(left, top, area.right() - right_margin - left, bottom - top), self._stage.plot_style)
        self._area, self._left = area, left

    def set_x_title(self, words: str) -> None:
        """Write the title of the x axis, centered below its tick labels."""
        stage = self._stage
        below = self._area.bottom() - 0.1 * stage.text_size("axis_title")
        stage.write(self.x_title, words, color=stage.view.theme.secondary)
        self.x_title.place(self.rect.center().x(), below, align=0.5)

    def set_x_title_at_end(self, words: str) -> None:
        """Write the title of the x axis at its right end, on the line of its tick labels."""
        stage = self._stage
        stage.write(self.x_title, words, color=stage.view.theme.secondary)
        self.x_title.place(self.rect.right(), self.rect.bottom() + 1.25 * stage.text_size("ticks"), align=1)

    def set_y_title(self, *wordings: str, over_tick_labels: bool = True, end: float | None = None) -> None:
        """Write the title of the y axis: the first of several wordings that fits, else the last.

        It begins above the tick labels, or above the axis line where `over_tick_labels` is False, and fits if it ends
        left of the x coordinate `end`, by default that of the area.
        """
        stage = self._stage
        left = self._area.left() if over_tick_labels else self._left
        room = (self._area.right() if end is None else end) - left
        stage.write_fitting(self.y_title, wordings, room, color=stage.view.theme.secondary)
        self.y_title.place(left, self._area.top() + 0.8 * stage.text_size("axis_title"))
