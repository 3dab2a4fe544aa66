import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.objectives import (
    OBJECTIVES,
    Beale,
    Himmelblau,
    LinearLayers,
    Perceptron,
    Plateau,
    Quadratic,
    Rosenbrock,
    Saddle,
)
from core.objectives.architecture import Architecture
from core.objectives.quadratic import rotation

HESSIAN = [[3.0, 1.0, 0.0], [1.0, 2.0, -0.5], [0.0, -0.5, 1.0]]
INPUTS = np.array([[1.0, -0.5], [0.3, 2.0], [-1.0, 0.7]])
EXAMPLES = [
    Quadratic(HESSIAN),
    Quadratic.from_eigenvalues([1.0, 30.0], rotation(20.0)),
    Quadratic.from_eigenvalues([1.0, 30.0, 4.0, 0.5]),
    Rosenbrock(),
    Rosenbrock(dimension=4, valley=10.0),
    Beale(),
    Himmelblau(),
    Saddle(),
    Plateau(),
    Perceptron(Architecture((2, 2, 2)), INPUTS, np.array([0, 1, 1])),
    LinearLayers(INPUTS, INPUTS[:, ::-1] + 0.5),
    LinearLayers(INPUTS, INPUTS @ [[1.0], [-2.0]], widths=(3, 2)),
]
each_objective = pytest.mark.parametrize(
    "objective", EXAMPLES, ids=lambda each: f"{type(each).__name__}{each.dimension}"
)


def points(objective, *batch):
    return arrays(np.float64, (*batch, objective.dimension), elements=st.floats(-2.0, 2.0, width=32))


def difference(function, x, step=1e-5):
    """The derivative of `function` along each coordinate by central differences, as a last axis."""
    shifts = step * np.eye(x.size)
    return np.stack([(function(x + s) - function(x - s)) / (2.0 * step) for s in shifts], axis=-1)


def test_every_objective_is_tested():
    assert {type(each) for each in EXAMPLES} == set(OBJECTIVES)


@each_objective
@given(data=st.data())
def test_gradients_agree_with_finite_differences(objective, data):
    x = data.draw(points(objective))
    exact = objective.gradient(x)
    assert difference(objective.value, x) == pytest.approx(exact, abs=1e-6 * (1.0 + np.abs(exact).max()))


@each_objective
@given(data=st.data())
def test_hessians_agree_with_finite_differences_and_are_symmetric(objective, data):
    x = data.draw(points(objective))
    exact = objective.hessian(x)
    assert difference(objective.gradient, x) == pytest.approx(exact, abs=1e-6 * (1.0 + np.abs(exact).max()))
    assert exact.tolist() == exact.T.tolist()


@each_objective
@given(data=st.data())
def test_hessian_products_are_products_with_the_hessian(objective, data):
    x, v = data.draw(points(objective)), data.draw(points(objective))
    assert objective.hessian_product(x, v) == pytest.approx(objective.hessian(x) @ v, rel=1e-12, abs=1e-9)


@each_objective
@given(data=st.data())
def test_a_batch_gives_the_same_values_as_its_members(objective, data):
    x = data.draw(points(objective, 2, 3))
    for name, axes in (("value", ()), ("gradient", (objective.dimension,)), ("hessian", (objective.dimension,) * 2)):
        together = getattr(objective, name)(x)
        assert together.shape == (2, 3, *axes)
        for i in np.ndindex(2, 3):
            assert together[i] == pytest.approx(getattr(objective, name)(x[i]), rel=1e-13, abs=1e-13)


@each_objective
def test_the_documented_minima_are_minima(objective):
    for minimum in getattr(objective, "minima", ()):  # a network documents none
        assert objective.gradient(minimum) == pytest.approx(0.0, abs=1e-10)
        assert np.linalg.eigvalsh(objective.hessian(minimum)).min() > 0.0


