"""Runs the window until it is closed."""

from PySide6.QtCore import QEvent

from core.cache import Cache
from gui.platform.application import SignalQuitter, application
from gui.window.main_window import MainWindow
from gui.window.settings import default_path


def run(target: str | None = None, cache: Cache | None = None) -> int:
    """Open the window and return the exit code when it is closed."""
    app = application()
    window = MainWindow(target, default_path(), cache=cache)
    window.show()
    quitter = SignalQuitter(app)
    code: int = app.exec()
    quitter.close()
    window.close_without_asking()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code
