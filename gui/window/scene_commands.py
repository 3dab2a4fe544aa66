"""The commands on scenes: opening and saving scene files, and copying the picture on screen as text."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QMenuBar, QMessageBox, QTabBar, QWidget

from core.files import write_whole
from core.obstacles import OBSTACLES
from core.scene import Moment, Scene, in_language
from core.scene_file import SUFFIX, SceneFile, SceneFileError, with_ids
from gui.export.command import quoted, render_command
from gui.export.plan import suggested_name
from gui.window.commands import WindowCommands
from gui.window.exporter import working_folder
from gui.window.note import Note
from gui.window.panel import Panel
from gui.wording.text import ntr, tr, tr_noop, translated
from gui.workers.worker import Reply

MENU = tr_noop("&Scenes")
"""The title of the menu of the scenes."""
MOST_PROBLEMS = 12
"""Problems of a file that are listed; of more the number is told."""


class SceneCommands(WindowCommands):
    """A mixin for the window: scene files, and the picture on screen as a scene or a command."""

    _note: Note
    _obstacles: QTabBar
    _scenes_of_file: Sequence[Scene] = ()
    _scene_number = 0
    _scene_actions: Sequence[QAction] = ()
    """The separator and the titles of the scenes in the menu."""

    @property
    @abstractmethod
    def dialog_parent(self) -> QWidget:
        """What dialogs belong to, and have the style sheet of."""

    @abstractmethod
    def setWindowTitle(self, title: str) -> None:
        """Set the title of the window."""

    @abstractmethod
    def menuBar(self) -> QMenuBar:
        """Return the menu bar."""

    @abstractmethod
    def keep_settings(self) -> None:
        """Remember the looks and the parameters as they are now: what a scene changes is not remembered."""

    # Opening

    def open_scenes(self) -> None:
        """Ask for a scene file, and open it."""
        dialog = self._exporter.file_dialog(tr("Open scenes"), "", tr("Scenes"), SUFFIX)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.load_scenes)
        dialog.open()

    @Slot(str)
    def load_scenes(self, path: str) -> None:
        """Show the first picture of a scene file; if something is wrong with the file, say what, and change nothing."""
        from core.scene_reading import load  # read by few: the window starts faster without it

        try:
            pictures = [scene for scene in load(path).scenes if scene.kind == "picture"]
        except SceneFileError as error:
            self._show_problems([translated(problem.message) for problem in error.problems])
            return
        if pictures:
            self.show_scenes(pictures, Path(path).name)
        else:
            self._show_problems([tr("{file} has no picture.", file=Path(path).name)])

    def show_scenes(self, scenes: Sequence[Scene], name: str) -> None:
        """Show the first of several scenes of a file, whose titles the menu lists."""
        self.keep_settings()
        self._scenes_of_file, self._scene_number = scenes, 0
        self._list_scenes()
        self.setWindowTitle(tr("{name} – Thalweg", name=name))
        self._show_scene()

    def _list_scenes(self) -> None:
        """List the scenes of the file in the menu, below its commands."""
        title = translated(MENU)
        menus = [action.menu() for action in self.menuBar().actions() if action.text() == title]
        menu = next(each for each in menus if isinstance(each, QMenu))
        for action in self._scene_actions:
            menu.removeAction(action)
            action.deleteLater()
        actions = [menu.addSeparator()]
        for number, scene in enumerate(self._scenes_of_file):
            action = menu.addAction(in_language(scene.title) or scene.id)
            action.setCheckable(True)
            action.triggered.connect(partial(self._show_scene_at, number))
            actions.append(action)
        self._scene_actions = actions

    def _show_scene_at(self, number: int, _checked: object = None) -> None:
        self._scene_number = number
        self._show_scene()

    def change_scene(self, places: int) -> None:
        """Show the scene that is a number of places on in the file, at most the last one."""
        if not self._scenes_of_file:
            self.panel.transport.show_message(tr("No scene file is open."))
            return
        self._scene_number = min(max(self._scene_number + places, 0), len(self._scenes_of_file) - 1)
        self._show_scene()

    def _show_scene(self) -> None:
        scene, look = self._scenes_of_file[self._scene_number], self._scenes_of_file[self._scene_number].look
        for number, action in enumerate(self._scene_actions[1:]):
            action.setChecked(number == self._scene_number)
        self._obstacles.setCurrentIndex([each.key for each in OBSTACLES].index(scene.obstacle.key))
        panel = self.panel
        panel.set_params(scene.full_params())
        self.open_experiment(panel.obstacle.experiments.index(scene.experiment))
        self.set_theme(look.theme)
        self.set_type_size(look.type_size)
        if look.caption != panel.view.caption:
            self.toggle_caption()
        if look.reveal != panel.view.reveal:
            self.toggle_reveal()
        panel.set_view(replace(panel.view, stretch=look.stretch, zoom=look.zoom, narration=look.narration))
        _seek(panel, scene.play.at)
        if scene.beside is not None:
            panel.transport.show_message(tr("This scene has a second picture, which a later version shows."))

    # Saving and copying

    def save_scene(self) -> None:
        """Ask for a file, and save the picture on screen in it as a scene."""
        name = suggested_name(self.panel.scene)
        dialog = self._exporter.file_dialog(tr("Save as a scene"), name, tr("Scenes"), SUFFIX)
        dialog.fileSelected.connect(self.save_scene_to)
        dialog.open()

    @Slot(str)
    def save_scene_to(self, path: str) -> None:
        """Save the picture on screen to a file as a scene."""
        if (content := self._scene_text(Path(path).parent)) is not None:
            self._exporter.save(Path(path), partial(write_whole, path, content))

    def copy_scene(self) -> None:
        """Copy the picture on screen as the text of a scene file."""
        if (content := self._scene_text(working_folder())) is not None:
            QGuiApplication.clipboard().setText(content.decode())
            self.panel.transport.show_message(tr("Copied as a scene."))

    def copy_command(self) -> None:
        """Copy the command that draws the picture on screen."""
        scene = self.panel.scene
        QGuiApplication.clipboard().setText(quoted(render_command(scene, f"{suggested_name(scene)}.png")))
        self.panel.transport.show_message(tr("Copied as a command."))

    def _scene_text(self, folder: Path) -> bytes | None:
        """Return the picture on screen as a scene file of a folder; None with a note if that is not possible."""
        from core.scene_writing import OutsideError, write

        try:
            return write(SceneFile(scenes=with_ids([self.panel.scene])), folder)
        except OutsideError as error:
            self._note.show_problem(translated(error.message))
            return None

    # Dialogs

    def _show_problems(self, sentences: Sequence[str]) -> None:
        """Open a box that lists what is wrong with a file."""
        box = QMessageBox(self.dialog_parent)
        box.setWindowTitle(tr("Thalweg"))
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        lines = list(sentences[:MOST_PROBLEMS])
        if (left := len(sentences) - len(lines)) > 0:
            lines.append(ntr("And {n} more.", "And {n} more.", left))
        # The width of the box is that of its main text.
        box.setText("\n".join([tr("The file was not opened."), "", *lines]))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def dropped_file(data: QMimeData) -> str | None:
    """Return the path of the scene file that is dragged, or None."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].endswith(SUFFIX) else None


def _seek(panel: Panel, at: Moment) -> None:
    """Go to a moment of the film, and again with each part of a run that is not complete, unless it is played."""
    timeline, lane = panel.timeline, panel.lane
    if at == "last":
        timeline.seek(timeline.schedule.duration)
        return
    seconds = 0.0 if isinstance(at, str) else at

    def go(_lane: object = None, _reply: Reply | None = None) -> None:
        moved_on = panel.lane is not lane or timeline.playing
        if moved_on or lane.request == 0:
            panel.session.replied.disconnect(go)
        if not moved_on:
            timeline.seek(seconds)

    panel.session.replied.connect(go)
    go()
