"""RMSprop: the gradient of each coordinate is divided by its recent root mean square."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer


class RMSpropState(NamedTuple):
    """The iterate and the running average."""

    x: FloatArray  # (..., d)
    squares: FloatArray  # (..., d), running average of squared gradients


@dataclass(frozen=True)
class RMSprop(Optimizer[RMSpropState]):
    """x+ = x - a g / (sqrt s + eps), s+ = alpha s + (1 - alpha) g^2; conventions and defaults of torch.optim.RMSprop.

    References
    ----------
    T. Tieleman, G. Hinton, "Neural Networks for Machine Learning", Coursera 2012, lecture 6.5.

    """

    learning_rate: Hyperparameter = 1e-2
    alpha: Hyperparameter = 0.99
    epsilon: Hyperparameter = 1e-8

    def init(self, x: FloatArray) -> RMSpropState:
        """Return the state at the start, the average at 0."""
        return RMSpropState(x, np.zeros_like(x))

    def update(self, at: At, state: RMSpropState) -> RMSpropState:
        """Return the state one step on."""
        g = at(state.x).gradient
        squares = self.alpha * state.squares + (1.0 - self.alpha) * (g * g)
        return RMSpropState(state.x - self.learning_rate * g / (np.sqrt(squares) + self.epsilon), squares)
