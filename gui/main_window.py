"""The window: tabs from OBSTACLES, menus from ACTIONS, and no numerics."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from core.obstacles import OBSTACLES
from core.params import make, mapping
from gui.actions import FocusKeys, add_actions
from gui.app import SignalQuitter, application
from gui.export.still import picture
from gui.export_bar import ExportBar
from gui.panel import Panel
from gui.run import Worker
from gui.skin import dress
from gui.stage import View
from gui.text import tr
from gui.theme import DESK, HEIGHT, LIGHT, THEMES, TYPE_SIZES, WIDTH

SMALLEST_CONTROL = 13.0
"""Pixels of text in controls, however small the window."""


class MainWindow(QMainWindow):
    """Holds a panel for each obstacle, and carries out the actions of the table."""

    def __init__(self, target: str | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Thalweg")
        self.resize(1280, 720)
        self._theme, self._type_size, self._caption = LIGHT, DESK, True
        self._worker = Worker(self)
        self._keys = FocusKeys(self)
        application().installEventFilter(self._keys)
        self._obstacles, self._experiments = QTabBar(), QTabBar()
        self._stack = QStackedWidget()
        self._export_bar = ExportBar()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(40)
        self._settle.timeout.connect(self._dress)
        self._panels: dict[str, Panel] = {}
        self._fill()
        add_actions(self.menuBar(), self)
        obstacle, _, experiment = (target or OBSTACLES[0].key).partition("/")
        self._target = experiment
        self._obstacles.setCurrentIndex([o.key for o in OBSTACLES].index(obstacle))
        self._open_obstacle(self._obstacles.currentIndex())
        self._obstacles.currentChanged.connect(self._open_obstacle)
        self._experiments.currentChanged.connect(self.open_experiment)
        self._dress()

    def _fill(self) -> None:
        bar = QWidget()
        bar.setObjectName("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 0, 8, 0)
        for tabs in (self._obstacles, self._experiments):
            tabs.setDrawBase(False)
            tabs.setExpanding(False)
            tabs.setUsesScrollButtons(True)
        self._obstacles.setAccessibleName(tr("Obstacle"))
        self._experiments.setAccessibleName(tr("Experiment"))
        for obstacle in OBSTACLES:
            self._obstacles.addTab(tr(obstacle.title))
        row.addWidget(self._obstacles)
        row.addStretch(1)
        row.addWidget(self._experiments)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._export_bar)
        self.setCentralWidget(body)

    @property
    def panel(self) -> Panel:
        """The panel on screen."""
        return self._panels[OBSTACLES[self._obstacles.currentIndex()].key]

    @Slot(int)
    def _open_obstacle(self, index: int) -> None:
        obstacle = OBSTACLES[index]
        if obstacle.key not in self._panels:
            self._panels[obstacle.key] = Panel(obstacle, self._worker)
            self._stack.addWidget(self._panels[obstacle.key])
        panel = self.panel
        self._stack.setCurrentWidget(panel)
        while self._experiments.count():
            self._experiments.removeTab(0)
        for n, experiment in enumerate(obstacle.experiments, start=1):
            self._experiments.addTab(tr("{n}  {title}", n=n, title=tr(experiment.title)))
        keys = [experiment.key for experiment in obstacle.experiments]
        self.open_experiment(keys.index(self._target) if self._target in keys else 0)

    @Slot(int)
    def open_experiment(self, index: int) -> None:
        """Show the experiment at a place in the obstacle's list, where there is one."""
        experiments = self.panel.obstacle.experiments
        if 0 <= index < len(experiments):
            self._experiments.setCurrentIndex(index)
            self.panel.open(experiments[index].key)
            self.panel.setFocus()

    # Actions on the picture

    def toggle(self) -> None:
        """Play or pause."""
        self.panel.timeline.toggle()

    def replay(self) -> None:
        """Play from the beginning."""
        self.panel.timeline.replay()

    def step(self, count: int) -> None:
        """Go steps forward or back."""
        self.panel.timeline.step(count)

    def go_first(self) -> None:
        """Show the first picture."""
        self.panel.timeline.seek(0.0)

    def go_last(self) -> None:
        """Show the last picture."""
        self.panel.timeline.seek(self.panel.timeline.schedule.duration)

    def change_speed(self, places: int) -> None:
        """Play slower or faster."""
        self.panel.timeline.change_speed(places)

    def toggle_loop(self) -> None:
        """Begin anew at the end, or stop there."""
        self.panel.timeline.set_loop(on=not self.panel.timeline.loop)

    def nudge(self, notches: int) -> None:
        """Move the hero slider."""
        if (hero := self.panel.form.hero) is not None:
            hero.nudge(notches)

    def typical_start(self) -> None:
        """Start at random, or at the worst case again."""
        start = "worst" if getattr(self.panel.params, "start", None) == "random" else "random"
        self.panel.set_params(make(type(self.panel.params), mapping(self.panel.params) | {"start": start}))

    def reset(self) -> None:
        """Go back to the defaults."""
        self.panel.set_params(make(type(self.panel.params), {}))

    def stop_computing(self) -> None:
        """Stop the run under way."""
        self.panel.stop_computing()

    # Actions on the window

    def set_theme(self, name: str) -> None:
        """Take up another theme."""
        self._theme = THEMES[name]
        self._dress()

    def set_type_size(self, name: str) -> None:
        """Take up another type size."""
        self._type_size = TYPE_SIZES[name]
        self._dress()

    def toggle_caption(self) -> None:
        """Show or hide the sentence under the picture."""
        self._caption = not self._caption
        self.panel.set_caption(shown=self._caption)

    def toggle_form(self) -> None:
        """Fold the parameters away, or show them."""
        self.panel.form.setVisible(not self.panel.form.isVisible())

    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def leave_full_screen(self) -> None:
        """Be a window again."""
        if self.isFullScreen():
            self.showNormal()

    def copy_picture(self) -> None:
        """Put the picture on the clipboard, at the size of an export."""
        panel = self.panel
        if panel.lane.result is not None:
            image = picture(panel.factory, panel.lane.result, self._export_view(), panel.timeline.position)
            QGuiApplication.clipboard().setImage(image)

    def export(self) -> None:
        """Ask where to, and write the picture or the film."""
        if self.panel.lane.result is not None:
            name = f"{self.panel.obstacle.key}-{self.panel.lane.experiment.key}"
            self._export_bar.ask(name, self).fileSelected.connect(self.export_to)

    @Slot(str)
    def export_to(self, path: str) -> None:
        """Write the picture on screen, or the film of it, to a file."""
        panel = self.panel
        if panel.lane.result is not None:
            self._export_bar.export(
                panel.factory, panel.lane.result, self._export_view(), panel.timeline.position, Path(path)
            )

    def _export_view(self) -> View:
        return replace(self.panel.view, width=WIDTH, height=HEIGHT)

    def _dress(self) -> None:
        share = min(self.width() / WIDTH, self.height() / HEIGHT)
        pixels = max(SMALLEST_CONTROL, self._type_size.controls * share)
        dress(application(), self._theme, pixels)
        for panel in self._panels.values():
            panel.look(self._theme, self._type_size, pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the controls follow the size of the window."""
        super().resizeEvent(event)
        self._settle.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything in order: films, runs, pictures; then nothing is left to crash at exit."""
        self._export_bar.cancel()
        self._settle.stop()
        self._worker.close()
        for panel in self._panels.values():
            panel.close_stages()
        application().removeEventFilter(self._keys)
        super().closeEvent(event)


def run(target: str | None = None) -> int:
    """Open the window and return the exit code when it is closed."""
    app = application()
    window = MainWindow(target)
    window.show()
    quitter = SignalQuitter(app)
    code: int = app.exec()
    quitter.close()
    window.close()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code
