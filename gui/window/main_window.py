"""The main window: a tab for each obstacle and the menus of ACTIONS."""

from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QSize, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent, QSessionManager
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from core.cache import Cache
from core.obstacles import OBSTACLES
from core.scene import TARGETS, Look, Scene, in_language
from gui.platform.application import application
from gui.platform.gc_guard import gc_paused
from gui.platform.timer import single_shot
from gui.style.stylesheet import MIN_CONTROL_TEXT_PX, apply_theme, control_text_size
from gui.style.theme import LIGHT, THEMES, TYPE_SIZES
from gui.window.actions import ACTIONS, MENUS, add_actions, shortcuts
from gui.window.document_commands import DocumentCommands
from gui.window.exporter import Exporter
from gui.window.file_drop import FileDrop
from gui.window.focus import FocusFilter
from gui.window.full_screen import FullScreenWindow
from gui.window.help_dialogs import about_dialog, keys_dialog
from gui.window.note import Note
from gui.window.panel import Panel
from gui.window.picture_frame import RESIZE_DELAY_MS
from gui.window.presets import presets
from gui.window.screen_fit import ScreenFit
from gui.window.settings import Settings, SettingsFile
from gui.window.tab_row import TabRow
from gui.wording.text import translated
from gui.workers.worker import Worker


