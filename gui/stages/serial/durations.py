"""Durations as text in convenient units, from nanoseconds to years."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from gui.wording.text import Sentence, Span, number, tr, tr_noop, translated


class _Unit(NamedTuple):
    seconds: float
    below: float
    """The unit is used for shorter times than this, in seconds."""
    template: str


_YEAR = 365.25 * 86_400
_UNITS = (
    _Unit(1e-9, 1e-6, tr_noop("{value} ns")),
    _Unit(1e-6, 1e-3, tr_noop("{value} µs")),
    _Unit(1e-3, 0.1, tr_noop("{value} ms")),
    _Unit(1.0, 120.0, tr_noop("{value} s")),
    _Unit(60.0, 7_200.0, tr_noop("{value} min")),
    _Unit(3_600.0, 172_800.0, tr_noop("{value} h")),
    _Unit(86_400.0, 2 * _YEAR, tr_noop("{value} days")),
    _Unit(_YEAR, math.inf, tr_noop("{value} years")),
)
_TICKS = {
    1e-9: tr_noop("1 ns"),
    1e-6: tr_noop("1 µs"),
    1e-3: tr_noop("1 ms"),
    1.0: tr_noop("1 s"),
    60.0: tr_noop("1 min"),
    3_600.0: tr_noop("1 h"),
    86_400.0: tr_noop("1 day"),
    _YEAR: tr_noop("1 year"),
    1e3 * _YEAR: tr_noop("1000 years"),
    1e6 * _YEAR: tr_noop("10⁶ years"),
}
"""Tick labels of a time axis, by seconds."""
_FINER_TICKS = {
    1e-8: tr_noop("10 ns"),
    1e-7: tr_noop("100 ns"),
    1e-5: tr_noop("10 µs"),
    1e-4: tr_noop("100 µs"),
    1e-2: tr_noop("10 ms"),
    0.1: tr_noop("0.1 s"),
    10.0: tr_noop("10 s"),
    600.0: tr_noop("10 min"),
    36_000.0: tr_noop("10 h"),
    864_000.0: tr_noop("10 days"),
    10.0 * _YEAR: tr_noop("10 years"),
    100.0 * _YEAR: tr_noop("100 years"),
}
"""Additional tick labels for an axis with fewer than `MIN_TICKS` of the others."""
MIN_TICKS = 3


def duration(seconds: float, digits: int = 2) -> Span:
    """Return a time in a convenient unit, with `digits` significant digits."""
    if seconds <= 0:
        return Span(tr("0 s"), value=0.0)
    # A time that rounds up to the next unit is written in that unit.
    unit = next(each for each in _UNITS if seconds < each.below * (1 - 0.5 * 10.0**-digits))
    value = number(float(f"{seconds / unit.seconds:.{digits}g}"), digits)
    return Span(translated(unit.template, value=value), value=seconds)


def time_ticks(low: float, high: float, most: int) -> list[tuple[float, Sentence]]:
    """Return at most `most` ticks (log10 of seconds, label) in a range, evenly thinned out from the largest."""
    inside = _inside(_TICKS, low, high)
    if len(inside) < MIN_TICKS:
        inside = _inside(dict(sorted((_TICKS | _FINER_TICKS).items())), low, high)
    every = max(1, math.ceil(len(inside) / most))
    return inside[::-1][::every][::-1]


def _inside(times: Mapping[float, str], low: float, high: float) -> list[tuple[float, Sentence]]:
    return [(math.log10(at), translated(words)) for at, words in times.items() if low <= at <= high]
