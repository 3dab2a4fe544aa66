"""The loss plot of conditioning/zigzag: predicted lines, measured dots, and a name at the end of each."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations, product

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItemGroup, QGraphicsLineItem

from core.arrays import FloatArray, prefix
from core.obstacles.conditioning.zigzag import ZigzagResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import Label
from gui.plots.ticks import decade_ticks, integer_ticks
from gui.stages.conditioning.unlabeled_methods import UNLABELED_WIDTH, UnlabeledMethods
from gui.stages.conditioning.zigzag_words import outcome
from gui.style.theme import pen
from gui.wording.names import short_name
from gui.wording.text import tr

LABELED = 4
"""At most this many curves get a name; the others are listed above the plot."""
MIN_HEIGHT = 7.0
"""Height of the plot with its names, in their text size, below which the picture is too small for it."""
NAME_GAP = 0.8
"""Minimum gap between two names in a row, in font sizes."""
LEADER_GAP = 0.5
"""Gap from a name's leader line to the name, in font sizes; slightly larger than the margin of the name's plate."""
ROW_PITCH = 1.3
"""Height of a row of names, in font sizes."""


class _LogRatio:
    """log10(loss / initial loss) of a method against steps; for a growing run only the new steps are computed."""

    def __init__(self) -> None:
        self._points = np.empty((0, 2))
        self._length = 0
        self.top = -math.inf

    def update(self, loss: FloatArray, finish: float, *, grown: bool) -> FloatArray:
        """Set the loss, shape (n + 1,); return points (n + 1, 2) of the plot, nan where they lie below `finish`."""
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

    ratio: _LogRatio = field(default_factory=_LogRatio)
    dots: Dots = field(default_factory=Dots)
    end: Dots = field(default_factory=Dots)


@dataclass(frozen=True)
class _NamePosition:
    """The name of a method below the finish line: its row, the x of its leader and its left edge, in pixels."""

    key: str
    row: int
    x: float
    left: float


class LossPlot:
    """Loss over initial loss (logarithmic) against steps, down to the tolerance; below it the methods' outcomes."""

    def __init__(self, stage: Stage[ZigzagResult]) -> None:
        self._stage = stage
        self._layer = stage.add(QGraphicsItemGroup())
        self._frame = AxesFrame(stage, self._layer)
        self._plot = self._frame.plot
        self._finish = stage.add(QGraphicsLineItem(), self._layer)
        self._finish.setZValue(2)
        self._theory = Lines()
        self._predicted_loss: Mapping[str, FloatArray] | None = None
        self._lines: dict[str, FloatArray] = {}
        self._plot.add(self._theory)
        self._methods: dict[str, _Method] = {}
        self._unnamed: list[str] = []
        self._right = 0.0
        self._labels = [stage.add(Label("label"), self._layer) for _ in range(LABELED)]
        self._leaders = [stage.add(QGraphicsLineItem(), self._layer) for _ in range(LABELED)]
        for label, leader in zip(self._labels, self._leaders, strict=True):
            leader.setZValue(3)
            label.setZValue(4)
        mark_static(self._finish, *self._labels, *self._leaders)
        self._unlabeled = UnlabeledMethods(stage, self._layer)

    def arrange(self, area: QRectF) -> None:
        """Place the plot in the area beside the bowl."""
        self._frame.place(area, top_margin=1.5, bottom_margin=0.9)
        self._layer.setVisible(self._plot.rect.height() >= MIN_HEIGHT * self._stage.text_size("label"))
        words = tr("loss ÷ initial") if self._stage.view.hall else tr("loss ÷ initial loss")
        self._frame.set_y_title(words, over_tick_labels=False)
        self._frame.set_x_title(tr("steps"))
        self._right = area.right()

    def load(self, result: ZigzagResult, *, grown: bool) -> None:
        """Load a result; `grown` says that it only extends the one shown."""
        stage, params = self._stage, result.params
        for key in set(self._methods) - set(result.loss):
            removed = self._methods.pop(key)
            for item in (removed.dots, removed.end):
                self._plot.remove(item)
        self._unnamed = list(result.loss)[LABELED:]
        self._unlabeled.set_methods(self._unnamed, self._frame.y_title, self._right)
        finish = math.log10(params.tolerance)
        methods = {key: self._method(key) for key in result.loss}
        points = {key: each.ratio.update(result.loss[key], finish, grown=grown) for key, each in methods.items()}
        top = max(0.12, *(each.ratio.top + 0.06 for each in methods.values()))
        span = (-0.02 * result.length, 1.02 * result.length)
        self._plot.set_range(span, (finish, top))
        names = self._arrange_names(result)
        rows = 1 + max(name.row for name in names)
        zone = (rows + 0.4) * ROW_PITCH * stage.text_size("label") / self._plot.rect.height()
        self._plot.set_range(span, (top - (top - finish) / (1 - zone), top))
        self._plot.set_ticks(integer_ticks(result.length), decade_ticks(finish, top))
        for depth, (key, each) in enumerate(methods.items()):
            self._load_dots(each, self._style(key), points[key], finish, 20 - depth)
        if self._predicted_loss is not result.predicted_loss:
            self._predicted_loss = result.predicted_loss
            # Lines end at the finish: how far a method jumps below it does not matter.
            lines = {key: np.maximum(_log_ratio(loss, loss[0]), finish) for key, loss in self._predicted_loss.items()}
            self._lines = {key: np.column_stack([np.arange(len(line)), line]) for key, line in lines.items()}
        self._theory.set_lines([(self._style(key), line) for key, line in reversed(self._lines.items())])
        y = self._plot.point(0, finish).y()
        self._finish.setPen(pen(QColor(stage.view.theme.ink), stage.stroke_width("ring") * 0.75))
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
        stage, share = self._stage, UNLABELED_WIDTH if key in self._unnamed else 1.0
        return stage.curve_style(stage.view.theme.series[key], share=share)

    def _arrange_names(self, result: ZigzagResult) -> list[_NamePosition]:
        """Return the positions of the names below the finish line, each at its method's last step."""
        stage, size = self._stage, self._stage.text_size("label")
        named, right = list(result.loss)[:LABELED], self._plot.rect.right()
        ends = []
        for key, label in zip(named, self._labels, strict=False):
            words, color = (
                outcome(result, key, short_name(key, hall=stage.view.hall)),
                stage.view.theme.series[key].label,
            )
            stage.write(label, words, color=color, plate=True)
            x = self._plot.point(len(result.loss[key]) - 1, 0).x()
            left = min(x + LEADER_GAP * size, right - label.width)
            ends.append((x, left, left + label.width))
        rows = name_rows(ends, NAME_GAP * size, 0.8 * LEADER_GAP * size)
        return [_NamePosition(key, row, x, left) for key, row, (x, left, _) in zip(named, rows, ends, strict=True)]

    def _place_names(self, names: list[_NamePosition], finish: float) -> None:
        stage, size = self._stage, self._stage.text_size("label")
        for k, (label, leader) in enumerate(zip(self._labels, self._leaders, strict=True)):
            label.setVisible(k < len(names))
            leader.setVisible(k < len(names))
            if k < len(names):
                baseline = finish + (names[k].row + 1.05) * ROW_PITCH * size
                label.place(names[k].left, baseline)
                leader.setPen(pen(QColor(stage.view.theme.series[names[k].key].stroke), stage.stroke_width("theory")))
                leader_is_clear = names[k].x < names[k].left
                end = baseline - (0.3 if leader_is_clear else 1.0) * size
                leader.setLine(QLineF(names[k].x, finish, names[k].x, end))


