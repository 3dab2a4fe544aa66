"""The code that runs in a child process and sends its outcome through a pipe. Imports no Qt, so it starts fast."""

import time
import traceback
from collections.abc import Callable, Generator
from typing import Any, Protocol

from core.run import Progress

REPORT_INTERVAL_S = 0.033
"""Least time between two progress messages: at most 30 a second, however often the run yields."""


class Pipe(Protocol):
    """The sending end of a connection."""

    def send(self, message: Any, /) -> None:
        """Send a picklable message."""


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
    next_report, partial = 0.0, None
    while True:
        try:
            progress = next(run)
        except StopIteration as stop:
            return stop.value
        partial = partial if progress.partial is None else progress.partial
        if time.perf_counter() >= next_report:
            pipe.send(("progress", Progress(progress.fraction, partial)))
            next_report, partial = time.perf_counter() + REPORT_INTERVAL_S, None
