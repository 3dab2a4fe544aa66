"""The titles of presets are true."""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from core.params import fields, make
from core.run import run_to_end
from core.scene import find_experiment

FOLDER = Path(__file__).parents[3] / "resources" / "presets"


@cache
def result(obstacle, title):
    presets = tomllib.loads((FOLDER / f"{obstacle}.toml").read_text(encoding="utf-8"))["preset"]
    (preset,) = [each for each in presets if each["title"] == title]
    owner, experiment = find_experiment(f"{obstacle}/{preset['experiment']}")
    return run_to_end(experiment.run(make(owner.params, preset["params"])))


def test_ten_steps():
    assert result("conditioning", "Ten steps for κ = 10").steps_to_tolerance["gradient_descent"] == 10


def test_above_the_limit():
    found = result("conditioning", "Above the limit")
    assert found.above_the_bound
    assert found.diverges


def test_all_methods():
    found = result("conditioning", "All methods")
    (optimizers,) = [field for field in fields(type(found.params)) if field.name == "optimizers"]
    assert set(found.path) == set(optimizers.words)


@pytest.mark.slow
def test_some_runs_with_one_sample_diverge():
    found = result("noise", "A rate at which some runs with one sample diverge")
    assert 0 < found.diverged["1"][-1] < found.params.ensemble_size


def test_start_at_the_minimum():
    found = result("noise", "Start at the minimum")
    assert found.noise_free_loss[0] == 0.0


def test_the_sharpness_at_other_rates_and_activations():
    assert result("network", "Half the rate: below the limit throughout").never_above
    relu = result("network", "ReLU: from twice the limit to half of it")
    assert relu.sharpness_ratio[0] == pytest.approx(2.0, rel=0.05)
    assert relu.sharpness_ratio[-1] == pytest.approx(0.5, rel=0.05)
    assert result("network", "Too large a rate: diverged after four steps").diverged == 4


def test_steps_and_their_times():
    million = result("serial", "A million steps of ten milliseconds").params
    assert (million.iterations, million.step_seconds) == (10**6, 0.01)
    half = result("serial", "Half a million steps of ten seconds").params
    assert (half.iterations, half.step_seconds) == (500_000, 10.0)


@pytest.mark.slow
def test_spectra_of_other_networks_and_losses():
    assert round(100 * result("network", "ReLU: 81 % nearly flat").share_flat[-1]) == 81
    assert result("network", "At loss 0.01: two thirds are nearly flat").share_flat[-1] == pytest.approx(
        2 / 3, abs=0.02
    )
    linear = result("network", "Linear network: over a third exactly flat")
    assert 1 / 3 < linear.zero_eigenvalues[-1] / linear.weight_count < 0.4


@pytest.mark.slow
def test_digits_stay_wrong_or_only_unseen_ones_do():
    assert result("network", "Rate 1: most digits stay wrong").mostly_wrong
    wide = result("network", "64 units: all training digits right, not all unseen ones")
    assert wide.train_accuracy[-1] == 1.0 > wide.held_out_accuracy[-1]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_batches_of_fewer_digits_and_the_noise_of_relu():
    few = result("network", "First 200 digits: the bend at a batch of 20")
    assert round(few.critical_batch) == 20
    relu = result("network", "ReLU, 300 digits: noise scale grows with parameters")
    assert relu.noise_trend().direction == "grows"
    assert relu.used.digits == 300


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_all_digits_are_fewer_than_the_noise_scale():
    found = result("network", "Noise scale: above all 1797 digits at loss 0.1")
    scale = dict(zip(found.losses.tolist(), found.noise_scale.tolist(), strict=True))
    assert scale[0.3] < found.all_digits == 1797 < scale[0.1]


def test_the_gradient_of_deep_sigmoid_networks_vanishes():
    found = result("network", "The first gradient of sigmoid networks vanishes")
    assert found.gradient_vanishes
    assert found.faintest == "sigmoid"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sixteen_layers_arrive_only_with_skips():
    found = result("network", "Sixteen layers: ReLU arrives only with skips")
    assert found.deepest == 16
    assert found.steps["relu"][-1] == np.inf > found.steps["residual_relu"][-1]


@pytest.mark.slow
def test_paths_are_as_long_as_the_titles_say():
    assert round(result("network", "K-FAC walks only 1.2 times as far").detour, 1) == 1.2
    walk = result("network", "Minibatches walk 8.7 times as far")
    assert round(walk.detour, 1) == 8.7
    assert result("network", "ReLU on minibatches: a rise on the straight way").monotone is False


@pytest.mark.slow
def test_four_units_do_not_arrive():
    four = result("network", "Four units: not within 1000 steps")
    assert four.not_arrived == (4,)
    assert four.used.max_steps == 1000


def test_descent_does_not_arrive_on_the_worst_inputs():
    found = result("network", "Inputs up to κ = 10 000: not in 20 000 steps")
    assert found.used.max_steps == 20_000
    assert [n is None for n in found.summary()["steps"]["gradient_descent"]] == [False] * 4 + [True]
