"""Times as a person tells them, from nanoseconds to years."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from gui.text import number, tr


class _Unit(NamedTuple):
    seconds: float
    below: float
    """It is used for times shorter than this."""
    template: str


_YEAR = 365.25 * 86_400
_UNITS = (
    _Unit(1e-9, 1e-6, "{value} ns"),
    _Unit(1e-6, 1e-3, "{value} µs"),
    _Unit(1e-3, 0.1, "{value} ms"),
    _Unit(1.0, 120.0, "{value} s"),
    _Unit(60.0, 7_200.0, "{value} min"),
    _Unit(3_600.0, 172_800.0, "{value} h"),
    _Unit(86_400.0, 2 * _YEAR, "{value} days"),
    _Unit(_YEAR, math.inf, "{value} years"),
)
_MARKS = {
    1e-9: "1 ns",
    1e-6: "1 µs",
    1e-3: "1 ms",
    1.0: "1 s",
    60.0: "1 min",
    3_600.0: "1 h",
    86_400.0: "1 day",
    _YEAR: "1 year",
    1e3 * _YEAR: "1000 years",
    1e6 * _YEAR: "10⁶ years",
}
"""Times that an axis may mark."""
_FINER = {
    1e-8: "10 ns",
    1e-7: "100 ns",
    1e-5: "10 µs",
    1e-4: "100 µs",
    1e-2: "10 ms",
    0.1: "0.1 s",
    10.0: "10 s",
    600.0: "10 min",
    36_000.0: "10 h",
    864_000.0: "10 days",
    10.0 * _YEAR: "10 years",
    100.0 * _YEAR: "100 years",
}
"""Times between them, for an axis that would have fewer than `FEWEST`."""
FEWEST = 3


def duration(seconds: float, digits: int = 2) -> str:
    """Return a time in the unit that suits it, at so many significant digits."""
    if seconds <= 0:
        return tr("0 s")
    # What rounds up to the next unit is told in that.
    unit = next(each for each in _UNITS if seconds < each.below * (1 - 0.5 * 10.0**-digits))
    return tr(unit.template, value=number(float(f"{seconds / unit.seconds:.{digits}g}"), digits))


def marks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Return at most so many times to mark between two, the largest and evenly many below: logarithms and words."""
    inside = _inside(_MARKS, low, high)
    if len(inside) < FEWEST:
        inside = _inside(dict(sorted((_MARKS | _FINER).items())), low, high)
    every = max(1, math.ceil(len(inside) / most))
    return inside[::-1][::every][::-1]


def _inside(times: Mapping[float, str], low: float, high: float) -> list[tuple[float, str]]:
    return [(math.log10(at), tr(words)) for at, words in times.items() if low <= at <= high]


def whole(count: int) -> str:
    """Return a whole number with all its digits."""
    return f"{count:,}".replace(",", "\u2009")
