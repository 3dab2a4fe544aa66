"""network/plane: the path of an optimizer in its plane, and the losses along it and along the straight line."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.obstacles.network.plane_losses import ASPECT
from core.obstacles.network.plane_result import PlaneResult
from gui.picture.choices import Choices
from gui.picture.log_plot import LogPlot, drawable
from gui.picture.position_cursor import PositionCursor
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import CENTER, Label
from gui.plots.label_place import curve_points, free_place, rect_points
from gui.plots.ticks import integer_ticks
from gui.stages.network.path_plane import STRAIGHT_DASH, PathPlane
from gui.stages.network.plane_words import (
    caption,
    caveat,
    curve_names,
    detail_wordings,
    direction_texts,
    heading,
    headline,
    hero,
    waiting_wordings,
)
from gui.wording.text import number, tr

TITLE_HEIGHT = 1.6
"""Height of the line above the plane, and of the one below it, in their text size."""
MIN_HEIGHT = 9.0
"""Height of the picture in sizes of its title, below which the detail has no line of its own."""
MOST_WIDTH = 0.6
"""Width of the plane as a share of the picture's, at most."""
NAMES_AT = (0.7, 0.35)
"""Where the names of both curves are, as shares of the width of the plot."""
MARGIN = 0.08
"""Margin of the axes of the plot of losses, as a share of their ranges."""


