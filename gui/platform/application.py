"""The QApplication: its platform, fonts, style and names, and the handlers of uncaught errors and of signals."""

import gc
import locale
import logging
import os
import signal
import socket
import sys
import threading
from importlib.resources import as_file, files
from types import FrameType, TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QHashSeed, QObject, QSocketNotifier, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QFontInfo, QIcon
from PySide6.QtWidgets import QApplication

from gui.platform.diagnostics import explain_missing_font
from gui.style.theme import FAMILY, MONOSPACED_FAMILY, font
from gui.wording.text import escaped, translated

log = logging.getLogger(__name__)

_SCALING = ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME")


def use_offscreen_platform() -> None:
    """Select Qt's offscreen platform and ignore scaling settings of the environment; call it before `application`."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in _SCALING:
        os.environ.pop(name, None)


def application() -> QApplication:
    """Return the application; the first call creates it and sets it up.

    Raises
    ------
    SystemExit
        When the bundled fonts cannot be used, with a sentence: text would be missing or different
        without an error from Qt.

    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    # With a random seed a PDF lists its fonts in another order at every run.
    QHashSeed.setDeterministicGlobalSeed()
    app = QApplication(["thalweg"])
    # Qt sets the locale of the environment, in which x264 writes its settings into a film: crf=18,0 in German.
    locale.setlocale(locale.LC_NUMERIC, "C")
    app.setApplicationName("thalweg")
    app.setApplicationDisplayName("Thalweg")
    app.setOrganizationName("thalweg")
    app.setDesktopFileName("thalweg")
    app.setStyle("Fusion")
    _register_fonts()
    _set_icon(app)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    # Collecting the garbage of imported modules stopped the window for 0.1 s each time: its longest freeze while
    # playing the heaviest horizon fell from 273 to 57 ms.
    gc.freeze()
    return app


def process_deferred_deletes() -> None:
    """Delete the objects on which `deleteLater` was called; a command has no event loop to do it."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _register_fonts() -> None:
    for file in sorted((files("resources") / "fonts").iterdir(), key=lambda file: file.name):
        if file.name.endswith((".otf", ".ttf")):
            with as_file(file) as path:
                QFontDatabase.addApplicationFont(str(path))
    for family, face in ((FAMILY, font(16)), (MONOSPACED_FAMILY, font(16, monospaced=True))):
        if QFontInfo(face).family() != family:
            sys.exit(escaped(translated(explain_missing_font(family))))


def _set_icon(app: QApplication) -> None:
    icon = files("resources") / "icons" / "thalweg.svg"
    if icon.is_file():
        with as_file(icon) as path:
            app.setWindowIcon(QIcon(str(path)))


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an uncaught exception, such as one in a slot; the window stays open."""
    log.error("uncaught error", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    error = arguments.exc_value or arguments.exc_type()
    log.error("uncaught error in a thread", exc_info=(arguments.exc_type, error, arguments.exc_traceback))


class SignalQuitter(QObject):
    """Ends the event loop on SIGINT, SIGTERM and, where there is one, SIGHUP, with the exit code 128 + signal number.

    Python runs signal handlers only between bytecode instructions, and an idle event loop executes
    none: the wake-up descriptor makes Qt call Python when a signal arrives. The connection is queued,
    so that a signal before the start of the loop also ends it.
    """

    signal_received = Signal(int)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._read, self._write = socket.socketpair()
        for socket_end in (self._read, self._write):
            socket_end.settimeout(0)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self.signal_received.connect(self._quit, Qt.ConnectionType.QueuedConnection)
        signal.set_wakeup_fd(self._write.fileno())
        names = ("SIGINT", "SIGTERM", "SIGHUP")
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        self._previous_handlers = {number: signal.signal(number, self._handle) for number in numbers}

    def close(self) -> None:
        """Restore the previous signal handlers."""
        for number, handler in self._previous_handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        self.signal_received.emit(number)

    @Slot()
    def _drain(self) -> None:
        self._read.recv(64)

    @Slot(int)
    def _quit(self, number: int) -> None:
        self._app.exit(128 + number)
