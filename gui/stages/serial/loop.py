"""serial/loop: training as a loop, three clocks that run with it, and workers that wait."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsRectItem

from core.obstacles.serial.loop import CLOCKS, MARKS, WORKERS, LoopResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.curve import Dots, Lines
from gui.plots.label import Label
from gui.plots.plot import Plot, PlotStyle
from gui.plots.squares import SIDE_SHARE, Squares
from gui.stages.serial.durations import time_ticks
from gui.stages.serial.loop_words import (
    at_step,
    caption,
    caveat,
    clock_names,
    code,
    elapsed,
    note,
    sequential_wordings,
    step_words,
    workers_text,
)
from gui.style.theme import pen
from gui.wording.text import tr, tr_noop

CODE_WIDTH = 760 / 1824
"""Width of the code, and of the workers below it, as a share of the picture's width."""
BLOCK_SHAPES = ((40, 25), (50, 20), (100, 10))
"""Possible columns and rows of the block of workers."""
MIN_PITCH = 3.0
"""Pixels from one worker to the next, at least, so that they are seen as separate."""
MAX_TICKS = 5
AXIS_PADDING = 0.03
"""Length of the axis before its start and after the longest time, as a share of the axis."""
WORKING_SIZE = 2.6
"""Side of the working worker's square, in sides of the others."""


@dataclass(frozen=True)
class _Clock:
    """The labels of one clock: its name, the time of a step, and the time on the clock."""

    name: Label
    step: Label
    elapsed: Label


