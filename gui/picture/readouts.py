"""The figures with a picture: what holds for the run, the count at the hero size, and what is said of it."""

from typing import Any

from PySide6.QtCore import QRectF

from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.label import Label


class Readouts:
    """Three lines at the top of the column beside the picture; `still` where only the count follows the position."""

    def __init__(self, stage: Stage[Any], *, static: bool = True) -> None:
        self._stage = stage
        self._heading, self._hero = stage.add(Label("title")), stage.add(Label("hero"))
        self._below = stage.add(Label("axis_title"))
        self._side = QRectF()
        if static:
            mark_static(self._heading, self._below)

    def arrange(self, side: QRectF) -> float:
        """Place the lines at the top of a column and return where the rest of it begins."""
        stage, self._side = self._stage, side
        self._first = side.top() + 0.8 * stage.text("title")
        self._second = self._first + 0.5 * stage.text("title") + 0.75 * stage.text("hero")
        # In the hall the third line stands beside the first, for the sake of the plot below.
        self._beside = stage.view.hall
        self._third = (
            self._first if self._beside else self._second + 0.35 * stage.text("hero") + 0.8 * stage.text("label")
        )
        return self._second + 0.45 * stage.text("hero") if self._beside else self._third + 1.1 * stage.text("label")

    def set_heading(self, heading: str, *below: str, color: str = "") -> None:
        """Write what holds for the whole run; of several wordings of the third line the first that has room."""
        stage, side = self._stage, self._side
        stage.write(self._heading, heading, bold=True, room=side.width()).place(side.left(), self._first)
        before = self._heading.width + stage.px(24) if self._beside else 0.0
        room = side.width() - before
        stage.write_fitting(self._below, below, room, color=color or stage.view.theme.secondary)
        self._below.place(side.right() if self._beside else side.left(), self._third, align=1 if self._beside else 0)
        self._below.setVisible(self._below.width <= room or not self._beside)

    def set_count(self, words: str, color: str) -> None:
        """Write the figure that changes with the position."""
        stage, side = self._stage, self._side
        stage.write(self._hero, words, color=color, bold=True, room=side.width()).place(side.left(), self._second)


class Row:
    """A row over a picture: a count at the hero size, and two lines beside it that say what it is of."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._hero, self._first = stage.add(Label("hero")), stage.add(Label("title"))
        self._second = stage.add(Label("axis_title"))
        self._area = QRectF()
        self._left = 0.0

    def arrange(self, area: QRectF) -> float:
        """Place the row at the top of an area and return where the rest of it begins."""
        self._area = area
        return area.top() + 1.1 * self._stage.text("hero")

    def reserve(self, *counts: str) -> None:
        """Leave room for the widest of the counts: what stands beside them stays where it is."""
        stage = self._stage
        widest = max(stage.write(self._hero, words, bold=True).width for words in counts)
        self._left = self._area.left() + widest + 0.35 * stage.text("hero")

    def set_values(self, count: str, color: str, first: str, *second: str, tone: str = "") -> None:
        """Write the count and both lines: of several wordings of the second the first that has room."""
        stage, area = self._stage, self._area
        stage.write(self._hero, count, color=color, bold=True)
        self._hero.place(area.left(), area.top() + 0.8 * stage.text("hero"))
        line = area.top() + 0.8 * stage.text("title")
        stage.write(self._first, first, color=tone, bold=True).place(self._left, line)
        stage.write_fitting(self._second, second, area.right() - self._left, color=stage.view.theme.secondary)
        self._second.place(self._left, line + 0.3 * stage.text("title") + 1.15 * stage.text("axis_title"))
