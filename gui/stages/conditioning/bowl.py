"""The bowl with its trails, as every stage of conditioning shows it: landscape, finish ring, start, paths."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from gui.plots.canvas import stand_still
from gui.plots.contour import Contour, ContourStyle
from gui.plots.label import Label
from gui.plots.pixels import PixelItem
from gui.plots.plot import Plot, PlotStyle
from gui.plots.trail import Trail, TrailStyle
from gui.stage import Stage
from gui.stages.conditioning.landscape import extent, frame, heights
from gui.text import Span, percent, rich, tr
from gui.theme import pen

STRETCH_FROM = 30.0
"""The condition number above which a zigzag is too flat to be seen, and may be stretched."""
GHOST = 0.5
"""The opacity of the path from before a change: the least that a lit room leaves anything of."""
BESIDE = 0.7
"""How thick the other methods are drawn, beside the first."""


@dataclass(frozen=True)
class Descent:
    """What a bowl shows: the Hessian (2, 2), the start (2,) and its loss, the tolerance, and paths, the lead first."""

    hessian: FloatArray
    start: FloatArray
    loss: float
    tolerance: float
    paths: Mapping[str, FloatArray]


class Bowl:
    """A bowl in a stage's picture."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._plot = Plot(stage.widget.scene(), axes=False)
        self._contour = Contour()
        self._plot.add(self._contour)
        self._trails: dict[str, Trail] = {}
        self._ghost, self._ghost_of = Trail(), ""
        self._ghost.setZValue(-1)
        self._plot.add(self._ghost)
        self._pinned = False
        self.half = (1.0, 1.0)
        """Half the width and half the height of the whole frame, in the bowl's units."""
        self.stretched = 1
        self.descent: Descent | None = None
        self.frozen = False
        """Whether the frame stays although the start moves: while it is dragged."""
        self._leader = stage.add(QGraphicsLineItem())
        self._start, self._solved = stage.add(Label("label")), stage.add(Label("label"))
        self._warning = stage.add(Label("axis_title"))
        for item in (self._leader, self._start, self._solved, self._warning):
            item.setZValue(50)
        stand_still(self._contour)

    @property
    def rect(self) -> QRectF:
        """Where the bowl stands in the picture."""
        return self._plot.rect

    def add(self, item: PixelItem) -> None:
        """Add something in the bowl's coordinates."""
        self._plot.add(item)

    def arrange(self, rect: QRectF, style: PlotStyle) -> None:
        """Place the bowl."""
        stage = self._stage
        self._plot.place(rect, style)
        self._contour.set_style(
            ContourStyle(style.theme, stage.stroke("contour"), stage.stroke("ring"), stage.stroke("casing"))
        )

    def load(self, descent: Descent, *, grown: bool) -> None:
        """Take up a descent; `grown` says that its paths only continue those shown."""
        self.descent = descent
        if not grown:
            if not self.frozen:
                self._set_frame(descent)
            levels = self._stage.view.type_size.levels
            self._contour.set_heights(heights(descent.hessian, descent.loss, descent.tolerance, self.half, levels))
            self._look()
            self._dress_ghost()
            self._name_start(descent)
            self._name_ring(descent)
        for key in set(self._trails) - set(descent.paths):
            self._plot.remove(self._trails.pop(key))
        for depth, (key, path) in enumerate(descent.paths.items()):
            if key not in self._trails:
                self._trails[key] = Trail()
                self._plot.add(self._trails[key])
            self._trails[key].setZValue(20 - depth)
            if not grown:
                self._trails[key].set_style(self._style(key, 1.0 if depth == 0 else BESIDE))
            self._trails[key].set_path(path, grown=grown)

    @property
    def plain(self) -> bool:
        """Whether the whole bowl is shown, at one scale in both directions."""
        return self.stretched == 1 and self._stage.view.zoom.factor == 1

    def _set_frame(self, descent: Descent) -> None:
        """Choose the frame: equal scales, or a short axis stretched so far that a zigzag can be seen on it."""
        width, height = frame(descent.hessian, descent.loss, self.rect)
        _, needed = extent(descent.hessian, descent.loss)
        self.stretched = 1
        if self._stage.view.stretch and np.linalg.cond(descent.hessian) > STRETCH_FROM:
            self.stretched = max(1, int(height / needed))
        self.half = (width, height / self.stretched)

    def _look(self) -> None:
        """Show the frame, or the part of it that the view zooms in on."""
        zoom, (width, height) = self._stage.view.zoom, self.half
        x, y, closer = zoom.x * width, zoom.y * height, 1 / zoom.factor
        self._plot.set_range((x - closer * width, x + closer * width), (y - closer * height, y + closer * height))
        stage, size = self._stage, self._stage.text("axis_title")
        warning = tr("vertical × {factor}, angles not true", factor=self.stretched) if self.stretched > 1 else ""
        stage.write(self._warning, warning, color=stage.view.theme.alarm, plate=True)
        self._warning.place(self.rect.left() + 0.7 * size, self.rect.top() + 1.3 * size)

    def move(self, position: float) -> None:
        """Show the paths up to a position, each to its end at most."""
        for trail in self._trails.values():
            trail.set_position(position)

    def point(self, x: float, y: float) -> QPointF:
        """Return where a point of the bowl stands in the picture."""
        return self._plot.point(x, y)

    def coordinates(self, at: QPointF) -> tuple[float, float]:
        """Return the bowl's coordinates of a point of the picture."""
        return self._plot.coordinates(at)

    def pin_ghost(self, paths: Mapping[str, FloatArray]) -> None:
        """Keep the first of these paths as a ghost, whatever is dragged meanwhile; none of them unpins it."""
        if paths or self._pinned:
            self._pinned = bool(paths)
            self._keep(paths)

    def show_ghost(self, *, on: bool) -> None:
        """Keep the lead's path of this moment as a ghost, or take it away; a pinned ghost stays as it is."""
        if not self._pinned:
            self._keep(self.descent.paths if on and self.descent is not None else {})

    def _keep(self, paths: Mapping[str, FloatArray]) -> None:
        self._ghost_of, path = next(iter(paths.items()), ("", np.empty((0, 2))))
        self._dress_ghost()
        self._ghost.set_path(path)
        self._ghost.set_position(float(len(path)))

    def _dress_ghost(self) -> None:
        if self._ghost_of:
            self._ghost.set_style(replace(self._style(self._ghost_of, BESIDE), opacity=GHOST))

    def _style(self, key: str, share: float) -> TrailStyle:
        """Return a trail's style; `share` thins the methods that the picture is not about."""
        stage = self._stage
        return TrailStyle(
            theme=stage.view.theme,
            method=stage.view.theme.methods[key],
            width=share * stage.stroke("data"),
            casing=share * stage.stroke("casing"),
            marker=share * stage.stroke("iterate"),
            current=share * stage.stroke("current"),
            sparse=stage.px(12),
        )

    def _name_start(self, descent: Descent) -> None:
        stage, rect, size = self._stage, self.rect, self._stage.text("label")
        at, away = self._plot.point(*descent.start.tolist()), stage.stroke("current")
        stage.write(self._start, tr("start"), plate=True)
        self._start.setVisible(rect.contains(at))
        x = min(max(at.x(), rect.left() + self._start.width), rect.right() - 0.6 * self._start.width)
        above = at.y() - 1.2 * away > rect.top() + 1.5 * size
        self._start.place(x, at.y() - 1.2 * away if above else at.y() + size + away, align=0.5)

    def _name_ring(self, descent: Descent) -> None:
        """Write what the ring means below it, with a line to its lowest point."""
        stage, rect, size = self._stage, self.rect, self._stage.text("label")
        stage.write(
            self._solved, rich("solved: {share} of the start", share=Span(percent(descent.tolerance))), plate=True
        )
        inverse = np.linalg.inv(descent.hessian)
        low = -np.sqrt(2 * descent.tolerance * descent.loss * inverse[1, 1])
        ring: QPointF = self._plot.point(float(low * inverse[0, 1] / inverse[1, 1]), float(low))
        # On the left, unless the start is there.
        side = 0.14 if descent.start[0] < 0 and descent.start[1] < 0 else -0.14
        baseline = min(ring.y() + 0.24 * rect.height(), rect.bottom() - size)
        half = 0.5 * self._solved.width + size
        middle = min(max(rect.center().x() + side * rect.width(), rect.left() + half), rect.right() - half)
        self._solved.place(middle, baseline, align=0.5)
        for item in (self._solved, self._leader):
            item.setVisible(rect.contains(ring))
        self._leader.setPen(pen(QColor(stage.view.theme.ink), stage.stroke("theory")))
        above = QPointF(self._solved.rect.center().x(), self._solved.rect.top() - 0.1 * size)
        self._leader.setLine(QLineF(ring, above))
