"""The learning rates that a drag on the plot of factors in conditioning/edge can give."""

import numpy as np

from core.obstacles.conditioning.edge import EdgeResult
from core.obstacles.conditioning.params import ConditioningParams
from gui.picture.choices import Choices, limits, numbers_with_three_digits

_, LARGEST_RATE = limits(ConditioningParams, "learning_rate")
SMALLEST_SHARE = 0.003
"""The smallest rate that a drag gives, as a share of the bound."""
MIN_ROUNDS = 10
"""The rates that Shift snaps to are so close that at least this many lie below the bound."""


def rate_choices(result: EdgeResult) -> Choices:
    """Return the rates with three digits, and the limit 2/L and the best rate 2/(L + mu) themselves.

    Shift snaps to these two, and to those multiples of a round rate on the plot that are not close to them.
    """
    special = np.array([result.bound, result.best_rate])
    step = round_below(result.bound / MIN_ROUNDS)
    multiples = np.array([float(f"{k * step:.3g}") for k in range(1, int(result.rates[-1] / step) + 1)])
    apart = np.abs(multiples[:, None] - special).min(axis=1) > 0.5 * step
    rounds = np.union1d(multiples[apart], special)
    values = np.union1d(numbers_with_three_digits(SMALLEST_SHARE * result.bound, LARGEST_RATE), rounds)
    return Choices(values, values, rounds, whole=False)


def round_below(value: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above a positive value."""
    unit = 10.0 ** np.floor(np.log10(value))
    return float(unit * max(each for each in (1.0, 2.0, 5.0) if each * unit <= value))
