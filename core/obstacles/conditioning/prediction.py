"""The losses and the end of one run, predicted by its closed form."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from core.arrays import FloatArray, prefix
from core.obstacles.conditioning.bowl import make_bowl
from core.obstacles.conditioning.methods import Losses, method_setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.stopping import RUNNING, outcome, solved_or_diverged

_FIRST_BLOCK, _LARGEST_BLOCK = 64, 4096


@lru_cache(64)  # the parts of a run ask the same at every step
def stays_at_tolerance(method: str, params: ConditioningParams, solved: int, start_loss: float) -> bool:
    """Return whether a method with a closed form stays at the tolerance in the steps from `solved` to its double.

    Raises ValueError for a method without a closed form.
    """
    bowl = make_bowl(params)
    losses = method_setting(method, params, *bowl.eigenvalues).losses
    if losses is None:
        raise ValueError(method)
    later = losses(np.arange(solved, 2.0 * solved + 1.0), bowl.eigenvalues, bowl.eigen_start)
    arrived, _ = solved_or_diverged(later, start_loss, params.tolerance)
    return bool(arrived.all())


class Prediction:
    """Predicted losses of a run, computed in blocks of steps until the predicted end.

    Parameters
    ----------
    start
        The start in the eigenbasis.

    """

    def __init__(
        self, losses: Losses, eigenvalues: Sequence[float], start: Sequence[float], tolerance: float, max_steps: int
    ) -> None:
        self._losses, self._eigenvalues, self._start = losses, eigenvalues, start
        self._tolerance, self._max_steps = tolerance, max_steps
        self._blocks = [losses(np.zeros(1), eigenvalues, start)]
        self._done = 0
        self._outcome = RUNNING

    @property
    def ended(self) -> bool:
        """Whether the predicted run has ended."""
        return self._outcome.ended or self._done == self._max_steps

    @property
    def steps(self) -> int | None:
        """The first step at the tolerance, or None."""
        return self._outcome.solved

    @property
    def loss(self) -> FloatArray:
        """The loss after k = 0, 1, ... steps, up to the end of the run."""
        last = next((step for step in self._outcome if step is not None), self._done)
        return prefix(np.concatenate(self._blocks), last + 1)

    def extend(self) -> None:
        """Predict one more block of steps."""
        size = min(max(self._done, _FIRST_BLOCK), _LARGEST_BLOCK, self._max_steps - self._done)
        steps = np.arange(self._done + 1.0, self._done + size + 1.0)
        with np.errstate(over="ignore", invalid="ignore"):
            losses = self._losses(steps, self._eigenvalues, self._start)
        self._blocks.append(losses)
        self._outcome = outcome(losses, self._done + 1, float(self._blocks[0][0]), self._tolerance)
        self._done += size
