"""Presets are valid scenes that run."""

import pytest

from core.obstacles import OBSTACLES
from core.run import run_to_end
from gui.window.presets import presets


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda obstacle: obstacle.key)
def test_every_preset_differs_from_the_defaults_and_runs(obstacle):
    assert presets(obstacle)
    titles = [preset.title for preset in presets(obstacle)]
    assert len(set(titles)) == len(titles)
    for preset in presets(obstacle):
        assert preset.obstacle is obstacle
        assert preset.params
        experiment, params = preset.experiment, preset.full_params()
        if obstacle.key != "network" and not experiment.own_process(params) and experiment.key != "law":  # take seconds
            assert run_to_end(experiment.run(params)).complete
