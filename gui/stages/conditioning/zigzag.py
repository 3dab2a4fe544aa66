"""conditioning/zigzag: gradient descent zigzags down a bowl, and needs as many steps as its condition number."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.conditioning.zigzag import ZigzagResult
from gui.plots.canvas import stand_still
from gui.plots.contour import Contour, ContourStyle
from gui.plots.label import Label
from gui.plots.plot import Plot, PlotStyle
from gui.plots.trail import Trail, TrailStyle
from gui.stage import Stage, View
from gui.stages.conditioning.bowl import frame, heights
from gui.stages.conditioning.losses import Losses
from gui.stages.conditioning.zigzag_words import caption, caveat, formula, headline, verdict
from gui.text import Span, number, percent, rich, tr
from gui.theme import pen

BOWL = 1240 / 1824
"""The share of the picture's width that the bowl takes."""
BESIDE = 0.7
"""How thick the other methods are drawn, beside the first."""


class ZigzagStage(Stage[ZigzagResult]):
    """The bowl with a trail for each method; beside it the condition number, the steps and the loss."""

    def _build(self) -> None:
        scene = self.widget.scene()
        self._bowl = Plot(scene, axes=False)
        self._contour = Contour()
        self._bowl.add(self._contour)
        self._trails: dict[str, Trail] = {}
        self._losses = Losses(self)
        self._leader = self.add(QGraphicsLineItem())
        self._kappa, self._steps = self.add(Label("title")), self.add(Label("hero"))
        self._predicted = self.add(Label("axis_title"))
        self._start, self._solved = self.add(Label("label")), self.add(Label("label"))
        for item in (self._leader, self._start, self._solved):
            item.setZValue(50)
        stand_still(self._contour, self._kappa, self._predicted)

    def _arrange(self, view: View, picture: QRectF) -> None:
        gutter = self.px(24)
        self._rect = QRectF(picture.left(), picture.top(), BOWL * picture.width(), picture.height())
        self._side = QRectF(
            self._rect.right() + gutter, picture.top(), picture.right() - self._rect.right() - gutter, picture.height()
        )
        style = PlotStyle(view.theme, self.text("ticks"), self.stroke("axis"), self.stroke("grid"))
        self._bowl.place(self._rect, style)
        self._rect = self._bowl.rect
        self._contour.set_style(
            ContourStyle(view.theme, self.stroke("contour"), self.stroke("ring"), self.stroke("casing"))
        )
        self._baseline = self._side.top() + 0.8 * self.text("title")
        self._hero = self._baseline + 0.5 * self.text("title") + 0.75 * self.text("hero")
        # In the hall the prediction stands beside kappa, for the plot's sake.
        self._below = self._baseline if view.hall else self._hero + 0.35 * self.text("hero") + 0.8 * self.text("label")
        top = self._hero + 0.45 * self.text("hero") if view.hall else self._below + 1.1 * self.text("label")
        self._losses.arrange(QRectF(self._side.left(), top, self._side.width(), self._side.bottom() - top), style)

    def _load(self, result: ZigzagResult, *, grown: bool) -> None:
        view, params = self.view, result.params
        lead = params.optimizers[0]
        first = float(result.loss[lead][0])
        if not grown:
            landscape = heights(result.hessian, first, params.tolerance, self._rect, view.type_size.levels)
            self._contour.set_heights(landscape)
            half_width, half_height = frame(result.hessian, first, self._rect)
            self._bowl.set_range((-half_width, half_width), (-half_height, half_height))
            self._say_places(result, half_width, half_height)
        self._load_trails(result, grown=grown)
        self._losses.load(result)
        self.head(headline(result), formula(result))
        self.foot(caption(result), caveat(result))
        self.write(self._kappa, rich("κ = {kappa}", kappa=number(params.condition_number, 4)), bold=True)
        self._kappa.place(self._side.left(), self._baseline)
        color = view.theme.secondary if result.diverged[lead] is None else view.theme.alarm
        self.write(self._predicted, verdict(result), color=color)
        self._predicted.place(self._side.right() if view.hall else self._side.left(), self._below, align=view.hall)
        self._predicted.setVisible(
            not view.hall or self._kappa.rect.right() + self.px(24) < self._predicted.rect.left()
        )

    def _move(self, result: ZigzagResult, position: float) -> None:
        lead = result.params.optimizers[0]
        for key, trail in self._trails.items():
            trail.set_position(min(position, len(result.path[key]) - 1.0))
        count = min(int(position), len(result.path[lead]) - 1)
        words = tr("1 step") if count == 1 else tr("{count} steps", count=number(count))
        theme, left = self.view.theme, result.diverged[lead] is not None and position >= len(result.path[lead]) - 1
        color = theme.alarm if left else theme.methods[lead].label
        self.write(self._steps, words, color=color, bold=True, room=self._side.width())
        self._steps.place(self._side.left(), self._hero)
        self._losses.move(result, position)

    def _load_trails(self, result: ZigzagResult, *, grown: bool) -> None:
        lead = result.params.optimizers[0]
        for key in set(self._trails) - set(result.path):
            self._bowl.remove(self._trails.pop(key))
        for depth, key in enumerate(result.path):
            if key not in self._trails:
                self._trails[key] = Trail()
                self._bowl.add(self._trails[key])
            self._trails[key].setZValue(20 - depth)
            if not grown:
                self._style_trail(key, 1.0 if key == lead else BESIDE)
            self._trails[key].set_path(result.path[key], grown=grown)

    def _style_trail(self, key: str, share: float) -> None:
        """Style a trail; `share` thins the methods that the picture is not about."""
        self._trails[key].set_style(
            TrailStyle(
                theme=self.view.theme,
                method=self.view.theme.methods[key],
                width=share * self.stroke("data"),
                casing=share * self.stroke("casing"),
                marker=share * self.stroke("iterate"),
                current=share * self.stroke("current"),
                sparse=self.px(12),
            )
        )

    def _say_places(self, result: ZigzagResult, half_width: float, half_height: float) -> None:
        """Name the start and the ring, each beside what it names."""
        rect, size = self._rect, self.text("label")
        unit = rect.width() / (2 * half_width)
        x = rect.center().x() + unit * result.start[0]
        y = rect.center().y() - unit * result.start[1]
        self.write(self._start, tr("start"), plate=True)
        x = min(max(x, rect.left() + self._start.width), rect.right() - 0.6 * self._start.width)
        above = y - 1.2 * self.stroke("current") > rect.top() + 1.5 * size
        self._start.place(
            x, y - 1.2 * self.stroke("current") if above else y + size + self.stroke("current"), align=0.5
        )
        share = Span(percent(result.params.tolerance))
        self.write(self._solved, rich("solved: {share} of the start", share=share), plate=True)
        inverse = np.linalg.inv(result.hessian)
        level = 2 * result.params.tolerance * float(result.loss[result.params.optimizers[0]][0])
        low = unit * float(np.sqrt(level * inverse[1, 1]))
        side = -unit * float(np.sqrt(level / inverse[1, 1]) * inverse[0, 1])
        ring = rect.center().x() + side, rect.center().y() + low
        baseline = min(ring[1] + 0.24 * rect.height(), rect.bottom() - size)
        # On the left, unless the start is there.
        side = 0.14 if result.start[0] < 0 and result.start[1] < 0 else -0.14
        self._solved.place(rect.center().x() + side * rect.width(), baseline, align=0.5)
        self._leader.setPen(pen(QColor(self.view.theme.ink), self.stroke("theory")))
        self._leader.setLine(QLineF(*ring, self._solved.rect.center().x(), self._solved.rect.top() - 0.1 * size))
