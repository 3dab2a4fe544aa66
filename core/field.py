"""Description of one field of a Params class: its title, its type, its bounds, and a text of the allowed values."""

from dataclasses import dataclass
from typing import Any

from core.message import Message


@dataclass(frozen=True)
class Field:
    """Name, type and bounds of one field of a Params class.

    Attributes
    ----------
    choices
        Names that the field accepts, in the order of their definition.
    numeric, integer
        Whether numbers are accepted, and whether only whole numbers are.
    minimum, maximum
        Bounds of the numbers, or None.
    exclusive_minimum, exclusive_maximum
        Whether the minimum or the maximum itself is excluded.
    is_list
        True for a list, of choices or of numbers.
    max_length
        The largest length of a list, or None.
    point_size
        The number of coordinates if a value is a point; else 0.
    scale
        "linear" or "log": the scale of a slider for this field.

    """

    name: str
    default: Any
    title: str
    description: str
    unit: str
    scale: str
    choices: tuple[str, ...]
    numeric: bool
    integer: bool
    minimum: float | None
    maximum: float | None
    exclusive_minimum: bool
    exclusive_maximum: bool
    is_list: bool
    max_length: int | None
    point_size: int

    @property
    def allowed(self) -> str:
        """A text that describes the allowed values."""
        if self.is_list:
            return self._list()
        parts: list[str] = []
        if self.choices:
            parts.append(", ".join(self.choices))
        if self.numeric:
            parts.append(self._with_bounds(Message("a whole number") if self.integer else Message("a number")))
        if self.point_size:
            numbers = self._with_bounds(Message("{size} numbers", size=self.point_size))
            parts.append(Message("{numbers}, separated by a comma", numbers=numbers))
        return parts[0] if len(parts) == 1 else Message("{one} or {other}", one=parts[0], other=parts[1])

    def _list(self) -> Message:
        whole = Message("whole numbers") if self.integer else Message("numbers")
        items = ", ".join(self.choices) if self.choices else self._with_bounds(whole)
        if not self.max_length:
            return Message("a list of {items}, separated by commas", items=items)
        return Message("a list of at most {most} {items}, separated by commas", most=self.max_length, items=items)

    def _with_bounds(self, numbers: Message) -> Message:
        """Return the text `numbers` with the bounds appended, if there are any."""
        low, high = self.minimum, self.maximum
        if low is not None and high is not None:
            return self._between(numbers, _plain(low), _plain(high))
        if low is not None:
            return _at_least(numbers, _plain(low), above=self.exclusive_minimum)
        if high is not None:
            return _at_most(numbers, _plain(high), below=self.exclusive_maximum)
        return numbers

    def _between(self, numbers: Message, low: str, high: str) -> Message:
        values = {"numbers": numbers, "low": low, "high": high}
        if self.exclusive_minimum and self.exclusive_maximum:
            return Message("{numbers}, above {low} and below {high}", **values)
        if self.exclusive_minimum:
            return Message("{numbers}, above {low} and at most {high}", **values)
        if self.exclusive_maximum:
            return Message("{numbers}, at least {low} and below {high}", **values)
        return Message("{numbers} from {low} to {high}", **values)


def _at_least(numbers: Message, low: str, *, above: bool) -> Message:
    if above:
        return Message("{numbers}, above {low}", numbers=numbers, low=low)
    return Message("{numbers}, at least {low}", numbers=numbers, low=low)


def _at_most(numbers: Message, high: str, *, below: bool) -> Message:
    if below:
        return Message("{numbers}, below {high}", numbers=numbers, high=high)
    return Message("{numbers}, at most {high}", numbers=numbers, high=high)


def _plain(number: float) -> str:
    """Return a bound as text without an exponent for whole numbers: 1000000, not 1e+06."""
    return str(int(number)) if number.is_integer() else f"{number:g}"
