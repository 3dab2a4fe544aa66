"""Runs the window until it is closed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent

from core.cache import Cache
from core.scene import Scene
from gui.platform.application import SignalQuitter, application
from gui.window.main_window import MainWindow
from gui.window.settings import default_path


def run(target: str | None = None, cache: Cache | None = None, scenes: Sequence[Scene] = ()) -> int:
    """Open the window and return the exit code when it is closed.

    It opens at a target, the address of an experiment or of an obstacle; or at the first of the scenes of a file, whose
    name `target` is then.
    """
    app = application()
    window = MainWindow(scenes[0].target if scenes else target, default_path(), cache=cache)
    window.show()
    if scenes:
        window.show_scenes(scenes, Path(str(target)).name)
    quitter = SignalQuitter(app)
    code: int = app.exec()
    quitter.close()
    window.close_without_asking()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code
