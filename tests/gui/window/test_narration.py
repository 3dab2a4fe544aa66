"""Single steps are narrated in three parts by the stages that support it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

KEYS = Qt.Key


def press(window, key):
    window.panel.frame.setFocus()
    QTest.keyClick(window.panel.frame, key)


def test_narration_starts_at_the_first_step_when_the_last_is_on_screen(window):
    press(window, KEYS.Key_N)
    caption, timeline = window.panel.stage.caption, window.panel.timeline
    assert timeline.position == 0
    captions = [caption.text]
    for _ in range(2):
        press(window, KEYS.Key_Right)
        captions.append(caption.text)
    assert [next(word for word in ("gradient", "rate", "Moved") if word in text) for text in captions] == [
        "gradient",
        "rate",
        "Moved",
    ]
    assert timeline.position == 1
    press(window, KEYS.Key_N)
    assert "gradient descent needs" in caption.text
    assert timeline.position == 1


def test_without_narration_each_arrow_moves_one_step_and_n_shows_a_message(window, wait_for_run):
    press(window, KEYS.Key_N)
    window.open_experiment(1)
    wait_for_run()
    press(window, KEYS.Key_Home)
    press(window, KEYS.Key_Right)
    assert window.panel.timeline.position == 1
    press(window, KEYS.Key_N)
    assert "not narrated" in window.panel.transport.status.text()
    press(window, KEYS.Key_Right)
    assert window.panel.timeline.position == 2
