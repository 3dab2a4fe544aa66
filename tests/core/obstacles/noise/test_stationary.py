import numpy as np
import pytest

from core.laws import slope
from core.obstacles.noise import NOISE, stationary
from core.params import make
from core.run import run_to_end

GENTLE = {}
CLASSIC = {"valley": 100, "learning_rate": 1e-3, "noise_std": 60}


def measured(**values):
    *_, found = stationary.measure(make(NOISE.params, values))
    return found


@pytest.mark.parametrize(
    ("scene", "seed"), [(GENTLE, 0), (GENTLE, 1), (CLASSIC, 0), (CLASSIC, 1)], ids=["g0", "g1", "c0", "c1"]
)
def test_from_four_samples_on_the_measured_loss_matches_the_law(scene, seed):
    found = measured(**scene, seed=seed)
    fitted = found.batch_sizes >= 4
    assert found.batch_sizes.tolist() == [1.0, 4.0, 16.0, 64.0, 256.0, 1024.0]
    assert found.measured[fitted] == pytest.approx(found.predicted[fitted], rel=0.1)
    assert found.slope.value == pytest.approx(-1.0, abs=0.05)
    assert found.slope.low <= found.slope.value <= found.slope.high
    assert (found.error[fitted] < 0.03 * found.measured[fitted]).all()


@pytest.mark.parametrize("b", [10.0, 100.0])
def test_the_prediction_matches_the_published_constant(b):
    params = make(NOISE.params, {"valley": b, "learning_rate": 1e-3})
    small, large = {10.0: (0.39368, 101.606), 100.0: (0.39936, 1001.60)}[b]
    c = 1e-3 / (2.0 * (2.0 - 1e-3 * small)) + 1e-3 / (2.0 * (2.0 - 1e-3 * large))
    law = stationary.predicted(params)
    assert law.predicted == pytest.approx(c * 400.0 / law.batch_sizes, rel=1e-4)
    assert np.isnan(law.measured).all()
    assert law.slope is None


def test_near_the_bound_small_batches_do_not_follow_the_law():
    # 0.018 is 91 % of the largest stable rate: members leave the region where f is nearly quadratic.
    found = measured(learning_rate=0.018)
    sixteen, many = (found.batch_sizes.tolist().index(size) for size in (16, 1024))
    assert np.isnan(found.measured[0])
    assert found.measured[sixteen] < 0.6 * found.predicted[sixteen]
    assert found.measured[many] == pytest.approx(found.predicted[many], rel=0.15)


def test_with_a_very_large_batch_the_error_explains_the_difference_to_the_law():
    found = measured(batch_size=65_536)
    assert found.batch_sizes[-1] == 65_536.0
    assert abs(found.measured[-1] - found.predicted[-1]) < 4.0 * found.error[-1]


def test_the_compared_batch_sizes_are_measured_but_not_part_of_the_fit():
    found = measured(batch_size=3, batch_sizes=(5, 16))
    assert found.batch_sizes.tolist() == [1.0, 3.0, 4.0, 5.0, 16.0, 64.0, 256.0, 1024.0]
    fitted = [2, 4, 5, 6, 7]
    assert found.slope == slope(found.batch_sizes[fitted], found.measured[fitted])


@pytest.mark.parametrize("rate", [0.02, 1.0])
def test_above_the_largest_stable_rate_nothing_is_predicted_or_measured(rate):
    found = measured(learning_rate=rate)
    assert np.isnan(found.predicted).all()
    assert np.isnan(found.measured).all()


def test_at_small_rates_the_loss_is_predicted_but_not_measured():
    found = measured(learning_rate=1e-5)
    assert np.isfinite(found.predicted).all()
    assert np.isnan(found.measured).all()


def test_the_cloud_holds_the_measured_stationary_losses():
    params = make(NOISE.params, {"max_steps": 5, "ensemble_size": 2})
    result, found = run_to_end(NOISE.experiment("cloud").run(params)), measured(max_steps=5)
    assert result.stationary_measured.tolist() == found.measured.tolist()
    assert result.stationary_slope == found.slope
    summary = result.summary()["stationary_loss"]
    assert summary["batch_size"] == [1, 4, 16, 64, 256, 1024]
    assert summary["predicted"] == found.predicted.tolist()
    assert summary["slope"] == found.slope._asdict()


def test_broken_noise_scales_change_measured_values_but_not_predicted_ones(monkeypatch):
    monkeypatch.setattr("core.obstacles.noise.stationary.noise_scales", lambda params, sizes: np.full(len(sizes), 2.0))
    found = measured()
    assert found.predicted.tolist() == stationary.predicted(make(NOISE.params, {})).predicted.tolist()
    assert np.ptp(found.measured) == 0.0


@pytest.mark.parametrize("scene", [GENTLE, CLASSIC], ids=["gentle", "classic"])
def test_the_measured_median_matches_the_law(scene):
    found = measured(**scene)
    fitted = found.batch_sizes >= 64
    assert found.median_measured[fitted] == pytest.approx(found.median_predicted[fitted], rel=0.05)
    assert (found.median_measured < found.measured).all()


def test_a_batch_size_without_a_stationary_mean_has_no_median_either():
    found = measured(learning_rate=0.018)
    assert np.isnan(found.median_measured).tolist() == np.isnan(found.measured).tolist()
    assert np.isnan(found.median_measured[0])
