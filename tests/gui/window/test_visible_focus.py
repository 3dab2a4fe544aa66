"""The focus is seen on every control, in every theme."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

from gui.style.theme import THEMES


def luminances(image):
    """Return the relative luminance of each pixel as in WCAG 2.2, shape (height, width)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    channels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 2::-1] / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def changed(one, other):
    """Return the number of pixels whose contrast between two images is at least 3."""
    a, b = luminances(one) + 0.05, luminances(other) + 0.05
    return np.count_nonzero(np.maximum(a / b, b / a) >= 3)


def part_with_focus(widget):
    """Return the part of a widget that the focus is on: of a tab bar the current tab."""
    return widget.tabRect(widget.currentIndex()) if isinstance(widget, QTabBar) else widget.rect()


def shown(widget, part):
    """Return an image of a part of a widget, over what is behind it."""
    window = widget.window()
    return window.grab(QRect(widget.mapTo(window, part.topLeft()), part.size())).toImage()


def tab_round(window):
    """Press Tab until the focus is where it began; return the widgets it was on."""
    visited = []
    while True:
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        if (widget := QApplication.focusWidget()) in visited:
            return visited
        visited.append(widget)


@pytest.fixture
def window(window, settle):
    """The window at a common size."""
    window.resize(1280, 720)
    settle()
    return window


@pytest.mark.parametrize("theme", THEMES)
def test_the_focus_changes_at_least_the_rim_of_every_control(window, qtbot, theme):
    window.set_theme(theme)
    qtbot.waitUntil(lambda: not window._style_timer.isActive())
    window.panel.form._more.set_expanded()
    widgets = tab_round(window)
    assert len(widgets) > 25
    for widget in widgets:
        part = part_with_focus(widget)
        window.panel.form.ensureWidgetVisible(widget)
        window.setFocus()
        without = shown(widget, part)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(widget.hasFocus)
        rim = 2 * (part.width() + part.height())  # of one pixel; its corners are round
        assert changed(without, shown(widget, part)) > 0.85 * rim, (widget, widget.accessibleName())


def test_a_click_on_the_picture_draws_no_ring(window):
    frame = window.panel.frame
    before = frame.grab().toImage()
    frame.setFocus(Qt.FocusReason.MouseFocusReason)
    assert frame.grab().toImage() == before


def test_the_focus_moves_no_control(window, qtbot):
    window.panel.form._more.set_expanded()
    window.setFocus()
    widgets = tab_round(window)
    window.setFocus()
    qtbot.wait(0)
    before = [widget.geometry() for widget in widgets]
    for widget in widgets:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.wait(0)
        assert [each.geometry() for each in widgets] == before
