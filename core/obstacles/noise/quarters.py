"""The first and the last quarter of a run: what a sentence says of its beginning and of its end."""

from core.arrays import FloatArray


def first_quarter(values: FloatArray) -> FloatArray:
    """Return of values after 0, 1, ... n steps, shape (n + 1,), those after the first n / 4, rounded up, of them."""
    return values[1 : 1 + _quarter(values)] if len(values) > 1 else values


def third_quarter(values: FloatArray) -> FloatArray:
    """Return those of the quarter before the last; as many."""
    quarter = _quarter(values)
    return values[len(values) - 2 * quarter : len(values) - quarter]


def last_quarter(values: FloatArray) -> FloatArray:
    """Return those of the last quarter of the steps, n / 4 rounded up; where there is no step yet, the start."""
    return values[len(values) - _quarter(values) :]


def _quarter(values: FloatArray) -> int:
    return max(1, -(-(len(values) - 1) // 4))
