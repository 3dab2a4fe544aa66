"""Products of matrices that learn another product of the same kind, each with many fixed rates at once."""

import math
from collections.abc import Iterator

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.streams import problem

_DIVERGED = 1e6
"""Above this multiple of its start a loss does not come back."""

_WORK = 8_000.0
"""Microseconds of work, about, for a step of all networks under way: what is split over a few yields."""


def rates(width: int) -> FloatArray:
    """Return the fixed rates that are tried, rising by a factor of sqrt 2, shape (r,).

    n / 2 is among them, at which a single layer learns in one step: there the loss is a round bowl of curvature 2 / n.
    """
    return width / 2.0 * 2.0 ** (np.arange(-20, 3) / 2.0)


class Learners:
    """Networks, each with every rate, that minimize ||M - T||^2 / n, M and T products of L matrices.

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
    steps
        The steps of the best rate, shape (k,); inf where no rate arrives, NaN while running.
    best_rate
        The lowest of the rates with so few steps, shape (k,); NaN where none arrives.

    """

    def __init__(self, seed: int, some: range, *, depth: int, width: int, branch: float | None) -> None:
        shape = depth, width, width
        self._branch, self._rates = branch, rates(width)
        drawn = [problem(seed, index).standard_normal((2, *shape)) / math.sqrt(width) for index in some]
        learners, teachers = np.stack(drawn, axis=1)
        self.steps, self.best_rate = np.full(len(some), np.nan), np.full(len(some), np.nan)
        targets = _multiplied(list(np.moveaxis(self._layers(teachers), 1, 0)))[-1]
        # One row for each network with each rate that is still under way.
        self._which = np.repeat(np.arange(len(some)), len(self._rates))
        self._rate = np.tile(self._rates, len(some))
        self._weights = [learners[self._which, layer] for layer in range(depth)]
        self._targets = targets[self._which]
        self._start = self._goal = np.full(len(self._which), np.nan)

    def _layers(self, weights: FloatArray) -> FloatArray:
        if self._branch is None:
            return weights
        layers: FloatArray = np.eye(weights.shape[-1]) + self._branch * weights
        return layers

    def descend(self, tolerance: float, max_steps: int) -> Iterator[None]:
        """Take steps until every network has arrived with one rate or failed with all; yield after each layer."""
        width = self._targets.shape[-1]
        for step in range(max_steps + 1):
            layers = [self._layers(weights) for weights in self._weights]
            with np.errstate(over="ignore", invalid="ignore"):
                products = _multiplied(layers)
                yield
                off = products[-1] - self._targets
                losses = np.einsum("aij,aij->a", off, off) / width
            if step == 0:
                self._start, self._goal = losses, tolerance * losses
            keep = self._judge(step, losses)
            if not keep.any():
                break
            if step == max_steps:
                break
            if not keep.all():
                layers, products = [each[keep] for each in layers], [each[keep] for each in products]
                off = off[keep]
            yield from self._step(layers, products, off * (2.0 / width))
        self.steps[np.isnan(self.steps)] = np.inf

    def _judge(self, step: int, losses: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Note who has arrived, drop who need not go on, and return which rows are kept, shape (a,)."""
        arrived = losses <= self._goal
        for row in np.flatnonzero(arrived)[::-1]:
            self.steps[self._which[row]], self.best_rate[self._which[row]] = step, self._rate[row]
        # nan compares false: what is not finite is dropped.
        keep: np.ndarray[tuple[int], np.dtype[np.bool_]] = losses <= _DIVERGED * self._start
        keep &= np.isnan(self.steps)[self._which]
        if not keep.all():
            self._weights = [weights[keep] for weights in self._weights]
            self._which, self._rate, self._targets = self._which[keep], self._rate[keep], self._targets[keep]
            self._start, self._goal = self._start[keep], self._goal[keep]
        return keep

    def _step(self, layers: list[FloatArray], products: list[FloatArray], back: FloatArray) -> Iterator[None]:
        """Step against the gradient; `back` is that of the loss in the whole product."""
        scale = (1.0 if self._branch is None else self._branch) * self._rate[:, None, None]
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


def together(depth: int, width: int) -> int:
    """Return how many problems are a few milliseconds of work a layer."""
    product = 0.7 + width**3 / 5000.0
    return max(1, int(_WORK / (3.0 * depth * product * len(rates(width)))))
