"""Numbers beside or above a picture: a heading, a count at the hero size, and a line about it."""

from typing import Any

from PySide6.QtCore import QRectF

from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.label import Label


class Readouts:
    """Three lines at the top of the column beside a picture; `static` where only the count depends on the position."""

    def __init__(self, stage: Stage[Any], *, static: bool = True) -> None:
        self._stage = stage
        self._heading, self._count = stage.add(Label("title")), stage.add(Label("hero"))
        self._detail = stage.add(Label("axis_title"))
        self._side = QRectF()
        self._static = static

    def arrange(self, side: QRectF, *, beside: bool | None = None) -> float:
        """Place the lines at the top of a column; return the y below them.

        The third line is below the others, or beside the first, which leaves more room for the plot below: `beside`,
        by default with large text.
        """
        stage, self._side = self._stage, side
        mark_static(self._heading, self._detail, static=self._static and not stage.view.reveal)
        self._first = side.top() + 0.8 * stage.text_size("title")
        self._second = self._first + 0.5 * stage.text_size("title") + 0.75 * stage.text_size("hero")
        self._beside = stage.view.hall if beside is None else beside
        self._third = (
            self._first
            if self._beside
            else self._second + 0.35 * stage.text_size("hero") + 0.8 * stage.text_size("label")
        )
        return (
            self._second + 0.45 * stage.text_size("hero")
            if self._beside
            else self._third + 1.1 * stage.text_size("label")
        )

    def set_heading(self, heading: str, *details: str, color: str = "") -> None:
        """Set the heading, and the third line in `color`: the first of several wordings that fits."""
        stage, side = self._stage, self._side
        stage.write(self._heading, heading, bold=True, room=side.width()).place(side.left(), self._first)
        before = self._heading.width + stage.px(24) if self._beside else 0.0
        room = side.width() - before
        stage.write_fitting(self._detail, details, room, color=color or stage.view.theme.secondary)
        self._detail.place(side.right() if self._beside else side.left(), self._third, align=1 if self._beside else 0)
        self._detail.setVisible(self._detail.width <= room or not self._beside)

    def set_count(self, words: str, color: str) -> None:
        """Set the number that changes with the position."""
        stage, side = self._stage, self._side
        stage.write(self._count, words, color=color, bold=True, room=side.width()).place(side.left(), self._second)


class Row:
    """A row above a picture: a count at the hero size, and two lines beside it that explain it."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._count, self._first = stage.add(Label("hero")), stage.add(Label("title"))
        self._second = stage.add(Label("axis_title"))
        self._area = QRectF()
        self._left = 0.0

    def arrange(self, area: QRectF) -> float:
        """Place the row at the top of an area; return the y below it."""
        self._area = area
        return area.top() + 1.1 * self._stage.text_size("hero")

    def reserve(self, *counts: str) -> None:
        """Reserve the width of the widest count, so that the lines beside it do not move."""
        stage = self._stage
        widest = max(stage.write(self._count, words, bold=True).width for words in counts)
        self._left = self._area.left() + widest + 0.35 * stage.text_size("hero")

    def set_values(self, count: str, color: str, first: tuple[str, ...], second: tuple[str, ...]) -> None:
        """Set the count in `color`, and both lines beside it: of each the first of several wordings that fits."""
        stage, area = self._stage, self._area
        room = area.right() - self._left
        stage.write(self._count, count, color=color, bold=True)
        self._count.place(area.left(), area.top() + 0.8 * stage.text_size("hero"))
        line = area.top() + 0.8 * stage.text_size("title")
        stage.write_fitting(self._first, first, room, bold=True).place(self._left, line)
        stage.write_fitting(self._second, second, room, color=stage.view.theme.secondary)
        self._second.place(self._left, line + 0.3 * stage.text_size("title") + 1.15 * stage.text_size("axis_title"))
