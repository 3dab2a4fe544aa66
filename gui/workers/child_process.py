"""What happens at the far end of a pipe, in a process of its own: knows no Qt, so as to be ready soon."""

import time
import traceback
from collections.abc import Callable, Generator
from typing import Any, Protocol

from core.experiment import Progress

INTERVAL = 0.033
"""Seconds between two reports, at least: at most 30 a second, however often the run yields."""


class Pipe(Protocol):
    """What messages are sent through."""

    def send(self, message: Any, /) -> None:
        """Send what can be pickled."""


def answer(pipe: Pipe, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    """Call a function and send what comes of it: (kind, value).

    A kind is "progress" (of a generator, which is driven to its end), "returned" with the answer,
    or "failed" with the traceback.
    """
    try:
        value = function(*arguments)
        pipe.send(("returned", _drive(pipe, value) if isinstance(value, Generator) else value))
    except BrokenPipeError:
        return  # whoever asked is gone
    except Exception:  # noqa: BLE001  the parent raises it with this traceback
        pipe.send(("failed", traceback.format_exc()))


def _drive(pipe: Pipe, run: Generator[Progress[Any], None, Any]) -> Any:
    """Return what a run returns; send its latest progress now and then, and no partial result less than the last."""
    due, partial = 0.0, None
    while True:
        try:
            progress = next(run)
        except StopIteration as stop:
            return stop.value
        partial = partial if progress.partial is None else progress.partial
        if time.perf_counter() >= due:
            pipe.send(("progress", Progress(progress.fraction, partial)))
            due, partial = time.perf_counter() + INTERVAL, None
