"""How long a step takes: warm-up, repeats, and quartiles, since other work on a machine only ever makes it slower."""

import time
from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import numpy as np

from core.experiment import Progress

SPAN = 0.004
"""Seconds that steps are timed together, at least: long beside the clock's ticks, short beside 10 ms between yields."""


class Timing(NamedTuple):
    """Seconds a step: the median of the repeats, and the quartiles around it."""

    median: float
    q25: float
    q75: float


def time_steps(
    advance: Callable[[int], object], repeats: int, part: int, parts: int
) -> Generator[Progress[Any], None, Timing]:
    """Measure how long `advance(count)` takes a step: part `part` of a run that has `parts`, counted from 0.

    The number of steps that are timed together is doubled until they take `SPAN`, twice running:
    that warms up caches and clocks, and one interruption cannot pass for slowness.
    """
    count = 1
    advance(count)
    yield Progress(part / parts)
    while min(_time(advance, count), _time(advance, count)) < SPAN:
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
