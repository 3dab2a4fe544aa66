"""The row of tabs: the obstacles, and the experiments of the one that is open."""

from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from core.experiment import Obstacle
from core.obstacles import OBSTACLES
from gui.wording.text import tr, translated

MARGIN = 8
"""Pixels on the left and on the right."""


class TabRow(QWidget):
    """Two tab bars in a row: `obstacles` on the left, `experiments` on the right.

    Where not all titles have room, experiments that are not open have their number alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.obstacles, self.experiments = QTabBar(), QTabBar()
        for tabs in (self.obstacles, self.experiments):
            tabs.setDrawBase(False)
            tabs.setExpanding(False)
            tabs.setUsesScrollButtons(True)
        self.obstacles.setAccessibleName(tr("Obstacle"))
        self.experiments.setAccessibleName(tr("Experiment"))
        for obstacle in OBSTACLES:
            self.obstacles.addTab(translated(obstacle.title))
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.addWidget(self.obstacles)
        row.addStretch(1)
        row.addWidget(self.experiments)
        self._titles: list[str] = []
        self.experiments.currentChanged.connect(self._fit)

    def show_experiments(self, obstacle: Obstacle[Any]) -> None:
        """Show the experiments of an obstacle; emits nothing."""
        with QSignalBlocker(self.experiments):
            while self.experiments.count():
                self.experiments.removeTab(0)
            self._titles = [
                tr("{n}  {title}", n=n, title=translated(experiment.title))
                for n, experiment in enumerate(obstacle.experiments, start=1)
            ]
            for title, experiment in zip(self._titles, obstacle.experiments, strict=True):
                self.experiments.setTabToolTip(self.experiments.addTab(title), translated(experiment.title))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many titles as have room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Show as many titles as have room in another style."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    @Slot()
    def _fit(self, _index: int = 0) -> None:
        self._shorten()
        # Qt tells the layout of new texts only while the bar is visible, and it would keep the width of the old ones.
        self.experiments.updateGeometry()

    def _shorten(self) -> None:
        """Show all titles, or the number alone of those that are not open where not all have room."""
        room = self.width() - 2 * MARGIN - self.obstacles.sizeHint().width()
        for place, title in enumerate(self._titles):
            self.experiments.setTabText(place, title)
        if self.experiments.sizeHint().width() <= room:
            return
        for place in range(len(self._titles)):
            if place != self.experiments.currentIndex():
                self.experiments.setTabText(place, str(place + 1))
