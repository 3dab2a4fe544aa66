import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.matrices import flattened, matrices, solved, spans, symmetric_power

SHAPES = ((2, 3), (1, 2))


def test_the_matrices_follow_each_other_row_by_row():
    first, second = matrices(np.arange(8.0), SHAPES)
    assert first.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert second.tolist() == [[6.0, 7.0]]
    assert spans(SHAPES) == [slice(0, 6), slice(6, 8)]


def test_the_matrices_are_views():
    x = np.zeros((4, 8))
    for number, part in enumerate(matrices(x, SHAPES), 1):
        part += number
    assert x.tolist() == [[1.0] * 6 + [2.0] * 2] * 4


def test_flat_weights_survive_being_made_into_matrices():
    x = np.random.default_rng(0).normal(size=(3, 5, 8))
    assert [part.shape for part in matrices(x, SHAPES)] == [(3, 5, 2, 3), (3, 5, 1, 2)]
    assert flattened(matrices(x, SHAPES)).tolist() == x.tolist()


@given(st.integers(1, 6), st.floats(-2.0, 2.0), st.integers(0, 1000))
def test_a_power_of_a_symmetric_matrix_has_the_powers_of_the_eigenvalues(size, exponent, seed):
    rng = np.random.default_rng(seed)
    basis, _ = np.linalg.qr(rng.normal(size=(size, size)))
    values = rng.uniform(0.1, 10.0, size)
    power = symmetric_power((basis * (values - 0.05)) @ basis.T, exponent, 0.05)
    assert power == pytest.approx((basis * values**exponent) @ basis.T, rel=1e-9, abs=1e-11)


def test_an_eigenvalue_that_rounding_made_negative_counts_as_zero():
    assert symmetric_power(np.diag([1.0, -1e-17]), 0.5).tolist() == [[1.0, 0.0], [0.0, 0.0]]


def test_each_matrix_of_a_batch_has_its_own_epsilon():
    both = symmetric_power(np.zeros((2, 2, 2)), -0.5, np.array([[1.0], [4.0]]))
    assert both.tolist() == [np.eye(2).tolist(), (0.5 * np.eye(2)).tolist()]


def test_a_singular_system_has_the_shortest_solution():
    singular, regular = np.array([[2.0, 0.0], [0.0, 0.0]]), np.array([[2.0, 0.0], [0.0, 4.0]])
    answers = solved(np.stack([singular, regular]), np.array([[4.0], [8.0]]))
    assert answers == pytest.approx(np.array([[[2.0], [0.0]], [[2.0], [2.0]]]))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_matrix_that_is_not_finite_spoils_no_other_of_its_batch(value):
    bad, singular = np.full((2, 2), value), np.diag([2.0, 0.0])
    with np.errstate(invalid="ignore"):
        answers = solved(np.stack([bad, singular]), np.eye(2))
        powers = symmetric_power(np.stack([bad, singular]), 0.5)
    assert np.isnan(answers[0]).all()
    assert np.isnan(powers[0]).all()
    assert answers[1].tolist() == [[0.5, 0.0], [0.0, 0.0]]
    assert powers[1] == pytest.approx(np.diag([2.0**0.5, 0.0]))
