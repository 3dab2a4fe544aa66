"""Rosenbrock's valley with its start, its minimum and a path, shared by the stages of noise."""

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
from gui.plots.trail import Trail
from gui.plots.trail_drawing import FADED_OPACITY, TrailStyle
from gui.stages.noise.names import EXACT
from gui.stages.noise.valley_values import valley_values, window_frame

MINIMUM = np.array([1.0, 1.0])
FADE_FREE_STEPS = 2000
"""A noisy path with more steps than this is drawn fainter."""


class ValleyView(Landscape):
    """The contours of the valley and one trail, in a stage's picture.

    Parameters
    ----------
    key
        EXACT for a path that stays, NOISY for one that fades behind its newest steps.

    """

    max_zoom = 30.0

    def __init__(self, stage: Stage[Any], key: str = EXACT) -> None:
        super().__init__(stage)
        self._key = key
        self._loaded: object = None
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
        """Load a start, a path (n, 2) and the loss of the innermost contour; `grown`: the path only extends."""
        self._path = path
        if not grown:
            self.start, self._length = start, params.max_steps
            self._show_valley(params.valley, lowest)
            self._trail.set_style(self._trail_style(self._key))
            stage, theme = self._stage, self._stage.view.theme
            arm = 0.75 * stage.stroke_width("current")
            self._cross.set_style(
                theme.ink, theme.background, arm, stage.stroke_width("data"), stage.stroke_width("casing") / 2
            )
            self._label_start(start)
        self._trail.set_path(path, grown=grown)

    def move(self, position: float) -> None:
        """Show the path up to a position, or up to its end if that comes first."""
        self._trail.set_position(position)

    @property
    def name_rect(self) -> QRectF:
        """The rectangle of the label of the start."""
        return self._start.rect

    def _show_valley(self, valley: float, lowest: float) -> None:
        """Update the contours if the valley, the visible range or the levels have changed."""
        self.center, self.half_size = window_frame(self.rect)
        levels = self._stage.view.type_size.levels
        if self._loaded != (valley, self.visible_range, levels, lowest):
            self._loaded = (valley, self.visible_range, levels, lowest)
            self._set_values(valley_values(valley, self.visible_range, levels, lowest))

    def _paths(self) -> Mapping[str, FloatArray]:
        # A noisy path is not kept as a ghost: two noisy paths are hard to tell apart.
        return {EXACT: self._path} if self._key == EXACT else {}

    def _trail_style(self, key: str, share: float = 1.0) -> TrailStyle:
        style = super()._trail_style(key, share)
        if key == EXACT:
            return style
        # Older steps of a longer path are fainter, or thousands of them would merge into a blot.
        faded = FADED_OPACITY * min(1.0, FADE_FREE_STEPS / self._length) ** 0.5
        return replace(
            style,
            width=self._stage.stroke_width("newest"),
            faded_width=self._stage.stroke_width("older"),
            faded_opacity=faded,
        )

    def _label_start(self, start: FloatArray) -> None:
        """Label the start away from the path: above it inside the bend, beside it outside."""
        super()._label_start(start)
        x, y = start.tolist()
        if y >= x * x:
            return
        size, rect, at, gap = (
            self._stage.text_size("label"),
            self.rect,
            self.point(x, y),
            self._stage.stroke_width("current"),
        )
        room = self._start.width + gap + 0.5 * size
        if x < 0 and at.x() - room > rect.left():
            self._start.place_beside(at, gap, left=True)
        elif x >= 0 and at.x() + room < rect.right():
            self._start.place_beside(at, gap)
