from dataclasses import asdict

import numpy as np
import pytest

from core.obstacles.network import NETWORK
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import architecture, initial_weights, objective
from core.obstacles.network.usual import USUAL, Settings, settings, usual
from core.params import ParamsError, fields, make


@pytest.mark.parametrize("experiment", USUAL)
def test_usual_settings_are_allowed_values(experiment):
    allowed = {field.name: field for field in fields(NetworkParams)}
    for name, value in USUAL[experiment].items():
        assert "usual" in allowed[name].words
        assert getattr(make(NetworkParams, {name: value}), name) == value


def test_every_field_that_may_be_usual_has_a_setting():
    assert {field.name for field in fields(NetworkParams) if "usual" in field.words} == set(asdict(Settings()))


@pytest.mark.parametrize("experiment", NETWORK.experiments, ids=lambda each: each.key)
def test_exactly_the_fields_that_an_experiment_reads_have_usual_values(experiment):
    accepting = {field.name for field in fields(NetworkParams) if "usual" in field.words}
    assert set(USUAL[experiment.key]) == set(experiment.usual) == accepting & set(experiment.reads)


def test_given_values_replace_the_usual_ones():
    found = settings(make(NetworkParams, {"hidden": "8,4", "batch_size": "full"}), "learn")
    assert (found.hidden, found.batch_size) == ((8, 4), "full")
    assert found.max_steps == USUAL["learn"]["max_steps"]
    assert settings(NetworkParams(), "stability") == Settings(**USUAL["stability"])


def test_only_fields_that_are_read_have_a_usual_value():
    assert usual("learn", ("batch_size", "seed")) == {"batch_size": USUAL["learn"]["batch_size"]}


def test_the_digits_and_the_network_follow_the_parameters():
    params = make(NetworkParams, {"hidden": "5,5", "digits": 20, "activation": "relu", "residual": "on"})
    made = objective(params, settings(params, "learn"))
    assert made.inputs.shape == (20, 64)
    assert made.architecture.widths == (64, 5, 5, 10)
    assert made.architecture.residual
    assert made.architecture.activation == "relu"


def test_a_file_of_weights_is_the_start(tmp_path):
    network = architecture(NetworkParams(), (16,))
    weights = np.arange(network.dimension) / 1e3
    np.save(tmp_path / "w.npy", weights)
    params = make(NetworkParams, {"weights": str(tmp_path / "w.npy")})
    assert initial_weights(params, network, 7).tolist() == weights.tolist()
    assert initial_weights(NetworkParams(), network, 7).tolist() == network.initial(7).tolist()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"residual": "on", "hidden": "8,4"}, "hidden: 8,4 was given; allowed: equal widths"),
        ({"weights": "none.npy"}, "weights: none.npy was given; allowed: a .npy or text file with 1210 finite numbers"),
        ({"weights": "none.npy", "hidden": "8"}, "with 610 finite numbers"),
        ({"hidden": "1"}, "allowed: usual or a list of at most 4 whole numbers from 2 to 64"),
        ({"hidden": "usul"}, "Did you mean usual?"),
    ],
)
def test_bad_values_are_one_sentence(values, sentence):
    with pytest.raises(ParamsError, match=r"\w") as raised:
        make(NetworkParams, values)
    assert len(raised.value.problems) == 1
    assert sentence in str(raised.value)


@pytest.mark.parametrize("key", ["learn", "stability", "plane", "batch"])
def test_a_run_with_long_steps_has_a_process_of_its_own(key):
    experiment = NETWORK.experiment(key)

    def alone(**values):
        return experiment.own_process(make(NetworkParams, values))

    assert not alone()
    assert not alone(hidden="56", digits=1797)
    assert alone(hidden="64,64,64,64", digits=1797)
    assert not alone(hidden="64,64,64,64", digits=400)
