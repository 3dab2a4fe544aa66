import numpy as np
import pytest

from core.obstacles.noise import NOISE
from core.params import make
from core.run import run_to_end

pytestmark = pytest.mark.usefixtures("cheap")

CLOUD = NOISE.experiment("cloud")
FEW = {"ensemble_size": 100, "max_steps": 500}


def cloud(**values):
    return run_to_end(CLOUD.run(make(NOISE.params, values)))


@pytest.fixture(scope="module")
def cosine():
    return cloud(schedule="cosine")


@pytest.mark.parametrize("schedule", ["cosine", "inverse_time"])
def test_the_reference_is_the_run_at_the_constant_rate(schedule):
    scheduled, constant = cloud(schedule=schedule, **FEW), cloud(**FEW)
    assert scheduled.constant_rate_median.tolist() == constant.median["1"].tolist()
    assert scheduled.constant_rate_loss.tolist() == constant.noise_free_loss.tolist()
    assert constant.constant_rate_median.tolist() == constant.median["1"].tolist()
    assert not constant.scheduled


def test_the_cosine_lowers_the_floor_of_one_sample_and_raises_the_loss_of_256(cosine):
    assert cosine.schedule_lowers
    assert 6.0 < cosine.schedule_gain() < 10.0
    many = cloud(schedule="cosine", batch_size=256)
    assert many.schedule_raises
    assert many.noise_free_loss[-1] > 20.0 * many.constant_rate_loss[-1]


def test_the_runs_follow_the_schedule_step_by_step():
    result = cloud(schedule="cosine", ensemble_size=3, max_steps=20, batch_sizes="16")
    rng, (x, y) = np.random.default_rng((0, 1, 0)), np.tile([[-1.2], [1.0]], 3)
    for t in range(20):
        rate = 0.005 * (1.0 + np.cos(np.pi * t / 20.0)) / 2.0
        noise, off = 20.0 * rng.standard_normal((2, 3)), y - x * x
        x, y = x - rate * (2.0 * (x - 1.0) - 40.0 * x * off + noise[0]), y - rate * (20.0 * off + noise[1])
        assert result.rate[t] == pytest.approx(rate, rel=1e-12)
    assert result.positions[-1] == pytest.approx(np.column_stack([x, y]), abs=1e-12)


def test_a_falling_rate_has_no_stationary_loss(cosine):
    for values in (cosine.stationary_predicted, cosine.stationary_measured, cosine.stationary_median_measured):
        assert np.isnan(values).all()
    assert not cosine.law_applies("1")
    assert not cosine.leaves("1")
    assert not cosine.floored("1")


def test_the_law_for_noise_alone_holds_for_small_noise_from_the_minimum():
    for schedule in ("cosine", "inverse_time"):
        result = cloud(schedule=schedule, start="1,1", batch_size=256, ensemble_size=4000)
        assert result.median["256"][40:] == pytest.approx(result.noise_median_predicted[40:], rel=0.1)
        assert not result.noise_law_fails


def test_the_law_fails_where_the_approach_is_not_over():
    result = cloud(schedule="cosine", batch_size=256)
    assert result.noise_law_fails
    assert result.still_approaching
    assert np.isnan(cloud(schedule="cosine", learning_rate=0.05, ensemble_size=3).noise_median_predicted).all()


def test_a_decay_that_is_behind_after_a_quarter_of_the_steps_is_reported(cosine):
    assert cloud(schedule="inverse_time", batch_size=16).behind_early
    assert not cosine.behind_early
    assert cosine.behind_without_noise


def test_a_part_of_the_run_knows_no_final_median(cosine):
    part = cosine.until(100)
    assert part.constant_rate_median.tolist() == cosine.constant_rate_median[:101].tolist()
    assert part.noise_median_predicted is cosine.noise_median_predicted
    assert not part.schedule_lowers
    assert not part.noise_law_fails
    assert np.isnan(part.noise_law()[1])


def test_the_summary_holds_rates_law_and_reference(cosine):
    summary = cosine.summary()
    assert len(summary["rate"]) == len(summary["noise_median_predicted"]) == 401
    assert summary["rate"][0] == 0.005
    assert summary["rate"][-1] == 0.0
    assert len(summary["constant_rate"]["median"]) == len(summary["constant_rate"]["noise_free_loss"]) == 401
    assert summary["stationary_loss"]["predicted"] == [None] * 6
