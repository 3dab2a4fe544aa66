"""How times and rates scale with the number of copies M; all arrays are ordered by rising numbers of copies."""

import numpy as np

from core.arrays import FloatArray

PLATEAU_SHARE = 0.5
"""The plateau contains the M whose total rate is at least this share of the largest.

The M with the largest total differs by a factor of ten between runs; the ends of the plateau do not.
"""

CHEAP_SLOWDOWN = 2.0
"""Copies count as cheap while a step takes at most this many times as long as with the fewest copies."""

CLEAR_GAIN = 1.01
"""Times of two numbers of copies, or their totals, count as different from this ratio on; a second run differs more."""


def half_rate_at(copies: FloatArray, rates: FloatArray) -> float | None:
    """Return the M at which `rates` first fall to half of the first one, by log-log interpolation; None if never."""
    below = np.flatnonzero(rates <= 0.5 * rates[0])
    if below.size == 0:
        return None
    pair = slice(int(below[0]) - 1, int(below[0]) + 1)
    return float(np.exp(np.interp(np.log(0.5 * rates[0]), np.log(rates[pair])[::-1], np.log(copies[pair])[::-1])))


def plateau(copies: FloatArray, totals: FloatArray) -> tuple[float, float] | None:
    """Return the first and the last of `copies` with half of the largest total; None if only the last has it."""
    good = np.flatnonzero(totals >= PLATEAU_SHARE * totals.max())
    return (float(copies[good[0]]), float(copies[good[-1]])) if good[0] < len(copies) - 1 else None


def last_cheap_index(slowdown: FloatArray) -> int:
    """Return the index before the first entry of `slowdown` above `CHEAP_SLOWDOWN`."""
    expensive = np.flatnonzero(slowdown > CHEAP_SLOWDOWN)
    return int(expensive[0]) - 1 if expensive.size else len(slowdown) - 1


def earliest_row(seconds: FloatArray) -> int | None:
    """Return the row with the smallest median if it is clearly below that of the first row, else None.

    That is, by `CLEAR_GAIN`, and with its upper quartile below the lower quartile of the first row.
    """
    at = int(np.argmin(seconds[:, 1]))
    apart = seconds[at, 2] < seconds[0, 0] and seconds[0, 1] >= CLEAR_GAIN * seconds[at, 1]
    return at if apart else None


def clear_gains(seconds: FloatArray) -> FloatArray:
    """Return the time of the first row over the smallest median up to each row, 1 unless `earliest_row` finds one."""
    earliest = [earliest_row(seconds[:count]) for count in range(1, len(seconds) + 1)]
    return np.array([1.0 if at is None else seconds[0, 1] / seconds[at, 1] for at in earliest])


def total_gains(totals: FloatArray) -> FloatArray:
    """Return the largest total up to each row over that of the first row, 1 while it is below `CLEAR_GAIN`."""
    gains = np.maximum.accumulate(totals) / totals[0]
    return np.where(gains >= CLEAR_GAIN, gains, 1.0)


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
