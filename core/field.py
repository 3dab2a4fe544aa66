"""A field of parameters: what it is called, what it accepts, and that in words, each a literal template."""

from dataclasses import dataclass
from typing import Any

from core.message import Message


@dataclass(frozen=True)
class Field:
    """What is known about one field.

    Attributes
    ----------
    words
        Names that the field accepts, in the order of their definition.
    number, integer, minimum, maximum, above
        Whether numbers are accepted, whether whole ones only, and their bounds.
    above, below
        True where the minimum, or the maximum, itself is excluded.
    many
        True for a list, of words or of numbers.
    longest
        How long a list may be, or None.
    size
        How many numbers make up one value, where it is a point; else 0.
    scale
        "linear" or "log": how a slider should run.

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

    @property
    def allowed(self) -> str:
        """What may be given, in words."""
        if self.many:
            return self._list()
        parts: list[str] = []
        if self.words:
            parts.append(", ".join(self.words))
        if self.number:
            parts.append(self._within(Message("a whole number") if self.integer else Message("a number")))
        if self.size:
            numbers = self._within(Message("{size} numbers", size=self.size))
            parts.append(Message("{numbers}, separated by a comma", numbers=numbers))
        return parts[0] if len(parts) == 1 else Message("{one} or {other}", one=parts[0], other=parts[1])

    def _list(self) -> Message:
        whole = Message("whole numbers") if self.integer else Message("numbers")
        items = ", ".join(self.words) if self.words else self._within(whole)
        if not self.longest:
            return Message("a list of {items}, separated by commas", items=items)
        return Message("a list of at most {most} {items}, separated by commas", most=self.longest, items=items)

    def _within(self, numbers: Message) -> Message:
        """Return numbers with their bounds, where they have any."""
        low, high = self.minimum, self.maximum
        if low is not None and high is not None:
            return self._between(numbers, _plain(low), _plain(high))
        if low is not None:
            return _at_least(numbers, _plain(low), above=self.above)
        if high is not None:
            return _at_most(numbers, _plain(high), below=self.below)
        return numbers

    def _between(self, numbers: Message, low: str, high: str) -> Message:
        told = {"numbers": numbers, "low": low, "high": high}
        if self.above and self.below:
            return Message("{numbers}, above {low} and below {high}", **told)
        if self.above:
            return Message("{numbers}, above {low} and at most {high}", **told)
        if self.below:
            return Message("{numbers}, at least {low} and below {high}", **told)
        return Message("{numbers} from {low} to {high}", **told)


def _at_least(numbers: Message, low: str, *, above: bool) -> Message:
    if above:
        return Message("{numbers}, above {low}", numbers=numbers, low=low)
    return Message("{numbers}, at least {low}", numbers=numbers, low=low)


def _at_most(numbers: Message, high: str, *, below: bool) -> Message:
    if below:
        return Message("{numbers}, below {high}", numbers=numbers, high=high)
    return Message("{numbers}, at most {high}", numbers=numbers, high=high)


def _plain(number: float) -> str:
    """Return a bound as people write it: 1000000, not 1e+06."""
    return str(int(number)) if number.is_integer() else f"{number:g}"
