"""What copies are worth: figures of rates and of seconds a step, measured at rising numbers of copies."""

import numpy as np

from core.arrays import FloatArray

PLATEAU = 0.5
"""The total is as good as it gets where it has this share of its largest.

Within that the measured M with the largest total differs by a factor of ten from one run to the next;
the ends of the plateau do not.
"""

CHEAP = 2.0
"""Copies are cheap while a step takes at most this many times as long as that of the fewest."""


def half(copies: FloatArray, rates: FloatArray) -> float | None:
    """Return where `rates` first fall to half of the first one: both logarithms run straight between points."""
    below = np.flatnonzero(rates <= 0.5 * rates[0])
    if below.size == 0:
        return None
    pair = slice(int(below[0]) - 1, int(below[0]) + 1)
    return float(np.exp(np.interp(np.log(0.5 * rates[0]), np.log(rates[pair])[::-1], np.log(copies[pair])[::-1])))


def halved(copies: FloatArray, slowdown: FloatArray) -> tuple[float, float] | None:
    """Return the two neighbors of `copies` between which a step first takes twice as long; None where it never does."""
    after = np.flatnonzero(slowdown >= 2.0)
    return (float(copies[after[0] - 1]), float(copies[after[0]])) if after.size else None


def plateau(copies: FloatArray, totals: FloatArray) -> tuple[float, float] | None:
    """Return the first and the last of `copies` that have half of the largest total; None if only the last has."""
    good = np.flatnonzero(totals >= PLATEAU * totals.max())
    return (float(copies[good[0]]), float(copies[good[-1]])) if good[0] < len(copies) - 1 else None


def unbroken(totals: FloatArray) -> bool:
    """Return whether all totals between the first and the last that have half of the largest have it too."""
    good = np.flatnonzero(totals >= PLATEAU * totals.max())
    return bool(good[-1] - good[0] + 1 == good.size)


def cheap(slowdown: FloatArray) -> int:
    """Return the index of the last of `slowdown` before the first that is more than `CHEAP`."""
    dear = np.flatnonzero(slowdown > CHEAP)
    return int(dear[0]) - 1 if dear.size else len(slowdown) - 1


def sooner(seconds: FloatArray) -> int | None:
    """Return the row of the least median, where its upper quartile lies below the lower quartile of the first row."""
    at = int(np.argmin(seconds[:, 1]))
    return at if seconds[at, 2] < seconds[0, 0] else None


def fixed(copies: FloatArray, seconds: FloatArray) -> float | None:
    """Return the share of the first of `seconds` that does not grow along a line to the M with the largest total.

    None where that is not even `CHEAP` times as long: then noise would decide how steep the line is; and where
    a step of some M took less than the share of the first that does not grow: then there is no such line.
    """
    best = int(np.argmax(copies / seconds))
    if seconds[best] < CHEAP * seconds[0]:
        return None
    growth = (seconds[best] - seconds[0]) / (copies[best] - copies[0])
    share = 1.0 - growth * copies[0] / seconds[0]
    return float(share) if seconds.min() >= share * seconds[0] else None