class LoopStage(Stage[LoopResult]):
    """The code with the workers below it; on the right each clock as a point on a logarithmic axis of time.

    Points instead of bars: the length of a bar has no meaning on a logarithmic axis, which has no zero.
    """

    position_label = tr_noop("{n} %")
    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the percentage of the chain that is done."""
        return 100 * position // MARKS

    def _build(self) -> None:
        scene = self.widget.scene()
        self._code = [self.add(Label("code", monospaced=True)) for _ in range(3)]
        self._note, self._step = self.add(Label("axis_title")), self.add(Label("label"))
        self._workers_label, self._steps_label = self.add(Label("title")), self.add(Label("label"))
        self._block = Plot(scene, axes=False, framed=False)
        self._workers, self._working = Squares(), self.add(QGraphicsRectItem())
        self._block.add(self._workers)
        self._frame = AxesFrame(self)
        self._plot = self._frame.plot
        self._tracks, self._points = Lines(), {clock: Dots() for clock in CLOCKS}
        for item in (self._tracks, *self._points.values()):
            self._plot.add(item)
        self._clocks = {
            clock: _Clock(
                *(self.add(Label(role)) for role in ("label", "axis_title", "hero" if clock == "yours" else "title"))
            )
            for clock in CLOCKS
        }
        self._columns, self._start, self._heights = 1, 0.0, dict.fromkeys(CLOCKS, 0.0)
        mark_static(*self._code, self._note, self._workers_label, self._steps_label)
        mark_static(*(label for clock in self._clocks.values() for label in (clock.name, clock.step)))

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        self._left = QRectF(picture.left(), picture.top(), CODE_WIDTH * picture.width(), picture.height())
        left = self._left.right() + self.px(48)
        right = QRectF(left, picture.top(), picture.right() - left, picture.height())
        self._frame.place(right, left_margin=0.0, top_margin=0.0, right_margin=self.text_size("ticks"))
        self._frame.set_x_title(tr("time (logarithmic)"))
        self._arrange_workers(style)

    def _load(self, result: LoopResult, *, grown: bool) -> None:
        theme = self.view.theme
        for label, wordings in zip(self._code, code(result), strict=True):
            # The first line may reach half-way to the clocks.
            self.write_fitting(label, wordings, self._left.width() + self.px(24))
        self.write_fitting(self._note, note(), self._left.width(), color=theme.secondary)
        self.write(self._workers_label, workers_text(result), color=theme.secondary)
        self.write_fitting(self._steps_label, sequential_wordings(result), self._left.width())
        self._set_range(result)
        self._load_clocks(result)

    def _describe(self, result: LoopResult) -> None:
        self.set_title(tr("Each step waits for the one before"), tr("time = steps × seconds per step"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: LoopResult, position: float) -> None:
        mark = int(position)
        self.write_fitting(self._step, at_step(result, mark), self._left.width())
        # Exactly one worker works at a time, one after the other.
        row, column = divmod(max(mark - 1, 0) % WORKERS, self._columns)
        place, next_to = self._block.point(column, -row), self._block.point(column + 1, -row)
        side = SIDE_SHARE * (next_to.x() - place.x())
        more = (WORKING_SIZE - 1.0) / 2 * side
        self._working.setRect(QRectF(place.x(), place.y(), side, side).adjusted(-more, -more, more, more))
        for row, clock in enumerate(CLOCKS):
            seconds, method = float(result.elapsed[mark, row]), self.view.theme.series[clock]
            clock_words = self._clocks[clock]
            label = clock_words.elapsed
            self.write(label, elapsed(clock, seconds), color=method.label, bold=True, room=self._room(clock))
            # Large letters are raised, so that their descenders do not overlap the point.
            baseline = clock_words.step.pos().y() - max(0.25 * label.pixels - 0.6 * self.text_size("axis_title"), 0.0)
            label.place(self._plot.rect.right(), baseline, align=1)
            self._points[clock].set_points(np.array([[self._time_coordinate(seconds), self._heights[clock]]]))
            self._points[clock].set_visible_count(1 if seconds == seconds else 0)

    def _arrange_workers(self, style: PlotStyle) -> None:
        """Place the code, and below it the largest block of workers that fits."""
        size, area = self.text_size("label"), self._left
        # A picture that is small relative to its text leaves out the note first, then the code. The note says what the
        # title does: with large text its place goes to the workers.
        for lines in ((*self._code, self._note), self._code, ())[1 if self.view.hall else 0 :]:
            for label in (*self._code, self._note):
                label.setVisible(label in lines)
            y = self._arrange_words(lines)
            bottom = area.bottom() - 1.7 * size
            pitch, self._columns, rows = max(
                (min(area.width() / columns, (bottom - y) / rows), columns, rows) for columns, rows in BLOCK_SHAPES
            )
            if pitch >= MIN_PITCH:
                break
        # Whole pixels, so that all squares look the same.
        pitch = max(math.floor(pitch), 1)
        rect = QRectF(area.left(), math.ceil(y), pitch * self._columns, pitch * rows)
        self._block.place(rect, style)
        self._block.set_range((0.0, self._block.rect.width() / pitch), (-self._block.rect.height() / pitch, 0.0))
        theme = self.view.theme
        self._workers.set_style(theme.contour)
        self._workers.set_count(WORKERS, self._columns)
        self._working.setBrush(QColor(theme.focus))
        self._working.setPen(pen(theme.background, self.stroke_width("casing")))
        self._steps_label.place(area.left(), self._block.rect.bottom() + 1.1 * size)

    def _arrange_words(self, lines: Sequence[Label]) -> float:
        """Place the code, the note and the texts about the workers; return the y at which the workers begin."""
        size, code, area = self.text_size("label"), self.text_size("code"), self._left
        for k, label in enumerate(lines):
            label.place(area.left(), area.top() + (1.1 + 1.5 * k) * code)
        y = area.top() + 1.1 * size
        if lines:
            y = area.top() + (1.5 * len(lines) - 0.4) * code + 0.7 * self.text_size("axis_title") + 1.5 * size
        self._step.place(area.left(), y)
        y += 0.35 * size + self.text_size("title")
        self._workers_label.place(area.left(), y)
        return y + 0.9 * size

    def _set_range(self, result: LoopResult) -> None:
        """Set the range of the time axis: from the first mark of the fastest clock to the end of the slowest."""
        first = float(np.nanmin(result.elapsed[1]))
        last = float(np.nanmax(result.elapsed[-1]))
        self._start = math.log10(first)
        end = (1 + AXIS_PADDING) * self._time_coordinate(last)
        self._plot.set_range((-AXIS_PADDING * end, end), (0.0, self._plot.rect.height()))
        ticks = time_ticks(first, last * 10.0 ** (end - self._time_coordinate(last)), MAX_TICKS)
        self._plot.set_ticks([(at - self._start, words) for at, words in ticks], ())

    def _time_coordinate(self, seconds: float) -> float:
        """Return the coordinate of a time on the axis; 0 s has that of the shortest time."""
        return max(math.log10(seconds) - self._start, 0.0) if seconds > 0 else 0.0

    def _load_clocks(self, result: LoopResult) -> None:
        """Write the labels of each clock above its track, which ends at steps times seconds per step."""
        theme, size, small, rect = (
            self.view.theme,
            self.text_size("label"),
            self.text_size("axis_title"),
            self._plot.rect,
        )
        reach, room = 0.5 * self.stroke_width("current"), 0.6 * rect.width()
        above, lowest = reach + 1.15 * small + 2.1 * size, reach + 0.6 * size
        pitch = (rect.height() - above - lowest) / (len(CLOCKS) - 1)
        small_picture = pitch < above
        if small_picture:
            above = reach + 1.6 * size
            pitch = (rect.height() - above - lowest) / (len(CLOCKS) - 1)
        tracks = []
        for row, clock in enumerate(CLOCKS):
            words, method, total = self._clocks[clock], theme.series[clock], result.seconds[clock]
            height = self._heights[clock] = lowest + pitch * (len(CLOCKS) - 1 - row)
            y = rect.bottom() - height - reach - 0.8 * small
            self.write_fitting(words.step, step_words(result, clock), room, color=theme.secondary)
            words.step.place(rect.left() + 0.5 * size, y)
            self.write_fitting(words.name, clock_names(clock), room, color=method.label)
            words.step.setVisible(not small_picture)  # the caveat also names what is measured and assumed
            higher = 0.0 if small_picture else 0.35 * small + 1.05 * size
            words.name.place(rect.left() + 0.5 * size, y - higher)
            # A hollow point marks the assumed time, which is not measured.
            shown = replace(method, hollow=clock == "yours", dash=())
            style = self.curve_style(shown, dot="current")
            self._points[clock].set_style(style)
            if total is not None:
                end = self._time_coordinate(total)
                stop = [[np.nan, np.nan], [end, height - reach], [end, height + reach]]
                tracks.append((style, np.array([[0.0, height], [end, height], *stop])))
        self._tracks.set_lines(tracks)

    def _room(self, clock: str) -> float:
        words = self._clocks[clock]
        return self._plot.rect.right() - max(words.step.rect.right(), words.name.rect.right()) - self.px(24)
