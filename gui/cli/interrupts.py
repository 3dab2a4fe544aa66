"""Signal handlers: SIGINT, SIGTERM and SIGHUP end the process at once, or inside `guarded` after its clean-up.

Python's default handler raises KeyboardInterrupt at any point: also between the creation of a temporary file
and the registration of its removal, or inside a Qt paint event, which swallows it. These handlers raise nothing.
Outside of `guarded` they exit, as there is nothing to clean up; inside of it, `check` raises at a safe point.

Imports almost nothing, since Python's default handler is active until `install` has run.
"""

import os
import signal
from collections.abc import Callable
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Interrupted(BaseException):
    """A signal arrived; `code` is the exit code for it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


class _State:
    """The state of the handler: the nesting depth of guarded blocks, and the pending signal or 0."""

    depth = 0
    pending = 0


def install() -> None:
    """Install the handler for those of the signals that this system has."""
    _set_handler(_handle)


def ignore() -> None:
    """Ignore the signals: a late one must not change the exit code of a finished process."""
    _set_handler(signal.SIG_IGN)


def _set_handler(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for name in _NAMES:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handler)


def check() -> None:
    """Raise Interrupted if a signal is pending."""
    if _State.pending:
        raise Interrupted(_State.pending)


class guarded:  # noqa: N801  used like a function
    """A block in which signals stay pending until the next `check` or its end."""

    def __enter__(self) -> None:
        _State.depth += 1

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        _State.depth -= 1
        if kind is None:
            check()


def _handle(number: int, _frame: FrameType | None) -> None:
    if not _State.depth:
        os._exit(128 + number)
    _State.pending = _State.pending or number
