"""The experiment spectrum against the figures of its specification, and against independent computations."""

import numpy as np
import pytest

from core.obstacles.network import spectrum, spectrum_descent
from core.obstacles.network.arrival import visits
from core.obstacles.network.momentum import momentum
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import initial_weights, objective
from core.obstacles.network.spectrum import SPECTRUM
from core.obstacles.network.usual import settings
from core.params import make
from core.run import in_this_process, run_to_end

SMALL = {"hidden": "5", "digits": 60}


def run(**values):
    return run_to_end(SPECTRUM.run(make(NetworkParams, values)))


@pytest.fixture(scope="module")
def far():
    return run(target_loss=0.01)


@pytest.fixture(scope="module")
def small():
    return run(**SMALL, target_loss=0.02)


@pytest.mark.slow
def test_tanh_has_the_figures_of_the_specification(far):
    assert far.losses == pytest.approx([2.47, 0.93, 0.29, 0.099, 0.03, 0.01], rel=0.01)
    assert far.share_flat[[0, 1, 2, 3, 5]] == pytest.approx([0.48, 0.45, 0.48, 0.54, 0.66], abs=0.03)
    assert far.steep_count[[0, 1, 2, 3, 5]] == pytest.approx([35, 30, 22, 19, 17], abs=2)
    assert far.condition_mean[[0, 1, 2, 3, 5]] == pytest.approx([52, 60, 84, 109, 124], rel=0.08)
    assert far.share_negative[[0, 1, 2, 3, 5]] == pytest.approx([0.41, 0.20, 0.21, 0.19, 0.13], abs=0.02)
    assert far.negative_mass[[0, 1, 2, 3, 5]] == pytest.approx([0.41, 0.15, 0.075, 0.033, 0.006], rel=0.12)


@pytest.mark.slow
def test_tanh_has_exactly_65_zero_eigenvalues(far):
    assert far.zero_eigenvalues.tolist() == [65.0] * 6
    assert far.weight_count == 1210


@pytest.mark.slow
def test_relu_has_the_figures_of_the_specification():
    found = run(activation="relu", target_loss=0.1, seed=1)
    assert found.share_flat == pytest.approx([0.66, 0.69, 0.77, 0.81], abs=0.03)
    assert found.condition_mean == pytest.approx([85, 101, 180, 218], rel=0.08)
    assert found.negative_mass == pytest.approx([0.31, 0.11, 0.043, 0.015], rel=0.15)


def naive_path(params, rate, count):
    """The losses and weights of heavy ball, written out."""
    used = settings(params, "spectrum")
    network = objective(params, used)
    x = previous = initial_weights(params, network.architecture, params.seed)
    path = []
    for _ in range(count + 1):
        path.append((float(network.value(x)), x))
        x, previous = x - rate * network.gradient(x) + 0.9 * (x - previous), x
    return network, path


def test_spectra_are_those_of_the_first_steps_at_or_below_the_losses(small):
    network, path = naive_path(small.params, 0.1, small.last_step)
    losses = [loss for loss, _ in path]
    assert small.loss == pytest.approx(losses, rel=1e-9)
    expected = [0] + [next(k for k, loss in enumerate(losses) if loss <= each) for each in (1.0, 0.3, 0.1, 0.03, 0.02)]
    assert small.steps.tolist() == expected
    assert small.arrived_at == expected[-1] == small.last_step
    for row in (0, 2, -1):
        point, width = path[expected[row]][1], 1e-5
        unit = width * np.eye(len(point))
        slopes = np.array([network.gradient(point + each) - network.gradient(point - each) for each in unit])
        symmetric = (slopes + slopes.T) / (4 * width)
        assert np.sort(small.eigenvalues[row]) == pytest.approx(np.linalg.eigvalsh(symmetric), abs=1e-7)
        assert small.trace[row] == pytest.approx(np.trace(symmetric), rel=1e-6)
    assert (np.diff(np.abs(small.eigenvalues), axis=1) <= 0).all()


def test_a_target_that_is_not_reached_has_the_spectrum_of_the_last_step():
    found = run(**SMALL, max_steps=30, target_loss=1e-4)
    assert found.arrived_at is None
    assert found.diverged_at is None
    assert found.steps[-1] == found.last_step == 30


def test_a_start_at_the_target_has_one_spectrum():
    found = run(**SMALL, loss="squared", activation="sigmoid", target_loss=2)
    assert found.loss[0] < 2
    assert found.steps.tolist() == [0.0]
    assert found.arrived_at == 0
    assert found.length == 1


