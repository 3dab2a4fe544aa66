"""How many steps one method needs on many bowls, from many starts on each, all in one batch."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.objective import Evaluator
from core.objectives.quadratic import Quadratic
from core.obstacles.conditioning.bowl import SMALLEST
from core.obstacles.conditioning.methods import setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.stopping import solved_or_gone
from core.optimizer import Optimizer, advance, masked_state, selected, stacked

_LARGEST_BLOCK = 64
_MOST_POINTS = 50_000
"""In a block of steps: so many that numpy's calls cost little, so few that a block takes no 10 ms."""

QUANTILES: Mapping[str, float] = {"q25": 0.25, "median": 0.5, "q75": 0.75, "max": 1.0}


def eigenvalues(kappas: FloatArray) -> FloatArray:
    """Return the smallest and the largest eigenvalue of each bowl, shape (n, 2)."""
    return np.stack([np.full_like(kappas, SMALLEST), kappas], axis=-1)


def count_steps(
    method: str, params: ConditioningParams, kappas: FloatArray, starts: FloatArray, steps: FloatArray
) -> Iterator[int]:
    """Fill in the steps to the tolerance; yield the steps taken after each block.

    A run leaves the batch when it ends.

    Parameters
    ----------
    kappas
        Shape (n,).
    starts
        On each bowl, shape (n, m, 2).
    steps
        Shape (n, m); keeps what it holds where the tolerance is not reached.

    """
    bowls = stacked([setting(method, params, SMALLEST, kappa).optimizer for kappa in kappas.tolist()])
    left = np.arange(steps.size)
    at, optimizer = _batch(bowls, kappas, left // steps.shape[1])
    state, taken = optimizer.init(starts.reshape(-1, 2)), 0
    start_losses = at(state.x).value
    while taken < params.max_steps and left.size:
        count = max(1, min(taken + 1, _LARGEST_BLOCK, params.max_steps - taken, _MOST_POINTS // left.size))
        state, _, losses = advance(optimizer, at, state, count)
        solved, gone = solved_or_gone(losses, start_losses, params.tolerance)
        index = np.argmax(solved | gone, axis=0)  # 0 also where neither
        member = np.arange(left.size)
        reached = solved[index, member]
        steps.flat[left[reached]] = taken + 1 + index[reached]
        taken += count
        keep = ~(reached | gone[index, member])
        if not keep.all():
            left, start_losses, state = left[keep], start_losses[keep], masked_state(state, keep)
            at, optimizer = _batch(bowls, kappas, left // steps.shape[1])
        yield taken


def quantiles(steps: FloatArray) -> dict[str, FloatArray]:
    """Return, by name, the least steps within which that share of the starts arrives, shape (n,).

    `steps` has shape (n, m), NaN where a start has not arrived; so has a quantile that nobody
    reached. While runs are under way a quantile that is known does not change any more: whoever
    is still on the way needs more steps than all who have arrived.
    """
    order, count = np.sort(steps, axis=-1), steps.shape[-1]  # NaN sorts to the end
    return {name: order[:, int(np.ceil(share * count)) - 1] for name, share in QUANTILES.items()}


def _batch(bowls: Optimizer[Any], kappas: FloatArray, index: npt.NDArray[np.intp]) -> tuple[Any, Optimizer[Any]]:
    """Return how to evaluate the bowls with this index, shape (m,), together, and the method set for each."""
    return Evaluator(Quadratic.from_eigenvalues(eigenvalues(kappas[index]))).at, selected(bowls, index)
