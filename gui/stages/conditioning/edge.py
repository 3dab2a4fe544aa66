"""conditioning/edge: the bound 2/L, from below and from above."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.conditioning.edge import EdgeResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.capability import Capability
from gui.picture.drag_handles import TARGET_DIAMETER
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.curve import Dots, Lines
from gui.plots.label import Label
from gui.plots.ticks import integer_ticks
from gui.stages.conditioning.bowl import Bowl, Descent
from gui.stages.conditioning.edge_words import caption, caveat, counted, headline, verdict
from gui.stages.conditioning.handles import BowlHandles
from gui.style.theme import pen
from gui.wording.text import distinct_pair, number, tr

BOWL = 1050 / 1824
"""The share of the picture's width that the bowl takes."""
METHOD = "gradient_descent"


class EdgeStage(Stage[EdgeResult]):
    """The bowl with one path; beside it what a step does along either axis, against the rate."""

    capabilities = frozenset({Capability.GHOST, Capability.RANDOM_START, Capability.STRETCH, Capability.ZOOM})

    def _build(self) -> None:
        self._bowl = Bowl(self)
        self._handles = BowlHandles(self, self._bowl)
        self._readouts = Readouts(self)
        self._frame = AxesFrame(self)
        self._plot = self._frame.plot
        self._lines, self._dots = Lines(), Dots()
        self._plot.add(self._lines)
        self._plot.add(self._dots)
        self._one, self._bound, self._rate = (self.add(QGraphicsLineItem()) for _ in range(3))
        self._above_one, self._at_bound = self.add(Label("axis_title")), self.add(Label("axis_title"))
        self._names = [self.add(Label("label")) for _ in range(2)]
        mark_static(self._one, self._bound, self._rate, self._dots, *self._names)
        mark_static(self._above_one, self._at_bound)
        self._turning = False
        self._rate_before: float | str = 0.0
        self.widget.pressed.connect(self._take_rate)
        self.widget.dragged.connect(self._turn_rate)
        self.widget.released.connect(self._leave_rate)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        self._bowl.arrange(QRectF(picture.left(), picture.top(), BOWL * picture.width(), picture.height()), style)
        self._bowl.pin_ghost({METHOD: view.ghost.path} if isinstance(view.ghost, EdgeResult) else {})
        left = self._bowl.rect.right() + self.px(24)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side)
        below = QRectF(left, top, side.width(), side.bottom() - top)
        self._frame.place(
            below, left_margin=2.2, top_margin=1.5, bottom_margin=1.2, right_margin=3.0 * self.text("label")
        )
        self._frame.set_y_title(tr("factor per step, by axis"))
        self._frame.set_x_title(tr("learning rate"))

    def _load(self, result: EdgeResult, *, grown: bool) -> None:
        params, paths = result.params, {METHOD: result.path}
        first = float(result.loss[0])
        self._bowl.load(Descent(result.hessian, result.start, first, params.tolerance, paths), grown=grown)
        self._handles.load(params.condition_number, params.rotation, params.start)
        self._load_factors(result)
        self.set_title(headline(result), tr("x ← (1 − rate × curvature) x along each axis"))
        self.set_caption(caption(result), caveat(result))
        rate = tr("rate {rate}", "learning_rate", rate=distinct_pair(result.learning_rate, result.bound)[0])
        gone = result.left_at_step is not None
        told = verdict(result)
        # In the hall it stands before the count, beside the rate, where the longest one reads as if it were of that.
        told = told[1:] if self.view.hall and len(told) > 1 else told
        self._readouts.set_heading(rate, *told, color=self.view.theme.alarm if gone else "")

    def _move(self, result: EdgeResult, position: float) -> None:
        self._bowl.move(position)
        step, theme = int(position), self.view.theme
        gone = result.left_at_step is not None and step >= result.left_at_step
        self._readouts.set_count(counted(result, step), theme.alarm if gone else theme.series[METHOD].label)

    def cancel_drag(self) -> bool:
        """Put back what is being dragged; return whether anything was."""
        if self._turning:
            self._leave_rate()
            self.edited.emit({"learning_rate": self._rate_before})
            return True
        return self._handles.cancel()

    def _load_factors(self, result: EdgeResult) -> None:
        """Draw both factors against the rate, the line at one, and where the rate in use stands."""
        theme, plot, rates, rate = self.view.theme, self._plot, result.rates, result.learning_rate
        end, top = float(rates[-1]), 1.05 * float(result.factors["largest"].max())
        plot.set_range((0.0, end), (0.0, top))
        marks = (0.0, result.bound / 2, result.bound)
        plot.set_ticks([(at, number(at, 3)) for at in marks], integer_ticks(2))
        colors = {"largest": theme.ink, "smallest": theme.secondary}
        lines = []
        for (axis, color), dash in zip(colors.items(), ((), (6.0, 3.0)), strict=True):
            style = self.line_style(color, self.stroke("theory"), dash)
            lines.append((style, np.column_stack([rates, result.factors[axis]])))
        self._lines.set_lines(lines)
        self._dots.set_style(self.curve_style(theme.series[METHOD], dot="current"))
        factors = sorted(result.factor.values())
        self._dots.set_points(np.array([[rate, factor] for factor in factors]))
        self._dots.set_visible_count(len(factors))
        self._one.setPen(pen(QColor(theme.alarm), self.stroke("ring") * 0.75))
        self._one.setLine(QLineF(plot.point(0.0, 1.0), plot.point(end, 1.0)))
        self._rate.setPen(pen(QColor(theme.series[METHOD].stroke), self.stroke("theory")))
        self._rate.setLine(QLineF(plot.point(rate, 0.0), plot.point(rate, min(factors[-1], top))))
        self._rate.setVisible(rate <= end)
        self._name_lines(result, colors)
        self._name_limits(result, top)

    def _name_lines(self, result: EdgeResult, colors: dict[str, str]) -> None:
        """Name the axes at the right ends of their lines."""
        size, words = self.text("label"), {"largest": tr("steep"), "smallest": tr("flat")}
        for label, (axis, color) in zip(self._names, colors.items(), strict=True):
            self.write(label, words[axis], color=color)
            at = self._plot.point(float(result.rates[-1]), float(result.factors[axis][-1]))
            label.place(at.x() + 0.4 * size, at.y() + 0.36 * size)
        # On a nearly round bowl both lines are one.
        apart = abs(self._names[0].pos().y() - self._names[1].pos().y())
        self._names[1].setVisible(apart > 1.2 * size)

    def _name_limits(self, result: EdgeResult, top: float) -> None:
        """Say what lies above one, and where the bound is: both on its left, where no line comes above one."""
        plot, size, theme = self._plot, self.text("axis_title"), self.view.theme
        self._bound.setPen(pen(QColor(theme.ink), self.stroke("theory"), (4.0, 3.0)))
        self._bound.setLine(QLineF(plot.point(result.bound, 0.0), plot.point(result.bound, top)))
        self.write(self._at_bound, tr("bound 2/L"))
        self._at_bound.place(plot.point(result.bound, top).x() - 0.4 * size, plot.rect.top() + 0.9 * size, align=1)
        self.write(self._above_one, tr("above 1: diverges"), color=theme.alarm)
        self._above_one.place(plot.rect.left() + 0.4 * size, plot.point(0.0, 1.0).y() - 0.4 * size)

    @Slot(QPointF)
    def _take_rate(self, at: QPointF) -> None:
        if self.result is not None and self._plot.rect.contains(at):
            self._turning = abs(self._plot.point(self.result.learning_rate, 0.0).x() - at.x()) <= TARGET_DIAMETER / 2
            if self._turning:
                self._rate_before = self.result.params.learning_rate
                self._bowl.set_ghost_visible(True)

    @Slot(QPointF, bool)
    def _turn_rate(self, at: QPointF, _snap: bool) -> None:  # noqa: FBT001  a slot
        if self._turning and self.result is not None:
            share = (at.x() - self._plot.rect.left()) / self._plot.rect.width()
            rate = float(f"{max(share, 0.002) * 1.5 * self.result.bound:.3g}")
            self.edited.emit({"learning_rate": min(rate, 100.0)})

    @Slot()
    def _leave_rate(self) -> None:
        if self._turning:
            self._turning = False
            self._bowl.set_ghost_visible(False)
