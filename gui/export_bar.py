"""Exporting from the window: where to, how far it is, and a way to stop it."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from core.experiment import Result
from gui.export.film import film
from gui.export.job import FilmJob
from gui.export.still import save_png
from gui.stage import StageFactory, View
from gui.text import tr

SUFFIXES = {".png": "Picture (*.png)", ".mp4": "Film (*.mp4)"}


class ExportBar(QWidget):
    """A line in the window that is there while a film is being made, and says how it ended."""

    busy = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._job: FilmJob | None = None
        self._dialog: QFileDialog | None = None
        self._target = Path()
        self._words = QLabel()
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

    def ask(self, name: str) -> QFileDialog:
        """Open the dialog that asks for a file; the caller connects `fileSelected`."""
        dialog = QFileDialog(self.window(), tr("Export"), str(Path.cwd() / f"{name}.png"), ";;".join(SUFFIXES.values()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(self._choose_kind)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog = dialog
        dialog.open()
        return dialog

    def export(self, factory: StageFactory, result: Result, view: View, position: float, target: Path) -> None:
        """Write the picture at `position`, or the whole film, as the target's suffix says."""
        if self._job is not None:
            self.tell(tr("One film at a time: wait for this one, or cancel it."), running=True)
            return
        self._target = target
        if target.suffix.lower() == ".mp4":
            self._progress.setRange(0, 0)
            self.tell(tr("Exporting {name}", name=target.name), running=True)
            self._job = FilmJob(film(factory, result, view, target), self)
            self._job.progressed.connect(self._advanced)
            self._job.ended.connect(self._ended)
            self.busy.emit(True)
        elif target.suffix.lower() == ".png":
            self._save(factory, result, view, position, target)
        else:
            allowed = tr(", ").join(SUFFIXES)
            self.tell(tr("{name}: the name must end in one of {allowed}.", name=target.name, allowed=allowed))

    def cancel(self) -> None:
        """Stop the film, if one is being made."""
        if self._job is not None:
            self._job.cancel(tr("cancelled"))

    @Slot(str)
    def _choose_kind(self, kind: str) -> None:
        """Give the name in the dialog the suffix of the kind of file that was chosen."""
        suffix = next(suffix for suffix, words in SUFFIXES.items() if words == kind)
        if self._dialog is not None:
            self._dialog.setDefaultSuffix(suffix.removeprefix("."))
            self._dialog.selectFile(Path(self._dialog.selectedFiles()[0]).with_suffix(suffix).name)

    def _save(self, factory: StageFactory, result: Result, view: View, position: float, target: Path) -> None:
        try:
            save_png(factory, result, view, target, position)
        except OSError as error:
            self.tell(str(error))
        else:
            self.tell(tr("Saved {path}", path=target))

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

    @Slot(str)
    def _ended(self, reason: str) -> None:
        job, self._job = self._job, None
        if isinstance(job, QObject):
            job.deleteLater()
        self.busy.emit(False)
        name = self._target.name
        self.tell(
            tr("{name} was not made: {reason}", name=name, reason=reason)
            if reason
            else tr("Saved {path}", path=self._target)
        )
