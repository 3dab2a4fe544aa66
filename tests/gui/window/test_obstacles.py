"""Several obstacles in one window: each keeps its state, and only the one on screen computes."""

from core.obstacles import OBSTACLES
from gui.picture.capability import Capability

HEAVY = {"condition_number": 9999, "optimizers": ("adagrad", "adam"), "learning_rate": 1e-6, "tolerance": 1e-12}


def open_obstacle(window, key):
    window._obstacles.setCurrentIndex([obstacle.key for obstacle in OBSTACLES].index(key))
    return window.panel


def test_every_obstacle_opens_and_shows_its_first_experiment(window, wait_for_run):
    for obstacle in OBSTACLES:
        panel = open_obstacle(window, obstacle.key)
        wait_for_run()
        assert panel.lane.experiment is obstacle.experiments[0]
        assert panel.lane.result.complete
        assert panel.stage.widget.isVisible()


def test_a_long_run_of_a_hidden_obstacle_does_not_delay_a_picture(window, wait_for_run, set_to, qtbot):
    conditioning = window.panel
    set_to(**HEAVY, max_steps=100_000)
    qtbot.waitUntil(lambda: conditioning.lane.result.params.max_steps == 100_000)
    noise = open_obstacle(window, "noise")
    wait_for_run()
    assert noise.lane.result.complete
    assert not conditioning.lane.result.complete
    assert open_obstacle(window, "conditioning") is conditioning
    assert conditioning.lane.request  # it runs again
    assert not conditioning.lane.notice


def test_a_long_run_of_another_experiment_does_not_delay_a_picture(window, wait_for_run, set_to, qtbot):
    zigzag = window.panel.lane
    set_to(**HEAVY, max_steps=100_000)
    qtbot.waitUntil(lambda: zigzag.result.params.max_steps == 100_000)
    window.open_experiment(1)
    wait_for_run()
    assert window.panel.lane.result.complete
    assert (zigzag.request, zigzag.result.complete) == (0, False)
    window.open_experiment(0)
    assert window.panel.lane.request


def test_playing_pauses_while_another_obstacle_is_shown(window, wait_for_run):
    timeline = window.panel.timeline
    timeline.replay()
    open_obstacle(window, "noise")
    assert not timeline.playing


def test_a_random_start_is_set_if_supported_and_otherwise_a_message_is_shown(window, wait_for_run):
    for obstacle in OBSTACLES:
        panel = open_obstacle(window, obstacle.key)
        wait_for_run()
        before = panel.params
        window.toggle_word(Capability.RANDOM_START)
        assert window.has_word(Capability.RANDOM_START) is (obstacle.key == "conditioning")
        assert (panel.params == before) is (obstacle.key != "conditioning")
        assert ("never random" in panel.transport.status.text()) is (obstacle.key != "conditioning")
