"""Products of matrices that learn another product of the same kind, each with several fixed rates at once."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.obstacles.nonlinearity.streams import problem

_DIVERGED = 1e6
"""Above this multiple of its start a loss does not come back."""

Indices = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


class Problems:
    """Networks that minimize ||M - T||^2 / n, M and T products of L matrices.

    A plain layer is W, a residual one I + s W, W with entries N(0, 1 / n); the teacher T is drawn like
    the learner. The loss is that of whitened inputs: one layer alone needs one step.

    Parameters
    ----------
    seed, some
        Which problems.
    depth, width
        L and n.
    branch
        s, or None in a plain network.

    Attributes
    ----------
    width, branch
        As given.
    learners
        W by layer, shape (k, L, n, n).
    targets
        T, shape (k, n, n).

    """

    def __init__(self, seed: int, some: range, *, depth: int, width: int, branch: float | None) -> None:
        self.width, self.branch = width, branch
        drawn = [problem(seed, index).standard_normal((2, depth, width, width)) / math.sqrt(width) for index in some]
        self.learners, teachers = np.stack(drawn, axis=1)
        self.targets = _multiplied(list(np.moveaxis(self.layers(teachers), 1, 0)))[-1]

    def __len__(self) -> int:
        """Return k."""
        return len(self.learners)

    def layers(self, weights: FloatArray) -> FloatArray:
        """Return what weights of shape (..., n, n) multiply by."""
        if self.branch is None:
            return weights
        layers: FloatArray = np.eye(self.width) + self.branch * weights
        return layers


class Learners:
    """Gradient descent on problems, one row for each rate that one of them is tried with.

    Parameters
    ----------
    problems
        What is learned.
    which, rate
        The problem and the rate of each row, shape (a,).
    most
        Steps allowed to each problem, shape (k,).

    Attributes
    ----------
    steps
        When each row arrived, shape (a,); inf where it did not, or not before another row of its problem.
    loss
        The loss that each row ended with, over that of its start, shape (a,); inf where it diverged.

    """

    def __init__(self, problems: Problems, which: Indices, rate: FloatArray, most: FloatArray) -> None:
        self._problems, self._most = problems, most
        self.steps, self.loss = np.full(len(which), np.inf), np.full(len(which), np.inf)
        # What is still under way: its row, its problem, its rate and its layers.
        self._row, self._which, self._rate = np.arange(len(which)), which, rate
        self._weights = [problems.learners[which, layer] for layer in range(problems.learners.shape[1])]
        self._targets = problems.targets[which]
        self._start, self._ended = np.full(len(which), np.nan), np.zeros(len(problems), dtype=bool)

    def descend(self, tolerance: float) -> Iterator[None]:
        """Take steps until every problem has arrived with one rate, or ended with all; yield after each layer."""
        step = 0
        while len(self._row):
            layers = [self._problems.layers(weights) for weights in self._weights]
            with np.errstate(over="ignore", invalid="ignore"):
                products = _multiplied(layers)
                yield
                off = products[-1] - self._targets
                losses = np.einsum("aij,aij->a", off, off) / self._problems.width
            if step == 0:
                self._start = losses
            keep = self._judge(step, losses, tolerance)
            if not keep.all():
                layers, products = [each[keep] for each in layers], [each[keep] for each in products]
                off = off[keep]
            if keep.any():
                yield from self._step(layers, products, off * (2.0 / self._problems.width))
            step += 1

    def _judge(self, step: int, losses: FloatArray, tolerance: float) -> Mask:
        """Note who has arrived, drop who need not go on, and return which rows are kept, shape (a,)."""
        arrived = losses <= tolerance * self._start
        # nan compares false: what is not finite is dropped.
        finite = losses <= _DIVERGED * self._start
        self._ended[self._which[arrived]] = True
        keep: Mask = finite & ~self._ended[self._which] & (step < self._most[self._which])
        if not keep.all():
            self.steps[self._row[arrived]] = step
            last = ~keep & finite & (self._start > 0.0)
            self.loss[self._row[last]] = losses[last] / self._start[last]
            self._weights = [weights[keep] for weights in self._weights]
            self._row, self._which, self._rate = self._row[keep], self._which[keep], self._rate[keep]
            self._targets, self._start = self._targets[keep], self._start[keep]
        return keep

    def _step(self, layers: list[FloatArray], products: list[FloatArray], back: FloatArray) -> Iterator[None]:
        """Step against the gradient; `back` is that of the loss in the whole product."""
        branch = self._problems.branch
        scale = (1.0 if branch is None else branch) * self._rate[:, None, None]
        with np.errstate(over="ignore", invalid="ignore"):
            for layer in range(len(layers) - 1, -1, -1):
                gradient = back @ products[layer - 1].swapaxes(-1, -2) if layer else back
                self._weights[layer] = self._weights[layer] - scale * gradient
                if layer:
                    back = layers[layer].swapaxes(-1, -2) @ back
                yield


def _multiplied(layers: list[FloatArray]) -> list[FloatArray]:
    """Return the products of the first 1, 2, ... layers, each of shape (..., n, n)."""
    products = [layers[0]]
    for layer in layers[1:]:
        products.append(layer @ products[-1])
    return products
