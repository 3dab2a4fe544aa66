"""The loss plot of conditioning/zigzag: predicted lines, measured dots, and a name at the end of each."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItemGroup, QGraphicsLineItem

from core.arrays import FloatArray, prefix
from core.obstacles.conditioning.zigzag import ZigzagResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.stage import Stage
from gui.picture.unlabeled_methods import UNLABELED_WIDTH, UnlabeledMethods
from gui.plots.baselines import separated_baselines
from gui.plots.canvas import mark_static
from gui.plots.curve import CurveStyle, Dots, Lines
from gui.plots.label import CENTER, Label, text_width
from gui.plots.name_rows import name_rows
from gui.plots.ticks import decade_ticks, integer_ticks
from gui.stages.conditioning.axis_limit import axis_end
from gui.stages.conditioning.reveal import shows_prediction
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
            # Twice as many as now while a run grows; a complete one, as in an export, needs no more.
            room = np.empty(((2 if grown else 1) * len(loss), 2))
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
        self._names: list[_NamePosition] = []
        self._unnamed: list[str] = []
        self._right, self._limit = 0.0, 1
        self._labels = [stage.add(Label("label"), self._layer) for _ in range(LABELED)]
        self._leaders = [stage.add(QGraphicsLineItem(), self._layer) for _ in range(LABELED)]
        for label, leader in zip(self._labels, self._leaders, strict=True):
            leader.setZValue(3)
            label.setZValue(4)
        mark_static(self._finish)
        self._unlabeled = UnlabeledMethods(stage, self._layer)

    def arrange(self, area: QRectF) -> None:
        """Place the plot in the area beside the bowl."""
        mark_static(*self._labels, *self._leaders, static=not self._stage.view.reveal)
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
        lengths = [max(len(loss) - 1.0, 1.0) for loss in result.loss.values()]
        end = axis_end(lengths, max(lengths[:LABELED]))
        self._limit = int(end)
        span = (-0.02 * end, 1.02 * end)
        self._plot.set_range(span, (finish, top))
        self._names = self._arrange_names(result)
        rows = 1 + max(name.row for name in self._names)
        zone = (rows + 0.4) * ROW_PITCH * stage.text_size("label") / self._plot.rect.height()
        self._plot.set_range(span, (top - (top - finish) / (1 - zone), top))
        self._plot.set_ticks(integer_ticks(self._limit), decade_ticks(finish, top))
        for depth, (key, each) in enumerate(methods.items()):
            self._load_dots(each, self._style(key), points[key], finish, 20 - depth)
        if self._predicted_loss is not result.predicted_loss:
            self._predicted_loss = result.predicted_loss
            # Lines end at the finish: how far a method jumps below it does not matter.
            lines = {key: np.maximum(_log_ratio(loss, loss[0]), finish) for key, loss in self._predicted_loss.items()}
            self._lines = {key: np.column_stack([np.arange(len(line)), line]) for key, line in lines.items()}
        y = self._plot.point(0, finish).y()
        self._finish.setPen(pen(QColor(stage.view.theme.ink), stage.stroke_width("ring") * 0.75))
        self._finish.setLine(QLineF(self._plot.rect.left(), y, self._plot.rect.right(), y))

    def describe(self, result: ZigzagResult) -> None:
        """Show the predicted lines and the outcomes that are told, and the names of the other methods at their dots."""
        told = {key: shows_prediction(self._stage, result, key) for key in result.loss}
        lines = [
            (self._style(key), line[: self._limit + 1]) for key, line in reversed(self._lines.items()) if told[key]
        ]
        if len(lines) != len(self._theory.lines):
            self._stage.widget.invalidate_background()
        self._theory.set_lines(lines)
        running = []
        for k, (label, leader) in enumerate(zip(self._labels, self._leaders, strict=True)):
            label.setVisible(k < len(self._names))
            leader.setVisible(k < len(self._names) and told[self._names[k].key])
            if leader.isVisible():
                self._place_name(result, self._names[k], label, leader)
            elif label.isVisible():
                running.append((label, self._names[k].key))
        self._place_running_names(result, running)

    def move(self, result: ZigzagResult, position: float) -> None:
        """Show the dots up to a position."""
        for key, method in self._methods.items():
            last = len(result.loss[key]) - 1
            # Beyond the plot nothing is drawn: some SVG viewers do not clip.
            method.dots.set_visible_count(min(int(position), last, self._limit) + 1)
            solved = result.steps_to_tolerance[key] is not None and last <= self._limit
            method.end.set_visible_count(1 if solved and int(position) >= last else 0)

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
        method.dots.set_points(points[: self._limit + 1])
        method.end.set_points(np.array([[len(points) - 1.0, finish]]))

    def _style(self, key: str) -> CurveStyle:
        stage, share = self._stage, UNLABELED_WIDTH if key in self._unnamed else 1.0
        return stage.curve_style(stage.view.theme.series[key], share=share)

    def _arrange_names(self, result: ZigzagResult) -> list[_NamePosition]:
        """Return the positions of the names below the finish line, each at its method's last step."""
        stage, size = self._stage, self._stage.text_size("label")
        named, right = list(result.loss)[:LABELED], self._plot.rect.right()
        ends = []
        for key in named:
            width = text_width(outcome(result, key, short_name(key, hall=stage.view.hall)), size)
            x = self._plot.point(len(result.loss[key]) - 1, 0).x()
            left = min(x + LEADER_GAP * size, right - width)
            ends.append((x, left, left + width))
        rows = name_rows(ends, NAME_GAP * size, 0.8 * LEADER_GAP * size)
        return [_NamePosition(key, row, x, left) for key, row, (x, left, _) in zip(named, rows, ends, strict=True)]

    def _place_name(self, result: ZigzagResult, name: _NamePosition, label: Label, leader: QGraphicsLineItem) -> None:
        """Write the name and the outcome of a method below its last step, with a leader to the finish line."""
        stage, size, series = self._stage, self._stage.text_size("label"), self._stage.view.theme.series[name.key]
        words = outcome(result, name.key, short_name(name.key, hall=stage.view.hall))
        stage.write(label, words, color=series.label, plate=True)
        finish = self._finish.line().y1()
        baseline = finish + (name.row + 1.05) * ROW_PITCH * size
        label.place(name.left, baseline)
        leader.setPen(pen(QColor(series.stroke), stage.stroke_width("theory")))
        leader_is_clear = name.x < name.left
        leader.setLine(QLineF(name.x, finish, name.x, baseline - (0.3 if leader_is_clear else 1.0) * size))

    def _place_running_names(self, result: ZigzagResult, running: list[tuple[Label, str]]) -> None:
        """Write the names of methods whose outcome is not told beside their newest dots, moved apart."""
        if not running:
            return
        stage, rect, size = self._stage, self._plot.rect, self._stage.text_size("label")
        ends = []
        for label, key in running:
            name = short_name(key, hall=stage.view.hall)
            stage.write(label, name, color=stage.view.theme.series[key].label, plate=True)
            loss = result.loss[key]
            ends.append((label, self._plot.point(len(loss) - 1, float(_log_ratio(loss[-1:], loss[0])[0]))))
        ends = sorted(ends, key=lambda end: end[1].y())[::-1]  # of equal ones the first has the highest name
        floor = self._finish.line().y1() - size
        rows = separated_baselines([at.y() for _, at in ends], ROW_PITCH * size, rect.top() + size, floor)
        gap = LEADER_GAP * size + stage.stroke_width("iterate") / 2
        for (label, at), row in zip(ends, rows, strict=True):
            # Nothing is drawn beyond the newest step; where there is no room, the names are below the falling curves.
            fits = at.x() + gap + label.width <= self._right
            label.place(at.x() + gap if fits else at.x() - gap, row + CENTER * size, align=0 if fits else 1)


def _log_ratio(loss: FloatArray, start: float) -> FloatArray:
    """Return log10(loss / start); an exact zero becomes -400, below the logarithm of every float."""
    with np.errstate(divide="ignore"):
        ratio: FloatArray = np.maximum(np.log10(loss / start), -400.0)
    return ratio
