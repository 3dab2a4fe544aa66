"""An experiment keeps its step while its run is replaced, and step, zoom and ghost until it is opened again."""

from dataclasses import replace

from PySide6.QtWidgets import QTabBar

from core.obstacles import OBSTACLES
from core.scene import Zoom

ZOOM = Zoom(factor=2.0, x=0.1, y=-0.1)


def test_an_experiment_keeps_its_step_zoom_and_ghost_and_is_paused_on_return(window, wait_for_run):
    panel = window.panel
    panel.timeline.seek_step(4)
    window.toggle_ghost()
    panel.set_view(replace(panel.view, zoom=ZOOM))
    panel.timeline.play()
    position = panel.timeline.position
    window.open_experiment(2)
    wait_for_run()
    assert panel.timeline.at_end
    assert panel.view.zoom != ZOOM
    window.open_experiment(0)
    wait_for_run()
    assert int(panel.timeline.position) == int(position)
    assert panel.view.zoom == ZOOM
    assert window.has_ghost
    assert not panel.timeline.playing


def test_an_experiment_left_at_its_end_is_at_its_end_on_return(window, wait_for_run):
    window.open_experiment(1)
    wait_for_run()
    window.open_experiment(0)
    assert window.panel.timeline.at_end


def test_a_tab_is_opened_again_at_the_experiment_that_was_left(window, wait_for_run):
    window.open_experiment(2)
    wait_for_run()
    for places in (1, -1):
        window.change_obstacle(places)
        wait_for_run()
    assert window.panel.lane.address == "conditioning/race"
    assert window._experiments.currentIndex() == 2


def test_playing_goes_on_at_the_same_step_while_a_long_run_is_replaced(window, wait_for_run, qtbot):
    window.findChild(QTabBar).setCurrentIndex([obstacle.key for obstacle in OBSTACLES].index("noise"))
    window.open_experiment(3)
    wait_for_run()
    panel, positions = window.panel, []
    panel.timeline.seek_step(200)
    panel.timeline.play()
    panel.timeline.moved.connect(positions.append)
    window.nudge(30)
    wait_for_run()
    assert panel.timeline.playing
    assert not panel.timeline.at_end
    assert positions[-1] >= 200
