"""A compass rose: directions as arrows of one length from a center, the true one in ink."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsEllipseItem

from core.arrays import FloatArray
from gui.picture.stage import Stage
from gui.plots.arrow import Arrow
from gui.plots.arrows import Arrows
from gui.plots.canvas import mark_static
from gui.plots.label import Label
from gui.plots.plot import Plot, PlotStyle
from gui.stages.noise.names import NOISY
from gui.style.theme import pen

CENTER = np.zeros(2)
LABEL_HEIGHT = 2.0
"""Height left for the label below the rose, in sizes of its text."""


class Rose:
    """A circle with arrows from its center to its rim, and a label below it."""

    def __init__(self, stage: Stage[Any]) -> None:
        self._stage = stage
        self._circle = stage.add(QGraphicsEllipseItem())
        self._plot = Plot(stage.widget.scene(), axes=False, framed=False)
        self._arrows, self._true = Arrows(), Arrow()
        self._arrows.setZValue(10)
        self._true.setZValue(20)
        self._plot.add(self._arrows)
        self._plot.add(self._true)
        self._name = stage.add(Label("label"))
        self._radius = 1.0
        mark_static(self._circle, self._name)

    @staticmethod
    def label_height(stage: Stage[Any]) -> float:
        """Return the height of the label below a rose."""
        return LABEL_HEIGHT * stage.text_size("label")

    def arrange(self, area: QRectF, style: PlotStyle) -> None:
        """Place the rose in an area, as large as fits above its label."""
        size, theme, below = self._stage.text_size("label"), style.theme, self.label_height(self._stage)
        side = min(area.width(), area.height() - below)
        place = QRectF(area.center().x() - side / 2, area.top() + (area.height() - below - side) / 2, side, side)
        self._plot.place(place, style)
        self._plot.set_range((-1.0, 1.0), (-1.0, 1.0))
        self._radius = 0.5 * side - 2 * style.axis
        middle = self._plot.rect.center()
        reach = QPointF(self._radius, self._radius)
        self._circle.setRect(QRectF(middle - reach, middle + reach))
        self._circle.setPen(pen(QColor(theme.axis), style.axis))
        self._circle.setBrush(Qt.BrushStyle.NoBrush)
        self._baseline = self._plot.rect.bottom() + 1.5 * size
        self._area = area

    def load(self, wordings: Sequence[str], directions: FloatArray, true: FloatArray | None) -> None:
        """Load wordings of the label, the longest first, unit vectors (n, 2), and the true direction (2,) or None.

        The label is the first wording that fits.
        """
        stage, theme = self._stage, self._stage.view.theme
        rim = stage.stroke_width("casing")
        self._arrows.set_style(theme.series[NOISY].stroke, theme.background, stage.stroke_width("theory"), rim)
        self._arrows.set_arrows(CENTER, self._radius * directions)
        self._true.set_style(theme.ink, theme.background, stage.stroke_width("data"), rim)
        self._true.set_arrow(None if true is None else CENTER, true, self._radius)
        stage.write_fitting(self._name, wordings, self._area.width())
        self._name.place(self._area.center().x(), self._baseline, align=0.5)

    def move(self, count: int) -> None:
        """Show the first `count` arrows."""
        self._arrows.set_visible_count(count)
