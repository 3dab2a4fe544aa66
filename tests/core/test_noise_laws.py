import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import gammaln, hyp1f1, ive
from scipy.stats import chi2, norm

from core import noise_laws as laws


@given(st.integers(1, 5000), st.floats(0.01, 100.0), st.integers(1, 65_536))
def test_the_mean_length_approaches_the_root_mean_square_from_below_as_dimensions_grow(dimension, sigma, batch):
    d, b = np.array([float(dimension)]), np.array([float(batch)])
    rms, mean = laws.noise_rms(d, sigma, b)[0], laws.noise_mean(d, sigma, b)[0]
    assert rms == pytest.approx(sigma * math.sqrt(dimension / batch))
    # The variance of the length tends to half of one coordinate's: mean^2 = rms^2 - sigma^2 / (2 B), nearly.
    assert rms * math.sqrt(1.0 - 1.0 / dimension) <= mean < rms
    assert mean == pytest.approx(rms * math.sqrt(1.0 - 1.0 / (2.0 * dimension)), rel=0.13 / dimension**2)


def test_the_mean_length_in_one_and_two_dimensions_matches_the_textbook():
    found = laws.noise_mean(np.array([1.0, 2.0]), 3.0, np.array([1.0, 1.0]))
    assert found == pytest.approx([3.0 * math.sqrt(2.0 / math.pi), 3.0 * math.sqrt(math.pi / 2.0)])


@pytest.mark.parametrize("dimension", [2, 3, 4, 7, 10, 100, 1024])
def test_the_exact_alignment_matches_kummers_function(dimension):
    ratio = np.geomspace(1e-4, 1e4, 60)
    z = ratio**2 / 2.0
    factor = np.exp(gammaln((dimension + 1.0) / 2.0) - gammaln(dimension / 2.0 + 1.0))
    expected = factor * np.sqrt(z) * hyp1f1(0.5, dimension / 2.0 + 1.0, -z)
    assert laws.exact_alignment(np.array(float(dimension)), ratio) == pytest.approx(expected, rel=1e-11)


def test_the_exact_alignment_in_two_dimensions_is_a_sum_of_two_bessel_functions():
    ratio = np.geomspace(1e-3, 1e3, 60)
    expected = math.sqrt(math.pi / 8.0) * ratio * (ive(0, ratio**2 / 4.0) + ive(1, ratio**2 / 4.0))
    assert laws.exact_alignment(np.array(2.0), ratio) == pytest.approx(expected, rel=1e-11)


def test_the_error_of_the_approximate_alignment_in_two_dimensions_is_as_documented():
    ratio = np.geomspace(1e-4, 1e4, 400)
    quotient = laws.alignment(np.array(2.0), ratio) / laws.exact_alignment(np.array(2.0), ratio)
    assert quotient.max() == pytest.approx(2.0 / math.sqrt(math.pi), rel=1e-6)
    assert quotient.min() == pytest.approx(0.96, abs=0.003)


@pytest.mark.parametrize("dimension", [2.0, 16.0, 128.0, 1024.0])
def test_the_approximate_alignment_is_the_limit_of_many_dimensions(dimension):
    ratio = np.geomspace(1e-3, 1e3, 60)
    approximate, exact = (law(np.array(dimension), ratio) for law in (laws.alignment, laws.exact_alignment))
    assert approximate == pytest.approx(exact, rel=0.3 / dimension)


def test_a_zero_gradient_has_alignment_zero():
    assert laws.alignment(np.array(2.0), np.array([0.0])).tolist() == [0.0]
    assert laws.exact_alignment(np.array(2.0), np.array([0.0])).tolist() == [0.0]


@given(st.floats(0.01, 0.99), st.lists(st.integers(2, 1024), min_size=1, max_size=4))
def test_the_ratio_at_an_alignment_has_that_alignment(cosine, dimensions):
    d = np.array(dimensions, dtype=float)
    assert laws.exact_alignment(d, laws.ratio_at_alignment(d, cosine)) == pytest.approx(
        np.full(d.size, cosine), rel=1e-10
    )


def test_the_simple_batch_is_the_variance_over_the_squared_gradient():
    variance, gradient = np.full((2, 2), 100.0), np.array([[10.0, 10.0], [1.0, 0.0]])
    assert laws.simple_batch(variance, gradient) == pytest.approx([1.0, 200.0])


rates = st.floats(0.001, 0.19)


@given(rates, st.floats(0.0, 100.0), st.floats(-5.0, 5.0), st.floats(-5.0, 5.0))
def test_the_mean_square_loss_follows_the_recursion(rate, variance, x, y):
    eigenvalues, moments = np.array([1.0, 10.0]), np.array([x, y]) ** 2
    expected = []
    for _ in range(30):
        expected.append(0.5 * eigenvalues @ moments)
        moments = (1.0 - rate * eigenvalues) ** 2 * moments + rate**2 * variance
    found = laws.mean_square_loss(np.arange(30.0), (1.0, 10.0), (x, y), rate, noise_variance=variance)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_at_the_bound_every_step_adds_the_same_loss():
    found = laws.mean_square_loss(np.arange(4.0), (10.0,), (1.0,), 0.2, noise_variance=25.0)
    assert found == pytest.approx([5.0, 10.0, 15.0, 20.0])


