"""Child processes: a call in one, and a run with its tasks in several. Imports no Qt."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from core.experiment import Result, new_run_number
from core.run import Progress, Run, run_with_tasks
from gui.workers.child_process import serve

POLL_S = 0.005
"""Seconds that a call in a child waits for its next message before it yields."""
MIN_CHILDREN, MAX_CHILDREN = 2, 4
"""Children that a run has at once: half of the processors, within these bounds."""
NICENESS = 5
"""How far the tasks of a run step back behind the window, which paints meanwhile; what is timed does not."""

T = TypeVar("T")


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block keyboard interrupts in this thread and in processes that it starts, which would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # only where there are signals to block

    resource_tracker.ensure_running()  # every child starts it if it does not run, and that would end the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Child:
    """A process that makes one call after the other."""

    def __init__(self, niceness: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe: Connection
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other, niceness), daemon=True)
        with _interrupts_blocked():
            self._process.start()
        other.close()

    def call(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Generator[Progress[Any], None, Any]:
        """Make a call, and return its value; see `run_in_process`."""
        fraction, number = 0.0, new_run_number()
        try:
            self._pipe.send((function, arguments))
            while True:
                if not self._pipe.poll(POLL_S):
                    yield Progress(fraction)
                    continue
                kind, value = self._pipe.recv()
                if kind == "failed":
                    raise RuntimeError(value)
                if kind == "returned":
                    return _with_number(value, number)
                fraction = value.fraction
                yield Progress(fraction, _with_number(value.partial, number))
        except (EOFError, ConnectionError):
            self._process.join()
            raise RuntimeError(f"the process ended with code {self._process.exitcode} and no answer") from None

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


class Children:
    """Child processes that are started when they are needed and used again; `close` kills them."""

    def __init__(self, niceness: int = 0) -> None:
        self._niceness = niceness
        self._all, self._idle = list[_Child](), list[_Child]()

    def start(self, function: Callable[..., Any], *arguments: Any) -> Generator[Progress[Any], None, Any]:
        """Call `function(*arguments)` in a child, and return its value; see `run_in_process`."""
        child = self._idle.pop() if self._idle else self._new()
        value = yield from child.call(function, arguments)
        self._idle.append(child)
        return value

    def close(self) -> None:
        """Kill all children, whether they are idle or not."""
        for child in self._all:
            child.kill()
        self._all.clear()
        self._idle.clear()

    def _new(self) -> _Child:
        self._all.append(child := _Child(self._niceness))
        return child


def run_in_process(function: Callable[..., Any], *arguments: Any) -> Generator[Progress[Any], None, Any]:
    """Call `function(*arguments)` in a child process and return its value; a generator is run to its end there.

    For work that cannot be interrupted or must not share this interpreter, such as timing
    measurements. This is itself a run: it yields while it waits, passes on the progress of a run in
    the child, and closing it kills the child. `function` must be importable by name; its arguments,
    its value and its progress must be picklable.

    Raises
    ------
    RuntimeError
        With the traceback of the child when the function raised there, or when the child died without an answer.

    """
    children = Children()
    try:
        return (yield from children.start(function, *arguments))
    finally:
        children.close()


def run_beside(job: Callable[[], Run[T]]) -> Run[T]:
    """Run `job()` here, and its tasks in child processes, several at once; closing it kills them.

    Raises
    ------
    RuntimeError
        As `run_in_process`, for a task.

    """
    children = Children(NICENESS)
    try:
        return (yield from run_with_tasks(job(), children.start, children_at_once()))
    finally:
        children.close()


def children_at_once() -> int:
    """Return how many tasks of a run are computed at the same time."""
    return min(max((os.cpu_count() or 1) // 2, MIN_CHILDREN), MAX_CHILDREN)


def _with_number(value: Any, number: int) -> Any:
    """Return a result with a run number of this process, since each counts from 1; return any other value as it is."""
    return replace(value, run=number) if isinstance(value, Result) else value
