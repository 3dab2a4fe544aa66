"""The transport shows the position with the label of the experiment, and messages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from core.obstacles import OBSTACLES
from core.params import make
from gui.picture.view import SMALLEST_TEXT

POSITION_LABELS = {
    "zigzag": ("step 0 of 10", "step 10 of 10"),
    "edge": ("step 0 of 10", "step 10 of 10"),
    "race": ("step 0 of 10", "step 10 of 10"),
    "law": ("condition number 1 of 31", "condition number 31 of 31"),
}


@pytest.mark.parametrize("key", POSITION_LABELS)
def test_a_position_has_the_label_of_its_experiment(window, wait_for_run, key):
    keys = [experiment.key for experiment in window.panel.obstacle.experiments]
    assert set(keys) == set(POSITION_LABELS)
    window.open_experiment(keys.index(key))
    wait_for_run()
    assert first_and_last_label(window) == POSITION_LABELS[key]


def test_a_position_of_the_ensemble_is_labeled_with_its_step_although_not_all_are_recorded(window, wait_for_run):
    window._obstacles.setCurrentIndex([obstacle.key for obstacle in OBSTACLES].index("noise"))
    window.panel.set_params(make(window.panel.obstacle.params, {"ensemble_size": 3}))
    window.open_experiment([experiment.key for experiment in window.panel.obstacle.experiments].index("cloud"))
    wait_for_run()
    assert window.panel.timeline.schedule.length == 400
    assert first_and_last_label(window) == ("step 0 of 1600", "step 1600 of 1600")


def first_and_last_label(window):
    """Return the position labels of the first and the last frame."""
    labels = []
    for go in (window.go_first, window.go_last):
        go()
        labels.append(window.panel.transport._position_label.text())
    return tuple(labels)


def test_the_transport_fits_at_720p_in_hall_type(window, qtbot, wait_for_run):
    window.resize(1280, 720)
    window.set_type_size("hall")
    window.open_experiment(3)
    wait_for_run()
    qtbot.waitUntil(lambda: not window._resize_timer.isActive())
    qtbot.wait(20)
    label = window.panel.transport._position_label
    assert label.width() >= label.sizeHint().width()
    assert window.panel.transport._scrub.width() > 300


LONG = "Condition number κ cannot be abc; allowed: a number from 1 to 10000. Did you mean 100?"


@pytest.mark.parametrize("size", ["desk", "hall"])
@pytest.mark.parametrize("extent", [(1280, 720), (1024, 560), (800, 500)])
def test_a_long_message_is_whole_and_leaves_the_window_its_size(window, settle, qtbot, extent, size):
    window.set_type_size(size)
    window.resize(*extent)
    settle()
    transport, picture = window.panel.transport, window.panel.frame.geometry()
    transport.show_message(LONG)
    qtbot.waitUntil(lambda: transport.status.width() > 100)
    assert (window.width(), window.height()) == extent
    assert window.panel.frame.geometry() == picture
    font, room = transport.status.fitting_font(), transport.status.contentsRect()
    assert font.pixelSize() >= SMALLEST_TEXT
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
    assert room.contains(QFontMetrics(font).boundingRect(room, flags, LONG))
    assert transport._scrub.width() > 100


def test_a_short_message_has_the_size_of_the_controls(window, qtbot):
    status = window.panel.transport.status
    window.panel.transport.show_message("Short.")
    qtbot.waitUntil(lambda: status.width() >= status.sizeHint().width())
    assert status.fitting_font().pixelSize() == status.font().pixelSize()


def test_the_reason_of_a_refusal_stays_for_ten_seconds_or_until_a_value_is_accepted(window, set_to):
    transport, form = window.panel.transport, window.panel.form
    entry = form.editors["condition_number"].findChild(QLineEdit)
    for end in (lambda: transport._message_timer.timeout.emit(), lambda: set_to(condition_number=7)):
        entry.setFocus()
        entry.setText("abc")
        entry.returnPressed.emit()
        QTest.keyClick(entry, Qt.Key.Key_Escape)
        assert transport.status.text().startswith("Condition number κ cannot be abc")
        assert transport._message_timer.interval() == 10_000
        end()
        assert "cannot be" not in transport.status.text()
