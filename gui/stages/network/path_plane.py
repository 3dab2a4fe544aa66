"""The plane of a path: contours of the loss, the path, and the straight line from its start to its end."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.arrays import FloatArray
from core.obstacles.network.plane_result import PlaneResult
from gui.picture.landscape import Landscape, Range
from gui.picture.stage import Stage
from gui.plots.contour import GridValues
from gui.plots.cross import Cross
from gui.plots.curve import CurveStyle, Lines
from gui.plots.label import CORNER, Label
from gui.plots.spline import refined
from gui.plots.trail import Trail
from gui.stages.network.plane_words import method_text, ring_text
from gui.wording.text import tr

ORIGIN = np.zeros(2)
"""The end of the path."""
STRAIGHT_DASH = (5.0, 4.0)
"""Dashes of the straight line, in its widths."""
FINER = 4
"""Cells in which contours are drawn, both ways, for each cell of the grid."""
LOWEST_LOG = -12.0
"""Logarithm to base 10 of the smallest loss that has a contour."""


class PathPlane(Landscape):
    """The contours of the loss on a plane, with the path and the straight line, in a stage's picture."""

    def __init__(self, stage: Stage[Any]) -> None:
        super().__init__(stage)
        self._trail, self._straight, self._cross = Trail(), Lines(static=False), Cross()
        for item, z in ((self._straight, 10), (self._trail, 20), (self._cross, 30)):
            item.setZValue(z)
            self.add(item)
        self._end, self._method, self._ring = (stage.add(Label(role)) for role in ("label", "label", "axis_title"))
        for label in (self._end, self._method, self._ring):
            label.setZValue(50)
        self._key, self._path = "", np.empty((0, 2))
        self._line: list[tuple[CurveStyle, FloatArray]] = []
        self._is_known = False

    @property
    def visible_range(self) -> Range:
        """The range of x and of y: the grid of the result, whatever the view zooms in on elsewhere."""
        (x, y), (width, height) = self.center, self.half_size
        return (x - width, x + width), (y - height, y + height)

    def load(self, result: PlaneResult) -> None:
        """Load a result; without a grid there is nothing to see."""
        self._is_known = bool(result.grid_loss.size)
        self._plot.set_visible(self._is_known)
        for label in (self._start, self._method, self._ring):
            label.setVisible(self._is_known)
        if self._is_known:
            self._load_plane(result)

    def _load_plane(self, result: PlaneResult) -> None:
        stage, theme = self._stage, self._stage.view.theme
        self._key, self._path = result.method, result.coordinates
        (left, right), (low, high) = result.grid_x[[0, -1]].tolist(), result.grid_y[[0, -1]].tolist()
        self.center, self.half_size = ((left + right) / 2, (low + high) / 2), ((right - left) / 2, (high - low) / 2)
        self._set_values(contour_values(result, stage.view.type_size.levels))
        self._trail.set_style(self._trail_style(self._key))
        self._trail.set_path(self._path)
        dashed = stage.line_style(theme.ink, stage.stroke_width("data"), STRAIGHT_DASH)
        self._line = [(dashed, np.array([self._path[0], ORIGIN]))]
        arm = 0.75 * stage.stroke_width("current")
        rim = stage.stroke_width("casing") / 2
        self._cross.set_style(theme.ink, theme.background, arm, stage.stroke_width("data"), rim)
        self._label_start(self._path[0])
        words = method_text(result)
        stage.write(self._method, words, color=theme.series[self._key].label, bold=True, plate=True)
        self._method.place_in_corner(self.rect)
        stage.write(self._ring, ring_text(result), plate=True)
        self._ring.setVisible(self._contour.has_ring)
        inset = CORNER * self._ring.pixels
        self._ring.place(self.rect.right() - inset, self.rect.bottom() - inset, align=1)
        self._label_end()

    def tell_end(self, told: bool) -> None:  # noqa: FBT001  as in Qt
        """Show the end and the straight line to it, or hide them while the path is under way."""
        self._straight.set_lines(self._line if told else [])
        self._cross.set_point(ORIGIN if told else None)
        self._end.setVisible(told and self._is_known)

    def move(self, index: float) -> None:
        """Show the path up to an index of its points."""
        if self._is_known:
            self._trail.set_position(index)

    def _label_start(self, start: FloatArray) -> None:
        """Write "start" before the start: path and line go the other way."""
        super()._label_start(start)
        at = self.point(*start.tolist())
        if at.x() - self._gap - self._start.width > self.rect.left():
            self._start.place_beside(at, self._gap, left=True)

    def _label_end(self) -> None:
        """Write "end" behind the end, or below it where the text would leave the frame."""
        label, rect, at = self._stage.write(self._end, tr("end"), plate=True), self.rect, self.point(0.0, 0.0)
        if at.x() + self._gap + label.width + 0.4 * label.pixels < rect.right():
            label.place_beside(at, self._gap)
        else:
            label.place(rect.right() - 0.5 * label.pixels, at.y() + self._gap + label.pixels, align=1)

    @property
    def _gap(self) -> float:
        """The distance of the names of both ends from their points."""
        return 0.8 * self._stage.stroke_width("current") + 0.4 * self._stage.text_size("label")

    def _paths(self) -> Mapping[str, FloatArray]:
        return {self._key: self._path} if self._key else {}


def contour_values(result: PlaneResult, levels: int) -> GridValues:
    """Return the logarithms of the losses on the grid, with evenly spaced levels and smooth values in between."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.log10(result.grid_loss)
    finite = z[np.isfinite(z)]
    low, top = (max(float(finite.min()), LOWEST_LOG), float(finite.max())) if len(finite) else (0.0, 0.0)
    z = np.where(np.isnan(z), top, z).clip(low, top)
    rows, columns = (refined(count, FINER) for count in z.shape)
    between = np.linspace(low, max(top, low + 1e-9), levels + 2)[1:-1]
    return GridValues(
        columns @ result.grid_x,
        rows @ result.grid_y,
        rows @ z @ columns.T,
        tuple(between.tolist()),
        float(np.log10(result.used.target_loss)),
    )
