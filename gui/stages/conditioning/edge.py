"""conditioning/edge: gradient descent with learning rates below and above the bound 2/L."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItemGroup, QGraphicsLineItem

from core.obstacles.conditioning.edge import EdgeResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.capability import Capability
from gui.picture.ghost import NO_PATH
from gui.picture.plot_handles import PlotHandles
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.curve import Dots, Lines
from gui.plots.label import Label
from gui.plots.ticks import integer_ticks
from gui.stages.conditioning.bowl import Bowl, Descent
from gui.stages.conditioning.edge_words import caption, caveat, count_text, headline, verdict
from gui.stages.conditioning.handles import BowlHandles
from gui.stages.conditioning.rate_choices import rate_choices
from gui.style.theme import pen
from gui.wording.text import distinct_pair, number, tr

BOWL_SHARE = 1050 / 1824
"""The share of the picture's width that the bowl takes."""
MIN_HEIGHT = 4.5
"""Height of the plot of factors, in the size of its texts, below which the picture is too small for it."""
METHOD = "gradient_descent"


class EdgeStage(Stage[EdgeResult]):
    """The bowl with one path; beside it the factor per step along either axis against the learning rate."""

    capabilities = frozenset({Capability.GHOST, Capability.RANDOM_START, Capability.STRETCH, Capability.ZOOM})

    def _build(self) -> None:
        self._bowl = Bowl(self)
        self._handles = BowlHandles(self, self._bowl)
        self._readouts = Readouts(self)
        self._layer = layer = self.add(QGraphicsItemGroup())
        self._frame = AxesFrame(self, layer)
        self._plot = self._frame.plot
        self._lines, self._dots = Lines(), Dots()
        self._plot.add(self._lines)
        self._plot.add(self._dots)
        self._unit_line, self._bound_line, self._rate_line = (self.add(QGraphicsLineItem(), layer) for _ in range(3))
        self._unit_label, self._bound_label, self._rate_label = (self.add(Label("axis_title"), layer) for _ in range(3))
        self._line_labels = [self.add(Label("label"), layer) for _ in range(2)]
        mark_static(self._unit_line, self._bound_line, self._rate_line, self._dots, *self._line_labels)
        mark_static(self._bound_label, self._rate_label)
        self._rate_handles = PlotHandles(self)
        self._rate_handle = self._rate_handles.add("learning_rate", self._plot)
        self._rate_handles.grabbed.connect(self._show_ghost)
        self._rate_handles.released.connect(self._hide_ghost)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        self._bowl.arrange(QRectF(picture.left(), picture.top(), BOWL_SHARE * picture.width(), picture.height()), style)
        ghost = self.kept(EdgeResult)
        self._bowl.pin_ghost(ghost, ghost.path if ghost else NO_PATH)
        left = self._bowl.rect.right() + self.px(24)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side)
        rest = QRectF(left, top, side.width(), side.bottom() - top)
        self._frame.place(
            rest, left_margin=2.2, top_margin=1.5, bottom_margin=1.2, right_margin=3.0 * self.text_size("label")
        )
        mark_static(self._unit_label, static=not view.reveal)
        self._layer.setVisible(self._plot.rect.height() >= MIN_HEIGHT * self.text_size("axis_title"))
        self._frame.set_y_title(tr("factor per step, by axis"))
        self._frame.set_x_title(tr("learning rate"))

    def _load(self, result: EdgeResult, *, grown: bool) -> None:
        params, paths = result.params, {METHOD: result.path}
        first = float(result.loss[0])
        self._bowl.load(Descent(result.hessian, result.start, first, params.tolerance, paths), grown=grown)
        self._handles.load(params.condition_number, params.rotation, params.start)
        self._load_factors(result)

    def _describe(self, result: EdgeResult) -> None:
        told = self.shows_predictions(result) or not result.under_way
        rate = tr("rate {rate}", "learning_rate", rate=distinct_pair(result.learning_rate, result.bound)[0])
        below = verdict(result) if told else ("",)
        # In the hall this text stands beside the rate, and the longest wording would seem to describe the rate.
        below = below[1:] if self.view.hall and len(below) > 1 else below
        color = "" if result.left_at_step is None else self.view.theme.alarm
        self._readouts.set_heading(rate, *below, color=color)
        self._label_unit(tr("above 1: diverges") if told else tr("factor 1"))
        self.set_title(headline(result), tr("x ← (1 − rate × curvature) x along each axis"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: EdgeResult, position: float) -> None:
        self._bowl.move(position)
        step, theme = int(position), self.view.theme
        diverged = result.left_at_step is not None and step >= result.left_at_step
        self._readouts.set_count(count_text(result, step), theme.alarm if diverged else theme.series[METHOD].label)

    @Slot()
    def _show_ghost(self) -> None:
        """Keep the path from before a drag of the rate in sight."""
        self._bowl.set_ghost_visible(True)

    @Slot()
    def _hide_ghost(self) -> None:
        self._bowl.set_ghost_visible(False)

    def _load_factors(self, result: EdgeResult) -> None:
        """Draw both factors against the learning rate, the line at factor 1, and the current rate."""
        theme, plot, rates, rate = self.view.theme, self._plot, result.rates, result.learning_rate
        end, top = float(rates[-1]), float(result.factors["largest"].max())
        # A dot at a border is inside as a whole.
        radius = self.stroke_width("current") / 2 + self.stroke_width("casing")
        beside, above = (radius / max(side - 2 * radius, radius) for side in (plot.rect.width(), plot.rect.height()))
        plot.set_range((-beside * end, (1.0 + beside) * end), (-above * top, (1.0 + above) * top))
        marks = (0.0, result.bound / 2, result.bound)
        plot.set_ticks([(at, number(at, 3)) for at in marks], integer_ticks(2))
        colors = {"largest": theme.ink, "smallest": theme.secondary}
        lines = []
        for (axis, color), dash in zip(colors.items(), ((), (6.0, 3.0)), strict=True):
            style = self.line_style(color, self.stroke_width("theory"), dash)
            lines.append((style, np.column_stack([rates, result.factors[axis]])))
        self._lines.set_lines(lines)
        self._dots.set_style(self.curve_style(theme.series[METHOD], dot="current"))
        factors = sorted(result.factor.values())
        self._dots.set_points(np.array([[rate, factor] for factor in factors]))
        self._dots.set_visible_count(len(factors) if rate <= end else 0)
        self._unit_line.setPen(pen(QColor(theme.alarm), self.stroke_width("ring") * 0.75))
        self._unit_line.setLine(QLineF(plot.point(0.0, 1.0), plot.point(end, 1.0)))
        self._rate_line.setPen(pen(QColor(theme.series[METHOD].stroke), self.stroke_width("theory")))
        self._rate_line.setLine(QLineF(plot.point(rate, 0.0), plot.point(rate, min(factors[-1], top))))
        self._rate_line.setVisible(rate <= end)
        self._place_handle(result)
        # A rate beyond the range has no place in the plot.
        inset = 0.4 * self.text_size("axis_title")
        beyond = tr("rate {rate} →", "learning_rate", rate=distinct_pair(rate, result.bound)[0])
        self.write(self._rate_label, beyond, color=theme.series[METHOD].label, bold=True, plate=True)
        self._rate_label.place_at_bottom(plot.rect, plot.rect.right() - inset, align=1)
        self._rate_label.setVisible(rate > end)
        self._label_lines(result, colors)
        self._label_limits(result, top)

    def _place_handle(self, result: EdgeResult) -> None:
        """Let the rate be grabbed along the whole height of the plot, a rate beyond it at its border."""
        rect, rate = self._plot.rect, result.learning_rate
        x = min(self._plot.point(rate, 0.0).x(), rect.right())
        line = QLineF(x, rect.top(), x, rect.bottom()) if self._layer.isVisible() else None
        self._rate_handles.place(self._rate_handle, rate_choices(result), rate, line)

    def _label_lines(self, result: EdgeResult, colors: dict[str, str]) -> None:
        """Label the lines with the names of their axes, at their right ends."""
        size, words = self.text_size("label"), {"largest": tr("steep"), "smallest": tr("flat")}
        for label, (axis, color) in zip(self._line_labels, colors.items(), strict=True):
            self.write(label, words[axis], color=color)
            at = self._plot.point(float(result.rates[-1]), float(result.factors[axis][-1]))
            label.place_beside(at, 0.25 * size + self.stroke_width("current") / 2)
        # On a nearly round bowl the lines coincide and one label is enough.
        apart = abs(self._line_labels[0].pos().y() - self._line_labels[1].pos().y())
        self._line_labels[1].setVisible(apart > 1.2 * size)

    def _label_limits(self, result: EdgeResult, top: float) -> None:
        """Label the bound on its left, where no factor exceeds 1."""
        plot, size, theme = self._plot, self.text_size("axis_title"), self.view.theme
        self._bound_line.setPen(pen(QColor(theme.ink), self.stroke_width("theory"), (4.0, 3.0)))
        self._bound_line.setLine(QLineF(plot.point(result.bound, 0.0), plot.point(result.bound, top)))
        self.write(self._bound_label, tr("limit 2/L"))
        self._bound_label.place_at_top(plot.rect, plot.point(result.bound, top).x() - 0.4 * size, align=1)

    def _label_unit(self, words: str) -> None:
        """Label the line at factor 1, above its left end."""
        size, at = self.text_size("axis_title"), self._plot.point(0.0, 1.0)
        self.write(self._unit_label, words, color=self.view.theme.alarm)
        self._unit_label.place(at.x() + 0.4 * size, at.y() - 0.4 * size)
