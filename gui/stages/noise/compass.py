"""noise/compass: how minibatch gradients point, far from the minimum and near it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.obstacles.noise.compass import CompassResult
from gui.picture.capability import Capability
from gui.picture.readouts import Readouts
from gui.picture.stage import Stage
from gui.picture.view import View
from gui.plots.arrow import Arrow
from gui.plots.arrows import Arrows
from gui.plots.curve import Lines
from gui.plots.label import Label
from gui.stages.noise.batches import style
from gui.stages.noise.compass_words import (
    NEAR,
    START,
    below,
    caption,
    caveat,
    cosine,
    formula,
    headline,
    named,
    place_name,
)
from gui.stages.noise.ground import MINIMUM, Ground
from gui.stages.noise.handles import StartHandles
from gui.stages.noise.names import EXACT, NOISY
from gui.stages.noise.rose import Rose
from gui.wording.text import tr

VALLEY = 900 / 1824
"""The share of the picture's width that the valley takes."""
LOWEST = 1e-2
"""The loss of the innermost contour."""
DIRECTION = 96.0
"""Pixels of the arrow that only shows a direction."""
LONGEST = 150.0
"""Pixels of the longest minibatch gradient on the contours; the others are on the same scale."""
NOT_TO_SCALE = 0.4
"""The share of the valley's width that the words at that arrow may take."""
PLACES = (START, NEAR)


class CompassStage(Stage[CompassResult]):
    """The valley with gradients as arrows at the start and near the minimum; beside it both as roses."""

    capabilities = frozenset({Capability.ZOOM})

    slow_steps = 0

    def _build(self) -> None:
        self._ground = Ground(self, EXACT)
        self._way = Lines()
        self._way.setZValue(-6)
        self._ground.add(self._way)
        self._fans = [Arrows() for _ in PLACES]
        self._downhill = [Arrow() for _ in PLACES]
        for fan, arrow in zip(self._fans, self._downhill, strict=True):
            fan.setZValue(10)
            arrow.setZValue(30)
            self._ground.add(fan)
            self._ground.add(arrow)
        self._handles = StartHandles(self, self._ground)
        self._readouts = Readouts(self)
        self._roses = [Rose(self) for _ in PLACES]
        self._only, self._near = self.add(Label("axis_title")), self.add(Label("label"))
        for label in (self._only, self._near):
            label.setZValue(50)

    def _arrange(self, view: View, picture: QRectF) -> None:
        look = self.plot_style
        width = VALLEY * picture.width()
        self._ground.arrange(QRectF(picture.left(), picture.top(), width, picture.height()), look)
        left, gutter = self._ground.rect.right() + self.px(24), self.px(24)
        side = QRectF(left, picture.top(), picture.right() - left, picture.height())
        top = self._readouts.arrange(side)
        each = (side.width() - gutter) / 2
        for k, rose in enumerate(self._roses):
            rose.arrange(QRectF(left + k * (each + gutter), top, each, side.bottom() - top), look)

    def _load(self, result: CompassResult, *, grown: bool) -> None:
        theme, params = self.view.theme, result.params
        self._ground.load(params, result.points[START], np.empty((0, 2)), lowest=LOWEST, grown=grown)
        self._handles.load(params.start)
        curve = self.curve_style(style(theme, EXACT))
        self._way.set_lines([(curve, result.along)])
        scale = LONGEST * self.view.scale / float(np.hypot(*result.arrows.reshape(-1, 2).T).max())
        for place in PLACES:
            self._load_place(result, place, scale)
        self._name_places(result, scale)
        self._readouts.set_heading(tr("mean cosine at the start"), *below(result))
        self._readouts.set_count(cosine(result, START), "")
        self.set_title(headline(result), formula(result))
        self.set_caption(caption(result), caveat(result))

    def _load_place(self, result: CompassResult, place: int, scale: float) -> None:
        theme, thin, rim = self.view.theme, self.stroke("theory"), self.stroke("casing")
        downhill = -result.directions[place]
        fan, arrow = self._fans[place], self._downhill[place]
        fan.set_style(theme.series[NOISY].stroke, theme.background, thin, rim)
        # Downhill, as a step would go.
        fan.set_arrows(result.points[place], -scale * result.arrows[place])
        arrow.set_style(theme.ink, theme.background, self.stroke("data"), rim)
        known = bool(np.isfinite(downhill).all())
        arrow.set_arrow(result.points[place] if known else None, downhill, DIRECTION * self.view.scale)
        self._roses[place].load(named(result, place), -result.rose[place], downhill if known else None)

    def _move(self, result: CompassResult, position: float) -> None:
        # The first picture is not empty: an arrow is under way from the beginning.
        count = int(position)
        for fan in self._fans:
            fan.set_visible_count(count)
        for rose in self._roses:
            rose.move(count)

    def _name_places(self, result: CompassResult, scale: float) -> None:
        """Say below its arrows where the other place is, and beyond those at the start what the one in ink is not."""
        size, small, rect = self.text("label"), self.text("axis_title"), self._ground.rect
        near = self._ground.point(*result.points[NEAR].tolist())
        lowest = scale * max(float(result.arrows[NEAR][:, 1].max()), 0.0)
        self.write(self._near, place_name(result, NEAR), plate=True)
        self._near.place(near.x(), near.y() + lowest + 1.6 * size, align=0.5)
        self._near.setVisible(rect.contains(self._near.rect))
        start, downhill = self._ground.point(*result.points[START].tolist()), -result.directions[START]
        wordings = tr("arrow length not to scale"), tr("arrow not to scale")
        self.write_fitting(self._only, wordings, NOT_TO_SCALE * rect.width(), plate=True)
        if np.isfinite(downhill).all():
            reach = DIRECTION * self.view.scale + small
            tip = start + QPointF(float(downhill[0]), -float(downhill[1])) * reach
            self._only.place(tip.x(), tip.y() + 0.36 * small, align=0.0 if downhill[0] >= 0 else 1.0)
        room = self._only.rect.adjusted(-small, -small, small, small)
        seen = any(room.contains(place) for place in (near, self._ground.point(*MINIMUM.tolist())))
        taken = any(room.intersects(words) for words in (self._near.rect, self._ground.name_rect))
        free = rect.contains(room) and not seen and not taken
        self._only.setVisible(bool(free and np.isfinite(downhill).all()))

    def cancel_drag(self) -> bool:
        """Put back what is being dragged; return whether anything was."""
        return self._handles.cancel()
