"""The experiment `zigzag`: several methods descend one elliptic bowl."""

from dataclasses import dataclass

from core.experiment import Experiment
from core.obstacles.conditioning.descent import DescentResult, descend
from core.obstacles.conditioning.params import ConditioningParams
from core.run import Run


@dataclass(frozen=True, kw_only=True, eq=False)
class ZigzagResult(DescentResult):
    """The paths of the methods across the bowl."""


def run(params: ConditioningParams) -> Run[ZigzagResult]:
    """Run every method from the same start, step by step in parallel."""
    return descend(ZigzagResult, params)


ZIGZAG = Experiment(
    key="zigzag",
    title="Zigzag",
    reads=(
        "condition_number",
        "optimizers",
        "learning_rate",
        "rotation",
        "start",
        "momentum",
        "adaptive_rate",
        "tolerance",
        "max_steps",
        "seed",
    ),
    result=ZigzagResult,
    run=run,
)
