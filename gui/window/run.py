"""Runs the window until it is closed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent

from core.cache import Cache
from core.scene import Scene
from gui.platform.application import SignalQuitter, application
from gui.session.recovery import Recovery, default_folder
from gui.window.main_window import MainWindow
from gui.window.settings import default_path


def run(target: str | None = None, cache: Cache | None = None, scenes: Sequence[Scene] = ()) -> int:
    """Open the window and return the exit code when it is closed.

    It opens at a target, the address of an experiment or of an obstacle; or at the first of the scenes of a file, of
    which `target` is then the path, or the path with # and the `id` of the scene.
    """
    app = application()
    window = MainWindow(scenes[0].target if scenes else target, default_path(), cache=cache)
    window.show()
    window.keep_changes_in(Recovery(default_folder()))
    if scenes:
        window.load_scenes(_path_of(str(target)), scenes[0].id)
    quitter = SignalQuitter(app)
    code: int = app.exec()
    quitter.close()
    window.close_without_asking()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code


def _path_of(target: str) -> str:
    """Return the path of a scene file, without the `id` of a scene in it."""
    return target if Path(target).is_file() else target.rpartition("#")[0]
