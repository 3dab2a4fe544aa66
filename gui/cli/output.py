"""Output: results to standard output or files, messages and a progress bar to standard error."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Generator, Iterator
from typing import Protocol, TypeVar

from core.files import atomic_file, atomic_folder, has_other_names
from gui.cli.interrupts import check, guarded
from gui.wording.text import escaped, tr

T = TypeVar("T")
REFRESH_INTERVAL_S = 0.1
"""Seconds between two updates of the progress bar."""


class CommandError(Exception):
    """A command cannot be carried out; the message is one sentence for the user."""


class _Rollback(Exception):  # noqa: N818  not an error: leaves a block so that it keeps nothing
    pass


class Progress(Protocol):
    """The part that all kinds of progress share."""

    @property
    def fraction(self) -> float:
        """The fraction that is done, from 0 to 1."""


def print_message(message: str) -> None:
    """Write a message to standard error on one line, so that it does not mix with results.

    Control characters, such as those of a path, are escaped: a terminal would obey them.
    """
    if sys.stderr is not None:  # pythonw has none
        sys.stderr.write(f"{escaped(message)}\n")
        sys.stderr.flush()


def write_stdout(content: bytes) -> None:
    """Write to standard output and flush.

    Raises
    ------
    CommandError
        If there is no standard output or it cannot be written.

    """
    if sys.stdout is None:
        raise CommandError(tr("There is no standard output to write to."))
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has closed the pipe. Python must not try again at exit to flush the buffer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        # Python would try again at exit to flush the buffer, and print an error.
        sys.stdout = None
        raise CommandError(tr("Standard output cannot be written: {reason}.", reason=error.strerror)) from error


def write_file(path: str, content: bytes) -> None:
    """Write a file atomically."""
    with telling_hard_link(path), guarded(), atomic_file(path) as temporary:
        temporary.write_bytes(content)
        check()


@contextlib.contextmanager
def telling_hard_link(path: str) -> Iterator[None]:
    """Say after a block that replaces the file at `path` that its other names keep the old one, if it has any."""
    has_others = has_other_names(path)
    yield
    if has_others:
        name = os.path.basename(path)
        print_message(tr("{name} had other names (hard links): they keep the old file.", name=name))


def check_writable(path: str, *, folder: bool = False) -> None:
    """Raise FileError if `path` cannot be written; to be called before a long computation."""
    open_target = atomic_folder if folder else atomic_file
    with guarded(), contextlib.suppress(_Rollback), open_target(path):
        raise _Rollback


def make_folder(folder: str) -> None:
    """Make a folder where there is none.

    Raises
    ------
    CommandError
        If it cannot be made, or is no folder.

    """
    try:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError as error:
        raise CommandError(tr("{folder} cannot be used: it is not a folder.", folder=folder)) from error
    except OSError as error:
        raise CommandError(
            tr("The folder {folder} cannot be made: {reason}.", folder=folder, reason=error.strerror)
        ) from error


def run_with_progress(steps: Generator[Progress, None, T], title: str) -> T:
    """Run a generator with a progress bar and return its result; a signal closes it at its next step."""
    with guarded(), _progress_bar(title) as show, contextlib.closing(steps):
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                result: T = stop.value
                return result
            show(progress.fraction)
            check()


@contextlib.contextmanager
def _progress_bar(title: str) -> Iterator[Callable[[float], None]]:
    """Yield a function that shows a fraction as a progress bar; it does nothing unless on a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _fraction: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task, next_update = bar.add_task(title, total=1.0), 0.0

        def show(fraction: float) -> None:
            nonlocal next_update
            if time.monotonic() >= next_update:
                bar.update(task, completed=fraction, refresh=True)
                next_update = time.monotonic() + REFRESH_INTERVAL_S

        yield show
