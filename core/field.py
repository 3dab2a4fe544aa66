"""Description of one field of a Params class: its title, its type, its bounds, and a text of the allowed values."""

from dataclasses import dataclass
from typing import Any

from core.message import Message


@dataclass(frozen=True)
class Field:
    """Name, type and bounds of one field of a Params class, as printed by the command `params`.

    Attributes
    ----------
    words
        Names that the field accepts, in the order of their definition: items of a list, or, where `number` is true
        too, instead of it.
    number, integer
        Whether numbers are accepted, and whether only whole numbers are.
    minimum, maximum
        Bounds of the numbers, or None.
    above, below
        Whether the minimum or the maximum itself is excluded.
    many
        True for a list, of words or of numbers.
    longest
        The largest length of a list, or None.
    size
        The number of coordinates if a value is a point; else 0.
    scale
        "linear" or "log": the scale of a slider for this field.
    file
        Whether a value names a file, or is empty: what is computed depends on the contents of that file.
    usual
        What the word `usual` means in an experiment, or None.

    """

    name: str
    default: Any
    title: str
    description: str
    unit: str
    scale: str
    words: tuple[str, ...]
    number: bool
    integer: bool
    minimum: float | None
    maximum: float | None
    above: bool
    below: bool
    many: bool
    longest: int | None
    size: int
    file: bool = False
    usual: Any = None

    @property
    def takes_list_of_words(self) -> bool:
        """Whether a value is a list of words."""
        return self.many and not self.number

    @property
    def allowed(self) -> str:
        """A text that describes the allowed values."""
        if self.file:
            return Message("the path of a file, or empty")
        if self.takes_list_of_words:
            return self._list(", ".join(self.words))
        parts: list[str] = []
        if self.words:
            parts.append(", ".join(self.words))
        if self.many:
            parts.append(
                self._list(self._with_bounds(Message("whole numbers") if self.integer else Message("numbers")))
            )
        elif self.number:
            parts.append(self._with_bounds(Message("a whole number") if self.integer else Message("a number")))
        if self.size:
            numbers = self._with_bounds(Message("{size} numbers", size=self.size))
            parts.append(Message("{numbers}, separated by a comma", numbers=numbers))
        return parts[0] if len(parts) == 1 else Message("{one} or {other}", one=parts[0], other=parts[1])

    def _list(self, items: str) -> Message:
        if not self.longest:
            return Message("a list of {items}, separated by commas", items=items)
        return Message("a list of at most {most} {items}, separated by commas", most=self.longest, items=items)

    def _with_bounds(self, numbers: Message) -> Message:
        """Return the text `numbers` with the bounds appended, if there are any."""
        low, high = self.minimum, self.maximum
        if low is not None and high is not None:
            return self._between(numbers, _plain(low), _plain(high))
        if low is not None:
            return _at_least(numbers, _plain(low), above=self.above)
        if high is not None:
            return _at_most(numbers, _plain(high), below=self.below)
        return numbers

    def _between(self, numbers: Message, low: str, high: str) -> Message:
        values = {"numbers": numbers, "low": low, "high": high}
        if self.above and self.below:
            return Message("{numbers}, above {low} and below {high}", **values)
        if self.above:
            return Message("{numbers}, above {low} and at most {high}", **values)
        if self.below:
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
