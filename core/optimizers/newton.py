"""Newton's method: a step to the stationary point of the local quadratic model."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.objective import At
from core.optimizer import Optimizer


class NewtonState(NamedTuple):
    """The iterate."""

    x: FloatArray  # (..., d)


@dataclass(frozen=True)
class Newton(Optimizer[NewtonState]):
    """x+ = x - H^-1 grad f(x), undamped: it converges to saddles and maxima as well.

    References
    ----------
    J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd ed., Springer 2006, section 3.3.

    """

    def init(self, x: FloatArray) -> NewtonState:
        """Return the state at the start."""
        return NewtonState(x)

    def update(self, at: At, state: NewtonState) -> NewtonState:
        """Return the state at the stationary point of the local model.

        If a Hessian of the batch is singular, takes the shortest least-squares step.
        """
        here = at(state.x)
        g = here.gradient[..., None]
        try:
            step = np.linalg.solve(here.hessian, g)
        except np.linalg.LinAlgError:
            step = np.linalg.pinv(here.hessian, hermitian=True) @ g
        return NewtonState(state.x - step[..., 0])
