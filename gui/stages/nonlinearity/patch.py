"""A slice of the loss seen from above, with a descent on it and the line along which it is cut open."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from core.arrays import FloatArray
from gui.picture.landscape import Landscape
from gui.picture.stage import Stage
from gui.plots.contour import GridValues
from gui.plots.cross_fade import CrossFade
from gui.plots.curve import Lines
from gui.plots.label import Label
from gui.plots.plot import PlotStyle
from gui.plots.trail import Trail
from gui.stages.nonlinearity.descents import Descents
from gui.style.series import SeriesStyle
from gui.wording.text import tr

TURN = 0.86
"""Where along the cut its name stands, from the middle to the corner that the start is not in."""


class Patch(Landscape):
    """A square slice that morphs from depth to depth; `key` names the method whose color its descent has."""

    max_zoom = 8.0

    def __init__(self, stage: Stage[Any], key: str) -> None:
        self._cross_fade = CrossFade()
        super().__init__(stage, self._cross_fade)
        self._key = key
        self._trail, self._diagonal = Trail(cached=False), Lines(static=False)
        self._trail.setZValue(20)
        self._diagonal.setZValue(-6)
        self.add(self._trail)
        self.add(self._diagonal)
        self._name = stage.add(Label("axis_title"))
        self._name.setZValue(50)
        self._descents = Descents(np.empty((1, 0, 2)))
        self._path = np.empty((0, 2))
        self._shown = -1.0
        self.start: FloatArray | None = None

    def arrange(self, rect: Any, style: PlotStyle) -> None:
        """Place the slice."""
        super().arrange(rect, style)
        self._shown = -1.0

    def load(self, axis: FloatArray, loss: FloatArray, path: FloatArray, start: FloatArray) -> None:
        """Take up heights (d, n, n), first u, then v, and paths (d, k + 1, 2) from a start, at each depth."""
        stage, theme = self._stage, self._stage.view.theme
        self._cross_fade.set_landscapes([_heights(axis, each, stage.view.type_size.levels) for each in loss])
        self._descents, self.start, self._shown = Descents(path), start, -1.0
        self._update_range()
        self._trail.set_style(self._trail_style(self._key))
        dashed = stage.line_style(theme.ink, stage.stroke("theory"), (5.0, 4.0))
        self._diagonal.set_lines([(dashed, np.array([[-1.0, -1.0], [1.0, 1.0]]))])
        self._label_start(start)
        self._name_cut(start)

    def move(self, position: float) -> None:
        """Show the slice and the descent at a place between two depths."""
        if position == self._shown:
            return
        self._shown = position
        self._cross_fade.set_position(position)
        self._path = self._descents.at(position)
        self._trail.set_path(self._path)
        self._trail.set_position(float(len(self._path)))

    def _paths(self) -> Mapping[str, FloatArray]:
        return {self._key: self._path}

    def _series(self, key: str) -> SeriesStyle:
        return replace(super()._series(key), dash=(), marker="disc")

    def _label_start(self, start: FloatArray) -> None:
        """Write "start" beside it and on the side of the edge: the descent leaves it towards the middle."""
        super()._label_start(start)
        at, size, away = self.point(*start.tolist()), self._stage.text("label"), 1.6 * self._stage.stroke("current")
        right, above = start[0] > 0.0, start[1] >= 0.0
        aside = at.y() - 0.3 * size if above else at.y() + size
        baseline = min(max(aside, self.rect.top() + 1.15 * size), self.rect.bottom() - 0.5 * size)
        self._start.place(at.x() - away if right else at.x() + away, baseline, align=1.0 if right else 0.0)

    def _name_cut(self, start: FloatArray) -> None:
        """Write what the diagonal is, at the end of it that the start is farther from."""
        side = -TURN if start.sum() >= 0.0 else TURN
        stage, size, at = self._stage, self._stage.text("axis_title"), self.point(side, side)
        stage.write(self._name, tr("cut"), plate=True)
        self._name.place(at.x() - side * 1.1 * size, at.y() + 0.36 * size, align=0.0 if side < 0.0 else 1.0)
        self._name.setVisible(self.rect.contains(self._name.rect) and stage.view.zoom.factor == 1.0)


def _heights(axis: FloatArray, loss: FloatArray, count: int) -> GridValues:
    """Return a slice, first u, then v, as heights; flat ground where it is not known yet.

    Roots are even on a parabola: its contours are an even step apart, and flatter ground has fewer of them.
    """
    low, high = float(loss.min()), float(loss.max())
    levels = tuple((k + 0.5) / count for k in range(count))
    z: FloatArray = np.sqrt((loss.T - low) / (high - low)) if high > low else np.zeros(loss.shape)
    return GridValues(axis, axis, z, levels)
