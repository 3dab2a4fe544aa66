"""The run of one method on one bowl."""

from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, prefix
from core.objective import Evaluator
from core.objectives.quadratic import Quadratic
from core.obstacles.conditioning.methods import Setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.stopping import RUNNING, outcome
from core.optimizer import advance

_LARGEST_BLOCK = 64


class Evaluated(NamedTuple):
    """How often a method has evaluated each derivative."""

    gradients: int
    hessian_products: int
    hessians: int


GRADIENT_COSTS = Evaluated(gradients=1, hessian_products=1, hessians=2)
"""The cost of each derivative in evaluations of the gradient, in two dimensions.

On a quadratic H v is exactly the difference of the gradients at x + v and at x: a product costs one additional
gradient, and the whole Hessian one per dimension. Solving a linear system with it is not counted.
"""


class Trajectory:
    """A run in blocks of steps, with buffers that partial results share.

    Attributes
    ----------
    steps
        The number of steps of the path.
    outcome
        The step at which the run solved the bowl or diverged.

    """

    def __init__(self, setting: Setting, objective: Quadratic, start: FloatArray, params: ConditioningParams) -> None:
        self._optimizer = setting.optimizer
        self._evaluator = Evaluator(objective)
        self._state = self._optimizer.init(start)
        self._tolerance, self._max_steps = params.tolerance, params.max_steps
        self._path = np.empty((params.max_steps + 1, 2))
        self._loss = np.empty(params.max_steps + 1)
        self._evaluations = np.empty((params.max_steps + 1, len(Evaluated._fields)))
        self._cost = np.empty(params.max_steps + 1)
        self._path[0], self._loss[0] = start, objective.value(start)
        self._evaluations[0], self._cost[0] = 0.0, 0.0
        self.steps = 0
        self.outcome = RUNNING

    @property
    def path(self) -> FloatArray:
        """The iterates so far, shape (steps + 1, 2)."""
        return prefix(self._path, self.steps + 1)

    @property
    def loss(self) -> FloatArray:
        """The loss at each iterate, shape (steps + 1,)."""
        return prefix(self._loss, self.steps + 1)

    @property
    def evaluations(self) -> FloatArray:
        """The accumulated evaluations of each derivative at each iterate, shape (steps + 1, 3), as in `Evaluated`.

        Losses for the stopping criterion are not counted.
        """
        return prefix(self._evaluations, self.steps + 1)

    @property
    def cost(self) -> FloatArray:
        """The accumulated cost at each iterate in evaluations of the gradient, shape (steps + 1,)."""
        return prefix(self._cost, self.steps + 1)

    @property
    def ended(self) -> bool:
        """Whether the run has ended."""
        return self.outcome.ended or self.steps == self._max_steps

    def advance(self) -> None:
        """Double the number of steps, by at most 64 at a time, and keep those up to the end of the run."""
        count = min(self.steps + 1, _LARGEST_BLOCK, self._max_steps - self.steps)
        counts, evaluated = self._evaluator.counts, list[Evaluated]()

        def record() -> None:
            evaluated.append(Evaluated(counts.gradients, counts.hessian_products, counts.hessians))

        self._state, points, losses = advance(self._optimizer, self._evaluator.at, self._state, count, record)
        self.outcome = outcome(losses, self.steps + 1, float(self._loss[0]), self._tolerance)
        last = next((step for step in self.outcome if step is not None), self.steps + count)
        if self.outcome.diverged and not np.isfinite(losses[last - self.steps - 1]):
            last -= 1
        new, new_steps = last - self.steps, slice(self.steps + 1, last + 1)
        self._path[new_steps] = points[:new]
        self._loss[new_steps] = losses[:new]
        self._evaluations[new_steps] = np.array(evaluated[:new]).reshape(new, len(Evaluated._fields))
        self._cost[new_steps] = self._evaluations[new_steps] @ GRADIENT_COSTS
        self.steps = last
