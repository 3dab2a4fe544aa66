"""The experiment depth against the figures of its specification, and against a textbook's implementation."""

from dataclasses import replace

import numpy as np
import pytest
from naive_network import NaiveNetwork

from core.objectives.perceptron import Perceptron
from core.obstacles.network.depth import DEPTH, RATES, architecture
from core.obstacles.network.depth_claims import FAMILIES
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import training_digits
from core.params import make
from core.run import in_this_process, run_to_end

SMALL = {"digits": 30, "depths": "4,1,4", "max_steps": 60}


def run(**values):
    return run_to_end(DEPTH.run(make(NetworkParams, values)))


@pytest.fixture(scope="module")
def small():
    return run(**SMALL, replicates=2)


def made(**steps):
    """A result with these steps, shape (seeds, d) each, by family."""
    each = {family: np.atleast_2d(values).astype(float) for family, values in steps.items()}
    count = next(iter(each.values())).shape[1]
    found = run(digits=10, depths=",".join(map(str, range(1, count + 1))), max_steps=1, families="relu", replicates=1)
    ratio = {family: np.ones_like(values) for family, values in each.items()}
    params = make(NetworkParams, {"max_steps": 400, "families": ",".join(each)})
    return replace(found, params=params, each_steps=each, each_rate=each, each_gradient_ratio=ratio)


@pytest.mark.slow
def test_networks_of_two_and_eight_layers_have_the_figures_of_the_specification():
    found = run(depths="2,8", families="tanh,relu,residual_relu,residual_tanh")
    assert {family: steps.tolist() for family, steps in found.steps.items()} == {
        "tanh": [23, 48],
        "relu": [31, 103],
        "residual_relu": [14, 20],
        "residual_tanh": [12, 10],
    }
    assert found.depth_costs
    assert found.skips_save == pytest.approx(1 - 20 / 103)
    assert found.beats("tanh", "relu")


@pytest.mark.slow
def test_deep_sigmoid_networks_do_not_arrive_and_their_gradients_vanish():
    found = run(depths="1,2,8", families="sigmoid", max_steps=60)
    assert found.steps["sigmoid"].tolist() == [24, 53, np.inf]
    assert found.gradient_ratio["sigmoid"] == pytest.approx([0.84, 0.17, 1.8e-5], rel=0.02)
    assert found.gradient_vanishes
    assert found.not_arrived == 3
    assert found.summary()["steps"]["sigmoid"] == [24, 53, None]


def test_steps_are_those_of_a_naive_descent():
    found = run(digits=10, depths="1,2", families="tanh,residual_relu", max_steps=40, replicates=1, seed=5)
    digits = training_digits(found.used)
    for family, place in (("residual_relu", 1), ("tanh", 0)):
        steps = int(found.steps[family][place])
        network = architecture(family, place + 1)
        arrived = {rate: naive_steps(network, network.initial(5), digits, rate, steps + 1) for rate in RATES}
        assert min(arrived.values()) == steps > 3
        assert arrived[found.each_rate[family][0, place]] == steps


def naive_steps(network, start, digits, rate, limit):
    """The steps to a mean loss of 0.5, one digit after another; infinite if a loss overflows."""
    widths, name = network.widths, network.activation
    naive = NaiveNetwork(widths, start, name, residual=network.residual, linear_stem=network.linear_stem)
    images, labels = digits.images.tolist(), digits.labels.tolist()
    try:
        for step in range(limit):
            if naive.mean_loss(images, labels) <= 0.5:
                return step
            naive.step(images, labels, rate)
    except OverflowError:
        pass
    return np.inf


def test_gradient_ratios_are_those_of_differences(small):
    digits = training_digits(small.used)
    network = architecture("residual_relu", 4)
    objective, start, step = Perceptron(network, *digits), network.initial(0), 1e-6
    slopes = [
        (objective.value(start + step * unit) - objective.value(start - step * unit)) / (2 * step)
        for unit in np.eye(len(start))
    ]
    matrices = network.matrices(np.array(slopes))
    expected = np.linalg.norm(matrices[1][:, :-1]) / np.linalg.norm(matrices[-1][:, :-1])
    assert small.each_gradient_ratio["residual_relu"][0, 1] == pytest.approx(expected, rel=1e-6)


def test_layers_are_16_wide_after_a_linear_one_and_skips_are_scaled():
    plain, skips = architecture("tanh", 4), architecture("residual_tanh", 4)
    assert plain.widths == skips.widths == (64, 16, 16, 16, 16, 16, 10)
    assert [each is None for each in plain.activations] == [True, False, False, False, False, True]
    assert (plain.residual, skips.residual, skips.branch_scale) == (False, True, 0.5)


