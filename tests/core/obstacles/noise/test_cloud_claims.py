"""Claims of the cloud, including cases in which claims were once wrong."""

from dataclasses import replace

import numpy as np
import pytest

from core.obstacles.noise import NOISE, stationary
from core.params import make
from core.run import run_to_end

CLOUD = NOISE.experiment("cloud")


def cloud(**values):
    return run_to_end(CLOUD.run(make(NOISE.params, values)))


@pytest.fixture(scope="module")
def gentle():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.obstacles.noise.stationary._MEMBERS", 4)
        yield cloud()


FLOOR_CASES = [
    # parameters, name, limited by noise, floored
    ({}, "1", True, True),
    ({}, "16", True, True),
    ({}, "256", True, False),  # still falling
    ({"max_steps": 50}, "1", False, False),
    ({"learning_rate": 1e-5}, "1", False, False),
    ({"learning_rate": 1e-6, "noise_std": 1000}, "1", False, False),
    ({"noise_std": 0.01}, "1", False, False),
    ({"noise_std": 100}, "1", True, False),  # members diverge
    ({"noise_std": 100}, "16", True, True),
    ({"start": (1, 1)}, "1", True, True),
    ({"start": (1, 1), "max_steps": 50}, "1", True, False),  # still rising
    ({"learning_rate": 0.05, "max_steps": 100}, "1", False, False),
]


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(("values", "name", "limited", "floored"), FLOOR_CASES)
def test_a_floor_requires_a_settled_median_limited_by_noise(values, name, limited, floored):
    result = cloud(ensemble_size=500, **values)
    assert result.limited_by_noise(name) is limited
    assert result.floored(name) is floored
    assert floored is (limited and result.settled(name))


def test_a_median_that_changes_by_more_than_ten_percent_has_not_settled(gentle):
    steady, last = np.full(401, 0.5), np.full(401, 0.5)
    assert replace(gentle, median={"1": steady}).settled("1")
    for factor, settled in ((1.09, True), (1.11, False), (1 / 1.09, True), (1 / 1.11, False)):
        last[301:] = 0.5 * factor
        assert replace(gentle, median={"1": last}).settled("1") is settled


def test_no_median_settles_before_the_slowest_time_constant(gentle):
    steady = {"1": np.full(401, 0.5)}
    slowest = 1 / (0.005 * gentle.eigenvalues[0])
    for last, settled in ((0.99 * slowest, False), (1.01 * slowest, True)):
        steps = np.ceil(np.linspace(0.0, last, 401)) if settled else np.floor(np.linspace(0.0, last, 401))
        assert replace(gentle, median=steady, steps=steps).settled("1") is settled


def test_noise_has_more_effect_later(gentle):
    assert gentle.early == 25
    assert gentle.ratio("1", 25) == pytest.approx(0.97, abs=0.02)
    assert gentle.ratio("1", -1) > 2000
    assert all(gentle.hurts_later(name) for name in gentle.median)
    doubled = replace(gentle, median={"1": 2.0 * gentle.noise_free_loss})
    assert doubled.limited_by_noise("1")
    assert not doubled.hurts_later("1")
    assert not replace(gentle, noise_free_loss=np.zeros(401)).hurts_later("1")


@pytest.mark.parametrize("name", ["16", "256"])
def test_near_the_bound_the_law_fails(name):
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
        stationary_median_predicted=found.median_predicted,
        stationary_median_measured=found.median_measured,
    )


@pytest.mark.parametrize(
    ("factor", "fails"), [(1.09, False), (0.91, False), (1.11, True), (0.89, True), (np.nan, False)]
)
def test_the_law_fails_if_it_differs_by_more_than_ten_percent(gentle, factor, fails):
    result = replace(gentle, stationary_median_measured=factor * gentle.stationary_median_predicted)
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
def test_above_the_bound_no_claim_about_noise_holds(values):
    result = cloud(ensemble_size=20, **values)
    assert result.above_the_bound
    assert not result.below_the_bound
    for name in result.median:
        claims = (result.settled, result.floored, result.hurts_later, result.limited_by_noise, result.stays_above)
        assert not any(claim(name) for claim in claims)


def test_a_floor_requires_that_runs_from_the_minimum_do_not_diverge(gentle):
    unknown = np.where(gentle.stationary_batch_sizes == 1, np.nan, gentle.stationary_median_measured)
    result = replace(gentle, stationary_median_measured=unknown)
    assert gentle.floored("1")
    assert result.leaves("1")
    assert not result.floored("1")
    assert not result.leaves("16")
    # While runs from the minimum are being measured, it is not known whether they diverge.
    assert not replace(result, complete=False).leaves("1")
    assert not replace(result, complete=False).floored("1")
    # If the measurement was skipped, it is not known whether they diverge.
    slow = make(NOISE.params, {"learning_rate": 1e-6})
    assert not replace(result, params=slow).leaves("1")


def test_the_law_applies_only_if_no_run_diverges(gentle):
    unknown = np.where(gentle.stationary_batch_sizes == 1, np.nan, gentle.stationary_median_measured)
    unpredicted = replace(gentle, stationary_median_predicted=np.full(6, np.nan))
    diverged = replace(gentle, diverged={**gentle.diverged, "1": np.ones(401)})
    unmeasured = replace(gentle, stationary_median_measured=unknown)
    assert [each.law_applies("1") for each in (gentle, unpredicted, diverged, unmeasured)] == [
        True,
        False,
        False,
        False,
    ]
    # While runs from the minimum are being measured, the law applies.
    assert replace(unmeasured, complete=False).law_applies("1")
    assert diverged.law_applies("16")


def test_a_median_stays_above_only_if_it_is_above_at_each_step(gentle):
    median = 2.0 * gentle.noise_free_loss
    assert replace(gentle, median={"1": median}).stays_above("1")
    median[-50] = gentle.noise_free_loss[-50]
    result = replace(gentle, median={"1": median})
    assert result.limited_by_noise("1")
    assert not result.stays_above("1")


def test_all_diverged_requires_that_every_member_has_diverged(gentle):
    size = gentle.params.ensemble_size
    counts = np.array([0] * 399 + [size - 1, size])
    result = replace(gentle, diverged={**gentle.diverged, "16": counts})
    assert result.all_diverged("16")
    assert [result.all_diverged("16", at) for at in (0, 399, 400)] == [False, False, True]
    assert not result.all_diverged("1")


def test_an_infinite_median_means_half_diverged(gentle):
    median = gentle.median["1"].copy()
    median[-1] = np.inf
    assert replace(gentle, median={"1": median}).half_diverged("1")
    assert not gentle.half_diverged("1")
