import numpy as np
import pytest

from core.lanczos import largest_eigenpair

SIZE = 30


def eigenpair(product, start, count):
    """The pair that `largest_eigenpair` returns, and how often it yields."""
    run, yields = largest_eigenpair(product, start, count), 0
    while True:
        try:
            next(run)
        except StopIteration as stop:
            return stop.value, yields
        yields += 1


def symmetric(eigenvalues, seed=0):
    """A matrix with these eigenvalues, and its eigenvectors as columns."""
    turn, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((len(eigenvalues),) * 2))
    return (turn * eigenvalues) @ turn.T, turn


@pytest.fixture
def start():
    return np.random.default_rng(7).standard_normal(SIZE)


@pytest.mark.parametrize("seed", range(4))
def test_with_as_many_products_as_rows_it_is_the_dense_solution(seed, start):
    matrix, _ = symmetric(np.random.default_rng(seed).standard_normal(SIZE), seed)
    values, vectors = np.linalg.eigh(matrix)
    found, yields = eigenpair(lambda v: matrix @ v, start, SIZE)
    assert yields == SIZE
    assert found.value == pytest.approx(values[-1], rel=1e-12)
    assert abs(found.vector @ vectors[:, -1]) == pytest.approx(1.0, abs=1e-10)
    assert np.linalg.norm(found.vector) == pytest.approx(1.0)


def test_the_largest_eigenvalue_is_found_where_a_negative_one_is_larger_in_size(start):
    matrix, _ = symmetric(np.linspace(-9.0, 2.0, SIZE))
    assert eigenpair(lambda v: matrix @ v, start, SIZE)[0].value == pytest.approx(2.0, rel=1e-10)


@pytest.mark.parametrize("count", range(1, 12))
def test_the_value_is_that_of_the_krylov_subspace_and_not_above_the_exact_one(count, start):
    matrix, _ = symmetric(np.linspace(-1.0, 1.0, SIZE))
    powers = [start]
    for _ in range(count - 1):
        powers.append(matrix @ powers[-1] / np.linalg.norm(powers[-1]))
    basis, _ = np.linalg.qr(np.array(powers).T)
    found, _ = eigenpair(lambda v: matrix @ v, start, count)
    assert found.value == pytest.approx(np.linalg.eigvalsh(basis.T @ matrix @ basis)[-1], rel=1e-8)
    assert found.value <= 1.0 + 1e-12
    assert found.vector @ matrix @ found.vector == pytest.approx(found.value)


def test_few_products_from_a_near_vector_are_more_exact_than_from_a_far_one(start):
    matrix, turn = symmetric(np.linspace(0.0, 1.0, SIZE) ** 2)
    near = turn[:, -1] + 0.02 * start
    errors = [1.0 - eigenpair(lambda v: matrix @ v, each, 5)[0].value for each in (near, start)]
    assert errors[0] < 1e-3 < errors[1]


def test_it_ends_where_the_subspace_is_complete(start):
    found, products = eigenpair(lambda v: 3.0 * v, start, 10)
    assert (found.value, products) == (pytest.approx(3.0), 1)
    zero, _ = eigenpair(np.zeros_like, start, 10)
    assert zero.value == 0.0
    assert zero.vector == pytest.approx(start / np.linalg.norm(start))
