"""Sees whatever goes wrong in a process, and how much memory it has."""

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

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest

from gui.platform.application import process_deferred_deletes

IGNORED = "This plugin does not support"
MOST = 40
"""Faults that are told; a thing that goes wrong at every frame would else fill the screen."""


class Watch(logging.Handler):
    """Collects uncaught exceptions, logged warnings and errors, and what Qt warns of, each with what was done last."""

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
        """Write down what is about to be done."""
        self._last = words
        self._trail.write(words + "\n")

    def fault(self, words):
        """Write down that something went wrong."""
        if len(self.faults) < MOST:
            self.faults.append(f"{words} [after: {self._last}]")

    def emit(self, record):
        """Take up what was logged."""
        trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self.fault(f"logged by {record.name}: {record.getMessage()}\n{trace}".rstrip())

    def at_half(self):
        """Remember the memory half-way."""
        self.half = memory()

    def report(self):
        """Return everything, with the memory of this moment as that of the end."""
        self.final = memory()
        return {"counts": self.counts, "half": self.half, "final": self.final, "faults": self.faults}

    def _install(self):
        sys.excepthook = self._raised
        sys.unraisablehook = lambda what: self._raised(type(what.exc_value), what.exc_value, what.exc_traceback)
        threading.excepthook = lambda what: self._raised(what.exc_type, what.exc_value, what.exc_traceback)
        qInstallMessageHandler(self._said)

    def _raised(self, kind, error, trace):
        self.fault("raised: " + "".join(traceback.format_exception(kind, error, trace)).rstrip())

    def _said(self, kind, _context, words):
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and IGNORED not in words:
            self.fault(f"Qt: {words}")


def wait_for(condition, milliseconds):
    """Let the window live until something holds; return whether it came about in time."""
    end = time.perf_counter() + milliseconds / 1e3
    while not condition():
        if time.perf_counter() > end:
            return False
        QTest.qWait(2)
    return True


def memory():
    """Return the megabytes that this process holds, after everything was given back that can be."""
    for _ in range(3):
        process_deferred_deletes()
        gc.collect()
    # What is free but kept by the allocator tells only how high the last peak was.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, text=True, check=True)
    return int(said.stdout) / 1e3
