"""What the pointer does on the canvas of a picture."""

from typing import Any

from PySide6.QtCore import QObject, QPointF, Qt

from gui.picture.stage import Stage


class PointerHandler(QObject):
    """Receives the signals of a stage's canvas. Subclasses implement what each does."""

    def __init__(self, stage: Stage[Any]) -> None:
        super().__init__(stage)
        self._stage = stage
        self._has_cursor = False
        stage.drag_cancels.append(self.cancel)
        canvas = stage.widget
        canvas.pressed.connect(self._press)
        canvas.dragged.connect(self._drag)
        canvas.released.connect(self._release)
        canvas.hovered.connect(self._hover)
        canvas.pointer_left.connect(self._leave)
        canvas.double_clicked.connect(self._request_edit)

    def cancel(self) -> bool:
        """Cancel a drag and restore the values before it; return whether a drag was in progress."""
        raise NotImplementedError

    def _press(self, at: QPointF) -> None:
        """Grab what is at a position."""
        raise NotImplementedError

    def _drag(self, at: QPointF, snap: bool) -> None:  # noqa: FBT001  a slot
        """Drag what is held to a position, with `snap` to a round value."""
        raise NotImplementedError

    def _release(self) -> None:
        """Let go of what is held."""
        raise NotImplementedError

    def _hover(self, at: QPointF) -> None:
        """Show what can be grabbed near a position."""
        raise NotImplementedError

    def _leave(self) -> None:
        """Hide what is shown while the pointer is over the picture."""
        raise NotImplementedError

    def _request_edit(self, at: QPointF) -> None:
        """Ask for the value of what is at a position to be typed."""
        raise NotImplementedError

    def _set_hover_cursor(self, shape: Qt.CursorShape | None) -> None:
        """Set the cursor for what can be grabbed under the pointer; None where nothing can."""
        if shape is not None:
            self._stage.widget.setCursor(shape)
        elif self._has_cursor:  # otherwise another handler may have set the cursor
            self._stage.widget.unsetCursor()
        self._has_cursor = shape is not None
