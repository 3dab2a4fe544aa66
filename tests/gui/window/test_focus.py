"""Keys and the wheel, wherever the focus is."""

import pytest
from pointer import turn_wheel
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QSlider, QTabBar

from core.obstacles import OBSTACLES
from gui.window.scrub_bar import ScrubBar

KEYS, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def scrub(window):
    return window.panel.transport.findChild(ScrubBar)


def controls(window):
    form = window.panel.form
    kappa, rate = form.editors["condition_number"], form.editors["learning_rate"]
    scrub = window.panel.transport.findChild(ScrubBar)
    return [window.panel.frame, scrub, kappa.findChild(QSlider), kappa.findChild(QLineEdit), rate.findChild(QComboBox)]


@pytest.mark.parametrize("place", range(5))
def test_page_keys_step_wherever_the_focus_is(window, place):
    widget = [each for each in controls(window) if each is not None][min(place, 3)]
    timeline, before = window.panel.timeline, window.panel.params
    timeline.seek(0.0)
    widget.setFocus()
    QTest.keyClick(widget, KEYS.Key_PageDown)
    assert timeline.position == 1.0
    QTest.keyClick(widget, KEYS.Key_PageUp)
    assert timeline.position == 0.0
    assert window.panel.params == before


def test_a_click_on_the_scrub_bar_seeks_there_and_takes_no_focus(window, scrub):
    window.panel.frame.setFocus()
    for share in (0.25, 0.8):
        place = QPoint(round(share * scrub.width()), scrub.height() // 2)
        QTest.mouseClick(scrub, Qt.MouseButton.LeftButton, pos=place)
        assert window.panel.timeline.time == pytest.approx(share * window.panel.timeline.schedule.duration, rel=0.05)
    assert not scrub.hasFocus()


def test_the_scrub_bar_leaves_the_arrows_to_the_actions(window, scrub, wait_for_run):
    scrub.setFocus()
    before = window.panel.params.condition_number
    QTest.keyClick(scrub, KEYS.Key_Up)
    wait_for_run()
    assert window.panel.params.condition_number > before
    window.panel.timeline.seek(0.0)
    QTest.keyClick(scrub, KEYS.Key_Right)
    assert window.panel.timeline.position == 1.0


def test_the_wheel_changes_a_control_only_if_it_has_the_focus(window):
    window.set_theme("dark")  # which takes the event filter out for a while
    form, before = window.panel.form, window.panel.params
    for box in [*form.findChildren(QSlider), *form.findChildren(QComboBox)]:
        window.panel.frame.setFocus()
        turn_wheel(box, -1)
        assert not box.hasFocus()
        assert window.panel.params == before
    slider = form.editors["condition_number"].findChild(QSlider)
    slider.setFocus()
    turn_wheel(slider, 1)
    assert window.panel.params != before


def test_the_form_scrolls_over_a_control_without_the_focus(window, qtbot):
    form = window.panel.form
    window.resize(700, 300)
    qtbot.waitUntil(lambda: form.verticalScrollBar().maximum() > 0)
    window.panel.frame.setFocus()
    # Qt sends an event that a control did not accept on to its parents, but not one that a test has made.
    assert not turn_wheel(form.findChildren(QSlider)[0], -1).isAccepted()
    turn_wheel(form.viewport(), -1)
    assert form.verticalScrollBar().value() > 0


def test_ctrl_with_page_keys_changes_the_tab(window, wait_for_run):
    tabs = window.findChild(QTabBar)
    for key, index in ((KEYS.Key_PageDown, 1), (KEYS.Key_PageUp, 0), (KEYS.Key_PageUp, len(OBSTACLES) - 1)):
        QTest.keyClick(window.panel.frame, key, CTRL)
        wait_for_run()
        assert tabs.currentIndex() == index
