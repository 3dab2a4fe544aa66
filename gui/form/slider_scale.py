"""How a slider runs over the range of a field: evenly, or evenly in the logarithm."""

import math

from core.field import Field

NOTCHES = 400
"""Positions of a slider over its whole range."""
SPAN = 1e-6
"""Where a logarithmic range begins that is only bounded by zero, as a share of its end."""


class SliderScale:
    """Maps the notches of a slider to the numbers of a field and back."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._log = field.scale == "log"
        low = field.minimum if field.minimum is not None else 0.0
        high = field.maximum if field.maximum is not None else max(100.0, 2 * abs(low))
        if self._log:
            low = math.log(low if low > 0 else SPAN * high)
            high = math.log(high)
        self._low, self._high = low, high

    def notch(self, value: float) -> int:
        """Return the notch nearest to a number."""
        place = math.log(max(value, 1e-300)) if self._log else value
        return round(NOTCHES * (place - self._low) / (self._high - self._low))

    def value(self, notch: int) -> float:
        """Return the number at a notch: rounded to three digits, so that it can be said aloud.

        Whole numbers that are further apart than notches, such as years, are all there.
        """
        place = self._low + (self._high - self._low) * notch / NOTCHES
        apart = self._field.integer and not self._log and self._high - self._low < NOTCHES
        rounded = place if apart else float(f"{math.exp(place) if self._log else place:.3g}")
        if self._field.integer:
            rounded = float(round(rounded))
        low, high = self._field.minimum, self._field.maximum
        within = rounded if low is None else max(rounded, low)
        return within if high is None else min(within, high)
