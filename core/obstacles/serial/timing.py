"""Measures the time of a step: warm-up, repeats and quartiles."""

import time
from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import numpy as np

from core.run import Progress

MIN_TIMED_SECONDS = 0.004
"""Smallest time in seconds of the steps timed together: long against the clock's ticks, short against 10 ms."""


class Timing(NamedTuple):
    """Seconds per step: the median and the quartiles of the repeats."""

    median: float
    q25: float
    q75: float


def time_steps(
    advance: Callable[[int], object], repeats: int, part: int, parts: int
) -> Generator[Progress[Any], None, Timing]:
    """Measure the seconds per step of `advance(count)`; this is part `part`, counted from 0, of `parts` of a run.

    The number of steps timed together is doubled until they take `MIN_TIMED_SECONDS` twice in a row. This
    warms up caches and clocks, and a single interruption has no effect.
    """
    count = 1
    advance(count)
    yield Progress(part / parts)
    while min(_time(advance, count), _time(advance, count)) < MIN_TIMED_SECONDS:
        count *= 2
        yield Progress(part / parts)
    times = []
    for done in range(repeats):
        yield Progress((part + done / repeats) / parts)
        times.append(_time(advance, count) / count)
    low, median, high = np.quantile(times, (0.25, 0.5, 0.75)).tolist()
    return Timing(median, low, high)


def _time(advance: Callable[[int], object], count: int) -> float:
    begin = time.perf_counter()
    advance(count)
    return time.perf_counter() - begin
