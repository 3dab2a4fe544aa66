import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linear_layers import START, TWO_LAYERS, descend, gradients

from core.objective import Evaluator
from core.objectives import LinearLayers
from core.optimizer import advance
from core.optimizers import KFAC, AdaptiveKFAC


def kronecker_step(x, damping):
    """The step of K-FAC, solved with the Kronecker products themselves."""
    steps = []
    for slope, (a, g) in zip(gradients(x), TWO_LAYERS.kronecker_factors(x), strict=True):
        p = np.sqrt(np.trace(a) / len(a) / (np.trace(g) / len(g)))
        damped = np.kron(g + np.sqrt(damping) / p * np.eye(len(g)), a + np.sqrt(damping) * p * np.eye(len(a)))
        steps.append(np.linalg.solve(damped, slope.ravel()))
    return np.concatenate(steps)


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 1000))
def test_a_step_of_kfac_without_damping_solves_least_squares(columns, rows, seed):
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(30, columns)), rng.normal(size=(30, rows))
    objective = LinearLayers(inputs, targets)
    (point,) = descend(KFAC(objective.shapes, 1.0, 0.0), objective, rng.normal(size=columns * rows), 1)
    solution, *_ = np.linalg.lstsq(inputs, targets)
    assert point.reshape(rows, columns) == pytest.approx(solution.T, rel=1e-10, abs=1e-10)


def test_a_step_of_kfac_without_damping_is_the_shortest_where_a_factor_is_singular():
    inputs = np.array([[1.0, 1.0], [2.0, 2.0]])
    objective = LinearLayers(inputs, inputs @ np.array([[4.0], [2.0]]))
    points = descend(KFAC(objective.shapes, 1.0, 0.0), objective, np.zeros(2), 1)
    assert points[0] == pytest.approx([3.0, 3.0])


def test_kfac_solves_the_damped_kronecker_products():
    points = descend(KFAC(TWO_LAYERS.shapes, 0.3, 0.01), TWO_LAYERS, START, 20)
    x = START
    for point in points:
        x = x - 0.3 * kronecker_step(x, 0.01)
        assert point == pytest.approx(x, rel=1e-10)


@pytest.mark.parametrize("optimizer", [KFAC(TWO_LAYERS.shapes, 1.0, 0.01), KFAC(TWO_LAYERS.shapes, 1.0, 0.0)])
def test_kfac_stays_where_the_factors_of_a_layer_are_zero(optimizer):
    assert not descend(optimizer, TWO_LAYERS, np.zeros(18), 3).any()


@pytest.mark.parametrize("damping", [1e-6, 1e-3, 1.0])
def test_adaptive_kfac_follows_its_rules(damping):
    points = descend(AdaptiveKFAC(TWO_LAYERS.shapes, damping), TWO_LAYERS, START, 30)
    x = START
    for point in points:
        g, step = TWO_LAYERS.gradient(x), kronecker_step(x, damping)
        fisher = np.stack([TWO_LAYERS.fisher_product(x, unit) for unit in np.eye(len(x))])
        rate = g @ step / (step @ fisher @ step + damping * step @ step)
        change = TWO_LAYERS.value(x - rate * step) - TWO_LAYERS.value(x)
        model = -rate * g @ step + rate**2 / 2.0 * (step @ fisher @ step + damping * step @ step)
        x = x - rate * step if change <= 0.5 * TWO_LAYERS.value(x) else x
        damping *= 0.8 if change / model > 0.75 else 1.5625 if change / model < 0.25 else 1.0
        assert point == pytest.approx(x, rel=1e-8)


def test_adaptive_kfac_reduces_the_damping_where_the_model_is_exact():
    objective = LinearLayers(np.random.default_rng(1).normal(size=(20, 4)), np.zeros((20, 2)))
    optimizer = AdaptiveKFAC(objective.shapes)
    state, _, _ = advance(optimizer, Evaluator(objective).at, optimizer.init(np.ones(8)), 3)
    assert state.damping == pytest.approx([0.8**3])


class Optimistic(LinearLayers):
    """A layer whose targets are 0 and whose Fisher matrix is divided by `factor`: steps are as many times too long."""

    def __init__(self, inputs, factor):
        super().__init__(inputs, np.zeros((len(inputs), 1)))
        self.factor = factor

    def fisher_product(self, x, v):
        return super().fisher_product(x, v) / self.factor

    def kronecker_factors(self, x):
        return [(a / self.factor, g) for a, g in super().kronecker_factors(x)]


@pytest.mark.parametrize(
    ("factor", "times"), [(1.2, 0.8), (1.3, 1.0), (1.7, 1.0), (1.8, 1.5625), (2.2, 1.5625), (2.3, 1.5625)]
)
def test_adaptive_kfac_compares_the_change_with_the_model_and_rejects_a_step_that_ends_far_above(factor, times):
    # From 1 to 1 - factor the loss changes by (factor^2 - 2 factor) / 2, the model by -factor / 2.
    objective = Optimistic(np.ones((1, 1)), factor)
    optimizer = AdaptiveKFAC(objective.shapes, 1e-20)
    state, _, _ = advance(optimizer, Evaluator(objective).at, optimizer.init(np.ones(1)), 1)
    assert state.damping / 1e-20 == pytest.approx([times])
    assert state.x == pytest.approx([1.0 - factor if (1.0 - factor) ** 2 <= 1.5 else 1.0])


def test_adaptive_kfac_recovers_from_a_model_that_is_too_optimistic():
    objective, start = Optimistic(np.random.default_rng(1).normal(size=(20, 4)), 100.0), np.ones(4)
    losses = objective.value(
        np.concatenate([[start], descend(AdaptiveKFAC(objective.shapes, 0.01), objective, start, 100)])
    )
    assert losses[1] == losses[0]
    assert losses[-1] < 1e-6 * losses[0]
