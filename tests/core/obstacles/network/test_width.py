"""The experiment width against the figures of its specification, and against independent computations."""

from dataclasses import replace

import numpy as np
import pytest

from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import training_digits
from core.obstacles.network.width import WIDTH
from core.params import make
from core.run import in_this_process, run_to_end

SMALL = {"digits": 60, "widths": "5,3,8,5", "target_loss": 0.5, "max_steps": 200}


def run(**values):
    return run_to_end(WIDTH.run(make(NetworkParams, values)))


@pytest.fixture(scope="module")
def small():
    return run(**SMALL, replicates=2)


def made(condition, steps, parameters=(100.0, 200.0, 400.0)):
    """A result with measures as given, shape (seeds, w) each."""
    condition, steps = np.atleast_2d(condition), np.atleast_2d(steps)
    each = {
        "condition_mean_at_target": condition,
        "steps_tuned": steps,
        "condition_mean_initial": np.ones_like(condition),
        "steps_fixed": 2.0 * steps,
    }
    found = run(digits=10, widths="2,3,4", max_steps=1)
    return replace(found, parameters=np.array(parameters), each=each, rate=np.ones_like(steps))


@pytest.mark.slow
def test_narrow_networks_have_the_figures_of_the_specification():
    found = run(widths="8,12", replicates=3)
    assert found.parameters.tolist() == [610, 910]
    assert found.condition_mean_initial == pytest.approx([46, 42], rel=0.02)
    assert found.condition_mean_at_target == pytest.approx([71, 85], rel=0.02)
    assert found.steps_fixed.tolist() == [278, 168]
    assert found.steps_tuned.tolist() == [113, 60]
    assert found.used.target_loss == 0.1


def test_measures_are_those_of_naive_runs(small):
    assert small.widths.tolist() == [3, 5, 8]
    digits = training_digits(small.used)
    for replicate in range(2):
        for place, width in enumerate((3, 5, 8)):
            network = Architecture((64, width, 10), "tanh")
            objective, start = Perceptron(network, *digits), network.initial(replicate)
            each = {name: values[replicate, place] for name, values in small.each.items()}
            arrived = {rate: steps(objective, start, rate, 0.0)[0] for rate in (0.125, 0.25, 0.5, 1, 2, 4)}
            assert each["steps_tuned"] == min(arrived.values())
            assert arrived[small.rate[replicate, place]] == each["steps_tuned"]
            assert each["steps_fixed"] == arrived[0.5]
            assert each["condition_mean_initial"] == pytest.approx(condition(objective, start), rel=1e-9)
            _, point = steps(objective, start, 0.1, 0.9)
            assert each["condition_mean_at_target"] == pytest.approx(condition(objective, point), rel=1e-6)


def steps(objective, x, rate, momentum):
    """The steps of heavy ball to a loss of 0.5, and where it is then."""
    previous = x
    for step in range(201):
        if objective.value(x) <= 0.5:
            return step, x
        x, previous = x - rate * objective.gradient(x) + momentum * (x - previous), x
    return np.inf, x


def condition(objective, x):
    singular = np.linalg.svd(objective.hessian(x), compute_uv=False)
    return len(x) * np.linalg.eigvalsh(objective.hessian(x))[-1] / singular.sum()


def test_networks_that_do_not_arrive_have_infinite_steps_and_no_conditioning_there():
    found = run(**SMALL | {"max_steps": 6})
    assert np.isinf(found.steps_tuned).all()
    assert np.isinf(found.steps_fixed).all()
    assert np.isnan(found.condition_mean_at_target).all()
    assert np.isfinite(found.condition_mean_initial).all()
    assert (found.compared, found.not_arrived) == ((), (3, 5, 8))
    assert found.summary()["steps_tuned"] == [None] * 3
    assert found.exponents["steps_tuned"] is None
    assert np.isnan(found.ratio("steps_tuned")).all()


def test_widths_are_compared_with_the_narrowest_that_has_both_measures():
    found = made([[np.nan, 10.0, 30.0]], [[np.inf, 60.0, 20.0]])
    assert found.compared == (1, 2)
    assert found.ratio("condition_mean_at_target")[1:].tolist() == [1.0, 3.0]
    assert (found.worse(2), found.fewer(2), found.more_parameters) == (3.0, 3.0, 2.0)
    assert np.isnan(found.worse(0))
    assert np.isnan(found.fewer(0))
    assert found.not_arrived == (2,)


def test_conditioning_is_a_mean_and_steps_are_a_median_that_may_be_infinite():
    found = made([[1.0, 2.0, 5.0], [3.0, np.nan, 5.0], [5.0, np.nan, 5.0]],
                 [[4.0, 9.0, 8.0], [6.0, np.inf, 8.0], [np.inf, np.inf, 8.0]])  # fmt: skip
    assert found.condition_mean_at_target.tolist() == [3.0, 2.0, 5.0]
    assert found.steps_tuned.tolist() == [6.0, np.inf, 8.0]
    assert found.quartiles("steps_tuned")[:, 0].tolist() == [4.0 / 6.0, np.inf]
    assert found.quartiles("condition_mean_at_target")[:, 0] == pytest.approx([1 / 3, 5 / 3])
    assert found.summary()["steps_tuned"] == [6.0, None, 8.0]


def test_power_laws_are_recovered_and_drawn_over_their_widths():
    parameters = np.array([100.0, 200.0, 400.0])
    found = made([3.0 * parameters**0.6], [7e4 * parameters**-0.9])
    fits = found.exponents
    assert fits["condition_mean_at_target"].value == pytest.approx(0.6)
    assert fits["steps_tuned"] == pytest.approx((-0.9,) * 3)
    assert fits["condition_mean_initial"].value == pytest.approx(0.0)
    assert found.fitted("steps_tuned") == pytest.approx(found.ratio("steps_tuned"))
    partly = made([3.0 * parameters**0.6] * 2, [[np.inf, 60.0, 20.0], [np.inf, 50.0, 30.0]])
    assert np.isnan(partly.fitted("steps_tuned")[0])
    assert np.isfinite(partly.fitted("steps_tuned")[1:]).all()


def test_a_start_at_the_target_needs_no_steps_and_is_not_compared():
    found = run(**SMALL | {"target_loss": 2}, loss="squared", activation="sigmoid")
    assert found.steps_tuned.tolist() == [0, 0, 0]
    assert found.starts_arrived
    assert found.compared == ()
    assert found.exponents["steps_tuned"] is None


def test_the_next_seed_is_another_network(small):
    other = run(**SMALL, seed=1)
    for name, values in small.each.items():
        assert values[1].tolist() == other.each[name][0].tolist()
        assert values[0].tolist() != values[1].tolist()


def test_partial_results_come_width_by_width(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    partials = [
        progress.partial for progress in in_this_process(WIDTH.run(make(NetworkParams, SMALL))) if progress.partial
    ]
    known = [np.count_nonzero(np.isfinite(part.steps_tuned)) for part in partials]
    assert known == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3]
    assert np.isfinite(partials[0].condition_mean_initial[0])
    assert not any(part.complete for part in partials)
