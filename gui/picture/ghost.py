"""The path before a change: a thin trail in a neutral color, with a name that says what differs."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.arrays import FloatArray
from core.experiment import Result
from gui.picture.stage import Stage
from gui.plots.label import CENTER, Label, text_width
from gui.plots.label_place import CELL_PX, free_place, leader, rect_points
from gui.plots.plot import Plot
from gui.plots.trail import Trail
from gui.plots.trail_drawing import TrailStyle
from gui.style.series import SeriesStyle
from gui.style.theme import pen
from gui.wording.changes import before_wordings

NO_PATH: FloatArray = np.empty((0, 2))
"""A path without points."""
DRAGGED_OPACITY = 0.65
"""Opacity of the path before a drag, while it goes on: fainter than a path that is kept, and still seen."""
WIDTH, CASING = 0.7, 1.0
"""Width of the line and of its casing, relative to those of a method. The casing separates it from the contours."""
MARKER = 0.75
"""Diameter of the ring at an iterate, relative to the marker of a method."""
PAD = 0.5
"""Distance of the name from what it must not touch, in text sizes; larger than the margin of its plate."""
ROOM = 0.75
"""The largest width of the name, as a share of the landscape's width."""
REACH_PX = 80.0
"""A point of the path so far, at 1080p, from all other things is as good to point at as one that is farther."""
ANCHORS = 6
"""The largest number of points of the path to which a line from the name is tried."""
MOST_POINTS = 4000
"""The largest number of points that stand for a path when a place is searched."""


