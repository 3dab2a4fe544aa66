import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.objective import Counts, Evaluator, ModelObjective
from core.objectives import Quadratic, Rosenbrock, Saddle
from core.objectives.quadratic import rotation
from core.optimizer import Optimizer, advance
from core.optimizers import (
    KFAC,
    OPTIMIZERS,
    Adagrad,
    Adam,
    AdamW,
    AdaptiveKFAC,
    ConjugateGradient,
    GradientDescent,
    HeavyBall,
    Lion,
    Muon,
    Nesterov,
    Newton,
    RMSprop,
    Shampoo,
    SteepestDescent,
)

ROW = ((1, 2),)  # for the methods on matrices: one row of two weights


class Bowl(Quadratic, ModelObjective):
    """A bowl as the squared loss of a layer with one output: the factor of its inputs is the Hessian."""

    def fisher_product(self, x, v):
        return self.hessian_product(x, v)

    def kronecker_factors(self, x):
        return [(self.hessian(x), np.ones((*x.shape[:-1], 1, 1)))]


class Valley(Rosenbrock, ModelObjective):
    """Rosenbrock's valley as the sum of the squares of 1 - x and 10 (y - x^2): with its Gauss-Newton matrix."""

    def fisher_product(self, x, v):
        return np.vecdot(self._gauss_newton(x), v[..., None, :])

    def kronecker_factors(self, x):
        return [(self._gauss_newton(x), np.ones((*x.shape[:-1], 1, 1)))]

    def _gauss_newton(self, x):
        slopes = np.zeros((*x.shape, 2))
        slopes[..., 0, 0], slopes[..., 1, 0], slopes[..., 1, 1] = -1.0, -20.0 * x[..., 0], 10.0
        return 2.0 * np.swapaxes(slopes, -1, -2) @ slopes


# Per optimizer: settings for the bowl, settings for the valley, and the number of steps in the valley.
SETTINGS = {
    GradientDescent: (GradientDescent(2.0 / 11.0), GradientDescent(1e-3), 10_000),
    SteepestDescent: (SteepestDescent(), SteepestDescent(), 3_000),
    HeavyBall: (HeavyBall(0.23, 0.27), HeavyBall(1e-3, 0.9), 1_000),
    Nesterov: (Nesterov(0.1, 0.52), Nesterov(1e-3, 0.9), 1_000),
    ConjugateGradient: (ConjugateGradient(), ConjugateGradient(), 50),
    Newton: (Newton(), Newton(), 10),
    Adagrad: (Adagrad(2.0), Adagrad(0.5), 5_000),
    RMSprop: (RMSprop(1e-2), RMSprop(1e-3), 5_000),
    Adam: (Adam(0.3), Adam(0.02), 2_500),
    AdamW: (AdamW(0.3), AdamW(0.02, weight_decay=1e-4), 2_500),
    Lion: (Lion(0.01), Lion(1e-3), 5_000),
    KFAC: (KFAC(ROW, 0.5, 0.1), KFAC(ROW, 0.5, 1e-3), 100),
    AdaptiveKFAC: (AdaptiveKFAC(ROW), AdaptiveKFAC(ROW), 100),
    Shampoo: (Shampoo(ROW, 0.01), Shampoo(ROW, 1e-3), 5_000),
    Muon: (Muon(ROW, 0.01), Muon(ROW, 1e-3), 5_000),
}
each_optimizer = pytest.mark.parametrize("kind", OPTIMIZERS, ids=lambda kind: kind.__name__)


def descend(optimizer, objective, start, count):
    _, points, losses = advance(optimizer, Evaluator(objective).at, optimizer.init(np.array(start)), count)
    return points, losses


def bowl(kappa, degrees=0.0):
    return Bowl.from_eigenvalues([1.0, kappa], rotation(degrees))


def test_every_optimizer_is_tested():
    assert SETTINGS.keys() == set(OPTIMIZERS)


