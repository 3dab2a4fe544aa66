"""Claims of the compass and of the bend."""

from dataclasses import replace

import numpy as np
import pytest

from core.obstacles.noise import NOISE
from core.params import make
from core.run import run_to_end

START, NEAR = 0, 1


@pytest.mark.usefixtures("cheap")
def test_only_the_minimum_has_no_direction():
    compass = NOISE.experiment("compass")
    for start in ((1.0, 1.0), (1.0, 0.999), (0.0, 0.0)):
        result = run_to_end(compass.run(make(NOISE.params, {"start": start, "max_steps": 5})))
        assert result.no_direction(START) is (start == (1.0, 1.0))
        assert result.known(START) is not result.no_direction(START)
        assert not result.no_direction(NEAR)


def test_a_mean_cosine_is_known_once_it_is_measured():
    first = next(NOISE.experiment("compass").run(make(NOISE.params, {}))).partial
    assert not first.known(START)
    assert np.isfinite(first.exact).all()


def test_above_the_critical_batch_a_larger_batch_saves_at_most_half():
    result = run_to_end(NOISE.experiment("bend").run(make(NOISE.params, {})))
    assert result.at_most_halves
    past = result.steps[result.batch_sizes >= result.critical_batch.value]
    assert past.tolist() == [21, 17, 14, 13, *[12] * 8]
    steps = result.steps.copy()
    steps[-1] = 10.0
    assert not replace(result, steps=steps).at_most_halves
    assert not replace(result, critical_batch=None).at_most_halves
