import numpy as np
import pytest

from core.obstacles.noise import NOISE
from core.params import make
from core.run import run_to_end

# test_stationary.py tests the stationary losses.
pytestmark = pytest.mark.usefixtures("cheap")

CLOUD, VALLEY = NOISE.experiment("cloud"), NOISE.experiment("valley")
CLASSIC = {"valley": 100, "learning_rate": 1e-3, "noise_std": 60}


def cloud(**values):
    return run_to_end(CLOUD.run(make(NOISE.params, values)))


@pytest.fixture(scope="module")
def gentle():
    return cloud()


@pytest.mark.parametrize(("seed", "members"), [(0, 1000), (1, 10_000), (2, 10_000)])
def test_the_medians_match_the_published_ones(seed, members):
    result = cloud(seed=seed, ensemble_size=members)
    assert result.steps[-1] == 1600.0
    assert result.median["1"][-1] == pytest.approx(0.73, rel=0.15)
    assert result.median["16"][-1] == pytest.approx(0.049, rel=0.15)
    assert result.median["256"][-1] == pytest.approx(0.0032, rel=0.15)
    assert result.noise_free_loss[-1] == pytest.approx(0.00032, rel=0.02)


def test_early_noise_has_little_effect_from_sixteen_samples_on(gentle):
    early = gentle.steps.tolist().index(200.0)
    for batch in ("16", "256"):
        assert gentle.median[batch][early] == pytest.approx(gentle.noise_free_loss[early], rel=0.1)
    assert gentle.median["1"][early] > 2.0 * gentle.noise_free_loss[early]


def test_more_noise_gives_a_higher_final_median(gentle):
    ends = [gentle.median[batch][-1] for batch in ("1", "16", "256")]
    assert ends == sorted(ends, reverse=True)
    assert ends[-1] > gentle.noise_free_loss[-1]


def test_the_quartiles_are_in_order_and_finite(gentle):
    for batch, median in gentle.median.items():
        assert (gentle.q25[batch] <= median).all()
        assert (median <= gentle.q75[batch]).all()
        assert np.isfinite(gentle.q75[batch]).all()
        starts = [median[0], gentle.q25[batch][0], gentle.q75[batch][0], gentle.noise_free_loss[0]]
        assert starts == pytest.approx([6.776] * 4, rel=1e-12)


def test_the_positions_belong_to_the_main_batch_size(gentle):
    assert gentle.positions.shape == (401, 1000, 2)
    assert gentle.positions[0].tolist() == [[-1.2, 1.0]] * 1000
    x, y = gentle.positions[-1].T
    losses = np.sort((1.0 - x) ** 2 + 10.0 * (y - x**2) ** 2)
    assert losses[499:501].mean() == pytest.approx(gentle.median["1"][-1], rel=1e-9)
    quiet = cloud(batch_size=256)
    assert np.ptp(quiet.positions[-1], axis=0).max() < np.ptp(gentle.positions[-1], axis=0).max() / 4.0
    assert quiet.median["1"].tolist() == gentle.median["1"].tolist()


def test_the_run_without_noise_matches_the_valley(gentle):
    alone = run_to_end(VALLEY.run(make(NOISE.params, {})))
    recorded = gentle.steps.astype(int)
    assert gentle.noise_free_path == pytest.approx(alone.path["noise_free"][recorded], rel=1e-9)
    assert gentle.noise_free_loss == pytest.approx(alone.loss["noise_free"][recorded], rel=1e-7)


def test_positions_hold_at_most_a_thousand_members():
    result = cloud(ensemble_size=3000, max_steps=200)
    assert result.positions.shape == (201, 1000, 2)
    small = cloud(ensemble_size=3, max_steps=7)
    assert small.positions.shape == (8, 3, 2)
    assert small.length == 7


@pytest.mark.slow
@pytest.mark.parametrize("scene", [{}, CLASSIC], ids=["gentle", "classic"])
def test_none_of_500_members_diverges_in_20000_steps(scene):
    result = cloud(**scene, ensemble_size=500, max_steps=20_000, batch_sizes=(1,))
    assert dict(result.diverged_share) == {"1": 0.0}


def test_diverged_members_are_counted_and_have_infinite_loss():
    result = cloud(learning_rate=0.0125)
    share = result.diverged_share["1"]
    assert 0.03 < share < 0.15
    assert result.diverged["1"][-1] == round(1000 * share)
    assert (np.diff(result.diverged["1"]) >= 0.0).all()
    assert np.isnan(result.positions[-1]).all(axis=1).sum() == result.diverged["1"][-1]
    assert result.diverged_share["16"] == 0.0
    many = cloud(learning_rate=0.015)
    assert many.diverged_share["1"] > 0.5
    assert np.isinf(many.median["1"][-1])
    assert np.isfinite(many.q25["1"][-1])
    assert many.summary()["loss"]["1"]["median"][-1] is None
    assert many.summary()["positions"].count([None, None]) == many.diverged["1"][-1]


def test_the_run_without_noise_may_diverge():
    result = cloud(learning_rate=0.5, max_steps=50, ensemble_size=10)
    assert np.isinf(result.noise_free_loss[-1])
    assert np.isnan(result.noise_free_path[-1]).all()
    assert set(result.diverged_share.values()) == {1.0}
    assert result.length == 50


def test_a_summary_has_one_value_per_recorded_step(gentle):
    summary = gentle.summary()
    assert summary["steps"] == list(range(0, 1601, 4))
    assert set(summary["loss"]) == {"1", "16", "256"}
    assert set(summary["loss"]["16"]) == {"q25", "median", "q75"}
    assert len(summary["loss"]["16"]["q25"]) == len(summary["noise_free_loss"]) == 401
    assert len(summary["positions"]) == 1000
    assert summary["diverged_share"] == {"1": 0.0, "16": 0.0, "256": 0.0}
