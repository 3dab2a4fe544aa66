"""Exporting from the window: where to, how far it is, and a way to stop it."""

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
from gui.export.formats import FOLDER, NUMBERED, suffix_of
from gui.export.job import FilmJob, explained
from gui.export.on_screen import OnScreen, view_of
from gui.export.plan import EVERY, NUMBERS, Plan
from gui.export.still import save_still
from gui.wording.text import tr, translated


class ExportBar(QWidget):
    """A line in the window that is there while a film is being made, and says how it ended."""

    busy = Signal(bool)
    given_up = Signal()
    """The user let go of the film so that the window can close."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._job: FilmJob | None = None
        self._question: QMessageBox | None = None
        self._began = 0.0
        self._target = Path()
        self.folder = ""
        """Where a file was chosen last."""
        self._words = QLabel()
        # A file's name may hold what looks like markup.
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._stop = QPushButton(tr("Cancel"))
        self._stop.clicked.connect(self._stopped)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 2)
        layout.addWidget(self._words)
        layout.addWidget(self._progress, 1)
        layout.addWidget(self._stop)
        self.hide()

    def ask(self, plan: Plan) -> QFileDialog:
        """Open the dialog that asks for a file of the plan's kind; the caller connects `fileSelected`."""
        name = plan.scene.target.replace("/", "-")
        suffix = "" if plan.form.suffix == FOLDER else plan.form.suffix
        # It may have been a stick that is gone.
        folder = Path(self.folder) if self.folder and Path(self.folder).is_dir() else Path.cwd()
        dialog = QFileDialog(self.window(), tr("Export"), str(folder / f"{name}{suffix}"))
        dialog.setNameFilter(tr("{kind} (*{suffix})", kind=translated(plan.form.name), suffix=suffix))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()
        return dialog

    @Slot(str)
    def _chosen(self, path: str) -> None:
        folder = str(Path(path).parent)
        # A name that is no text cannot be remembered.
        self.folder = folder if folder.isprintable() else ""

    def export(self, seen: OnScreen, target: Path, plan: Plan | None = None) -> None:
        """Write the picture that is seen, its film or its numbers, as the plan says; the suffix decides which."""
        if self._job is not None:
            self.tell(tr("One film at a time: wait for this one, or cancel it."), running=True)
            return
        plan = plan or Plan(seen.scene)
        if plan.form is not NUMBERED:  # a folder may be called anything
            suffix = suffix_of(target)
            if suffix not in EVERY:
                allowed = ", ".join(suffix for suffix in EVERY if suffix != FOLDER)
                self.tell(tr("{name}: the name must end in one of {allowed}.", name=target.name, allowed=allowed))
                return
            # Whatever kind was chosen before its name: a file that is called a film and holds numbers would be a lie.
            plan = replace(plan, form=EVERY[suffix])
        form, view = plan.form, view_of(plan, seen.view.ghost)
        self._target = target
        if form.film:
            span = plan.scene.play
            self._start(film(seen.factory, seen.result, view, target, plan.fps, plan.duration, form=form, span=span))
        elif form.suffix in NUMBERS:
            self._save(partial(_write_numbers, seen, target, form.suffix))
        else:
            self._save(partial(save_still, seen.factory, seen.result, view, target, seen.position, form))

    def cancel(self) -> None:
        """Stop the film, if one is being made."""
        if self._job is not None:
            self._job.cancel()

    @property
    def running(self) -> bool:
        """Whether a film is being made."""
        return self._job is not None

    def ask_to_give_up(self) -> None:
        """Ask whether the film may be stopped, while it goes on; `given_up` says that it was."""
        if self._question is not None:
            self._question.raise_()
            return
        box = self._question = QMessageBox(self.window())
        box.setWindowTitle(tr("Thalweg"))
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("{name} is still being exported.", name=self._target.name))
        stop = box.addButton(tr("Stop the export and close"), QMessageBox.ButtonRole.DestructiveRole)
        go_on = box.addButton(tr("Keep going"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        stop.clicked.connect(self._give_up)
        box.finished.connect(self._answered)
        box.open()

    @Slot()
    def _give_up(self) -> None:
        self.cancel()
        self.given_up.emit()

    @Slot()
    def _answered(self) -> None:
        if (box := self._question) is not None:
            self._question = None
            box.deleteLater()

    def _start(self, pictures: Generator[FilmProgress, None, None]) -> None:
        self._progress.setRange(0, 0)
        self.tell(tr("Exporting {name}", name=self._target.name), running=True)
        self._began = monotonic()
        self._job = FilmJob(pictures, self)
        self._job.progressed.connect(self._advanced)
        self._job.ended.connect(self._ended)
        self._job.cancelled.connect(self._cancelled)
        self.busy.emit(True)

    def _save(self, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            self.tell(explained(error))
        else:
            self.tell(tr("Saved {path}", path=self._target))

    def tell(self, words: str, *, running: bool = False) -> None:
        """Say a sentence in the bar, with the progress of a film beside it while one is `running`."""
        self._words.setText(words)
        self._progress.setVisible(running)
        self._stop.setText(tr("Cancel") if running else tr("Close"))
        self.show()

    @Slot()
    def _stopped(self) -> None:
        if self._job is not None:
            self.cancel()
        else:
            self.hide()

    @Slot(int, int)
    def _advanced(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        if done:
            left = (monotonic() - self._began) * (total - done) / done
            self._words.setText(tr("Exporting {name}, {n} s left", name=self._target.name, n=format(left, ".0f")))

    @Slot(str)
    def _ended(self, reason: str) -> None:
        if reason:
            self._stop_job(tr("{name} was not exported: {reason}", name=self._target.name, reason=reason))
        else:
            self._stop_job(tr("Saved {path}", path=self._target))

    @Slot()
    def _cancelled(self) -> None:
        self._stop_job(tr("Export of {name} cancelled.", name=self._target.name))

    def _stop_job(self, words: str) -> None:
        """Let go of the film, and say what became of it."""
        job, self._job = self._job, None
        if isinstance(job, QObject):
            job.deleteLater()
        self.busy.emit(False)
        if self._question is not None:
            self._question.reject()  # there is nothing left to ask
        self.tell(words)


def _write_numbers(seen: OnScreen, target: Path, suffix: str) -> None:
    obstacle, _, experiment = seen.scene.target.partition("/")
    results = {experiment: seen.result}
    numbers = document.document(obstacle, seen.result.params, results)
    if suffix == ".npz":
        made = document.to_npz(results)
    else:
        made = document.to_csv(numbers) if suffix == ".csv" else document.to_json(numbers)
    with atomic_file(target) as temporary:
        temporary.write_bytes(made)
