import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linear_layers import descend

from core.objectives import LinearLayers
from core.optimizers import Muon
from core.optimizers.muon import newton_schulz


@given(st.integers(1, 8), st.integers(1, 8), st.floats(1e-6, 1e6), st.integers(0, 1000))
def test_newton_schulz_brings_singular_values_near_one_and_keeps_the_vectors(rows, columns, scale, seed):
    rng = np.random.default_rng(seed)
    left, _ = np.linalg.qr(rng.normal(size=(rows, min(rows, columns))))
    right, _ = np.linalg.qr(rng.normal(size=(columns, min(rows, columns))))
    values = np.geomspace(1.0, 0.005, min(rows, columns))
    inside = left.T @ newton_schulz(scale * (left * values) @ right.T) @ right
    assert ((np.diag(inside) >= 0.65) & (np.diag(inside) <= 1.25)).all()
    assert inside == pytest.approx(np.diag(np.diag(inside)), abs=1e-12)


def test_newton_schulz_leaves_nothing_of_a_matrix_of_zeros():
    assert not newton_schulz(np.zeros((3, 2, 4))).any()


def muon_direction(matrix):
    """Five iterations on the singular values alone, times the factor of the shape."""
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    values = values / np.sqrt((values**2).sum())
    for _ in range(5):
        values = 3.4445 * values - 4.7750 * values**3 + 2.0315 * values**5
    return np.sqrt(max(1.0, len(matrix) / len(matrix.T))) * (left * values) @ right


def test_muon_follows_its_recursion():
    rng = np.random.default_rng(0)
    wide_and_tall = LinearLayers(rng.normal(size=(20, 3)), rng.normal(size=(20, 4)), widths=(2,))
    start = rng.normal(size=14)
    points = descend(Muon(wide_and_tall.shapes, 0.02), wide_and_tall, start, 20)
    x, mean = start, np.zeros(14)
    for point in points:
        g = wide_and_tall.gradient(x)
        mean = 0.9 * mean + 0.1 * g
        ahead = 0.1 * g + 0.9 * mean
        steps = muon_direction(ahead[:6].reshape(2, 3)), muon_direction(ahead[6:].reshape(4, 2))
        x = x - 0.02 * np.concatenate([step.ravel() for step in steps])
        assert point == pytest.approx(x, rel=1e-9)
