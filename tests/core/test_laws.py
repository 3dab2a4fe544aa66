import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import curve_fit
from scipy.special import stdtrit

from core import laws

kappas = st.floats(1.0, 1e4)


def loss_by_recursion(step, eigenvalues, start, count):
    """The loss f along p_{k+1} = step(lambda, p_k, p_{k-1}), p_0 = p_{-1} = 1, in plain Python."""
    total = np.zeros(count + 1)
    for value, c in zip(eigenvalues, start, strict=True):
        before = now = 1.0
        for k in range(count + 1):
            total[k] += 0.5 * value * (c * now) ** 2
            before, now = now, step(value, now, before)
    return total


@pytest.mark.parametrize("kappa", [1.0, 2.0, 10.0, 1e4])
def test_the_best_settings_match_the_published_formulas(kappa):
    root, q = math.sqrt(kappa), math.sqrt(3.0 * kappa + 1.0)
    assert laws.gradient_descent_rate(1.0, kappa) == 2.0 / (kappa + 1.0)
    rate = laws.heavy_ball_rate(1.0, kappa)
    assert rate == pytest.approx(4.0 / (root + 1.0) ** 2)
    assert laws.heavy_ball_momentum(rate, 1.0) == pytest.approx(((root - 1.0) / (root + 1.0)) ** 2, abs=1e-14)
    assert laws.nesterov_momentum(1.0 / kappa, 1.0) == pytest.approx((root - 1.0) / (root + 1.0), abs=1e-14)
    assert laws.nesterov_rate(1.0, kappa) == 4.0 / (3.0 * kappa + 1.0)
    momentum = laws.nesterov_momentum(laws.nesterov_rate(1.0, kappa), 1.0)
    assert momentum == pytest.approx((q - 2.0) / (q + 2.0), abs=1e-14)


@pytest.mark.parametrize(
    ("rate", "heavy", "ahead"), [(0.25, 0.25, 1.0 / 3.0), (1.0, 0.0, 0.0), (2.25, 0.25, -0.2), (4.0, 1.0, -1.0 / 3.0)]
)
def test_the_best_momentum_at_a_rate_makes_the_roots_coincide(rate, heavy, ahead):
    assert laws.heavy_ball_momentum(rate, 1.0) == pytest.approx(heavy)
    assert laws.nesterov_momentum(rate, 1.0) == pytest.approx(ahead)
    assert (1.0 + heavy - rate) ** 2 == pytest.approx(4.0 * heavy)
    assert ((1.0 + ahead) * (1.0 - rate)) ** 2 == pytest.approx(4.0 * ahead * (1.0 - rate))


@given(st.floats(0.1, 10.0), kappas)
def test_rates_scale_with_the_inverse_of_the_eigenvalues(smallest, kappa):
    for rate in (laws.gradient_descent_rate, laws.heavy_ball_rate, laws.nesterov_rate):
        assert rate(smallest, smallest * kappa) * smallest == pytest.approx(rate(1.0, kappa))


MOMENTUM = [
    (laws.heavy_ball_bound, laws.heavy_ball_loss, laws.heavy_ball_momentum),
    (laws.nesterov_bound, laws.nesterov_loss, laws.nesterov_momentum),
]
steps_far_out = np.array([0.0, 1e6])


@pytest.mark.parametrize(("bound", "loss", "_"), MOMENTUM, ids=["heavy_ball", "nesterov"])
@given(largest=st.floats(1.0, 1e4), momentum=st.floats(0.0, 0.99))
def test_below_the_bound_converges_and_above_diverges(bound, loss, _, largest, momentum):
    limit = bound(largest, momentum)
    with np.errstate(over="ignore", invalid="ignore"):
        below = loss(steps_far_out, [largest], [1.0], 0.999 * limit, momentum)
        above = loss(steps_far_out, [largest], [1.0], 1.001 * limit, momentum)
    assert below[1] < 1e-9 * below[0]
    assert not above[1] < 1e6 * above[0]


