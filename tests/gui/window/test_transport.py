"""The bar under the picture says where it is, in the words of the experiment."""

import pytest

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
    said = []
    for go in (window.go_first, window.go_last):
        go()
        said.append(window.panel.transport._where.text())
    assert tuple(said) == WHERE[key]


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
