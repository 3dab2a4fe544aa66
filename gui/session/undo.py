"""Undo and redo of parameters: a drag of one control is one change."""

from collections.abc import Callable, Iterable
from time import monotonic

from PySide6.QtGui import QUndoCommand

from core.params import Params, mapping

PAUSE = 1.0
"""Seconds without a change after which another change of the same field is a new one."""


class Change(QUndoCommand):
    """A change of parameters that can be taken back."""

    def __init__(
        self, before: Params, after: Params, apply: Callable[[Params], None], fields: Iterable[str] = ()
    ) -> None:
        """Change `fields`, of which some may keep their value for once; without them, those that differ."""
        super().__init__()
        self._before, self._after, self._apply = before, after, apply
        self._at = monotonic()
        now, then = mapping(after), mapping(before)
        self.fields = frozenset(fields) or frozenset(name for name in now if now[name] != then[name])

    def redo(self) -> None:
        """Make the change."""
        self._apply(self._after)

    def undo(self) -> None:
        """Take the change back."""
        self._apply(self._before)

    def id(self) -> int:
        """Return the kind of this command: Qt offers those of one kind to each other for merging."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take up a further change of the same fields, made in the same breath."""
        if not isinstance(other, Change) or other.fields != self.fields or other._at - self._at > PAUSE:  # noqa: SLF001
            return False
        self._after, self._at = other._after, other._at  # noqa: SLF001
        # Back where it began, such as after a drag that was cancelled, there is nothing to take back.
        self.setObsolete(self._before == self._after)
        return True
