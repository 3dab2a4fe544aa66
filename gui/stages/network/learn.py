"""network/learn: digits with the answers of the network, and the share that is wrong against steps."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsRectItem

from core.arrays import FloatArray
from core.obstacles.network.learn import SHOWN, LearnResult
from gui.picture.choices import position_choices
from gui.picture.log_plot import LogPlot
from gui.picture.position_cursor import PositionCursor
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.baselines import DOT_GAP, separated_baselines
from gui.plots.canvas import mark_static
from gui.plots.images import Images
from gui.plots.label import CENTER, Label
from gui.plots.markers import marker_path
from gui.plots.plot import Plot
from gui.plots.ticks import integer_ticks
from gui.stages.network.learn_words import (
    HELD_OUT,
    TRAINING,
    answer_text,
    caption,
    caveat,
    curve_names,
    detail_wordings,
    heading,
    headline,
    hero,
    share_title,
    shown_wordings,
    step_titles,
    wrong_text,
)
from gui.style.theme import pen
from gui.wording.text import number

SERIES = (TRAINING, HELD_OUT)
DIGITS_WIDTH, HALL_DIGITS_WIDTH = 1060 / 1824, 900 / 1824
"""Width of the digits as a share of the picture's width; with large text their answers limit their height."""
COLUMNS, SIDE = 8, 8
"""Digits in a row, and pixels along the side of an image."""
HEADER = 1.6
"""Height of the line above the digits, in its text size."""
ANSWER, ANSWER_GAP = 1.05, 0.25
"""Height of an answer below its digit, and the gap above it, in its text size."""
SMALL_SIDE = 32.0
"""Side of an image in pixels, below which its answer is smaller."""
CAP_HEIGHT = 2 * CENTER
"""Height of a digit of text, in its size."""
MIN_HEIGHT = 9.0
"""Height of the picture in sizes of its title, below which the detail has no line of its own."""
GAP = 14.0
"""Pixels at 1080p between two digits, at least."""
CROSS, LEAST_CROSS = 0.22, 8.0
"""Diameter of the cross at the corner of a wrong one, in sides of an image; and in pixels, at least."""
ZERO_LANE, AXIS_MARGIN = 0.4, 0.06
"""Decades from the lowest decade of the axis to the place of 0 %, where a share is 0; and the margin of the axis."""
AXIS_STEP_DECADES = 0.5
"""The axis ends at a multiple of this many decades: it seldom changes while results come in."""


@dataclass(frozen=True)
class _Answer:
    """The items of one digit: what the network takes it for, and the frame and the cross, with its casing, if wrong."""

    label: Label
    frame: QGraphicsRectItem
    casing: QGraphicsPathItem
    cross: QGraphicsPathItem

    @property
    def marks(self) -> tuple[QGraphicsItem, ...]:
        """The items of a wrong answer."""
        return self.frame, self.casing, self.cross


