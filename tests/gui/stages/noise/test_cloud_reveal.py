"""With `View.reveal` the cloud tells no later loss, and no law, before the last step."""

import numpy as np
import pytest

from core.obstacles.noise.cloud import CLOUD
from core.obstacles.noise.params import NoiseParams
from core.params import make
from core.run import run_to_end
from gui.picture.view import View

ADDRESS = "noise/cloud"


@pytest.fixture(scope="module")
def plain():
    return run_to_end(CLOUD.run(make(NoiseParams, {})))


def test_names_end_with_the_curves_and_the_floor_waits_for_the_end(plain, open_stage):
    stage = open_stage(ADDRESS, plain, 100.0, View(1280, 720, reveal=True))
    losses = stage._losses
    for at, ended in ((100.0, False), (400.0, True)):
        stage.show(plain, at)
        assert [losses._floor.line.isVisible(), losses._floor.label.isVisible()] == [ended, ended]
        end = losses._plot.point(float(plain.steps[int(at)]), 0.0).x()
        for name in losses._names:
            assert 0 < name.rect.left() - end < name.pixels
        ((_, line),) = losses._exact.lines
        assert line[-1, 0] == plain.steps[int(at)]


def test_a_part_of_the_runs_shares_their_memory_and_knows_no_later_step(plain):
    part = plain.until(100)
    assert np.shares_memory(part.positions, plain.positions)
    for name in plain.median:
        assert np.array_equal(part.median[name], plain.median[name][:101])
        assert part.diverged_share[name] == plain.diverged[name][100] / 1000
    assert np.isnan(part.stationary_median_measured).all()
    assert not part.floored("1")
    assert plain.floored("1")
