"""Counts the steps of one method on many bowls, from many starts on each, in one batch."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.objective import Evaluator
from core.objectives.quadratic import Quadratic
from core.obstacles.conditioning.bowl import SMALLEST_EIGENVALUE
from core.obstacles.conditioning.methods import method_setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.stopping import solved_or_diverged
from core.optimizer import Optimizer, advance, masked_state, selected, stacked

_LARGEST_BLOCK = 64
_MAX_POINTS = 50_000
"""Points (steps times members) of a block: enough to make numpy's call overhead small, and less than 10 ms of work."""

QUANTILES: Mapping[str, float] = {"q25": 0.25, "median": 0.5, "q75": 0.75, "max": 1.0}


def eigenvalues(kappas: FloatArray) -> FloatArray:
    """Return the smallest and the largest eigenvalue of each bowl, shape (n, 2)."""
    return np.stack([np.full_like(kappas, SMALLEST_EIGENVALUE), kappas], axis=-1)


def count_steps(
    method: str, params: ConditioningParams, kappas: FloatArray, starts: FloatArray, steps: FloatArray
) -> Iterator[int]:
    """Write the steps to the tolerance into `steps`; yield the number of steps taken after each block.

    A run is removed from the batch when it ends.

    Parameters
    ----------
    kappas
        Shape (n,).
    starts
        Starts on each bowl, shape (n, m, 2).
    steps
        Shape (n, m); unchanged where the tolerance is not reached.

    """
    bowls = stacked([method_setting(method, params, SMALLEST_EIGENVALUE, kappa).optimizer for kappa in kappas.tolist()])
    active = np.arange(steps.size)
    at, optimizer = _batch(bowls, kappas, active // steps.shape[1])
    state, taken = optimizer.init(starts.reshape(-1, 2)), 0
    start_losses = at(state.x).value
    while taken < params.max_steps and active.size:
        count = max(1, min(taken + 1, _LARGEST_BLOCK, params.max_steps - taken, _MAX_POINTS // active.size))
        state, _, losses = advance(optimizer, at, state, count)
        solved, diverged = solved_or_diverged(losses, start_losses, params.tolerance)
        index = np.argmax(solved | diverged, axis=0)  # 0 if neither
        member = np.arange(active.size)
        reached = solved[index, member]
        steps.flat[active[reached]] = taken + 1 + index[reached]
        taken += count
        keep = ~(reached | diverged[index, member])
        if not keep.all():
            active, start_losses, state = active[keep], start_losses[keep], masked_state(state, keep)
            at, optimizer = _batch(bowls, kappas, active // steps.shape[1])
        yield taken


def quantiles(steps: FloatArray) -> dict[str, FloatArray]:
    """Return, by name, the smallest number of steps within which that share of the starts is solved, shape (n,).

    `steps` has shape (n, m) and is NaN for starts that are not solved; a quantile is NaN if too few starts are
    solved. During a run a known quantile does not change any more, because all starts that are not solved yet need
    more steps than those that are.
    """
    order, count = np.sort(steps, axis=-1), steps.shape[-1]  # NaN sorts to the end
    return {name: order[:, int(np.ceil(share * count)) - 1] for name, share in QUANTILES.items()}


def _batch(bowls: Optimizer[Any], kappas: FloatArray, index: npt.NDArray[np.intp]) -> tuple[Any, Optimizer[Any]]:
    """Return the evaluation function and the optimizer of a batch of the bowls with these indices, shape (m,)."""
    return Evaluator(Quadratic.from_eigenvalues(eigenvalues(kappas[index]))).at, selected(bowls, index)
