"""Steepest descent: gradient descent with an exact line search on the local quadratic model."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, dot, ratio
from core.objective import At
from core.optimizer import Optimizer


class SteepestDescentState(NamedTuple):
    """Where steepest descent is."""

    x: FloatArray  # (..., d)


@dataclass(frozen=True)
class SteepestDescent(Optimizer[SteepestDescentState]):
    """x+ = x - (g.g / |g.Hg|) g: the lowest point along the gradient where f is quadratic.

    Where f curves down along the gradient there is no lowest point; the size of the curvature
    sets the step then too.

    References
    ----------
    J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd ed., Springer 2006, equation (3.26).

    """

    def init(self, x: FloatArray) -> SteepestDescentState:
        """Return the state at the start."""
        return SteepestDescentState(x)

    def update(self, at: At, state: SteepestDescentState) -> SteepestDescentState:
        """Return the state at the end of the line search."""
        here = at(state.x)
        g = here.gradient
        step = ratio(dot(g, g), np.abs(dot(g, here.hessian_product(g))))
        return SteepestDescentState(state.x - step * g)
