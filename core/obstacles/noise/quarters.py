"""The first, third and last quarter of a run, which claims compare."""

from core.arrays import FloatArray


def first_quarter(values: FloatArray) -> FloatArray:
    """Return the values at the first n / 4 steps, rounded up, of the values after 0, 1, ... n steps, shape (n + 1,)."""
    return values[1 : 1 + _quarter(values)] if len(values) > 1 else values


def third_quarter(values: FloatArray) -> FloatArray:
    """Return the values at the quarter of the steps before the last quarter, equally many."""
    quarter = _quarter(values)
    return values[len(values) - 2 * quarter : len(values) - quarter]


def last_quarter(values: FloatArray) -> FloatArray:
    """Return the values at the last n / 4 steps, rounded up; without any step, the value at the start."""
    return values[len(values) - _quarter(values) :]


def _quarter(values: FloatArray) -> int:
    return max(1, -(-(len(values) - 1) // 4))
