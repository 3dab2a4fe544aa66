"""The frame around the picture of a panel, with the progress of its run."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar

from gui.platform.timer import single_shot

PROGRESS_DELAY_MS = 150
"""Milliseconds from the request of a run until its progress is shown."""


class PictureFrame(QFrame):
    """Holds the stages of a panel, shows a progress bar over them, and emits a signal when resized."""

    resized = Signal()
    overdue = Signal()
    """The run has taken longer than `PROGRESS_DELAY_MS`."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(320, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.hide()
        self.fraction = 0.0
        """The fraction of the run that is done."""
        self._delay_timer = single_shot(self, self.overdue, PROGRESS_DELAY_MS)

    @Slot()
    def expect_run(self) -> None:
        """Start the delay until progress is shown, after a run was requested."""
        self._delay_timer.start()

    def set_fraction(self, fraction: float) -> None:
        """Set the fraction of the run that is done."""
        self.fraction = fraction
        self.progress.setValue(round(1000 * fraction))

    def show_progress(self) -> None:
        """Show the progress bar over the picture."""
        self.progress.raise_()
        self.progress.show()

    def hide_progress(self) -> None:
        """Hide the progress bar and stop the delay."""
        self._delay_timer.stop()
        self.progress.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the progress bar and emit `resized`."""
        super().resizeEvent(event)
        self.progress.setGeometry(0, 0, self.width(), 3)
        self.resized.emit()
