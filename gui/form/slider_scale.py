"""The scale of a slider over the range of a field: linear or logarithmic."""

import math

from core.field import Field

NOTCHES = 400
"""The number of steps of a slider over its range."""
LOG_RANGE_RATIO = 1e-6
"""The lower end divided by the upper end of a logarithmic range that is only bounded by zero."""


class SliderScale:
    """Maps the notches of a slider, from 0 to `NOTCHES`, to the numbers of a field and back."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._log = field.scale == "log"
        low = field.minimum if field.minimum is not None else 0.0
        high = field.maximum if field.maximum is not None else max(100.0, 2 * abs(low))
        if self._log:
            low = math.log(low if low > 0 else LOG_RANGE_RATIO * high)
            high = math.log(high)
        self._low, self._high = low, high

    def notch(self, value: float) -> int:
        """Return the notch nearest to a number."""
        place = math.log(max(value, 1e-300)) if self._log else value
        return round(NOTCHES * (place - self._low) / (self._high - self._low))

    def value(self, notch: int) -> float:
        """Return the number at a notch, rounded to three significant digits.

        On a linear scale with fewer integers than notches, such as years, every integer has a notch.
        """
        place = self._low + (self._high - self._low) * notch / NOTCHES
        has_all_integers = self._field.integer and not self._log and self._high - self._low < NOTCHES
        rounded = place if has_all_integers else float(f"{math.exp(place) if self._log else place:.3g}")
        if self._field.integer:
            rounded = float(round(rounded))
        low, high = self._field.minimum, self._field.maximum
        clipped = rounded if low is None else max(rounded, low)
        return clipped if high is None else min(clipped, high)
