"""Gradient descent with several noise scales in parallel from one start."""

from collections.abc import Sequence

import numpy as np

from core.arrays import FloatArray, prefix
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.divergence import divergence_bound
from core.obstacles.noise.minibatches import Minibatches
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.streams import PATHS, stream
from core.optimizer import advance
from core.optimizers.gradient_descent import GradientDescent

_LARGEST_BLOCK = 64


class ParallelRuns:
    """Runs that differ only in the scale of their noise, with buffers that partial results share.

    The buffers take 3 floats per step and run: at most 2.9 MB.

    Parameters
    ----------
    names, scales
        The name of each run, and the standard deviation of its noise in each coordinate, shape (k,).

    Attributes
    ----------
    steps
        The number of steps taken.
    diverged
        By name, the step at which a run diverged, or None.

    """

    def __init__(self, params: NoiseParams, objective: Rosenbrock, names: Sequence[str], scales: FloatArray) -> None:
        self._names, self._max_steps = names, params.max_steps
        self._optimizer = GradientDescent(params.learning_rate)
        self._at = Minibatches(objective, scales, stream(params.seed, PATHS)).at
        start = np.tile(np.array(params.start), (len(names), 1))
        self._state = self._optimizer.init(start)
        self._path = np.empty((len(names), params.max_steps + 1, 2))
        self._loss = np.empty((len(names), params.max_steps + 1))
        self._path[:, 0], self._loss[:, 0] = start, objective.value(start)
        self._bound = divergence_bound(float(self._loss[0, 0]))
        self._lengths = dict.fromkeys(names, 1)
        self.steps = 0
        self.diverged: dict[str, int | None] = dict.fromkeys(names)

    @property
    def path(self) -> dict[str, FloatArray]:
        """The iterates of each run so far, shape (steps + 1, 2)."""
        return {name: prefix(self._path[i], self._lengths[name]) for i, name in enumerate(self._names)}

    @property
    def loss(self) -> dict[str, FloatArray]:
        """The loss at each iterate, shape (steps + 1,)."""
        return {name: prefix(self._loss[i], self._lengths[name]) for i, name in enumerate(self._names)}

    @property
    def ended(self) -> bool:
        """Whether all runs have ended."""
        return self.steps == self._max_steps or None not in self.diverged.values()

    def advance(self) -> None:
        """Double the number of steps, by at most 64 at a time; discard the steps of a run after it has diverged."""
        count = min(self.steps + 1, _LARGEST_BLOCK, self._max_steps - self.steps)
        self._state, points, losses = advance(self._optimizer, self._at, self._state, count)
        first = self.steps + 1
        self._path[:, first : first + count] = points.swapaxes(0, 1)
        self._loss[:, first : first + count] = losses.T
        diverged = ~(losses <= self._bound)
        for i, name in enumerate(self._names):
            if self.diverged[name] is not None:
                continue
            last = count
            if diverged[:, i].any():
                last = int(np.argmax(diverged[:, i]))
                self.diverged[name] = first + last
                last += bool(np.isfinite(losses[last, i]))
            self._lengths[name] += last
        self.steps += count
