"""Products of matrices that learn another product of the same kind, with several fixed rates in parallel."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.obstacles.nonlinearity.streams import problem_stream

_DIVERGED = 1e6
"""A run has diverged when its loss is more than this times the loss of its start."""

Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


class Problems:
    """Networks that minimize ||M - T||^2 / n, M and T products of L matrices.

    A plain layer is W, a residual one I + s W, W with entries N(0, 1 / n); the teacher T is drawn like
    the learner. The loss is that of whitened inputs, so a single layer needs one step.

    Parameters
    ----------
    seed, indices
        The seed and the indices of the problems.
    depth, width
        L and n.
    branch
        s, or None in a plain network.

    Attributes
    ----------
    width, branch
        As passed to the constructor.
    learners
        W by layer, shape (k, L, n, n).
    targets
        T, shape (k, n, n).

    """

    def __init__(self, seed: int, indices: range, *, depth: int, width: int, branch: float | None) -> None:
        self.width, self.branch = width, branch
        drawn = [
            problem_stream(seed, index).standard_normal((2, depth, width, width)) / math.sqrt(width)
            for index in indices
        ]
        self.learners, teachers = np.stack(drawn, axis=1)
        self.targets = _partial_products(list(np.moveaxis(self.layers(teachers), 1, 0)))[-1]

    def __len__(self) -> int:
        """Return k."""
        return len(self.learners)

    def layers(self, weights: FloatArray) -> FloatArray:
        """Return the matrices of layers with weights of shape (..., n, n)."""
        if self.branch is None:
            return weights
        layers: FloatArray = np.eye(self.width) + self.branch * weights
        return layers


class Learners:
    """Gradient descent on problems, with one row per pair of problem and rate.

    Parameters
    ----------
    problems
        The problems.
    problem_index, rate
        The problem and the rate of each row, shape (a,).
    max_steps
        Largest number of steps of each problem, shape (k,).

    Attributes
    ----------
    steps
        The step at which each row reached the target, shape (a,); inf if it did not, or if another row of its
        problem did so earlier.
    loss
        The last loss of each row over that of its start, shape (a,); inf if it diverged.

    """

    def __init__(self, problems: Problems, problem_index: Indices, rate: FloatArray, max_steps: FloatArray) -> None:
        self._problems, self._max_steps = problems, max_steps
        self.steps, self.loss = np.full(len(problem_index), np.inf), np.full(len(problem_index), np.inf)
        # The rows that are still running: row, problem, rate and layers.
        self._row, self._problem_index, self._rate = np.arange(len(problem_index)), problem_index, rate
        self._weights = [problems.learners[problem_index, layer] for layer in range(problems.learners.shape[1])]
        self._targets = problems.targets[problem_index]
        self._start, self._ended = np.full(len(problem_index), np.nan), np.zeros(len(problems), dtype=bool)

    def descend(self, tolerance: float) -> Iterator[None]:
        """Take steps until every problem is solved with one rate or ended with all; yield after each layer."""
        step = 0
        while len(self._row):
            layers = [self._problems.layers(weights) for weights in self._weights]
            with np.errstate(over="ignore", invalid="ignore"):
                products = _partial_products(layers)
                yield
                residual = products[-1] - self._targets
                losses = np.einsum("aij,aij->a", residual, residual) / self._problems.width
            if step == 0:
                self._start = losses
            keep = self._remove_ended(step, losses, tolerance)
            if not keep.all():
                layers, products = [each[keep] for each in layers], [each[keep] for each in products]
                residual = residual[keep]
            if keep.any():
                yield from self._step(layers, products, residual * (2.0 / self._problems.width))
            step += 1

    def _remove_ended(self, step: int, losses: FloatArray, tolerance: float) -> Mask:
        """Record solved rows, remove rows that have ended, and return the mask of the others, shape (a,)."""
        solved = losses <= tolerance * self._start
        # Comparisons with nan are false, so rows with losses that are not finite are removed.
        finite = losses <= _DIVERGED * self._start
        self._ended[self._problem_index[solved]] = True
        keep: Mask = finite & ~self._ended[self._problem_index] & (step < self._max_steps[self._problem_index])
        if not keep.all():
            self.steps[self._row[solved]] = step
            last = ~keep & finite & (self._start > 0.0)
            self.loss[self._row[last]] = losses[last] / self._start[last]
            self._weights = [weights[keep] for weights in self._weights]
            self._row, self._problem_index, self._rate = self._row[keep], self._problem_index[keep], self._rate[keep]
            self._targets, self._start = self._targets[keep], self._start[keep]
        return keep

    def _step(self, layers: list[FloatArray], products: list[FloatArray], back: FloatArray) -> Iterator[None]:
        """Take a gradient step by backpropagation; `back` is the gradient of the loss in the whole product."""
        branch = self._problems.branch
        scale = (1.0 if branch is None else branch) * self._rate[:, None, None]
        with np.errstate(over="ignore", invalid="ignore"):
            for layer in range(len(layers) - 1, -1, -1):
                gradient = back @ products[layer - 1].swapaxes(-1, -2) if layer else back
                self._weights[layer] = self._weights[layer] - scale * gradient
                if layer:
                    back = layers[layer].swapaxes(-1, -2) @ back
                yield


def _partial_products(layers: list[FloatArray]) -> list[FloatArray]:
    """Return the products of the first 1, 2, ... layers, each of shape (..., n, n)."""
    products = [layers[0]]
    for layer in layers[1:]:
        products.append(layer @ products[-1])
    return products
