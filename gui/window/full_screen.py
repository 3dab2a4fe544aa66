"""A window that goes full screen, and back to what it was."""

from PySide6.QtWidgets import QMainWindow


class FullScreenWindow(QMainWindow):
    """A main window that remembers whether it was maximized before it went full screen."""

    def __init__(self) -> None:
        super().__init__()
        self._maximized = False

    @property
    def is_full_screen(self) -> bool:
        """Whether the window is full screen."""
        return self.isFullScreen()

    def toggle_full_screen(self) -> None:
        """Enter or leave full screen."""
        if self.isFullScreen():
            self.restore()
        else:
            self._maximized = self.isMaximized()
            self.showFullScreen()

    def restore(self) -> None:
        """Leave full screen."""
        if self._maximized:
            self.showMaximized()
        else:
            self.showNormal()
