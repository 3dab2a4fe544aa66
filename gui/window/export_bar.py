"""Exports from the window: the file dialog, the progress of a film and its cancel button."""

from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMessageBox, QProgressBar, QPushButton, QWidget

from core import document
from core.files import atomic_file
from gui.export.film import FilmProgress, film
from gui.export.formats import FOLDER_SUFFIX, NUMBERED, suffix_of
from gui.export.job import FilmJob, error_text
from gui.export.on_screen import OnScreen, view_of
from gui.export.plan import ALL_FORMATS, DATA_FORMATS, Plan, suggested_name
from gui.export.still import save_still
from gui.wording.text import tr, translated


class ExportBar(QWidget):
    """A bar under the picture: shows the progress of a film export, and the outcome of every export."""

    close_confirmed = Signal()
    """The user cancelled the film in order to close the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._job: FilmJob | None = None
        self._question: QMessageBox | None = None
        self._start_time = 0.0
        self._target = Path()
        self.folder = ""
        """The folder of the last export, or empty."""
        self._label = QLabel()
        # A file name may look like rich text.
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._button = QPushButton(tr("Cancel"))
        self._button.clicked.connect(self._cancel_or_hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 2)
        layout.addWidget(self._label)
        layout.addWidget(self._progress, 1)
        layout.addWidget(self._button)
        self.hide()

    def open_file_dialog(self, plan: Plan) -> QFileDialog:
        """Open a file dialog for the plan's format; the caller connects `fileSelected`."""
        name = suggested_name(plan.scene)
        suffix = "" if plan.form.suffix == FOLDER_SUFFIX else plan.form.suffix
        # The folder may be on a drive that was removed.
        folder = Path(self.folder) if self.folder and Path(self.folder).is_dir() else _working_folder()
        dialog = QFileDialog(self.window(), tr("Export"), str(folder / f"{name}{suffix}"))
        dialog.setNameFilter(tr("{kind} (*{suffix})", kind=translated(plan.form.name), suffix=suffix))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._remember_folder)
        dialog.open()
        return dialog

    @Slot(str)
    def _remember_folder(self, path: str) -> None:
        folder = str(Path(path).parent)
        # Surrogates of undecodable file names cannot be written to the settings file.
        self.folder = folder if folder.isprintable() else ""

    def export(self, on_screen: OnScreen, target: Path, plan: Plan | None = None) -> None:
        """Export the picture, its film or its numbers as planned; the suffix of `target` overrides the format."""
        if self._job is not None:
            self.show_message(tr("One film at a time: wait for this one, or cancel it."), running=True)
            return
        plan = plan or Plan(on_screen.scene)
        if plan.form is not NUMBERED:  # a folder may have any name
            suffix = suffix_of(target)
            if suffix not in ALL_FORMATS:
                allowed = ", ".join(suffix for suffix in ALL_FORMATS if suffix != FOLDER_SUFFIX)
                self.show_message(
                    tr("{name}: the name must end in one of {allowed}.", name=target.name, allowed=allowed)
                )
                return
            # The user may have typed a suffix other than that of the format in the dialog.
            plan = replace(plan, form=ALL_FORMATS[suffix])
        form, view = plan.form, view_of(plan, on_screen.view.ghost)
        self._target = target
        if form.film:
            span = plan.scene.play
            self._start(
                film(on_screen.factory, on_screen.result, view, target, plan.fps, plan.duration, form=form, span=span)
            )
        elif form.suffix in DATA_FORMATS:
            self._save(partial(_write_numbers, on_screen, target, form.suffix))
        else:
            self._save(partial(save_still, on_screen.factory, on_screen.result, view, target, on_screen.position, form))

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
        box = self._question = QMessageBox(self.window())
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
        self._progress.setRange(0, 0)
        self.show_message(tr("Exporting {name}", name=self._target.name), running=True)
        self._start_time = monotonic()
        self._job = FilmJob(pictures, self)
        self._job.progressed.connect(self._show_film_progress)
        self._job.ended.connect(self._finish_film)
        self._job.cancelled.connect(self._show_cancelled)

    def _save(self, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            self.show_message(error_text(error))
        else:
            self.show_message(tr("Saved {path}", path=self._target))

    def show_message(self, text: str, *, running: bool = False) -> None:
        """Show a text in the bar, with a progress bar beside it if a film is `running`."""
        self._label.setText(text)
        self._progress.setVisible(running)
        self._button.setText(tr("Cancel") if running else tr("Close"))
        self.show()

    @Slot()
    def _cancel_or_hide(self) -> None:
        if self._job is not None:
            self.cancel()
        else:
            self.hide()

    @Slot(int, int)
    def _show_film_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        if done:
            left = (monotonic() - self._start_time) * (total - done) / done
            self._label.setText(tr("Exporting {name}, {n} s left", name=self._target.name, n=format(left, ".0f")))

    @Slot(str)
    def _finish_film(self, reason: str) -> None:
        if reason:
            self._finish_job(tr("{name} was not exported: {reason}", name=self._target.name, reason=reason))
        else:
            self._finish_job(tr("Saved {path}", path=self._target))

    @Slot()
    def _show_cancelled(self) -> None:
        self._finish_job(tr("Export of {name} cancelled.", name=self._target.name))

    def _finish_job(self, text: str) -> None:
        """Delete the job and show its outcome."""
        job, self._job = self._job, None
        if isinstance(job, QObject):
            job.deleteLater()
        if self._question is not None:
            self._question.reject()  # the film has ended
        self.show_message(text)


def _working_folder() -> Path:
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
    with atomic_file(target) as temporary:
        temporary.write_bytes(content)
