"""The mean loss of a multilayer perceptron on examples, as a function of its weights."""

import math
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.objective import ModelObjective
from core.objectives import network_curvature, network_hessian
from core.objectives.architecture import Architecture
from core.objectives.examples import Examples, IntArray, block_size, in_blocks
from core.objectives.network_pass import NetworkPass
from core.objectives.output_losses import OUTPUT_LOSSES

_NUMBERS_AT_ONCE = 2**15
"""Activations of a layer computed at once for a batch of weights, 256 KiB: more are slower, as they leave the cache."""


class Perceptron(ModelObjective):
    """f(x) = mean loss of the scores of a network whose weights are x, in float64.

    Parameters
    ----------
    architecture
        The network; its weights are laid out as `Architecture` says.
    inputs
        Shape (..., N, in); leading axes are those of x, if each member of a batch has examples of its own.
    labels
        Integers from 0 to out - 1, shape (..., N).
    loss
        `cross_entropy` (in nats, after softmax) or `squared` (half the squared distance to the unit vector of the
        label).

    """

    def __init__(
        self, architecture: Architecture, inputs: FloatArray, labels: npt.ArrayLike, loss: str = "cross_entropy"
    ) -> None:
        self.architecture, self.loss = architecture, loss
        self.inputs, self.labels = inputs, np.asarray(labels, dtype=np.intp)
        self.dimension = architecture.dimension
        if inputs.shape != (*self.labels.shape, architecture.widths[0]):
            raise ValueError(f"inputs {inputs.shape} fit neither labels {self.labels.shape} nor {architecture.widths}")
        self._last: tuple[FloatArray, NetworkPass] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.architecture, self.inputs, self.labels, self.loss)

    @cached_property
    def _examples(self) -> Examples:
        architecture = self.architecture
        return in_blocks(self.inputs, self.labels, architecture.widths[-1], block_size(architecture.shapes))

    def subset(self, indices: IntArray) -> "Perceptron":
        """Return the same network on some of the examples, such as a minibatch.

        Indices of shape (..., n) give each member of a batch of weights, (..., P), a minibatch of its own.
        """
        return Perceptron(self.architecture, self.inputs[indices], self.labels[indices], self.loss)

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""
        return self._in_parts(lambda x: self._at(x).loss.value(), x)

    def gradient(self, x: FloatArray) -> FloatArray:
        """Return the gradient at x, shape (..., P)."""
        return self._in_parts(lambda x: self._at(x).weight_gradient.copy(), x)

    def hessian(self, x: FloatArray) -> FloatArray:
        """Return the Hessian at x, shape (..., P, P)."""
        points = x.reshape(-1, self.dimension)
        dense = np.stack([network_hessian.hessian(self._at(point)) for point in points])
        return dense.reshape(*x.shape, self.dimension)

    def hessian_product(self, x: FloatArray, v: FloatArray) -> FloatArray:
        """Return the Hessian at x times v, shape (..., P)."""
        return self._product(network_curvature.hessian_product, x, v)

    def fisher_product(self, x: FloatArray, v: FloatArray) -> FloatArray:
        """Return the Fisher matrix at x times v, shape (..., P)."""
        return self._product(network_curvature.fisher_product, x, v)

    def kronecker_factors(self, x: FloatArray) -> list[tuple[FloatArray, FloatArray]]:
        """Return the Kronecker factors of each matrix."""
        return network_curvature.kronecker_factors(self._at(x))

    def gradient_statistics(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the gradient, shape (..., P), and the trace of the covariance of the gradients of single examples.

        The trace, shape (...), is the mean of |g|^2 less |mean g|^2.
        """
        network = self._at(x)
        gradient = network.weight_gradient.copy()
        squares = network_curvature.mean_squared_gradient(network)
        return gradient, squares - np.vecdot(gradient, gradient)

    def scores(self, x: FloatArray) -> FloatArray:
        """Return the scores of all examples, before softmax, shape (..., N, out)."""
        return self._examples.in_order(self._at(x).outputs[-1])

    def accuracy(self, x: FloatArray) -> FloatArray:
        """Return the share of examples whose largest score is that of their label, shape (...)."""
        accuracy: FloatArray = np.mean(self.scores(x).argmax(axis=-1) == self.labels, axis=-1)
        return accuracy

    def _at(self, x: FloatArray) -> NetworkPass:
        """Return the network at weights x, shape (..., P). The last one is kept for the next call at the same x."""
        last = self._last
        if last is None or not np.array_equal(last[0], x):
            own = x.copy()  # x may change in place
            last = self._last = own, NetworkPass(self.architecture, OUTPUT_LOSSES[self.loss], self._examples, own)
        return last[1]

    def _product(
        self, compute: Callable[[NetworkPass, FloatArray], FloatArray], x: FloatArray, v: FloatArray
    ) -> FloatArray:
        # The curvature of least squares is the same at all x: the batch of x has to come from v.
        v = np.broadcast_to(v, np.broadcast_shapes(x.shape, v.shape))
        return self._in_parts(lambda x, v: compute(self._at(x), v), x, v)

    def _in_parts(self, compute: Callable[..., FloatArray], *points: FloatArray) -> FloatArray:
        """Return `compute(*points)` for points of shape (..., P), a part of the batch at a time."""
        batch = np.broadcast_shapes(*(each.shape[:-1] for each in points))
        numbers = self.labels.shape[-1] * max(self.architecture.widths[1:])
        size, each = math.prod(batch), max(1, _NUMBERS_AT_ONCE // numbers)
        if size <= each or self.labels.ndim > 1:
            return compute(*points)
        flat = [p if p.ndim == 1 else np.broadcast_to(p, (*batch, p.shape[-1])).reshape(size, -1) for p in points]
        parts = [
            compute(*(p if p.ndim == 1 else p[begin : begin + each] for p in flat)) for begin in range(0, size, each)
        ]
        joined = np.concatenate(parts)
        return joined.reshape(*batch, *joined.shape[1:])
