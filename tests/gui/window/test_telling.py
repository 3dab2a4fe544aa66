"""Single steps, told in three parts: where they begin, and where there are none."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEYS = Qt.Key


def press(window, key):
    window.panel.frame.setFocus()
    QTest.keyClick(window.panel.frame, key)


def test_steps_are_told_from_the_first_one_when_the_last_is_on_screen(window):
    press(window, KEYS.Key_N)
    caption, timeline = window.panel.stage.caption, window.panel.timeline
    assert timeline.position == 0
    told = [caption.text]
    for _ in range(2):
        press(window, KEYS.Key_Right)
        told.append(caption.text)
    assert [next(word for word in ("gradient", "rate", "Moved") if word in text) for text in told] == [
        "gradient",
        "rate",
        "Moved",
    ]
    assert timeline.position == 1
    press(window, KEYS.Key_N)
    assert "gradient descent needs" in caption.text
    assert timeline.position == 1


def test_where_steps_are_not_told_each_arrow_steps_and_n_says_so(window, settled):
    press(window, KEYS.Key_N)
    window.open_experiment(1)
    settled()
    press(window, KEYS.Key_Home)
    press(window, KEYS.Key_Right)
    assert window.panel.timeline.position == 1
    press(window, KEYS.Key_N)
    assert "not narrated" in window.panel.transport.status.text()
    press(window, KEYS.Key_Right)
    assert window.panel.timeline.position == 2
