"""What a cloud may be said to show: the table of what was said and was not so."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiment import run_to_end
from core.obstacles.noise import NOISE, stationary
from core.params import make

CLOUD = NOISE.experiment("cloud")


def cloud(**values):
    return run_to_end(CLOUD.run(make(NOISE.params, values)))


@pytest.fixture(scope="module")
def gentle():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.obstacles.noise.stationary._MEMBERS", 4)
        yield cloud()


SAID = [
    # settings, name, limited by noise, floored
    ({}, "1", True, True),
    ({}, "16", True, True),
    ({}, "256", True, False),  # still falling
    ({"max_steps": 50}, "1", False, False),
    ({"learning_rate": 1e-5}, "1", False, False),
    ({"learning_rate": 1e-6, "noise_std": 1000}, "1", False, False),
    ({"noise_std": 0.01}, "1", False, False),
    ({"noise_std": 100}, "1", True, False),  # members leave
    ({"noise_std": 100}, "16", True, True),
    ({"start": (1, 1)}, "1", True, True),
    ({"start": (1, 1), "max_steps": 50}, "1", True, False),  # still rising
    ({"learning_rate": 0.05, "max_steps": 100}, "1", False, False),
]


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(("values", "name", "limited", "floored"), SAID)
def test_a_floor_is_where_the_median_stays_and_noise_holds_it(values, name, limited, floored):
    result = cloud(ensemble_size=500, **values)
    assert result.limited_by_noise(name) is limited
    assert result.floored(name) is floored
    assert floored is (limited and result.settled(name))


def test_a_median_that_still_changes_by_a_tenth_has_not_settled(gentle):
    steady, last = np.full(401, 0.5), np.full(401, 0.5)
    assert replace(gentle, median={"1": steady}).settled("1")
    for factor, settled in ((1.09, True), (1.11, False), (1 / 1.09, True), (1 / 1.11, False)):
        last[301:] = 0.5 * factor
        assert replace(gentle, median={"1": last}).settled("1") is settled


def test_nothing_settles_before_the_slowest_time_constant(gentle):
    steady = {"1": np.full(401, 0.5)}
    slowest = 1 / (0.005 * gentle.eigenvalues[0])
    for last, settled in ((0.99 * slowest, False), (1.01 * slowest, True)):
        steps = np.ceil(np.linspace(0.0, last, 401)) if settled else np.floor(np.linspace(0.0, last, 401))
        assert replace(gentle, median=steady, steps=steps).settled("1") is settled


def test_noise_weighs_more_later(gentle):
    assert gentle.early == 25
    assert gentle.ratio("1", 25) == pytest.approx(0.97, abs=0.02)
    assert gentle.ratio("1", -1) > 2000
    assert all(gentle.hurts_later(name) for name in gentle.median)
    alike = replace(gentle, median={"1": 2.0 * gentle.noise_free_loss})
    assert alike.limited_by_noise("1")
    assert not alike.hurts_later("1")
    assert not replace(gentle, noise_free_loss=np.zeros(401)).hurts_later("1")


@pytest.mark.parametrize("name", ["16", "256"])
def test_near_the_bound_the_law_is_off(name):
    params = make(NOISE.params, {"learning_rate": 0.019, "batch_sizes": "16,256", "batch_size": 16})
    *_, found = stationary.measure(params)
    result = with_stationary(run_to_end(CLOUD.run(make(NOISE.params, {"max_steps": 2, "ensemble_size": 2}))), found)
    predicted, measured = result.floor(name)
    assert 2.0 < predicted / measured < 10.0
    assert result.law_fails(name)


def with_stationary(result, found):
    return replace(
        result,
        stationary_batch_sizes=found.batch_sizes,
        stationary_predicted=found.predicted,
        stationary_measured=found.measured,
    )


@pytest.mark.parametrize(
    ("factor", "fails"), [(1.09, False), (0.91, False), (1.11, True), (0.89, True), (np.nan, False)]
)
def test_the_law_fails_where_it_is_off_by_more_than_a_tenth(gentle, factor, fails):
    result = replace(gentle, stationary_measured=factor * gentle.stationary_predicted)
    assert result.law_fails("16") is fails


def test_the_bound_is_two_over_the_larger_eigenvalue(gentle):
    assert gentle.eigenvalues == pytest.approx([0.39368, 101.606], rel=1e-5)
    assert gentle.bound == pytest.approx(2 / 101.606, rel=1e-5)
    assert gentle.divergence_loss == pytest.approx(6.776e6)
    assert gentle.reached == 1600


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(
    "values",
    [
        {"learning_rate": 0.0198, "batch_size": 65536, "batch_sizes": "65536"},
        {"learning_rate": 0.0198, "batch_size": 4096, "batch_sizes": "4096"},
        {"learning_rate": 0.02, "noise_std": 1, "batch_sizes": "1"},
    ],
)
def test_above_the_limit_it_is_the_rate_that_sets_the_loss(values):
    result = cloud(ensemble_size=20, **values)
    assert result.above_the_bound
    assert not result.below_the_bound
    for name in result.median:
        said = (result.settled, result.floored, result.hurts_later, result.limited_by_noise, result.stays_above)
        assert not any(claim(name) for claim in said)


def test_a_floor_needs_runs_that_stay(gentle):
    unknown = np.where(gentle.stationary_batch_sizes == 1, np.nan, gentle.stationary_measured)
    result = replace(gentle, stationary_measured=unknown)
    assert gentle.floored("1")
    assert result.leaves("1")
    assert not result.floored("1")
    assert not result.leaves("16")
    # While they are being measured, nothing is known of who leaves.
    assert not replace(result, complete=False).leaves("1")
    assert not replace(result, complete=False).floored("1")
    # Where there was no time to measure, nothing is known of who leaves.
    slow = make(NOISE.params, {"learning_rate": 1e-6})
    assert not replace(result, params=slow).leaves("1")


def test_a_law_stands_beside_runs_that_all_stay(gentle):
    unknown = np.where(gentle.stationary_batch_sizes == 1, np.nan, gentle.stationary_measured)
    lawless = replace(gentle, stationary_predicted=np.full(6, np.nan))
    gone = replace(gentle, diverged={**gentle.diverged, "1": np.ones(401)})
    left = replace(gentle, stationary_measured=unknown)
    assert [each.law_applies("1") for each in (gentle, lawless, gone, left)] == [True, False, False, False]
    # While runs from the minimum are being measured the law stands alone.
    assert replace(left, complete=False).law_applies("1")
    assert gone.law_applies("16")


def test_a_median_stays_above_where_it_is_at_each_step(gentle):
    median = 2.0 * gentle.noise_free_loss
    assert replace(gentle, median={"1": median}).stays_above("1")
    median[-50] = gentle.noise_free_loss[-50]
    result = replace(gentle, median={"1": median})
    assert result.limited_by_noise("1")
    assert not result.stays_above("1")


def test_all_have_diverged_where_none_is_left(gentle):
    size = gentle.params.ensemble_size
    counts = np.array([0] * 399 + [size - 1, size])
    result = replace(gentle, diverged={**gentle.diverged, "16": counts})
    assert result.all_diverged("16")
    assert [result.all_diverged("16", at) for at in (0, 399, 400)] == [False, False, True]
    assert not result.all_diverged("1")


def test_half_that_have_diverged_leave_no_median(gentle):
    median = gentle.median["1"].copy()
    median[-1] = np.inf
    assert replace(gentle, median={"1": median}).half_diverged("1")
    assert not gentle.half_diverged("1")
