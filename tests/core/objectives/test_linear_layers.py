"""Linear layers with squared loss: examples of their own for each member of a batch, and what holds for one matrix."""

import numpy as np
import pytest
from linear_layers import START, TWO_LAYERS

from core.objectives import LinearLayers

RNG = np.random.default_rng(0)
INPUTS, TARGETS = RNG.normal(size=(3, 20, 4)), RNG.normal(size=(3, 20, 2))


def test_the_value_is_half_the_mean_squared_error():
    (first, second), points = (START[:12].reshape(3, 4), START[12:].reshape(2, 3)), RNG.normal(size=(5, 4))
    errors = [second @ first @ u - v for u, v in zip(points, points[:, :2], strict=True)]
    layers = LinearLayers(points, points[:, :2], (3,))
    assert layers.value(START) == pytest.approx(np.mean([e @ e / 2.0 for e in errors]))


@pytest.mark.parametrize("widths", [(), (3,), (3, 5)])
def test_members_of_a_batch_have_examples_of_their_own(widths):
    together = LinearLayers(INPUTS, TARGETS, widths)
    x, v = RNG.normal(size=(2, 3, together.dimension)) / 2.0
    for k in range(3):
        alone = LinearLayers(INPUTS[k], TARGETS[k], widths)
        for name in ("value", "gradient", "hessian"):
            assert getattr(together, name)(x)[k] == pytest.approx(getattr(alone, name)(x[k]))
        for name in ("hessian_product", "fisher_product"):
            assert getattr(together, name)(x, v)[k] == pytest.approx(getattr(alone, name)(x[k], v[k]))
        for pair, own in zip(together.kronecker_factors(x), alone.kronecker_factors(x[k]), strict=True):
            for batch, factor in zip(pair, own, strict=True):
                assert np.broadcast_to(batch, (3, *factor.shape))[k] == pytest.approx(factor)


def test_the_hessian_of_one_matrix_is_its_fisher_matrix_and_the_product_of_its_factors():
    layer = LinearLayers(INPUTS[0], TARGETS[0])
    x = RNG.normal(size=layer.dimension)
    ((moment, outputs),) = layer.kronecker_factors(x)
    fisher = [layer.fisher_product(x, unit) for unit in np.eye(layer.dimension)]
    assert layer.hessian(x) == pytest.approx(np.array(fisher))
    assert layer.hessian(x) == pytest.approx(np.kron(outputs, moment))


def test_the_fisher_matrix_of_two_is_the_mean_product_of_the_jacobians():
    (first, second), points = (START[:12].reshape(3, 4), START[12:].reshape(2, 3)), RNG.normal(size=(6, 4))
    jacobians = [np.hstack([np.kron(second, u), np.kron(np.eye(2), first @ u)]) for u in points]
    layers = LinearLayers(points, points[:, :2], (3,))
    expected = np.mean([jacobian.T @ jacobian for jacobian in jacobians], axis=0)
    assert [layers.fisher_product(START, unit).tolist() for unit in np.eye(18)] == pytest.approx(expected)


def test_where_the_error_vanishes_the_hessian_is_the_fisher_matrix():
    points = RNG.normal(size=(20, 4))
    first, second = START[:12].reshape(3, 4), START[12:].reshape(2, 3)
    layers, v = LinearLayers(points, points @ first.T @ second.T, (3,)), RNG.normal(size=18)
    assert layers.hessian_product(START, v) == pytest.approx(layers.fisher_product(START, v))
    assert TWO_LAYERS.hessian_product(START, v) != pytest.approx(TWO_LAYERS.fisher_product(START, v))
