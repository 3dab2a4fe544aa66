import numpy as np
import pytest

from core.obstacles.nonlinearity import NONLINEARITY
from core.obstacles.nonlinearity.polynomial_minimum import polynomial_minimum
from core.params import make
from core.run import run_to_end

AXIS = np.linspace(-1.0, 1.0, 65)


def series(table):
    """The Legendre series with these orthonormal coefficients in numpy's normalization."""
    scale = np.sqrt(2.0 * np.arange(len(table)) + 1.0)
    return table * np.multiply.outer(scale, scale)


def arguments(function, degree):
    """The arguments of polynomial_minimum for a polynomial."""
    nodes, weights = np.polynomial.legendre.leggauss(degree + 1)
    scale = np.sqrt(2.0 * np.arange(degree + 1) + 1.0)
    basis = np.polynomial.legendre.legvander(nodes, degree) * scale * weights[:, None] / 2.0
    table = basis.T @ function(nodes[:, None], nodes) @ basis
    return table, AXIS, function(AXIS[:, None], AXIS)


FUNCTIONS = {
    "a bowl between points of the grid": (lambda u, v: (u - 0.211) ** 2 + 3 * (v + 0.107) ** 2 + u * v / 9 + 1.0, 2),
    "a narrow valley along no axis": (lambda u, v: 1e4 * (u - v - 0.013) ** 2 + (u + v - 0.3) ** 2 + 0.5, 2),
    "a curved valley": (lambda u, v: 100.0 * (v - u**2) ** 2 + (u - 0.71) ** 2 + 0.1, 4),
    "beyond an edge": (lambda u, v: (u - 1.7) ** 2 + (v - 0.333) ** 2 * (2 + u) + 0.2, 3),
    "beyond a corner": (lambda u, v: (u - 1.7) ** 2 + (v + 1.2) ** 2, 2),
    "two minima, the lower one between points": (lambda u, v: (u**2 - 0.3) ** 2 + 0.0002 * u + v**2 + 0.01, 4),
    "a flat bottom": (lambda u, v: (u - 0.3) ** 4 + (v - 0.11) ** 4 + 0.3, 4),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_minimum_is_accurate_to_rounding(name):
    function, degree = FUNCTIONS[name]
    found, (best, grid) = polynomial_minimum(*arguments(function, degree)), refined_grid_minimum(function)
    assert found == pytest.approx(best, abs=1e-13 * grid)
    assert found <= function(AXIS[:, None], AXIS).min()


def refined_grid_minimum(function):
    """The minimum by successively finer grids, and the maximum."""
    axis = np.linspace(-1.0, 1.0, 1001)
    f = function(axis[:, None], axis)
    place = np.unravel_index(f.argmin(), f.shape)
    best, middle, half = f.min(), axis[list(place)], 2e-3
    while half > 1e-11:
        u, v = (np.clip(each + half * np.linspace(-1.0, 1.0, 21), -1.0, 1.0) for each in middle)
        near = function(u[:, None], v)
        if near.min() < best:
            i, j = np.unravel_index(near.argmin(), near.shape)
            best, middle = near.min(), np.array([u[i], v[j]])
        else:
            half /= 1.5
    return best, f.max()


def test_the_minimum_of_a_constant_is_the_constant():
    assert polynomial_minimum(np.array([[2.0]]), AXIS, np.full((65, 65), 2.0)) == 2.0
    assert polynomial_minimum(np.zeros((3, 3)), AXIS, np.zeros((65, 65))) == 0.0


@pytest.mark.parametrize("seed", range(4))
def test_no_finer_grid_finds_a_lower_point_of_a_slice(seed):
    found = run_to_end(
        NONLINEARITY.experiment("toy").run(
            make(NONLINEARITY.params, {"depths": "1,2,7,24", "max_steps": 1, "seed": seed, "width": 2 + seed})
        )
    )
    for name in found.nu:
        for index, depth in enumerate(found.depths):
            terms = 2 * int(depth) + 1
            table = series(found.coefficients[name][index][:terms, :terms])
            value = found.lowest[name][index]
            best, most = refined_grid_minimum(
                lambda u, v, table=table: np.polynomial.legendre.leggrid2d(u.ravel(), v, table)
            )
            assert value == pytest.approx(best, abs=1e-11 * most)
            assert value <= found.loss[name][index].min()
