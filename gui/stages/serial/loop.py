"""serial/loop: the loop that training is, three clocks that run while it does, and workers that change nothing."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF

from core.obstacles.serial.loop import CLOCKS, WORKERS, LoopResult
from gui.plots.bars import Bar, Bars
from gui.plots.canvas import stand_still
from gui.plots.curve import CurveStyle, Lines
from gui.plots.label import Label
from gui.plots.plot import Plot, PlotStyle
from gui.plots.squares import Squares
from gui.stage import Stage, View
from gui.stages.serial.durations import marks
from gui.stages.serial.loop_words import (
    COLORS,
    at_step,
    caption,
    caveat,
    clock_names,
    code,
    elapsed,
    in_a_row,
    note,
    step_words,
    workers,
)
from gui.text import rich, tr

CODE = 760 / 1824
"""The share of the picture's width that the code takes, and the workers below it."""
SHAPES = ((40, 25), (50, 20), (100, 10))
"""Columns and rows that the workers may stand in."""
MOST_MARKS = 5
LOW = 0.33
"""How far below the middle of its row a clock's bar lies, in rows: words stand above it."""
AIR = 0.03
"""The share of the axis beyond the longest time."""


@dataclass(frozen=True)
class _Clock:
    """The words of one clock: what it runs for, how long a step takes, and what it shows."""

    name: Label
    step: Label
    shows: Label


