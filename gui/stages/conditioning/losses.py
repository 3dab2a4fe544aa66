"""The loss beside the zigzag: predicted lines down to the finish, measured dots on them, a name at each end."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations, product

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray, prefix
from core.obstacles.conditioning.zigzag import ZigzagResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.ticks import decade_ticks, integer_ticks
from gui.stages.conditioning.also import THIN, Also
from gui.stages.conditioning.zigzag_words import ending
from gui.style.theme import pen
from gui.wording.names import short_name
from gui.wording.text import tr

LABELED = 4
"""Curves that get a name: more than four nobody can follow."""
APART = 0.8
"""Sizes of their text between two names in a row, at least."""
BESIDE = 0.5
"""Sizes of its text from a name's leader to the name: as far as its plate reaches, and a little farther."""
PITCH = 1.3
"""Rows of names, in sizes of their text."""


class _Ratio:
    """log10 of a method's loss over its start against steps: what a growing run adds is all that is computed."""

    def __init__(self) -> None:
        self._points = np.empty((0, 2))
        self._length = 0
        self.top = -math.inf

    def take(self, loss: FloatArray, finish: float, *, grown: bool) -> FloatArray:
        """Take up a loss, shape (n + 1,); return points (n + 1, 2) of the plot, none below the finish."""
        if not grown:
            self._length, self.top = 0, -math.inf
        if len(loss) > len(self._points):
            room = np.empty((2 * len(loss), 2))
            room[:, 0] = np.arange(len(room))
            room[: self._length, 1] = self._points[: self._length, 1]
            self._points = room
        if len(loss) > self._length:
            new = _log_ratio(loss[self._length :], loss[0])
            self.top = max(self.top, float(new.max()))
            self._points[self._length : len(loss), 1] = np.where(new >= finish, new, np.nan)
            self._length = len(loss)
        return prefix(self._points, self._length)


@dataclass
class _Method:
    """The items of one method."""

    ratio: _Ratio = field(default_factory=_Ratio)
    dots: Dots = field(default_factory=Dots)
    end: Dots = field(default_factory=Dots)


@dataclass(frozen=True)
class _Name:
    """A method's name under the finish line: its row, the place it hangs from, and where it begins, in pixels."""

    key: str
    row: int
    x: float
    left: float


