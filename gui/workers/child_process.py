"""The code that runs in a child process and sends the outcome of calls. Imports no Qt, so it starts fast."""

import os
import signal
import time
import traceback
from collections.abc import Callable, Generator
from typing import Any, Protocol

from core.run import Progress, in_this_process

REPORT_INTERVAL_S = 0.033
"""Least time between two progress messages: at most 30 a second, however often the run yields."""


class Pipe(Protocol):
    """A connection to the parent."""

    def recv(self) -> Any:
        """Return the next message; raises EOFError where the other end is closed."""

    def send(self, message: Any, /) -> None:
        """Send a picklable message."""


def serve(pipe: Pipe, niceness: int = 0) -> None:
    """Receive calls (function, arguments) and make them, one after the other, until the parent has gone.

    A niceness above 0 leaves the processor to others first, where the system knows it. An interrupt from the keyboard
    reaches every process of a terminal; the parent, which handles it, ends this one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    while True:
        try:
            function, arguments = pipe.recv()
        except (EOFError, ConnectionError):
            return
        call_and_send(pipe, function, arguments)


def call_and_send(pipe: Pipe, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Call a function and send messages (kind, value) about it.

    The kind is "progress" (of a returned generator, which is run to its end), "returned" with the
    return value, or "failed" with the traceback.
    """
    try:
        value = function(*arguments)
        pipe.send(("returned", _run_to_end(pipe, value) if isinstance(value, Generator) else value))
    except BrokenPipeError:
        return  # the parent has closed its end
    except Exception:  # noqa: BLE001  the parent raises it with this traceback
        pipe.send(("failed", traceback.format_exc()))


def _run_to_end(pipe: Pipe, run: Generator[Progress[Any], None, Any]) -> Any:
    """Return what a run returns; send its latest progress at most once per interval, with its newest partial result."""
    next_report, partial, run = 0.0, None, in_this_process(run)
    while True:
        try:
            progress = next(run)
        except StopIteration as stop:
            return stop.value
        partial = partial if progress.partial is None else progress.partial
        if time.perf_counter() >= next_report:
            pipe.send(("progress", Progress(progress.fraction, partial)))
            next_report, partial = time.perf_counter() + REPORT_INTERVAL_S, None
