"""The menus: opened by Alt and a letter, and what is a state is ticked as it is, whoever switched it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from gui.window.actions import ACTIONS, MENUS

SWITCHES = {
    "Narrate steps": "n",
    "Loop": "o",
    "Keep this path for comparison": "g",
    "Random start": "t",
    "Caption": "c",
    "Stretch the short axis": "z",
}


@pytest.fixture
def item(window):
    """item(text): the entry of a menu."""
    return lambda text: next(each for each in window.findChildren(QAction) if each.text() == text)


@pytest.fixture
def ticked(window):
    """ticked(): what is ticked when the menus are opened."""

    def read():
        menus = [top.menu() for top in window.menuBar().actions()]
        for menu in menus:
            menu.aboutToShow.emit()
        return {each.text() for menu in menus for each in menu.actions() if each.isChecked()}

    return read


def test_each_menu_has_a_letter_of_its_own(window):
    titles = [top.text() for top in window.menuBar().actions()]
    letters = [title[title.index("&") + 1].lower() for title in titles]
    assert len(set(letters)) == len(titles) == len(MENUS)
    assert {action.menu for action in ACTIONS if action.menu} <= set(MENUS)


@pytest.mark.parametrize("menu", MENUS)
def test_alt_and_its_letter_open_a_menu(window, qtbot, menu):
    (opened,) = [top.menu() for top in window.menuBar().actions() if top.text() == MENUS[menu]]
    letter = MENUS[menu][MENUS[menu].index("&") + 1]
    QTest.keyClick(window, letter, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(opened.isVisible)
    opened.close()


def test_what_is_on_at_first_is_ticked(ticked):
    assert ticked() == {"Light", "Normal text", "Caption", "Parameter panel"}


@pytest.mark.parametrize("text", SWITCHES)
def test_a_switch_shows_its_state_after_the_key_and_after_the_menu(window, ticked, item, settled, text):
    before = text in ticked()
    QTest.keyClick(window.panel.frame, SWITCHES[text])
    settled()
    assert item(text).isChecked() is not before
    assert (text in ticked()) is not before
    item(text).trigger()
    settled()
    assert item(text).isChecked() is before
    assert (text in ticked()) is before


def test_of_the_looks_one_is_ticked(window, ticked, item):
    for theme, size in (("Dark", "Large"), ("Projector", "Normal"), ("Projector", "Normal"), ("Light", "Large")):
        item(theme).trigger()
        item(f"{size} text").trigger()
        assert {"Light", "Dark", "Projector"} & ticked() == {theme}
        assert {"Large text", "Normal text"} & ticked() == {f"{size} text"}


def test_what_the_picture_cannot_do_is_disabled_while_a_menu_is_open_and_its_key_says_why(window, item, settled):
    (play, parameters) = (top.menu() for top in window.menuBar().actions() if top.text() in ("&Play", "P&arameters"))
    window.open_experiment(3)  # the law, which has no path
    settled()
    parameters.aboutToShow.emit()
    assert not item("Keep this path for comparison").isEnabled()
    assert item("Undo").isEnabled()
    parameters.aboutToHide.emit()
    QTest.keyClick(window.panel.frame, "g")
    assert window.panel.transport.status.text() == "This picture has no path to keep."
    window.open_experiment(0)
    settled()
    play.aboutToShow.emit()
    assert item("Narrate steps").isEnabled()


def test_a_state_that_was_switched_elsewhere_is_ticked_when_the_menu_opens(window, ticked, set_to, settled):
    loop = next(each for each in window.panel.transport.findChildren(QToolButton) if each.accessibleName() == "Loop")
    loop.click()
    set_to(start="random")
    settled()
    window.set_theme("dark")
    window.toggle_form()
    assert ticked() == {"Loop", "Random start", "Dark", "Normal text", "Caption"}


def test_commands_have_nothing_to_tick(window, item):
    for action in ACTIONS:
        assert item(action.text).isCheckable() is (action.state is not None)
    assert not item("Replay").isCheckable()
