import math

import numpy as np
import pytest

from core.obstacles.nonlinearity import NONLINEARITY
from core.obstacles.nonlinearity.learning import Learners, Problems
from core.obstacles.nonlinearity.rate_search import FIRST_INDEX, INDEX_LIMIT, LAST_INDEX, RateSearch, rate_grid
from core.obstacles.nonlinearity.streams import problem_stream
from core.params import make
from core.run import run_to_end

PRICE = NONLINEARITY.experiment("price")
SOLVED = math.exp(-4.0)


def price(**values):
    return run_to_end(PRICE.run(make(NONLINEARITY.params, values)))


@pytest.fixture(scope="module")
def result():
    return price(depths="1,2,3,4,6,8")


def test_the_medians_match_the_published_ones(result):
    assert result.steps["linear"][1].tolist() == [1.0, 6.0, 11.0, 21.0, 37.0, 42.0]
    assert result.steps["residual_linear"][1].tolist() == [1.0, 4.0, 7.0, 10.0, 13.0, 13.0]
    assert all(failures.tolist() == [0.0] * 6 for failures in result.failures.values())


def test_bands_are_quartiles_of_the_networks(result):
    for family, each in result.each_steps.items():
        assert each.shape == (6, 15)
        assert result.steps[family] == pytest.approx(np.quantile(each, (0.25, 0.5, 0.75), axis=1))


def reference_steps(seed, depth, branch, rate, width=8, most=300, tolerance=SOLVED):
    """The steps of one network with one rate, by the definition."""
    weights, teacher = problem_stream(0, seed).standard_normal((2, depth, width, width)) / math.sqrt(width)

    def product_of(layers):
        product = np.eye(width)
        for layer in layers:
            product = (layer if branch is None else np.eye(width) + branch * layer) @ product
        return product

    target, start = product_of(teacher), None
    for step in range(most + 1):
        off = product_of(weights) - target
        loss = (off**2).sum() / width
        start = loss if start is None else start
        if loss <= tolerance * start:
            return step
        if not loss < 1e6 * start:
            return math.inf
        gradients = []
        for layer in range(depth):
            below, above = product_of(weights[:layer]), product_of(weights[layer + 1 :])
            gradients.append(2.0 / width * (1.0 if branch is None else branch) * above.T @ off @ below.T)
        weights = weights - rate * np.array(gradients)
    return math.inf


@pytest.mark.parametrize(("family", "branch"), [("linear", None), ("residual_linear", 1.0 / math.sqrt(3.0))])
def test_steps_match_the_definition_with_the_best_rate(result, family, branch):
    index = 2
    for network in (0, 4):
        steps = [reference_steps(network, 3, branch, rate) for rate in result.rates]
        assert result.each_steps[family][index, network] == min(steps)
        assert result.each_rate[family][index, network] == result.rates[int(np.argmin(steps))]


def test_one_layer_takes_one_step_at_rate_n_over_2():
    found = price(depths="1", width=5, problems=3, branch_scale=1.0)
    for family in ("linear", "residual_linear"):
        assert found.each_steps[family].tolist() == [[1.0] * 3]
    assert 2.5 in found.rates


def test_networks_that_are_not_solved_are_failures():
    short = price(depths="2,8", max_steps=20)
    complete = price(depths="2,8")
    for family in ("linear", "residual_linear"):
        late = complete.each_steps[family] > 20.0
        assert np.isinf(short.each_steps[family]).tolist() == late.tolist()
        assert short.failures[family].tolist() == late.sum(axis=1).tolist()
        assert np.isnan(short.each_rate[family]).tolist() == late.tolist()
        assert short.each_steps[family][~late].tolist() == complete.each_steps[family][~late].tolist()
    assert short.failures["linear"][1] > 8
    assert short.steps["linear"][1, 1] == math.inf
    assert short.summary()["steps"]["linear"]["median"][1] is None


def test_diverging_rates_give_no_warning():
    search = RateSearch(Problems(0, range(3), depth=6, width=8, branch=None), 5)
    for _ in search.work(1e-9):
        pass
    assert np.isinf(search.steps).all()
    assert np.isnan(search.best_rate).all()


def test_the_range_is_not_extended_at_the_defaults(result):
    assert result.rates == pytest.approx(4.0 * 2.0 ** (np.arange(-20, 3) / 2.0))
    assert all((each == result.rates[[0, -1]]).all() for each in result.tried.values())
    assert result.searched


def test_all_networks_are_solved_at_branch_scale_one():
    found = price(branch_scale=1, depths="1,7,8,12")
    assert found.steps["residual_linear"][1].tolist() == [1.0, 35.0, 38.0, 32.0]
    assert found.failures["residual_linear"].tolist() == [0.0] * 4
    assert found.rates[0] < 2.0**-20
    assert np.diff(np.log2(found.rates)) == pytest.approx(0.5)


