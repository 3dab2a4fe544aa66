"""Which keys and wheel events a control in the window keeps, and which go to the actions or to its parent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QSlider, QTabBar, QWidget

from gui.platform.application import application
from gui.window.key_places import digit_by_place, letter_by_place
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
_WHEEL_CONTROLS = (QSlider, QComboBox)
"""The controls whose value the wheel changes."""


class FocusFilter(QObject):
    """An event filter: a focused control keeps the keys that it uses; with Ctrl, arrows always step the timeline.

    Where the layout has no Latin letter or digit on a key, the place of the key decides about shortcuts. The wheel
    changes a control with the focus only; over others it scrolls what they are in.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._platform = QGuiApplication.platformName()
        self.shortcuts: dict[str, Callable[[], object]] = {}
        """What the shortcuts of the window do, by their text in QKeySequence's portable format."""

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let events pass: the thousands about a style sheet pass sooner."""
        application().removeEventFilter(self)
        try:
            yield
        finally:
            application().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a key for the focused widget before it triggers a shortcut; pass the wheel on to the parent."""
        if isinstance(event, QKeyEvent):
            return self._filter_key(watched, event) or super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Wheel and isinstance(watched, _WHEEL_CONTROLS) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _filter_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Decide about a key event; return whether it is decided."""
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._keep_key(watched, event)
        if event.type() == QEvent.Type.KeyPress and self._uses_places(watched):
            shortcut = digit_by_place(event, self._platform) or letter_by_place(event, self._platform)
            if shortcut in self.shortcuts:
                self.shortcuts[shortcut]()
                return True
        return False

    def _uses_places(self, watched: QObject) -> bool:
        """Return whether a widget is in this window and no text is typed in it."""
        return (
            isinstance(watched, QWidget)
            and watched.window() is self._window
            and not watched.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        )

    def _keep_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Decide whether a key triggers a shortcut; return whether it is decided."""
        if digit_by_place(event, self._platform) in self.shortcuts and self._uses_places(watched):
            # Else the sign on the key would, such as the plus on the first key of a Czech keyboard.
            event.accept()
            return True
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
