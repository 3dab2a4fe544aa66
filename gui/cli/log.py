"""The log file, which receives tracebacks."""

import contextlib
import logging
from functools import cache
from pathlib import Path

import platformdirs

MAX_BYTES = 1_000_000
"""A log larger than this is overwritten when it is next opened."""


@cache
def open_log() -> Path:
    """Write warnings and errors to the log from now on; return its path."""
    path = platformdirs.user_log_path("thalweg", appauthor=False) / "thalweg.log"
    handler: logging.Handler = logging.NullHandler()  # without any handler, Python prints to standard error
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        full = path.exists() and path.stat().st_size > MAX_BYTES
        handler = logging.FileHandler(path, mode="w" if full else "a", encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.raiseExceptions = False  # an unwritable log must not print tracebacks
    return path


def log_error(what: str, error: Exception) -> tuple[str, Path]:
    """Log an error with its traceback under the title `what`; return its message on one line and the log's path."""
    path = open_log()
    logging.getLogger(__name__).error("%s", what, exc_info=error)
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    return reason[:300], path
