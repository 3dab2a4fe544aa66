"""Activation functions with their derivatives."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray


@dataclass(frozen=True)
class Activation:
    """An activation function, its derivatives as functions of its value, and its gain.

    Attributes
    ----------
    value
        phi(z), any shape.
    slope
        phi'(z), given phi(z); 0 at the kink of ReLU.
    bend
        phi''(z) / phi'(z), given phi(z); None where phi'' is 0 everywhere except at a kink.
    gain
        The standard deviation of a weight times sqrt(n) in the standard initialization: 1, or sqrt 2 for ReLU.
    homogeneous
        Whether phi(c z) = c phi(z) for every c > 0.
    steepest
        The largest phi' of an activation that saturates, that is, whose phi' tends to 0 on both sides; else None.

    """

    value: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]
    bend: Callable[[FloatArray], FloatArray] | None
    gain: float
    homogeneous: bool
    steepest: float | None = None


def _tanh_slope(output: FloatArray) -> FloatArray:
    slope = output * output
    return np.subtract(1.0, slope, out=slope)


def _tanh_bend(output: FloatArray) -> FloatArray:
    return -2.0 * output


def _relu(z: FloatArray) -> FloatArray:
    return np.maximum(z, 0.0)


def _relu_slope(output: FloatArray) -> FloatArray:
    return (output > 0.0).astype(np.float64)


def _sigmoid(z: FloatArray) -> FloatArray:
    # An exponential takes less time than tanh. Where it overflows, the value is 0.
    powers: FloatArray = np.negative(z)
    with np.errstate(over="ignore"):
        np.exp(powers, out=powers)
    powers += 1.0
    return np.divide(1.0, powers, out=powers)


def _sigmoid_slope(output: FloatArray) -> FloatArray:
    slope = 1.0 - output
    return np.multiply(slope, output, out=slope)


def _sigmoid_bend(output: FloatArray) -> FloatArray:
    return 1.0 - 2.0 * output


# No lambdas: what holds an activation can be pickled.
ACTIVATIONS = {
    "tanh": Activation(np.tanh, _tanh_slope, _tanh_bend, 1.0, homogeneous=False, steepest=1.0),
    "relu": Activation(_relu, _relu_slope, None, math.sqrt(2.0), homogeneous=True),
    "sigmoid": Activation(_sigmoid, _sigmoid_slope, _sigmoid_bend, 1.0, homogeneous=False, steepest=0.25),
    "linear": Activation(np.positive, np.ones_like, None, 1.0, homogeneous=True),
}
