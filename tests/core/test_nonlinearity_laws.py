import math
from fractions import Fraction

import numpy as np
import pytest

from core.nonlinearity_laws import plain_wide_limit, residual_wide_limit


@pytest.mark.parametrize(("depth", "nu"), [(2, 0.0192), (4, 0.1500), (8, 0.4812), (12, 0.6837)])
def test_the_plain_limit_matches_known_values(depth, nu):
    assert plain_wide_limit(depth) == pytest.approx(nu, abs=5e-5)


def moment(power):
    """The mean of u^power over [-1, 1]."""
    return Fraction(0) if power % 2 else Fraction(1, power + 1)


def exact(constant, factor, depth):
    """nu of (constant + factor (u^2 + v^2))^depth in rational arithmetic, from its monomials."""
    terms = {(0, 0): Fraction(1)}
    for _ in range(depth):
        product = {}
        for (i, j), value in terms.items():
            for place, part in (((i, j), constant), ((i + 2, j), factor), ((i, j + 2), factor)):
                product[place] = product.get(place, 0) + value * part
        terms = product
    mean = sum(value * moment(i) * moment(j) for (i, j), value in terms.items())
    square = sum(a * b * moment(i + k) * moment(j + m) for (i, j), a in terms.items() for (k, m), b in terms.items())
    # sqrt(5) (3 u^2 - 1) / 2 is orthonormal; its square brings the factor 5.
    quadratic = sum(v * (3 * moment(i + 2) - moment(i)) / 2 * moment(j) for (i, j), v in terms.items())
    return 1 - 2 * 5 * quadratic**2 / (square - mean**2)


@pytest.mark.parametrize("depth", [1, 2, 3, 5, 8])
def test_both_limits_agree_with_rational_arithmetic(depth):
    assert plain_wide_limit(depth) == pytest.approx(float(exact(Fraction(1), Fraction(1), depth)), abs=1e-12)
    third = Fraction(1, 3)
    found = residual_wide_limit(depth, 1.0 / 3.0, radius=2.0)
    assert found == pytest.approx(float(exact(1 + third, 4 * third, depth)), abs=1e-12)


def test_one_layer_is_a_quadratic():
    assert plain_wide_limit(1) == pytest.approx(0.0, abs=1e-14)
    assert residual_wide_limit(1, 0.7, radius=3.0) == pytest.approx(0.0, abs=1e-14)


def test_depth_and_radius_raise_the_plain_limit():
    by_depth = [plain_wide_limit(depth) for depth in range(1, 25)]
    by_radius = [plain_wide_limit(6, radius) for radius in (0.05, 0.3, 1.0, 2.0, 4.0)]
    assert (np.diff(by_depth) > 0.0).all()
    assert (np.diff(by_radius) > 0.0).all()
    assert by_depth[-1] < 1.0


def test_the_limit_saturates_for_a_shrinking_branch_and_grows_for_a_constant_one():
    shrinking = [residual_wide_limit(depth, 1.0 / depth) for depth in (4, 16, 64, 256)]
    assert shrinking[-1] - shrinking[-2] < 0.01
    assert shrinking[-1] < 0.07
    constant = [residual_wide_limit(depth, 1.0) for depth in (4, 16, 64)]
    assert constant[0] < plain_wide_limit(4)
    assert constant[-1] > 0.5


def test_the_saturated_limit_equals_that_of_an_exponential():
    x, weights = np.polynomial.legendre.leggauss(40)
    weights = weights / 2.0
    f = np.exp(np.add.outer(x**2, x**2))
    mean, quadratic = weights @ f @ weights, weights @ f @ (weights * math.sqrt(5.0) * (1.5 * x**2 - 0.5))
    saturated = 1.0 - 2.0 * quadratic**2 / (weights @ (f - mean) ** 2 @ weights)
    once, twice = (residual_wide_limit(depth, 1.0 / depth) for depth in (100, 200))
    assert (saturated - once) / (saturated - twice) == pytest.approx(2.0, abs=0.05)
    assert twice == pytest.approx(saturated, abs=0.002)