@given(st.floats(1.0, 1e4), st.floats(0.0, 3.0))
def test_contraction_is_one_at_the_bound_and_its_square_multiplies_the_loss(largest, share):
    rates = np.array([0.0, 1.0 / largest, laws.gradient_descent_bound(largest), share / largest])
    factors = laws.contraction(rates, largest)
    assert factors[:3] == pytest.approx([1.0, 0.0, 1.0], abs=1e-15)
    loss = laws.gradient_descent_loss(np.array([0.0, 1.0]), [largest], [1.0], rates[3])
    assert loss[1] == pytest.approx(factors[3] ** 2 * loss[0])


def test_without_momentum_every_bound_equals_that_of_gradient_descent():
    for bound in (laws.heavy_ball_bound, laws.nesterov_bound):
        assert bound(10.0, 0.0) == laws.gradient_descent_bound(10.0) == 0.2


@pytest.mark.parametrize(("bound", "loss", "best"), MOMENTUM, ids=["heavy_ball", "nesterov"])
@given(rate=st.floats(1e-4, 100.0), kappa=kappas)
def test_the_bound_holds_with_the_best_momentum_at_any_rate(bound, loss, best, rate, kappa):
    momentum = best(rate, 1.0)
    limit = bound(kappa, momentum)
    assume(abs(rate / limit - 1.0) > 0.01)
    with np.errstate(over="ignore", invalid="ignore"):
        far = loss(np.array([1e7]), [1.0, kappa], [1.0, 1.0], rate, momentum)[0]
    assert (far < 1e-3) == (rate < limit)


@given(
    st.floats(1.0, 1e3),
    st.floats(0.001, 2.2),
    st.floats(0.0, 1.0),
    st.floats(-5.0, 5.0),
    st.floats(-5.0, 5.0),
)
def test_the_closed_forms_solve_their_recursions(kappa, share, b, x, y):
    eigenvalues, start, a = (1.0, kappa), (x, y), share / kappa
    steps = np.arange(41.0)
    cases = [
        (laws.gradient_descent_loss, (a,), lambda v, p, _: (1.0 - a * v) * p),
        (laws.heavy_ball_loss, (a, b), lambda v, p, q: p - a * v * p + b * (p - q)),
        (laws.nesterov_loss, (a, b), lambda v, p, q: (1.0 - a * v) * (p + b * (p - q))),
    ]
    for law, setting, step in cases:
        expected = loss_by_recursion(step, eigenvalues, start, 40)
        scale = np.maximum.accumulate(expected)  # a loss near 0 has no accurate digits relative to itself
        assert np.abs(law(steps, eigenvalues, start, *setting) - expected) == pytest.approx(
            0.0, abs=1e-300 + 1e-9 * scale.max()
        )
        assert (np.abs(law(steps, eigenvalues, start, *setting) - expected) <= 1e-300 + 1e-8 * scale).all()


@pytest.mark.parametrize("kappa", [1.0, 2.0, 10.0, 1e2, 1e4])
def test_double_roots_are_accurate_to_rounding(kappa):
    rate = laws.heavy_ball_rate(1.0, kappa)
    momentum = laws.heavy_ball_momentum(rate, 1.0)
    steps = np.arange(0.0, 30.0 * math.sqrt(kappa))
    # With both roots z, p_k = z^k (1 + k (1 - z)); here z = +-(sqrt kappa - 1) / (sqrt kappa + 1).
    z = (math.sqrt(kappa) - 1.0) / (math.sqrt(kappa) + 1.0)
    flat, steep = z**steps * (1.0 + steps * (1.0 - z)), (-z) ** steps * (1.0 + steps * (1.0 + z))
    expected = 0.5 * (kappa * flat) ** 2 + 0.5 * kappa * steep**2
    assert laws.heavy_ball_loss(steps, (1.0, kappa), (kappa, 1.0), rate, momentum) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("trace", "product"),
    [
        (0.0, 0.0),
        (0.5, 0.0),
        (-0.5, 0.0),
        (0.0, -0.25),
        (0.0, 0.25),
        (1.0, -0.5),
        (-1.0, -0.5),
        (2.0, 1.0),
        (-2.0, 1.0),
    ],
)
def test_degenerate_roots_follow_the_recursion(trace, product):
    expected, now, before = [], 1.0, 1.0
    for _ in range(12):
        expected.append(now)
        now, before = trace * now - product * before, now
    assert laws._two_term(np.arange(12.0), trace, product) == pytest.approx(expected, abs=1e-12)


