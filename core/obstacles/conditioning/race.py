"""The experiment `race`: the methods side by side, in steps and in what the steps cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.arrays import FloatArray
from core.experiment import Experiment, Run, Summary
from core.obstacles.conditioning.descent import DescentResult, descend, read_only
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.track import Track


@dataclass(frozen=True, kw_only=True, eq=False)
class RaceResult(DescentResult):
    """How far each method got, and what it evaluated on its way; every mapping goes by the name of the method.

    Attributes
    ----------
    gradients, hessian_products, hessians
        How often each was evaluated in the steps of the path: counted, not assumed.
    cost
        The three in one after each step, shape (steps + 1,), in evaluations of the gradient: a
        product of the Hessian with a vector counts one, being the difference of two gradients of
        which one is at hand; a Hessian counts two, one a dimension. In d dimensions it would count
        d, and Newton's method would have d equations to solve besides.

    """

    gradients: Mapping[str, int]
    hessian_products: Mapping[str, int]
    hessians: Mapping[str, int]
    cost: Mapping[str, FloatArray]

    @classmethod
    def measured(cls, tracks: Mapping[str, Track]) -> dict[str, Any]:
        """Return the fields that are read from the runs."""
        return {
            **super().measured(tracks),
            "gradients": read_only({method: track.evaluated.gradients for method, track in tracks.items()}),
            "hessian_products": read_only(
                {method: track.evaluated.hessian_products for method, track in tracks.items()}
            ),
            "hessians": read_only({method: track.evaluated.hessians for method, track in tracks.items()}),
            "cost": read_only({method: track.cost for method, track in tracks.items()}),
        }

    @property
    def first_passage(self) -> bool:
        """Whether a method has come to the tolerance that is not known to stay there. See `stays_solved`."""
        return any(self.steps_to_tolerance[key] is not None and not self.stays_solved(key) for key in self.path)

    def summary(self) -> Summary:
        """Return every figure as plain data."""
        return {
            **super().summary(),
            "gradients": dict(self.gradients),
            "hessian_products": dict(self.hessian_products),
            "hessians": dict(self.hessians),
            "cost": {method: [int(count) for count in cost.tolist()] for method, cost in self.cost.items()},
        }


def run(params: ConditioningParams) -> Run[RaceResult]:
    """Run every method from the same start, all of them side by side, and count what each evaluates."""
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
