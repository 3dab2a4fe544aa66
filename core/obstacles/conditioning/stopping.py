"""When a method has solved the bowl or left it: one rule for what is measured and what is predicted."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

DIVERGED = 1e6
"""A run has diverged when its loss is more than this times its start, or not finite."""

TIE = 1e-9
"""Losses that are exactly at a threshold must not fall on either side of it by the last digits of their rounding."""


class Outcome(NamedTuple):
    """How a run ended, by step; None where it did not."""

    solved: int | None
    diverged: int | None

    @property
    def ended(self) -> bool:
        """True when there is nothing more to run."""
        return self != (None, None)


RUNNING = Outcome(None, None)


def solved_or_gone(
    losses: FloatArray, start_loss: FloatArray | float, tolerance: float
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which of the losses, shape (n, ...), solve the bowl and which have diverged."""
    return losses <= start_loss * (tolerance * (1.0 + TIE)), ~(losses <= DIVERGED * start_loss)


def outcome(losses: FloatArray, first: int, start_loss: float, tolerance: float) -> Outcome:
    """Return how a run ended within a block of losses, shape (n,), the first of which belongs to step `first`."""
    solved, gone = solved_or_gone(losses, start_loss, tolerance)
    ended = solved | gone
    if not ended.any():
        return RUNNING
    index = int(np.argmax(ended))
    return Outcome(first + index, None) if solved[index] else Outcome(None, first + index)


def left_at(losses: FloatArray) -> int | None:
    """Return the first step at which the loss, shape (steps + 1,), is above that of its start, or None."""
    above = losses > losses[0] * (1.0 + TIE)
    return int(np.argmax(above)) if above.any() else None