def test_a_run_that_overflows_has_diverged():
    found = run(**SMALL, learning_rate=100, loss="squared")
    assert found.steps.tolist() == [0.0]
    assert found.diverged_at == found.last_step
    assert np.isfinite(found.loss[:-1]).all()
    assert found.summary()["loss"][-1] is None


def test_of_a_large_network_only_the_ends_are_computed_and_of_a_larger_one_nothing(monkeypatch):
    monkeypatch.setattr(spectrum_descent, "MAX_SEVERAL", 384)
    assert len(run(**SMALL, target_loss=0.3).steps) == 2
    monkeypatch.setattr(spectrum, "MAX_WEIGHTS", 384)
    found = run(**SMALL)
    assert found.too_large
    assert found.eigenvalues.shape == (0, 385)
    assert (found.length, len(found.loss), found.arrived_at, found.diverged_at) == (1, 0, None, None)


def test_several_hidden_layers_of_the_largest_width_are_too_large():
    assert run(hidden="64,64,64,64", digits=10).weight_count == 17_290


def test_a_tuned_rate_arrives_first_on_a_network_of_its_own():
    found = run(**SMALL, learning_rate="tuned", target_loss=0.5, seed=3)
    used = settings(found.params, "spectrum")
    network = objective(found.params, used)
    steps = {}
    for rate in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6):
        path = visits(momentum(rate), network, network.architecture.initial(2**31 + 3), used.max_steps)
        steps[rate] = next((each.step for each in path if each.loss <= 0.5), np.inf)
    assert found.rate_is_tuned
    assert found.rate == min(steps, key=lambda rate: steps[rate])
    assert min(steps.values()) < np.inf


def test_where_no_rate_arrives_it_is_the_one_that_came_closest():
    found = run(**SMALL, learning_rate="tuned", max_steps=4)
    used = settings(found.params, "spectrum")
    network = objective(found.params, used)
    last = {}
    for rate in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6):
        *_, visit = visits(momentum(rate), network, network.architecture.initial(2**31), 4)
        last[rate] = visit.loss
    assert found.rate == min(last, key=lambda rate: last[rate])
    assert found.arrived_at is None


def test_where_the_loss_overflows_at_all_rates_the_rate_is_a_tenth(monkeypatch):
    def none(params, used):
        yield 0

    monkeypatch.setattr(spectrum_descent, "tuned_rate", none)
    found = run(**SMALL, learning_rate="tuned", max_steps=2)
    assert (found.rate, found.rate_is_tuned) == (0.1, False)
    assert found.loss.tolist() == run(**SMALL, max_steps=2).loss.tolist()


def test_a_file_of_weights_is_the_start(tmp_path):
    weights = np.random.default_rng(7).standard_normal(385) / 10
    np.save(tmp_path / "start.npy", weights)
    found = run(**SMALL, weights=str(tmp_path / "start.npy"), max_steps=3)
    network = objective(found.params, settings(found.params, "spectrum"))
    assert found.loss[0] == pytest.approx(float(network.value(weights)), rel=1e-12)
    assert found.loss[0] != run(**SMALL, max_steps=3).loss[0]


def test_weights_without_a_finite_curvature_have_no_spectrum(tmp_path):
    np.save(tmp_path / "start.npy", np.full(385, 1e200))
    found = run(**SMALL, weights=str(tmp_path / "start.npy"), loss="squared", max_steps=3, activation="linear")
    assert len(found.steps) == 0
    assert found.length == 1
    assert found.summary()["share_flat"] == []


def test_a_part_ends_with_its_spectrum(small):
    part = small.until(2)
    assert (part.length, part.complete, part.last_step) == (2, False, int(small.steps[2]))
    assert part.arrived_at is None
    assert part.share_flat.tolist() == small.share_flat[:3].tolist()
    assert small.until(small.length) is small


def test_partial_results_have_more_and_more_spectra(small, monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    progress = list(in_this_process(SPECTRUM.run(small.params)))
    parts = [each.partial for each in progress if each.partial]
    assert [len(part.steps) for part in parts] == [1, 2, 3, 4, 5]
    for part in parts:
        assert part.eigenvalues.tolist() == small.eigenvalues[: len(part.steps)].tolist()
        assert part.losses.tolist() == small.losses[: len(part.steps)].tolist()
    fractions = [each.fraction for each in progress]
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1.0
