"""Rosenbrock's valley with its start, its minimum and a path, as every stage of noise shows it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF

from core.arrays import FloatArray
from core.obstacles.noise.params import NoiseParams
from gui.picture.landscape import Landscape
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.cross import Cross
from gui.plots.trail import FADED_OPACITY, Trail, TrailStyle
from gui.stages.noise.heights import frame, heights
from gui.stages.noise.names import EXACT

MINIMUM = np.array([1.0, 1.0])
SHORT = 2000
"""Steps up to which each of a noisy path keeps its full opacity."""


class Ground(Landscape):
    """A valley in a stage's picture.

    Parameters
    ----------
    key
        EXACT for a path that stays, NOISY for one that fades behind its newest steps.

    """

    max_zoom = 30.0

    def __init__(self, stage: Stage[Any], key: str = EXACT) -> None:
        super().__init__(stage)
        self._key = key
        self._shown: object = None
        self._path: FloatArray = np.empty((0, 2))
        self._length = 1
        self._trail, self._cross = Trail(), Cross()
        self._trail.setZValue(20)
        self._cross.setZValue(-5)
        mark_static(self._cross)
        self.add(self._trail)
        self.add(self._cross)
        self._cross.set_point(MINIMUM)
        self.start: FloatArray | None = None

    def load(self, params: NoiseParams, start: FloatArray, path: FloatArray, *, lowest: float, grown: bool) -> None:
        """Take up a start, a path and the loss of the innermost contour; `grown`: the path only continues."""
        self._path = path
        if not grown:
            self.start, self._length = start, params.max_steps
            self._show_valley(params.valley, lowest)
            self._trail.set_style(self._trail_style(self._key))
            stage, theme = self._stage, self._stage.view.theme
            arm = 0.75 * stage.stroke("current")
            self._cross.set_style(theme.ink, theme.background, arm, stage.stroke("data"), stage.stroke("casing") / 2)
            self._label_start(start)
        self._trail.set_path(path, grown=grown)

    def move(self, position: float) -> None:
        """Show the path up to a position, to its end at most."""
        self._trail.set_position(position)

    @property
    def name_rect(self) -> QRectF:
        """Where the name of the start stands."""
        return self._start.rect

    def _show_valley(self, valley: float, lowest: float) -> None:
        """Draw the heights anew where they are others, or seen otherwise, than those drawn."""
        self.center, self.half_size = frame(self.rect)
        levels = self._stage.view.type_size.levels
        if self._shown != (valley, self.visible_range, levels, lowest):
            self._shown = (valley, self.visible_range, levels, lowest)
            self._set_values(heights(valley, self.visible_range, levels, lowest))

    def _paths(self) -> Mapping[str, FloatArray]:
        # A noisy path from before would be one more tangle.
        return {EXACT: self._path} if self._key == EXACT else {}

    def _trail_style(self, key: str, share: float = 1.0) -> TrailStyle:
        style = super()._trail_style(key, share)
        if key == EXACT:
            return style
        # The longer a path is, the fainter each step behind it: else thousands of them end as one blot.
        faded = FADED_OPACITY * min(1.0, SHORT / self._length) ** 0.5
        return replace(
            style, width=self._stage.stroke("newest"), faded_width=self._stage.stroke("older"), faded_opacity=faded
        )

    def _label_start(self, start: FloatArray) -> None:
        """Write "start" where the path does not begin: above it inside the bend, outside of it beside it."""
        super()._label_start(start)
        x, y = start.tolist()
        if y >= x * x:
            return
        size, rect, at, gap = self._stage.text("label"), self.rect, self.point(x, y), self._stage.stroke("current")
        room = self._start.width + gap + 0.5 * size
        if x < 0 and at.x() - room > rect.left():
            self._start.place(at.x() - gap, at.y() + 0.36 * size, align=1)
        elif x >= 0 and at.x() + room < rect.right():
            self._start.place(at.x() + gap, at.y() + 0.36 * size)