@given(kappas)
def test_from_the_worst_start_line_search_and_best_rate_have_equal_losses(kappa):
    steps, worst = np.arange(10.0), (kappa, 1.0)
    expected = 0.5 * (kappa**2 + kappa) * ((kappa - 1.0) / (kappa + 1.0)) ** (2.0 * steps)
    best = laws.gradient_descent_rate(1.0, kappa)
    assert laws.line_search_loss(steps, (1.0, kappa), worst) == pytest.approx(expected, rel=1e-10, abs=1e-9)
    assert laws.gradient_descent_loss(steps, (1.0, kappa), worst, best) == pytest.approx(expected, rel=1e-10, abs=1e-9)


@given(kappas, st.floats(0.01, 10.0), st.floats(-10.0, 10.0))
def test_the_line_search_loss_matches_its_steps_from_any_start(kappa, x, y):
    eigenvalues, point = np.array([1.0, kappa]), np.array([x, y])
    expected = []
    for _ in range(4):
        expected.append(0.5 * eigenvalues @ point**2)
        g = eigenvalues * point
        point = point - (g @ g) / (eigenvalues @ g**2) * g if g @ g > 1e-200 else point
    predicted = laws.line_search_loss(np.arange(4.0), (1.0, kappa), (x, y))
    assert predicted == pytest.approx(expected, rel=1e-6, abs=1e-9 * expected[0])


def test_from_an_axis_the_line_search_takes_one_step():
    assert laws.line_search_loss(np.arange(3.0), (1.0, 10.0), (0.0, 2.0)).tolist() == [20.0, 0.0, 0.0]


def test_losses_of_conjugate_gradients_and_newton_reach_zero():
    steps, eigenvalues, start = np.arange(4.0), (1.0, 10.0), (10.0, 1.0)
    search = laws.line_search_loss(steps, eigenvalues, start)
    assert laws.conjugate_gradient_loss(steps, eigenvalues, start).tolist() == [search[0], search[1], 0.0, 0.0]
    assert laws.newton_loss(steps, eigenvalues, start).tolist() == [55.0, 0.0, 0.0, 0.0]


def test_a_coordinate_at_zero_stays_zero_if_its_factor_overflows():
    with np.errstate(over="ignore", invalid="ignore"):
        losses = laws.heavy_ball_loss(np.array([0.0, 1e5]), (1.0, 1e4), (1.0, 0.0), 1.0, 0.5)
    assert np.isfinite(losses).all()


def test_laws_import_no_optimizer():
    assert not [name for name in vars(laws) if "optimizer" in name.lower()]


@given(st.floats(-2.0, 2.0), st.floats(0.1, 10.0))
def test_the_slope_of_a_power_law_is_its_exponent(exponent, factor):
    x = np.geomspace(30.0, 1e4, 20)
    fit = laws.slope(x, factor * x**exponent)
    assert fit.value == pytest.approx(exponent, abs=1e-12)
    assert fit.high - fit.low == pytest.approx(0.0, abs=1e-12)


def test_the_interval_of_the_slope_matches_the_textbook():
    x, y = np.exp([0.0, 1.0, 2.0, 3.0]), np.exp([0.0, 2.0, 1.0, 3.0])
    # Slope 0.8; residuals -0.3, 0.9, -0.9, 0.3; s^2 = 1.8 / 2; error sqrt(0.9 / 5); t(2) = 4.3027.
    assert laws.slope(x, y) == pytest.approx((0.8, 0.8 - 1.82549, 0.8 + 1.82549), abs=1e-4)


def test_the_interval_contains_the_true_slope_in_95_percent():
    rng = np.random.default_rng(0)
    x = np.geomspace(1.0, 100.0, 10)
    fits = [laws.slope(x, x**0.5 * np.exp(rng.normal(0.0, 0.1, x.size))) for _ in range(2000)]
    assert np.mean([fit.low <= 0.5 <= fit.high for fit in fits]) == pytest.approx(0.95, abs=0.015)


