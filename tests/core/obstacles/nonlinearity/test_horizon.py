import math

import numpy as np
import pytest

from core.objectives.plateau import Plateau
from core.obstacles.nonlinearity import NONLINEARITY
from core.optimizers.gradient_descent import GradientDescent
from core.params import make
from core.run import run_to_end

HORIZON = NONLINEARITY.experiment("horizon")


def horizon(**values):
    return run_to_end(HORIZON.run(make(NONLINEARITY.params, values)))


@pytest.fixture(scope="module")
def result():
    return horizon()


def test_32_of_34_steps_are_blind(result):
    assert (result.blind_steps, result.seeing_steps, result.first_seeing) == (32, 2, 32)
    assert result.steps_to_tolerance == result.length == 34
    assert result.blind.tolist() == [1.0] * 32 + [0.0] * 3


def test_the_path_matches_the_definition(result):
    x = 3.0
    for step, found in enumerate(result.path):
        assert found == pytest.approx(x, rel=1e-13)
        assert result.loss[step] == pytest.approx(x**2 / (1.0 + x**2), rel=1e-13)
        x -= 0.5 * 2.0 * x / (1.0 + x**2) ** 2
    assert result.loss[-1] <= math.exp(-4.0) * result.loss[0] < result.loss[-2]


def test_the_local_parabola_touches_the_landscape(result):
    step = 1e-4

    def f(x):
        return x**2 / (1.0 + x**2)

    for x, value, slope, curvature in zip(result.path, result.loss, result.gradient, result.curvature, strict=True):
        for shift in (-step, step):
            assert value + slope * shift + curvature * shift**2 / 2.0 == pytest.approx(f(x + shift), abs=1e-11)


def test_only_a_seeing_step_has_a_vertex_at_the_minimum_of_its_parabola(result):
    assert np.isnan(result.vertex).tolist() == (result.blind == 1.0).tolist()
    seeing = result.blind == 0.0
    flat = result.gradient[seeing] + result.curvature[seeing] * (result.vertex - result.path)[seeing]
    assert flat == pytest.approx(0.0, abs=1e-12)


def test_a_step_is_blind_beyond_the_sight(result):
    assert (np.abs(result.path) >= result.sight).tolist() == (result.blind == 1.0).tolist()
    inside, at, outside = Plateau().hessian(result.sight * np.array([[0.999], [1.0], [1.001]])).ravel()
    assert inside > 0.0 > outside
    assert at == pytest.approx(0.0, abs=1e-12)


def test_from_inside_the_valley_no_step_is_blind():
    result = horizon(distance=0.5)
    assert (result.blind_steps, result.first_seeing) == (0, 0)
    assert result.steps_to_tolerance == result.seeing_steps


@pytest.mark.parametrize("distance", [4.0, 6.0, 10.0])
def test_from_distant_starts_the_steps_match_the_gradient_flow(distance):
    """Small steps follow dx/dk = -x / (1 + x^2)^2, which needs d^4 / 4 + d^2 + ln d steps from d."""
    expected = distance**4 / 4.0 + distance**2 + math.log(distance)
    steps = horizon(distance=distance, max_steps=20_000).steps_to_tolerance
    assert steps == pytest.approx(expected, abs=6.0)


def test_steps_not_reached_are_none_and_an_oscillating_run_becomes_blind_again():
    short = horizon(max_steps=20)
    assert (short.steps_to_tolerance, short.first_seeing) == (None, None)
    assert (short.blind_steps, short.length) == (20, 20)
    oscillating = horizon(learning_rate=2.0, max_steps=200)
    assert oscillating.steps_to_tolerance is None
    assert oscillating.blind_steps + oscillating.seeing_steps == 200
    assert np.diff(oscillating.blind).max() == 1.0
    assert np.isfinite(oscillating.path).all()


def test_the_landscape_contains_every_iterate():
    for result in (horizon(), horizon(distance=10.0), horizon(learning_rate=2.0, distance=1.0)):
        assert result.landscape_x[0] <= result.path.min()
        assert result.path.max() <= result.landscape_x[-1]
        assert result.landscape == pytest.approx(result.landscape_x**2 / (1.0 + result.landscape_x**2))


def test_a_broken_optimizer_changes_the_counts(monkeypatch):
    update = GradientDescent.update
    monkeypatch.setattr(GradientDescent, "update", lambda self, at, state: update(self, at, update(self, at, state)))
    assert horizon().blind_steps == 16


def test_claims_of_the_path():
    usual, fast, near = horizon(), horizon(learning_rate=1.5, max_steps=100), horizon(distance=0.5)
    assert (usual.steps, usual.blind_steps, usual.all_blind, usual.lost_sight) == (34, 32, False, False)
    assert (fast.steps, fast.all_blind, fast.lost_sight, fast.unsolved) == (12, True, False, False)
    assert (near.blind_steps, near.all_blind) == (0, False)
    oscillating = horizon(learning_rate=2.0, max_steps=200)
    assert oscillating.lost_sight
    assert oscillating.unsolved
