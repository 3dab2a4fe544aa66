"""The losses and the end of one run, predicted by its closed form."""

from collections.abc import Sequence

import numpy as np

from core.arrays import FloatArray, prefix
from core.obstacles.conditioning.methods import Losses
from core.obstacles.conditioning.stopping import RUNNING, outcome

_FIRST_BLOCK, _LARGEST_BLOCK = 64, 4096


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
