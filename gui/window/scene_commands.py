"""The commands on scenes: showing those of a file, and copying the picture on screen as text."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QMenuBar, QMessageBox, QTabBar, QWidget

from core.obstacles import OBSTACLES
from core.scene import Moment, in_language
from core.scene_file import SceneFile, SceneFileError, with_ids
from gui.export.command import quoted, render_command
from gui.export.plan import suggested_name
from gui.session.document import Document
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
    """A mixin for the window: the scenes of the file that is open, and the picture on screen as text."""

    _note: Note
    _obstacles: QTabBar
    _document = Document()
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
    def setWindowModified(self, modified: bool) -> None:  # noqa: FBT001  as in Qt
        """Mark the title of the window, or remove the mark."""

    @abstractmethod
    def menuBar(self) -> QMenuBar:
        """Return the menu bar."""

    @abstractmethod
    def keep_settings(self) -> None:
        """Remember the looks and the parameters as they are now: what a scene changes is not remembered."""

    # Showing

    def read_scenes(self, path: str) -> Document | None:
        """Return a scene file as a document; None if something is wrong with it, which a box tells."""
        from core.scene_reading import content_of, read  # read by few: the window starts faster without it

        try:
            content = content_of(path)
            file = read(content, Path(path))
        except SceneFileError as error:
            self._show_problems([translated(problem.message) for problem in error.problems])
            return None
        document = Document(Path(path).absolute(), file, file, content=content)
        if not document.pictures:
            self._show_problems([tr("{file} has no picture.", file=Path(path).name)])
            return None
        return document

    def show_document(self, document: Document, identifier: str = "") -> None:
        """Show a document at its first picture, or at the one that is named."""
        self.keep_settings()
        numbers = [number for number in document.pictures if document.scenes[number].id == identifier]
        self._document = document.at((numbers or document.pictures)[0])
        self._list_scenes()
        self._show_scene()

    @property
    def scenes_menu(self) -> QMenu:
        """The menu of the scenes."""
        title = translated(MENU)
        menus = [action.menu() for action in self.menuBar().actions() if action.text() == title]
        return next(each for each in menus if isinstance(each, QMenu))

    def _list_scenes(self) -> None:
        """List the pictures of the file in the menu, below its commands."""
        menu = self.scenes_menu
        for action in self._scene_actions:
            menu.removeAction(action)
            action.deleteLater()
        actions = [menu.addSeparator()] if self._document.pictures else []
        for number in self._document.pictures:
            scene = self._document.scenes[number]
            action = menu.addAction(in_language(scene.title) or scene.id)
            action.setCheckable(True)
            action.setData(number)
            action.triggered.connect(partial(self._go_to_scene, number))
            actions.append(action)
        self._scene_actions = actions

    def mark_changes(self, *_: object) -> None:
        """Take the changes of the picture into its scene, and show in the title whether there are unsaved ones."""
        if self._document.number is not None:
            self._document = self._document.with_picture(self.panel.scene)
        document = self._document
        for action in self._scene_actions[1:]:
            action.setChecked(action.data() == document.number)
        name = name_of(document)
        # Qt replaces [*] by the mark; two of them stand for the characters in a name.
        named = tr("{name}[*] – Thalweg", name=name.replace("[*]", "[*][*]"))
        self.setWindowTitle(named if document.scenes else "Thalweg")
        self.setWindowModified(document.is_modified)

    def _go_to_scene(self, number: int, _checked: object = None) -> None:
        self.mark_changes()
        self._document = self._document.at(number)
        self._show_scene()

    def change_scene(self, places: int) -> None:
        """Show the picture that is a number of places on in the file, at most the last one."""
        numbers, number = self._document.pictures, self._document.number
        if not numbers or number is None:
            self.panel.transport.show_message(tr("No scene file is open."))
            return
        self._go_to_scene(numbers[min(max(numbers.index(number) + places, 0), len(numbers) - 1)])

    def _show_scene(self) -> None:
        document, self._document = self._document, Document()
        assert document.number is not None
        scene = document.scenes[document.number]
        look = scene.look
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
        panel.session.set_play(scene.play)
        _seek(panel, scene.play.at)
        self._document = document
        self.mark_changes()
        if scene.beside is not None:
            panel.transport.show_message(tr("This scene has a second picture, which a later version shows."))

    # Copying

    def copy_scene(self) -> None:
        """Copy the picture on screen as the text of a scene file."""
        file = SceneFile(scenes=with_ids([self.panel.scene]))
        if (content := self._scene_text(file, working_folder())) is not None:
            QGuiApplication.clipboard().setText(content.decode())
            self.panel.transport.show_message(tr("Copied as a scene."))

    def copy_command(self) -> None:
        """Copy the command that draws the picture on screen."""
        scene = self.panel.scene
        QGuiApplication.clipboard().setText(quoted(render_command(scene, f"{suggested_name(scene)}.png")))
        self.panel.transport.show_message(tr("Copied as a command."))

    def _scene_text(self, file: SceneFile, folder: Path, before: bytes | None = None) -> bytes | None:
        """Return the text of a scene file in a folder; None with a note if that is not possible."""
        from core.scene_writing import OutsideError, write

        try:
            return write(file, folder, before)
        except OutsideError as error:
            self._note.show_problem(translated(error.message))
            return None

    # Dialogs

    def message_box(self, icon: QMessageBox.Icon, text: str) -> QMessageBox:
        """Return a box with a text, which is deleted when it is closed."""
        box = QMessageBox(self.dialog_parent)
        box.setWindowTitle(tr("Thalweg"))
        box.setIcon(icon)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return box

    def _show_problems(self, sentences: Sequence[str]) -> None:
        """Open a box that lists what is wrong with a file."""
        lines = list(sentences[:MOST_PROBLEMS])
        if (left := len(sentences) - len(lines)) > 0:
            lines.append(ntr("And {n} more.", "And {n} more.", left))
        # The width of the box is that of its main text.
        text = "\n".join([tr("The file was not opened."), "", *lines])
        self.message_box(QMessageBox.Icon.Warning, text).open()


def name_of(document: Document) -> str:
    """Return the name of the file of a document, or what stands for it as long as there is none."""
    return tr("Untitled") if document.path is None else document.path.name


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