class PlaneStage(Stage[PlaneResult]):
    """The plane with the path up to a step; beside it the losses up to that step, and those on the straight line."""

    slow_steps = 0

    def _build(self) -> None:
        self._plane = PathPlane(self)
        self._across, self._up = self.add(Label("axis_title")), self.add(Label("axis_title"))
        self._waiting = self.add(Label("label"))
        self._readouts, self._log_plot = Readouts(self, static=False), LogPlot(self, linear_x=True)
        self._dots, self._newest = self._log_plot.make_dots(10), self._log_plot.make_dots(40)
        self._names = [self.add(Label("label")) for _ in range(2)]
        self._cursor = PositionCursor(self, self._log_plot.plot)
        mark_static(self._across, self._up, self._waiting)
        self._shares = np.zeros(1)
        self._index = -1
        self._is_told: bool | None = None

    def _arrange(self, view: View, picture: QRectF) -> None:
        line = TITLE_HEIGHT * self.text_size("axis_title")
        height = min(picture.height() - 2 * line, MOST_WIDTH * picture.width() / ASPECT)
        self._plane.arrange(QRectF(picture.left(), picture.top() + line, ASPECT * height, height), self.plot_style)
        left = self._plane.rect.right() + self.px(48)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side, beside=picture.height() < MIN_HEIGHT * self.text_size("title"))
        self._log_plot.arrange(QRectF(side.left(), top, side.width(), side.bottom() - top))
        mark_static(self._names[1], static=not view.reveal)
        self._cursor.update_style()

    def _load(self, result: PlaneResult, *, grown: bool) -> None:
        self._plane.load(result)
        self._write_directions(result)
        end = float(result.travelled[-1])
        self._shares = result.travelled / end if end > 0.0 else result.travelled
        self._set_axes(result)
        self._log_plot.set_axis_titles(tr("share of the way"), tr("loss"))
        style = self.curve_style(self.view.theme.series[result.method])
        points = self._log_plot.points(self._shares, drawable(result.losses))
        self._dots.set_style(style.sparse())
        self._dots.set_points(points)
        self._newest.set_style(replace(style, dot=self.stroke_width("current")))
        self._name_curves(result)
        self._index, self._is_told = -1, None

    def _describe(self, result: PlaneResult) -> None:
        self.set_title(headline(result))
        self.set_caption(caption(result), caveat(result))
        if self.result is not None:
            self._tell(self.result, told=self.shows_predictions(result) and len(self.result.line) > 0)

    def _move(self, result: PlaneResult, position: float) -> None:
        steps = result.recorded_steps
        self._plane.move(float(np.interp(position, steps, np.arange(len(steps)))))
        index = result.index_at(position)
        if index == self._index:
            return
        self._index = index
        self._cursor.move(float(self._shares[index]), self._choices, float(steps[index]))
        self._dots.set_visible_count(index + 1)
        # The name of the path waits until there is something beside it.
        self._names[0].setVisible(bool(self._is_told) and self._cursor.line().x1() >= self._names[0].rect.left())
        self._newest.set_points(self._dots.points[index : index + 1])
        self._newest.set_visible_count(1)
        theme = self.view.theme
        ended = result.diverged_at is not None and index == len(steps) - 1
        self._readouts.set_count(hero(result, index), theme.alarm if ended else theme.series[result.method].label)
        self._readouts.set_heading(heading(), *detail_wordings(result, index))

    def _tell(self, result: PlaneResult, *, told: bool) -> None:
        """Show what is known only when the path has ended: the straight line, the loss along it, and the names."""
        if told == self._is_told:
            return
        self._is_told = told
        self._plane.tell_end(told)
        self._names[1].setVisible(told)
        self._index = -1
        x = np.linspace(0.0, 1.0, max(len(result.line), 2))
        style = self.line_style(self.view.theme.ink, self.stroke_width("data"), STRAIGHT_DASH)
        self._log_plot.set_lines([(style, x, drawable(result.line))] if told else [])
        self.widget.invalidate_background()

    def _write_directions(self, result: PlaneResult) -> None:
        """Write the titles of the plane's axes, or what stands in its place while it is unknown."""
        rect, theme = self._plane.rect, self.view.theme
        is_known = bool(result.grid_loss.size)
        for label in (self._across, self._up):
            label.setVisible(is_known)
        self._waiting.setVisible(not is_known)
        if not is_known:
            self.write_fitting(self._waiting, waiting_wordings(result), rect.width(), color=theme.secondary)
            self._waiting.place(rect.center().x(), rect.center().y(), align=0.5)
            return
        across, up = direction_texts(result)
        size = self.text_size("axis_title")
        self.write_fitting(self._across, across, rect.width(), color=theme.secondary)
        self._across.place(rect.center().x(), rect.bottom() + 1.25 * size, align=0.5)
        self.write_fitting(self._up, up, rect.width(), color=theme.secondary)
        self._up.place(rect.left(), rect.top() - 0.5 * size)

    def _set_axes(self, result: PlaneResult) -> None:
        """Set the axes to the whole way, and to all losses on the path and on the straight line."""
        rect, losses = self._log_plot.rect, np.concatenate([result.losses, result.line])
        logs = np.log10(drawable(losses))
        known = logs[np.isfinite(logs)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (-1.0, 1.0)
        if np.ceil(low) > np.floor(high):  # a tick at least
            low = float(np.floor(low))
        across, up = self.stroke_width("current") / rect.width(), MARGIN * max(high - low, 0.1)
        self._log_plot.plot.set_range((-across, 1.0 + across), (low - up, high + up))
        shares = [(share, number(share)) for share in (0.0, 0.5, 1.0)]
        self._log_plot.plot.set_ticks(shares, self._log_plot.y_decades(low, high))
        rounds = np.array([at for at, _ in integer_ticks(result.length)])
        steps = result.recorded_steps
        self._choices = Choices(self._shares, steps, steps[np.isin(steps, rounds)])

    def _name_curves(self, result: PlaneResult) -> None:
        """Write the names of both curves where they touch neither."""
        theme, size, rect = self.view.theme, self.text_size("label"), self._log_plot.rect
        curves = (self._shares, result.losses), (np.linspace(0.0, 1.0, len(result.line)), result.line)
        pixels = [self._log_plot.pixels(*curve_points(shares, drawable(losses)).T) for shares, losses in curves]
        occupied = np.concatenate(pixels)
        colors = theme.series[result.method].label, theme.ink
        for label, words, color, own, where in zip(self._names, curve_names(), colors, pixels, NAMES_AT, strict=True):
            self.write(label, words, color=color, bold=True, plate=True)
            across = rect.left() + where * rect.width()
            near = QPointF(*own[np.abs(own[:, 0] - across).argmin()].tolist()) if len(own) else rect.center()
            place = free_place(rect, label.width + size, 1.5 * size, occupied, near)
            if place is None:
                label.set_text("", theme, size)
                continue
            label.place(place.left() + 0.5 * size, place.center().y() + CENTER * size)
            occupied = np.concatenate([occupied, rect_points(place)])
