import numpy as np
import pytest
from scipy.special import chdtri

from core.laws import fitted_slope
from core.obstacles.noise import NOISE
from core.obstacles.noise.roots import average_lengths, length_statistics, vector_lengths
from core.params import make
from core.run import run_to_end

ROOTS = NOISE.experiment("roots")


def roots(**values):
    return run_to_end(ROOTS.run(make(NOISE.params, values)))


def first_result(**values):
    """The first result of a run, which is then cancelled."""
    run = ROOTS.run(make(NOISE.params, values))
    partial = next(progress.partial for progress in run if progress.partial is not None)
    run.close()
    return partial


@pytest.fixture(scope="module", params=[{}, {"seed": 1, "dimension": 2}, {"dimension": 1024, "batch_size": 64}])
def result(request):
    return roots(**request.param)


def test_the_slopes_are_one_half_and_minus_one_half(result):
    for fit, expected in ((result.slope_by_dimension, 0.5), (result.slope_by_batch, -0.5)):
        assert fit.value == pytest.approx(expected, abs=0.02)
        assert fit.low <= fit.value <= fit.high
        assert fit.high - fit.low < 0.02


@pytest.mark.parametrize(("axis", "law"), [("dimension", 0.5), ("batch", -0.5)])
def test_the_intervals_of_the_slopes_contain_the_laws_in_95_percent(axis, law, result):
    sizes = result.dimensions if axis == "dimension" else result.batch_sizes
    exact, rms, error = (getattr(result, f"{name}_by_{axis}") for name in ("exact_rms", "rms", "rms_error"))
    numbers, rng = np.round((rms / error) ** 2 / 2), np.random.default_rng(0)
    drawn = exact * np.sqrt(rng.chisquare(numbers, (4000, sizes.size)) / numbers)
    fits = [fitted_slope(sizes, each, each / np.sqrt(2 * numbers)) for each in drawn]
    assert np.mean([fit.low <= law <= fit.high for fit in fits]) == pytest.approx(0.95, abs=0.012)
    found = getattr(result, f"slope_by_{axis}")
    assert found.high - found.low == pytest.approx(fits[0].high - fits[0].low)


@pytest.mark.parametrize("axis", ["dimension", "batch"])
def test_measured_values_match_exact_ones_within_their_error(result, axis):
    measured, error, exact = (getattr(result, f"{name}_by_{axis}") for name in ("rms", "rms_error", "exact_rms"))
    # The sum of squares over all eleven points: chance exceeds the limit once in ten thousand runs.
    assert np.sum(((measured - exact) / error) ** 2) < chdtri(11, 1e-4)
    assert (error < 0.02 * exact).all()
    assert getattr(result, f"mean_by_{axis}") == pytest.approx(getattr(result, f"exact_mean_by_{axis}"), rel=0.05)


def test_the_curves_are_at_the_batch_size_and_at_the_dimension(result):
    params = result.params
    assert result.dimensions.tolist() == result.batch_sizes.tolist() == [2**k for k in range(11)]
    assert result.exact_rms_by_dimension == pytest.approx(20.0 * np.sqrt(result.dimensions / params.batch_size))
    assert result.exact_rms_by_batch == pytest.approx(20.0 * np.sqrt(params.dimension / result.batch_sizes))
    assert result.length == 11


def test_the_mean_is_20_percent_below_the_rms_in_one_dimension_and_approaches_it(result):
    shares = result.mean_by_dimension / result.rms_by_dimension
    assert shares[0] == pytest.approx(np.sqrt(2.0 / np.pi), rel=0.01)
    assert shares[-1] == pytest.approx(1.0, abs=0.001)


def test_averages_use_all_samples_of_the_batch():
    rng = np.random.default_rng(0)
    samples = np.random.default_rng(0).standard_normal((40, 7, 3))
    (lengths,) = [part for part in average_lengths(3, 7, 40, rng) if part is not None]
    assert lengths == pytest.approx(np.linalg.norm(samples.mean(axis=1), axis=-1))


