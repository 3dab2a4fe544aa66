"""conditioning/zigzag: gradient descent zigzags down a bowl, and needs as many steps as its condition number."""

from PySide6.QtCore import QRectF

from core.obstacles.conditioning.zigzag import ZigzagResult
from gui.picture.capability import Capability
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.stages.conditioning.bowl import Bowl, Descent
from gui.stages.conditioning.handles import BowlHandles
from gui.stages.conditioning.loss_plot import LossPlot
from gui.stages.conditioning.narration import Narration
from gui.stages.conditioning.reveal import shows_prediction
from gui.stages.conditioning.zigzag_words import DIGITS, caption, caveat, formula, headline, verdict
from gui.wording.text import distinct_pair, ntr, tr

BOWL_SHARE = 1240 / 1824
"""The share of the picture's width that the bowl takes."""


class ZigzagStage(Stage[ZigzagResult]):
    """The bowl with a trail for each method; beside it the condition number, the steps and the loss."""

    capabilities = frozenset(
        {Capability.GHOST, Capability.NARRATION, Capability.RANDOM_START, Capability.STRETCH, Capability.ZOOM}
    )

    def _build(self) -> None:
        self._bowl = Bowl(self)
        self._loss_plot = LossPlot(self)
        self._readouts = Readouts(self)
        self._handles = BowlHandles(self, self._bowl)
        self._narration = Narration(self, self._bowl)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        self._bowl.arrange(QRectF(picture.left(), picture.top(), BOWL_SHARE * picture.width(), picture.height()), style)
        self._bowl.pin_descent(ZigzagResult)
        left = self._bowl.rect.right() + self.px(24)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side)
        self._loss_plot.arrange(QRectF(side.left(), top, side.width(), side.bottom() - top))

    def _load(self, result: ZigzagResult, *, grown: bool) -> None:
        params, lead = result.params, result.params.optimizers[0]
        first = float(result.loss[lead][0])
        self._bowl.load(Descent(result.hessian, result.start, first, params.tolerance, result.path), grown=grown)
        self._handles.load(params.condition_number, params.rotation, params.start)
        self._loss_plot.load(result, grown=grown)

    def _describe(self, result: ZigzagResult) -> None:
        lead = result.params.optimizers[0]
        foretold = shows_prediction(self, result, lead)
        self.set_title(headline(result), formula(result) if foretold else "")
        self.set_caption(caption(result), caveat(result))
        kappa = tr(
            "κ = {kappa}", "condition_number", kappa=distinct_pair(result.params.condition_number, 1.0, DIGITS)[0]
        )
        color = "" if result.diverged[lead] is None else self.view.theme.alarm
        self._readouts.set_heading(kappa, verdict(result) if foretold else "", color=color)
        self._loss_plot.describe(result)

    def _move(self, result: ZigzagResult, position: float) -> None:
        lead, theme = result.params.optimizers[0], self.view.theme
        self._bowl.move(position)
        self._loss_plot.move(result, position)
        sentence = self._narration.show(result, position)
        if self.view.narration is not None:
            self.set_caption(sentence or caption(self.described or result), caveat(self.described or result))
        last = len(result.path[lead]) - 1
        count = min(int(position), last)
        words = ntr("{n} step", "{n} steps", count, "path")
        diverged = result.diverged[lead] is not None and position >= last
        self._readouts.set_count(words, theme.alarm if diverged else theme.series[lead].label)
