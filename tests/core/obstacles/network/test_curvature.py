import math
from types import SimpleNamespace

import numpy as np
import pytest

from core.obstacles.network import curvature

# Sorted by magnitude: 3 of 8 below 1/1000 of the largest, one of them negative; two zeros up to rounding.
VALUES = np.array([4.0, -2.0, 0.5, 0.03, -1e-3, 1e-6, 3e-16, 0.0])


def test_the_measures_of_known_eigenvalues():
    total = 4.0 + 2.0 + 0.5 + 0.03 + 1e-3 + 1e-6
    assert curvature.largest(VALUES) == 4.0
    assert curvature.smallest(VALUES) == -2.0
    assert curvature.trace(VALUES) == pytest.approx(2.529001)
    assert curvature.condition_mean(VALUES) == pytest.approx(8 * 4.0 / total)
    assert curvature.condition_median(VALUES) == pytest.approx(4.0 / ((0.03 + 1e-3) / 2))
    assert curvature.share_flat(VALUES) == 4 / 8
    assert curvature.steep_count(VALUES) == 2
    assert curvature.share_negative(VALUES) == 2 / 8
    assert curvature.negative_mass(VALUES) == pytest.approx(2.001 / total)
    assert curvature.zero_count(VALUES) == 2


def test_rows_are_measured_one_by_one():
    rows = np.stack([VALUES, 2.0 * VALUES[::-1]])
    for measure in (curvature.condition_mean, curvature.condition_median, curvature.share_flat, curvature.steep_count,
                    curvature.share_negative, curvature.negative_mass, curvature.zero_count):  # fmt: skip
        assert measure(rows) == pytest.approx([float(measure(VALUES))] * 2)


def test_limits_are_excluded():
    assert curvature.share_flat(np.array([1.0, 1e-3, -1e-3, 0.99e-3])) == 1 / 4
    assert curvature.steep_count(np.array([1.0, 0.1, 0.11])) == 2
    assert curvature.share_negative(np.array([1.0, -1e-6, -1.1e-6])) == pytest.approx(1 / 3)


def test_the_largest_magnitude_is_first():
    with_hessian = SimpleNamespace(hessian=lambda x: np.diag([0.1, -3.0, 2.0, 0.0]))
    ordered = curvature.hessian_eigenvalues(with_hessian, np.zeros(4))
    assert ordered.tolist() == [-3.0, 2.0, 0.1, 0.0]


def test_a_hessian_that_overflows_has_no_eigenvalues():
    overflowing = SimpleNamespace(hessian=lambda x: np.diag([1.0, np.inf]))
    assert curvature.hessian_eigenvalues(overflowing, np.zeros(2)) is None


@pytest.mark.parametrize("values", [[0.0, 0.0], [-1.0, -2.0], [-1.0, 1e-17]])
def test_without_a_direction_that_curves_upward_nothing_is_measured_against_it(values):
    eigenvalues = np.array(values)
    for measure in (curvature.condition_mean, curvature.share_flat, curvature.steep_count, curvature.share_negative):
        assert math.isnan(measure(eigenvalues))


def test_a_median_of_zero_gives_an_infinite_condition():
    assert curvature.condition_median(np.array([1.0, 0.0, 0.0])) == math.inf