class MainWindow(FullScreenWindow, DocumentCommands):
    """Holds a panel for each obstacle and implements the commands of ACTIONS."""

    def __init__(
        self, target: str | None = None, settings_path: Path | None = None, *, cache: Cache | None = None
    ) -> None:
        """Open a target, or else the last scene, with the settings in a file and a cache of results where given."""
        # The first style sheet resets the fonts of widgets that are not shown yet to those that they were made with.
        apply_theme((), LIGHT, MIN_CONTROL_TEXT_PX)
        super().__init__()
        self.setWindowTitle("Thalweg")
        FileDrop(self, self.load_scenes)
        ScreenFit(self, QSize(1280, 720))
        self._close_is_confirmed = False
        self._kept_scenes: list[Scene] | None = None
        self._settings_file = SettingsFile(settings_path) if settings_path else None
        self._settings = self._settings_file.settings if self._settings_file else Settings()
        problem = self._settings_file.problem if self._settings_file else ""
        scenes = self._settings.scenes
        self._scene = scenes[0] if scenes else Scene(target=TARGETS[0])
        self._scenes = {scene.obstacle.key: scene for scene in reversed(scenes)}
        self._worker, self._cache = Worker(self), cache
        self._keys = FocusFilter(self)
        application().installEventFilter(self._keys)
        application().commitDataRequest.connect(self._allow_session_end, Qt.ConnectionType.DirectConnection)
        self._tabs = TabRow()
        self._obstacles, self._experiments = self._tabs.obstacles, self._tabs.experiments
        self._stack = QStackedWidget()
        self._note = Note(self)
        self._note.shown.connect(lambda: self._place_note(self.panel))
        self._exporter = Exporter(self._tabs, self._note)
        self._exporter.folder = self._settings.folder
        self._exporter.close_confirmed.connect(self.close_after_film)
        self.recent_files = list(self._settings.recent)
        self._style_timer = single_shot(self, self._style_controls)
        # Not at once: the picture on screen is arranged in the same turn.
        self._resize_timer = single_shot(self, self._style_timer.start, RESIZE_DELAY_MS)
        self._panels: dict[str, Panel] = {}
        self._arrange()
        actions = add_actions(self.menuBar(), self, self)
        self.add_recent_menu()
        self._presets = QMenu(translated(MENUS["Presets"]), self.menuBar())
        self._presets.triggered.connect(self._open_preset)
        self.menuBar().insertMenu(self.menuBar().actions()[-1], self._presets)
        self._keys.shortcuts = shortcuts(self.menuBar(), actions)
        first = (target or self._scene.target).partition("/")[0]
        if target in TARGETS:
            self._scenes[first] = replace(self._scenes.get(first, Scene(target=target)), target=target)
        self._restore_look()
        self._obstacles.setCurrentIndex([obstacle.key for obstacle in OBSTACLES].index(first))
        self._open_obstacle(self._obstacles.currentIndex())
        self._obstacles.currentChanged.connect(self._open_obstacle)
        self._experiments.currentChanged.connect(self.open_experiment)
        self.panel.form.setVisible(self._settings.form)
        if problem:
            self._note.show_problem(translated(problem))

    def _restore_look(self) -> None:
        """Restore the geometry and the look from the settings, before the first panel is opened with them."""
        look = self._scene.look
        self._theme, self._type_size = THEMES[look.theme], TYPE_SIZES[look.type_size]
        self._caption, self._reveal = look.caption, look.reveal
        if self._settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(self._settings.geometry)))

    def _save_settings(self) -> None:
        if self._settings_file is None:
            return
        current = Settings(
            geometry=bytes(self.saveGeometry().toBase64().data()),
            form=self.is_form_visible,
            folder=self._exporter.folder,
            recent=self.recent_files,
            scenes=self._scenes_to_keep() if self._kept_scenes is None else self._kept_scenes,
        )
        self._settings_file.save(current)

    def _scenes_to_keep(self) -> list[Scene]:
        """Return the scene of each obstacle that was opened, with the look of the window; the one on screen first."""
        look = Look(theme=self._theme.name, type_size=self._type_size.name, caption=self._caption, reveal=self._reveal)
        opened = {key: panel.scene for key, panel in self._panels.items()}
        on_screen = opened.pop(self.panel.obstacle.key)
        others = [scene for key, scene in (self._scenes | opened).items() if key != self.panel.obstacle.key]
        return [Scene(target=each.target, params=each.params, look=look) for each in (on_screen, *others)]

    def keep_settings(self) -> None:
        """Remember the looks and the parameters as they are now."""
        if self._kept_scenes is None:
            self._kept_scenes = self._scenes_to_keep()

    @property
    def dialog_parent(self) -> QWidget:
        """What dialogs belong to."""
        return self._tabs

    def _arrange(self) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(body)

    @property
    def panel(self) -> Panel:
        """The panel on screen."""
        return self._panels[OBSTACLES[self._obstacles.currentIndex()].key]

    @Slot(int)
    def _open_obstacle(self, index: int) -> None:
        obstacle = OBSTACLES[index]
        scene = self._scenes.get(obstacle.key)
        if obstacle.key in self._panels:
            scene = self._panels[obstacle.key].scene
        else:
            params = scene.full_params() if scene else obstacle.params()
            panel = self._panels[obstacle.key] = Panel(obstacle, self._worker, params, cache=self._cache)
            panel.set_options(caption=self._caption, reveal=self._reveal)
            for signal in (panel.arranged, panel.timeline.moved):
                signal.connect(partial(self._place_note, panel))
            for signal in (panel.arranged, panel.session.params_changed):
                signal.connect(self.mark_changes)
            self._stack.addWidget(panel)
        panel = self.panel
        panel.set_theme(self._theme, self._type_size)
        self._style_controls()
        self._stack.setCurrentWidget(panel)
        self._note.follow(panel.frame)
        self._tabs.show_experiments(obstacle)
        self._presets.clear()
        for preset in presets(obstacle):
            self._presets.addAction(translated(in_language(preset.title))).setData(preset)
        self.open_experiment(obstacle.experiments.index(scene.experiment) if scene else 0)

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
            self._place_note(self.panel)
            self.panel.setFocus()

    def _place_note(self, panel: Panel, *_: object) -> None:
        """Place the note above the caption on screen, which is empty until the first run has ended."""
        if panel is self.panel:
            caption = panel.stage.caption
            is_shown = self._caption and bool(caption.text)
            self._note.place(panel.frame, caption.rect.toAlignedRect(), above=is_shown)

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
        self._apply_options()

    def toggle_reveal(self) -> None:
        """Switch whether sentences, curves and predictions wait for the step that makes them true."""
        self._reveal = not self._reveal
        self._apply_options()

    def _apply_options(self) -> None:
        for panel in self._panels.values():
            panel.set_options(caption=self._caption, reveal=self._reveal)

    def toggle_form(self) -> None:
        """Show or hide the form of parameters."""
        self.panel.form.setVisible(not self.is_form_visible)

    def leave_full_screen(self) -> None:
        """Cancel the current drag; if there is none, leave full screen."""
        if not self.panel.stage.cancel_drag() and self.isFullScreen():
            self.restore()

    def show_keys(self) -> None:
        """Open the dialog that lists the keys."""
        keys_dialog(ACTIONS, self._tabs).show()

    def show_about(self) -> None:
        """Open the dialog with versions and licenses."""
        about_dialog(self._tabs).show()

    def _apply_theme(self) -> None:
        """Apply the theme to the picture on screen, and in a later turn of the event loop to the controls.

        Each takes half of the time that a turn may take.
        """
        self.panel.set_theme(self._theme, self._type_size)
        self._style_timer.start()

    def _style_controls(self) -> None:
        """Apply the theme to the controls on screen: those of a hidden panel get it when it is opened."""
        pixels = control_text_size(self.size(), self._type_size)
        with self._keys.paused():
            apply_theme((self.menuBar(), self._tabs, self._note, self.panel), self._theme, pixels)
        self.panel.style_controls(pixels)

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
        """Stop films, runs and stages, in this order, so that nothing crashes at exit; ask before anything is lost."""
        if not self._close_is_confirmed and self.asks_before_closing():
            event.ignore()
            return
        self._save_settings()
        self.keep_last_changes()
        self._exporter.cancel()
        self._resize_timer.stop()
        self._style_timer.stop()
        # A resize event that is still queued must not restart the timer: its panels are closed.
        self._resize_timer.blockSignals(True)
        self._worker.close()
        with gc_paused():
            for panel in self._panels.values():
                panel.close_stages()
        application().removeEventFilter(self._keys)
        super().closeEvent(event)
