"""Adam: bias-corrected running averages of the gradient and of its square."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer


class AdamState(NamedTuple):
    """The iterate, the running averages and the number of steps."""

    x: FloatArray  # (..., d)
    mean: FloatArray  # (..., d), running average of gradients
    squares: FloatArray  # (..., d), running average of squared gradients
    steps: int


@dataclass(frozen=True)
class Adam(Optimizer[AdamState]):
    """x+ = x - a m / (sqrt v + eps), m and v corrected for bias; conventions and defaults of torch.optim.Adam.

    References
    ----------
    D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.

    """

    learning_rate: Hyperparameter = 1e-3
    beta1: Hyperparameter = 0.9
    beta2: Hyperparameter = 0.999
    epsilon: Hyperparameter = 1e-8

    def init(self, x: FloatArray) -> AdamState:
        """Return the state at the start, the averages at 0."""
        return AdamState(x, np.zeros_like(x), np.zeros_like(x), 0)

    def update(self, at: At, state: AdamState) -> AdamState:
        """Return the state one step on."""
        g = at(state.x).gradient
        steps = state.steps + 1
        mean = self.beta1 * state.mean + (1.0 - self.beta1) * g
        squares = self.beta2 * state.squares + (1.0 - self.beta2) * (g * g)
        size = np.sqrt(squares / (1.0 - self.beta2**steps)) + self.epsilon
        return AdamState(state.x - self.learning_rate / (1.0 - self.beta1**steps) * mean / size, mean, squares, steps)
