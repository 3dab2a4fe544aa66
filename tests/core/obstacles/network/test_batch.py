"""The experiment batch against the figures of its specification, and against independent computations."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.batch_laws import at_most_halves
from core.laws import Slope
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network import noise_scale as scales
from core.obstacles.network.batch import BATCH
from core.obstacles.network.batch_claims import NoiseTrend
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import objective, training_digits
from core.obstacles.network.sampled_descent import Outcome, SampledDescent
from core.params import make
from core.run import run_to_end

SMALL = {"digits": 60, "hidden": "5", "batch_sizes": "1,4,16,64", "target_loss": 0.8, "max_steps": 300}
LARGE_WEIGHTS = Path(__file__).parents[3] / "claims/oracles/network/large_weights.txt"


def run(**values):
    return run_to_end(BATCH.run(make(NetworkParams, values)))


@pytest.fixture(scope="module")
def small():
    return run(**SMALL)


def made(small, sizes, steps):
    """A result with these steps by batch size."""
    sizes, steps = np.array(sizes, dtype=float), np.array(steps, dtype=float)
    return replace(small, batch_sizes=sizes, steps=steps, best_rate=np.ones_like(steps), overflows=np.zeros_like(steps))


def descend(problem, x, size, rate, seed, target, limit):
    """The steps of plain stochastic gradient descent, whose loss is computed as often as the experiment computes it."""
    count, generator = len(problem.labels), np.random.default_rng(seed)
    for step in range(limit + 1):
        if step % max(1, 32 // size) == 0 and problem.value(x) <= target:
            return step
        indices = generator.integers(count, size=size)
        x = x - rate * (problem if size >= count else problem.subset(indices)).gradient(x)
    return np.inf


def noise(problem, x):
    """B_simple from the gradients of all examples, one after the other."""
    each = np.array([problem.subset(np.array([k])).gradient(x) for k in range(len(problem.labels))])
    return each.var(axis=0).sum() / np.square(each.mean(axis=0)).sum()


@pytest.mark.slow
def test_the_figures_of_the_specification():
    found = run()
    assert found.batch_sizes.tolist() == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1797]
    assert found.steps.tolist() == [1152, 640, 304, 152, 92, 51, 41, 34, 29, 27, 26, 27]
    assert found.critical_batch == pytest.approx(1152 / 26)
    assert [found.slopes[side].value for side in ("before", "after")] == pytest.approx([-0.94, -0.09], abs=0.005)
    assert found.noise_scale_initial == pytest.approx(32, rel=0.02)
    assert found.noise_scale == pytest.approx([81, 656, 4593, 15_840], rel=0.01)
    assert found.parameters[[0, -1]].tolist() == [310, 19_210]
    trend, later = found.noise_trend(), found.noise_trend(later=True)
    assert (round(trend.low), round(trend.high)) == (26, 33)
    assert (trend.direction, later.direction) == ("flat", "falls")
    assert trend.slope.value == pytest.approx(0.01, abs=0.03)
    assert found.noise_scale_by_parameters_later[[1, -1]] == pytest.approx([1126, 257], rel=0.01)
    assert found.at_most_halves


def test_steps_are_the_medians_of_naive_runs_at_a_rate_no_worse_than_its_neighbors(small):
    assert small.batch_sizes.tolist() == [1, 4, 16, 60]
    problem, start = objective(small.params, small.used), Architecture((64, 5, 10)).initial(0)
    for size, steps, rate in zip(small.batch_sizes.astype(int), small.steps, small.best_rate, strict=True):
        medians = {
            factor: np.median([descend(problem, start, size, factor * rate, seed, 0.8, 300) for seed in range(3)])
            for factor in (0.5, 1.0, 2.0)
        }
        assert medians[1.0] == steps
        assert steps <= min(medians.values())


def test_the_noise_scale_is_that_of_the_gradients_of_single_examples(small):
    problem, start = objective(small.params, small.used), Architecture((64, 5, 10)).initial(0)
    assert small.noise_scale_initial == pytest.approx(noise(problem, start), rel=1e-9)
    x, previous, step = start, start, 0
    for loss, scale in zip(small.losses, small.noise_scale, strict=True):
        while problem.value(x) > loss:
            x, previous, step = x - 0.1 * problem.gradient(x) + 0.9 * (x - previous), x, step + 1
        assert scale == pytest.approx(noise(problem, x) if step <= 300 else np.nan, rel=1e-6, nan_ok=True)
    assert np.isfinite(small.noise_scale).tolist() == [True, True, True, False]


def test_losses_that_the_start_is_not_above_have_no_noise_scale():
    found = run(**SMALL | {"loss": "squared", "activation": "sigmoid", "target_loss": 0.4})
    problem = objective(found.params, found.used)
    assert 0.3 < problem.value(Architecture((64, 5, 10), "sigmoid").initial(0)) < 1.0
    assert np.isfinite(found.noise_scale).tolist() == [False, True, False, False]


def test_networks_of_other_widths_have_the_digits_and_the_loss_of_the_parameters(small):
    digits = training_digits(small.used)
    for place, units in ((0, 4), (2, 16)):
        network = Architecture((64, units, 10))
        assert small.parameters[place] == network.dimension
        for seed in (0, 4):
            expected = noise(Perceptron(network, *digits), network.initial(seed))
            assert small.noise_scale_by_parameters[seed, place] == pytest.approx(expected, rel=1e-9)


def test_the_noise_scale_in_parts_is_that_at_once(small, monkeypatch):
    problem, start = objective(small.params, small.used), Architecture((64, 5, 10)).initial(0)
    monkeypatch.setattr(scales, "_NUMBERS_AT_ONCE", 7 * start.size)
    assert len(list(scales.noise_scale(problem, start))) == 9
    assert ended(scales.noise_scale(problem, start)) == pytest.approx(small.noise_scale_initial, rel=1e-12)


def test_the_bend_is_where_perfect_scaling_meets_the_fewest_steps(small):
    found = made(small, [1, 2, 4, 8, 16, 32, 64], [128, 64, 32, 20, 16, 8, 8])
    assert (found.fewest_digits, found.smallest_steps, found.critical_batch) == (128, 8, 16)
    assert (found.bend_place, found.bends) == (4, True)
    assert found.ideal.tolist() == [128, 64, 32, 16, 8, 4, 2]
    assert (found.fewer(4), found.fewer(6, 4)) == (8.0, 2.0)
    assert found.at_most_halves
    assert found.slopes["before"].value == pytest.approx(-1.0)
    assert found.slopes["after"] is None


@pytest.mark.parametrize(
    ("sizes", "steps", "place"),
    [
        ([1, 2, 4], [100, 50, 25], 2),
        ([1, 2, 4], [9, 9, 9], 0),
        ([8], [100], 0),
        ([1, 2, 4], [np.inf, 50, np.nan], 1),
        ([1, 2, 4], [np.inf, np.inf, np.inf], None),
        ([3, 7, 49], [300, 300 * 3 / 7, 300 * 3 / 49], 2),
    ],
)
def test_steps_without_two_sides_have_no_bend(small, sizes, steps, place):
    found = made(small, sizes, steps)
    assert (found.bend_place, found.bends, found.at_most_halves) == (place, False, False)


def test_larger_batches_past_the_bend_may_save_more_than_half():
    sizes = np.array([1.0, 4.0, 16.0, 64.0])
    assert at_most_halves(sizes, np.array([64.0, 30.0, 12.0, 10.0]), 4.0) is False
    assert at_most_halves(sizes, np.array([64.0, 30.0, 15.0, 15.0]), 4.0) is True
    assert at_most_halves(sizes, np.array([64.0, 30.0, 15.0, 1.0]), 64.0) is False


def test_batch_sizes_that_do_not_arrive_have_infinite_steps_and_are_not_compared():
    found = run(**SMALL | {"max_steps": 20})
    late = np.isinf(found.steps)
    assert 0 < late.sum() < 4
    assert found.not_arrived == tuple(found.batch_sizes[late].astype(int))
    assert found.compared == tuple(np.flatnonzero(~late))
    assert not found.overflows.any()
    assert found.summary()["steps_by_batch"]["steps"][0] is None
    assert np.isnan(found.fewer(0))


def test_the_loss_overflows_at_every_rate():
    found = run(**SMALL | {"hidden": "2", "loss": "squared", "weights": str(LARGE_WEIGHTS)})
    assert found.all_overflow
    assert found.not_arrived == (1, 4, 16, 60)
    assert np.isnan(found.noise_scale_initial)
    assert found.compared == ()
    assert found.summary()["critical_batch"] is None


def test_a_start_at_the_target_needs_no_steps():
    found = run(**SMALL | {"target_loss": 2, "activation": "sigmoid"}, loss="squared")
    assert found.steps.tolist() == [0, 0, 0, 0]
    assert found.starts_arrived
    assert found.compared == ()


def test_the_rate_is_searched_around_the_best_of_the_batch_size_before(small):
    problem, start = objective(small.params, small.used), Architecture((64, 5, 10)).initial(0)
    descent, tried = SampledDescent(problem, start, range(1), 0.8, 300), []

    def outcome(size, rate, limit):
        tried.append((rate, limit))
        yield
        return Outcome(abs(np.log2(rate) - 2.0) + 10.0, 0.0)

    descent.outcome = outcome
    (best,) = {stop for first in (0.5, 4.0, 32.0) for stop in [ended(descent.best_rate(4, first, lambda *_: None))]}
    assert best == 4.0
    assert tried[:5] == [(0.5, 300), (1.0, 32), (2.0, 30), (4.0, 27), (8.0, 25)]
    assert [rate for rate, _ in tried[5:8]] == [4.0, 8.0, 2.0]
    assert [rate for rate, _ in tried[8:]] == [32.0, 64.0, 16.0, 8.0, 4.0, 2.0]


def ended(generator):
    while True:
        try:
            next(generator)
        except StopIteration as stop:
            return stop.value


def test_rates_are_halved_while_the_loss_overflows(small):
    problem, start = objective(small.params, small.used), Architecture((64, 5, 10)).initial(0)
    descent = SampledDescent(problem, start, range(1), 0.8, 300)

    def outcome(size, rate, limit):
        yield
        return Outcome(np.inf, np.inf if rate > 0.1 else rate)

    descent.outcome = outcome
    assert ended(descent.best_rate(4, 1.0, lambda *_: None)) == 2.0**-12


def test_runs_end_when_their_median_is_known(small):
    problem, start = objective(small.params, small.used), Architecture((64, 5, 10)).initial(0)
    each = [descend(problem, start, 4, 0.25, seed, 0.8, 300) for seed in range(4)]
    found = ended(SampledDescent(problem, start, range(4), 0.8, 300).outcome(4, 0.25, 300))
    assert found == Outcome(float(np.median(each)), 0.0)


@pytest.mark.parametrize(
    ("slope", "direction"),
    [
        (Slope(0.2, 0.1, 0.3), "grows"),
        (Slope(0.02, 0.01, 0.03), "grows"),
        (Slope(-0.2, -0.3, -0.1), "falls"),
        (Slope(0.02, -0.1, 0.14), "flat"),
        (Slope(-0.02, -0.1, 0.06), "flat"),
        (Slope(0.2, -0.1, 0.5), "unclear"),
    ],
)
def test_a_trend_is_told_where_its_interval_does_not_hold_zero(slope, direction):
    assert NoiseTrend(slope, 1.0, 2.0, 310.0, 910.0).direction == direction


def test_the_trend_is_the_slope_of_all_networks_whose_noise_scale_is_known(small):
    law = 3.0 * small.parameters**0.5
    found = replace(small, noise_scale_by_parameters=np.stack([law, 2.0 * law, 8.0 * law]))
    trend = found.noise_trend()
    assert trend.slope.value == pytest.approx(0.5)
    assert (trend.low, trend.high) == pytest.approx((2.0 * law[0], 2.0 * law[-1]))
    later = np.where(np.arange(7) < 2, np.nan, law)
    partly = replace(small, noise_scale_by_parameters_later=later).noise_trend(later=True)
    assert (partly.least, partly.most) == (1210, 19_210)
    assert (
        replace(small, noise_scale_by_parameters_later=np.where(np.arange(7) < 5, np.nan, law)).noise_trend(later=True)
        is None
    )


def test_partial_results_come_batch_size_by_batch_size(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    partials = [progress.partial for progress in BATCH.run(make(NetworkParams, SMALL)) if progress.partial]
    known = [np.isfinite(part.steps).sum() for part in partials]
    assert known == sorted(known)
    assert set(known) == {0, 1, 2, 3, 4}
    assert partials[0].noise_scale_initial > 0
    steps = [part.steps[0] for part in partials if np.isfinite(part.steps[0])]
    assert steps == sorted(steps, reverse=True)
    assert not any(part.complete for part in partials)


def test_the_seed_gives_another_network_and_other_minibatches(small):
    other = run(**SMALL, seed=1)
    assert other.noise_scale_initial != small.noise_scale_initial
    assert other.steps.tolist() != small.steps.tolist()
    assert other.noise_scale_by_parameters[0].tolist() == small.noise_scale_by_parameters[1].tolist()
