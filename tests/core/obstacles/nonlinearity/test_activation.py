import numpy as np
import pytest

from core.obstacles.nonlinearity import NONLINEARITY
from core.params import make
from core.run import run_to_end

ACTIVATION, STACK = NONLINEARITY.experiment("activation"), NONLINEARITY.experiment("stack")


def activation(**values):
    return run_to_end(ACTIVATION.run(make(NONLINEARITY.params, values)))


@pytest.fixture(scope="module")
def result():
    return activation(depths="1,2,4,8,12")


def test_linear_networks_are_quadratic_if_one_layer_moves(result):
    assert result.nu["linear"].max() < 1e-10
    assert result.nu_gradient["linear"].max() < 1e-10


def test_relu_is_less_nonlinear_than_tanh_in_one_layer_but_not_stacked(result):
    one, stacked = ({name: band[1] for name, band in part.items()} for part in (result.nu, result.stacked_nu))
    assert (one["relu"] < one["tanh"])[1:].all()
    assert one["relu"][-1] < 0.05
    assert stacked["relu"][-1] > 0.7
    assert stacked["relu"] == pytest.approx(stacked["linear"], abs=0.1)
    assert stacked["tanh"][-1] < 0.2


def test_the_loss_range_of_tanh_is_small(result):
    assert (result.loss_range["tanh"][1] < result.loss_range["relu"][1])[1:].all()
    assert result.stacked_loss_range["tanh"][1, -1] < 1e-3 * result.stacked_loss_range["relu"][1, -1]
    assert (result.width, result.stacked_width) == (16, 8)


@pytest.mark.slow
def test_tanh_at_gain_4_matches_the_published_medians():
    found = activation(gain=4, activations="tanh", depths="1,2,4,8,12")
    q25, median, q75 = found.nu["tanh"]
    table = np.array([0.0, 0.160, 0.414, 0.761, 0.878])
    assert (q25 - 5e-4 <= table).all()
    assert (table <= q75 + 5e-4).all()
    assert median[-1] > 0.8


def test_activation_and_stack_measure_the_same_values():
    values = {"replicates": 4, "depths": "2,3", "gain": 2.0}
    found = activation(activations="tanh,relu", **values)
    for name, nu, width in (("one_layer", found.nu, 16), ("all_layers", found.stacked_nu, 8)):
        other = run_to_end(STACK.run(make(NONLINEARITY.params, values | {"families": "tanh,relu", "slice": name})))
        assert other.width == width
        for family in ("tanh", "relu"):
            assert nu[family].tolist() == other.nu[family].tolist()


def test_one_layer_is_measured_first(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run = ACTIVATION.run(make(NONLINEARITY.params, {"replicates": 2, "depths": "1,2"}))
    for progress in run:
        if np.isfinite(progress.partial.stacked_nu["linear"]).any():
            assert np.isfinite(progress.partial.nu["tanh"]).all()
            break
    else:
        pytest.fail("no partial result had both")


def test_all_layers_are_measured_before_the_last_networks_of_one_layer(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    monkeypatch.setattr("core.obstacles.nonlinearity.survey._MAX_NUMBERS", 30_000)
    shares, seen = [], []
    for progress in ACTIVATION.run(make(NONLINEARITY.params, {"replicates": 8, "depths": "1,2,3"})):
        shares.append(progress.fraction)
        seen.append(np.isfinite(progress.partial.stacked_nu["tanh"][1, -1]))
    assert shares == sorted(shares)
    assert 0.1 < seen.index(True) / len(seen) < 0.5


def test_looks_tame_requires_small_nu_in_one_layer_and_large_nu_in_all():
    found = activation(depths="1,12", replicates=10)
    assert found.looks_tame == {"linear": True, "relu": True, "tanh": False}
    assert found.saturates == {}
    assert not activation(depths="1,2", replicates=10).looks_tame["relu"]
    assert "tanh" in activation(depths="2,6", replicates=5, gain=4).saturates


def test_dead_networks_do_not_look_tame():
    found = activation(width=2, activations="relu,tanh", depths="24", replicates=20)
    assert found.last_dead == {"relu": 20, "tanh": 0}
    assert found.last_stacked_dead == {"relu": 19, "tanh": 0}
    assert np.isnan(found.loss_range["relu"]).all()
    assert not found.looks_tame["relu"]
