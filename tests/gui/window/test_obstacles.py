"""Several obstacles in one window: each keeps what it shows, and what nobody sees is not computed."""

from core.obstacles import OBSTACLES

HEAVY = {"condition_number": 9999, "optimizers": ("adagrad", "adam"), "learning_rate": 1e-6, "tolerance": 1e-12}


def open_obstacle(window, key):
    window._obstacles.setCurrentIndex([obstacle.key for obstacle in OBSTACLES].index(key))
    return window.panel


def test_every_obstacle_opens_and_shows_its_first_experiment(window, settled):
    for obstacle in OBSTACLES:
        panel = open_obstacle(window, obstacle.key)
        settled()
        assert panel.lane.experiment is obstacle.experiments[0]
        assert panel.lane.result.complete
        assert panel.stage.widget.isVisible()


def test_a_long_run_that_nobody_sees_holds_up_no_picture(window, settled, set_to, qtbot):
    conditioning = window.panel
    set_to(**HEAVY, max_steps=100_000)
    qtbot.waitUntil(lambda: conditioning.lane.result.params.max_steps == 100_000)
    noise = open_obstacle(window, "noise")
    settled()
    assert noise.lane.result.complete
    assert not conditioning.lane.result.complete
    assert open_obstacle(window, "conditioning") is conditioning
    assert conditioning.lane.request  # it is computed anew
    assert not conditioning.lane.notice


def test_a_long_run_of_another_experiment_holds_up_no_picture(window, settled, set_to, qtbot):
    zigzag = window.panel.lane
    set_to(**HEAVY, max_steps=100_000)
    qtbot.waitUntil(lambda: zigzag.result.params.max_steps == 100_000)
    window.open_experiment(1)
    settled()
    assert window.panel.lane.result.complete
    assert (zigzag.request, zigzag.result.complete) == (0, False)
    window.open_experiment(0)
    assert window.panel.lane.request


def test_what_plays_pauses_while_another_obstacle_is_shown(window, settled):
    timeline = window.panel.timeline
    timeline.replay()
    open_obstacle(window, "noise")
    assert not timeline.playing


def test_a_typical_start_is_told_where_there_is_one_and_otherwise_that_there_is_none(window, settled):
    for obstacle in OBSTACLES:
        panel = open_obstacle(window, obstacle.key)
        settled()
        before = panel.params
        window.typical_start()
        assert window.starts_at_random is (obstacle.key == "conditioning")
        assert (panel.params == before) is (obstacle.key != "conditioning")
        assert ("never random" in panel.transport.status.text()) is (obstacle.key != "conditioning")
