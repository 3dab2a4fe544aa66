"""Steps of a linear layer whose inputs have a condition number, by gradient descent, Adam and K-FAC."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import hadamard

from core.objective import Evaluator
from core.obstacles.network.conditioned_layers import (
    best_rates,
    eigenvalues,
    inputs,
    one_layer,
    predicted_steps,
    three_layers,
)
from core.obstacles.network.exact import EXACT
from core.obstacles.network.params import NetworkParams
from core.optimizer import advance
from core.optimizers import GradientDescent
from core.params import make
from core.run import run_to_end

KAPPAS = np.array([1.0, 10.0, 100.0, 1000.0])


def exact(**values):
    return run_to_end(EXACT.run(make(NetworkParams, values)))


@pytest.fixture(scope="module")
def result():
    return exact(conditioning="1000,1,100,10,100")


def test_the_counts_of_the_specification(result):
    assert result.conditioning.tolist() == [1.0, 10.0, 100.0, 1000.0]
    assert result.steps["gradient_descent"].tolist() == [1, 32, 328, 3338]
    assert result.inverse_steps.tolist() == [1, 50, 423, 3220]
    assert result.steps["adam"].tolist() == [46, 122, 115, 300]
    assert result.steps["kfac"].tolist() == [1, 1, 1, 1]
    assert result.deep_steps.tolist() == [3, 3, 3, 3]


def test_the_predictions_are_the_measured_counts(result):
    for method in ("gradient_descent", "kfac"):
        assert result.predicted_steps[method].tolist() == result.steps[method].tolist()


@pytest.mark.parametrize("kappa", [1.0, 2.0, 37.0, 500.0])
def test_predicted_steps_are_the_first_at_which_the_sum_over_the_eigenvalues_is_small(kappa):
    values, a = kappa ** (np.arange(8) / 7), 2.0 / (1.0 + kappa)
    steps = next(k for k in range(1, 5000) if (values * (1 - a * values) ** (2 * k)).sum() <= 1e-6 * values.sum())
    assert predicted_steps(np.array([kappa, 3.0]))[0] == steps


def test_the_inputs_are_those_of_the_specification():
    for kappa, examples in zip(KAPPAS, inputs(KAPPAS), strict=True):
        expected = hadamard(16)[:, :8] @ np.diag(np.sqrt(kappa ** (np.arange(8) / 7))) @ hadamard(8) / np.sqrt(8)
        assert examples == pytest.approx(expected)
        assert np.linalg.eigvalsh(examples.T @ examples / 16) == pytest.approx(kappa ** (np.arange(8) / 7), rel=1e-10)


def test_the_loss_of_gradient_descent_is_a_sum_over_the_eigenvalues():
    layer, start = one_layer(KAPPAS)
    rates = np.stack([best_rates(KAPPAS), 1.0 / KAPPAS])[..., None]
    optimizer = GradientDescent(rates)
    _, _, losses = advance(optimizer, Evaluator(layer).at, optimizer.init(np.stack([start, start])), 30)
    values, steps = eigenvalues(KAPPAS), np.arange(1, 31)[:, None, None, None]
    expected = (values * (1.0 - rates * values) ** (2 * steps)).sum(axis=-1) / values.sum(axis=-1)
    assert losses / layer.value(start) == pytest.approx(expected, rel=1e-9, abs=1e-25)


def test_the_layers_start_and_end_where_the_specification_says():
    layer, start = one_layer(KAPPAS)
    target = np.zeros((4, 8))
    target[:, 0] = 1.0
    assert not start.any()
    assert layer.value(np.tile(target.ravel(), (4, 1))) == pytest.approx(0.0)
    layers, start = three_layers(KAPPAS)
    assert start.reshape(4, 3, 8, 8) == pytest.approx(np.broadcast_to(np.eye(8), (4, 3, 8, 8)))
    product = np.eye(8) + 0.5 * np.roll(np.eye(8), 1, axis=0)
    solved = np.concatenate([np.eye(8).ravel(), np.eye(8).ravel(), product.ravel()])
    assert layers.value(np.tile(solved, (4, 1))) == pytest.approx(0.0)


def test_kfac_takes_the_step_of_newton_and_no_other_method_does(result):
    assert result.is_newton
    assert (result.newton_gap > 0.0).all()
    assert not replace(result, newton_gap=np.append(result.newton_gap[:-1], 0.01)).is_newton


def test_claims_about_the_counts(result):
    assert result.same_steps == 1
    assert result.descent_slows
    assert result.deep_is_inexact
    kfac = result.steps["kfac"] + (result.conditioning == 10.0)
    assert replace(result, steps={**result.steps, "kfac": kfac}).same_steps is None
    assert not replace(result, deep_steps=result.steps["kfac"]).deep_is_inexact
    single = exact(conditioning="30", max_steps=100)
    assert single.length == 1
    assert single.same_steps is None
    assert not single.descent_slows


def test_what_does_not_arrive_is_nan_and_predicted_all_the_same():
    late = exact(conditioning="1,30,100", max_steps=100)
    assert late.steps["gradient_descent"].tolist()[:2] == [1, 97]
    assert math.isnan(late.steps["gradient_descent"][2])
    assert late.predicted_steps["gradient_descent"].tolist() == [1, 97, 328]
    assert late.steps["adam"][0] == 46.0
    assert np.isnan(late.steps["adam"][1:]).all()
    assert late.adam_rate[0] == 0.03
    assert np.isnan(late.adam_rate[1:]).all()
    assert late.descent_slows
    assert late.summary()["steps"] == {"gradient_descent": [1, 97, None], "adam": [46, None, None], "kfac": [1, 1, 1]}
    assert exact(max_steps=97, conditioning="30").steps["gradient_descent"].tolist() == [97]
    assert np.isnan(exact(max_steps=96, conditioning="30").steps["gradient_descent"]).all()


def test_the_best_rate_of_adam_arrives_first(result):
    assert result.adam_rate.tolist() == [0.03, 0.1, 0.1, 0.3]


@pytest.mark.parametrize("kappas", ["1", "10000", "1.0001,9999.9"])
def test_the_bounds_of_the_condition_number(kappas):
    found = exact(conditioning=kappas, max_steps=50)
    assert (found.steps["kfac"] == 1).all()
    assert found.is_newton
    assert found.curve_conditioning[[0, -1]] == pytest.approx([1.0, max(100.0, found.conditioning[-1])])
    assert (np.diff(found.curve_steps) >= 0.0).all()


def test_partial_results_have_the_counts_of_kfac_and_the_predictions(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run = EXACT.run(make(NetworkParams, {"conditioning": "3,30"}))
    found = [progress.partial for progress in run if progress.partial is not None]
    assert [np.isfinite(each.steps["gradient_descent"]).tolist() for each in found] == [[False, False], [True, False]]
    for each in found:
        assert not each.complete
        assert each.steps["kfac"].tolist() == [1, 1]
        assert each.predicted_steps["gradient_descent"].tolist() == [10, 97]
        assert not each.descent_slows
