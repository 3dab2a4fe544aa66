"""Stochastic gradient descent with minibatches drawn with replacement, and its best learning rate."""

import math
from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.objectives.perceptron import Perceptron

CHECKED_EXAMPLES = 32
"""The loss of all digits is computed after at least this many digits of a batch, as it costs as much as many steps."""
CUTOFF = 2.5
"""A rate is given up after this many times the steps of the best one."""
FIRST_RATE, LEAST_RATE, LARGEST_RATE = 2.0**-4, 2.0**-12, 2.0**6
"""The rate that is tried first, and the bounds of all; powers of two."""
_EXAMPLES_AT_ONCE = 512
"""Digits of several minibatches that are computed together: more are no faster."""


class Outcome(NamedTuple):
    """What several runs lead to; the less the better.

    Attributes
    ----------
    steps
        The median of the steps to the target; inf if it is not reached.
    loss
        The median of the losses at the last step if it is not reached, inf where they overflow; else 0.

    """

    steps: float
    loss: float


class SampledDescent:
    """Descents from one start, each with minibatches of its own seed.

    Parameters
    ----------
    problem
        The network, whose loss of all examples decides on the arrival.
    start
        Shape (P,).
    seeds
        Of `numpy.random.default_rng`, one for each run.
    target, limit
        The loss at which a run has arrived, and the largest number of steps.

    """

    def __init__(self, problem: Perceptron, start: FloatArray, seeds: range, target: float, limit: int) -> None:
        self._problem, self._start, self._seeds = problem, start, seeds
        self._target, self._limit = target, limit

    def best_rate(
        self, size: int, first: float, better: Callable[[float, Outcome], None]
    ) -> Generator[None, None, float]:
        """Return the best of the powers of two around `first` for a batch size; yields often.

        From `first` on, the rate is doubled as long as that is better; if it never is, it is halved as long as that is
        better, or the loss overflows. Each better one is passed to `better` with its outcome.
        """
        best, outcome = first, (yield from self.outcome(size, first, self._limit))
        better(best, outcome)
        for factor in (2.0, 0.5):
            rate = factor * first
            while best in (first, rate / factor) and LEAST_RATE <= rate <= LARGEST_RATE:
                found = yield from self.outcome(size, rate, self._cutoff(outcome))
                if found < outcome:
                    best, outcome = rate, found
                    better(best, outcome)
                elif factor > 1.0 or math.isfinite(outcome.loss):
                    break
                rate *= factor
        return best

    def outcome(self, size: int, rate: float, limit: int) -> Generator[None, None, Outcome]:
        """Return the outcome of runs with a batch size and a rate within `limit` steps; yields often.

        With at least as many as there are, each batch is all examples, and all runs are one. The loss is computed at
        every step, or every second, fourth, ... of less than `CHECKED_EXAMPLES` examples, and at the last one. Runs end
        as soon as the median of their steps is known.
        """
        count = len(self._problem.labels)
        generators = [np.random.default_rng(seed) for seed in (self._seeds[:1] if size >= count else self._seeds)]
        points = np.tile(self._start, (len(generators), 1))
        steps, losses = np.full((2, len(points)), np.inf)
        runs, every = np.arange(len(points)), max(1, CHECKED_EXAMPLES // size)
        for step in range(limit + 1):
            if step % every == 0 or step == limit:
                for run in runs:
                    losses[run] = self._loss(points[run])
                    yield
                steps[runs[losses[runs] <= self._target]] = step
                runs = runs[np.isfinite(losses[runs]) & (losses[runs] > self._target)]
                if np.isfinite(steps).sum() > len(points) // 2 or not len(runs):
                    break
            if step < limit:
                yield from self._step(points, runs, generators, size, rate)
        median = float(np.median(steps))
        return Outcome(median, 0.0 if math.isfinite(median) else float(np.median(losses)))

    def _cutoff(self, best: Outcome) -> int:
        return int(min(self._limit, CUTOFF * best.steps)) if math.isfinite(best.steps) else self._limit

    def _loss(self, point: FloatArray) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            loss = float(self._problem.value(point))
        return loss if math.isfinite(loss) else math.inf

    def _step(
        self, points: FloatArray, runs: np.ndarray, generators: list[np.random.Generator], size: int, rate: float
    ) -> Generator[None, None, None]:
        """Take one step of some runs, in place."""
        count = len(self._problem.labels)
        at_once = max(1, _EXAMPLES_AT_ONCE // size)
        for first in range(0, len(runs), at_once):
            part = runs[first : first + at_once]
            batch = self._problem
            if size < count:
                batch = batch.subset(np.stack([generators[run].integers(count, size=size) for run in part]))
            with np.errstate(over="ignore", invalid="ignore"):
                points[part] -= rate * batch.gradient(points[part])
            yield
