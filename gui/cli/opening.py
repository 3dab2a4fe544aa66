"""The command `window`."""

import os
import sys
from collections.abc import Sequence

from core.scene import Scene
from gui.cli.kept import user_cache
from gui.cli.log import open_log
from gui.cli.output import CommandError
from gui.platform.diagnostics import explain_missing_display, explain_shallow_display, install_fatal_handler
from gui.wording.text import translated


def open_window(target: str | None, scenes: Sequence[Scene], *, no_cache: bool) -> int:
    """Open the window and return the exit code when it is closed.

    It opens at a target, if one is given; the `scenes` are those of a target that is a scene file.
    """
    missing = explain_missing_display(os.environ, sys.platform)
    if missing:
        raise CommandError(translated(missing))
    open_log()
    install_fatal_handler()
    from gui.platform.application import application
    from gui.window.run import run  # before the application, which keeps the collector off what is imported

    shallow = explain_shallow_display([screen.depth() for screen in application().screens()], os.environ)
    if shallow:
        raise CommandError(translated(shallow))

    return run(target, user_cache(no_cache=no_cache), scenes)
