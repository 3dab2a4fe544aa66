"""Muon: steps whose matrices have all singular values near one."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.matrices import Shapes, flattened, matrices, transposed
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer

_ITERATIONS = 5
_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_SMALLEST_NORM = 1e-7


class MuonState(NamedTuple):
    """The iterate and the running average."""

    x: FloatArray  # (..., d)
    mean: FloatArray  # (..., d), running average of gradients


@dataclass(frozen=True)
class Muon(Optimizer[MuonState]):
    """m+ = b m + (1 - b) g, W+ = W - a sqrt(max(1, rows / columns)) N((1 - b) g + b m+) for each matrix W.

    N brings all singular values near 1, see `newton_schulz`. These are the conventions of torch.optim.Muon, with
    Nesterov's momentum and without weight decay, but in double precision and for every matrix.

    References
    ----------
    K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024,
    kellerjordan.github.io/posts/muon.

    """

    shapes: Shapes
    learning_rate: Hyperparameter
    momentum: Hyperparameter = 0.9

    def init(self, x: FloatArray) -> MuonState:
        """Return the state at the start, the average at 0."""
        return MuonState(x, np.zeros_like(x))

    def update(self, at: At, state: MuonState) -> MuonState:
        """Return the state one step on."""
        g = at(state.x).gradient
        mean = self.momentum * state.mean + (1.0 - self.momentum) * g
        ahead = (1.0 - self.momentum) * g + self.momentum * mean
        steps = [
            math.sqrt(max(1.0, rows / columns)) * newton_schulz(part)
            for (rows, columns), part in zip(self.shapes, matrices(ahead, self.shapes), strict=True)
        ]
        return MuonState(state.x - self.learning_rate * flattened(steps), mean)


def newton_schulz(matrix: FloatArray) -> FloatArray:
    """Return matrices (..., m, n) with the same singular vectors and singular values near 1: about the polar factor.

    The matrix, divided by its Frobenius norm or by 1e-7 if that is larger, goes through 5 iterations
    X <- 3.4445 X - 4.7750 X X^T X + 2.0315 X X^T X X^T X. Singular values of the divided matrix from 0.0015 to 1
    end between 0.65 and 1.25, smaller ones below.
    """
    first, third, fifth = _COEFFICIENTS
    wide = matrix if matrix.shape[-2] <= matrix.shape[-1] else transposed(matrix)
    wide = wide / np.maximum(np.linalg.norm(wide, axis=(-2, -1), keepdims=True), _SMALLEST_NORM)
    for _ in range(_ITERATIONS):
        square = wide @ transposed(wide)
        wide = first * wide + (third * square + fifth * square @ square) @ wide
    return wide if matrix.shape[-2] <= matrix.shape[-1] else transposed(wide)
