"""The values that a handle on a plot can take."""

import math
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.params import Params, fields_by_name


@dataclass(frozen=True)
class Choices:
    """The values that a handle can take.

    Attributes
    ----------
    x
        Where they lie on the axis, shape (n,), ascending, in the coordinates of the plot.
    values
        The numbers there, shape (n,): values of a parameter, or positions.
    rounds
        Those of the values that Shift snaps to, shape (m,).
    whole
        Whether the values are whole numbers.

    """

    x: FloatArray
    values: FloatArray
    rounds: FloatArray
    whole: bool = True

    def value(self, index: int) -> float:
        """Return the value with an index, as an integer if the values are whole numbers."""
        value = float(self.values[index])
        return int(value) if self.whole else value

    def nearest(self, x: float, *, snap: bool) -> int:
        """Return the index of the value nearest to x on the axis, with `snap` among the round ones only."""
        known = np.isin(self.values, self.rounds) if snap else np.empty(0)
        among = np.flatnonzero(known) if known.any() else np.arange(len(self.x))
        return int(among[np.argmin(np.abs(self.x[among] - x))])

    def index(self, value: float) -> int:
        """Return the index of the value nearest to a value."""
        return int(np.argmin(np.abs(self.values - value)))


def limits(params: type[Params], name: str) -> tuple[float, float]:
    """Return the smallest and the largest value of a parameter, infinite where there is none."""
    field = fields_by_name(params)[name]
    return (
        -math.inf if field.minimum is None else field.minimum,
        math.inf if field.maximum is None else field.maximum,
    )


def position_choices(x: FloatArray, rounds: FloatArray) -> Choices:
    """Return the positions 0, 1, 2, ... that lie at x on the axis; Shift snaps to those at `rounds`."""
    return Choices(x, np.arange(len(x), dtype=float), np.flatnonzero(np.isin(x, rounds)).astype(float))


def logarithmic_choices(lowest: float, highest: float) -> Choices:
    """Return the whole numbers with three digits between two values, and the powers of two, on a logarithmic axis."""
    numbers = numbers_with_three_digits(lowest, highest)
    powers = np.exp2(np.arange(int(np.log2(highest)) + 1.0))
    values = np.union1d(numbers[numbers == np.round(numbers)], powers[powers >= lowest])
    return Choices(np.log10(values), values, powers)


def numbers_with_three_digits(lowest: float, highest: float) -> FloatArray:
    """Return all numbers with three significant digits between two positive numbers, ascending."""
    decades = range(int(np.floor(np.log10(lowest))) - 2, int(np.ceil(np.log10(highest))) - 1)
    digits = np.arange(100.0, 1000.0)
    # Division by a power of ten gives the floating-point number nearest to the decimal one.
    numbers = np.concatenate([digits / 10.0**-each if each < 0 else digits * 10.0**each for each in decades])
    return numbers[(lowest <= numbers) & (numbers <= highest)]
