"""What runs have computed lately, for runs that need the same again."""

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Keeps the values of the latest keys: a run with one changed parameter then computes only what depends on it.

    A value must follow from its key alone.
    """

    def __init__(self, size: int) -> None:
        """Keep at most `size` values."""
        self._size = size
        self._values: dict[Hashable, T] = {}

    def recall(self, key: Hashable) -> T | None:
        """Return the value of a key, None where it is not known."""
        return self._values.get(key)

    def compute(self, key: Hashable, work: Callable[[], Iterator[T | None]]) -> Iterator[T | None]:
        """Yield the value of a key; where it is not known, all that `work` yields, of which the last is the value."""
        if (value := self._values.pop(key, None)) is not None:
            self._values[key] = value  # before the yield, at which the run may end
            yield value
            return
        for value in work():
            yield value
        if value is not None:
            self._values[key] = value
            while len(self._values) > self._size:
                del self._values[next(iter(self._values))]
