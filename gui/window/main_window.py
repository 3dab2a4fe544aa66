"""The main window: a tab for each obstacle and the menus of ACTIONS."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QSessionManager
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from core.obstacles import OBSTACLES
from core.scene import TARGETS, Look, Scene
from gui.platform.application import SignalQuitter, application
from gui.platform.gc_guard import gc_paused
from gui.platform.timer import single_shot
from gui.style.stylesheet import apply_theme
from gui.style.theme import DESK, HEIGHT, LIGHT, THEMES, TYPE_SIZES, WIDTH
from gui.window import settings
from gui.window.actions import ACTIONS, MENUS, add_actions
from gui.window.commands import WindowCommands
from gui.window.export_bar import ExportBar
from gui.window.focus import FocusFilter
from gui.window.help_dialogs import about_dialog, keys_dialog
from gui.window.panel import Panel
from gui.window.presets import presets
from gui.window.settings import Settings, SettingsFile
from gui.wording.text import tr, translated
from gui.workers.worker import Worker

MIN_CONTROL_TEXT_PX = 13.0
"""The smallest text size of controls in pixels, at any size of the window."""


class MainWindow(QMainWindow, WindowCommands):
    """Holds a panel for each obstacle and implements the commands of ACTIONS."""

    def __init__(self, target: str | None = None, settings_path: Path | None = None) -> None:
        """Open a target, or else the last scene, with the settings in a file, if a path is given."""
        super().__init__()
        self.setWindowTitle("Thalweg")
        self.resize(QSize(1280, 720).boundedTo(self.screen().availableGeometry().size()))
        self._theme, self._type_size, self._caption = LIGHT, DESK, True
        self._maximized = False
        self._close_is_confirmed = False
        self._settings_file = SettingsFile(settings_path) if settings_path else None
        self._settings = self._settings_file.settings if self._settings_file else Settings()
        problem = self._settings_file.problem if self._settings_file else ""
        scenes = self._settings.scenes
        self._scene = scenes[0] if scenes else Scene(target=TARGETS[0])
        self._scenes = {scene.obstacle.key: scene for scene in reversed(scenes)}
        self._worker = Worker(self)
        self._keys = FocusFilter(self)
        application().installEventFilter(self._keys)
        application().commitDataRequest.connect(self._allow_session_end, Qt.ConnectionType.DirectConnection)
        self._obstacles, self._experiments = QTabBar(), QTabBar()
        self._stack = QStackedWidget()
        self._export_bar = ExportBar()
        self._export_bar.folder = self._settings.folder
        self._export_bar.close_confirmed.connect(self.close_without_asking)
        self._resize_timer = single_shot(self, self._apply_theme, 40)
        self._panels: dict[str, Panel] = {}
        self._arrange()
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
        self._restore_settings()
        self._apply_theme()
        if problem:
            self._export_bar.show_message(translated(problem))

    def _restore_settings(self) -> None:
        """Restore the geometry, the theme and the visible parts from the settings."""
        look = self._scene.look
        self._theme, self._type_size = THEMES[look.theme], TYPE_SIZES[look.type_size]
        if self._settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(self._settings.geometry)))
        if not look.caption:
            self.toggle_caption()
        self.panel.form.setVisible(self._settings.form)

    def _save_settings(self) -> None:
        if self._settings_file is None:
            return
        look = Look(theme=self._theme.name, type_size=self._type_size.name, caption=self._caption)
        opened = {key: panel.scene for key, panel in self._panels.items()}
        on_screen = opened.pop(self.panel.obstacle.key)
        others = [scene for key, scene in (self._scenes | opened).items() if key != self.panel.obstacle.key]
        scenes = [Scene(target=each.target, params=each.params, look=look) for each in (on_screen, *others)]
        current = Settings(
            geometry=bytes(self.saveGeometry().toBase64().data()),
            form=self.is_form_visible,
            folder=self._export_bar.folder,
            scenes=scenes,
        )
        self._settings_file.save(current)

    def _arrange(self) -> None:
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
            panel = self._panels[obstacle.key] = Panel(obstacle, self._worker, params)
            panel.set_caption(shown=self._caption)
            self._stack.addWidget(panel)
            self._resize_timer.start()
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

    def change_obstacle(self, places: int) -> None:
        """Open the obstacle that is a number of tabs on, from the last one the first."""
        self._obstacles.setCurrentIndex((self._obstacles.currentIndex() + places) % self._obstacles.count())

    @Slot(int)
    def open_experiment(self, index: int) -> None:
        """Open the experiment at an index in the obstacle's list; ignore an index that is out of range."""
        experiments = self.panel.obstacle.experiments
        if 0 <= index < len(experiments):
            self._experiments.setCurrentIndex(index)
            self.panel.open(experiments[index].key)
            self.panel.setFocus()

    @Slot(QAction)
    def _open_preset(self, action: QAction) -> None:
        """Open the experiment of a preset with its parameters, as an undoable change."""
        preset: Scene = action.data()
        self.panel.set_params(preset.full_params())
        self.open_experiment(self.panel.obstacle.experiments.index(preset.experiment))

    # Actions on the window

    @property
    def is_form_visible(self) -> bool:
        """Whether the form of parameters is visible."""
        return not self.panel.form.isHidden()

    @property
    def is_full_screen(self) -> bool:
        """Whether the window is full screen."""
        return self.isFullScreen()

    def set_theme(self, name: str) -> None:
        """Set the theme by name."""
        self._theme = THEMES[name]
        self._apply_theme()

    def set_type_size(self, name: str) -> None:
        """Set the type size by name."""
        self._type_size = TYPE_SIZES[name]
        self._apply_theme()

    def toggle_caption(self) -> None:
        """Show or hide the caption under the picture."""
        self._caption = not self._caption
        for panel in self._panels.values():
            panel.set_caption(shown=self._caption)

    def toggle_form(self) -> None:
        """Show or hide the form of parameters."""
        self.panel.form.setVisible(not self.is_form_visible)

    def toggle_full_screen(self) -> None:
        """Enter or leave full screen."""
        if self.isFullScreen():
            self._restore_window()
        else:
            self._maximized = self.isMaximized()
            self.showFullScreen()

    def _restore_window(self) -> None:
        if self._maximized:
            self.showMaximized()
        else:
            self.showNormal()

    def leave_full_screen(self) -> None:
        """Cancel the current drag; if there is none, leave full screen."""
        if not self.panel.stage.cancel_drag() and self.isFullScreen():
            self._restore_window()

    def show_keys(self) -> None:
        """Open the dialog that lists the keys."""
        keys_dialog(ACTIONS, self).show()

    def show_about(self) -> None:
        """Open the dialog with versions and licenses."""
        about_dialog(self).show()

    def _apply_theme(self) -> None:
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        pixels = max(MIN_CONTROL_TEXT_PX, self._type_size.controls * scale)
        apply_theme(application(), self._theme, pixels)
        for panel in self._panels.values():
            panel.set_theme(self._theme, self._type_size, pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale the text of controls after the window was resized."""
        super().resizeEvent(event)
        self._resize_timer.start()

    @Slot()
    def close_without_asking(self) -> None:
        """Close and cancel any film export without asking."""
        self._close_is_confirmed = True
        self.close()

    @Slot(QSessionManager)
    def _allow_session_end(self, _manager: QSessionManager) -> None:
        """Close without asking when the system ends the session, which a question would delay."""
        self._close_is_confirmed = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop films, runs and stages, in this order, so that nothing crashes at exit; ask first during a film."""
        if self._export_bar.running and not self._close_is_confirmed:
            event.ignore()
            self._export_bar.confirm_close()
            return
        self._save_settings()
        self._export_bar.cancel()
        self._resize_timer.stop()
        # A resize event that is still queued must not restart the timer: its panels are closed.
        self._resize_timer.blockSignals(True)
        self._worker.close()
        with gc_paused():
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
    window.close_without_asking()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code
