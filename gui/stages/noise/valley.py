"""noise/valley: descents with the true and with a noisy gradient, side by side."""

from PySide6.QtCore import QRectF

from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.valley import ValleyResult
from gui.picture.capability import Capability
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.stages.noise.handles import StartHandles
from gui.stages.noise.names import EXACT, NOISY, samples, steps
from gui.stages.noise.valley_view import ValleyView
from gui.stages.noise.valley_words import caption, caveat, headline, loss, noisy_name
from gui.wording.text import tr

HEADING_HEIGHT = 0.95
"""Height of the line above the valleys, in font sizes of its hero number."""


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
        self._true.pin_ghost({EXACT: view.ghost.path[NOISE_FREE]} if isinstance(view.ghost, ValleyResult) else {})
        self._baseline = picture.top() + 0.72 * self.text_size("hero")

    def _load(self, result: ValleyResult, *, grown: bool) -> None:
        params, lowest = result.params, float(result.thresholds[0])
        for valley, name in ((self._true, NOISE_FREE), (self._noisy, noisy_name(result))):
            valley.load(params, result.start, result.path[name], lowest=lowest, grown=grown)
        for handles in self._handles:
            handles.load(params.start)
        methods = self.view.theme.series
        named = (
            (self._true, tr("true gradient"), EXACT),
            (self._noisy, tr("{samples} per step", "batch_size", samples=samples(params.batch_size)), NOISY),
        )
        for label, (valley, words, key) in zip(self._names, named, strict=True):
            self.write(label, words, color=methods[key].label, bold=True).place(valley.rect.left(), self._baseline)
        self.set_title(headline(result), tr("step = −a (g + ξ),  ξ ~ N(0, σ²/B)"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ValleyResult, position: float) -> None:
        self._true.move(position)
        self._noisy.move(position)
        step = int(position)
        for figure, side, name in ((self._true_loss, 0, NOISE_FREE), (self._hero, 1, noisy_name(result))):
            diverged = result.diverged[name] is not None and step >= len(result.loss[name]) - 1
            self._write_loss(figure, side, loss(result, name, step), diverged=diverged)
        self.write(self._step_label, tr("{steps}", "length", steps=steps(step)).about("clock"), plate=True)
        # In the left corner that is farther from the start.
        self._step_label.place_in_corner(self._true.rect, bottom=result.start[1] > self._true.center[1])

    def cancel_drag(self) -> bool:
        """Undo the current drag; return whether there was one."""
        return any(handles.cancel() for handles in self._handles)

    def _write_loss(self, figure: Label, side: int, words: str, *, diverged: bool) -> None:
        """Write a loss, or that the path has diverged, right-aligned above its valley."""
        name, word, theme = self._names[side], self._loss_words[side], self.view.theme
        rect, gap = (self._true, self._noisy)[side].rect, 0.4 * self.text_size("label")
        self.write(word, "" if diverged else tr("loss"), color=theme.secondary)
        color = theme.alarm if diverged else theme.series[(EXACT, NOISY)[side]].label
        room = rect.width() - name.width - word.width - 3 * gap
        self.write(figure, words, color=color, bold=True, room=room)
        figure.place(rect.right(), self._baseline, align=1)
        word.place(rect.right() - figure.width - gap, self._baseline, align=1)
