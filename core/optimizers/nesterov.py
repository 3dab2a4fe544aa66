"""Nesterov's method: momentum, the gradient taken at the look-ahead point."""

from dataclasses import dataclass
from typing import NamedTuple

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer


class NesterovState(NamedTuple):
    """The iterate and the previous iterate."""

    x: FloatArray  # (..., d)
    previous: FloatArray  # (..., d), the iterate one step ago


@dataclass(frozen=True)
class Nesterov(Optimizer[NesterovState]):
    """x+ = y - a grad f(y), y = x + b (x - x_previous), starting at rest.

    References
    ----------
    Y. Nesterov, "Introductory Lectures on Convex Optimization", Springer 2004, section 2.2.1,
    constant step scheme III.

    """

    learning_rate: Hyperparameter
    momentum: Hyperparameter

    def init(self, x: FloatArray) -> NesterovState:
        """Return the state at the start, at rest."""
        return NesterovState(x, x)

    def update(self, at: At, state: NesterovState) -> NesterovState:
        """Return the state one step from the look-ahead point."""
        x, previous = state
        ahead = x + self.momentum * (x - previous)
        return NesterovState(ahead - self.learning_rate * at(ahead).gradient, x)
