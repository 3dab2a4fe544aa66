"""Undo and redo of parameter changes: a drag of one control is one change."""

from collections.abc import Callable, Iterable
from time import monotonic

from PySide6.QtGui import QUndoCommand

from core.params import Params, mapping

MERGE_INTERVAL_S = 1.0
"""Changes of the same fields at most this far apart are merged into one."""


class Change(QUndoCommand):
    """An undoable change of parameters."""

    def __init__(
        self, before: Params, after: Params, apply: Callable[[Params], None], fields: Iterable[str] = ()
    ) -> None:
        """Change `fields`, some of which may keep their values; by default the fields whose values differ."""
        super().__init__()
        self._before, self._after, self._apply = before, after, apply
        self._at = monotonic()
        now, then = mapping(after), mapping(before)
        self.fields = frozenset(fields) or frozenset(name for name in now if now[name] != then[name])

    def redo(self) -> None:
        """Apply the new parameters."""
        self._apply(self._after)

    def undo(self) -> None:
        """Apply the previous parameters."""
        self._apply(self._before)

    def id(self) -> int:
        """Return the command id: Qt tries to merge commands with the same id."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Merge a following change of the same fields."""
        if not isinstance(other, Change) or other.fields != self.fields or other._at - self._at > MERGE_INTERVAL_S:  # noqa: SLF001
            return False
        self._after, self._at = other._after, other._at  # noqa: SLF001
        # A cancelled drag ends at the initial parameters: there is nothing to undo.
        self.setObsolete(self._before == self._after)
        return True
