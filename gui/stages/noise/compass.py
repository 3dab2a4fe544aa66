"""noise/compass: directions of minibatch gradients, far from the minimum and near it."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsLineItem

from core.obstacles.noise.compass import CompassResult
from gui.picture.capability import Capability
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.arrow import Arrow
from gui.plots.arrows import Arrows
from gui.plots.curve import Lines
from gui.plots.label import Label
from gui.stages.noise.batches import series_style
from gui.stages.noise.compass_words import (
    NEAR,
    START,
    caption,
    caveat,
    cosine,
    formula,
    heading,
    headline,
    hero_wordings,
    place_name,
    rose_title,
)
from gui.stages.noise.handles import StartHandles
from gui.stages.noise.names import EXACT, NOISY
from gui.stages.noise.rose import Rose
from gui.stages.noise.valley_view import MINIMUM, ValleyView
from gui.style.theme import pen
from gui.wording.text import tr

VALLEY_SHARE = 900 / 1824
"""The share of the picture's width that the valley takes."""
LOWEST_LEVEL = 1e-2
"""The loss of the innermost contour."""
DIRECTION_ARROW_PX = 96.0
"""Length in pixels of the arrow whose length has no meaning, only its direction."""
LONGEST_ARROW_PX = 150.0
"""Length in pixels of the longest minibatch gradient; the others are drawn to the same scale."""
SCALE_NOTE_SHARE = 0.4
"""Maximum width of the note at the direction arrow, as a share of the valley's width."""
PLACES = (START, NEAR)
ROSE_SHARES = {NEAR: 0.6, START: 0.34}
"""The share of the column's width that each rose takes: that of the hero number is the large one."""


