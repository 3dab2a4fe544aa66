"""Places to mark on the axes of a plot."""

import math

from gui.wording.text import power_of_ten


def integer_ticks(length: int) -> list[tuple[float, str]]:
    """Return three or four ticks at round whole steps from 0."""
    sizes = (factor * 10**power for power in range(6) for factor in (1, 2, 5))
    step = next(size for size in sizes if length <= 3 * size)
    return [(float(at), str(at)) for at in range(0, length + 1, step)]


def decade_ticks(low: float, high: float, most: int = 5) -> list[tuple[float, str]]:
    """Return at most so many ticks, from two on, at powers of ten between two logarithms."""
    first, last = math.ceil(low), math.floor(high)
    every = max(1, math.ceil((last - first) / (most - 1)))
    return [(float(at), power_of_ten(at)) for at in range(last, first - 1, -every)]