@pytest.mark.parametrize("scale", [0.01, 0.1, 0.5, 2.0])
def test_the_best_rate_of_one_layer_depends_on_the_branch_scale(scale):
    found = price(branch_scale=scale, depths="1", problems=3)
    best = 8.0 / (2.0 * scale**2)
    rate = found.each_rate["residual_linear"][0]
    assert (found.each_steps["residual_linear"][0] <= 3.0).all()
    assert (np.abs(np.log2(rate / best)) <= 0.5).all()


@pytest.mark.parametrize(
    ("values", "family"),
    [
        ({"branch_scale": 1, "depths": "7", "problems": 6}, "residual_linear"),
        ({"branch_scale": 0.05, "depths": "3", "problems": 3}, "residual_linear"),
        ({"width": 3, "depths": "12", "problems": 4}, "linear"),
        ({"tolerance": 0.9, "depths": "3", "problems": 3}, "linear"),
    ],
)
def test_no_rate_outside_the_tried_range_is_faster(values, family):
    found = price(**values)
    depth, width = int(found.depths[0]), found.width
    branch = None if family == "linear" else float(found.params.branch_scale)
    problems = Problems(0, range(found.params.problems), depth=depth, width=width, branch=branch)
    every = rate_grid(width, np.arange(-120, 121))
    for network, steps in enumerate(found.each_steps[family][0]):
        most = np.full(len(problems), steps)
        learners = Learners(problems, np.full(len(every), network), every, most)
        for _ in learners.descend(found.params.tolerance):
            pass
        assert learners.steps.min() == steps


def test_best_rates_are_inside_the_tried_range():
    for values in ({"branch_scale": 2}, {"branch_scale": 0.01}, {"tolerance": 0.999}, {"width": 2}):
        found = price(depths="1,5", problems=4, **values)
        assert found.searched
        for family, rate in found.each_rate.items():
            arrived = np.isfinite(rate)
            assert (found.tried[family][..., 0] < rate)[arrived].all()
            assert (found.tried[family][..., 1] > rate)[arrived].all()
        assert found.rates[0] == min(each[..., 0].min() for each in found.tried.values())
        assert found.rates[-1] == max(each[..., 1].max() for each in found.tried.values())


def test_failures_are_not_due_to_the_range():
    found = price(depths="24", width=8, problems=3)
    assert found.each_steps["linear"][0].tolist() == [63.0, 1.0, math.inf]
    ends = found.tried["linear"][0, 2]
    assert all(math.isinf(reference_steps(2, 24, None, rate, most=40)) for rate in ends)


def test_a_search_ends_at_the_index_limit():
    search = RateSearch(Problems(0, range(1), depth=1, width=2, branch=1e-40), 3)
    for _ in search.work(0.5):
        pass
    assert search.high.tolist() == [INDEX_LIMIT]
    assert search.low.tolist() == [FIRST_INDEX]
    assert FIRST_INDEX < 0 < LAST_INDEX < INDEX_LIMIT
    assert np.isinf(search.steps).all()


def test_claims_of_depth_costs_and_savings_by_skips(result):
    assert result.depth_costs
    assert result.skips_save == pytest.approx(1.0 - 13.0 / 42.0)
    assert result.failed == (0, 180)
    assert result.known("linear", 2) == 15
    late = price(depths="1,8", max_steps=20)
    assert late.depth_costs
    assert np.isinf(late.steps["linear"][1, -1])
    assert late.least_steps == 21.0
    assert late.skips_save == 1.0 - late.steps["residual_linear"][1, -1] / 21.0 < 0.5
    assert late.failed[0] == late.failures["linear"].sum() + late.failures["residual_linear"].sum()
    neither = price(depths="1,8", max_steps=3, problems=3)
    assert neither.skips_save == 0.0
    assert not price(depths="3", problems=2).depth_costs


def test_the_result_does_not_depend_on_the_batch_of_problems(monkeypatch):
    together = price(depths="2,3", problems=5)
    monkeypatch.setattr("core.obstacles.nonlinearity.price.problems_per_batch", lambda depth, width: 2)
    assert price(depths="2,3", problems=5).summary() == together.summary()


def test_the_branch_scale_changes_only_residual_networks():
    small, large = (price(depths="4", problems=3, branch_scale=scale) for scale in (0.2, 1.0))
    assert small.each_steps["linear"].tolist() == large.each_steps["linear"].tolist()
    assert small.each_steps["residual_linear"].tolist() != large.each_steps["residual_linear"].tolist()
    assert (small.each_steps["residual_linear"] < large.each_steps["residual_linear"]).all()
