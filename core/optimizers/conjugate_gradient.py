"""Conjugate gradients: each direction is conjugate to the earlier ones."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, dot, ratio_or_zero
from core.objective import At
from core.optimizer import Optimizer


class ConjugateGradientState(NamedTuple):
    """The iterate, the last direction and the last squared gradient."""

    x: FloatArray  # (..., d)
    direction: FloatArray  # (..., d)
    squared_gradient: FloatArray  # (..., 1), of the step before


@dataclass(frozen=True)
class ConjugateGradient(Optimizer[ConjugateGradientState]):
    """d = -g + (g.g / g_previous.g_previous) d, x+ = x - (g.d / |d.Hd|) d.

    On a quadratic this is linear conjugate gradients, which reaches the minimum within as many steps
    as there are dimensions. On other functions it is Fletcher and Reeves' method with the line search of the local
    quadratic model, restarted along the gradient when the direction is not a descent direction.

    References
    ----------
    M. R. Hestenes, E. Stiefel, "Methods of conjugate gradients for solving linear systems", J.
    Res. Natl. Bur. Stand. 49(6), 1952, equations (3:1).
    R. Fletcher, C. M. Reeves, "Function minimization by conjugate gradients", Comput. J. 7(2), 1964.

    """

    def init(self, x: FloatArray) -> ConjugateGradientState:
        """Return the state at the start, without a direction."""
        return ConjugateGradientState(x, np.zeros_like(x), np.zeros_like(x[..., :1]))

    def update(self, at: At, state: ConjugateGradientState) -> ConjugateGradientState:
        """Return the state at the lowest point along the next direction."""
        here = at(state.x)
        g = here.gradient
        squared = dot(g, g)
        d = ratio_or_zero(squared, state.squared_gradient) * state.direction - g
        d = np.where(dot(d, g) < 0.0, d, -g)
        step = ratio_or_zero(-dot(d, g), np.abs(dot(d, here.hessian_product(d))))
        return ConjugateGradientState(state.x + step * d, d, squared)
