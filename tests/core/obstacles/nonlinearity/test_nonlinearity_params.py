import tomllib
from importlib.resources import files

import numpy as np
import pytest

from core.obstacles.nonlinearity import NONLINEARITY
from core.params import ParamsError, fields_by_name, make
from core.run import run_to_end


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("depths", "0,2", "a list of at most 24 whole numbers from 1 to 24, separated by commas"),
        ("depths", "25", "a list of at most 24 whole numbers from 1 to 24, separated by commas"),
        ("depths", "", "a list of at most 24 whole numbers from 1 to 24, separated by commas"),
        ("width", 1, "default or a whole number from 2 to 32"),
        ("branch_scale", 0, "inverse_root or a number from 0.01 to 2"),
        ("slice", "diagonal", "two_entries, tied, all_layers, one_layer"),
        ("start", "2,0", "2 numbers from -1 to 1, separated by a comma"),
        ("replicates", 501, "a whole number from 1 to 500"),
        ("distance", 0, "a number from 0.1 to 10"),
        ("tolerance", 1, "a number, at least 1e-12 and below 1"),
    ],
)
def test_invalid_values_are_reported_with_the_allowed_ones(name, value, allowed):
    with pytest.raises(ParamsError) as caught:
        make(NONLINEARITY.params, {name: value})
    assert [(problem.field, problem.allowed) for problem in caught.value.problems] == [(name, allowed)]


def test_families_are_lists_of_known_names():
    params = make(NONLINEARITY.params, {"families": "relu, tanh", "activations": ["sigmoid"]})
    assert params.families == ("relu", "tanh")
    assert params.activations == ("sigmoid",)
    with pytest.raises(ParamsError) as caught:
        make(NONLINEARITY.params, {"families": "linear,rleu"})
    assert caught.value.problems[0].closest == "relu"


def test_experiments_read_known_fields_and_together_all_of_them():
    keys = [experiment.key for experiment in NONLINEARITY.experiments]
    assert keys == ["horizon", "toy", "stack", "activation", "price"]
    known = fields_by_name(NONLINEARITY.params)
    assert all(field.title != field.name and field.description.endswith(".") for field in known.values())
    read = {name for experiment in NONLINEARITY.experiments for name in experiment.reads}
    assert read == set(known)
    for experiment in NONLINEARITY.experiments:
        assert len(set(experiment.reads)) == len(experiment.reads)
        assert known[experiment.reads[0]].number


PRESETS = {
    each["title"]: each
    for each in tomllib.loads(files("resources").joinpath("presets", "nonlinearity.toml").read_text("utf-8"))["preset"]
}


def preset(title):
    each = PRESETS[title]
    return run_to_end(NONLINEARITY.experiment(each["experiment"]).run(make(NONLINEARITY.params, each["params"])))


@pytest.mark.slow
def test_titles_of_presets_are_true():
    distant, fast = preset("Distant start: 2607 steps"), preset("Rate 1.5: 12 steps, all blind")
    assert distant.steps_to_tolerance == 2607
    assert (fast.steps_to_tolerance, fast.all_blind) == (12, True)
    delayed = preset("Skip scale 1 only delays; 1/√L limits").nu
    assert (np.diff(delayed["residual_linear"][1]) > 0.0).all()
    assert (delayed["residual_linear"][1][1:] < delayed["linear"][1][1:]).all()
    limited = run_to_end(NONLINEARITY.experiment("stack").run(make(NONLINEARITY.params, {}))).nu["residual_linear"][1]
    assert limited.max() < 0.1 < delayed["residual_linear"][1][-1]
    assert "tanh" in preset("Saturated tanh").saturates
