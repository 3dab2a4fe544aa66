"""Opens a scene file that is dropped on the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from core.scene_file import SUFFIX


class FileDrop(QObject):
    """Accepts one scene file that is dragged to a widget, and opens it when it is dropped."""

    def __init__(self, widget: QWidget, open_file: Callable[[str], object]) -> None:
        """Watch a widget; `open_file` is called with the path."""
        super().__init__(widget)
        self._open_file = open_file
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept or refuse what is dragged, and open what is dropped."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            handled: bool = super().eventFilter(watched, event)
            return handled
        path = dropped_file(event.mimeData())
        event.setAccepted(path is not None)
        if path is not None and event.type() == QEvent.Type.Drop:
            self._open_file(path)
        return True


def dropped_file(data: QMimeData) -> str | None:
    """Return the path of the scene file that is dragged, or None."""
    paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].endswith(SUFFIX) else None
