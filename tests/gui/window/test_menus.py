"""The menus open with Alt and a letter; checkable items show the current state."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from gui.window.actions import ACTIONS, MENUS

CHECKABLE_KEYS = {
    "Narrate steps": "n",
    "Loop": "o",
    "Keep this path for comparison": "g",
    "Random start": "t",
    "Caption": "c",
    "Stretch the short axis": "z",
}


@pytest.fixture
def item(window):
    """Return a function that finds a menu item by its text."""
    return lambda text: next(each for each in window.findChildren(QAction) if each.text() == text)


@pytest.fixture
def checked(window):
    """Return a function that opens all menus and returns the texts of the checked items."""

    def read():
        menus = [top.menu() for top in window.menuBar().actions()]
        for menu in menus:
            menu.aboutToShow.emit()
        return {each.text() for menu in menus for each in menu.actions() if each.isChecked()}

    return read


def test_each_menu_has_its_own_letter(window):
    titles = [top.text() for top in window.menuBar().actions()]
    letters = [title[title.index("&") + 1].lower() for title in titles]
    assert len(set(letters)) == len(titles) == len(MENUS)
    assert {action.menu for action in ACTIONS if action.menu} <= set(MENUS)


@pytest.mark.parametrize("menu", MENUS)
def test_alt_and_the_letter_open_a_menu(window, qtbot, menu):
    (opened,) = [top.menu() for top in window.menuBar().actions() if top.text() == MENUS[menu]]
    letter = MENUS[menu][MENUS[menu].index("&") + 1]
    QTest.keyClick(window, letter, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(opened.isVisible)
    opened.close()


def test_the_initial_states_are_checked(checked):
    assert checked() == {"Light", "Normal text", "Caption", "Parameter panel"}


@pytest.mark.parametrize("text", CHECKABLE_KEYS)
def test_a_checkable_item_shows_its_state_after_its_key_and_after_a_click(window, checked, item, wait_for_run, text):
    before = text in checked()
    QTest.keyClick(window.panel.frame, CHECKABLE_KEYS[text])
    wait_for_run()
    assert item(text).isChecked() is not before
    assert (text in checked()) is not before
    item(text).trigger()
    wait_for_run()
    assert item(text).isChecked() is before
    assert (text in checked()) is before


def test_exactly_one_theme_and_one_type_size_are_checked(window, checked, item):
    for theme, size in (("Dark", "Large"), ("Projector", "Normal"), ("Projector", "Normal"), ("Light", "Large")):
        item(theme).trigger()
        item(f"{size} text").trigger()
        assert {"Light", "Dark", "Projector"} & checked() == {theme}
        assert {"Large text", "Normal text"} & checked() == {f"{size} text"}


def test_unsupported_actions_are_disabled_while_a_menu_is_open_and_their_keys_show_why(window, item, wait_for_run):
    (play, parameters) = (top.menu() for top in window.menuBar().actions() if top.text() in ("&Play", "P&arameters"))
    window.open_experiment(3)  # the law, which has no path
    wait_for_run()
    parameters.aboutToShow.emit()
    assert not item("Keep this path for comparison").isEnabled()
    assert item("Undo").isEnabled()
    parameters.aboutToHide.emit()
    QTest.keyClick(window.panel.frame, "g")
    assert window.panel.transport.status.text() == "This picture has no path to keep."
    window.open_experiment(0)
    wait_for_run()
    play.aboutToShow.emit()
    assert item("Narrate steps").isEnabled()


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("g", "Keep this path for comparison", "This picture has no path to keep."),
        ("z", "Stretch the short axis", "This picture has no short axis to stretch."),
        ("n", "Narrate steps", "The steps of this picture are not narrated."),
        ("t", "Random start", "The start of this picture is never random."),
        ("m", "Measure again", "This experiment measures no times."),
        ("h", "Reset zoom", "This picture has no landscape to zoom."),
    ],
)
def test_a_key_that_does_not_apply_says_so_and_changes_nothing(window, item, wait_for_run, key, text, sentence):
    window.open_experiment(3)  # the law
    wait_for_run()
    before = window.panel.view, window.panel.params, window.panel.lane.result
    for top in window.menuBar().actions():
        top.menu().aboutToShow.emit()
    assert not item(text).isEnabled()
    for top in window.menuBar().actions():
        top.menu().aboutToHide.emit()
    QTest.keyClick(window.panel.frame, key)
    assert window.panel.transport.status.text() == sentence
    assert (window.panel.view, window.panel.params, window.panel.lane.result) == before


def test_times_are_measured_again_where_there_are_any(window, item, qtbot):
    window.change_obstacle(-2)  # the loop
    qtbot.waitUntil(lambda: window.panel.lane.result is not None and window.panel.lane.request == 0)
    before = window.panel.lane.result
    (parameters,) = (top.menu() for top in window.menuBar().actions() if top.text() == "P&arameters")
    parameters.aboutToShow.emit()
    assert item("Measure again").isEnabled()
    parameters.aboutToHide.emit()
    QTest.keyClick(window.panel.frame, "m")
    qtbot.waitUntil(lambda: window.panel.lane.result is not before)


def test_the_stretch_says_where_the_short_axis_needs_none(window, set_to, wait_for_run):
    status = window.panel.transport.status
    for _ in range(2):  # on and off again: neither changes the picture
        status.setText("")
        QTest.keyClick(window.panel.frame, "z")
        assert status.text() == "The short axis needs no stretch at this condition number."
    set_to(condition_number=100)
    wait_for_run()
    for stretched in (True, False):
        status.setText("")
        QTest.keyClick(window.panel.frame, "z")
        assert window.panel.stage.is_stretched is stretched
        assert status.text() == ""


def test_a_menu_shows_states_that_were_changed_elsewhere(window, checked, set_to, wait_for_run):
    loop = next(each for each in window.panel.transport.findChildren(QToolButton) if each.accessibleName() == "Loop")
    loop.click()
    set_to(start="random")
    wait_for_run()
    window.set_theme("dark")
    window.toggle_form()
    assert checked() == {"Loop", "Random start", "Dark", "Normal text", "Caption"}


def test_only_actions_with_a_state_are_checkable(window, item):
    for action in ACTIONS:
        assert item(action.text).isCheckable() is (action.state is not None)
    assert not item("Replay").isCheckable()
