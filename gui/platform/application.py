"""The one QApplication: its platform, fonts, style and names, and what happens to errors that nobody caught."""

import gc
import logging
import os
import signal
import socket
import sys
import threading
from importlib.resources import as_file, files
from types import FrameType, TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QFontInfo, QIcon
from PySide6.QtWidgets import QApplication

from gui.platform.diagnostics import explain_missing_font
from gui.style.theme import FAMILY, font
from gui.wording.text import translated

log = logging.getLogger(__name__)

_SCALING = ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME")


def headless() -> None:
    """Paint without a display, whatever the surroundings ask for; to be called before `application`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in _SCALING:
        os.environ.pop(name, None)


def application() -> QApplication:
    """Return the application, made ready at the first call.

    Raises
    ------
    SystemExit
        With one sentence when the bundled fonts cannot be used: without them text would be
        missing or different, and nothing would say so.

    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    app = QApplication(["thalweg"])
    app.setApplicationName("thalweg")
    app.setApplicationDisplayName("Thalweg")
    app.setOrganizationName("thalweg")
    app.setDesktopFileName("thalweg")
    app.setStyle("Fusion")
    _register_fonts()
    _set_icon(app)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    # What has been imported stays: to look through it for garbage stops the window, and every run, for 0.1 s each time.
    gc.freeze()
    return app


def sweep() -> None:
    """Delete now what was to be deleted later: a command has no event loop that would."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _register_fonts() -> None:
    for file in sorted((files("resources") / "fonts").iterdir(), key=lambda file: file.name):
        if file.name.endswith((".otf", ".ttf")):
            with as_file(file) as path:
                QFontDatabase.addApplicationFont(str(path))
    if QFontInfo(font(16)).family() != FAMILY:
        sys.exit(translated(explain_missing_font(FAMILY)))


def _set_icon(app: QApplication) -> None:
    icon = files("resources") / "icons" / "thalweg.svg"
    if icon.is_file():
        with as_file(icon) as path:
            app.setWindowIcon(QIcon(str(path)))


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what reached the top, such as an exception in a slot; the window lives on."""
    log.error("uncaught error", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    error = arguments.exc_value or arguments.exc_type()
    log.error("uncaught error in a thread", exc_info=(arguments.exc_type, error, arguments.exc_traceback))


class SignalQuitter(QObject):
    """Lets SIGINT and SIGTERM end the event loop, with the exit code that a shell expects.

    Python runs its signal handlers only between its own instructions, and an idle event loop
    executes none: the wake-up descriptor makes Qt call us as soon as a signal has come. The loop
    is left through its own queue, so that a signal before its start ends it too.
    """

    came = Signal(int)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.settimeout(0)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self.came.connect(self._quit, Qt.ConnectionType.QueuedConnection)
        signal.set_wakeup_fd(self._write.fileno())
        numbers = (signal.SIGINT, signal.SIGTERM)
        self._before = {number: signal.signal(number, self._handle) for number in numbers}

    def close(self) -> None:
        """Stop listening."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        self.came.emit(number)

    @Slot()
    def _drain(self) -> None:
        self._read.recv(64)

    @Slot(int)
    def _quit(self, number: int) -> None:
        self._app.exit(128 + number)
