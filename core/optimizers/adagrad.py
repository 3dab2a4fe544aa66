"""Adagrad: the rate of each coordinate falls with the sum of its squared gradients."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer


class AdagradState(NamedTuple):
    """The iterate and the sum of squared gradients."""

    x: FloatArray  # (..., d)
    squares: FloatArray  # (..., d), sum of squared gradients


@dataclass(frozen=True)
class Adagrad(Optimizer[AdagradState]):
    """x+ = x - a g / (sqrt s + eps), s = the sum of g^2; conventions and defaults of torch.optim.Adagrad.

    References
    ----------
    J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning and
    Stochastic Optimization", J. Mach. Learn. Res. 12, 2011, the diagonal case of figure 1.

    """

    learning_rate: Hyperparameter = 1e-2
    epsilon: Hyperparameter = 1e-10

    def init(self, x: FloatArray) -> AdagradState:
        """Return the state at the start, the sum at 0."""
        return AdagradState(x, np.zeros_like(x))

    def update(self, at: At, state: AdagradState) -> AdagradState:
        """Return the state one step on."""
        g = at(state.x).gradient
        squares = state.squares + g * g
        return AdagradState(state.x - self.learning_rate * g / (np.sqrt(squares) + self.epsilon), squares)