def name_rows(ends: Sequence[tuple[float, float, float]], name_gap: float, leader_gap: float) -> tuple[int, ...]:
    """Return a row for each name, counted from the top, in as few rows as avoid overlaps and crossings.

    Parameters
    ----------
    ends
        For each name the x of its leader line, which passes through the rows above it, and its left and right edge.
    name_gap, leader_gap
        The minimum distance between names in a row, and between a leader line and a name that it passes.

    """
    each = range(len(ends))
    overlaps = {
        (i, j)
        for i, j in permutations(each, 2)
        if ends[i][1] - name_gap < ends[j][2] and ends[j][1] - name_gap < ends[i][2]
    }
    crossings = {
        (i, j) for i, j in permutations(each, 2) if ends[j][1] - leader_gap < ends[i][0] < ends[j][2] + leader_gap
    }

    def cost(rows: tuple[int, ...]) -> tuple[int, ...]:
        conflicts = sum(rows[i] == rows[j] for i, j in overlaps) + sum(rows[i] > rows[j] for i, j in crossings)
        return (conflicts, max(rows), sum(rows))

    return min(product(each, repeat=len(ends)), key=cost)


def _log_ratio(loss: FloatArray, start: float) -> FloatArray:
    """Return log10(loss / start); an exact zero becomes -400, below the logarithm of every float."""
    with np.errstate(divide="ignore"):
        ratio: FloatArray = np.maximum(np.log10(loss / start), -400.0)
    return ratio