def test_the_interval_of_known_errors_matches_the_textbook():
    x, y = np.exp([0.0, 1.0, 2.0, 3.0]), np.exp([0.0, 2.0, 1.0, 3.0])
    # The slope is the sum of u log y over 5, u = -1.5, -0.5, 0.5, 1.5; errors of log y 0.1, 0.2, 0.3, 0.4.
    half = 1.959964 * np.sqrt(0.15**2 + 0.1**2 + 0.15**2 + 0.6**2) / 5.0
    assert laws.fitted_slope(x, y, y * [0.1, 0.2, 0.3, 0.4]) == pytest.approx((0.8, 0.8 - half, 0.8 + half), abs=1e-6)


def test_known_uneven_errors_give_an_interval_that_contains_the_true_slope_in_95_percent():
    rng, x = np.random.default_rng(0), 2.0 ** np.arange(11)
    errors = 5e-4 * np.sqrt(x)
    values = [x**-0.5 * np.exp(rng.normal(0.0, errors)) for _ in range(4000)]
    known, unknown = [laws.fitted_slope(x, y, y * errors) for y in values], [laws.slope(x, y) for y in values]
    shares = [np.mean([fit.low <= -0.5 <= fit.high for fit in fits]) for fits in (known, unknown)]
    assert shares[0] == pytest.approx(0.95, abs=0.01)
    assert shares[1] < 0.9
    assert [fit.value for fit in known] == [fit.value for fit in unknown]


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 10, 19, 29, 100])
def test_students_quantile_agrees_with_scipy(freedom):
    assert laws._student_95(freedom) == pytest.approx(stdtrit(freedom, 0.975), rel=1e-12)


@pytest.mark.parametrize(
    ("x", "y"),
    [([1.0, 2.0], [1.0, 2.0]), ([1.0, 2.0, 3.0], [1.0, np.nan, 2.0]), ([2.0, 2.0, 2.0], [1.0, 2.0, 3.0]), ([], [])],
)
def test_too_few_points_give_no_slope(x, y):
    assert laws.slope(np.array(x), np.array(y)) is None


def test_the_fit_ignores_numbers_that_are_not_finite():
    x = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    y = np.array([1.0, 2.0, np.nan, 8.0, np.inf])
    assert laws.slope(x, y).value == pytest.approx(1.0)


@given(st.floats(1.0, 1e3), st.floats(0.5, 1e4))
def test_the_fit_recovers_an_exact_batch_curve(floor, critical):
    batches = 2.0 ** np.arange(17)
    found = laws.fit_batch_curve(batches, floor * (1.0 + critical / batches))
    for estimate, expected in zip(found, (floor, critical), strict=True):
        assert estimate.value == pytest.approx(expected, rel=1e-8)
        assert estimate.high - estimate.low == pytest.approx(0.0, abs=1e-6 * expected)


def test_the_intervals_of_the_batch_curve_match_scipy():
    batches = 2.0 ** np.arange(10)
    steps = 12.0 * (1.0 + 28.0 / batches) * np.exp(np.random.default_rng(3).normal(0.0, 0.05, 10))
    expected, covariance = curve_fit(
        lambda b, s, c: s + np.log1p(np.exp(c - b)), np.log(batches), np.log(steps), p0=(2.0, 3.0)
    )
    for estimate, center, error in zip(
        laws.fit_batch_curve(batches, steps), expected, np.sqrt(np.diag(covariance)) * stdtrit(8, 0.975), strict=True
    ):
        assert np.log(estimate) == pytest.approx((center, center - error, center + error), abs=1e-5)


def test_the_intervals_of_the_batch_curve_contain_the_true_values_in_95_percent():
    rng, batches = np.random.default_rng(0), 2.0 ** np.arange(12)
    exact = 12.0 * (1.0 + 28.0 / batches)
    fits = [laws.fit_batch_curve(batches, exact * np.exp(rng.normal(0.0, 0.05, batches.size))) for _ in range(1000)]
    for k, truth in enumerate((12.0, 28.0)):
        assert np.mean([fit[k].low <= truth <= fit[k].high for fit in fits]) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(("batches", "steps"), [([1.0, 2.0], [2.0, 1.0]), ([1.0, 2.0, 4.0], [5.0, 5.0, 5.0])])
def test_too_few_points_give_no_batch_curve(batches, steps):
    assert laws.fit_batch_curve(np.array(batches), np.array(steps)) is None