@each_optimizer
def test_every_optimizer_minimizes_a_quadratic(kind):
    optimizer = SETTINGS[kind][0]
    _, losses = descend(optimizer, bowl(10.0, 25.0), (7.0, -4.0), 2_000)
    assert losses[-1] <= 1e-4 * bowl(10.0, 25.0).value(np.array([7.0, -4.0]))


@each_optimizer
def test_every_optimizer_descends_the_rosenbrock_valley(kind):
    _, optimizer, count = SETTINGS[kind]
    _, losses = descend(optimizer, Valley(), (-1.2, 1.0), count)
    assert losses[-1] <= 1e-2
    assert np.isfinite(losses).all()


@each_optimizer
def test_update_is_pure(kind):
    optimizer = SETTINGS[kind][1]
    at = Evaluator(Valley()).at
    state, _, _ = advance(optimizer, at, optimizer.init(np.array([-1.2, 1.0])), 3)
    before = [np.array(part) for part in state]
    first, second = optimizer.update(at, state), optimizer.update(at, state)
    assert all(np.array_equal(a, b) for a, b in zip(before, state, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


@each_optimizer
def test_a_batch_gives_the_same_points_as_its_members(kind):
    optimizer = SETTINGS[kind][1]
    starts = np.array([[-1.2, 1.0], [0.5, 0.5], [2.0, 2.0]])
    together, _ = descend(optimizer, Valley(), starts, 5)
    for i, start in enumerate(starts):
        alone, _ = descend(optimizer, Valley(), start, 5)
        assert together[:, i] == pytest.approx(alone, rel=1e-9)


@each_optimizer
def test_hyperparameters_are_frozen_fields(kind):
    optimizer = SETTINGS[kind][0]
    assert isinstance(optimizer, Optimizer)
    for field in dataclasses.fields(optimizer):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(optimizer, field.name, 1.0)


@each_optimizer
def test_an_optimizer_at_the_minimum_stays_there(kind):
    points, losses = descend(SETTINGS[kind][0], bowl(10.0), (0.0, 0.0), 3)
    assert not points.any()
    assert not losses.any()


@pytest.mark.parametrize(
    ("threshold", "steps"), [(1e-2, 3925), (1e-4, 9339), (1e-6, 15068)], ids=["1e-2", "1e-4", "1e-6"]
)
def test_gradient_descent_needs_the_known_steps_in_the_rosenbrock_valley(threshold, steps):
    _, losses = descend(GradientDescent(1e-3), Rosenbrock(), (-1.2, 1.0), steps)
    assert int(np.argmax(losses <= threshold)) + 1 == steps


def test_heavy_ball_and_nesterov_start_at_rest_and_differ_in_where_the_gradient_is_taken():
    one = Quadratic([[1.0]])
    heavy, _ = descend(HeavyBall(0.5, 0.5), one, (8.0,), 3)
    ahead, _ = descend(Nesterov(0.5, 0.5), one, (8.0,), 3)
    assert heavy[:, 0].tolist() == [4.0, 0.0, -2.0]
    assert ahead[:, 0].tolist() == [4.0, 1.0, -0.25]


def test_without_momentum_heavy_ball_and_nesterov_equal_gradient_descent():
    plain, _ = descend(GradientDescent(0.1), Rosenbrock(valley=1.0), (-1.2, 1.0), 20)
    for optimizer in (HeavyBall(0.1, 0.0), Nesterov(0.1, 0.0)):
        assert descend(optimizer, Rosenbrock(valley=1.0), (-1.2, 1.0), 20)[0].tolist() == plain.tolist()


angles = st.floats(-180.0, 180.0)
kappas = st.floats(1.0, 1e4)
coordinates = st.floats(-1e3, 1e3).filter(lambda x: abs(x) > 1e-3)


@given(kappas, angles, coordinates, coordinates)
def test_conjugate_gradients_end_within_two_steps_in_the_plane(kappa, degrees, x, y):
    objective = bowl(kappa, degrees)
    points, losses = descend(ConjugateGradient(), objective, (x, y), 5)
    assert losses[1] <= 1e-13 * objective.value(np.array([x, y]))
    assert np.isfinite(points).all()


@given(st.floats(0.01, 100.0), coordinates, coordinates)
def test_conjugate_gradients_need_one_step_in_a_round_bowl(curvature, x, y):
    objective = Quadratic([[curvature, 0.0], [0.0, curvature]])
    _, losses = descend(ConjugateGradient(), objective, (x, y), 4)
    assert losses[0] <= 1e-28 * objective.value(np.array([x, y]))


@given(st.integers(2, 8), st.integers(0, 1000))
def test_conjugate_gradients_end_within_as_many_steps_as_dimensions(dimension, seed):
    rng = np.random.default_rng(seed)
    basis, _ = np.linalg.qr(rng.normal(size=(dimension, dimension)))
    objective = Quadratic.from_eigenvalues(rng.uniform(1.0, 100.0, dimension), basis)
    start = rng.normal(size=dimension)
    _, losses = descend(ConjugateGradient(), objective, start, dimension)
    assert losses[-1] <= 1e-12 * objective.value(start)


@given(kappas, angles, coordinates, coordinates)
def test_newton_needs_one_step_in_any_bowl(kappa, degrees, x, y):
    objective = bowl(kappa, degrees)
    _, losses = descend(Newton(), objective, (x, y), 1)
    assert losses[0] <= 1e-14 * objective.value(np.array([x, y]))


def test_newton_converges_to_a_saddle_and_gradient_descent_does_not():
    newton, _ = descend(Newton(), Saddle(), (1.0, 0.1), 20)
    descent, _ = descend(GradientDescent(0.1), Saddle(), (1.0, 0.1), 200)
    assert newton[-1] == pytest.approx([0.0, 0.0], abs=1e-12)
    assert descent[-1] == pytest.approx([0.0, 2.0**0.5])


def test_newton_takes_the_shortest_step_where_the_hessian_is_singular():
    points, _ = descend(Newton(), Quadratic([[4.0, 0.0], [0.0, 0.0]]), (1.0, 5.0), 1)
    assert points[0].tolist() == [0.0, 5.0]


@given(kappas, angles, coordinates, coordinates)
def test_the_line_search_ends_where_the_gradient_is_perpendicular(kappa, degrees, x, y):
    objective = bowl(kappa, degrees)
    start = np.array([x, y])
    points, _ = descend(SteepestDescent(), objective, start, 1)
    before, after = objective.gradient(start), objective.gradient(points[0])
    assert abs(before @ after) <= 1e-9 * (before @ before)


def test_the_line_search_moves_along_negative_curvature():
    points, losses = descend(SteepestDescent(), Saddle(), (0.0, 0.1), 50)
    assert points[-1] == pytest.approx([0.0, 2.0**0.5])
    assert losses[-1] == pytest.approx(-1.0)


@pytest.mark.parametrize(
    ("optimizer", "counts"),
    [
        (GradientDescent(0.1), Counts(gradients=1)),
        (Nesterov(0.1, 0.5), Counts(gradients=1)),
        (SteepestDescent(), Counts(gradients=1, hessian_products=1)),
        (ConjugateGradient(), Counts(gradients=1, hessian_products=1)),
        (Newton(), Counts(gradients=1, hessians=1)),
        (Adam(), Counts(gradients=1)),
        (KFAC(ROW, 1.0, 1e-3), Counts(gradients=1, kronecker_factors=1)),
        (AdaptiveKFAC(ROW), Counts(values=2, gradients=1, kronecker_factors=1, fisher_products=1)),
        (Shampoo(ROW, 0.1), Counts(gradients=1)),
        (Muon(ROW, 0.1), Counts(gradients=1)),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_step_evaluates_the_expected_counts(optimizer, counts):
    evaluator = Evaluator(bowl(10.0))
    optimizer.update(evaluator.at, optimizer.init(np.array([10.0, 1.0])))
    assert evaluator.counts == counts
