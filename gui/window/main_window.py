"""The window: tabs from OBSTACLES, menus from ACTIONS, and no numerics."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QByteArray, QEvent, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QSessionManager
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from core.obstacles import OBSTACLES
from core.scene import TARGETS, Look, Scene
from gui.platform.application import SignalQuitter, application
from gui.platform.gc_guard import uncollected
from gui.platform.timer import single_shot
from gui.style.stylesheet import apply_theme
from gui.style.theme import DESK, HEIGHT, LIGHT, THEMES, TYPE_SIZES, WIDTH
from gui.window import settings
from gui.window.actions import ACTIONS, MENUS, FocusKeys, add_actions
from gui.window.commands import WindowCommands
from gui.window.export_bar import ExportBar
from gui.window.help_dialogs import about_sheet, help_sheet
from gui.window.panel import Panel
from gui.window.presets import presets
from gui.window.settings import Settings
from gui.wording.text import tr, translated
from gui.workers.worker import Worker

SMALLEST_CONTROL = 13.0
"""Pixels of text in controls, however small the window."""


class MainWindow(QMainWindow, WindowCommands):
    """Holds a panel for each obstacle, and carries out the actions of the table."""

    def __init__(self, target: str | None = None, memory: Path | None = None) -> None:
        """Open at a target, with what is remembered in the file `memory`, where there is one."""
        super().__init__()
        self.setWindowTitle("Thalweg")
        self.resize(1280, 720)
        self._theme, self._type_size, self._caption = LIGHT, DESK, True
        self._memory = memory
        self._maximized = False
        self._sure = False
        self._remembered, trouble = settings.load(memory) if memory else (Settings(), "")
        scenes = self._remembered.known_scenes()
        self._scene = scenes[0] if scenes else Scene(target=TARGETS[0])
        self._scenes = {scene.obstacle.key: scene for scene in reversed(scenes)}
        self._worker = Worker(self)
        self._keys = FocusKeys(self)
        application().installEventFilter(self._keys)
        application().commitDataRequest.connect(self._end_session, Qt.ConnectionType.DirectConnection)
        self._obstacles, self._experiments = QTabBar(), QTabBar()
        self._stack = QStackedWidget()
        self._export_bar = ExportBar()
        self._export_bar.folder = self._remembered.folder
        self._export_bar.given_up.connect(self.shut)
        self._settle = single_shot(self, self._dress, 40)
        self._panels: dict[str, Panel] = {}
        self._fill()
        add_actions(self.menuBar(), self, self)
        self._presets = QMenu(translated(MENUS["Presets"]), self)
        self._presets.triggered.connect(self._open_preset)
        bar = self.menuBar()
        bar.insertMenu(bar.actions()[-1], self._presets)
        obstacle, _, experiment = (target or self._scene.target).partition("/")
        self._target = experiment
        self._obstacles.setCurrentIndex([o.key for o in OBSTACLES].index(obstacle))
        self._open_obstacle(self._obstacles.currentIndex())
        self._obstacles.currentChanged.connect(self._open_obstacle)
        self._experiments.currentChanged.connect(self.open_experiment)
        self._recall()
        self._dress()
        if trouble:
            self._export_bar.tell(translated(trouble))

    def _recall(self) -> None:
        """Look as the last time."""
        look = self._scene.look
        self._theme, self._type_size = THEMES[look.theme], TYPE_SIZES[look.type_size]
        if self._remembered.geometry:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(self._remembered.geometry)))
        if not look.caption:
            self.toggle_caption()
        self.panel.form.setVisible(self._remembered.form)

    def _remember(self) -> None:
        if self._memory is None:
            return
        look = Look(theme=self._theme.name, type_size=self._type_size.name, caption=self._caption)
        opened = {key: panel.scene for key, panel in self._panels.items()}
        on_screen = opened.pop(self.panel.obstacle.key)
        others = [scene for key, scene in (self._scenes | opened).items() if key != self.panel.obstacle.key]
        scenes = [Scene(target=each.target, params=each.params, look=look) for each in (on_screen, *others)]
        kept = Settings(
            geometry=bytes(self.saveGeometry().toBase64().data()),
            form=self.shows_form,
            folder=self._export_bar.folder,
            scenes=[msgspec.to_builtins(scene) for scene in scenes],
        )
        settings.save(kept, self._memory)

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
            self._obstacles.addTab(translated(obstacle.title))
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
            scene = self._scenes.get(obstacle.key)
            params = scene.full_params() if scene else obstacle.params()
            made = self._panels[obstacle.key] = Panel(obstacle, self._worker, params)
            made.set_caption(shown=self._caption)
            self._stack.addWidget(made)
            self._settle.start()
        panel = self.panel
        self._stack.setCurrentWidget(panel)
        with QSignalBlocker(self._experiments):
            while self._experiments.count():
                self._experiments.removeTab(0)
            for n, experiment in enumerate(obstacle.experiments, start=1):
                self._experiments.addTab(tr("{n}  {title}", n=n, title=translated(experiment.title)))
        self._presets.clear()
        for preset in presets(obstacle):
            self._presets.addAction(translated(preset.title)).setData(preset)
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

    @Slot(QAction)
    def _open_preset(self, action: QAction) -> None:
        """Open what a preset names, with its parameters; undo brings the others back."""
        preset: Scene = action.data()
        self.panel.set_params(preset.full_params())
        self.open_experiment(self.panel.obstacle.experiments.index(preset.experiment))

    # Actions on the window

    @property
    def shows_form(self) -> bool:
        """Whether the parameters stand beside the picture."""
        return not self.panel.form.isHidden()

    @property
    def fills_screen(self) -> bool:
        """Whether the window is full screen."""
        return self.isFullScreen()

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
        for panel in self._panels.values():
            panel.set_caption(shown=self._caption)

    def toggle_form(self) -> None:
        """Fold the parameters away, or show them."""
        self.panel.form.setVisible(not self.shows_form)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        if self.isFullScreen():
            self._be_a_window()
        else:
            self._maximized = self.isMaximized()
            self.showFullScreen()

    def _be_a_window(self) -> None:
        if self._maximized:
            self.showMaximized()
        else:
            self.showNormal()

    def leave_full_screen(self) -> None:
        """Cancel a drag, or else be a window again."""
        if not self.panel.stage.cancel_drag() and self.isFullScreen():
            self._be_a_window()

    def show_keys(self) -> None:
        """Show what every key does."""
        help_sheet(ACTIONS, self).show()

    def show_about(self) -> None:
        """Show versions and licenses."""
        about_sheet(self).show()

    def _dress(self) -> None:
        share = min(self.width() / WIDTH, self.height() / HEIGHT)
        pixels = max(SMALLEST_CONTROL, self._type_size.controls * share)
        apply_theme(application(), self._theme, pixels)
        for panel in self._panels.values():
            panel.look(self._theme, self._type_size, pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the controls follow the size of the window."""
        super().resizeEvent(event)
        self._settle.start()

    @Slot()
    def shut(self) -> None:
        """Close without a question."""
        self._sure = True
        self.close()

    @Slot(QSessionManager)
    def _end_session(self, _manager: QSessionManager) -> None:
        """Let the system end the session: what asks a question would hold it up."""
        self._sure = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything in order: films, runs, pictures; then nothing is left to crash at exit."""
        if self._export_bar.running and not self._sure:
            event.ignore()
            self._export_bar.ask_to_give_up()
            return
        self._remember()
        self._export_bar.cancel()
        self._settle.stop()
        # A change of size that is still under way must not dress what is gone.
        self._settle.blockSignals(True)
        self._worker.close()
        with uncollected():
            for panel in self._panels.values():
                panel.close_stages()
        application().removeEventFilter(self._keys)
        super().closeEvent(event)


def run(target: str | None = None) -> int:
    """Open the window and return the exit code when it is closed."""
    app = application()
    window = MainWindow(target, settings.default_path())
    window.show()
    quitter = SignalQuitter(app)
    code: int = app.exec()
    quitter.close()
    window.shut()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code
