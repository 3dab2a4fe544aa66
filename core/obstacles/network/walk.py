"""The path of an optimizer through the weights of a network, thinned to what memory holds."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from core.arrays import FloatArray
from core.objective import Evaluator
from core.objectives.perceptron import Perceptron
from core.optimizer import Optimizer

MOST_POINTS, MOST_NUMBERS = 1024, 2**22
"""Points that are kept, and numbers that they consist of, at most: 32 MiB."""
DIVERGED = 1e6
"""A loss above this many times that of the start ends the walk."""


class Walk:
    """A path and those of its points that are kept: each at first, every second, every fourth ... as it grows.

    Parameters
    ----------
    problem
        The network, whose loss of all examples is recorded.
    start
        The first point, shape (P,).

    Attributes
    ----------
    steps
        The steps of the points that are kept, from 0; the last step is always among them.
    points
        The weights there, shape (P,) each.
    losses
        The losses there.
    travelled, distances
        The length of the path up to there, through all steps, and the distance from the start.
    diverged_at
        The step whose loss is not a number, or too large. The path ends before it. None if there is none.

    """

    def __init__(self, problem: Perceptron, start: FloatArray) -> None:
        self._full = Evaluator(problem)
        self._most = min(MOST_POINTS, max(MOST_NUMBERS // start.size, 2))
        self._every = 1
        self.steps, self.points, self.losses = [0], [start], [self._loss(start)]
        self.travelled, self.distances = [0.0], [0.0]
        self.diverged_at: int | None = None

    def take(self, optimizer: Optimizer[Any], batches: Iterator[Perceptron], target: float, most: int) -> Iterator[int]:
        """Take steps until the loss is at most `target`, but at least one and at most `most`; yield each.

        The gradients of each step are those of the next of `batches`.
        """
        state = optimizer.init(self.points[0])
        for step in range(1, most + 1):
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                state = optimizer.update(Evaluator(next(batches)).at, state)
            loss = self._loss(state.x)
            if not (np.isfinite(loss) and loss <= DIVERGED * self.losses[0]):
                self.diverged_at = step
                return
            self._add(step, state.x, loss)
            yield step
            if loss <= target:
                return

    def _loss(self, x: FloatArray) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            return float(self._full.at(x).value)

    def _add(self, step: int, x: FloatArray, loss: float) -> None:
        travelled = self.travelled[-1] + float(np.linalg.norm(x - self.points[-1]))
        kept: tuple[list[Any], ...] = self.steps, self.points, self.losses, self.travelled, self.distances
        if self.steps[-1] % self._every:  # it was kept as the last one only
            for values in kept:
                values.pop()
        if len(self.steps) == self._most:
            self._every *= 2
            for values in kept:
                del values[1::2]
        distance = float(np.linalg.norm(x - self.points[0]))
        for values, value in zip(kept, (step, x, loss, travelled, distance), strict=True):
            values.append(value)
