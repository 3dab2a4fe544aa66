"""A landscape in a picture: contours in a frame, with zoom, start label and ghost path."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF

from core.arrays import FloatArray
from core.experiment import Result
from gui.picture.ghost import NO_PATH, Ghost
from gui.picture.stage import Stage
from gui.plots.canvas import mark_static
from gui.plots.contour import Contour, ContourStyle, GridValues
from gui.plots.label import Label
from gui.plots.pixels import PixelItem
from gui.plots.plot import Plot, PlotStyle
from gui.plots.trail_drawing import TrailStyle
from gui.style.series import SeriesStyle
from gui.wording.text import tr

SECONDARY_WIDTH = 0.7
"""Line width of the methods after the first one, relative to the first."""
MAX_ZOOM = 1000.0
"""The largest zoom factor of the wheel."""

Range = tuple[tuple[float, float], tuple[float, float]]


class Landscape:
    """A framed landscape without axes. Subclasses implement `_paths` and `_series`, and set the frame and the values.

    Parameters
    ----------
    stage
        The stage of the picture.
    contour
        The item for values that change at every frame; by default a static `Contour`.

    """

    max_zoom = MAX_ZOOM

    def __init__(self, stage: Stage[Any], contour: Contour | None = None) -> None:
        self._stage = stage
        self._plot = Plot(stage.widget.scene(), axes=False, static=contour is None)
        self._contour = contour or Contour()
        self._plot.add(self._contour)
        self._ghost = Ghost(stage, self._plot, self._avoided_paths)
        self.center = (0.0, 0.0)
        """The center of the whole frame, in the landscape's coordinates."""
        self.half_size = (1.0, 1.0)
        """Half of the width and of the height of the whole frame, in the landscape's coordinates."""
        self.frozen = False
        """Whether the frame stays while the start is dragged."""
        self._start = stage.add(Label("label"))
        self._start.setZValue(50)
        if contour is None:
            mark_static(self._contour)

    @property
    def rect(self) -> QRectF:
        """The rectangle of the landscape in the scene."""
        return self._plot.rect

    def add(self, item: PixelItem) -> None:
        """Add an item in the landscape's coordinates."""
        self._plot.add(item)

    def arrange(self, rect: QRectF, style: PlotStyle) -> None:
        """Place the landscape and set its style."""
        stage = self._stage
        self._plot.place(rect, style)
        self._contour.set_style(
            ContourStyle(
                style.theme, stage.stroke_width("contour"), stage.stroke_width("ring"), stage.stroke_width("casing")
            )
        )

    def point(self, x: float, y: float) -> QPointF:
        """Return the scene position of a point of the landscape."""
        return self._plot.point(x, y)

    def coordinates(self, at: QPointF) -> tuple[float, float]:
        """Return the landscape's coordinates of a scene position."""
        return self._plot.coordinates(at)

    @property
    def visible_range(self) -> Range:
        """The visible range of x and of y: the frame, or the part of it that the view zooms in on."""
        zoom, (width, height) = self._stage.view.zoom, self.half_size
        x, y = self.center[0] + zoom.x * width, self.center[1] + zoom.y * height
        share = 1 / zoom.factor
        return (x - share * width, x + share * width), (y - share * height, y + share * height)

    def pin_ghost(self, result: Result | None, path: FloatArray) -> None:
        """Pin the path (n, 2) of an earlier result as the ghost, which drags then leave as it is; None unpins it."""
        self._ghost.keep(result, path)

    def set_ghost_visible(self, visible: bool) -> None:  # noqa: FBT001  as in Qt
        """Show the current first path as a ghost, or remove the ghost; a pinned ghost stays."""
        self._ghost.show_dragged(self._path_before_drag() if visible else NO_PATH)

    def _paths(self) -> Mapping[str, FloatArray]:
        """Return the paths by name, that of the leading method first."""
        return {}

    def _path_before_drag(self) -> FloatArray:
        """Return the path that a drag leaves as a ghost."""
        return next(iter(self._paths().values()), NO_PATH)

    def _avoided_paths(self) -> Iterable[FloatArray]:
        """Return the paths that the name of the ghost must not cover."""
        return self._paths().values()

    def _series(self, key: str) -> SeriesStyle:
        """Return the series style of the path of this name."""
        return self._stage.view.theme.series[key]

    def _set_values(self, values: GridValues) -> None:
        """Set the contour values, and update the visible range."""
        self._contour.set_values(values)
        self._update_range()

    def _update_range(self) -> None:
        """Apply the visible range to the plot."""
        self._plot.set_range(*self.visible_range)
        self._ghost.set_style()

    def _trail_style(self, key: str, share: float = 1.0) -> TrailStyle:
        """Return the style of a trail; `share` scales its widths."""
        stage = self._stage
        return TrailStyle(
            theme=stage.view.theme,
            series=self._series(key),
            width=share * stage.stroke_width("data"),
            casing=share * stage.stroke_width("casing"),
            marker=share * stage.stroke_width("iterate"),
            current=share * stage.stroke_width("current"),
            min_marker_distance=stage.px(12),
        )

    def _label_start(self, start: FloatArray) -> None:
        """Write "start" above the start, or below it where the text would leave the frame."""
        stage, rect, size = self._stage, self.rect, self._stage.text_size("label")
        at, away = self._plot.point(*start.tolist()), stage.stroke_width("current")
        stage.write(self._start, tr("start"), plate=True)
        self._start.setVisible(rect.contains(at))
        x = min(max(at.x(), rect.left() + self._start.width), rect.right() - 0.5 * self._start.width - 0.6 * size)
        above = at.y() - 1.2 * away > rect.top() + 1.5 * size
        self._start.place(x, at.y() - 1.2 * away if above else at.y() + size + away, align=0.5)