class Losses:
    """Loss over its start, logarithmic, against steps, down to the tolerance; below it who arrived when."""

    def __init__(self, stage: Stage[ZigzagResult]) -> None:
        self._stage = stage
        self._frame = AxesFrame(stage)
        self._plot = self._frame.plot
        self._finish = stage.add(QGraphicsLineItem())
        self._finish.setZValue(2)
        self._theory = Lines()
        self._foretold: Mapping[str, FloatArray] | None = None
        self._lines: dict[str, FloatArray] = {}
        self._plot.add(self._theory)
        self._methods: dict[str, _Method] = {}
        self._unnamed: list[str] = []
        self._right = 0.0
        self._labels = [stage.add(Label("label")) for _ in range(LABELED)]
        self._leaders = [stage.add(QGraphicsLineItem()) for _ in range(LABELED)]
        for label, leader in zip(self._labels, self._leaders, strict=True):
            leader.setZValue(3)
            label.setZValue(4)
        mark_static(self._finish, *self._labels, *self._leaders)
        self._also = Also(stage)

    def arrange(self, area: QRectF) -> None:
        """Place the plot in the area beside the bowl."""
        self._frame.place(area, top_margin=1.5, bottom_margin=0.9)
        words = tr("loss ÷ initial") if self._stage.view.hall else tr("loss ÷ initial loss")
        self._frame.set_y_title(words, over_tick_labels=False)
        self._frame.set_x_title(tr("steps"))
        self._right = area.right()

    def load(self, result: ZigzagResult, *, grown: bool) -> None:
        """Take up a result; `grown` says that it only continues the one shown."""
        stage, params = self._stage, result.params
        for key in set(self._methods) - set(result.loss):
            gone = self._methods.pop(key)
            for item in (gone.dots, gone.end):
                self._plot.remove(item)
        self._unnamed = list(result.loss)[LABELED:]
        self._also.tell(self._unnamed, self._frame.y_title, self._right)
        finish = math.log10(params.tolerance)
        methods = {key: self._method(key) for key in result.loss}
        points = {key: each.ratio.take(result.loss[key], finish, grown=grown) for key, each in methods.items()}
        top = max(0.12, *(each.ratio.top + 0.06 for each in methods.values()))
        span = (-0.02 * result.length, 1.02 * result.length)
        self._plot.set_range(span, (finish, top))
        names = self._hang(result)
        rows = 1 + max(name.row for name in names)
        zone = (rows + 0.4) * PITCH * stage.text("label") / self._plot.rect.height()
        self._plot.set_range(span, (top - (top - finish) / (1 - zone), top))
        self._plot.set_ticks(integer_ticks(result.length), decade_ticks(finish, top))
        for depth, (key, each) in enumerate(methods.items()):
            self._load_dots(each, self._style(key), points[key], finish, 20 - depth)
        if self._foretold is not result.predicted_loss:
            self._foretold = result.predicted_loss
            # A method that jumps far below the finish is drawn arriving there: how far below says nothing more.
            lines = {key: np.maximum(_log_ratio(loss, loss[0]), finish) for key, loss in self._foretold.items()}
            self._lines = {key: np.column_stack([np.arange(len(line)), line]) for key, line in lines.items()}
        self._theory.set_lines([(self._style(key), line) for key, line in reversed(self._lines.items())])
        y = self._plot.point(0, finish).y()
        self._finish.setPen(pen(QColor(stage.view.theme.ink), stage.stroke("ring") * 0.75))
        self._finish.setLine(QLineF(self._plot.rect.left(), y, self._plot.rect.right(), y))
        self._place_names(names, y)

    def move(self, result: ZigzagResult, position: float) -> None:
        """Show the dots up to a position."""
        for key, method in self._methods.items():
            last = len(result.loss[key]) - 1
            method.dots.set_visible_count(min(int(position), last) + 1)
            method.end.set_visible_count(
                1 if int(position) >= last and result.steps_to_tolerance[key] is not None else 0
            )

    def _method(self, key: str) -> _Method:
        if key not in self._methods:
            self._methods[key] = _Method()
            self._plot.add(self._methods[key].dots)
            self._plot.add(self._methods[key].end)
        return self._methods[key]

    def _load_dots(self, method: _Method, style: CurveStyle, points: FloatArray, finish: float, depth: int) -> None:
        for item, above in ((method.dots, 0), (method.end, 1)):
            item.setZValue(depth + above)
            item.set_style(style)
        method.dots.set_points(points)
        method.end.set_points(np.array([[len(points) - 1.0, finish]]))

    def _style(self, key: str) -> CurveStyle:
        stage, share = self._stage, THIN if key in self._unnamed else 1.0
        return stage.curve_style(stage.view.theme.series[key], share=share)

    def _hang(self, result: ZigzagResult) -> list[_Name]:
        """Return where the names hang under the finish line, each from where its method arrived, in few rows."""
        stage, size = self._stage, self._stage.text("label")
        named, right = list(result.loss)[:LABELED], self._plot.rect.right()
        ends = []
        for key, label in zip(named, self._labels, strict=False):
            words, color = (
                ending(result, key, short_name(key, hall=stage.view.hall)),
                stage.view.theme.series[key].label,
            )
            stage.write(label, words, color=color, plate=True)
            x = self._plot.point(len(result.loss[key]) - 1, 0).x()
            left = min(x + BESIDE * size, right - label.width)
            ends.append((x, left, left + label.width))
        rows = in_rows(ends, APART * size, 0.8 * BESIDE * size)
        return [_Name(key, row, x, left) for key, row, (x, left, _) in zip(named, rows, ends, strict=True)]

    def _place_names(self, names: list[_Name], finish: float) -> None:
        stage, size = self._stage, self._stage.text("label")
        for k, (label, leader) in enumerate(zip(self._labels, self._leaders, strict=True)):
            label.setVisible(k < len(names))
            leader.setVisible(k < len(names))
            if k < len(names):
                baseline = finish + (names[k].row + 1.05) * PITCH * size
                label.place(names[k].left, baseline)
                leader.setPen(pen(QColor(stage.view.theme.series[names[k].key].stroke), stage.stroke("theory")))
                hangs_clear = names[k].x < names[k].left
                end = baseline - (0.3 if hangs_clear else 1.0) * size
                leader.setLine(QLineF(names[k].x, finish, names[k].x, end))


def in_rows(ends: Sequence[tuple[float, float, float]], apart: float, clear: float) -> tuple[int, ...]:
    """Return a row for each name, counted from the top: as few rows as keep names and leaders out of each other's way.

    Parameters
    ----------
    ends
        Of each name the place it hangs from, by a leader through the rows above it, and its left and right end.
    apart, clear
        How far names of a row are apart at least, and a leader from a name that it passes.

    """
    each = range(len(ends))
    meets = {
        (i, j) for i, j in permutations(each, 2) if ends[i][1] - apart < ends[j][2] and ends[j][1] - apart < ends[i][2]
    }
    crosses = {(i, j) for i, j in permutations(each, 2) if ends[j][1] - clear < ends[i][0] < ends[j][2] + clear}

    def cost(rows: tuple[int, ...]) -> tuple[int, ...]:
        bad = sum(rows[i] == rows[j] for i, j in meets) + sum(rows[i] > rows[j] for i, j in crosses)
        return (bad, max(rows), sum(rows))

    return min(product(each, repeat=len(ends)), key=cost)


def _log_ratio(loss: FloatArray, start: float) -> FloatArray:
    """Return log10 of the loss over its start; an exact zero becomes -400, below every number."""
    with np.errstate(divide="ignore"):
        ratio: FloatArray = np.maximum(np.log10(loss / start), -400.0)
    return ratio
