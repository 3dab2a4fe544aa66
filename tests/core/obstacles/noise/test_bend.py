import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.noise_laws import mean_square_loss
from core.obstacles.noise import NOISE, needed_batch
from core.obstacles.noise.bend import PROBLEM
from core.obstacles.noise.second_moments import NoisyDescent
from core.params import make
from core.run import run_to_end

BEND = NOISE.experiment("bend")


def bend(**values):
    return run_to_end(BEND.run(make(NOISE.params, values)))


def best(descent, batch):
    *_, found = descent.search(batch)
    return found


@pytest.fixture(scope="module")
def result():
    return bend()


def test_the_steps_match_the_published_ones(result):
    steps = dict(zip(result.batch_sizes.tolist(), result.steps.tolist(), strict=True))
    assert (steps[1], steps[8], steps[64]) == (350, 52, 17)
    assert {steps[batch] for batch in (1024, 4096, 65_536)} == {12}
    assert result.length == 27


def fewest_steps(descent, batch, rates):
    """The smallest number of steps over `rates`, by the definition."""
    moments = [np.full(rates.shape, x * x) for x in descent.start]
    target_loss = descent.target * 0.5 * sum(h * x * x for h, x in zip(descent.eigenvalues, descent.start, strict=True))
    steps = 0
    while True:
        loss = 0.5 * sum(h * v for h, v in zip(descent.eigenvalues, moments, strict=True))
        if loss.min() <= target_loss:
            return steps
        noise = rates**2 * descent.noise_std**2 / batch
        moments = [(1.0 - rates * h) ** 2 * v + noise for h, v in zip(descent.eigenvalues, moments, strict=True)]
        steps += 1


@pytest.mark.parametrize("batch", [1, 2, 3, 5, 8, 13, 32, 64, 100, 512, 1024, 65_536])
def test_no_other_rate_needs_fewer_steps(batch):
    found = best(PROBLEM, batch)
    rates = found.rate * np.concatenate([np.linspace(0.9, 1.1, 20_001), np.linspace(0.1, 2.0, 2000)])
    assert found.steps == fewest_steps(PROBLEM, batch, rates[rates < 0.2])


@given(st.floats(1.0, 3000.0), st.floats(2.0, 20.0), st.floats(0.01, 0.5))
@settings(max_examples=30)
def test_the_best_rate_reaches_the_target_at_its_step_and_not_before(batch, kappa, target):
    descent = NoisyDescent(eigenvalues=(1.0, kappa), start=(kappa, 1.0), noise_std=2.0, target=target)
    steps, rate = best(descent, batch)
    losses = mean_square_loss(
        np.arange(steps + 1.0), descent.eigenvalues, descent.start, rate, noise_variance=4.0 / batch
    )
    target_loss = target * losses[0]
    assert losses[steps] <= target_loss * (1.0 + 1e-9)
    assert (losses[:steps] > target_loss).all()
    rates = np.geomspace(1e-3, 0.999, 300) * 2.0 / kappa
    assert fewest_steps(descent, batch, rates) >= steps


def test_the_refined_search_corrects_a_coarse_grid_of_rates(monkeypatch):
    fine = best(PROBLEM, 512)
    monkeypatch.setattr("core.obstacles.noise.second_moments._RATE_COUNT", 12)
    assert best(PROBLEM, 512).steps == fine.steps == 12


@given(st.floats(0.001, 0.199), st.floats(1.0, 1000.0), st.integers(0, 300))
def test_the_losses_of_the_search_match_the_laws(rate, batch, steps):
    expected = mean_square_loss(
        np.array([float(steps)]), PROBLEM.eigenvalues, PROBLEM.start, rate, noise_variance=100.0 / batch
    )
    assert PROBLEM.losses(np.array([rate]), batch, steps) == pytest.approx(expected, rel=1e-9)


