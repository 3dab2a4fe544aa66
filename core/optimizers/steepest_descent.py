"""Steepest descent: gradient descent with an exact line search on the local quadratic model."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, dot, ratio_or_zero
from core.objective import At
from core.optimizer import Optimizer


class SteepestDescentState(NamedTuple):
    """The iterate."""

    x: FloatArray  # (..., d)


@dataclass(frozen=True)
class SteepestDescent(Optimizer[SteepestDescentState]):
    """x+ = x - (g.g / |g.Hg|) g: the lowest point along the gradient where f is quadratic.

    If the curvature along the gradient is negative there is no lowest point; the step then uses its
    absolute value.

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
        step = ratio_or_zero(dot(g, g), np.abs(dot(g, here.hessian_product(g))))
        return SteepestDescentState(state.x - step * g)
