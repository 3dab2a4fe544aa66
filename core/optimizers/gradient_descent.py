"""Gradient descent at a fixed learning rate."""

from dataclasses import dataclass
from typing import NamedTuple

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer


class GradientDescentState(NamedTuple):
    """The iterate."""

    x: FloatArray  # (..., d)


@dataclass(frozen=True)
class GradientDescent(Optimizer[GradientDescentState]):
    """x+ = x - a grad f(x).

    References
    ----------
    A. Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées",
    C. R. Acad. Sci. Paris 25, 1847.

    """

    learning_rate: Hyperparameter

    def init(self, x: FloatArray) -> GradientDescentState:
        """Return the state at the start."""
        return GradientDescentState(x)

    def update(self, at: At, state: GradientDescentState) -> GradientDescentState:
        """Return the state one step against the gradient."""
        return GradientDescentState(state.x - self.learning_rate * at(state.x).gradient)