def test_the_curve_bends_from_perfect_scaling_to_a_floor(result):
    assert (np.diff(result.steps) <= 0.0).all()
    assert result.ideal == pytest.approx(350.0 / result.batch_sizes)
    assert result.steps[1] == pytest.approx(result.ideal[1], rel=0.05)
    assert result.steps[-1] > 100.0 * result.ideal[-1]


def test_the_fitted_curve_matches_the_steps(result):
    assert result.smallest_steps.value == pytest.approx(11.8, abs=0.1)
    assert result.critical_batch.value == pytest.approx(27.8, abs=0.1)
    for estimate in (result.smallest_steps, result.critical_batch):
        assert estimate.low < estimate.value < estimate.high < 1.1 * estimate.low
    fitted = result.summary()["steps_by_batch"]["fit"]
    assert fitted == pytest.approx(result.steps, rel=0.05)
    expected = result.smallest_steps.value * (1.0 + result.critical_batch.value / result.curve_batch_sizes)
    assert result.curve_steps == pytest.approx(expected)


def test_the_simple_batch_grows_and_the_critical_batch_is_between_its_ends(result):
    assert len(result.simple_batch) == 13
    assert result.simple_batch[0] == pytest.approx(1.0)
    assert (np.diff(result.simple_batch) > 0.0).all()
    assert result.simple_batch[0] < result.critical_batch.value < result.simple_batch[-1]


@pytest.mark.parametrize(("batch", "steps"), [(1, 350), (8, 52), (1024, 12)])
def test_the_chosen_steps_match_the_curve(batch, steps):
    result = bend(batch_size=batch)
    assert result.chosen_steps == steps
    assert result.summary()["chosen"]["exact"] == steps


def test_a_fixed_signal_needs_a_batch_proportional_to_the_dimension(result):
    fixed, own = result.needed_slope["fixed_signal"], result.needed_slope["own_signal"]
    assert fixed.value == pytest.approx(1.0, abs=0.03)
    assert own.value == pytest.approx(0.0, abs=0.03)
    # At alignment 0.9 the limit of many dimensions is 0.81 / 0.19 samples per coordinate.
    assert result.exact_needed["fixed_signal"] / result.dimensions == pytest.approx(result.exact_needed["own_signal"])
    assert result.exact_needed["own_signal"][-1] == pytest.approx(0.81 / 0.19, rel=1e-3)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_measured_needed_batch_matches_the_exact_one(seed):
    result = bend(seed=seed)
    for case, exact in result.exact_needed.items():
        assert result.needed[case] == pytest.approx(exact, rel=0.05)
    assert result.needed["fixed_signal"].tolist() != result.needed["own_signal"].tolist()


@pytest.mark.parametrize("dimension", [2, 100, 1024])
def test_chosen_needed_is_the_closed_form_at_the_dimension(dimension):
    chosen = bend(dimension=dimension).chosen_needed
    exact = needed_batch.exact_batches(np.array([float(dimension)]))
    assert chosen == {case: batch[0] for case, batch in exact.items()}
    assert chosen["fixed_signal"] == pytest.approx(dimension * chosen["own_signal"])


@pytest.mark.usefixtures("forget")
def test_broken_cosines_change_measured_values_but_not_exact_ones(monkeypatch, result):
    monkeypatch.setattr("core.obstacles.noise.needed_batch._mean_cosine", lambda ratio, along, squares: ratio / 100.0)
    after = bend()
    assert after.exact_needed["own_signal"].tolist() == result.exact_needed["own_signal"].tolist()
    assert after.needed["fixed_signal"] == pytest.approx(np.full(10, 8100.0), rel=1e-6)


def test_a_run_begins_with_what_an_earlier_one_has_computed(result):
    begun = BEND.run(make(NOISE.params, {"batch_size": 16, "dimension": 7}))
    partial = next(begun).partial
    begun.close()
    assert not partial.complete
    assert partial.steps.tolist() == result.steps.tolist()
    assert partial.chosen_steps == result.steps[4]
    assert partial.needed["own_signal"].tolist() == result.needed["own_signal"].tolist()
