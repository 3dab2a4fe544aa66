"""Which keys and wheel events a control in the window keeps, and which go to the actions or to its parent."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QSlider, QTabBar, QWidget

from gui.window.scrub_bar import ScrubBar

_ARROW_KEYS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_SLIDER_KEYS = _ARROW_KEYS | {Qt.Key.Key_Home, Qt.Key.Key_End}
_CONTROL_KEYS: tuple[tuple[type[QWidget], set[Qt.Key]], ...] = (
    (ScrubBar, set()),
    (QAbstractSlider, _SLIDER_KEYS),
    (QComboBox, {Qt.Key.Key_Up, Qt.Key.Key_Down}),
    (QAbstractButton, {Qt.Key.Key_Space}),
    (QTabBar, {Qt.Key.Key_Left, Qt.Key.Key_Right}),
)
"""The keys that a focused control keeps; the first kind that it is decides. The scrub bar has those of the actions."""
_WHEEL_CONTROLS = (QSlider, QAbstractSpinBox, QComboBox)
"""The controls whose value the wheel changes."""


class FocusFilter(QObject):
    """An event filter: a focused control keeps the keys that it uses; with Ctrl, arrows always step the timeline.

    The wheel changes a control with the focus only; over others it scrolls what they are in.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a key for the focused widget before it triggers a shortcut; pass the wheel on to the parent."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._keep_key(watched, event) or super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Wheel and isinstance(watched, _WHEEL_CONTROLS) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _keep_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Decide about a key; return whether it is decided."""
        no_ctrl = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not no_ctrl and event.key() in _ARROW_KEYS:
            # A line edit would accept Ctrl with an arrow to move by words.
            event.ignore()
            return True
        keys = next((keys for kind, keys in _CONTROL_KEYS if isinstance(watched, kind)), set())
        if no_ctrl and event.key() in keys:
            event.accept()
            return True
        return False