class Ghost:
    """The path of an earlier result in a plot, with its name and a line that leads from the name to the path.

    Parameters
    ----------
    other_paths
        Returns the paths (n, 2) of the result on screen, which the name must not cover.

    """

    def __init__(self, stage: Stage[Any], plot: Plot, other_paths: Callable[[], Iterable[FloatArray]]) -> None:
        self._stage, self._plot, self._other_paths = stage, plot, other_paths
        self._trail = Trail()
        self._trail.setZValue(-1)
        plot.add(self._trail)
        self._label, self._leader = stage.add(Label("axis_title")), stage.add(QGraphicsLineItem())
        self._leader.setZValue(48)
        self._label.setZValue(49)
        self._path = NO_PATH
        self._kept: Result | None = None
        self._placed: tuple[object, ...] = ()
        stage.after_move.append(self._place_name)

    def keep(self, result: Result | None, path: FloatArray) -> None:
        """Keep the path (n, 2) of an earlier result, with a name; None removes it."""
        if result is not None or self._kept is not None:
            self._kept = result
            self._show(path)

    def show_dragged(self, path: FloatArray) -> None:
        """Show the path (n, 2) before a drag, without a name, until an empty one ends that; a kept path stays."""
        if self._kept is None:
            self._show(path)

    def set_style(self) -> None:
        """Set the style of the path in the stage's view."""
        stage, theme = self._stage, self._stage.view.theme
        self._trail.set_style(
            TrailStyle(
                theme=theme,
                series=SeriesStyle(theme.secondary, theme.secondary, marker="ring"),
                width=WIDTH * stage.stroke_width("data"),
                casing=CASING * stage.stroke_width("casing"),
                marker=MARKER * stage.stroke_width("iterate"),
                current=0.0,
                min_marker_distance=stage.px(12),
                opacity=DRAGGED_OPACITY if self._kept is None else 1.0,
                shows_current=False,
            )
        )

    def _show(self, path: FloatArray) -> None:
        self._path, self._placed = path, ()
        self.set_style()
        self._trail.set_path(path)
        self._trail.set_position(float(len(path)))

    def _place_name(self) -> None:
        """Write the name where it touches nothing, unless that was done for the same picture."""
        kept, shown = self._kept, self._stage.result
        if kept is None or shown is None:
            self._label.setVisible(False)
            self._leader.setVisible(False)
            return
        taken, lines = self._taken_rects(), self._taken_lines()
        corners = [self._plot.coordinates(at) for at in (self._plot.rect.topLeft(), self._plot.rect.bottomRight())]
        places = tuple(rect.toAlignedRect().getRect() for rect in taken)
        drawn = tuple(line.toTuple() for line in lines)
        placed = (shown.run, shown.length, self._stage.view, self._plot.rect.getRect(), *corners, places, drawn)
        if placed != self._placed:
            self._placed = placed
            self._search_place(before_wordings(kept, shown), taken, lines)

    def _taken_rects(self) -> list[QRectF]:
        """Return what the other texts cover of the plot."""
        labels = [label for label in self._stage.visible_labels() if label is not self._label]
        rects = [label.plate_rect.intersected(self._plot.rect) for label in labels]
        return [rect for rect in rects if not rect.isEmpty()]

    def _taken_lines(self) -> list[QLineF]:
        """Return the lines in the plot that lead to other texts."""
        items = self._stage.widget.scene().items()
        found = [item for item in items if isinstance(item, QGraphicsLineItem) and item.isVisible()]
        lines = [item.line() for item in found if item is not self._leader]
        return [line for line in lines if self._plot.rect.contains(line.center())]

    def _search_place(self, wordings: Iterable[str], taken: list[QRectF], lines: list[QLineF]) -> None:
        """Try one wording after the other, until one has a place with a free way to the path."""
        stage, size, rect = self._stage, self._stage.text_size("axis_title"), self._plot.rect
        own = self._pixels(self._path)
        others = np.concatenate([NO_PATH, *(self._pixels(path) for path in self._other_paths())])
        texts = np.concatenate([NO_PATH, *(rect_points(each) for each in taken)])
        occupied = np.concatenate([own, others, texts, *(_along(line) for line in lines)])
        inside = rect.adjusted(0.3 * size, 0.3 * size, -0.3 * size, -0.3 * size)
        anchors = _anchors(own, np.concatenate([others, texts]), stage.px(REACH_PX))
        for words in wordings:
            width = text_width(words, size)
            if width > ROOM * rect.width():
                continue
            for anchor in anchors:
                box = free_place(inside, width + 2 * PAD * size, 2.1 * size, occupied, anchor)
                if box is not None and not any(_crosses(leader(box, anchor), each) for each in taken):
                    self._place(words, box, anchor)
                    return
        self._label.setVisible(False)
        self._leader.setVisible(False)

    def _place(self, words: str, box: QRectF, anchor: QPointF) -> None:
        stage, theme, size = self._stage, self._stage.view.theme, self._stage.text_size("axis_title")
        stage.write(self._label, words, color=theme.ink, plate=True)
        self._label.place(box.left() + PAD * size, box.center().y() + CENTER * size)
        self._leader.setPen(pen(QColor(theme.secondary), stage.stroke_width("theory")))
        self._leader.setLine(leader(self._label.plate_rect, anchor))
        self._label.setVisible(True)
        self._leader.setVisible(True)

    def _pixels(self, path: FloatArray) -> FloatArray:
        """Return evenly spaced points of a path within the plot, (m, 2) in the scene."""
        path = path[np.isfinite(path).all(axis=1)]
        if not len(path):
            return NO_PATH
        rect = self._plot.rect
        low, high = np.array([rect.left(), rect.top()]), np.array([rect.right(), rect.bottom()])
        # A path far beyond the plot would use up all points there.
        points = self._plot.pixels(path).clip(low - 99, high + 99)
        length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        at = np.linspace(0.0, length[-1], min(int(length[-1] / CELL_PX) + 2, MOST_POINTS))
        even = np.column_stack([np.interp(at, length, column) for column in points.T])
        visible: FloatArray = even[((even >= low) & (even <= high)).all(axis=1)]
        return visible


def _anchors(own: FloatArray, others: FloatArray, reach: float) -> list[QPointF]:
    """Return points of a path (n, 2) to point at, those farthest from all other points (m, 2) first."""
    sampled = own[:: max(1, len(own) // 200)]
    rest = others[:: max(1, len(others) // 2000)]
    if not len(sampled):
        return []
    distance = np.full(len(sampled), reach)
    if len(rest):
        distance = np.minimum(np.hypot(*(sampled[:, None] - rest[None]).transpose(2, 0, 1)).min(axis=1), reach)
    anchors: list[QPointF] = []
    while len(anchors) < ANCHORS and distance.max() >= 0.0:
        best = sampled[int(np.argmax(distance))]
        anchors.append(QPointF(*best.tolist()))
        distance = np.where(np.hypot(*(sampled - best).T) < reach, -1.0, distance)
    return anchors


def _along(line: QLineF) -> FloatArray:
    """Return points along a line, (n, 2)."""
    shares = np.linspace(0.0, 1.0, int(line.length() / CELL_PX) + 2)[:, None]
    return np.array(line.p1().toTuple()) * (1.0 - shares) + np.array(line.p2().toTuple()) * shares


def _crosses(way: QLineF, rect: QRectF) -> bool:
    """Return whether a line passes through a rectangle."""
    return any(rect.contains(way.pointAt(share)) for share in np.linspace(0.0, 1.0, 33).tolist())
