"""noise/cloud: an ensemble descends the valley; the batch size sets the loss at which it settles."""

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.obstacles.noise.cloud import CloudResult
from gui.picture.capability import Capability
from gui.picture.ghost import NO_PATH
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.cloud import Cloud
from gui.plots.label import Label
from gui.stages.noise.cloud_losses import CloudLosses
from gui.stages.noise.cloud_words import below, caption, caveat, formula, headline, hero, quantity
from gui.stages.noise.handles import StartHandles
from gui.stages.noise.names import EXACT, NOISY, front, steps
from gui.stages.noise.valley_view import ValleyView
from gui.wording.text import tr

VALLEY_WIDTH = 900 / 1824
"""Width of the valley as a share of the picture's width."""
LOWEST_CONTOUR = 1e-2
"""The loss of the innermost contour."""


class CloudStage(Stage[CloudResult]):
    """The valley with a point for each member; beside it the median loss, and losses against steps."""

    capabilities = frozenset({Capability.GHOST, Capability.ZOOM})

    slow_steps = 0

    def position_number(self, position: int) -> int:
        """Return the recorded step at a position; not every step is recorded."""
        result = self.result
        return 0 if result is None else int(result.steps[min(position, len(result.steps) - 1)])

    def _build(self) -> None:
        self._valley = ValleyView(self, EXACT)
        self._cloud = Cloud()
        self._cloud.setZValue(10)
        self._valley.add(self._cloud)
        self._handles = StartHandles(self, self._valley)
        self._readouts = Readouts(self, static=False)
        self._losses = CloudLosses(self)
        self._step_label = self.add(Label("label"))
        self._step_label.setZValue(50)

    def _arrange(self, view: View, picture: QRectF) -> None:
        style = self.plot_style
        width = VALLEY_WIDTH * picture.width()
        self._valley.arrange(QRectF(picture.left(), picture.top(), width, picture.height()), style)
        ghost = self.kept(CloudResult)
        self._valley.pin_ghost(ghost, _finite_part(ghost.noise_free_path) if ghost else NO_PATH)
        left = self._valley.rect.right() + self.px(24)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side)
        self._losses.arrange(QRectF(left, top, side.width(), side.bottom() - top))

    def _load(self, result: CloudResult, *, grown: bool) -> None:
        path = _finite_part(result.noise_free_path)
        self._valley.load(result.params, result.start, path, lowest=LOWEST_CONTOUR, grown=grown)
        self._handles.load(result.params.start)
        self._cloud.set_style(self.view.theme.series[NOISY].stroke, 0.5 * self.stroke_width("iterate"))
        self._losses.load(result, grown=grown)

    def _describe(self, result: CloudResult) -> None:
        foretold = self.shows_predictions(result)
        self.set_title(headline(result), formula(result, foretold=foretold))
        self.set_caption(caption(result), caveat(result, foretold=foretold))
        self._losses.describe(result)

    def _move(self, result: CloudResult, position: float) -> None:
        at = min(int(position), len(result.noise_free_loss) - 1)
        self._valley.move(position)
        self._cloud.set_points(_interpolated(result.positions, at, position - at))
        self._losses.move(result, at)
        lost = result.diverged[front(result)][at] > 0
        color = self.view.theme.alarm if lost else ""
        self._readouts.set_heading(quantity(result), *below(result, at), color=color)
        self._readouts.set_count(hero(result, at), "")
        # In the corner far from the start.
        self.write(self._step_label, tr("{steps}", "steps", steps=steps(int(result.steps[at]))), plate=True)
        self._step_label.place_in_corner(self._valley.rect, bottom=result.start[1] > self._valley.center[1])


def _finite_part(path: FloatArray) -> FloatArray:
    """Return the part of a path before it diverges."""
    lost = ~np.isfinite(path).all(axis=1)
    return path[: int(np.argmax(lost))] if lost.any() else path


def _interpolated(positions: FloatArray, at: int, share: float) -> FloatArray:
    """Return the positions of the members, interpolated between recorded step `at` and the next."""
    following = positions[min(at + 1, len(positions) - 1)]
    points: FloatArray = positions[at] if share <= 0 else (1 - share) * positions[at] + share * following
    return points
