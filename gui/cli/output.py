"""Where answers go: standard output, files, and a bar on standard error while they are made."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Generator, Iterator
from typing import Protocol, TypeVar

from core.files import atomic_file, atomic_folder
from gui.cli.interrupts import check, guarded
from gui.wording.text import tr

T = TypeVar("T")
REFRESH = 0.1
"""Seconds between two states of the bar."""


class CommandError(Exception):
    """What was asked cannot be done: one sentence for the person who asked."""


class _Undo(Exception):  # noqa: N818  no error: it ends a block
    pass


class Progress(Protocol):
    """What every kind of progress can tell."""

    @property
    def fraction(self) -> float:
        """The share that is done."""


def say(sentence: str) -> None:
    """Tell a person something: on standard error, so that it never mixes with answers."""
    if sys.stderr is not None:  # pythonw has none
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


def put(answer: bytes) -> None:
    """Write to standard output, now."""
    if sys.stdout is None:
        raise CommandError(tr("There is no standard output to write to."))
    try:
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Who reads has enough. What is left in the buffer must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        # What is left in the buffer would be tried again at exit, and complained about.
        sys.stdout = None
        raise CommandError(tr("Standard output cannot be written: {reason}.", reason=error.strerror)) from error


def save(path: str, content: bytes) -> None:
    """Write a file, whole or not at all."""
    with guarded(), atomic_file(path) as temporary:
        temporary.write_bytes(content)
        check()


def try_out(path: str, *, folder: bool = False) -> None:
    """Raise FileError where `path` could not be written: before the work of minutes, not after it."""
    place = atomic_folder if folder else atomic_file
    with guarded(), contextlib.suppress(_Undo), place(path):
        raise _Undo


def drive(steps: Generator[Progress, None, T], title: str) -> T:
    """Run a generator to its end and return what it returns; a signal closes it at its next step."""
    with guarded(), _bar(title) as show, contextlib.closing(steps):
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                answer: T = stop.value
                return answer
            show(progress.fraction)
            check()


@contextlib.contextmanager
def _bar(title: str) -> Iterator[Callable[[float], None]]:
    """Give a function that shows a share done, on a terminal; elsewhere it does nothing."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task, due = bar.add_task(title, total=1.0), 0.0

        def show(share: float) -> None:
            nonlocal due
            if time.monotonic() >= due:
                bar.update(task, completed=share, refresh=True)
                due = time.monotonic() + REFRESH

        yield show
