"""The row of tabs: the obstacles, and the experiments of the one that is open."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from core.experiment import Obstacle
from core.obstacles import OBSTACLES
from gui.wording.text import tr, translated


class TabRow(QWidget):
    """Two tab bars in a row: `obstacles` on the left, `experiments` on the right."""

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
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.obstacles)
        row.addStretch(1)
        row.addWidget(self.experiments)

    def show_experiments(self, obstacle: Obstacle[Any]) -> None:
        """Show the experiments of an obstacle; emits nothing."""
        with QSignalBlocker(self.experiments):
            while self.experiments.count():
                self.experiments.removeTab(0)
            for n, experiment in enumerate(obstacle.experiments, start=1):
                self.experiments.addTab(tr("{n}  {title}", n=n, title=translated(experiment.title)))
