"""The place of the picture in a panel, and the progress of the run that is computed for it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar

from gui.platform.timer import single_shot

PATIENCE = 150
"""Milliseconds of computing before the window says so."""


class PictureFrame(QFrame):
    """Holds the picture on screen, with a line of progress over it, and tells when its size has changed."""

    resized = Signal()
    overdue = Signal()
    """A run that is expected has taken longer than `PATIENCE`."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(320, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.hide()
        self.fraction = 0.0
        """The share of the run that is done."""
        self._patience = single_shot(self, self.overdue, PATIENCE)

    @Slot()
    def expect(self) -> None:
        """Wait for a run that has just been asked for."""
        self._patience.start()

    def set_fraction(self, fraction: float) -> None:
        """Take note of how much of the run is done."""
        self.fraction = fraction
        self.progress.setValue(round(1000 * fraction))

    def show_progress(self) -> None:
        """Show the progress, over the picture."""
        self.progress.raise_()
        self.progress.show()

    def finish(self) -> None:
        """Show no progress: nothing is computed any more."""
        self._patience.stop()
        self.progress.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the panel."""
        super().resizeEvent(event)
        self.progress.setGeometry(0, 0, self.width(), 3)
        self.resized.emit()
