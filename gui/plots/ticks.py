"""Positions and texts of ticks."""

import math

from gui.wording.text import number, power_of_ten

ROUNDING = 1e-9
"""A tick at the end of an axis is inside it in spite of rounding, in distances of ticks."""


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


def linear_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return three or four ticks between two values, at multiples of 1, 2, 4, 5 or 10 times a power of ten."""
    unit = 10.0 ** math.floor(math.log10(high - low))
    for step in (5.0 * unit, 2.0 * unit, unit, 0.5 * unit, 0.2 * unit):
        multiples = range(math.ceil(low / step - ROUNDING), math.floor(high / step + ROUNDING) + 1)
        if len(multiples) >= 3:
            return [(step * k, number(step * k)) for k in multiples[:: math.ceil(len(multiples) / 4)]]
    raise AssertionError("an axis has a positive length")


def log_ticks(low: float, high: float, most: int = 4) -> list[tuple[float, str]]:
    """Return ticks as `decade_ticks`, or, where powers of ten are fewer than three, at 1, 2 and 5 times these."""
    if math.floor(high) - math.ceil(low) >= 2:
        return decade_ticks(low, high, most)
    powers = [10.0**power for power in range(math.floor(low), math.ceil(high) + 1)]
    values = [factor * power for power in powers for factor in (1, 2, 5) if low <= math.log10(factor * power) <= high]
    every = max(1, math.ceil((len(values) - 1) / (most - 1)))
    return [(math.log10(value), number(value)) for value in values[::-every]]