class LearnStage(Stage[LearnResult]):
    """Images of held-out digits with the answers at a step; beside them the shares of wrong answers up to that step."""

    slow_steps = 0

    def _build(self) -> None:
        scene = self.widget.scene()
        self._plane = Plot(scene, axes=False, framed=False)
        self._images = Images()
        self._plane.add(self._images)
        self._shown, self._wrong = self.add(Label("axis_title")), self.add(Label("axis_title"))
        self._answers = [
            _Answer(
                self.add(Label("title")),
                self.add(QGraphicsRectItem()),
                self.add(QGraphicsPathItem()),
                self.add(QGraphicsPathItem()),
            )
            for _ in range(SHOWN)
        ]
        self._readouts, self._log_plot = Readouts(self, static=False), LogPlot(self, linear_x=True)
        self._dots = {name: self._log_plot.make_dots(10 + k) for k, name in enumerate(SERIES)}
        self._newest = {name: self._log_plot.make_dots(40 + k) for k, name in enumerate(SERIES)}
        self._names = {name: self.add(Label("label")) for name in SERIES}
        self._cursor = PositionCursor(self, self._log_plot.plot)
        self._rects: list[QRectF] = []
        self._index, self._zero = -1, 0.0
        mark_static(self._shown)

    def _arrange(self, view: View, picture: QRectF) -> None:
        width = (HALL_DIGITS_WIDTH if view.hall else DIGITS_WIDTH) * picture.width()
        self._digits_area = QRectF(picture.left(), picture.top(), width, picture.height())
        role = "label" if view.hall else "title"
        self._rects = self._digit_rects(role)
        if self._rects[0].width() < SMALL_SIDE:
            role = "label"
            self._rects = self._digit_rects(role)
        for each in self._answers:
            each.label.role = role
        self._plane.place(self._digits_area, self.plot_style)
        left = self._digits_area.right() + self.px(48)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side, beside=view.hall or picture.height() < MIN_HEIGHT * self.text_size("title"))
        words = curve_names()
        widest = max(self.write(self._names[name], words[name], bold=True).width for name in SERIES)
        self._log_plot.arrange(
            QRectF(side.left(), top, side.width(), side.bottom() - top),
            names_width=widest + DOT_GAP * self.text_size("label") + self.stroke_width("current") / 2,
        )
        theme = view.theme
        self._images.set_style(theme.background, theme.ink, theme.axis, self.stroke_width("grid"))
        self._cursor.update_style()

    def _load(self, result: LearnResult, *, grown: bool) -> None:
        area = self._digits_area
        size = self.text_size("axis_title")
        if not grown:
            self._images.set_images(result.images.reshape(-1, SIDE, SIDE), self._rects[: len(result.images)])
            self._place_frames(len(result.images))
            room = area.width() - 5 * size
            self.write_fitting(self._shown, shown_wordings(result), room, color=self.view.theme.secondary)
            self._shown.place(area.left(), area.top() + 0.8 * size)
        self._set_axes(result)
        titles = step_titles(result)[-1 if self.view.hall else 0 :]
        x_title = self.fitting("axis_title", titles, self._log_plot.rect.width())
        self._log_plot.set_axis_titles(x_title, share_title())
        for name in SERIES:
            style = self.curve_style(self.view.theme.series[name])
            self._dots[name].set_style(style)
            self._dots[name].set_points(self._points(result, name, slice(None)))
            self._newest[name].set_style(replace(style, dot=self.stroke_width("current")))
        self._index = -1

    def _describe(self, result: LearnResult) -> None:
        self.set_title(headline(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: LearnResult, position: float) -> None:
        step = int(position)
        self._cursor.move(position, self._choices, step)
        index = result.index_at(step)
        if index == self._index:
            return
        self._index = index
        theme = self.view.theme
        for name in SERIES:
            self._dots[name].set_visible_count(index + 1)
            self._newest[name].set_points(self._points(result, name, slice(index, index + 1)))
            self._newest[name].set_visible_count(1)
        self._place_names(result, index)
        self._write_answers(result, index)
        self._readouts.set_count(hero(result, index), theme.series[HELD_OUT].label)
        self._readouts.set_heading(heading(), *detail_wordings(result, index))
        color = theme.alarm if result.wrong_shown[index] else theme.secondary
        self.write(self._wrong, wrong_text(result, index), color=color, bold=True)
        self._wrong.place(self._digits_area.right(), self._digits_area.top() + 0.8 * self._wrong.pixels, align=1)
        self._wrong.setVisible(result.held_out_count > 0)

    def _digit_rects(self, role: str) -> list[QRectF]:
        """Return the rectangles of the images above answers of a role.

        They are as large as a whole number of pixels for each pixel of theirs allows.
        """
        area, rows = self._digits_area, SHOWN // COLUMNS
        top = area.top() + HEADER * self.text_size("axis_title")
        answer = (ANSWER + ANSWER_GAP) * self.text_size(role)
        edge = np.ceil(self.stroke_width("ring"))
        width = (area.width() - 2 * edge + self.px(GAP)) / COLUMNS
        height = (area.bottom() - top - edge + self.px(GAP)) / rows
        side = SIDE * max(1.0, min(width - self.px(GAP), height - self.px(GAP) - answer) // SIDE)
        across = (area.width() - 2 * edge - side) / (COLUMNS - 1)
        left, top = area.left() + edge, top + edge
        return [
            QRectF(round(left + (k % COLUMNS) * across), round(top + (k // COLUMNS) * height), side, side)
            for k in range(SHOWN)
        ]

    def _place_frames(self, count: int) -> None:
        """Place the frames of wrong answers, and the crosses at their upper right corners."""
        theme, width = self.view.theme, self.stroke_width("ring")
        for each, rect in zip(self._answers, self._rects, strict=True):
            each.frame.setPen(QPen(QColor(theme.alarm), width))
            each.frame.setRect(rect.adjusted(-width / 2, -width / 2, width / 2, width / 2))
            size = max(CROSS * rect.width(), LEAST_CROSS)
            corner = QTransform.fromTranslate(rect.right() - 0.35 * size, rect.top() + 0.35 * size)
            cross = corner.scale(size, size).map(marker_path("cross"))
            each.cross.setPath(cross)
            each.casing.setPath(cross)
            each.cross.setPen(QPen(Qt.PenStyle.NoPen))
            each.cross.setBrush(QColor(theme.alarm))
            each.casing.setPen(pen(theme.background, 2 * self.stroke_width("casing")))
        for each in self._answers[count:]:
            for item in (each.label, *each.marks):
                item.setVisible(False)

    def _write_answers(self, result: LearnResult, index: int) -> None:
        """Write the answers at a recorded step, and mark the wrong ones."""
        theme = self.view.theme
        right = result.answers[index] == result.labels
        for place, is_right in enumerate(right.tolist()):
            each, rect = self._answers[place], self._rects[place]
            color = theme.ink if is_right else theme.alarm
            self.write(each.label, answer_text(result, index, place), color=color, bold=True)
            below = rect.bottom() + (ANSWER_GAP + CAP_HEIGHT) * each.label.pixels
            each.label.place(rect.center().x(), below, align=0.5)
            each.label.setVisible(True)
            for mark in each.marks:
                mark.setVisible(not is_right)

    def _points(self, result: LearnResult, name: str, part: slice) -> FloatArray:
        """Return the points of a part of a curve; a share of 0 lies in a lane of its own."""
        accuracy = result.train_accuracy if name == TRAINING else result.held_out_accuracy
        shares = np.maximum(100.0 * (1.0 - accuracy[part]), 10.0**self._zero)
        return self._log_plot.points(result.recorded_steps[part], shares)

    def _set_axes(self, result: LearnResult) -> None:
        """Set the axes to all steps allowed, and to shares from 100 % down to the smallest, which may be 0 %."""
        most = float(result.used.max_steps)
        shares = 100.0 * (1.0 - np.concatenate([result.train_accuracy, result.held_out_accuracy]))
        positive = shares[shares > 1e-9]
        least = float(np.log10(positive.min())) if len(positive) else 0.0
        bottom = min(0.0, AXIS_STEP_DECADES * np.floor(least / AXIS_STEP_DECADES))
        self._zero = bottom - ZERO_LANE
        has_zero = bool((shares <= 1e-9).any())
        low = self._zero if has_zero else bottom
        margin = AXIS_MARGIN * (2.0 - low)
        ticks = self._log_plot.y_decades(bottom, 2.0)
        rect, beyond = self._log_plot.rect, most * self.stroke_width("current") / self._log_plot.rect.width()
        self._log_plot.plot.set_range((-beyond, most + beyond), (low - margin, 2.0 + margin))
        if has_zero:
            apart = 1.3 * self.text_size("ticks") * (2.0 - low + 2 * margin) / rect.height()
            ticks = [(self._zero, number(0)), *(each for each in ticks if each[0] - self._zero > apart)]
        steps = integer_ticks(result.used.max_steps)
        self._log_plot.plot.set_ticks(steps, ticks)
        self._choices = position_choices(np.arange(result.length + 1.0), np.array([at for at, _ in steps]))

    def _place_names(self, result: LearnResult, index: int) -> None:
        """Write the names of the curves beside their newest dots, moved apart."""
        size, rect = self.text_size("label"), self._log_plot.rect
        words, ends = curve_names(), []
        for name in SERIES:
            label = self._names[name]
            self.write(label, words[name], color=self.view.theme.series[name].label, bold=True)
            (point,) = self._points(result, name, slice(index, index + 1)).tolist()
            label.setVisible(bool(np.isfinite(point[1])))
            if label.isVisible():
                ends.append((label, self._log_plot.plot.point(*point)))
        ends.sort(key=lambda end: end[1].y(), reverse=True)
        rows = separated_baselines(
            [at.y() + CENTER * size for _, at in ends], 1.15 * size, rect.top() + 0.7 * size, rect.bottom()
        )
        gap = DOT_GAP * size + self.stroke_width("current") / 2
        for (label, at), row in zip(ends, rows, strict=True):
            label.place(at.x() + gap, row)
