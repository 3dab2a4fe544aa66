import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise import NOISE
from core.optimizers.gradient_descent import GradientDescent
from core.params import make
from core.run import run_to_end

VALLEY = NOISE.experiment("valley")
CLASSIC = {"valley": 100, "learning_rate": 1e-3, "noise_std": 60}


def valley(**values):
    return run_to_end(VALLEY.run(make(NOISE.params, values)))


@pytest.mark.parametrize(
    ("scene", "counts"),
    [({}, [793, 1892, 3054]), (CLASSIC, [3925, 9339, 15068])],
    ids=["gentle", "classic"],
)
def test_without_noise_the_thresholds_are_reached_at_the_known_steps(scene, counts):
    result = valley(**scene, max_steps=20_000, batch_sizes=(1,))
    assert result.steps_to_loss["noise_free"].tolist() == counts
    assert result.thresholds.tolist() == [1e-2, 1e-4, 1e-6]


def test_a_threshold_that_is_not_reached_is_nan_and_null():
    result = valley()
    assert np.isnan(result.steps_to_loss["noise_free"]).tolist() == [False, True, True]
    assert result.summary()["steps_to_loss"]["noise_free"] == {"1e-2": 793, "1e-4": None, "1e-6": None}


def test_steps_to_loss_are_the_first_steps_at_most_at_the_threshold():
    result = valley(max_steps=5000)
    for name, steps in result.steps_to_loss.items():
        for threshold, step in zip(result.thresholds, steps, strict=True):
            below = np.flatnonzero(result.loss[name] <= threshold)
            assert (below.size == 0) == math.isnan(step)
            assert below.size == 0 or below[0] == step


def test_the_batch_sizes_are_the_compared_ones_and_the_main_one():
    result = valley(batch_size=4, batch_sizes=(256, 16, 16), max_steps=10)
    assert list(result.path) == ["noise_free", "4", "16", "256"]
    assert all(path.shape == (11, 2) for path in result.path.values())
    assert all(loss.shape == (11,) for loss in result.loss.values())


def test_a_step_is_minus_the_rate_times_gradient_plus_noise():
    result = valley(batch_sizes=(16,), max_steps=200)
    objective = Rosenbrock(2, 10.0)
    noise = {}
    for name, path in result.path.items():
        assert path[0].tolist() == [-1.2, 1.0]
        assert result.loss[name] == pytest.approx(objective.value(path), rel=1e-12)
        noise[name] = -np.diff(path, axis=0) / 0.005 - objective.gradient(path[:-1])
    assert np.abs(noise["noise_free"]).max() < 1e-9
    # The same random numbers with every batch size, with the expected standard deviation.
    assert noise["16"] * 4.0 == pytest.approx(noise["1"], abs=1e-9)
    assert noise["1"].std() == pytest.approx(20.0, rel=0.1)
    assert noise["1"].mean(axis=0) == pytest.approx(np.zeros(2), abs=5.0)
    assert abs(np.corrcoef(noise["1"].T)[0, 1]) < 0.2


def test_only_the_scale_of_the_noise_depends_on_sigma_and_the_batch():
    four = valley(noise_std=40, batch_size=4, batch_sizes=(4,), max_steps=300)
    one = valley(noise_std=20, batch_size=1, batch_sizes=(1,), max_steps=300)
    assert four.path["4"].tolist() == one.path["1"].tolist()


def test_a_longer_run_begins_with_the_steps_of_a_shorter_one():
    short, long = valley(max_steps=100), valley(max_steps=3000)
    for name, path in short.path.items():
        assert path.tolist() == long.path[name][:101].tolist()


def test_the_seed_changes_only_the_noise():
    first, other = valley(max_steps=50), valley(max_steps=50, seed=1)
    assert first.path["noise_free"].tolist() == other.path["noise_free"].tolist()
    assert first.path["1"].tolist() != other.path["1"].tolist()


def test_eigenvalues_and_bound_match_the_published_ones():
    gentle, classic = valley(max_steps=1), valley(**CLASSIC, max_steps=1)
    assert gentle.eigenvalues == pytest.approx([0.39368, 101.606], rel=1e-5)
    assert classic.eigenvalues == pytest.approx([0.39936, 1001.60], rel=1e-5)
    assert classic.bound == pytest.approx(0.0019968, rel=1e-4)


def test_a_diverged_run_ends_and_the_others_continue():
    result = valley(learning_rate=0.03)
    assert result.diverged["1"] == 6
    assert len(result.path["1"]) <= 7
    assert result.diverged["noise_free"] is None
    assert len(result.path["noise_free"]) == 1601
    assert result.length == 1600
    assert all(np.isfinite(path).all() for path in result.path.values())
    # The last step of the path is the first above the bound.
    above = result.loss["1"] > 1e6 * result.loss["1"][0]
    assert np.flatnonzero(above).tolist() in ([], [len(above) - 1])


def test_the_experiment_ends_when_all_runs_have_diverged():
    result = valley(learning_rate=1, max_steps=20_000)
    assert None not in result.diverged.values()
    assert result.length < 20


def test_noise_at_the_minimum_does_not_count_as_divergence():
    result = valley(start=(1, 1))
    assert set(result.diverged.values()) == {None}
    assert result.loss["1"].max() > 1.0
    assert result.loss["noise_free"].tolist() == [0.0] * 1601


@given(
    st.floats(1.0, 1000.0),
    st.floats(1e-6, 1.0),
    st.floats(0.01, 1000.0),
    st.tuples(st.floats(-1.9, 1.9), st.floats(-0.9, 2.6)),
    st.integers(1, 150),
)
@settings(max_examples=50)
def test_paths_are_finite_and_have_the_expected_length(b, rate, sigma, start, steps):
    result = valley(valley=b, learning_rate=rate, noise_std=sigma, start=start, max_steps=steps)
    for name, path in result.path.items():
        assert np.isfinite(path).all()
        assert np.isfinite(result.loss[name]).all()
        assert len(path) == len(result.loss[name])
        diverged = result.diverged[name]
        assert len(path) in ((steps + 1,) if diverged is None else (diverged, diverged + 1))


def test_a_broken_optimizer_changes_measured_values(monkeypatch):
    before = valley(max_steps=1000)
    update = GradientDescent.update
    monkeypatch.setattr(GradientDescent, "update", lambda self, at, state: update(self, at, update(self, at, state)))
    after = valley(max_steps=1000)
    assert after.steps_to_loss["noise_free"][0] < before.steps_to_loss["noise_free"][0]
    assert after.bound == before.bound
