import numpy as np
import pytest

from core.activations import ACTIVATIONS

# No kink of ReLU within the differences.
Z = np.concatenate([-np.logspace(1, -2, 20), np.logspace(-2, 1, 20)])
STEP = 1e-5


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivatives_as_functions_of_the_value_agree_with_differences(name):
    activation = ACTIVATIONS[name]
    before, here, after = (activation.value(Z + shift) for shift in (-STEP, 0.0, STEP))
    assert activation.slope(here) == pytest.approx((after - before) / (2.0 * STEP), abs=1e-8)
    curvature = 0.0 if activation.bend is None else activation.bend(here) * activation.slope(here)
    slopes = activation.slope(after) - activation.slope(before)
    assert np.broadcast_to(curvature, Z.shape) == pytest.approx(slopes / (2.0 * STEP), abs=1e-8)


def test_the_sigmoid_does_not_overflow():
    far = np.array([-1e6, 0.0, 1e6])
    assert ACTIVATIONS["sigmoid"].value(far).tolist() == [0.0, 0.5, 1.0]


def test_small_values_of_the_sigmoid_keep_their_digits():
    z = np.array([-700.0, -100.0, -40.0])
    assert ACTIVATIONS["sigmoid"].value(z) == pytest.approx(np.exp(z), rel=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_gain_homogeneity_and_steepest_slope_describe_the_function(name):
    activation = ACTIVATIONS[name]
    assert activation.gain**2 == pytest.approx(2.0 if name == "relu" else 1.0)
    assert activation.homogeneous == bool(np.allclose(activation.value(3.0 * Z), 3.0 * activation.value(Z)))
    slopes = activation.slope(activation.value(np.array([-50.0, 0.0, 50.0])))
    if activation.steepest is None:
        assert slopes[-1] == 1.0
    else:
        assert slopes == pytest.approx([0.0, activation.steepest, 0.0], abs=1e-12)
