"""The place of the picture in a panel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame


class PictureHost(QFrame):
    """Holds the picture on screen and tells when its size has changed."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(320, 180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the panel."""
        super().resizeEvent(event)
        self.resized.emit()
