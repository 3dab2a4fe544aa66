"""Exports from the window: the file dialog, the film in progress, and the question before it is given up."""

from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core import document
from core.files import has_other_names, write_whole
from gui.export.film import FilmProgress, film
from gui.export.formats import FOLDER_SUFFIX, NUMBERED, suffix_of
from gui.export.job import FilmJob, error_text
from gui.export.on_screen import OnScreen, view_of
from gui.export.plan import ALL_FORMATS, DATA_FORMATS, Plan, suggested_name
from gui.export.still import save_still
from gui.window.note import Note
from gui.wording.text import tr, translated

LONGEST_NAME = 40
"""Characters of a file's name in a note; of a longer name its beginning and its end."""


class Exporter(QObject):
    """Exports pictures, films and numbers; a note over the picture tells their progress and outcome."""

    close_confirmed = Signal()
    """The user cancelled the film in order to close the window."""

    def __init__(self, parent: QWidget, note: Note) -> None:
        """Export from a window; `parent` is what its dialogs belong to, and have the style sheet of."""
        super().__init__(parent)
        self._parent, self._note = parent, note
        self._job: FilmJob | None = None
        self._question: QMessageBox | None = None
        self._start_time = 0.0
        self._target = Path()
        self._has_other_names = False
        self.folder = ""
        """The folder of the last export, or empty."""
        note.cancelled.connect(self.cancel)

    def open_file_dialog(self, plan: Plan) -> QFileDialog:
        """Open a file dialog for the plan's format; the caller connects `fileSelected`."""
        suffix = "" if plan.form.suffix == FOLDER_SUFFIX else plan.form.suffix
        dialog = self.file_dialog(tr("Export"), suggested_name(plan.scene), translated(plan.form.name), suffix)
        dialog.open()
        return dialog

    def file_dialog(self, title: str, name: str, kind: str, suffix: str) -> QFileDialog:
        """Return a dialog that asks for a file to save, in the folder of the last one; `name` is without its suffix."""
        # The folder may be on a drive that was removed.
        folder = Path(self.folder) if self.folder and Path(self.folder).is_dir() else working_folder()
        dialog = QFileDialog(self._parent, title, str(folder / f"{name}{suffix}"))
        dialog.setNameFilter(tr("{kind} (*{suffix})", kind=kind, suffix=suffix))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._remember_folder)
        return dialog

    @Slot(str)
    def _remember_folder(self, path: str) -> None:
        folder = str(Path(path).parent)
        # Surrogates of undecodable file names cannot be written to the settings file.
        self.folder = folder if folder.isprintable() else ""

    def export(self, on_screen: OnScreen, target: Path, plan: Plan | None = None) -> None:
        """Export the picture, its film or its numbers as planned, if no film is `running`.

        The suffix of `target` overrides the format.
        """
        plan = plan or Plan(on_screen.scene)
        if plan.form is not NUMBERED:  # a folder may have any name
            suffix = suffix_of(target)
            if suffix not in ALL_FORMATS:
                allowed = ", ".join(suffix for suffix in ALL_FORMATS if suffix != FOLDER_SUFFIX)
                self._note.show_problem(
                    tr("{name}: the name must end in one of {allowed}.", name=_short(target), allowed=allowed)
                )
                return
            # The user may have typed a suffix other than that of the format in the dialog.
            plan = replace(plan, form=ALL_FORMATS[suffix])
        form, view = plan.form, view_of(plan, on_screen.view.ghost)
        if form.film:
            self._target, self._has_other_names = target, has_other_names(target)
            shown = (on_screen.factory, on_screen.result, view, target, plan.fps, plan.scene.play.duration)
            self._start(film(*shown, form=form, span=plan.scene.play.span, options=plan.options))
        elif form.suffix in DATA_FORMATS:
            self.save(target, partial(_write_numbers, on_screen, target, form.suffix))
        else:
            still = (on_screen.factory, on_screen.result, view, target, on_screen.position, form, plan.options)
            self.save(target, partial(save_still, *still))

    @Slot()
    def cancel(self) -> None:
        """Cancel the film that is being exported, if any."""
        if self._job is not None:
            self._job.cancel()

    @property
    def running(self) -> bool:
        """Whether a film is being exported."""
        return self._job is not None

    def confirm_close(self) -> None:
        """Ask whether to stop the film and close; the film goes on meanwhile. Emits `close_confirmed` on yes."""
        if self._question is not None:
            self._question.raise_()
            return
        box = self._question = QMessageBox(self._parent)
        box.setWindowTitle(tr("Thalweg"))
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("{name} is still being exported.", name=self._target.name))
        stop = box.addButton(tr("Stop the export and close"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("Continue exporting"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        stop.clicked.connect(self._stop_and_close)
        box.finished.connect(self._delete_question)
        box.open()

    @Slot()
    def _stop_and_close(self) -> None:
        self.cancel()
        self.close_confirmed.emit()

    @Slot()
    def _delete_question(self) -> None:
        if (box := self._question) is not None:
            self._question = None
            box.deleteLater()

    def _start(self, pictures: Generator[FilmProgress, None, None]) -> None:
        self._note.show_progress(tr("Exporting {name}", name=_short(self._target)))
        self._start_time = monotonic()
        self._job = FilmJob(pictures, _short(self._target), self)
        self._job.progressed.connect(self._show_film_progress)
        self._job.ended.connect(self._finish_film)
        self._job.cancelled.connect(self._show_cancelled)

    def save(self, target: Path, write: Callable[[], None]) -> bool:
        """Call `write`, which writes a file, tell the outcome, and return whether the file is written."""
        has_others = has_other_names(target)
        try:
            write()
        except OSError as error:
            self._note.show_problem(error_text(error))
            return False
        self._show_saved(target, has_others=has_others)
        return True

    def _show_saved(self, target: Path, *, has_others: bool) -> None:
        name = _short(target)
        if has_others:
            saved = tr("Saved {name}; its other names (hard links) keep the old file.", name=name)
        else:
            saved = tr("Saved {name}", name=name)
        self._note.show_saved(saved, target)

    @Slot(int, int)
    def _show_film_progress(self, done: int, total: int) -> None:
        if done:
            left = format((monotonic() - self._start_time) * (total - done) / done, ".0f")
            self._note.show_progress(tr("Exporting {name}, {n} s left", name=_short(self._target), n=left), done, total)

    @Slot(str)
    def _finish_film(self, reason: str) -> None:
        self._finish_job()
        if reason:
            self._note.show_problem(reason)
        else:
            self._show_saved(self._target, has_others=self._has_other_names)

    @Slot()
    def _show_cancelled(self) -> None:
        self._finish_job()
        self._note.show_text(tr("Export of {name} cancelled.", name=_short(self._target)))

    def _finish_job(self) -> None:
        """Delete the job and the question whether to stop it."""
        job, self._job = self._job, None
        if isinstance(job, QObject):
            job.deleteLater()
        if self._question is not None:
            self._question.reject()


def _short(path: Path) -> str:
    """Return the name of a file without its folder, which is not for an audience, and without a long middle."""
    name = path.name
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 16]}…{name[-15:]}"


def working_folder() -> Path:
    """Return the working folder, or the user's home where it was deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path.home()


def _write_numbers(on_screen: OnScreen, target: Path, suffix: str) -> None:
    obstacle, _, experiment = on_screen.scene.target.partition("/")
    results = {experiment: on_screen.result}
    data = document.document(obstacle, on_screen.result.params, results)
    if suffix == ".npz":
        content = document.to_npz(results)
    else:
        content = document.to_csv(data) if suffix == ".csv" else document.to_json(data)
    write_whole(target, content)
