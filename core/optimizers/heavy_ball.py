"""Heavy ball: gradient descent with momentum, the gradient taken at the iterate."""

from dataclasses import dataclass
from typing import NamedTuple

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer


class HeavyBallState(NamedTuple):
    """The iterate and the previous iterate."""

    x: FloatArray  # (..., d)
    previous: FloatArray  # (..., d), the iterate one step ago


@dataclass(frozen=True)
class HeavyBall(Optimizer[HeavyBallState]):
    """x+ = x - a grad f(x) + b (x - x_previous), starting at rest.

    References
    ----------
    B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR
    Comput. Math. Math. Phys. 4(5), 1964.

    """

    learning_rate: Hyperparameter
    momentum: Hyperparameter

    def init(self, x: FloatArray) -> HeavyBallState:
        """Return the state at the start, at rest."""
        return HeavyBallState(x, x)

    def update(self, at: At, state: HeavyBallState) -> HeavyBallState:
        """Return the state one step on."""
        x, previous = state
        return HeavyBallState(x - self.learning_rate * at(x).gradient + self.momentum * (x - previous), x)
