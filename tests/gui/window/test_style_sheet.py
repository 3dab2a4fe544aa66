"""The style sheet reaches every control, and is set only where it changes."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui.style.stylesheet import MIN_CONTROL_TEXT_PX
from gui.style.theme import DARK, FAMILY
from gui.window.actions import ACTIONS
from gui.window.help_dialogs import keys_dialog


class StyleEvents(QObject):
    """Counts the events that tell widgets of a new style sheet."""

    count = 0

    def eventFilter(self, _watched, event):  # noqa: N802  Qt's name
        self.count += event.type() == QEvent.Type.StyleChange
        return False


def test_controls_have_the_font_of_the_theme_when_they_are_first_shown(window):
    for control in window.findChildren(QWidget):
        if control.isVisible():
            face = control.font()
            assert (face.family(), face.pixelSize()) == (FAMILY, MIN_CONTROL_TEXT_PX), control


def test_widgets_are_polished_again_only_for_another_style_sheet(window, qtbot):
    events = StyleEvents()
    QGuiApplication.instance().installEventFilter(events)
    window.resize(window.width() - 3, window.height() - 3)
    window._apply_theme()
    qtbot.waitUntil(lambda: not window._style_timer.isActive())
    assert events.count == 0
    window.set_theme("dark")
    qtbot.waitUntil(lambda: not window._style_timer.isActive())
    assert events.count > 0
    QGuiApplication.instance().removeEventFilter(events)


def test_every_tab_and_every_dialog_has_the_theme_that_was_set_on_another_tab(window, qtbot):
    window._obstacles.setCurrentIndex(1)
    window._obstacles.setCurrentIndex(0)
    window.set_theme("dark")
    qtbot.waitUntil(lambda: not window._style_timer.isActive())
    for index in range(2):
        window._obstacles.setCurrentIndex(index)
        assert window.panel.view.theme is DARK
        assert window.panel.grab().toImage().pixelColor(2, window.panel.height() // 2).name() == DARK.background.lower()
    dialog = keys_dialog(ACTIONS, window)
    assert dialog.grab().toImage().pixelColor(2, 2).name() == DARK.background.lower()
