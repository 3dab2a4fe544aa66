"""Shortcuts are found by the place of a key where the layout has no Latin letter or digit on it."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.window.actions import ACTIONS
from gui.window.key_places import digit_by_place, letter_by_place, us_key

NONE, SHIFT, CTRL, ALT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("No", "Shift", "Control", "Alt"))
G, E, Q, V, FIRST, SECOND, THIRD = 42, 26, 24, 55, 10, 11, 12
"""Codes of X11 of the keys at these places."""


def key_event(given, code, modifiers=NONE, *, kind=QEvent.Type.KeyPress, virtual=0):
    """Return the event of a key that gives a character, with its native codes."""
    key = ord(given.upper()) if isinstance(given, str) else given
    text = given if isinstance(given, str) else ""
    return QKeyEvent(kind, key, modifiers, code, virtual, 0, text)


def press(widget, given, code, modifiers=NONE):
    """Send a key as X11 does where no shortcut has its character; return whether a widget keeps it."""
    override = key_event(given, code, modifiers, kind=QEvent.Type.ShortcutOverride)
    override.ignore()
    QApplication.sendEvent(widget, override)
    QApplication.sendEvent(widget, key_event(given, code, modifiers))
    return override.isAccepted()


@pytest.fixture
def window(window):
    window._keys._platform = "xcb"
    return window


@pytest.mark.parametrize(
    ("platform", "codes"),
    [
        ("xcb", {10: "1", 19: "0", 24: "Q", 34: "[", 38: "A", 42: "G", 52: "Z", 60: "."}),
        ("wayland", {10: "1", 42: "G"}),
        ("windows", {2: "1", 11: "0", 16: "Q", 34: "G", 44: "Z"}),
        ("offscreen", {42: ""}),
        ("xcb", {9: "", 23: "", 36: "", 50: "", 65: "", 87: ""}),  # Escape, Tab, Return, Shift, Space, 1 of the keypad
    ],
)
def test_native_scan_codes_have_places(platform, codes):
    assert {code: us_key(key_event("x", code), platform) for code in codes} == codes


def test_virtual_keys_of_macos_have_places():
    codes = {0: "A", 5: "G", 6: "Z", 10: "", 14: "E", 18: "1", 29: "0", 33: "[", 47: ".", 36: "", 49: "", 126: ""}
    assert {code: us_key(key_event("x", 1, virtual=code), "cocoa") for code in codes} == codes


def test_every_letter_and_digit_of_the_actions_has_a_place_on_every_platform():
    wanted = {key for action in ACTIONS for key in action.keys if len(key) == 1} - {"+", "-", "="}
    for platform in ("xcb", "wayland", "windows", "cocoa"):
        assert wanted <= {us_key(key_event("x", code, virtual=code), platform) for code in range(256)}


@pytest.mark.parametrize(
    ("given", "code", "modifiers", "shortcut"),
    [
        ("п", G, NONE, "G"),  # Russian
        ("γ", G, NONE, "G"),  # Greek
        ("ע", G, NONE, "G"),  # Hebrew
        ("ื", 57, NONE, "N"),  # Thai: a mark
        ("у", E, CTRL, "Ctrl+E"),
        ("я", 52, CTRL | SHIFT, "Ctrl+Shift+Z"),
        ("х", 34, NONE, "["),
        ("м", V, ALT, "Alt+V"),
        ("g", G, NONE, ""),
        ("i", G, NONE, ""),  # Dvorak has I at the place of G
        ("'", Q, CTRL, ""),  # and a sign at that of Q, with which Ctrl quits
        ("ö", 47, NONE, ""),  # German
        (Qt.Key.Key_Dead_Circumflex, 34, NONE, ""),  # French
        (Qt.Key.Key_F1, 67, NONE, ""),
    ],
)
def test_only_letters_of_other_scripts_are_found_by_their_place(given, code, modifiers, shortcut):
    assert letter_by_place(key_event(given, code, modifiers), "xcb") == shortcut


@pytest.mark.parametrize(
    ("given", "code", "modifiers", "digit"),
    [
        ("&", FIRST, NONE, "1"),  # French
        ("é", SECOND, NONE, "2"),
        ("+", FIRST, NONE, "1"),  # Czech
        ("۱", FIRST, NONE, "1"),  # Persian
        ("1", FIRST, NONE, ""),
        ("1", FIRST, SHIFT, ""),
        ("!", FIRST, SHIFT, ""),
        ("&", FIRST, CTRL, ""),
        ("1", 87, NONE, ""),  # of the keypad
        ("à", 48, NONE, ""),  # Italian, at another place
    ],
)
def test_the_digit_row_gives_digits_without_shift(given, code, modifiers, digit):
    assert digit_by_place(key_event(given, code, modifiers), "xcb") == digit


def test_letters_of_a_russian_keyboard_trigger_the_actions(window, wait_for_run):
    frame = window.panel.frame
    press(frame, "п", G)
    assert window.has_ghost
    press(frame, "т", 57)
    assert window.is_narrating
    before = window.panel.params
    window.nudge(5)
    wait_for_run()
    press(frame, "я", 52, CTRL)
    assert window.panel.params == before


def test_alt_opens_a_menu_at_the_place_of_its_letter(window, qtbot):
    (view,) = [top.menu() for top in window.menuBar().actions() if top.text() == "&View"]
    press(window.panel.frame, "м", V, ALT)
    qtbot.waitUntil(view.isVisible)
    view.close()


def test_the_digit_row_of_a_french_keyboard_opens_experiments(window, wait_for_run):
    for given, code, key in (("é", SECOND, "edge"), ('"', THIRD, "race"), ("&", FIRST, "zigzag")):
        press(window.panel.frame, given, code)
        assert window.panel.lane.experiment.key == key
        wait_for_run()


def test_the_place_of_a_digit_is_stronger_than_the_sign_on_it(window):
    assert press(window.panel.frame, "+", FIRST)  # kept from the shortcut +


def test_what_is_typed_stays_text(window):
    entry = window.panel.form.editors["condition_number"].findChild(QLineEdit)
    entry.setFocus()
    entry.clear()
    press(entry, "é", SECOND)
    press(entry, "п", G)
    assert entry.text() == "éп"
    assert window.panel.lane.experiment.key == "zigzag"
    assert not window.has_ghost
