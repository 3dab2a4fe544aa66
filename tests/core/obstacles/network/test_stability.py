import math
from dataclasses import replace

import numpy as np
import pytest

from core.digits import load_digits
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network import NETWORK
from core.obstacles.network.watched_descent import WatchedDescent
from core.params import make
from core.run import run_to_end

STABILITY = NETWORK.experiment("stability")
QUICK = {"max_steps": 40, "digits": 40, "hidden": "6"}


def stability(**values):
    return run_to_end(STABILITY.run(make(NETWORK.params, values)))


@pytest.fixture(scope="module")
def default():
    return stability()


def test_at_the_defaults_the_sharpness_climbs_to_the_limit_and_stays(default):
    assert default.limit == 10.0
    assert default.length == 1500
    assert default.steps.tolist() == [float(step) for step in range(0, 1501, 10)]
    assert 0.64 < default.sharpness_ratio[0] < 0.9
    assert 50 <= default.first_crossing <= 130
    assert 1.0 <= default.mean_last_half <= 1.02
    assert 0.25 <= default.share_rising <= 0.5
    assert default.stays_at_limit
    assert default.loss_falls
    assert not default.starts_above
    assert not default.never_above


def test_with_cross_entropy_it_peaks_and_falls_far_below_the_limit(default):
    assert default.cross_entropy_rate == pytest.approx(1.6)
    assert default.cross_entropy_ratio[0] == pytest.approx(default.sharpness_ratio[0], rel=0.1)
    assert 1.5 < default.cross_entropy_peak < 2.6
    assert default.cross_entropy_end < 0.04
    assert default.cross_entropy_diverged is None


def test_at_half_the_rate_the_limit_is_not_reached():
    found = stability(stability_rate=0.1, max_steps=600)
    assert 0.32 < found.sharpness_ratio[0] < 0.46
    assert found.first_crossing is None
    assert found.never_above
    assert 0.5 < found.largest_ratio < 0.8
    assert found.share_rising == 0.0
    assert not found.stays_at_limit


@pytest.mark.parametrize("seed", [0, 1])
def test_at_larger_rates_it_crosses_soon(seed):
    found = stability(stability_rate=0.3, max_steps=100, seed=seed)
    assert 0.97 < found.sharpness_ratio[0] < 1.35
    assert 20 <= found.first_crossing <= 40


def test_of_four_seeds_two_diverge_at_twice_the_rate():
    diverged = [stability(stability_rate=0.4, max_steps=20, seed=seed).diverged for seed in range(4)]
    assert [step is not None for step in diverged] == [False, True, True, False]


def descended(found, loss="squared", rate=None):
    """The objective of a run, and its iterates by the definition."""
    params, used = found.params, found.used
    images, labels = load_digits()
    network = Architecture((64, *used.hidden, 10), params.activation, residual=params.residual == "on")
    objective = Perceptron(network, images[: used.digits], labels[: used.digits], loss)
    x = network.initial(params.seed)
    readout = network.matrices(x)[-1]
    readout[:, :-1] *= 0.1
    path = [x]
    for _ in range(used.max_steps):
        path.append(path[-1] - (rate or params.stability_rate) * objective.gradient(path[-1]))
    return objective, path


@pytest.mark.parametrize(
    "values", [{}, {"activation": "relu", "seed": 3}, {"hidden": "4,4", "residual": "on", "stability_rate": 0.3}]
)
def test_the_sharpness_is_the_largest_eigenvalue_of_the_dense_hessian(values):
    found = stability(**QUICK | values)
    objective, path = descended(found)
    assert found.loss == pytest.approx([float(objective.value(x)) for x in path], rel=1e-10)
    assert found.steps.tolist() == [0, 10, 20, 30, 40]
    exact = np.array([np.linalg.eigvalsh(objective.hessian(path[int(step)]))[-1] for step in found.steps])
    assert (found.sharpness <= exact * (1 + 1e-9)).all()
    assert found.sharpness == pytest.approx(exact, rel=0.02)
    assert found.sharpness_ratio == pytest.approx(found.sharpness * found.params.stability_rate / 2)


def test_the_descent_with_cross_entropy_has_eight_times_the_rate():
    found = stability(**QUICK, stability_rate=0.1)
    objective, path = descended(found, "cross_entropy", 0.8)
    exact = np.array([np.linalg.eigvalsh(objective.hessian(path[int(step)]))[-1] for step in found.steps])
    assert found.cross_entropy_ratio == pytest.approx(exact * 0.4, rel=0.02)


def test_the_last_step_is_measured():
    assert stability(**QUICK | {"max_steps": 7}).steps.tolist() == [0, 7]
    assert stability(**QUICK | {"max_steps": 1}).steps.tolist() == [0, 1]


def test_divergence_ends_the_run_and_all_values_are_finite():
    found = stability(stability_rate=1, max_steps=50)
    assert found.diverged == found.length == len(found.loss) - 1 == 4
    assert found.loss[-1] > 1e6 * found.loss[0] > found.loss[-2]
    assert found.ended
    assert found.steps.tolist() == [0]
    assert (found.mean_last_half, found.share_rising) == (None, None)
    assert [found.stays_at_limit, found.ends_below, found.loss_falls] == [False] * 3
    assert found.until(3).diverged is None