@pytest.mark.parametrize(
    ("objective", "x", "value"),
    [
        (Rosenbrock(), (1.0, 1.0), 0.0),
        (Rosenbrock(), (-1.2, 1.0), 24.2),
        (Rosenbrock(valley=10.0), (-1.2, 1.0), 6.776),
        (Rosenbrock(dimension=3), (0.0, 0.0, 1.0), 102.0),
        (Beale(), (3.0, 0.5), 0.0),
        (Beale(), (0.0, 0.0), 14.203125),
        (Beale(), (0.0, 1.0), 14.203125),
        (Himmelblau(), (3.0, 2.0), 0.0),
        (Himmelblau(), (0.0, 0.0), 170.0),
        (Saddle(), (0.0, 0.0), 0.0),
        (Saddle(), (0.0, 2.0**0.5), -1.0),
        (Saddle(), (2.0, 2.0), 4.0),
        (Quadratic([[1.0, 0.0], [0.0, 10.0]]), (10.0, 1.0), 55.0),
    ],
)
def test_values_match_hand_calculations(objective, x, value):
    assert objective.value(np.array(x)) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("valley", "eigenvalues"), [(100.0, (0.39936, 1001.60)), (10.0, (0.39368, 101.606))], ids=["100", "10"]
)
def test_the_rosenbrock_valley_is_ill_conditioned_at_its_minimum(valley, eigenvalues):
    hessian = Rosenbrock(valley=valley).hessian(np.ones(2))
    assert np.linalg.eigvalsh(hessian) == pytest.approx(eigenvalues, rel=1e-4)


@given(st.floats(1.0, 1e4), st.floats(-180.0, 180.0))
def test_a_rotated_quadratic_keeps_its_eigenvalues_and_its_long_axis(kappa, degrees):
    basis = rotation(degrees)
    hessian = Quadratic.from_eigenvalues([1.0, kappa], basis).hessian(np.zeros(2))
    assert np.linalg.eigvalsh(hessian) == pytest.approx([1.0, kappa], rel=1e-9)
    assert hessian @ basis[:, 0] == pytest.approx(basis[:, 0], abs=1e-11)


@pytest.mark.parametrize("degrees", [-180.0, -90.0, 0.0, 90.0, 180.0])
def test_quarter_turns_are_exact(degrees):
    assert set(np.abs(rotation(degrees)).ravel()) == {0.0, 1.0}
    assert rotation(degrees)[:, 0] == pytest.approx([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])


def test_one_quadratic_represents_a_batch_of_hessians():
    kappas = np.array([1.0, 5.0, 20.0])
    bowls = Quadratic.from_eigenvalues(np.stack([np.ones(3), kappas], axis=-1))
    x = np.ones((4, 3, 2))
    assert bowls.value(x).tolist() == [((1.0 + kappas) / 2.0).tolist()] * 4
    assert bowls.gradient(x)[0, :, 1].tolist() == kappas.tolist()
    assert bowls.hessian(x).shape == (4, 3, 2, 2)


def test_a_diagonal_quadratic_gives_the_same_values_alone_and_in_a_batch():
    diagonal, rotated = np.diag([1.0, 7.0]), [[2.0, 1.0], [1.0, 3.0]]
    x = np.array([[0.3, -1.7], [2.0, 5.0]])
    both, alone = Quadratic([diagonal, rotated]), Quadratic(diagonal)
    assert both.gradient(x)[0].tolist() == alone.gradient(x[0]).tolist() == [0.3, -1.7 * 7.0]
    assert both.gradient(x)[1].tolist() == [9.0, 17.0]
    assert both.hessian_product(x, x[::-1])[0].tolist() == alone.hessian_product(x[0], x[1]).tolist()


def test_the_given_hessian_is_copied():
    hessian = np.eye(2)
    bowl = Quadratic(hessian)
    hessian[0, 0] = 7.0
    assert bowl.value(np.array([1.0, 0.0])) == 0.5
