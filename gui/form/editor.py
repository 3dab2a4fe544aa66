"""The contract of an editor of one parameter, and how typing in it ends."""

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.field import Field
from gui.platform.timer import single_shot
from gui.style.stylesheet import set_style_properties
from gui.wording.text import translated

_TEMPORARY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Reasons for which a control loses the focus and gets it again."""


class Editor(QWidget):
    """Edits one field; emits its name and the new value, which the form validates."""

    edited = Signal(str, object)
    cancelled = Signal(str)
    """The user left a refused value, or pressed Escape: the last good one is to be shown again. Its name."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._controls: tuple[QWidget, ...] = ()
        self._is_refused = False
        self._leave_timer = single_shot(self, self._leave)
        self.setToolTip(translated(field.description))

    @abstractmethod
    def set_value(self, value: Any) -> None:
        """Show a value; emits nothing."""

    def start_typing(self) -> None:
        """Focus the editor, so that a new value can be typed."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish_typing(self) -> None:
        """Emit the value that was typed, if it is another one."""

    def _has_unfinished_text(self) -> bool:
        """Return whether a text is being typed."""
        return False

    @Slot()
    def _return_pressed(self) -> None:
        """Finish typing; clear the focus, so that the next key triggers an action, unless the value is refused."""
        self._finish_typing()
        if not self._is_refused:
            self._clear_focus()

    def _clear_focus(self) -> None:
        if (focused := self.focusWidget()) is not None:
            focused.clearFocus()

    @Slot()
    def _leave(self) -> None:
        """Cancel a refused value once no part of the editor has the focus."""
        focused = QApplication.focusWidget()
        if self._is_refused and (focused is None or not self.isAncestorOf(focused)):
            self.cancelled.emit(self.field.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Escape cancel typing before it is a shortcut, and notice that a control loses the focus."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if self._is_refused or self._has_unfinished_text():
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                elif event.type() == QEvent.Type.KeyPress:
                    self.cancelled.emit(self.field.name)
                    self._clear_focus()
                return True
        elif isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _TEMPORARY:
            # A line edit emits the end of editing while it handles this event.
            self._leave_timer.start()
        return super().eventFilter(watched, event)

    def nudge(self, notches: int) -> None:
        """Move the slider, if there is one, by a number of notches."""

    def set_problem(self, problem: str) -> None:
        """Mark the entered value as invalid, also for screen readers; "" removes the mark."""
        self._is_refused = bool(problem)
        for widget in self._controls:
            widget.setAccessibleDescription(problem or translated(self.field.description))
            set_style_properties(widget, wrong=bool(problem))

    def _set_accessible_name(self, *widgets: QWidget, title: str = "") -> None:
        """Set the accessible name of widgets to `title`, or else to the field's title, and their description."""
        self._controls += widgets
        for widget in widgets:
            widget.installEventFilter(self)
            widget.setAccessibleName(title or translated(self.field.title))
            widget.setAccessibleDescription(translated(self.field.description))
