"""The experiment `race`: the methods compared by their steps and by the cost of the steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.arrays import FloatArray
from core.experiment import Experiment, Run, Summary
from core.obstacles.conditioning.descent import DescentResult, descend, read_only
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.trajectory import Trajectory


@dataclass(frozen=True, kw_only=True, eq=False)
class RaceResult(DescentResult):
    """The path of each method and its evaluations; the keys of every mapping are the names of the methods.

    Attributes
    ----------
    gradients, hessian_products, hessians
        How often each was evaluated in the steps of the path, as counted during the run.
    cost
        The sum of all three after each step, shape (steps + 1,), in evaluations of the gradient: a
        product of the Hessian with a vector counts one, as the difference of two gradients of
        which one is known; a Hessian counts two, one per dimension. In d dimensions it would count
        d, and Newton's method would have to solve d equations in addition.

    """

    gradients: Mapping[str, int]
    hessian_products: Mapping[str, int]
    hessians: Mapping[str, int]
    cost: Mapping[str, FloatArray]

    @classmethod
    def measured_fields(cls, trajectories: Mapping[str, Trajectory]) -> dict[str, Any]:
        """Return the fields that are read from the runs."""
        return {
            **super().measured_fields(trajectories),
            "gradients": read_only(
                {method: trajectory.evaluated.gradients for method, trajectory in trajectories.items()}
            ),
            "hessian_products": read_only(
                {method: trajectory.evaluated.hessian_products for method, trajectory in trajectories.items()}
            ),
            "hessians": read_only(
                {method: trajectory.evaluated.hessians for method, trajectory in trajectories.items()}
            ),
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
