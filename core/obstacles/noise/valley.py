"""The experiment `valley`: the same descent with and without noise."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, frozen, frozen_each, prefix_each
from core.experiment import Experiment, Result, Summary, known_at, new_run_number
from core.laws import gradient_descent_bound
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.batches import NOISE_FREE, batch_names, compared_batch_sizes, noise_scales
from core.obstacles.noise.minimum import eigenvalues
from core.obstacles.noise.parallel_runs import ParallelRuns
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.valley_claims import ValleyClaims
from core.run import Progress, Run, YieldTimer

THRESHOLDS: Mapping[str, float] = MappingProxyType({"1e-2": 1e-2, "1e-4": 1e-4, "1e-6": 1e-6})


@dataclass(frozen=True, kw_only=True, eq=False)
class ValleyResult(ValleyClaims, Result):
    """Descents from one start at one rate, each with its own batch size.

    The keys of mappings are "noise_free", then the batch sizes as text, rising: `batch_sizes` and
    `batch_size` without duplicates. All runs use the same random numbers; only their scale differs.

    Attributes
    ----------
    start
        Shape (2,).
    eigenvalues
        Eigenvalues of the Hessian at the minimum (1, 1), rising, shape (2,).
    bound
        2 over the larger eigenvalue: the largest stable rate near the minimum.
    path, loss
        Iterates and f at them, shapes (steps + 1, 2) and (steps + 1,); finite throughout.
    thresholds
        Thresholds of the loss, falling, shape (3,): 1e-2, 1e-4, 1e-6.
    steps_to_loss
        The first step at which the loss is at most each threshold, shape (3,), NaN if there
        is none up to `max_steps`. With noise the loss may rise above it again.
    diverged
        The first step with f > 1e6 max(f(start), 1) or not finite, where the run stops; or None.
        A step with a loss that is not finite is not part of the path.

    """

    params: NoiseParams
    start: FloatArray
    eigenvalues: FloatArray
    bound: float
    path: Mapping[str, FloatArray]
    loss: Mapping[str, FloatArray]
    thresholds: FloatArray
    steps_to_loss: Mapping[str, FloatArray]
    diverged: Mapping[str, int | None]

    def _fields_until(self, position: int) -> dict[str, Any]:
        """Return the fields that are shorter or unknown at a step before the end."""
        reached = self.steps_to_loss.items()
        return {
            "path": prefix_each(self.path, position + 1),
            "loss": prefix_each(self.loss, position + 1),
            "steps_to_loss": frozen_each({name: np.where(each <= position, each, np.nan) for name, each in reached}),
            "diverged": MappingProxyType({name: known_at(position, step) for name, step in self.diverged.items()}),
        }

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "steps_to_loss": {
                name: {
                    threshold: None if np.isnan(step) else int(step)
                    for threshold, step in zip(THRESHOLDS, steps.tolist(), strict=True)
                }
                for name, steps in self.steps_to_loss.items()
            },
            "diverged": dict(self.diverged),
            "eigenvalues": self.eigenvalues.tolist(),
            "bound": self.bound,
            "path": {name: path.tolist() for name, path in self.path.items()},
            "loss": {name: loss.tolist() for name, loss in self.loss.items()},
        }


def run(params: NoiseParams) -> Run[ValleyResult]:
    """Descend the valley without noise and with every batch size, step by step in parallel."""
    timer, sizes = YieldTimer(), compared_batch_sizes(params)
    objective, axes = Rosenbrock(2, params.valley), eigenvalues(params)
    constant: dict[str, Any] = {
        "params": params,
        "run": new_run_number(),
        "start": frozen(params.start),
        "eigenvalues": frozen(axes),
        "bound": gradient_descent_bound(max(axes)),
        "thresholds": frozen(list(THRESHOLDS.values())),
    }
    names, scales = (NOISE_FREE, *batch_names(sizes)), np.concatenate([[0.0], noise_scales(params, sizes)])
    runs = ParallelRuns(params, objective, names, scales)
    while not runs.ended:
        runs.advance()
        if timer.due():
            fraction = runs.steps / params.max_steps
            yield Progress(fraction, ValleyResult(**constant, complete=False, **_measured(runs)))
    return ValleyResult(**constant, complete=True, **_measured(runs))


def _measured(runs: ParallelRuns) -> dict[str, Any]:
    """Return the fields that the runs determine."""
    loss = runs.loss
    return {
        "path": MappingProxyType(runs.path),
        "loss": MappingProxyType(loss),
        "steps_to_loss": MappingProxyType({name: _first_steps_below(each) for name, each in loss.items()}),
        "diverged": MappingProxyType(dict(runs.diverged)),
    }


def _first_steps_below(loss: FloatArray) -> FloatArray:
    """Return the first step at which the loss, shape (steps + 1,), is at most each threshold, shape (3,)."""
    reached = [loss <= threshold for threshold in THRESHOLDS.values()]
    return frozen([float(np.argmax(each)) if each.any() else np.nan for each in reached])


VALLEY = Experiment(
    key="valley",
    title="Valley",
    reads=("batch_size", "noise_std", "learning_rate", "valley", "max_steps", "start", "batch_sizes", "seed"),
    result=ValleyResult,
    run=run,
)