def test_networks_that_do_not_arrive_have_infinite_steps_and_no_rate():
    found = run(**SMALL | {"max_steps": 1}, replicates=1)
    for family in FAMILIES:
        assert np.isinf(found.steps[family]).all()
        assert np.isnan(found.each_rate[family]).all()
        assert np.isfinite(found.each_gradient_ratio[family]).all()
        assert found.summary()["steps"][family] == [None, None]
    assert found.not_arrived == 10
    assert (found.depth_costs, found.skips_save, found.beats("tanh", "relu")) == (False, 0.0, False)


def test_half_of_the_networks_failing_is_a_failure():
    found = made(relu=[[5, 8], [7, np.inf]], residual_relu=[[4, 4], [4, 6]])
    assert found.steps["relu"].tolist() == [6, np.inf]
    assert found.quartiles("relu").tolist() == [[5.5, np.inf], [6.5, np.inf]]
    assert found.depth_costs
    assert found.skips_save == pytest.approx(1 - 5 / 401)


def test_depth_costs_only_where_the_deepest_networks_need_more_than_the_shallowest_that_arrive():
    assert made(tanh=[[10, 8, 11]]).depth_costs
    assert not made(tanh=[[20, 8, 21]]).depth_costs
    assert not made(tanh=[[0, 8, 6]]).depth_costs
    assert not made(tanh=[[6, 8, 6]]).depth_costs
    assert not made(tanh=[[np.inf, 8, np.inf]]).depth_costs
    assert not made(tanh=[[5, 8, np.nan]]).depth_costs


def test_skips_save_nothing_where_their_networks_fail_or_none_are_run():
    assert made(relu=[[9, 9]], residual_relu=[[5, np.inf]]).skips_save == 0.0
    assert made(relu=[[9, 9]], residual_tanh=[[5, 5]]).skips_save == 0.0
    assert made(relu=[[9, 9]], residual_relu=[[5, 18]]).skips_save == -1.0
    assert made(relu=[[9, 0]], residual_relu=[[5, 0]]).skips_save == 0.0


def test_the_families_that_are_told_first_differ_in_skips_alone():
    assert made(tanh=[[1]], relu=[[1]], residual_tanh=[[1]], residual_relu=[[1]]).pair == ("relu", "residual_relu")
    assert made(tanh=[[1]], relu=[[1]], residual_tanh=[[1]]).lead == "tanh"
    found = made(sigmoid=[[1]], residual_relu=[[1]])
    assert (found.pair, found.lead) == (None, "sigmoid")


def test_a_ratio_that_is_not_known_is_not_the_smallest():
    found = made(tanh=[[1, 1]], relu=[[1, 1]])
    ratios = {"tanh": np.array([[0.5, 0.002]]), "relu": np.array([[0.5, np.nan]])}
    changed = replace(found, each_gradient_ratio=ratios)
    assert (changed.faintest, changed.gradient_vanishes) == ("tanh", True)
    assert not replace(changed, complete=False).gradient_vanishes
    unknown = {family: np.full((1, 2), np.nan) for family in ratios}
    assert replace(found, each_gradient_ratio=unknown).faintest == "tanh"


def test_the_next_seed_is_another_network(small):
    other = run(**SMALL, seed=1, replicates=1)
    for family, steps in small.each_steps.items():
        assert steps[1].tolist() == other.each_steps[family][0].tolist()
        ratios = small.each_gradient_ratio[family]
        assert ratios[0].tolist() != ratios[1].tolist()


def test_partial_results_come_family_by_family_and_sigmoid_last(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    progress = list(in_this_process(DEPTH.run(make(NetworkParams, SMALL | {"replicates": 1}))))
    partials = [each.partial for each in progress if each.partial]
    known = [[family for family in FAMILIES if part.steps[family][-1] > 0] for part in partials]
    assert known[0] == []
    assert known[1] == known[2] == ["residual_tanh"]
    assert known[-1] == ["tanh", "relu", "residual_relu", "residual_tanh"]
    assert not any(part.complete for part in partials)
    fractions = [each.fraction for each in progress]
    assert fractions == sorted(fractions)
    assert fractions[-1] <= 1.0


def test_what_the_axis_shows_is_steps_or_gradients(small):
    assert small.measure is small.steps
    other = replace(small, params=make(NetworkParams, SMALL | {"depth_axis": "gradient_ratio", "replicates": 2}))
    assert other.measure is other.gradient_ratio
    assert other.quartiles("tanh")[0] == pytest.approx(np.quantile(small.each_gradient_ratio["tanh"], 0.25, axis=0))
