import math

import numpy as np
import pytest

from core.experiment import finish
from core.obstacles.nonlinearity import NONLINEARITY
from core.obstacles.nonlinearity.learning import Learners, rates
from core.obstacles.nonlinearity.streams import problem
from core.params import make

PRICE = NONLINEARITY.experiment("price")


def price(**values):
    return finish(PRICE.run(make(NONLINEARITY.params, values)))


@pytest.fixture(scope="module")
def result():
    return price(depths="1,2,3,4,6,8")


def test_the_medians_are_those_of_the_table(result):
    assert result.steps["linear"][1].tolist() == [1.0, 6.0, 11.0, 21.0, 37.0, 42.0]
    assert result.steps["residual_linear"][1].tolist() == [1.0, 4.0, 7.0, 10.0, 13.0, 13.0]
    assert all(failures.tolist() == [0.0] * 6 for failures in result.failures.values())


def test_bands_are_quartiles_of_the_networks(result):
    for family, each in result.each_steps.items():
        assert each.shape == (6, 15)
        assert result.steps[family] == pytest.approx(np.quantile(each, (0.25, 0.5, 0.75), axis=1))


def by_hand(seed, depth, branch, rate, width=8, most=300):
    """The steps of one network with one rate, from its definition."""
    weights, teacher = problem(0, seed).standard_normal((2, depth, width, width)) / math.sqrt(width)

    def whole(layers):
        product = np.eye(width)
        for layer in layers:
            product = (layer if branch is None else np.eye(width) + branch * layer) @ product
        return product

    target, start = whole(teacher), None
    for step in range(most + 1):
        off = whole(weights) - target
        loss = (off**2).sum() / width
        start = loss if start is None else start
        if loss <= math.exp(-4.0) * start:
            return step
        if not loss < 1e6 * start:
            return math.inf
        gradients = []
        for layer in range(depth):
            below, above = whole(weights[:layer]), whole(weights[layer + 1 :])
            gradients.append(2.0 / width * (1.0 if branch is None else branch) * above.T @ off @ below.T)
        weights = weights - rate * np.array(gradients)
    return math.inf


@pytest.mark.parametrize(("family", "branch"), [("linear", None), ("residual_linear", 1.0 / math.sqrt(3.0))])
def test_steps_are_those_of_the_best_rate_by_hand(result, family, branch):
    index = 2
    for network in (0, 4):
        steps = [by_hand(network, 3, branch, rate) for rate in result.rates]
        assert result.each_steps[family][index, network] == min(steps)
        assert result.each_rate[family][index, network] == result.rates[int(np.argmin(steps))]


def test_one_layer_takes_one_step_at_the_rate_of_its_bowl():
    found = price(depths="1", width=5, problems=3, branch_scale=1.0)
    for family in ("linear", "residual_linear"):
        assert found.each_steps[family].tolist() == [[1.0] * 3]
    assert 2.5 in rates(5)


def test_networks_that_do_not_arrive_are_failures():
    short = price(depths="2,8", max_steps=20)
    whole = price(depths="2,8")
    for family in ("linear", "residual_linear"):
        late = whole.each_steps[family] > 20.0
        assert np.isinf(short.each_steps[family]).tolist() == late.tolist()
        assert short.failures[family].tolist() == late.sum(axis=1).tolist()
        assert np.isnan(short.each_rate[family]).tolist() == late.tolist()
        assert short.each_steps[family][~late].tolist() == whole.each_steps[family][~late].tolist()
    assert short.failures["linear"][1] > 8
    assert short.steps["linear"][1, 1] == math.inf
    assert short.summary()["steps"]["linear"]["median"][1] is None


def test_rates_that_diverge_are_dropped_in_silence():
    learners = Learners(0, range(3), depth=6, width=8, branch=None)
    for _ in learners.descend(1e-9, 5):
        pass
    assert np.isinf(learners.steps).all()
    assert np.isnan(learners.best_rate).all()


def test_how_many_learn_side_by_side_does_not_change_what_is_found(monkeypatch):
    together = price(depths="2,3", problems=5)
    monkeypatch.setattr("core.obstacles.nonlinearity.price.together", lambda depth, width: 2)
    assert price(depths="2,3", problems=5).summary() == together.summary()


def test_the_branch_scale_changes_residual_networks_alone():
    small, large = (price(depths="4", problems=3, branch_scale=scale) for scale in (0.2, 1.0))
    assert small.each_steps["linear"].tolist() == large.each_steps["linear"].tolist()
    assert small.each_steps["residual_linear"].tolist() != large.each_steps["residual_linear"].tolist()
    assert (small.each_steps["residual_linear"] < large.each_steps["residual_linear"]).all()