class CompassStage(Stage[CompassResult]):
    """The valley with gradients as arrows at the start and near the minimum; beside it both as roses.

    The hero number and the large rose are those near the minimum, the small rose beside it is that of the start.
    """

    capabilities = frozenset({Capability.ZOOM})

    slow_steps = 0

    def _build(self) -> None:
        self._valley = ValleyView(self, EXACT)
        self._path = Lines()
        self._path.setZValue(-6)
        self._valley.add(self._path)
        self._fans = [Arrows() for _ in PLACES]
        self._downhill = [Arrow() for _ in PLACES]
        for fan, arrow in zip(self._fans, self._downhill, strict=True):
            fan.setZValue(10)
            arrow.setZValue(30)
            self._valley.add(fan)
            self._valley.add(arrow)
        self._handles = StartHandles(self, self._valley)
        self._readouts = Readouts(self)
        self._roses = [Rose(self) for _ in PLACES]
        self._scale_note, self._near_label = self.add(Label("axis_title")), self.add(Label("label"))
        for label in (self._scale_note, self._near_label):
            label.setZValue(50)
        self._near_leader = self.add(QGraphicsLineItem())
        self._near_leader.setZValue(40)

    def _arrange(self, view: View, picture: QRectF) -> None:
        plot_style = self.plot_style
        width = VALLEY_SHARE * picture.width()
        self._valley.arrange(QRectF(picture.left(), picture.top(), width, picture.height()), plot_style)
        left = self._valley.rect.right() + self.px(24)
        self._side = side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        # In a small picture text has a least size and leaves little room.
        top = self._readouts.arrange(side, beside=view.hall or view.text_scale > view.scale)
        below = Rose.label_height(self)
        largest = min(ROSE_SHARES[NEAR] * side.width(), side.bottom() - top - below)
        for place, x, align in ((NEAR, side.left(), 0.0), (START, side.right(), 1.0)):
            share = ROSE_SHARES[place]
            width, size = share * side.width(), share / ROSE_SHARES[NEAR] * largest
            # With one baseline for both labels.
            area = QRectF(x - align * width, side.bottom() - size - below, width, size + below)
            self._roses[place].arrange(area, plot_style)

    def _load(self, result: CompassResult, *, grown: bool) -> None:
        theme, params = self.view.theme, result.params
        self._valley.load(params, result.points[START], np.empty((0, 2)), lowest=LOWEST_LEVEL, grown=grown)
        self._handles.load(params.start)
        curve = self.curve_style(series_style(theme, EXACT))
        self._path.set_lines([(curve, result.along)])
        scale = LONGEST_ARROW_PX * self.view.scale / float(np.hypot(*result.arrows.reshape(-1, 2).T).max())
        for place in PLACES:
            self._load_place(result, place, scale)
        self._label_places(result, scale)
        title = self.fitting("title", heading(result), self._side.width(), bold=True)
        self._readouts.set_heading(title, *hero_wordings(result))
        self._readouts.set_count(cosine(result, NEAR), "")

    def _load_place(self, result: CompassResult, place: int, scale: float) -> None:
        theme, thin, rim = self.view.theme, self.stroke_width("theory"), self.stroke_width("casing")
        downhill = -result.directions[place]
        fan, arrow = self._fans[place], self._downhill[place]
        fan.set_style(theme.series[NOISY].stroke, theme.background, thin, rim)
        # Negated, so that the arrows point downhill like a step.
        fan.set_arrows(result.points[place], -scale * result.arrows[place])
        arrow.set_style(theme.ink, theme.background, self.stroke_width("data"), rim)
        known = bool(np.isfinite(downhill).all())
        arrow.set_arrow(result.points[place] if known else None, downhill, DIRECTION_ARROW_PX * self.view.scale)
        self._roses[place].load(rose_title(result, place), -result.rose[place], downhill if known else None)

    def _describe(self, result: CompassResult) -> None:
        self.set_title(headline(result), formula(result))
        self.set_caption(caption(result), caveat(result))

    def _move(self, result: CompassResult, position: float) -> None:
        # The arrow count is the integer part of the position.
        count = int(position)
        for fan in self._fans:
            fan.set_visible_count(count)
        for rose in self._roses:
            rose.move(count)

    def _label_places(self, result: CompassResult, scale: float) -> None:
        """Label the second place below its arrows, and the direction arrow at the start as not to scale."""
        size, small, rect = self.text_size("label"), self.text_size("axis_title"), self._valley.rect
        near = self._valley.point(*result.points[NEAR].tolist())
        lowest = scale * max(float(result.arrows[NEAR][:, 1].max()), 0.0)
        self.write(self._near_label, place_name(result, NEAR), plate=True)
        self._near_label.place(near.x(), near.y() + lowest + 1.6 * size, align=0.5)
        self._near_label.setVisible(rect.contains(self._near_label.rect))
        self._near_leader.setPen(pen(QColor(self.view.theme.ink), self.stroke_width("theory")))
        self._near_leader.setLine(QLineF(near, QPointF(near.x(), self._near_label.rect.top())))
        self._near_leader.setVisible(self._near_label.isVisible())
        start, downhill = self._valley.point(*result.points[START].tolist()), -result.directions[START]
        wordings = tr("arrow length not to scale"), tr("arrow not to scale")
        self.write_fitting(self._scale_note, wordings, SCALE_NOTE_SHARE * rect.width(), plate=True)
        if np.isfinite(downhill).all():
            reach = DIRECTION_ARROW_PX * self.view.scale + small
            tip = start + QPointF(float(downhill[0]), -float(downhill[1])) * reach
            self._scale_note.place_beside(tip, 0.0, left=downhill[0] < 0)
        room = self._scale_note.rect.adjusted(-small, -small, small, small)
        covers_point = any(room.contains(place) for place in (near, self._valley.point(*MINIMUM.tolist())))
        covers_label = any(room.intersects(words) for words in (self._near_label.rect, self._valley.name_rect))
        free = rect.contains(room) and not covers_point and not covers_label
        self._scale_note.setVisible(bool(free and np.isfinite(downhill).all()))
