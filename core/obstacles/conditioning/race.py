"""The experiment `race`: the methods compared by their steps and by the cost of the steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.arrays import FloatArray, prefix_each
from core.experiment import Experiment, Summary
from core.obstacles.conditioning.descent import DescentResult, descend, read_only
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.trajectory import Trajectory
from core.run import Run


@dataclass(frozen=True, kw_only=True, eq=False)
class RaceResult(DescentResult):
    """The path of each method and its evaluations; the keys of every mapping are the names of the methods.

    Attributes
    ----------
    evaluations
        How often gradients, products of the Hessian with a vector, and Hessians had been evaluated after each step,
        as counted during the run, shape (steps + 1, 3).
    cost
        The sum of all three after each step, shape (steps + 1,), in evaluations of the gradient: a
        product of the Hessian with a vector counts one, as the difference of two gradients of
        which one is known; a Hessian counts two, one per dimension. In d dimensions it would count
        d, and Newton's method would have to solve d equations in addition.

    """

    evaluations: Mapping[str, FloatArray]
    cost: Mapping[str, FloatArray]

    @property
    def gradients(self) -> Mapping[str, int]:
        """How many gradients the steps of each path have evaluated."""
        return self._evaluated(0)

    @property
    def hessian_products(self) -> Mapping[str, int]:
        """How many products of the Hessian with a vector the steps of each path have evaluated."""
        return self._evaluated(1)

    @property
    def hessians(self) -> Mapping[str, int]:
        """How many Hessians the steps of each path have evaluated."""
        return self._evaluated(2)

    def _evaluated(self, derivative: int) -> Mapping[str, int]:
        return read_only({method: int(each[-1, derivative]) for method, each in self.evaluations.items()})

    def _fields_until(self, position: int) -> dict[str, Any]:
        """Return the fields that are shorter or unknown at a step before the end."""
        return {
            **super()._fields_until(position),
            "evaluations": prefix_each(self.evaluations, position + 1),
            "cost": prefix_each(self.cost, position + 1),
        }

    @classmethod
    def measured_fields(cls, trajectories: Mapping[str, Trajectory]) -> dict[str, Any]:
        """Return the fields that are read from the runs."""
        return {
            **super().measured_fields(trajectories),
            "evaluations": read_only({method: trajectory.evaluations for method, trajectory in trajectories.items()}),
            "cost": read_only({method: trajectory.cost for method, trajectory in trajectories.items()}),
        }

    @property
    def first_passage(self) -> bool:
        """Whether a method has reached the tolerance without being known to stay below it. See `stays_solved`."""
        return any(self.steps_to_tolerance[key] is not None and not self.stays_solved(key) for key in self.path)

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            **super().summary(),
            "gradients": dict(self.gradients),
            "hessian_products": dict(self.hessian_products),
            "hessians": dict(self.hessians),
            "cost": {method: [int(count) for count in cost.tolist()] for method, cost in self.cost.items()},
        }


def run(params: ConditioningParams) -> Run[RaceResult]:
    """Run every method from the same start, step by step in parallel, and count the evaluations of each."""
    return descend(RaceResult, params)


RACE = Experiment(
    key="race",
    title="Race",
    reads=(
        "condition_number",
        "optimizers",
        "learning_rate",
        "start",
        "rotation",
        "momentum",
        "adaptive_rate",
        "tolerance",
        "max_steps",
        "seed",
    ),
    result=RaceResult,
    run=run,
)
