"""The bar under the picture says where it is, in the words of the experiment."""

import pytest

from core.obstacles import OBSTACLES
from core.params import make

WHERE = {
    "zigzag": ("step 0 of 10", "step 10 of 10"),
    "edge": ("step 0 of 10", "step 10 of 10"),
    "race": ("step 0 of 10", "step 10 of 10"),
    "law": ("condition number 1 of 31", "condition number 31 of 31"),
}


@pytest.mark.parametrize("key", WHERE)
def test_a_position_is_called_what_it_is(window, settled, key):
    keys = [experiment.key for experiment in window.panel.obstacle.experiments]
    assert set(keys) == set(WHERE)
    window.open_experiment(keys.index(key))
    settled()
    assert ends(window) == WHERE[key]


def test_a_position_of_the_ensemble_is_called_by_its_step_though_not_all_are_recorded(window, settled):
    window._obstacles.setCurrentIndex([obstacle.key for obstacle in OBSTACLES].index("noise"))
    window.panel.set_params(make(window.panel.obstacle.params, {"ensemble_size": 3}))
    window.open_experiment([experiment.key for experiment in window.panel.obstacle.experiments].index("cloud"))
    settled()
    assert window.panel.timeline.schedule.length == 400
    assert ends(window) == ("step 0 of 1600", "step 1600 of 1600")


def ends(window):
    """What is said at the first picture and at the last."""
    said = []
    for go in (window.go_first, window.go_last):
        go()
        said.append(window.panel.transport._where.text())
    return tuple(said)


def test_all_of_it_can_be_read_at_720p_in_hall_type(window, qtbot, settled):
    window.resize(1280, 720)
    window.set_type_size("hall")
    window.open_experiment(3)
    settled()
    qtbot.waitUntil(lambda: not window._settle.isActive())
    qtbot.wait(20)
    where = window.panel.transport._where
    assert where.width() >= where.sizeHint().width()
    assert window.panel.transport._scrub.width() > 300
