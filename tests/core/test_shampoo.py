import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from linear_layers import START, TWO_LAYERS, descend, gradients
from scipy.linalg import sqrtm

from core.objectives import LinearLayers
from core.optimizers import Shampoo


@given(st.integers(1, 6), st.integers(1, 6), st.floats(1e-3, 1e3), st.integers(0, 1000))
def test_shampoo_without_averages_takes_the_polar_factor(rows, columns, scale, seed):
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(30, columns))
    objective = LinearLayers(inputs, scale * inputs @ rng.normal(size=(columns, rows)))
    optimizer = Shampoo(objective.shapes, 1.0, beta1=0.0, beta2=0.0, epsilon=1e-20 * scale**2)
    (step,) = -descend(optimizer, objective, np.zeros(rows * columns), 1)
    left, values, right = np.linalg.svd(
        objective.gradient(np.zeros(rows * columns)).reshape(rows, columns), full_matrices=False
    )
    assume(values[-1] > 1e-3 * values[0])
    assert step.reshape(rows, columns) == pytest.approx(left @ right, abs=1e-6)


def test_the_first_step_of_shampoo_is_the_same_with_any_averages():
    first = descend(Shampoo(TWO_LAYERS.shapes, 0.1, beta1=0.0, beta2=0.0), TWO_LAYERS, START, 1)
    assert descend(Shampoo(TWO_LAYERS.shapes, 0.1), TWO_LAYERS, START, 1) == pytest.approx(first, rel=1e-9)


def test_shampoo_follows_its_recursion():
    points = descend(Shampoo(TWO_LAYERS.shapes, 0.05, epsilon=1e-5), TWO_LAYERS, START, 20)
    x, averages = (
        START,
        [[np.zeros(shape), np.zeros((shape[0],) * 2), np.zeros((shape[1],) * 2)] for shape in TWO_LAYERS.shapes],
    )
    for t, point in enumerate(points, 1):
        steps = []
        for g, average in zip(gradients(x), averages, strict=True):
            for i, (decay, new) in enumerate([(0.9, g), (0.95, g @ g.T), (0.95, g.T @ g)]):
                average[i] = decay * average[i] + (1.0 - decay) * new
            left, right = (
                np.linalg.inv(sqrtm(sqrtm(product / (1.0 - 0.95**t) + 1e-5 * np.eye(len(product)))))
                for product in average[1:]
            )
            steps.append((left @ (average[0] / (1.0 - 0.9**t)) @ right).ravel())
        x = x - 0.05 * np.concatenate(steps)
        assert point == pytest.approx(x, rel=1e-7)
