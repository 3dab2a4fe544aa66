import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.objectives import Rosenbrock
from core.obstacles.nonlinearity.projection import (
    best_quadratic,
    coefficients,
    derivatives,
    gauss,
    gradient_nonlinearity,
    legendre,
    nonlinearity,
    quadratics,
    resampled,
)

CASES = [
    ("a2 b2", lambda a, b: a**2 * b**2, 2 / 7, 4 / 9),
    ("(ab - 1)2", lambda a, b: (a * b - 1.0) ** 2, 16 / 956, None),
    ("a4", lambda a, b: a**4, 4 / 49, None),
    ("a", lambda a, b: a, 0.0, 0.0),
    ("bowl", lambda a, b: 3.0 * a**2 - a * b + 7.0 * b**2 + 2.0 * a - 9.0, 0.0, 0.0),
    ("valley", lambda a, b: Rosenbrock().value(2.0 * np.stack([a, b], axis=-1)), 0.246558, None),
]


@pytest.mark.parametrize(("f", "nu", "nu_gradient"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("m", [5, 6, 17])
def test_nu_matches_hand_calculations(f, nu, nu_gradient, m):
    rule = gauss(m)
    values = f(*rule.points.T)
    # Nu of the valley is known to six digits; the others are exact fractions.
    assert nonlinearity(values, rule) == pytest.approx(nu, abs=5e-7 if nu == 0.246558 else 1e-10)
    if nu_gradient is not None:
        assert gradient_nonlinearity(values, derivatives(values, m), rule) == pytest.approx(nu_gradient, abs=1e-10)


@given(
    st.floats(1e-6, 1e6) | st.floats(-1e6, -1e-6),
    st.floats(-1.0, 1.0),
    st.integers(0, 2**32 - 1),
)
def test_nu_is_invariant_under_scale_and_shift(scale, shift, seed):
    rule = gauss(7)
    f = np.random.default_rng(seed).standard_normal((3, 49))
    other = scale * (f + 10.0 * shift)
    assert nonlinearity(other, rule) == pytest.approx(nonlinearity(f, rule), abs=1e-10)
    first, second = (gradient_nonlinearity(each, derivatives(each, 7), rule) for each in (f, other))
    assert first == pytest.approx(second, abs=1e-10)


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e200, 1e300])
def test_very_large_and_very_small_losses_have_the_same_nu(scale):
    rule = gauss(5)
    f = (rule.points**2).prod(axis=1)
    assert nonlinearity(scale * f, rule) == pytest.approx(2 / 7, abs=1e-10)
    assert gradient_nonlinearity(scale * f, derivatives(scale * f, 5), rule) == pytest.approx(4 / 9, abs=1e-10)


@given(st.integers(0, 2**32 - 1))
def test_both_shares_are_between_0_and_1(seed):
    f = np.random.default_rng(seed).standard_normal((4, 25))
    for share in (nonlinearity(f, gauss(5)), gradient_nonlinearity(f, derivatives(f, 5), gauss(5))):
        assert share.shape == (4,)
        assert ((share >= 0.0) & (share <= 1.0)).all()


@pytest.mark.parametrize("value", [0.0, 1.0, -3e7])
def test_a_constant_loss_has_no_nonlinearity(value):
    f, rule = np.full(25, value), gauss(5)
    rounded = f * (1.0 + 1e-15 * np.random.default_rng(0).standard_normal(25))
    for each in (f, rounded):
        assert nonlinearity(each, rule) == 0.0
        assert gradient_nonlinearity(each, derivatives(each, 5), rule) == 0.0


def test_a_small_variation_is_measured():
    rule = gauss(5)
    f = 1.0 + 1e-9 * (rule.points**2).prod(axis=1)
    assert nonlinearity(f, rule) == pytest.approx(2 / 7, abs=1e-5)


def test_the_basis_is_orthonormal():
    rule = gauss(3)
    assert rule.weights.sum() == pytest.approx(1.0)
    assert (rule.basis * rule.weights) @ rule.basis.T == pytest.approx(np.eye(6), abs=1e-14)


def test_the_best_quadratic_of_a_quadratic_is_itself():
    rule, points = gauss(3), np.random.default_rng(0).uniform(-1.0, 1.0, (20, 2))

    def f(p):
        return 1.0 + p[:, 0] - 2.0 * p[:, 0] * p[:, 1] + 0.5 * p[:, 1] ** 2

    assert best_quadratic(f(rule.points), rule) @ quadratics(points) == pytest.approx(f(points), abs=1e-13)


@pytest.mark.parametrize("m", [3, 9, 25, 49])
def test_derivatives_interpolation_and_coefficients_are_exact_below_degree_m(m):
    rng = np.random.default_rng(m)
    expected = rng.standard_normal((m, m)) / (1.0 + np.arange(m)) ** 2
    scale = np.sqrt(2.0 * np.arange(m) + 1.0)
    series = expected * np.multiply.outer(scale, scale)
    rule, finer = gauss(m), gauss(m + 4)
    f = np.polynomial.legendre.legval2d(*rule.points.T, series)
    assert coefficients(f, m) == pytest.approx(expected, abs=1e-11)
    assert resampled(f, m, m + 4) == pytest.approx(
        np.polynomial.legendre.legval2d(*finer.points.T, series), abs=1e-10 * m
    )
    for axis, found in enumerate(derivatives(f, m)):
        slope = np.polynomial.legendre.legder(series, axis=axis)
        assert found == pytest.approx(np.polynomial.legendre.legval2d(*rule.points.T, slope), abs=1e-9 * m**2)


def test_squares_of_coefficients_sum_to_the_variance():
    m = 6
    f = np.random.default_rng(1).standard_normal(m * m)
    squares = coefficients(f, m) ** 2
    rule = gauss(m)
    mean = f @ rule.weights
    assert squares.sum() - squares[0, 0] == pytest.approx((f - mean) ** 2 @ rule.weights, rel=1e-12)
    i, j = np.indices((m, m))
    kept = squares[(i + j >= 1) & (i + j <= 2)].sum()
    assert nonlinearity(f, rule) == pytest.approx(1.0 - kept / (squares.sum() - squares[0, 0]), abs=1e-12)


def test_legendre_polynomials_match_known_formulas():
    x = np.array([-1.0, 0.3, 1.0])
    assert legendre(x, 2)[2] == pytest.approx(np.sqrt(5.0) * (1.5 * x**2 - 0.5))
    assert legendre(x, 1)[0].tolist() == [1.0, 1.0, 1.0]
