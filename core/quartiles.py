"""Quartiles of values that may be infinite."""

import numpy as np

from core.arrays import FloatArray

_SHARES = (0.25, 0.5, 0.75)


def quartiles(values: FloatArray) -> FloatArray:
    """Return q25, median and q75 of values of shape (n,), with linear interpolation; values may be inf.

    NaN for an empty array.
    """
    if not values.size:
        return np.full(len(_SHARES), np.nan)
    ordered = np.sort(values)
    places = np.array(_SHARES) * (len(values) - 1)
    below = np.floor(places).astype(int)
    above, part = np.minimum(below + 1, len(values) - 1), places - below
    low, high = ordered[below], ordered[above]
    # inf - inf would be nan; equal neighbors need no interpolation.
    step = np.subtract(high, low, out=np.zeros_like(low), where=high > low)
    between: FloatArray = low + np.multiply(step, part, out=np.zeros_like(low), where=part > 0.0)
    return between
