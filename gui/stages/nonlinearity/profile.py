"""A landscape of one variable seen from the side: a descent on it, and the parabola that each step knows."""

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
from gui.plots.trail import Trail, TrailStyle
from gui.stages.nonlinearity.horizon_words import METHOD, blind_zone, sight_zone
from gui.style.theme import pen
from gui.wording.text import number, tr

LOW, HIGH = -0.1, 1.0
"""The lowest loss that is shown, and the plateau, above which words stand."""
BEYOND = 1.15
"""How much farther than its start, or than 1, the landscape is shown to its right."""
LEFT = 1.6
"""How far it is shown to its left at most: no step leads farther."""
LONGEST = 40.0
"""The way after which a descent that swings to and fro is a tangle: its trail goes no further, its point does."""
FINE = 600
"""Places of a parabola."""


class Profile:
    """The loss against x, a trail on it, and a dashed parabola that touches it where the descent is."""

    max_zoom = 1.0

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._frame = AxesFrame(stage)
        self._plot = self._frame.plot
        self._earth, self._line = Band(), Lines()
        self._parabola, self._trail, self._vertex = Lines(static=False), Trail(), Cross()
        self._point = Dots()
        items = (self._earth, self._line, self._parabola, self._trail, self._point, self._vertex)
        for depth, item in zip((-20, -10, 10, 20, 25, 22), items, strict=True):
            item.setZValue(depth)
            self._plot.add(item)
        self._edges = [stage.add(QGraphicsLineItem()) for _ in range(2)]
        self._sight, self._blind, self._start = (stage.add(Label("label")) for _ in range(3))
        mark_static(*self._edges, self._sight, self._blind)
        self.center, self.half_size = (0.0, 0.0), (1.0, 1.0)
        self.frozen = False
        """Whether the frame stays although the start moves: while it is dragged."""
        self.before: HorizonResult | None = None
        """What was shown when the drag began."""
        self._x, self._y = (-1.0, 1.0), (LOW, 1.0)
        self._result: HorizonResult | None = None
        self._path: FloatArray = np.empty((0, 2))

    @property
    def rect(self) -> QRectF:
        """Where the landscape is drawn, within the axes."""
        return self._plot.rect

    @property
    def right(self) -> float:
        """The largest x that is shown."""
        return self._x[1]

    def arrange(self, area: QRectF) -> None:
        """Place the plot with its titles in an area."""
        self._frame.place(area, left_margin=2.4, bottom_margin=0.0)
        self._frame.set_y_title(tr("loss f(x)"))
        self._frame.set_x_title_at_end(tr("x"))

    def load(self, result: HorizonResult, *, grown: bool) -> None:
        """Take up a result."""
        stage, theme = self._stage, self._stage.view.theme
        self._result = result
        if not self.frozen:
            # str stand above the plateau, whatever their size.
            words = min(1.7 * stage.text("label") / self.rect.height(), 0.5)
            self._y = LOW, (HIGH - words * LOW) / (1.0 - words)
            far = BEYOND * max(1.0, result.params.distance)
            self._x = -min(far, LEFT), far
        self._plot.set_range(self._x, self._y)
        self._plot.set_ticks(_whole(*self._x), [(at, number(at)) for at in (0.0, 0.5, 1.0)])
        # Up to the edges and no further: not every reader of SVG cuts off the rest.
        inside = (result.landscape_x > self._x[0]) & (result.landscape_x < self._x[1])
        x = np.array([self._x[0], *result.landscape_x[inside], self._x[1]])
        f = np.interp(x, result.landscape_x, result.landscape)
        self._earth.set_color(theme.contour)
        self._earth.set_curves(x, np.full(x.shape, LOW), f)
        self._line.set_lines([(self._stage.line_style(theme.ink, stage.stroke("data")), np.column_stack([x, f]))])
        method = theme.series[METHOD]
        self._trail.set_style(
            TrailStyle(
                theme=theme,
                series=method,
                width=stage.stroke("data"),
                casing=stage.stroke("casing"),
                marker=stage.stroke("iterate"),
                current=stage.stroke("current"),
                min_marker_distance=stage.px(4),
                shows_current=False,
            )
        )
        self._path = np.column_stack([result.path, result.loss])
        way = np.cumsum(np.abs(np.diff(result.path, prepend=result.path[0])))
        self._trail.set_path(self._path[: int(np.searchsorted(way, LONGEST)) + 1], grown=grown)
        self._point.set_style(replace(stage.curve_style(method), dot=1.25 * stage.stroke("current")))
        self._point.set_visible_count(1)
        self._vertex.set_style(
            theme.ink, theme.background, 1.5 * stage.stroke("current"), stage.stroke("data"), stage.stroke("casing") / 2
        )
        self._name_zones(result.sight)
        self._name_start(result)

    def move(self, position: float) -> None:
        """Show the descent at a position, and what the step under way knows."""
        if self._result is None:
            return
        result, step = self._result, min(int(position), len(self._result.path) - 1)
        part = min(position, len(result.path) - 1.0) - step
        self._trail.set_position(position)
        self._point.set_points(
            ((1 - part) * self._path[step] + part * self._path[min(step + 1, len(self._path) - 1)])[None]
        )
        at = result.path[step], result.loss[step], result.gradient[step], result.curvature[step]
        color, width = self._stage.view.theme.ink, 1.4 * self._stage.stroke("theory")
        self._parabola.set_lines([(self._stage.line_style(color, width, (6.0, 4.0)), self._parabola_at(*at))])
        place = float(result.vertex[step])
        lowest = at[1] + at[2] / 2 * (place - at[0])
        seen = self._x[0] < place < self._x[1] and self._y[0] < lowest < self._y[1]
        self._vertex.set_point(np.array([place, lowest]) if seen else None)

    def coordinates(self, at: QPointF) -> tuple[float, float]:
        """Return the plot's coordinates of a point of the picture."""
        return self._plot.coordinates(at)

    def point(self, x: float, y: float) -> QPointF:
        """Return where a point of the plot stands in the picture."""
        return self._plot.point(x, y)

    def set_ghost_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Keep what is shown at this moment, or forget it."""
        self.before = self._result if visible else None

    def _parabola_at(self, x: float, loss: float, gradient: float, curvature: float) -> FloatArray:
        """Return the parabola under the words, (n, 2): not every reader of SVG cuts off the rest."""
        places = np.linspace(*self._x, FINE)
        values = loss + gradient * (places - x) + curvature * (places - x) ** 2 / 2
        values[(values < self._y[0]) | (values > HIGH)] = np.nan
        return np.column_stack([places, values])

    def _name_zones(self, sight: float) -> None:
        """Draw how far the minimum is in sight, and say so above the plateau."""
        stage, rect, size = self._stage, self.rect, self._stage.text("label")
        color = stage.view.theme.secondary
        ends = [self._plot.point(at, 0.0).x() for at in (-sight, sight)]
        for line, x in zip(self._edges, ends, strict=True):
            line.setPen(pen(QColor(color), stage.stroke("theory"), (4.0, 3.0)))
            line.setLine(x, rect.top(), x, rect.bottom())
        self._stage.write_fitting(self._sight, sight_zone(), ends[1] - ends[0] - 0.6 * size, color=color)
        baseline = rect.top() + 0.95 * size
        self._sight.place((ends[0] + ends[1]) / 2, baseline, align=0.5)
        left, room = ends[1] + 0.6 * size, rect.right() - ends[1] - 0.6 * size
        self._stage.write_fitting(self._blind, blind_zone(), room, color=color)
        self._blind.place(left, baseline)
        self._blind.setVisible(self._blind.width <= room)

    def _name_start(self, result: HorizonResult) -> None:
        """Write "start" below it: the parabola and the words above leave that free."""
        stage, size, rect = self._stage, self._stage.text("label"), self.rect
        at = self._plot.point(float(result.path[0]), float(result.loss[0]))
        stage.write(self._start, tr("start"))
        x = min(at.x(), rect.right() - self._start.width / 2)
        below = at.y() + 1.3 * size + 0.8 * stage.stroke("current")
        inside = below < rect.bottom() - 0.4 * size
        self._start.place(x, below if inside else at.y() - stage.stroke("current"), align=0.5)
        self._start.setVisible(rect.contains(at))


def _whole(low: float, high: float) -> list[tuple[float, str]]:
    """Return ticks at round whole places, at most six."""
    step = next(size for size in (1, 2, 5) if (high - low) / size < 6)
    first, last = math.ceil(low / step), math.floor(high / step)
    # The name of the axis stands at its right end.
    return [
        (float(at * step), number(at * step)) for at in range(first, last + 1) if at * step < high - 0.05 * (high - low)
    ]
