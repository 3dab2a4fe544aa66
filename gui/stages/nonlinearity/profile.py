"""A landscape of one variable as a curve, with a descent on it and the local parabola of each step."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from core.obstacles.nonlinearity.horizon import HorizonResult
from gui.picture.axes_frame import AxesFrame
from gui.picture.stage import Stage
from gui.plots.band import Band
from gui.plots.canvas import mark_static
from gui.plots.cross import Cross
from gui.plots.curve import Dots, Lines
from gui.plots.label import Label
from gui.plots.trail import Trail
from gui.plots.trail_drawing import TrailStyle
from gui.stages.nonlinearity.horizon_words import METHOD, blind_zone_wordings, sight_zone_wordings
from gui.style.theme import pen
from gui.wording.text import number, tr

LOW, HIGH = -0.1, 1.0
"""The lowest loss that is shown, and the height of the plateau; labels stand above it."""
MIN_TICKED_HEIGHT = 6.0
"""Height of the plot, in the size of its tick labels, from which it has three of them at the loss."""
RIGHT_MARGIN = 1.15
"""The landscape is shown up to this many times the start's distance, or 1 if the start is nearer."""
MAX_LEFT = 1.6
"""The landscape is shown down to at most minus this x; no step leads farther."""
MAX_PATH_LENGTH = 40.0
"""The trail ends after this path length, since an oscillating one would cover itself; the current point goes on."""
PARABOLA_POINTS = 600
"""Points of a drawn parabola."""


