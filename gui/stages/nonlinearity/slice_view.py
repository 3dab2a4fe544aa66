"""A slice of the loss as a contour plot, with a descent on it and the diagonal of its cut."""

from collections.abc import Iterable, Mapping
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

CUT_LABEL_POSITION = 0.86
"""Position of the label of the cut: this share of the way from the center to the corner away from the start."""


class SliceView(Landscape):
    """A square slice that cross-fades between depths.

    Parameters
    ----------
    stage
        The stage of the picture.
    key
        The method whose color its descent has.
    labeled
        Whether the start and the cut have their labels.

    """

    max_zoom = 8.0

    def __init__(self, stage: Stage[Any], key: str, *, labeled: bool = True) -> None:
        self._cross_fade = CrossFade()
        super().__init__(stage, self._cross_fade)
        self._key, self._labeled = key, labeled
        self._trail, self._diagonal = Trail(cached=False), Lines(static=False)
        self._trail.setZValue(20)
        self._diagonal.setZValue(-6)
        self.add(self._trail)
        self.add(self._diagonal)
        self._cut_label = stage.add(Label("axis_title"))
        self._cut_label.setZValue(50)
        self._descents = Descents(np.empty((1, 0, 2)))
        self._path = np.empty((0, 2))
        self._shown_position = -1.0
        self.start: FloatArray | None = None

    def arrange(self, rect: Any, style: PlotStyle) -> None:
        """Place the slice."""
        super().arrange(rect, style)
        self._shown_position = -1.0

    def load(self, axis: FloatArray, loss: FloatArray, path: FloatArray, start: FloatArray) -> None:
        """Load for each depth the loss (d, n, n), indexed u, v, and the path (d, k + 1, 2) from a start."""
        stage, theme = self._stage, self._stage.view.theme
        self._cross_fade.set_landscapes([_slice_values(axis, each, stage.view.type_size.levels) for each in loss])
        self._descents, self.start, self._shown_position = Descents(path), start, -1.0
        self._update_range()
        self._trail.set_style(self._trail_style(self._key))
        # Solid, since the dashed line of the picture is the parabola.
        style = stage.line_style(theme.ink, stage.stroke_width("theory"))
        self._diagonal.set_lines([(style, np.array([[-1.0, -1.0], [1.0, 1.0]]))])
        if self._labeled:
            self._label_start(start)
            self._label_cut(start)

    def move(self, position: float) -> None:
        """Show the slice and the descent at a position, a fractional index of depth."""
        if position == self._shown_position:
            return
        self._shown_position = position
        self._cross_fade.set_position(position)
        self._path = self._descents.at(position)
        self._trail.set_path(self._path)
        self._trail.set_position(float(len(self._path)))

    def _paths(self) -> Mapping[str, FloatArray]:
        return {self._key: self._path}

    def _avoided_paths(self) -> Iterable[FloatArray]:
        # At a whole depth: the name of the ghost stays while the path morphs to the next one.
        return (self._descents.at(float(int(max(self._shown_position, 0.0)))),)

    def _series(self, key: str) -> SeriesStyle:
        return replace(super()._series(key), dash=(), marker="disc")

    def _label_start(self, start: FloatArray) -> None:
        """Label the start on the side of the nearer edge, since the descent runs towards the middle."""
        super()._label_start(start)
        at, size, away = (
            self.point(*start.tolist()),
            self._stage.text_size("label"),
            1.6 * self._stage.stroke_width("current"),
        )
        right, above = start[0] > 0.0, start[1] >= 0.0
        aside = at.y() - 0.3 * size if above else at.y() + size
        baseline = min(max(aside, self.rect.top() + 1.15 * size), self.rect.bottom() - 0.5 * size)
        self._start.place(at.x() - away if right else at.x() + away, baseline, align=1.0 if right else 0.0)

    def _label_cut(self, start: FloatArray) -> None:
        """Label the diagonal of the cut at the end farther from the start."""
        right = start.sum() < 0.0
        stage, place = self._stage, CUT_LABEL_POSITION if right else -CUT_LABEL_POSITION
        stage.write(self._cut_label, tr("cut"), plate=True)
        self._cut_label.place_beside(self.point(place, place), stage.text_size("axis_title"), left=right)
        self._cut_label.setVisible(self.rect.contains(self._cut_label.rect) and stage.view.zoom.factor == 1.0)


def _slice_values(axis: FloatArray, loss: FloatArray, count: int) -> GridValues:
    """Return the contour values of a slice, indexed u, v: square roots scaled to [0, 1]; zeros where it is unknown.

    The square root of a parabola is linear along rays, so its contours are evenly spaced; flatter regions have fewer.
    """
    low, high = float(loss.min()), float(loss.max())
    levels = tuple((k + 0.5) / count for k in range(count))
    z: FloatArray = np.sqrt((loss.T - low) / (high - low)) if high > low else np.zeros(loss.shape)
    return GridValues(axis, axis, z, levels)
