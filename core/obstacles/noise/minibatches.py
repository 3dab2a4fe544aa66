"""Minibatch gradients: exact gradients plus noise, with common random numbers for all members."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from core.arrays import FloatArray
from core.objective import Counts, Evaluation, Objective

_BLOCK = 64
"""Minibatches whose noise is drawn at once. Single draws take longer, and each one briefly releases the GIL, which
resets the waiting thread's switch interval without giving it time to run."""


class MinibatchEvaluation(Evaluation):
    """An evaluation whose gradient has the noise of one minibatch; all other quantities are exact."""

    def __init__(self, objective: Objective, x: FloatArray, counts: Counts, minibatches: "Minibatches") -> None:
        super().__init__(objective, x, counts)
        self._minibatches = minibatches

    @cached_property
    def gradient(self) -> FloatArray:
        """The gradient plus noise, shape (..., d)."""
        self._counts.gradients += 1
        return self._objective.gradient(self.x) + self._minibatches.draw()


class Minibatches:
    """Creates evaluations in which every evaluated gradient has the noise of the next minibatch.

    The noise of a minibatch is one draw z ~ N(0, I) times the scale of each member: members
    differ in the scale of the noise, never in z (common random numbers).

    Parameters
    ----------
    scales
        Standard deviation of the noise in each coordinate, by member, shape (k,).

    """

    def __init__(self, objective: Objective, scales: FloatArray, rng: np.random.Generator) -> None:
        self.objective, self.counts = objective, Counts()
        self._scales, self._rng = scales[:, None], rng
        self._drawn: Iterator[FloatArray] = iter(())

    def at(self, x: FloatArray) -> Evaluation:
        """Return the lazy evaluation at `x`, shape (..., k, d)."""
        return MinibatchEvaluation(self.objective, x, self.counts, self)

    def draw(self) -> FloatArray:
        """Return the noise of the next minibatch, by member, shape (k, d)."""
        noise = next(self._drawn, None)
        if noise is None:
            self._drawn = iter(self._rng.standard_normal((_BLOCK, self.objective.dimension)))
            noise = next(self._drawn)
        return self._scales * noise
