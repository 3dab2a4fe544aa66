"""The training loss as a short line with a dot for each spectrum, along which the position is dragged."""

from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from gui.picture.choices import position_choices
from gui.picture.log_plot import ring_style
from gui.picture.plot_handles import POSITION, PlotHandles
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.curve import Dots
from gui.plots.label import CENTER, Label
from gui.plots.plot import Plot
from gui.style.series import SeriesStyle
from gui.style.theme import pen
from gui.wording.text import number, tr


class LossStrip:
    """A line from the loss at the start to the target, lower losses on the right, with a ring at the one shown."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._plot = Plot(stage.widget.scene(), axes=False, framed=False)
        self._line, self._dots, self._ring = stage.add(QGraphicsLineItem()), Dots(), Dots()
        for depth, dots in enumerate((self._dots, self._ring)):
            dots.setZValue(30 + depth)
            self._plot.add(dots)
        self._title = stage.add(Label("axis_title"))
        self._ends = [stage.add(Label("axis_title")) for _ in range(2)]
        mark_static(self._line, self._title, *self._ends)
        self._handles = PlotHandles(stage)
        self._handle = self._handles.add(POSITION, self._plot)
        self._area = QRectF()
        self._visible = False
        self._choices = position_choices(np.zeros(1), np.empty(0))
        self._track: FloatArray = np.empty((0, 2))

    def arrange(self, area: QRectF) -> None:
        """Set the area: the title on top, the line below it."""
        self._area = area

    def load(self, losses: FloatArray, target: float) -> None:
        """Load the losses of all spectra, shape (s,), and the loss at which training ends."""
        stage, theme, size = self._stage, self._stage.view.theme, self._stage.text_size("axis_title")
        self._visible = len(losses) > 1
        for item in (self._line, self._title, *self._ends):
            item.setVisible(self._visible)
        self._plot.set_visible(self._visible)
        if not self._visible:
            return
        # A loss above that at the start is at the left end.
        places = -np.log10(np.minimum(losses, losses[0]))
        self._choices = position_choices(places, places)
        low, high = float(places[0]), max(float(places.max()), float(-np.log10(target)))
        stage.write(self._title, tr("training loss"), color=theme.secondary)
        self._title.place(self._area.right(), self._area.top() + 0.8 * stage.text_size("title"), align=1)
        middle = self._title.rect.bottom() + 0.9 * size
        first, last = self._ends
        stage.write(first, tr("{loss}", "losses", loss=number(float(losses[0]))), color=theme.secondary)
        stage.write(last, tr("{loss}", "target_loss", loss=number(target)), color=theme.secondary)
        first.place(self._area.left(), middle + CENTER * size)
        last.place(self._area.right(), middle + CENTER * size, align=1)
        left, right = first.rect.right() + 0.3 * size, last.rect.left() - 0.3 * size
        self._plot.place(QRectF(left, middle - 0.8 * size, right - left, 1.6 * size), stage.plot_style)
        ring = stage.stroke_width("current")
        margin = (high - low) * ring / max(right - left - 2.0 * ring, 1.0)
        self._plot.set_range((low - margin, high + margin), (-1.0, 1.0))
        self._track = np.array([self._plot.point(float(each), 0.0).toTuple() for each in (low, places.max())])
        self._line.setPen(pen(QColor(theme.axis), stage.stroke_width("axis")))
        self._line.setLine(QLineF(self._plot.point(low, 0.0), self._plot.point(high, 0.0)))
        series = SeriesStyle(theme.secondary, theme.secondary)
        self._dots.set_style(stage.curve_style(series))
        self._dots.set_points(np.column_stack([places, np.zeros(len(losses))]))
        self._dots.set_visible_count(len(losses))
        self._ring.set_style(stage.curve_style(ring_style(SeriesStyle(theme.ink, theme.ink)), dot="current"))
        self._ring.set_visible_count(1)

    def move(self, position: float) -> None:
        """Put the ring at a position, a fractional index of the losses."""
        if not self._visible:
            self._handles.place(self._handle, self._choices, 0.0, None)
            return
        place = min(int(position), len(self._choices.x) - 1)
        if self._stage.view.reveal:
            self._dots.set_visible_count(place + 1)
        x = float(np.interp(position, self._choices.values, self._choices.x))
        self._ring.set_points(np.array([[x, 0.0]]))
        at = self._plot.point(x, 0.0)
        self._handles.place(self._handle, self._choices, place, QLineF(at, at), track=self._track)
