"""noise/valley: the same descent with the true gradient and with a noisy one, side by side."""

from PySide6.QtCore import QRectF

from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.valley import ValleyResult
from gui.picture.capability import Capability
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.stages.noise.ground import Ground
from gui.stages.noise.handles import StartHandles
from gui.stages.noise.names import EXACT, NOISY, samples, steps
from gui.stages.noise.valley_words import batch, caption, caveat, headline, loss
from gui.wording.text import tr

HEAD = 0.95
"""The height of the line above the valleys, in sizes of the hero number that stands on it."""


class ValleyStage(Stage[ValleyResult]):
    """Two valleys: on the left the path of the true gradient, on the right that of a batch; their losses above."""

    capabilities = frozenset({Capability.GHOST, Capability.ZOOM})

    slow_steps = 0

    def _build(self) -> None:
        self._true, self._noisy = Ground(self, EXACT), Ground(self, NOISY)
        self._handles = [StartHandles(self, ground) for ground in (self._true, self._noisy)]
        self._names = [self.add(Label("label")) for _ in range(2)]
        self._true_loss, self._hero = self.add(Label("title")), self.add(Label("hero"))
        self._words = [self.add(Label("label")) for _ in range(2)]
        self._clock = self.add(Label("label"))
        self._clock.setZValue(50)
        mark_static(*self._names)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        head = HEAD * self.text("hero")
        width = (picture.width() - self.px(24)) / 2
        for ground, left in ((self._true, picture.left()), (self._noisy, picture.right() - width)):
            ground.arrange(QRectF(left, picture.top() + head, width, picture.height() - head), style)
        self._true.pin_ghost({EXACT: view.ghost.path[NOISE_FREE]} if isinstance(view.ghost, ValleyResult) else {})
        self._baseline = picture.top() + 0.72 * self.text("hero")

    def _load(self, result: ValleyResult, *, grown: bool) -> None:
        params, lowest = result.params, float(result.thresholds[0])
        for ground, name in ((self._true, NOISE_FREE), (self._noisy, batch(result))):
            ground.load(params, result.start, result.path[name], lowest=lowest, grown=grown)
        for handles in self._handles:
            handles.load(params.start)
        methods = self.view.theme.series
        named = (
            (self._true, tr("true gradient"), EXACT),
            (self._noisy, tr("{samples} per step", "batch_size", samples=samples(params.batch_size)), NOISY),
        )
        for label, (ground, words, key) in zip(self._names, named, strict=True):
            self.write(label, words, color=methods[key].label, bold=True).place(ground.rect.left(), self._baseline)
        self.set_title(headline(result), tr("step = −a (g + ξ),  ξ ~ N(0, σ²/B)"))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: ValleyResult, position: float) -> None:
        self._true.move(position)
        self._noisy.move(position)
        size, step = self.text("label"), int(position)
        for figure, side, name in ((self._true_loss, 0, NOISE_FREE), (self._hero, 1, batch(result))):
            gone = result.diverged[name] is not None and step >= len(result.loss[name]) - 1
            self._tell(figure, side, loss(result, name, step), gone=gone)
        self.write(self._clock, tr("{steps}", "length", steps=steps(step)).about("clock"), plate=True)
        # In the corner that the start is far from.
        rect, high = self._true.rect, result.start[1] > self._true.center[1]
        self._clock.place(rect.left() + 0.7 * size, rect.bottom() - 0.7 * size if high else rect.top() + 1.4 * size)

    def cancel_drag(self) -> bool:
        """Put back what is being dragged; return whether anything was."""
        return any(handles.cancel() for handles in self._handles)

    def _tell(self, figure: Label, side: int, words: str, *, gone: bool) -> None:
        """Write a loss at the right end above its valley, or that there is none any more."""
        name, word, theme = self._names[side], self._words[side], self.view.theme
        rect, gap = (self._true, self._noisy)[side].rect, 0.4 * self.text("label")
        self.write(word, "" if gone else tr("loss"), color=theme.secondary)
        color = theme.alarm if gone else theme.series[(EXACT, NOISY)[side]].label
        room = rect.width() - name.width - word.width - 3 * gap
        self.write(figure, words, color=color, bold=True, room=room)
        figure.place(rect.right(), self._baseline, align=1)
        word.place(rect.right() - figure.width - gap, self._baseline, align=1)
