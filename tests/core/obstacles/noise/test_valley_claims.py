"""Claims of the valley."""

from dataclasses import replace

import numpy as np
import pytest

from core.obstacles.noise import NOISE
from core.obstacles.noise.quarters import first_quarter, last_quarter, third_quarter
from core.params import make
from core.run import run_to_end

VALLEY = NOISE.experiment("valley")


def valley(**values):
    return run_to_end(VALLEY.run(make(NOISE.params, values)))


@pytest.fixture(scope="module")
def plain():
    return valley()


def with_loss(result, name, loss):
    """The same result with these losses and the steps to the thresholds that follow from them."""
    loss = np.array(loss)
    first = [float(np.argmax(loss <= level)) if (loss <= level).any() else np.nan for level in result.thresholds]
    steps = {**result.steps_to_loss, name: np.array(first)}
    return replace(result, loss={**result.loss, name: loss}, steps_to_loss=steps)


def test_quarters_split_the_steps():
    values = np.arange(9.0)  # eight steps
    assert first_quarter(values).tolist() == [1, 2]
    assert third_quarter(values).tolist() == [5, 6]
    assert last_quarter(values).tolist() == [7, 8]
    assert last_quarter(np.arange(10.0)).tolist() == [7, 8, 9]
    for few in ([3.0], [3.0, 5.0]):
        assert last_quarter(np.array(few)).tolist() == few[-1:]
        assert first_quarter(np.array(few)).tolist() == few[-1:]


def test_a_run_that_only_ends_inside_has_not_arrived():
    result = valley(batch_size=16, seed=3)
    assert result.loss["16"][-1] < 0.01
    assert result.ends_inside("16")
    assert result.late_loss("16") == last_quarter(result.loss["16"]).mean()
    assert last_quarter(result.loss["16"]).mean() > 0.03
    assert not result.arrived("16")
    assert not valley(batch_size=16).ends_inside("16")
    assert result.wanders("16")
    assert result.arrived("noise_free")


def test_with_sixteen_samples_no_seed_arrives_although_some_end_inside():
    results = [valley(batch_size=16, batch_sizes="16", seed=seed) for seed in range(20)]
    assert sum(each.loss["16"][-1] < 0.01 for each in results) >= 2
    assert not any(each.arrived("16") for each in results)


@pytest.mark.parametrize(
    ("loss", "arrived", "wanders", "still_above"),
    [
        ([1, 1, 1, 1, 1, 1, 0.011, 0.009, 0.01], True, False, False),
        ([1, 1, 1, 1, 1, 1, 1, 1, 0.009], False, False, False),
        ([1, 1, 0.005, 1, 1, 1, 1, 1, 0.009], False, True, False),
        ([1, 1, 1, 1, 1, 0.005, 1, 1, 0.009], False, False, False),  # above the threshold for two steps only
        ([0.01, 1, 1, 1, 1, 1, 0.005, 0.005, 0.005], False, False, False),  # starts at the threshold
        ([1, 1, 1, 1, 1, 1, 1, 1, 0.011], False, False, True),
        ([1, 1, 1, 1, 1, 1, 1, 1, 1], False, False, True),
        ([1, 1, 1, 1, 1, 1, 1, 1, 1.1], False, False, False),  # higher than at the start
        ([0.0], False, False, False),
    ],
)
def test_claims_of_constructed_losses(plain, loss, arrived, wanders, still_above):
    result = with_loss(with_loss(plain, "1", loss), "noise_free", loss)
    assert (result.arrived("1"), result.wanders("1"), result.still_above("1")) == (arrived, wanders, still_above)
    assert result.reached("1") is (min(loss) <= 0.01)


def test_a_diverged_run_has_not_arrived(plain):
    assert not replace(plain, diverged={**plain.diverged, "noise_free": 3}).arrived("noise_free")


def test_hurts_later_requires_relevant_noise_and_runs_without_divergence(plain):
    assert plain.hurts_later
    assert not valley(noise_std=0.01).hurts_later
    assert not valley(max_steps=50).hurts_later
    assert not replace(plain, diverged={**plain.diverged, "1": 1500}).hurts_later
    # From the minimum the loss without noise is 0, so no ratio grows.
    assert not valley(start=(1, 1)).hurts_later


def test_the_divergence_loss_is_a_million_times_the_first_loss_or_a_million(plain):
    assert plain.divergence_loss == pytest.approx(6.776e6)
    assert valley(start=(1, 1), max_steps=1).divergence_loss == 1e6


@pytest.mark.parametrize(
    ("values", "below", "above"),
    [
        ({}, True, False),
        ({"learning_rate": 0.0198, "batch_size": 65536}, False, True),
        ({"learning_rate": 0.02, "noise_std": 1}, False, True),
        ({"valley": 1000, "learning_rate": 0.0005, "max_steps": 400}, False, True),
    ],
)
def test_above_the_bound_no_run_arrives_or_wanders(values, below, above):
    result = valley(**values)
    assert (result.below_the_bound, result.above_the_bound) == (below, above)
    assert result.arrived("noise_free") is below
    if above:
        assert not any(result.wanders(name) or result.arrived(name) for name in result.loss)
        assert not result.hurts_later


def test_a_rate_at_the_bound_is_neither_below_nor_above(plain):
    for factor, found in ((1 - 1e-8, (True, False)), (1.0, (False, False)), (1 + 1e-8, (False, True))):
        result = replace(plain, bound=factor**-1 * 0.005)
        assert (result.below_the_bound, result.above_the_bound) == found


def test_losses_are_alike_up_to_0_01_percent(plain):
    for factor, alike in ((1.00009, True), (1.00011, False), (1.0, True)):
        last = with_loss(with_loss(plain, "noise_free", [1, 0.5]), "1", [1, 0.5 * factor])
        assert last.alike is alike
