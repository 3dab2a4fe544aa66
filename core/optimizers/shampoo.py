"""Shampoo: the gradient of each matrix, scaled from both sides by averages of its products with itself."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.matrices import Shapes, flattened, matrices, symmetric_power, transposed
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer


class ShampooState(NamedTuple):
    """The iterate, the running averages and the number of steps."""

    x: FloatArray  # (..., d)
    mean: FloatArray  # (..., d), running average of gradients
    left: FloatArray  # (..., sum of squared numbers of rows), running averages of G G^T, one after the other
    right: FloatArray  # (..., sum of squared numbers of columns), running averages of G^T G, one after the other
    steps: int


@dataclass(frozen=True)
class Shampoo(Optimizer[ShampooState]):
    """W+ = W - a (L + eps I)^-1/4 M (R + eps I)^-1/4 for each matrix W with gradient G.

    L, R and M are running averages of G G^T and G^T G (`beta2`) and of G (`beta1`), corrected for bias as in Adam.
    The paper takes the sums of G G^T and G^T G, and G itself.

    References
    ----------
    V. Gupta, T. Koren, Y. Singer, "Shampoo: Preconditioned Stochastic Tensor Optimization", ICML 2018, algorithm 1.

    """

    shapes: Shapes
    learning_rate: Hyperparameter
    beta1: Hyperparameter = 0.9
    beta2: Hyperparameter = 0.95
    epsilon: Hyperparameter = 1e-8

    def init(self, x: FloatArray) -> ShampooState:
        """Return the state at the start, the averages at 0."""
        left, right = (
            np.zeros((*x.shape[:-1], sum(size * size for size in sizes))) for sizes in zip(*self.shapes, strict=True)
        )
        return ShampooState(x, np.zeros_like(x), left, right, 0)

    def update(self, at: At, state: ShampooState) -> ShampooState:
        """Return the state one step on."""
        g = at(state.x).gradient
        steps, parts = state.steps + 1, matrices(g, self.shapes)
        mean = self.beta1 * state.mean + (1.0 - self.beta1) * g
        left = self._average(state.left, [part @ transposed(part) for part in parts])
        right = self._average(state.right, [transposed(part) @ part for part in parts])
        direction = self._scaled(mean, left, right, 1.0 - self.beta2**steps)
        rate = self.learning_rate / (1.0 - self.beta1**steps)
        return ShampooState(state.x - rate * direction, mean, left, right, steps)

    def _average(self, average: FloatArray, products: list[FloatArray]) -> FloatArray:
        updated: FloatArray = self.beta2 * average + (1.0 - self.beta2) * flattened(products)
        return updated

    def _scaled(self, mean: FloatArray, left: FloatArray, right: FloatArray, weight: Hyperparameter) -> FloatArray:
        """Return L^-1/4 M R^-1/4 of all matrices as flat weights; `weight` is the sum of the weights in L and R."""
        rows, columns = zip(*self.shapes, strict=True)
        of_rows = matrices(left / weight, tuple((size, size) for size in rows))
        of_columns = matrices(right / weight, tuple((size, size) for size in columns))
        return flattened(
            [
                symmetric_power(before, -0.25, self.epsilon) @ part @ symmetric_power(after, -0.25, self.epsilon)
                for before, part, after in zip(of_rows, matrices(mean, self.shapes), of_columns, strict=True)
            ]
        )
