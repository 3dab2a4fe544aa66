"""Keys by their place on a keyboard, where the layout has no Latin letter or no digit there."""

import unicodedata

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_ROWS = ((2, "1234567890-="), (16, "QWERTYUIOP[]"), (30, "ASDFGHJKL;'"), (44, "ZXCVBNM,./"))
"""The first scan code of each row of a PC keyboard, and its keys with the layout of the United States."""
_SCAN_CODES = {first + n: key for first, keys in _ROWS for n, key in enumerate(keys)}
_OFFSETS = {"windows": 0, "xcb": 8, "wayland": 8}
"""What each platform of Qt adds to the scan codes of a PC keyboard."""
_MAC_KEYS = "ASDFHGZXCV" + "\0" + "BQWERYT123465=97-80]OU[IP" + "\0" + "LJ'K;" + "\0" + ",/NM."
"""The keys with the layout of the United States at the virtual key codes of macOS from 0; NUL where there is none."""
_NO_CHARACTER = 0x0100_0000
"""The first of Qt's codes of keys that give no character."""


def us_key(event: QKeyEvent, platform: str) -> str:
    """Return the key at the same place with the layout of the United States, "" for others than letters and signs."""
    if platform == "cocoa":
        code = event.nativeVirtualKey()
        return _MAC_KEYS[code].strip("\0") if code < len(_MAC_KEYS) else ""
    return _SCAN_CODES.get(event.nativeScanCode() - _OFFSETS[platform], "") if platform in _OFFSETS else ""


def digit_by_place(event: QKeyEvent, platform: str) -> str:
    """Return the digit of the digit row that a key gives with Shift only, such as AZERTY's; "" for other keys."""
    key = us_key(event, platform)
    gives_digit = event.key() < _NO_CHARACTER and chr(event.key()) in "0123456789"
    plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
    return key if key.isdigit() and plain and not gives_digit else ""


def letter_by_place(event: QKeyEvent, platform: str) -> str:
    """Return the shortcut at the place of a key that gives a letter of another script than Latin; "" for other keys."""
    if event.key() >= _NO_CHARACTER:
        return ""
    given = chr(event.key())
    # The keys of some scripts give marks of letters, those of Dvorak give signs where others have letters.
    is_other = unicodedata.category(given)[0] in "LM" and "LATIN" not in unicodedata.name(given, "LATIN")
    key = us_key(event, platform) if is_other else ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.GroupSwitchModifier
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(ord(key)))).toString() if key else ""