@pytest.mark.parametrize(("dimension", "batch", "count"), [(100, 1024, 5), (1024, 3, 100), (2, 1, 70_000)])
def test_drawing_in_blocks_gives_all_lengths(dimension, batch, count):
    parts = list(average_lengths(dimension, batch, count, np.random.default_rng(0)))
    lengths = np.concatenate([part for part in parts if part is not None])
    assert lengths.shape == (count,)
    assert np.sqrt(np.mean(lengths**2)) == pytest.approx(np.sqrt(dimension / batch), rel=0.2)
    assert np.concatenate(list(vector_lengths(dimension, count, np.random.default_rng(0)))).shape == (count,)


def test_the_error_matches_the_deviation_of_repetitions():
    rng = np.random.default_rng(0)
    sizes = [length_statistics(np.linalg.norm(rng.standard_normal((20, 5)), axis=-1), 5) for _ in range(2000)]
    assert np.std([size.rms for size in sizes]) == pytest.approx(np.mean([size.error for size in sizes]), rel=0.05)


def test_broken_statistics_change_measured_values_but_not_exact_ones(monkeypatch, forget):
    before = roots()
    forget()
    monkeypatch.setattr(
        "core.obstacles.noise.roots.length_statistics", lambda lengths, d: 2.0 * np.array(length_statistics(lengths, d))
    )
    after = roots()
    assert after.rms_by_batch == pytest.approx(2.0 * before.rms_by_batch)
    assert after.exact_rms_by_batch.tolist() == before.exact_rms_by_batch.tolist()


@pytest.mark.parametrize(("largest", "first"), [(64.0, 16.0), (63.0, 4.0)])
def test_a_fourfold_step_begins_at_the_chosen_batch_size_or_ends_there(largest, first):
    result = roots(batch_size=16, dimension=9)
    (before, rms_before), (after, rms_after) = result.fourfold_step(largest)
    assert (before, after) == (first, 4.0 * first)
    assert rms_before == pytest.approx(20.0 * np.sqrt(9 / before))
    assert rms_after == pytest.approx(rms_before / 2.0)


def test_other_parameters_than_the_first_give_the_same_as_a_run_of_their_own(forget):
    roots(batch_size=1, noise_std=20.0)
    after = roots(batch_size=7, noise_std=3.0)
    forget()
    alone = roots(batch_size=7, noise_std=3.0)
    assert after.summary() == alone.summary()


def test_a_run_begins_with_what_an_earlier_one_has_measured():
    whole = roots(batch_size=4)
    partial = first_result(batch_size=5)
    assert partial.rms_by_batch.tolist() == whole.rms_by_batch.tolist()
    assert partial.rms_by_dimension == pytest.approx(whole.rms_by_dimension * np.sqrt(4 / 5))


@pytest.mark.usefixtures("forget")
@pytest.mark.parametrize("dimension", [2, 37, 1024])
def test_the_first_result_at_another_dimension_has_all_points_with_larger_errors(dimension):
    first, whole = first_result(dimension=dimension), roots(dimension=dimension)
    for axis in ("dimension", "batch"):
        measured, error, exact = (getattr(first, f"{name}_by_{axis}") for name in ("rms", "rms_error", "exact_rms"))
        assert np.sum(((measured - exact) / error) ** 2) < chdtri(11, 1e-4)
        assert (error < 0.1 * exact).all()
        assert (error > 1.2 * getattr(whole, f"rms_error_by_{axis}")).all()
        fit = getattr(first, f"slope_by_{axis}")
        assert fit.low < (0.5 if axis == "dimension" else -0.5) < fit.high
    assert not first.complete


@pytest.mark.usefixtures("forget")
def test_a_result_improves_point_by_point(monkeypatch):
    monkeypatch.setattr("core.run.YieldTimer.due", lambda self: True)
    run = ROOTS.run(make(NOISE.params, {"dimension": 50}))
    errors = np.array([each.partial.rms_error_by_batch for each in run if each.partial is not None])
    assert (np.diff(errors, axis=0) <= 0).all()
    improved = [np.flatnonzero(step).tolist() for step in np.diff(errors, axis=0) if step.any()]
    assert improved == [[k] for k in range(11)]


@pytest.mark.usefixtures("forget")
def test_a_cancelled_run_keeps_what_is_measured():
    whole = roots()
    first_result(dimension=50)
    again = first_result()
    assert again.rms_by_dimension.tolist() == whole.rms_by_dimension.tolist()
    assert again.rms_by_batch.tolist() == whole.rms_by_batch.tolist()
