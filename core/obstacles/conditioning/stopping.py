"""The criteria for having solved the bowl or diverged, shared by measured and predicted runs."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

DIVERGED = 1e6
"""A run has diverged when its loss is more than this times the loss of its start, or not finite."""

TIE = 1e-9
"""Relative margin of thresholds, so that rounding does not decide about a loss that is exactly at a threshold."""


class Outcome(NamedTuple):
    """The step at which a run solved the bowl, and at which it diverged; None if it did not."""

    solved: int | None
    diverged: int | None

    @property
    def ended(self) -> bool:
        """Whether the run has ended."""
        return self != (None, None)


RUNNING = Outcome(None, None)


def solved_or_diverged(
    losses: FloatArray, start_loss: FloatArray | float, tolerance: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which of the losses, shape (n, ...), are at the tolerance and which have diverged."""
    return losses <= start_loss * (tolerance * (1.0 + TIE)), ~(losses <= DIVERGED * start_loss)


def outcome(losses: FloatArray, first: int, start_loss: float, tolerance: float) -> Outcome:
    """Return the outcome of a run within a block of losses, shape (n,), whose first entry belongs to step `first`."""
    solved, diverged = solved_or_diverged(losses, start_loss, tolerance)
    ended = solved | diverged
    if not ended.any():
        return RUNNING
    index = int(np.argmax(ended))
    return Outcome(first + index, None) if solved[index] else Outcome(None, first + index)


def first_step_above_start(losses: FloatArray) -> int | None:
    """Return the first step at which the loss, shape (steps + 1,), is above the loss of the start, or None."""
    above = losses > losses[0] * (1.0 + TIE)
    return int(np.argmax(above)) if above.any() else None
