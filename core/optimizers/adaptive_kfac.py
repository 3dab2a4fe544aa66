"""K-FAC with the step length and the damping that a quadratic model of the loss suggests."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, dot, ratio_or_zero
from core.matrices import Shapes
from core.objective import At
from core.optimizer import Hyperparameter, Optimizer
from core.optimizers.kfac import kronecker_step

_GOOD, _POOR = 0.75, 0.25
_LESS, _MORE = 0.8, 1.5625
_LARGEST_GROWTH = 1.5


class AdaptiveKFACState(NamedTuple):
    """The iterate and the damping of the next step."""

    x: FloatArray  # (..., d)
    damping: FloatArray  # (..., 1)


@dataclass(frozen=True)
class AdaptiveKFAC(Optimizer[AdaptiveKFACState]):
    """x+ = x - a D with the `kronecker_step` D and a = (g.D) / (D.FD + l |D|^2), F the Fisher matrix, l the damping.

    The quadratic model predicts the change -a (g.D) / 2 of the loss. Where the actual change is above 3/4 of that,
    l is multiplied by 0.8; where it is below 1/4, by 1.5625. A step that ends above 1.5 times the loss is rejected: the
    iterate stays, and the step counts. A step evaluates two values, a gradient, the factors and one product with F.

    References
    ----------
    J. Martens, R. Grosse, "Optimizing Neural Networks with Kronecker-factored Approximate Curvature", ICML 2015,
    sections 6.4 (the line search, without momentum) and 6.5 (damping).

    """

    shapes: Shapes
    initial_damping: Hyperparameter = 1.0

    def init(self, x: FloatArray) -> AdaptiveKFACState:
        """Return the state at the start."""
        return AdaptiveKFACState(x, np.broadcast_to(self.initial_damping, x[..., :1].shape))

    def update(self, at: At, state: AdaptiveKFACState) -> AdaptiveKFACState:
        """Return the state one step on."""
        x, damping = state
        here = at(x)
        step = kronecker_step(here, self.shapes, damping)
        slope = dot(here.gradient, step)
        curvature = dot(step, here.fisher_product(step)) + damping * dot(step, step)
        rate = ratio_or_zero(slope, curvature)
        ahead = x - rate * step
        before, after = here.value[..., None], at(ahead).value[..., None]
        predicted, change = -0.5 * rate * slope, after - before
        # Both are 0 at a minimum, where the damping stays. Where the change is not a number, the damping grows.
        kept = np.where(change <= _POOR * predicted, damping, _MORE * damping)
        damping = np.where(change < _GOOD * predicted, _LESS * damping, kept)
        return AdaptiveKFACState(np.where(after <= _LARGEST_GROWTH * before, ahead, x), damping)
