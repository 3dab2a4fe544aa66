"""A landscape in a picture, as every obstacle shows one: heights in a frame, a closer look, a start, a ghost."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.arrays import FloatArray
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.contour import Contour, ContourStyle, GridValues
from gui.plots.label import Label
from gui.plots.pixels import PixelItem
from gui.plots.plot import Plot, PlotStyle
from gui.plots.trail import Trail, TrailStyle
from gui.style.series import SeriesStyle
from gui.wording.text import tr

GHOST_OPACITY = 0.5
"""The opacity of the path from before a change: the least that a lit room leaves anything of."""
SECONDARY_WIDTH = 0.7
"""How thick the other methods are drawn, beside the first."""
MAX_ZOOM = 1000.0
"""How close the wheel gets."""

Range = tuple[tuple[float, float], tuple[float, float]]


class Landscape:
    """A framed landscape without axes. Subclasses fill `_paths` and `_series`, and set the frame and the heights.

    Parameters
    ----------
    stage
        The stage in whose picture it stands.
    contour
        What draws the heights where they change from frame to frame; without it they stand still.

    """

    max_zoom = MAX_ZOOM

    def __init__(self, stage: Stage[Any], contour: Contour | None = None) -> None:
        self._stage = stage
        self._plot = Plot(stage.widget.scene(), axes=False, static=contour is None)
        self._contour = contour or Contour()
        self._plot.add(self._contour)
        self._ghost, self._ghost_of = Trail(), ""
        self._ghost.setZValue(-1)
        self._plot.add(self._ghost)
        self._pinned = False
        self.center = (0.0, 0.0)
        """The middle of the whole frame, in the landscape's units."""
        self.half_size = (1.0, 1.0)
        """Half the width and half the height of the whole frame, in the landscape's units."""
        self.frozen = False
        """Whether the frame stays although the start moves: while it is dragged."""
        self._start = stage.add(Label("label"))
        self._start.setZValue(50)
        if contour is None:
            mark_static(self._contour)

    @property
    def rect(self) -> QRectF:
        """Where the landscape stands in the picture."""
        return self._plot.rect

    def add(self, item: PixelItem) -> None:
        """Add something in the landscape's coordinates."""
        self._plot.add(item)

    def arrange(self, rect: QRectF, style: PlotStyle) -> None:
        """Place the landscape."""
        stage = self._stage
        self._plot.place(rect, style)
        self._contour.set_style(
            ContourStyle(style.theme, stage.stroke("contour"), stage.stroke("ring"), stage.stroke("casing"))
        )

    def point(self, x: float, y: float) -> QPointF:
        """Return where a point of the landscape stands in the picture."""
        return self._plot.point(x, y)

    def coordinates(self, at: QPointF) -> tuple[float, float]:
        """Return the landscape's coordinates of a point of the picture."""
        return self._plot.coordinates(at)

    @property
    def visible_range(self) -> Range:
        """The range of x and of y that is seen: the frame, or the part of it that the view zooms in on."""
        zoom, (width, height) = self._stage.view.zoom, self.half_size
        x, y = self.center[0] + zoom.x * width, self.center[1] + zoom.y * height
        closer = 1 / zoom.factor
        return (x - closer * width, x + closer * width), (y - closer * height, y + closer * height)

    def pin_ghost(self, paths: Mapping[str, FloatArray]) -> None:
        """Keep the first of these paths as a ghost, whatever is dragged meanwhile; none of them unpins it."""
        if paths or self._pinned:
            self._pinned = bool(paths)
            self._keep(paths)

    def set_ghost_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Keep the lead's path of this moment as a ghost, or take it away; a pinned ghost stays as it is."""
        if not self._pinned:
            self._keep(self._paths() if visible else {})

    def _paths(self) -> Mapping[str, FloatArray]:
        """Return the paths shown, the lead's first."""
        return {}

    def _series(self, key: str) -> SeriesStyle:
        """Return how the path of this name is drawn."""
        return self._stage.view.theme.series[key]

    def _set_values(self, heights: GridValues) -> None:
        """Show heights in the part of the frame that is seen."""
        self._contour.set_values(heights)
        self._update_range()

    def _update_range(self) -> None:
        """Show the part of the frame that is seen."""
        self._plot.set_range(*self.visible_range)
        self._style_ghost()

    def _keep(self, paths: Mapping[str, FloatArray]) -> None:
        self._ghost_of, path = next(iter(paths.items()), ("", np.empty((0, 2))))
        self._style_ghost()
        self._ghost.set_path(path)
        self._ghost.set_position(float(len(path)))

    def _style_ghost(self) -> None:
        if self._ghost_of:
            self._ghost.set_style(replace(self._trail_style(self._ghost_of, SECONDARY_WIDTH), opacity=GHOST_OPACITY))

    def _trail_style(self, key: str, share: float = 1.0) -> TrailStyle:
        """Return a trail's style; `share` thins the methods that the picture is not about."""
        stage = self._stage
        return TrailStyle(
            theme=stage.view.theme,
            series=self._series(key),
            width=share * stage.stroke("data"),
            casing=share * stage.stroke("casing"),
            marker=share * stage.stroke("iterate"),
            current=share * stage.stroke("current"),
            min_marker_distance=stage.px(12),
        )

    def _label_start(self, start: FloatArray) -> None:
        """Write "start" above it, or below where that leaves the frame."""
        stage, rect, size = self._stage, self.rect, self._stage.text("label")
        at, away = self._plot.point(*start.tolist()), stage.stroke("current")
        stage.write(self._start, tr("start"), plate=True)
        self._start.setVisible(rect.contains(at))
        x = min(max(at.x(), rect.left() + self._start.width), rect.right() - 0.5 * self._start.width - 0.6 * size)
        above = at.y() - 1.2 * away > rect.top() + 1.5 * size
        self._start.place(x, at.y() - 1.2 * away if above else at.y() + size + away, align=0.5)
