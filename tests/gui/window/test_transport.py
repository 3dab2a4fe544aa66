"""The transport shows the position with the label of the experiment."""

import pytest

from core.obstacles import OBSTACLES
from core.params import make

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
