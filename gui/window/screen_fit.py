"""Keeps a window on its screen together with its frame, which the window manager adds when it shows the window."""

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QSize
from PySide6.QtWidgets import QWidget

TITLE_BAR = 40
"""Pixels left for the title bar before the window manager has told its height."""


class ScreenFit(QObject):
    """Gives a window its first size, and corrects it when the window is first exposed: then its frame is known."""

    def __init__(self, window: QWidget, wanted: QSize) -> None:
        """Resize a window that is not yet shown to `wanted`, or to what its screen has room for."""
        super().__init__(window)
        self._window = window
        room = window.screen().availableGeometry().marginsRemoved(QMargins(0, TITLE_BAR, 0, 0))
        window.resize(wanted.boundedTo(room.size()))
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the window's handle, then for its first exposure."""
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._window.removeEventFilter(self)
            self._window.windowHandle().installEventFilter(self)
        elif event.type() == QEvent.Type.Expose and self._window.windowHandle().isExposed():
            watched.removeEventFilter(self)
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        window = self._window
        if not (window.isMaximized() or window.isFullScreen()):
            fitted = fit(window.geometry(), window.frameGeometry(), window.screen().availableGeometry())
            if fitted != window.geometry():
                window.setGeometry(fitted)


def fit(content: QRect, frame: QRect, available: QRect) -> QRect:
    """Return the content of a window, moved and then shrunk as little as needed so that its frame is available."""
    inner = available.marginsRemoved(
        QMargins(
            content.left() - frame.left(),
            content.top() - frame.top(),
            frame.right() - content.right(),
            frame.bottom() - content.bottom(),
        )
    )
    fitted = QRect(content.topLeft(), content.size().boundedTo(inner.size()))
    fitted.moveRight(min(fitted.right(), inner.right()))
    fitted.moveBottom(min(fitted.bottom(), inner.bottom()))
    fitted.moveLeft(max(fitted.left(), inner.left()))
    fitted.moveTop(max(fitted.top(), inner.top()))
    return fitted
