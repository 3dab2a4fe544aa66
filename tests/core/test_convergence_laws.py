"""The closed forms of convergence against their recurrences."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convergence_laws import (
    gradient_descent_factor,
    gradient_descent_steps,
    heavy_ball_factor,
    line_search_steps,
    nesterov_factor,
    worst_gradient_descent_steps,
    worst_line_search_steps,
)

TOLERANCE = math.exp(-4)
rates, momenta, values = st.floats(0.001, 3.0), st.floats(0.0, 0.99), st.floats(0.1, 3.0)


def asymptotic_factor(step, count=4000):
    """The factor per step of p_{k+1} = step(p_k, p_{k-1}): the mean growth of the norm of pairs."""
    now, before, total = 1.0, 1.0, 0.0
    for k in range(count):
        now, before = step(now, before), now
        size = math.hypot(now, before)
        if size == 0.0:
            return 0.0
        if k >= count // 2:
            total += math.log(size)
        now, before = now / size, before / size
    return math.exp(total / (count - count // 2))


@given(values, rates)
def test_gradient_descent_multiplies_by_one_minus_rate_times_curvature(value, rate):
    assert gradient_descent_factor(value, rate) == abs(1.0 - rate * value)


@given(values, rates, momenta)
def test_heavy_ball_factor_matches_the_recurrence(value, rate, b):
    found = asymptotic_factor(lambda now, before: (1 + b - rate * value) * now - b * before)
    assert found == pytest.approx(heavy_ball_factor(value, rate, b), rel=5e-3, abs=1e-3)


@given(values, rates, momenta)
def test_nesterov_factor_matches_the_recurrence(value, rate, b):
    found = asymptotic_factor(lambda now, before: (1 - rate * value) * ((1 + b) * now - b * before))
    assert found == pytest.approx(nesterov_factor(value, rate, b), rel=5e-3, abs=1e-3)


def test_momentum_of_one_neither_shrinks_nor_grows():
    assert heavy_ball_factor(10.0, 0.1, 1.0) == pytest.approx(1.0, abs=1e-15)


@pytest.mark.parametrize(
    ("kappa", "rate", "worst"),
    [(10, 2 / 11, 10), (10, 0.1, 19), (100, 2 / 101, 100), (2.2, 1 / 2.2, 4), (10, 0.19, 19), (1, 1.0, 1)],
)
def test_the_worst_start_of_a_fixed_rate(kappa, rate, worst):
    assert worst_gradient_descent_steps((1.0, float(kappa)), rate, TOLERANCE * (1 + 1e-9)) == worst


def test_at_the_bound_some_start_never_reaches_the_tolerance():
    assert worst_gradient_descent_steps((1.0, 10.0), 0.2, TOLERANCE) == math.inf


@pytest.mark.parametrize(("kappa", "worst"), [(1, 1), (2, 2), (10, 10), (100, 100), (1000, 1000)])
def test_the_worst_start_of_exact_line_search_needs_kappa_steps(kappa, worst):
    assert worst_line_search_steps((1.0, float(kappa)), TOLERANCE * (1 + 1e-9)) == worst


@given(st.floats(1.01, 50.0), st.floats(0.01, 0.99), st.floats(0.05, 0.95), st.floats(0.001, 0.9))
def test_gradient_descent_steps_are_the_first_at_the_tolerance(kappa, part, share, tolerance):
    rate, eigenvalues = 2.0 * part / kappa, (1.0, kappa)
    (steps,) = gradient_descent_steps(np.array([[share, 1.0 - share]]), eigenvalues, rate, tolerance)
    factors = (1.0 - rate * np.array(eigenvalues)) ** 2

    def loss(count):
        return float(np.array([share, 1.0 - share]) @ factors**count)

    assert loss(steps) <= tolerance
    assert steps == 1 or loss(steps - 1) > tolerance
    assert steps <= worst_gradient_descent_steps(eigenvalues, rate, tolerance)


@given(st.floats(1.0, 200.0), st.floats(0.02, 0.98), st.floats(0.001, 0.9))
def test_line_search_steps_match_the_path(kappa, share, tolerance):
    (steps,) = line_search_steps(np.array([[share, 1.0 - share]]), (1.0, kappa), tolerance)
    curvatures = np.array([1.0, kappa])
    x = np.sqrt(np.array([share, 1.0 - share]) / curvatures)
    losses = [1.0]
    while losses[-1] > tolerance and len(losses) < 5000:
        g = curvatures * x
        x = x - (g @ g) / (g @ (curvatures * g)) * g
        losses.append(float(curvatures @ x**2))
    near = abs(losses[-1] / tolerance - 1.0) < 1e-9 or (len(losses) > 1 and abs(losses[-2] / tolerance - 1.0) < 1e-9)
    assert steps == len(losses) - 1 or near
    assert steps <= worst_line_search_steps((1.0, kappa), tolerance)
