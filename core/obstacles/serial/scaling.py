"""How times and rates scale with the number of copies M; all arrays are ordered by rising numbers of copies."""

import numpy as np

from core.arrays import FloatArray

PLATEAU_SHARE = 0.5
"""The plateau contains the M whose total rate is at least this share of the largest.

The M with the largest total differs by a factor of ten between runs; the ends of the plateau do not.
"""

CHEAP_SLOWDOWN = 2.0
"""Copies count as cheap while a step takes at most this many times as long as with the fewest copies."""


def half_rate_at(copies: FloatArray, rates: FloatArray) -> float | None:
    """Return the M at which `rates` first fall to half of the first one, by log-log interpolation; None if never."""
    below = np.flatnonzero(rates <= 0.5 * rates[0])
    if below.size == 0:
        return None
    pair = slice(int(below[0]) - 1, int(below[0]) + 1)
    return float(np.exp(np.interp(np.log(0.5 * rates[0]), np.log(rates[pair])[::-1], np.log(copies[pair])[::-1])))


def half_rate_between(copies: FloatArray, slowdown: FloatArray) -> tuple[float, float] | None:
    """Return the neighboring `copies` between which a step first takes twice as long; None if it never does."""
    after = np.flatnonzero(slowdown >= 2.0)
    return (float(copies[after[0] - 1]), float(copies[after[0]])) if after.size else None


def plateau(copies: FloatArray, totals: FloatArray) -> tuple[float, float] | None:
    """Return the first and the last of `copies` with half of the largest total; None if only the last has it."""
    good = np.flatnonzero(totals >= PLATEAU_SHARE * totals.max())
    return (float(copies[good[0]]), float(copies[good[-1]])) if good[0] < len(copies) - 1 else None


def plateau_is_unbroken(totals: FloatArray) -> bool:
    """Return whether all totals between the ends of the plateau are at least half of the largest total."""
    good = np.flatnonzero(totals >= PLATEAU_SHARE * totals.max())
    return bool(good[-1] - good[0] + 1 == good.size)


def last_cheap_index(slowdown: FloatArray) -> int:
    """Return the index before the first entry of `slowdown` above `CHEAP_SLOWDOWN`."""
    expensive = np.flatnonzero(slowdown > CHEAP_SLOWDOWN)
    return int(expensive[0]) - 1 if expensive.size else len(slowdown) - 1


def earliest_row(seconds: FloatArray) -> int | None:
    """Return the row with the smallest median if its upper quartile is below the lower quartile of the first row."""
    at = int(np.argmin(seconds[:, 1]))
    return at if seconds[at, 2] < seconds[0, 0] else None


def fixed_share(copies: FloatArray, seconds: FloatArray) -> float | None:
    """Return the share of the time of the fewest copies that is independent of M.

    It is the intercept of the line through the times of the fewest copies and of the M with the largest total. None if
    the second is less than `CHEAP_SLOWDOWN` times the first, as noise would determine the slope, and if a step of some
    M took less than the intercept.
    """
    best = int(np.argmax(copies / seconds))
    if seconds[best] < CHEAP_SLOWDOWN * seconds[0]:
        return None
    growth = (seconds[best] - seconds[0]) / (copies[best] - copies[0])
    share = 1.0 - growth * copies[0] / seconds[0]
    return float(share) if seconds.min() >= share * seconds[0] else None