class LoopStage(Stage[LoopResult]):
    """Left the code and, below it, workers; right a row for each clock, with a bar on a logarithmic axis of time."""

    counts = "{n} ‰ of {all} ‰"
    slow_steps = 0

    def _build(self) -> None:
        scene = self.widget.scene()
        self._code = [self.add(Label("code")) for _ in range(3)]
        self._note, self._step = self.add(Label("axis_title")), self.add(Label("label"))
        self._lit, self._row = self.add(Label("label")), self.add(Label("label"))
        self._block = Plot(scene, axes=False, framed=False)
        self._idle, self._working = Squares(), Squares()
        stand_still(self._idle)
        for squares in (self._idle, self._working):
            self._block.add(squares)
        self._plot = Plot(scene, axes=True)
        self._tracks, self._bars = Lines(), Bars()
        self._plot.add(self._tracks)
        self._plot.add(self._bars)
        self._clocks = {
            clock: _Clock(
                *(self.add(Label(role)) for role in ("label", "axis_title", "hero" if clock == "yours" else "title"))
            )
            for clock in CLOCKS
        }
        self._x_title = self.add(Label("axis_title"))
        self._start = 0.0
        stand_still(*self._code, self._note, self._row, self._x_title)
        stand_still(*(label for clock in self._clocks.values() for label in (clock.name, clock.step)))

    def _arrange(self, view: View, picture: QRectF) -> None:
        ticks, title = self.text("ticks"), self.text("axis_title")
        style = PlotStyle(view.theme, ticks, self.stroke("axis"), self.stroke("grid"))
        self._left = QRectF(picture.left(), picture.top(), CODE * picture.width(), picture.height())
        left = self._left.right() + self.px(48)
        foot = 1.9 * ticks + 1.3 * title
        self._plot.place(QRectF(left, picture.top(), picture.right() - ticks - left, picture.height() - foot), style)
        self.write(self._x_title, tr("time (logarithmic)"), color=view.theme.secondary)
        self._x_title.place(self._plot.rect.center().x(), picture.bottom() - 0.1 * title, align=0.5)
        self._arrange_workers(style)

    def _load(self, result: LoopResult, *, grown: bool) -> None:
        theme = self.view.theme
        for label, line in zip(self._code, code(result), strict=True):
            self.write(label, line)
        self._write_fitting(self._note, note(), self._left.width(), color=theme.secondary)
        self._write_fitting(self._row, in_a_row(result), self._left.width())
        self._range(result)
        self._load_clocks(result)
        self.head(tr("Each step waits for the one before"), rich("time = steps × seconds a step"))
        self.foot(caption(result), caveat(result))

    def _move(self, result: LoopResult, position: float) -> None:
        mark = int(position)
        lit = mark * WORKERS // result.length
        self._write_fitting(self._step, at_step(result, mark), self._left.width())
        self._write_fitting(self._lit, workers(lit), self._left.width(), color=self.view.theme.secondary)
        self._working.set_shown(lit)
        bars = []
        for row, clock in enumerate(CLOCKS):
            seconds, method = float(result.elapsed[mark, row]), self.view.theme.methods[COLORS[clock]]
            label, words = self._clocks[clock].shows, elapsed(result, clock, seconds)
            self.write(label, words, color=method.label, bold=True, room=self._room(clock))
            label.place(self._plot.rect.right(), self._clocks[clock].step.pos().y(), align=1)
            if seconds == seconds:
                total = self._along(result.seconds[clock] or 0.0)
                bars.append(Bar(-row - LOW, method, self._along(seconds), expected=total))
        self._bars.set_bars(tuple(bars))

    def _arrange_workers(self, style: PlotStyle) -> None:
        """Place the code, and below it as large a block of workers as there is room for."""
        size, small, area = self.text("label"), self.text("axis_title"), self._left
        y = area.top() + 1.1 * self.text("code")
        for label in self._code:
            label.place(area.left(), y)
            y += 1.5 * self.text("code")
        self._note.place(area.left(), y)
        y += 0.7 * small + 1.5 * size
        self._step.place(area.left(), y)
        y += 1.45 * size
        self._lit.place(area.left(), y)
        y += 0.6 * size
        bottom = area.bottom() - 1.7 * size
        pitches = [(min(area.width() / columns, (bottom - y) / rows), columns, rows) for columns, rows in SHAPES]
        pitch, columns, rows = max(pitches)
        # Whole pixels, so that all squares look the same.
        pitch = max(math.floor(pitch), 1)
        rect = QRectF(area.left(), math.ceil(y), pitch * columns, pitch * rows)
        self._block.place(rect, style)
        self._block.set_range((0.0, self._block.rect.width() / pitch), (-self._block.rect.height() / pitch, 0.0))
        self._idle.set_style(self.view.theme.grid)
        self._working.set_style(self.view.theme.secondary)
        for squares in (self._idle, self._working):
            squares.set_count(WORKERS, columns)
        self._idle.set_shown(WORKERS)
        self._row.place(area.left(), self._block.rect.bottom() + 1.1 * size)

    def _range(self, result: LoopResult) -> None:
        """Show the time from the first mark of the fastest clock to the end of the slowest."""
        first = float(np.nanmin(result.elapsed[1]))
        last = float(np.nanmax(result.elapsed[-1]))
        self._start = math.log10(first)
        end = (1 + AIR) * self._along(last)
        self._plot.set_range((0.0, end), (0.5 - len(CLOCKS), 0.5))
        ticks = marks(first, last * 10.0 ** (end - self._along(last)), MOST_MARKS)
        self._plot.set_ticks([(at - self._start, words) for at, words in ticks], ())

    def _along(self, seconds: float) -> float:
        """Return where a time stands on the axis, which begins with zero."""
        return max(math.log10(seconds) - self._start, 0.0) if seconds > 0 else 0.0

    def _load_clocks(self, result: LoopResult) -> None:
        """Write what each clock runs for above its track, which the theory lets end where steps times seconds are."""
        theme, size, small, rect = self.view.theme, self.text("label"), self.text("axis_title"), self._plot.rect
        thick = min(0.2 * rect.height() / len(CLOCKS), 1.6 * size)
        self._bars.set_style(theme, thick, self.stroke("theory"))
        tracks = []
        for row, clock in enumerate(CLOCKS):
            words, method, total = self._clocks[clock], theme.methods[COLORS[clock]], result.seconds[clock]
            y = self._plot.point(0.0, -row - LOW).y() - 0.5 * thick - 0.8 * small
            room = 0.6 * rect.width()
            self._write_fitting(words.step, step_words(result, clock), room, color=theme.secondary)
            words.step.place(rect.left() + 0.5 * size, y)
            self._write_fitting(words.name, clock_names(clock), room, color=method.label)
            words.name.place(rect.left() + 0.5 * size, y - 0.35 * small - 1.05 * size)
            if total is not None:
                style = CurveStyle(theme, method, self.stroke("theory"), 0.0, 0.0, 0.0)
                tracks.append((style, np.array([[0.0, -row - LOW], [self._along(total), -row - LOW]])))
        self._tracks.set_lines(tracks)

    def _room(self, clock: str) -> float:
        words = self._clocks[clock]
        return self._plot.rect.right() - max(words.step.rect.right(), words.name.rect.right()) - self.px(24)

    def _write_fitting(self, label: Label, wordings: tuple[str, ...], room: float, **how: str) -> None:
        """Write the first of several wordings, the longest first, that there is room for; else the last."""
        for words in wordings:
            self.write(label, words, color=how.get("color", ""))
            if label.width <= room:
                break
