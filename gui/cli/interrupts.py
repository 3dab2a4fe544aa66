"""SIGINT, SIGTERM and SIGHUP end the process at once, or as soon as what it holds is put away.

An exception out of nowhere, Python's own answer to SIGINT, can strike between the creation of a
file and the note that it must be removed, or vanish in Qt's painting. So nothing is thrown:
outside of `guarded` there is nothing to put away, and inside of it `check` says where to stop.
"""

import contextlib
import os
import signal
from collections.abc import Iterator
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
    for name in _NAMES:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _handle)


def check() -> None:
    """Raise Interrupted where a signal has come."""
    if _State.waiting:
        raise Interrupted(_State.waiting)


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Let signals wait for the next `check`, or for the end of the block."""
    _State.depth += 1
    try:
        yield
    finally:
        _State.depth -= 1
    check()


def _handle(number: int, _frame: FrameType | None) -> None:
    if not _State.depth:
        os._exit(128 + number)
    _State.waiting = _State.waiting or number