class Profile:
    """The loss against x, a trail on it, and a dashed parabola that touches it where the descent is."""

    max_zoom = 1.0

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._frame = AxesFrame(stage)
        self._plot = self._frame.plot
        self._fill, self._curve = Band(), Lines()
        self._parabola, self._trail, self._vertex = Lines(static=False), Trail(), Cross()
        self._point = Dots()
        items = (self._fill, self._curve, self._parabola, self._trail, self._point, self._vertex)
        for depth, item in zip((-20, -10, 10, 20, 25, 22), items, strict=True):
            item.setZValue(depth)
            self._plot.add(item)
        self._sight_edges = [stage.add(QGraphicsLineItem()) for _ in range(2)]
        self._sight_label, self._blind_label, self._start_label = (stage.add(Label("label")) for _ in range(3))
        mark_static(*self._sight_edges, self._sight_label, self._blind_label)
        self.center, self.half_size = (0.0, 0.0), (1.0, 1.0)
        self.frozen = False
        """Whether the axes stay fixed, while the start is dragged."""
        self.ghost_result: HorizonResult | None = None
        """The result at the start of a drag, shown as a ghost; None without a drag."""
        self._x_range, self._y_range = (-1.0, 1.0), (LOW, 1.0)
        self._result: HorizonResult | None = None
        self._path: FloatArray = np.empty((0, 2))

    @property
    def rect(self) -> QRectF:
        """The rectangle inside the axes."""
        return self._plot.rect

    @property
    def right(self) -> float:
        """The largest x that is shown."""
        return self._x_range[1]

    def arrange(self, area: QRectF) -> None:
        """Place the plot with its titles in an area."""
        self._frame.place(area, left_margin=2.4, bottom_margin=0.0)
        self._frame.set_y_title(tr("loss f(x)"))
        self._frame.set_x_title_at_end(tr("x"))

    def load(self, result: HorizonResult, *, grown: bool) -> None:
        """Load a result; `grown` says that it only extends the one shown."""
        stage, theme = self._stage, self._stage.view.theme
        self._result = result
        if not self.frozen:
            # Room for the labels above the plateau, whatever their font size.
            words = min(1.7 * stage.text_size("label") / self.rect.height(), 0.5)
            self._y_range = LOW, (HIGH - words * LOW) / (1.0 - words)
            far = RIGHT_MARGIN * max(1.0, result.params.distance)
            self._x_range = -min(far, MAX_LEFT), far
        self._plot.set_range(self._x_range, self._y_range)
        few = self.rect.height() < MIN_TICKED_HEIGHT * self._stage.text_size("ticks")
        losses = (0.0, 1.0) if few else (0.0, 0.5, 1.0)
        self._plot.set_ticks(_integer_ticks(*self._x_range), [(at, number(at)) for at in losses])
        # Cut at the edges of the plot, since some SVG viewers do not clip.
        inside = (result.landscape_x > self._x_range[0]) & (result.landscape_x < self._x_range[1])
        x = np.array([self._x_range[0], *result.landscape_x[inside], self._x_range[1]])
        f = np.interp(x, result.landscape_x, result.landscape)
        self._fill.set_color(theme.contour)
        self._fill.set_curves(x, np.full(x.shape, LOW), f)
        self._curve.set_lines(
            [(self._stage.line_style(theme.ink, stage.stroke_width("data")), np.column_stack([x, f]))]
        )
        method = theme.series[METHOD]
        self._trail.set_style(
            TrailStyle(
                theme=theme,
                series=method,
                width=stage.stroke_width("data"),
                casing=stage.stroke_width("casing"),
                marker=stage.stroke_width("iterate"),
                current=stage.stroke_width("current"),
                min_marker_distance=stage.px(4),
                shows_current=False,
            )
        )
        self._path = np.column_stack([result.path, result.loss])
        length = np.cumsum(np.abs(np.diff(result.path, prepend=result.path[0])))
        self._trail.set_path(self._path[: int(np.searchsorted(length, MAX_PATH_LENGTH)) + 1], grown=grown)
        self._point.set_style(replace(stage.curve_style(method), dot=1.25 * stage.stroke_width("current")))
        self._point.set_visible_count(1)
        self._vertex.set_style(
            theme.ink,
            theme.background,
            1.5 * stage.stroke_width("current"),
            stage.stroke_width("data"),
            stage.stroke_width("casing") / 2,
        )
        self._label_zones(result.sight)
        self._label_start(result)

    def move(self, position: float) -> None:
        """Show the descent at a position, and the local parabola of the current step."""
        if self._result is None:
            return
        result, step = self._result, min(int(position), len(self._result.path) - 1)
        part = min(position, len(result.path) - 1.0) - step
        self._trail.set_position(position)
        self._point.set_points(
            ((1 - part) * self._path[step] + part * self._path[min(step + 1, len(self._path) - 1)])[None]
        )
        at = result.path[step], result.loss[step], result.gradient[step], result.curvature[step]
        color, width = self._stage.view.theme.ink, 1.4 * self._stage.stroke_width("theory")
        self._parabola.set_lines([(self._stage.line_style(color, width, (6.0, 4.0)), self._parabola_at(*at))])
        place = float(result.vertex[step])
        lowest = at[1] + at[2] / 2 * (place - at[0])
        seen = self._x_range[0] < place < self._x_range[1] and self._y_range[0] < lowest < self._y_range[1]
        self._vertex.set_point(np.array([place, lowest]) if seen else None)

    def coordinates(self, at: QPointF) -> tuple[float, float]:
        """Return the plot's coordinates of a point of the picture."""
        return self._plot.coordinates(at)

    def point(self, x: float, y: float) -> QPointF:
        """Return the pixel position of a point of the plot."""
        return self._plot.point(x, y)

    def set_ghost_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Keep the current result as a ghost, or drop it."""
        self.ghost_result = self._result if visible else None

    def _parabola_at(self, x: float, loss: float, gradient: float, curvature: float) -> FloatArray:
        """Return the parabola below the labels, (n, 2), with nan outside, since some SVG viewers do not clip."""
        places = np.linspace(*self._x_range, PARABOLA_POINTS)
        values = loss + gradient * (places - x) + curvature * (places - x) ** 2 / 2
        values[(values < self._y_range[0]) | (values > HIGH)] = np.nan
        return np.column_stack([places, values])

    def _label_zones(self, sight: float) -> None:
        """Draw the edges of the region where the minimum is in sight, and label both regions above the plateau."""
        stage, rect, size = self._stage, self.rect, self._stage.text_size("label")
        color = stage.view.theme.secondary
        ends = [self._plot.point(at, 0.0).x() for at in (-sight, sight)]
        for line, x in zip(self._sight_edges, ends, strict=True):
            line.setPen(pen(QColor(color), stage.stroke_width("theory"), (4.0, 3.0)))
            line.setLine(x, rect.top(), x, rect.bottom())
        between = ends[1] - ends[0] - 0.6 * size
        self._stage.write_fitting(self._sight_label, sight_zone_wordings(), between, color=color)
        self._sight_label.place_at_top(rect, (ends[0] + ends[1]) / 2, align=0.5)
        self._sight_label.setVisible(self._sight_label.width <= between)
        left, room = ends[1] + 0.6 * size, rect.right() - ends[1] - 0.6 * size
        self._stage.write_fitting(self._blind_label, blind_zone_wordings(), room, color=color)
        self._blind_label.place_at_top(rect, left)
        self._blind_label.setVisible(self._blind_label.width <= room)

    def _label_start(self, result: HorizonResult) -> None:
        """Label the start below it, or where there is no room above it, unless a label of the regions is there."""
        label, size, rect = self._start_label, self._stage.text_size("label"), self.rect
        at, dot = self._plot.point(float(result.path[0]), float(result.loss[0])), self._stage.stroke_width("current")
        self._stage.write(label, tr("start"))
        x = min(at.x(), rect.right() - label.width / 2)
        below = at.y() + 1.3 * size + 0.8 * dot
        inside = below < rect.bottom() - 0.4 * size
        label.place(x, below if inside else at.y() - dot, align=0.5)
        regions = [each.ink_rect for each in (self._sight_label, self._blind_label) if each.isVisible()]
        label.setVisible(rect.contains(at) and not any(label.ink_rect.intersects(region) for region in regions))


def _integer_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return at most six ticks at integers."""
    step = next(size for size in (1, 2, 5) if (high - low) / size < 6)
    first, last = math.ceil(low / step), math.floor(high / step)
    # No tick where the title of the axis stands, at its right end.
    return [
        (float(at * step), number(at * step)) for at in range(first, last + 1) if at * step < high - 0.05 * (high - low)
    ]
