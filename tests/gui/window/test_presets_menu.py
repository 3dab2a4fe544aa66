"""A preset in the menu opens its experiment with its parameters, as an undoable change."""

import pytest

from core.obstacles.conditioning import CONDITIONING
from gui.window.presets import presets

ALL = presets(CONDITIONING)


def entry(window, title):
    (found,) = [item for item in window._presets.actions() if item.text() == title]
    return found


def test_the_menu_lists_the_presets_of_the_obstacle_on_screen(window):
    menus = [item.menu().title() for item in window.menuBar().actions()]
    assert menus.count("P&resets") == 1
    assert [item.text() for item in window._presets.actions()] == [preset.title for preset in ALL]


@pytest.mark.parametrize("preset", ALL, ids=lambda preset: preset.title)
def test_a_preset_opens_its_experiment_with_its_parameters(window, wait_for_run, preset):
    entry(window, preset.title).trigger()
    wait_for_run()
    panel = window.panel
    assert panel.lane.address == preset.target
    assert panel.params == preset.full_params()
    assert panel.lane.result.params == preset.full_params()
    assert window._experiments.currentIndex() == panel.obstacle.experiments.index(preset.experiment)
    assert panel.lane.notice == ""
    for name, editor in panel.form.editors.items():
        assert editor.field.name == name


def test_undo_restores_the_parameters(window, wait_for_run):
    before = window.panel.params
    entry(window, "Above the limit").trigger()
    assert window.panel.params != before
    window.undo()
    wait_for_run()
    assert window.panel.params == before
