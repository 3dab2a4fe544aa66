"""SIGINT, SIGTERM and SIGHUP end the process at once, or as soon as what it holds is put away.

An exception out of nowhere, Python's own answer to SIGINT, can strike between the creation of a
file and the note that it must be removed, or vanish in Qt's painting. So nothing is thrown:
outside of `guarded` there is nothing to put away, and inside of it `check` says where to stop.

Imports next to nothing: until `install` has run, Python's own answer still holds.
"""

import os
import signal
from collections.abc import Callable
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Interrupted(BaseException):
    """A signal came; `code` is what the process should exit with."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


class _State:
    """What the handler knows: how deep in guarded blocks the process is, and which signal waits."""

    depth = 0
    waiting = 0


def install() -> None:
    """Take over the signals that this system has."""
    _answer(_handle)


def ignore() -> None:
    """Ignore them from here on: all is done, and Python itself would let a late one end the process as failed."""
    _answer(signal.SIG_IGN)


def _answer(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for name in _NAMES:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handler)


def check() -> None:
    """Raise Interrupted where a signal has come."""
    if _State.waiting:
        raise Interrupted(_State.waiting)


class guarded:  # noqa: N801  used like a function
    """A block in which signals wait for the next `check`, or for its end."""

    def __enter__(self) -> None:
        _State.depth += 1

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        _State.depth -= 1
        if kind is None:
            check()


def _handle(number: int, _frame: FrameType | None) -> None:
    if not _State.depth:
        os._exit(128 + number)
    _State.waiting = _State.waiting or number
