"""Lion: steps of equal size in each coordinate, along the sign of an average of gradients."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer


class LionState(NamedTuple):
    """The iterate and the running average."""

    x: FloatArray  # (..., d)
    mean: FloatArray  # (..., d), running average of gradients


@dataclass(frozen=True)
class Lion(Optimizer[LionState]):
    """x+ = x - a (sign(b1 m + (1 - b1) g) + w x), m+ = b2 m + (1 - b2) g; the defaults of its paper.

    References
    ----------
    X. Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023, algorithm 2.

    """

    learning_rate: Hyperparameter = 1e-4
    beta1: Hyperparameter = 0.9
    beta2: Hyperparameter = 0.99
    weight_decay: Hyperparameter = 0.0

    def init(self, x: FloatArray) -> LionState:
        """Return the state at the start, the average at 0."""
        return LionState(x, np.zeros_like(x))

    def update(self, at: At, state: LionState) -> LionState:
        """Return the state one step on."""
        g = at(state.x).gradient
        direction = np.sign(self.beta1 * state.mean + (1.0 - self.beta1) * g) + self.weight_decay * state.x
        mean = self.beta2 * state.mean + (1.0 - self.beta2) * g
        return LionState(state.x - self.learning_rate * direction, mean)
