"""Explains in one sentence what is missing and what to install: a system library, a display, the font.

Imports no Qt at module level, so that it works where Qt cannot be imported.
"""

import atexit
import ctypes
import logging
import os
import re
import sys
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from core.message import Message
from gui.wording.text import escaped

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

MIN_DEPTH = 15
"""Fewest bits per pixel of a screen on which Qt can paint a window."""
_UNLOADABLE = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")


class Library(NamedTuple):
    """A shared library that Qt loads from the system: its file name, its Debian package, and its use."""

    name: str
    package: str
    use: str


@cache
def libraries() -> tuple[Library, ...]:
    """Return the libraries that Qt loads; `use` is pictures, x11 or wayland. `make setup` reads the same table."""
    table = files("resources").joinpath("data/system-libraries.txt").read_text(encoding="utf-8")
    return tuple(Library(*row.split()) for row in table.splitlines() if not row.startswith("#"))


def can_load(name: str) -> bool:
    """Return whether the shared library `name` and its dependencies can be loaded."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


CanLoad = Callable[[str], bool]


def missing_libraries(uses: Container[str], loads: CanLoad = can_load) -> tuple[Library, ...]:
    """Return the libraries for `uses` that cannot be loaded, in the order of the table."""
    return tuple(library for library in libraries() if library.use in uses and not loads(library.name))


def explain_import_error(error: BaseException, loads: CanLoad = can_load) -> Message | None:
    """Return what to install if `error` or one of its causes is a missing system library, else None."""
    cause: BaseException | None = error
    while cause is not None:
        match = _UNLOADABLE.search(str(cause)) if isinstance(cause, ImportError) else None
        if match:
            return _explain_library(match[1], loads)
        cause = cause.__cause__ or cause.__context__
    return None


def _explain_library(name: str, loads: CanLoad) -> Message:
    packages = {library.name: library.package for library in libraries()}
    if name not in packages:
        return Message(
            "The system library {library} cannot be loaded; install the package that provides it.", library=name
        )
    required = [packages[name], *(library.package for library in missing_libraries({"pictures"}, loads))]
    return Message(
        "The system library {library} cannot be loaded; install Debian's package {package} "
        "and what else Qt needs with: sudo apt-get install {packages}",
        library=name,
        package=packages[name],
        packages=" ".join(dict.fromkeys(required)),
    )


def explain_missing_display(environ: Mapping[str, str], platform: str) -> Message | None:
    """Return why no window can open on `platform` (as in sys.platform) under `environ`, or None."""
    chosen = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    needs_display = chosen in {"", "xcb"} or chosen.startswith("wayland")
    has_display = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return _missing_display() if platform.startswith("linux") and needs_display and not has_display else None


def _missing_display() -> Message:
    return Message(
        "There is no display (DISPLAY and WAYLAND_DISPLAY are not set), so no window can open; "
        "thalweg render and thalweg gallery need none."
    )


def explain_shallow_display(depths: Iterable[int], environ: Mapping[str, str]) -> Message | None:
    """Return why no window can open on screens with these bits per pixel, or None.

    Below `MIN_DEPTH` Qt has no image in the format of the screen, and painting on it is a segmentation fault.
    """
    least = min(depths, default=MIN_DEPTH)
    if least >= MIN_DEPTH:
        return None
    return Message(
        "The display {display} has {depth} bits per pixel, but a window needs {least} or more; "
        "thalweg render and thalweg gallery need no display.",
        display=environ.get("DISPLAY", ""),
        depth=least,
        least=MIN_DEPTH,
    )


def explain_qt_fatal(message: str, environ: Mapping[str, str] = os.environ, loads: CanLoad = can_load) -> Message:
    """Return one sentence for a fatal `message` of Qt; it names the missing libraries."""
    if "platform plugin" not in message:
        return Message("Qt had to stop: {message}", message=" ".join(message.split()))
    chosen = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    uses = {"pictures"}
    if chosen.startswith("wayland") or (not chosen and environ.get("WAYLAND_DISPLAY")):
        uses.add("wayland")
    if chosen in {"", "xcb"} and (environ.get("DISPLAY") or "wayland" not in uses):
        uses.add("x11")
    missing = missing_libraries(uses, loads)
    if missing:
        return Message(
            "Qt cannot open a window because {libraries} cannot be loaded; install what is missing with: "
            "sudo apt-get install {packages}",
            libraries=", ".join(library.name for library in missing),
            packages=" ".join(dict.fromkeys(library.package for library in missing)),
        )
    if chosen not in {"", "xcb"} and "wayland" not in uses:
        return Message(
            "Qt cannot open a window with QT_QPA_PLATFORM={platform}; unset it to let Qt choose.",
            platform=environ["QT_QPA_PLATFORM"],
        )
    return _unreachable_display(environ.get("WAYLAND_DISPLAY" if "wayland" in uses else "DISPLAY"))


def _unreachable_display(display: str | None) -> Message:
    if not display:
        return _missing_display()
    return Message(
        "Qt cannot open a window on the display {display}; is it running, and open to this user?", display=display
    )


def explain_missing_font(family: str) -> Message:
    """Return what to do when the bundled font `family` cannot be loaded."""
    return Message(
        "The font {family} that comes with Thalweg cannot be loaded from {folder}, so no text could be drawn; "
        "install Thalweg again.",
        family=family,
        folder=files("resources").joinpath("fonts"),
    )


def install_fatal_handler() -> None:
    """Log Qt's messages under gui.qt; on a fatal one, print one sentence to standard error and exit with code 1.

    Before it fails, Qt prints several warnings about a platform plugin. They are logged as information, so that
    only the sentence is printed.
    """
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
    }
    log = logging.getLogger("gui.qt")

    def handle(kind: "QtMsgType", context: "QMessageLogContext", message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            _print_and_exit(explain_qt_fatal(message))
        if "connection broke" in message:  # Qt ends the process with code 1
            _print(Message("The connection to the display broke, so the window is closed."))
        category = str(getattr(context, "category", "") or "")
        level = logging.INFO if category.startswith("qt.qpa") else levels.get(kind, logging.WARNING)
        log.log(level, "%s", message)

    qInstallMessageHandler(handle)
    # Qt prints messages while the interpreter shuts down, when a Python handler can no longer run.
    atexit.register(qInstallMessageHandler, None)


def _print(sentence: str) -> None:
    if sys.stderr is not None:  # pythonw has none
        sys.stderr.write(f"{escaped(sentence)}\n")
        sys.stderr.flush()


def _print_and_exit(sentence: str) -> None:
    _print(sentence)
    os._exit(1)
