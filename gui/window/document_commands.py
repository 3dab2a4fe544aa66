"""The commands on the scene file that is open: new, open, save, add a scene; with questions before changes are lost."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu, QMessageBox

from core.files import write_whole
from core.scene_file import SUFFIX
from gui.export.plan import suggested_name
from gui.platform.timer import single_shot
from gui.session.document import Document
from gui.session.recovery import Abandoned, Recovery
from gui.window.scene_commands import SceneCommands, name_of
from gui.wording.text import tr

MOST_RECENT = 8
"""Files in the list of recent ones."""
KEEPING_DELAY_MS = 1_000
"""Milliseconds after a change until it is kept for the next start."""


class DocumentCommands(SceneCommands):
    """A mixin for the window: the scene file that is open, as a document that is edited and saved."""

    recent_files: list[str]
    """The paths of the scene files that were opened or saved last, the newest first."""
    _recent_menu: QMenu
    _question: QMessageBox | None = None
    _recovery: Recovery | None = None
    _keeping: QTimer | None = None

    # Opening

    def new_scenes(self) -> None:
        """Start without scenes; ask first about changes that are not saved."""
        self._ask_about_changes(self._start_anew)

    def _start_anew(self) -> None:
        self._document = Document()
        self._list_scenes()
        self.mark_changes()

    def open_scenes(self) -> None:
        """Ask for a scene file, and open it."""
        dialog = self._exporter.file_dialog(tr("Open scenes"), "", tr("Scenes"), SUFFIX)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.load_scenes)
        dialog.open()

    @Slot(str)
    def load_scenes(self, path: str, identifier: str = "") -> None:
        """Open a scene file at its first picture, or at the one that is named, unless something is wrong with it."""
        document = self.read_scenes(path)
        if document is None:
            self._forget(path)
        else:
            self._ask_about_changes(partial(self._open, document, identifier))

    def _open(self, document: Document, identifier: str) -> None:
        self.show_document(document, identifier)
        self._remember(document.path)

    def add_recent_menu(self) -> None:
        """Add the menu of the recent files below the command that opens one."""
        self._recent_menu = QMenu(tr("Open recent"), self.scenes_menu)
        self.scenes_menu.insertMenu(self.scenes_menu.actions()[2], self._recent_menu)
        self.scenes_menu.aboutToShow.connect(self._fill_recent)

    def _fill_recent(self) -> None:
        """List the recent files in their menu."""
        self._recent_menu.clear()
        for path in self.recent_files:
            action = self._recent_menu.addAction(Path(path).name)
            action.setToolTip(path)
            action.triggered.connect(partial(self._open_recent, path))
        self._recent_menu.setEnabled(bool(self.recent_files))

    def _open_recent(self, path: str, _checked: object = None) -> None:
        self.load_scenes(path)

    def _remember(self, path: Path | None) -> None:
        # Surrogates of undecodable file names cannot be written to the settings file.
        if path is not None and (name := str(path)).isprintable():
            self.recent_files = [name, *(each for each in self.recent_files if each != name)][:MOST_RECENT]

    def _forget(self, path: str) -> None:
        self.recent_files = [each for each in self.recent_files if each != path]

    # Changes that are not saved

    def keep_changes_in(self, recovery: Recovery) -> None:
        """Keep changes in a recovery from now on, and offer those that a dead process has left there."""
        self._recovery = recovery
        self._keeping = single_shot(self.dialog_parent, self._keep_changes, KEEPING_DELAY_MS)
        abandoned = recovery.abandoned()
        if abandoned is None:
            return
        name = name_of(abandoned.document)
        self._ask(
            tr("The program ended before the changes of {name} were saved.", name=name),
            (
                (tr("Open them"), QMessageBox.ButtonRole.AcceptRole, partial(self._recover, abandoned)),
                (tr("Delete them"), QMessageBox.ButtonRole.DestructiveRole, abandoned.delete),
            ),
            otherwise=(tr("Later"), abandoned.leave),
        )

    def _recover(self, abandoned: Abandoned) -> None:
        self._ask_about_changes(partial(self._open_abandoned, abandoned))

    def _open_abandoned(self, abandoned: Abandoned) -> None:
        self.show_document(abandoned.document)
        self._keep_changes()
        abandoned.delete()

    def mark_changes(self, *_: object) -> None:
        """Keep the changes a moment later, too."""
        super().mark_changes()
        if self._keeping is not None:
            self._keeping.start()

    def _keep_changes(self) -> None:
        if self._recovery is not None:
            self._recovery.keep(self._document)

    def keep_last_changes(self) -> None:
        """Keep the changes that were not given up, such as when the system ends the session, as the window closes."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keep_changes()

    # Saving

    def add_scene(self) -> None:
        """Add the picture on screen as a scene after the current one, which stays as it was when it was shown."""
        self._document = self._document.with_added(self.panel.scene)
        self._list_scenes()
        self.mark_changes()
        count = len(self._document.pictures)
        self.panel.transport.show_message(tr("Added as scene {n} of {all}.", n=self._place(), all=count))

    def _place(self) -> int:
        number = self._document.number
        return 0 if number is None else self._document.pictures.index(number) + 1

    def save_scenes(self, then: Callable[[], object] | None = None) -> None:
        """Save the scenes to their file; ask for one where there is none, and if the file was changed meanwhile.

        `then` is called when they are saved.
        """
        self.mark_changes()
        path = self._document.path
        if path is None:
            self.save_scenes_as(then)
        elif self._document.is_changed_on_disk():
            replace_it = partial(self._write, path, then)
            self._ask(
                tr("Something else has changed {name} since it was opened.", name=path.name),
                ((tr("Replace it"), QMessageBox.ButtonRole.DestructiveRole, replace_it),),
            )
        else:
            self._write(path, then)

    def save_scenes_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask for a file, and save the scenes in it; without any, the picture on screen as the only one."""
        self.mark_changes()
        path = self._document.path
        name = suggested_name(self.panel.scene) if path is None else path.name.removesuffix(SUFFIX)
        dialog = self._exporter.file_dialog(tr("Save scenes"), name, tr("Scenes"), SUFFIX)
        dialog.fileSelected.connect(partial(self.save_scenes_to, then=then))
        dialog.open()

    def save_scenes_to(self, path: str, then: Callable[[], object] | None = None) -> None:
        """Save the scenes to a file, which is then the one that is open."""
        self.mark_changes()
        if not self._document.scenes:
            self._document = self._document.with_added(self.panel.scene)
        self._write(Path(path).absolute(), then)

    def _write(self, path: Path, then: Callable[[], object] | None) -> None:
        """Write the scenes to a file; its comments stay where it is the one that is open."""
        document = self._document
        before = document.content if path == document.path else None
        if (content := self._scene_text(document.file, path.parent, before)) is None:
            return
        if self._exporter.save(path, partial(write_whole, path, content)):
            self._document = document.after_writing(path, content)
            self._remember(path)
            self._list_scenes()
            self.mark_changes()
            if then is not None:
                then()

    # Questions

    @abstractmethod
    def close_without_asking(self) -> None:
        """Close the window without a question."""

    def close_after_film(self) -> None:
        """Close, now that the film in progress is given up, unless changes are not saved: then ask."""
        self._ask_about_changes(self._give_up_and_close)

    def _give_up_and_close(self) -> None:
        self._document = Document()
        self.close_without_asking()

    def asks_before_closing(self) -> bool:
        """Ask before a film or changes are lost by closing; return whether there is a question."""
        if self._exporter.running:
            self._exporter.confirm_close()
            return True
        self.mark_changes()
        if self._document.is_modified:
            self._ask_about_changes(self._give_up_and_close)
        return self._document.is_modified

    def _ask_about_changes(self, go_on: Callable[[], object]) -> None:
        """Go on, but where there are unsaved changes only after the user has said what becomes of them."""
        self.mark_changes()
        if not self._document.is_modified:
            go_on()
            return
        self._ask(
            tr("{name} has changes that are not saved.", name=name_of(self._document)),
            (
                (tr("Save"), QMessageBox.ButtonRole.AcceptRole, partial(self.save_scenes, go_on)),
                (tr("Do not save"), QMessageBox.ButtonRole.DestructiveRole, go_on),
            ),
        )

    def _ask(
        self,
        text: str,
        choices: tuple[tuple[str, QMessageBox.ButtonRole, Callable[[], object]], ...],
        otherwise: tuple[str, Callable[[], object] | None] | None = None,
    ) -> None:
        """Open a box with a button for each choice and one that cancels, as closing the box does.

        If a box is open already, it comes to the front instead.
        """
        if self._question is not None:
            self._question.raise_()
            return
        box = self._question = self.message_box(QMessageBox.Icon.Question, text)
        acts: dict[QAbstractButton, Callable[[], object]] = {}
        for words, role, act in choices:
            acts[box.addButton(words, role)] = act
        words, act_otherwise = otherwise or (tr("Cancel"), None)
        cancel = box.addButton(words, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)

        # Not `clicked` of the buttons: a box that is closed by its frame emits only this.
        def answer(_result: int) -> None:
            self._question = None
            if (chosen := acts.get(box.clickedButton(), act_otherwise)) is not None:
                chosen()

        box.finished.connect(answer)
        box.open()