@given(rates, st.floats(0.1, 100.0), st.integers(1, 1000))
def test_the_stationary_loss_is_the_limit_of_the_mean_square_loss(rate, sigma, batch):
    end = laws.mean_square_loss(np.array([1e6]), (1.0, 10.0), (1.0, 1.0), rate, noise_variance=sigma**2 / batch)
    found = laws.stationary_loss((1.0, 10.0), rate, sigma, np.array([float(batch)]))
    assert found == pytest.approx(end, rel=1e-9)


def test_no_stationary_loss_exists_from_the_bound_on():
    assert laws.stationary_loss((1.0, 10.0), 0.2, 1.0, np.ones(1)) is None
    assert laws.stationary_loss((1.0, 10.0), 0.1999, 1.0, np.ones(1)) is not None


def test_laws_import_no_optimizer_and_draw_no_random_number():
    assert not [name for name in vars(laws) if "optimizer" in name.lower()]
    with open(laws.__file__, encoding="utf-8") as source:
        assert "random" not in source.read()


def test_the_stationary_median_has_closed_forms_at_the_ends():
    # Two equal weights: an exponential distribution. One weight far larger: the square of one normal variable.
    mean = laws.stationary_loss((1.0, 1.0), 0.1, 3.0, np.ones(1))
    assert laws.stationary_median((1.0, 1.0), 0.1, 3.0, np.ones(1)) == pytest.approx(math.log(2.0) * mean, rel=1e-12)
    mean = laws.stationary_loss((1e-3, 1.0), 2.0 - 1e-6, 3.0, np.ones(1))
    expected = chi2.median(1) * mean
    assert laws.stationary_median((1e-3, 1.0), 2.0 - 1e-6, 3.0, np.ones(1)) == pytest.approx(expected, rel=1e-5)


@given(st.floats(0.01, 0.999), st.floats(1.0, 1000.0), st.integers(1, 65_536))
def test_half_of_the_stationary_losses_are_below_the_median(share, kappa, batch):
    rate = 2.0 * share / kappa
    (median,) = laws.stationary_median((1.0, kappa), rate, 3.0, np.array([float(batch)]))
    weights = [9.0 / batch * rate / (2.0 * (2.0 - rate * value)) for value in (1.0, kappa)]

    def mass(t):
        z = math.sqrt(median / weights[0]) * math.sin(t)
        return norm.pdf(z) * math.cos(t) * math.erf(math.sqrt(median / weights[1] / 2.0) * math.cos(t))

    below, _ = quad(mass, 0.0, math.pi / 2.0, epsabs=1e-13)
    assert 2.0 * math.sqrt(median / weights[0]) * below == pytest.approx(0.5, abs=1e-11)


def test_no_stationary_median_exists_from_the_bound_on():
    assert laws.stationary_median((1.0, 10.0), 0.2, 1.0, np.ones(1)) is None


@given(st.floats(1e-4, 0.19), st.integers(1, 30))
def test_the_noise_loss_at_one_rate_is_the_mean_square_loss_from_the_minimum(rate, steps):
    first, second = laws.noise_loss((1.0, 10.0), [rate] * steps)
    counts = np.arange(steps + 1.0)
    expected = laws.mean_square_loss(counts, (1.0, 10.0), (0.0, 0.0), rate, noise_variance=1.0)
    assert first + second == pytest.approx(expected, rel=1e-10)


def test_the_noise_loss_at_changing_rates_is_that_of_many_runs():
    rates, rng, x = [0.15, 0.02, 0.1, 0.001], np.random.default_rng(5), np.zeros((2, 200_000))
    values = np.array([[1.0], [10.0]])
    for rate in rates:
        x = x - rate * (values * x + rng.standard_normal(x.shape))
    found = (values[:, 0] * (x**2).mean(axis=1)) / 2.0
    assert laws.noise_loss((1.0, 10.0), rates)[:, -1] == pytest.approx(found, rel=0.01)


@pytest.mark.parametrize(("first", "second"), [(0.0, 0.0), (2.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2e-8, 1e-17)])
def test_the_median_of_squares_has_closed_forms_at_the_ends(first, second):
    found = float(laws.median_of_squares(np.array(first), np.array(second)))
    larger, smaller = max(first, second), min(first, second)
    expected = 2.0 * math.log(2.0) * larger if larger == smaller else chi2.median(1) * larger
    assert found == pytest.approx(expected, rel=1e-12 if smaller in (0.0, larger) else 0.05)
