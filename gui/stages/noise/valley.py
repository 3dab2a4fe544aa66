"""noise/valley: descents with the true and with a noisy gradient, side by side."""

from PySide6.QtCore import QRectF

from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.valley import ValleyResult
from gui.picture.capability import Capability
from gui.picture.ghost import NO_PATH
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label, text_width
from gui.stages.noise.handles import StartHandles
from gui.stages.noise.names import EXACT, NOISY, front, steps
from gui.stages.noise.valley_view import ValleyView
from gui.stages.noise.valley_words import caption, caveat, headline, loss, noisy_wordings, typical_losses
from gui.wording.text import tr

HEADING_HEIGHT = 0.95
"""Height of the line above the valleys, in font sizes of its hero number."""

HEADING_GAP = 0.4
"""Distance between the parts of that line, in font sizes of a label."""


class ValleyStage(Stage[ValleyResult]):
    """Two valleys: on the left the path of the true gradient, on the right that of a batch; their losses above."""

    capabilities = frozenset({Capability.GHOST, Capability.ZOOM})

    slow_steps = 0

    def _build(self) -> None:
        self._true, self._noisy = ValleyView(self, EXACT), ValleyView(self, NOISY)
        self._handles = [StartHandles(self, valley) for valley in (self._true, self._noisy)]
        self._names = [self.add(Label("label")) for _ in range(2)]
        self._true_loss, self._hero = self.add(Label("title")), self.add(Label("hero"))
        self._loss_words = [self.add(Label("label")) for _ in range(2)]
        self._step_label = self.add(Label("label"))
        self._step_label.setZValue(50)
        mark_static(*self._names)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        heading_height = HEADING_HEIGHT * self.text_size("hero")
        width = (picture.width() - self.px(24)) / 2
        for valley, left in ((self._true, picture.left()), (self._noisy, picture.right() - width)):
            valley.arrange(
                QRectF(left, picture.top() + heading_height, width, picture.height() - heading_height), style
            )
        ghost = self.kept(ValleyResult)
        self._true.pin_ghost(ghost, ghost.path[NOISE_FREE] if ghost else NO_PATH)
        self._baseline = picture.top() + 0.72 * self.text_size("hero")

    def _load(self, result: ValleyResult, *, grown: bool) -> None:
        params, lowest = result.params, float(result.thresholds[0])
        for valley, name in ((self._true, NOISE_FREE), (self._noisy, front(result))):
            valley.load(params, result.start, result.path[name], lowest=lowest, grown=grown)
        for handles in self._handles:
            handles.load(params.start)
        self._write_names(result)

    def _write_names(self, result: ValleyResult) -> None:
        """Write the headings at the left, the right one with room for its losses and the word before them."""
        styles, size, rect = self.view.theme.series, self.text_size("hero"), self._noisy.rect
        losses = max(text_width(each, size, bold=True) for each in typical_losses(result))
        word = text_width(tr("loss"), self.text_size("label"))
        room = rect.width() - losses - word - 3 * HEADING_GAP * self.text_size("label")
        true, noisy = self._names
        self.write(true, tr("true gradient"), color=styles[EXACT].label, bold=True)
        self.write_fitting(noisy, noisy_wordings(result), room, color=styles[NOISY].label, bold=True)
        true.place(self._true.rect.left(), self._baseline)
        noisy.place(rect.left(), self._baseline)

    def _describe(self, result: ValleyResult) -> None:
        self.set_title(headline(result), tr("step = −a (g + ξ),  ξ ~ N(0, σ²/B)"))
        self.set_caption(caption(result), caveat(result, foretold=self.shows_predictions(result)))

    def _move(self, result: ValleyResult, position: float) -> None:
        self._true.move(position)
        self._noisy.move(position)
        step = int(position)
        for figure, side, name in ((self._true_loss, 0, NOISE_FREE), (self._hero, 1, front(result))):
            self._write_loss(figure, side, loss(result, name, step), diverged=result.has_diverged(name, step))
        self.write(self._step_label, tr("{steps}", "length", steps=steps(step)).about("clock"), plate=True)
        # In the left corner that is farther from the start.
        self._step_label.place_in_corner(self._true.rect, bottom=result.start[1] > self._true.center[1])

    def _write_loss(self, figure: Label, side: int, words: str, *, diverged: bool) -> None:
        """Write a loss, or that the path has diverged, right-aligned above its valley."""
        name, word, theme = self._names[side], self._loss_words[side], self.view.theme
        rect, gap = (self._true, self._noisy)[side].rect, HEADING_GAP * self.text_size("label")
        self.write(word, "" if diverged else tr("loss"), color=theme.secondary)
        color = theme.alarm if diverged else theme.series[(EXACT, NOISY)[side]].label
        room, size = rect.width() - name.width - 2 * gap, self.text_size(figure.role)
        # The number keeps its size rather than the word before it.
        word.setVisible(text_width(words, size, bold=True) + gap + word.width <= room)
        self.write(figure, words, color=color, bold=True, room=room)
        figure.place(rect.right(), self._baseline, align=1)
        word.place(rect.right() - figure.width - gap, self._baseline, align=1)
