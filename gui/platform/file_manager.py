"""Shows a file in the file manager of the desktop."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices

from gui.wording.text import tr

SERVICE, OBJECT = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
"""A service that file managers of Linux desktops offer; it selects the file in its folder."""
TIMEOUT_MS = 5_000


class FileManager(QObject):
    """Opens folders in the file manager of the desktop."""

    failed = Signal(str)
    """No program opens folders: a sentence that says where the file is."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path = Path()

    def show(self, path: Path) -> None:
        """Show a file selected in its folder; where no file manager can do that, open the folder."""
        self._path = path.absolute()
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            self._open_folder()
            return
        message = QDBusMessage.createMethodCall(SERVICE, OBJECT, SERVICE, "ShowItems")
        address = QUrl.fromLocalFile(str(self._path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        message.setArguments([[address], ""])
        # A file manager that has yet to start must not stop the window.
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message, TIMEOUT_MS), self)
        watcher.finished.connect(self._finish)

    @Slot(QDBusPendingCallWatcher)
    def _finish(self, watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            self._open_folder()
        watcher.deleteLater()

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent))):
            self.failed.emit(tr("No program here opens folders. The file is {path}.", path=self._path))
