"""The log: where tracebacks go instead of the screen."""

import contextlib
import logging
from functools import cache
from pathlib import Path

import platformdirs

LARGEST = 1_000_000
"""Bytes at which the log starts anew."""


@cache
def open_log() -> Path:
    """Have warnings and errors written to the log from now on; return its path."""
    path = platformdirs.user_log_path("thalweg", appauthor=False) / "thalweg.log"
    handler: logging.Handler = logging.NullHandler()  # else Python prints what nobody handles
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        full = path.exists() and path.stat().st_size > LARGEST
        handler = logging.FileHandler(path, mode="w" if full else "a", encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.raiseExceptions = False  # a log that cannot be written is no reason to print a traceback
    return path


def record(what: str, error: Exception) -> tuple[str, Path]:
    """Log an error with its traceback under `what`; return what it says, on one line, and where the log is."""
    path = open_log()
    logging.getLogger(__name__).error("%s", what, exc_info=error)
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return reason[:300], path
