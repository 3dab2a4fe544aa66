"""The titles of presets are true."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from core.experiment import run_to_end
from core.params import fields, make
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


def test_steps_and_their_times():
    million = result("serial", "A million steps of ten milliseconds").params
    assert (million.iterations, million.step_seconds) == (10**6, 0.01)
    half = result("serial", "Half a million steps of ten seconds").params
    assert (half.iterations, half.step_seconds) == (500_000, 10.0)
