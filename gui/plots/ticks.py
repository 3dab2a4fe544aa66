"""Positions and texts of ticks."""

import math

from gui.wording.text import power_of_ten


def integer_ticks(length: int) -> list[tuple[float, str]]:
    """Return the ticks of an axis from 0 to `length`, at multiples of a round integer step: four at most."""
    sizes = (factor * 10**power for power in range(6) for factor in (1, 2, 5))
    step = next(size for size in sizes if length <= 3 * size)
    return [(float(at), str(at)) for at in range(0, length + 1, step)]


def decade_ticks(low: float, high: float, most: int = 5) -> list[tuple[float, str]]:
    """Return ticks at powers of ten between two logarithms to base 10: `most` of them at most, which is at least 2."""
    first, last = math.ceil(low), math.floor(high)
    every = max(1, math.ceil((last - first) / (most - 1)))
    return [(float(at), power_of_ten(at)) for at in range(last, first - 1, -every)]