class Cliff:
    """A loss that overflows at the second step."""

    dimension = 1

    def value(self, x):
        return np.where(x[0] < 2.0, 1.0, np.inf)

    def gradient(self, x):
        return np.array([-1.0])

    def hessian_product(self, x, v):
        return 3.0 * v


def test_a_loss_that_is_not_finite_is_not_recorded():
    descent = WatchedDescent(Cliff(), np.zeros(1), 1.0, 10)
    for _ in descent.work():
        pass
    assert descent.diverged == 2
    assert descent.loss.tolist() == [1.0, 1.0]
    assert descent.sharpness.tolist() == [3.0]


def with_ratios(found, ratios, loss=None):
    """The result with other measured ratios to the limit, at its steps."""
    sharpness = np.array(ratios) * found.limit
    return replace(found, sharpness=sharpness, **({} if loss is None else {"loss": np.array(loss)}))


CLAIMS = [
    ([0.5, 0.94, 0.97, 1.01, 1.0], {"first_crossing": 30, "stays_at_limit": True, "starts_above": False}),
    ([0.96, 0.97, 1.01, 1.0, 1.0], {"first_crossing": None, "stays_at_limit": True, "never_above": False}),
    ([1.5, 0.9, 1.0, 1.2, 1.0], {"first_crossing": 30, "stays_at_limit": False, "starts_above": True}),
    ([1.5, 1.2, 0.8, 0.7, 0.99], {"ends_below": True, "starts_above": True, "mean_last_half": 0.83}),
    ([0.5, 0.6, 0.7, 0.8, 0.9], {"never_above": True, "largest_ratio": 0.9, "ends_below": True}),
    ([0.5, 0.6, 0.89, 0.95, 1.0], {"never_above": True, "stays_at_limit": False}),
    ([0.5, 0.6, 0.91, 1.09, 1.0], {"first_crossing": 30, "stays_at_limit": True, "mean_last_half": 1.0}),
]


@pytest.mark.parametrize(("ratios", "claims"), CLAIMS)
def test_claims_follow_the_measured_ratios(ratios, claims):
    found = with_ratios(stability(**QUICK), ratios)
    assert {name: getattr(found, name) for name in claims} == pytest.approx(claims)


def test_the_share_of_rising_steps_is_that_of_the_last_half():
    found = stability(**QUICK | {"max_steps": 4})
    changed = with_ratios(found, [1.0, 1.0], [9.0, 1.0, 5.0, 6.0, 2.0])
    assert changed.share_rising == 0.5
    assert changed.loss_falls
    assert not with_ratios(found, [1.0, 1.0], [9.0, 1.0, 2.0, 1.0, 2.0]).loss_falls


def test_the_sharpness_at_a_step_is_the_one_measured_last():
    found = stability(**QUICK)
    assert found.sharpness_at(0) == found.sharpness_at(9) == found.sharpness[0]
    assert found.sharpness_at(10) == found.sharpness[1]
    assert found.sharpness_at(1000) == found.sharpness[-1]


def test_partial_results_grow_in_the_same_buffers(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    running, partials = STABILITY.run(make(NETWORK.params, QUICK)), []
    while True:
        try:
            progress = next(running)
        except StopIteration as stop:
            final = stop.value
            break
        partials += [progress.partial] * (progress.partial is not None)
    taken = [(len(each.loss), len(each.steps)) for each in partials]
    assert taken == sorted(set(taken))
    assert sorted({loss for loss, _ in taken}) == list(range(1, 42))
    assert final.complete
    for each in partials:
        assert (each.run, each.complete) == (final.run, False)
        assert np.shares_memory(each.loss, final.loss)
        assert not each.loss.flags.writeable
        assert np.array_equal(each.sharpness, final.sharpness[: len(each.sharpness)])
    assert math.isnan(partials[0].largest_ratio)
    assert [each.ended for each in partials] == [each.steps[-1:].tolist() == [40.0] for each in partials]
    assert partials[-1].ended


def test_the_descent_has_not_ended_before_its_last_measurement(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    partials = [each.partial for each in STABILITY.run(make(NETWORK.params, {"max_steps": 1}))]
    taken = [each for each in partials if each is not None and len(each.loss) == 2]
    assert [each.ended for each in taken] == [False, True]
    assert taken[1].mean_last_half is not None


def test_a_part_knows_what_has_happened_by_its_step(default):
    part = default.until(95)
    assert (part.length, part.ended, part.complete) == (95, False, False)
    assert part.steps[-1] == 90
    assert part.first_crossing is None
    assert default.until(1500) is default


def test_two_runs_are_equal_and_another_seed_differs():
    first, again, other = (stability(**QUICK, seed=seed).summary() for seed in (3, 3, 4))
    assert first == again != other
