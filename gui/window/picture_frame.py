"""The frame around the picture of a panel, with the progress of its run."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar

from gui.platform.timer import single_shot

PROGRESS_DELAY_MS = 150
"""Milliseconds from the request of a run until its progress is shown."""
RESIZE_DELAY_MS = 40
"""Milliseconds after the last resize until `resized` is emitted."""
_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class PictureFrame(QFrame):
    """Holds the stages of a panel, shows a progress bar over them, and emits a signal after it was resized.

    A ring shows the focus if Tab has brought it here. A click on the picture is no reason to frame it.
    """

    resized = Signal()
    """The frame has kept its new size for `RESIZE_DELAY_MS`."""
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
        self._ring = QFrame(self)
        self._ring.setObjectName("ring")
        self._ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ring.hide()
        self._resize_timer = single_shot(self, self.resized, RESIZE_DELAY_MS)
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring after Tab."""
        super().focusInEvent(event)
        self._ring.setVisible(event.reason() in _TAB)
        self._ring.raise_()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self._ring.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the progress bar and the ring, and emit `resized` after a delay."""
        super().resizeEvent(event)
        self.progress.setGeometry(0, 0, self.width(), 3)
        self._ring.setGeometry(self.rect())
        self._resize_timer.start()
