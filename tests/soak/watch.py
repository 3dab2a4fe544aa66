"""Records the faults of a process and its memory."""

import ctypes
import gc
import logging
import os
import subprocess
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, QtMsgType, qInstallMessageHandler

from gui.platform.application import process_deferred_deletes

IGNORED = "This plugin does not support"
MAX_FAULTS = 40
"""Maximum number of reported faults: one at every frame would fill the screen."""


class Watch(logging.Handler):
    """Collects uncaught exceptions, logged warnings and errors, and warnings of Qt, each with the last action."""

    def __init__(self, trail):
        super().__init__(logging.WARNING)
        self.faults, self.counts = [], {}
        self.half = self.final = 0.0
        self._last = "nothing yet"
        self._trail = trail.open("w", encoding="utf-8", buffering=1)
        logging.getLogger().addHandler(self)
        logging.captureWarnings(True)
        self._install()

    def note(self, words):
        """Record the next action."""
        self._last = words
        self._trail.write(words + "\n")

    def fault(self, words):
        """Record a fault."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(f"{words} [after: {self._last}]")

    def emit(self, record):
        """Record a log record as a fault."""
        trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self.fault(f"logged by {record.name}: {record.getMessage()}\n{trace}".rstrip())

    def at_half(self):
        """Record the memory half-way."""
        self.half = memory()

    def report(self):
        """Return all records, with the current memory as that at the end."""
        self.final = memory()
        return {"counts": self.counts, "half": self.half, "final": self.final, "faults": self.faults}

    def _install(self):
        sys.excepthook = self._record_exception
        sys.unraisablehook = lambda what: self._record_exception(
            type(what.exc_value), what.exc_value, what.exc_traceback
        )
        threading.excepthook = lambda what: self._record_exception(what.exc_type, what.exc_value, what.exc_traceback)
        qInstallMessageHandler(self._record_qt_message)

    def _record_exception(self, kind, error, trace):
        self.fault("raised: " + "".join(traceback.format_exception(kind, error, trace)).rstrip())

    def _record_qt_message(self, kind, _context, words):
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and IGNORED not in words:
            self.fault(f"Qt: {words}")


def run_events(milliseconds):
    """Run the event loop for a time.

    `QTest.qWait` would keep Python's lock while it sleeps, so that the worker hardly gets a turn.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(condition, milliseconds):
    """Run the event loop until a condition holds; return whether it did in time."""
    end = time.perf_counter() + milliseconds / 1e3
    while not condition():
        if time.perf_counter() > end:
            return False
        run_events(2)
    return True


def memory():
    """Return the resident megabytes of this process, after freeing unused memory."""
    for _ in range(3):
        process_deferred_deletes()
        gc.collect()
    # Free memory that the allocator keeps would only show the height of the last peak.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    done = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1e3
