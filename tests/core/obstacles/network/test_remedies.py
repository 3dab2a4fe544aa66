"""The experiment network/remedies: tuning, arrivals, costs, and the figures of the full network."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from core.cache import Cache
from core.cache_folder import CacheFolder
from core.digits import load_digits
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network import NETWORK
from core.obstacles.network.arrival import steps_to_loss
from core.obstacles.network.methods import KINDS
from core.optimizers.kfac import KFAC
from core.optimizers.muon import Muon
from core.params import make
from core.run import run_to_end
from core.tuning_grids import candidates

REMEDIES = NETWORK.experiment("remedies")
SMALL = {"hidden": "5", "digits": 60, "target_loss": 0.5, "max_steps": 60, "replicates": 3}


def remedies(**values):
    return run_to_end(REMEDIES.run(make(NETWORK.params, SMALL | values)))


@pytest.fixture(scope="module")
def result():
    return remedies()


def problem():
    images, labels = load_digits()
    return Perceptron(Architecture((64, 5, 10)), images[:60], labels[:60])


def steps_of(optimizer, seed, limit=60, target=0.5, objective=None):
    objective = objective or problem()
    run = steps_to_loss(optimizer, objective, objective.architecture.initial(seed), target, limit)
    while True:
        try:
            next(run)
        except StopIteration as stop:
            return np.inf if stop.value is None else stop.value


@pytest.mark.parametrize("method", ["gradient_descent", "adam", "muon", "kfac"])
def test_the_setting_with_the_fewest_steps_on_the_first_seed_trains_the_next_ones(result, method):
    offered = candidates(KINDS[method], Architecture((64, 5, 10)).shapes)
    each = [steps_of(optimizer, 0) for optimizer in offered]
    assert result.chosen[method] == int(np.argmin(each))
    assert result.tuned_steps[method] == min(each)
    best = offered[result.chosen[method]]
    assert result.steps[method][:, -1].tolist() == [steps_of(best, seed) for seed in (1, 2, 3)]
    chosen = result.settings[method]
    assert chosen == {name: getattr(best, name) for name in chosen}


def test_paths_end_at_the_target(result):
    for method, steps in result.steps.items():
        for network, loss in enumerate(result.path_loss[method]):
            arrival = int(steps[network, -1])
            assert (loss[:arrival] > 0.5).all()
            assert loss[arrival] <= 0.5
            assert np.isnan(loss[arrival + 1 :]).all()


def test_the_typical_network_is_nearest_to_the_median(result):
    for method, steps in result.steps.items():
        ends = steps[:, -1]
        assert ends[result.typical(method)] == np.median(ends)


def test_a_method_that_does_not_arrive_keeps_the_setting_that_comes_closest():
    result = remedies(max_steps=2, target_loss=1e-3, optimizers="gradient_descent")
    assert result.failed == ("gradient_descent",)
    assert result.tuned_steps["gradient_descent"] is None
    assert result.fewest == ()
    offered = candidates(KINDS["gradient_descent"], Architecture((64, 5, 10)).shapes)
    ends = []
    for optimizer in offered:
        x = problem().architecture.initial(0)
        for _ in range(2):
            x = x - optimizer.learning_rate * problem().gradient(x)
        ends.append(float(problem().value(x)))
    assert result.chosen["gradient_descent"] == int(np.argmin(ends))


def test_counts_are_steps_or_steps_times_their_cost(result):
    costly = replace(result, cost=MappingProxyType({"gradient_descent": 1.0, "adam": 1.0, "muon": 2.0, "kfac": 100.0}))
    medians = {method: float(np.median(steps[:, -1])) for method, steps in result.steps.items()}
    assert dict(costly.counted) == medians
    paid = replace(costly, params=make(NETWORK.params, SMALL | {"axis": "gradients"}))
    assert dict(paid.counted) == {method: steps * costly.cost[method] for method, steps in medians.items()}
    assert "kfac" in costly.fewest
    assert "kfac" not in paid.fewest


def test_a_position_shows_what_all_methods_have_done_for_the_same_count(result):
    steps = replace(result, params=make(NETWORK.params, SMALL))
    assert [steps.counted_at(each) for each in (0, 1, steps.length)] == [0.0, 1.0, steps.recorded_steps[-1]]
    paid = replace(result, params=make(NETWORK.params, SMALL | {"axis": "gradients"}))
    most = max(result.ends[method] * result.cost[method] for method in result.cost)
    assert paid.counted_at(result.length) == pytest.approx(most)
    assert paid.counted_at(result.length / 2) == pytest.approx(most / 2)


def test_a_part_knows_only_what_has_happened(result):
    part = result.until(3)
    for method, steps in part.steps.items():
        assert np.array_equal(steps, np.where(result.steps[method] <= 3, result.steps[method], np.nan), equal_nan=True)
        assert part.path_loss[method].shape[1] == 4


def test_gradient_descent_costs_one_gradient_by_definition(result):
    assert result.cost["gradient_descent"] == 1.0
    assert all(cost > 0.5 for cost in result.cost.values())
    assert set(result.step_seconds) == set(result.steps)


@pytest.mark.usefixtures("keep_short_runs")
def test_a_kept_result_has_its_times_measured_again(tmp_path, monkeypatch):
    cache, params = Cache(CacheFolder(tmp_path, 10**8)), make(NETWORK.params, SMALL | {"optimizers": "muon,kfac"})
    first = run_to_end(cache.run(NETWORK, REMEDIES, params, lambda: REMEDIES.run(params)))
    assert "cost" not in next(tmp_path.iterdir()).read_bytes().decode("latin-1")
    monkeypatch.setattr("core.obstacles.network.remedies.run", None)
    second = run_to_end(cache.run(NETWORK, REMEDIES, params, lambda: pytest.fail("it is computed again")))
    assert second.steps["kfac"].tolist() == first.steps["kfac"].tolist()
    assert set(second.cost) == set(first.cost) == {"muon", "kfac"}
    assert second.complete


def test_long_runs_record_every_few_steps(monkeypatch):
    monkeypatch.setattr("core.obstacles.network.remedies.MAX_RECORDED", 10)
    result = remedies(optimizers="gradient_descent", max_steps=25, target_loss=1e-4, replicates=1)
    assert result.recorded_steps.tolist() == [0, 3, 6, 9, 12, 15, 18, 21, 24]
    assert np.isfinite(result.path_loss["gradient_descent"]).all()
    assert result.ends["gradient_descent"] == 24


@pytest.mark.slow
def test_the_full_network_needs_the_steps_of_the_specification():
    """Medians of seeds 1 to 4 at the tuned settings: 26 for Muon, 18 for K-FAC to a loss of 0.01."""
    images, labels = load_digits()
    objective = Perceptron(Architecture(), images, labels)
    shapes = objective.architecture.shapes
    for optimizer, expected in ((Muon(shapes, 0.64), 26), (KFAC(shapes, 0.6, 0.003), 18)):
        ends = [steps_of(optimizer, seed, 200, 0.01, objective) for seed in range(1, 5)]
        assert np.median(ends) == expected
