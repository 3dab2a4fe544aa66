"""Search for the best fixed learning rate of a network, with a range that is extended until it contains the best."""

from collections.abc import Iterator

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.learning import Indices, Learners, Problems

FIRST_INDEX, LAST_INDEX = -20, 2
"""First and last index of the rates that are tried for every problem; see `rate_grid`."""
INDEX_LIMIT = 200
"""Largest absolute index of the search: 2^-100 and 2^100 times n / 2."""
LOW_END_MARGIN = 2
"""The best rate must be at least so many grid points above the lowest, as near a bound the steps jump with the rate."""
MAX_OCTAVES = 8
"""Largest number of octaves added at once: not more work than the first pass."""

_WORK = 8_000.0
"""Approximate time in microseconds of one step of all networks, which is split over a few yields."""


def rate_grid(width: int, indices: FloatArray | Indices) -> FloatArray:
    """Return the rates with these indices, n / 2 sqrt(2)^index.

    With the rate n / 2 a single plain layer learns in one step, as its loss is a round quadratic of curvature 2 / n.
    """
    rates: FloatArray = width / 2.0 * 2.0 ** (indices / 2.0)
    return rates


class RateSearch:
    """Finds the best rate of each problem, in as many passes as necessary.

    The first pass tries the rates from 2^-10 to 2 times n / 2. If the highest rate or one of the two lowest is among
    the rates with the fewest steps, the range is extended at that end by 1 octave, then 2, 4, 8, 8, ..., until rates at
    both ends need more steps. Each run stops when it needs more steps than the best so far. If no rate reaches the
    target, the final losses are compared instead: until the two lowest rates end higher than the best or no lower, and
    the highest ends higher or diverges. So failures are not due to the range. The search does not continue past worse
    rates: in narrow and deep products a single step of a much larger rate may reach the target by chance.

    Parameters
    ----------
    problems
        The learning problems.
    max_steps
        The largest number of steps.

    Attributes
    ----------
    steps
        The steps of the best rate, shape (k,); inf if no rate reaches the target.
    low, high
        The lowest and the highest rate index that was tried, shape (k,).

    """

    def __init__(self, problems: Problems, max_steps: int) -> None:
        count = len(problems)
        self._problems, self._max_steps = problems, np.full(count, float(max_steps))
        self.steps = np.full(count, np.inf)
        self.low, self.high = np.full(count, FIRST_INDEX), np.full(count, LAST_INDEX)
        # Index of the lowest and of the highest best rate; for failures, of the rate with the smallest loss.
        self._first, self._last = np.full(count, FIRST_INDEX), np.full(count, FIRST_INDEX)
        self._loss = np.full(count, np.inf)

    @property
    def best_rate(self) -> FloatArray:
        """The lowest rate with the fewest steps, shape (k,); NaN if no rate reaches the target."""
        rates: FloatArray = np.where(np.isinf(self.steps), np.nan, rate_grid(self._problems.width, self._first))
        return rates

    def work(self, tolerance: float) -> Iterator[None]:
        """Run the search; yield every few milliseconds."""
        rate_indices = [np.arange(FIRST_INDEX, LAST_INDEX + 1)] * len(self._problems)
        octaves = 1
        while any(map(len, rate_indices)):
            problem_index = np.repeat(np.arange(len(rate_indices)), [len(each) for each in rate_indices])
            rate_index = np.concatenate(rate_indices)
            learners = Learners(
                self._problems, problem_index, rate_grid(self._problems.width, rate_index), self._max_steps
            )
            yield from learners.descend(tolerance)
            for index in np.unique(problem_index):
                rows = problem_index == index
                self._update_best(int(index), rate_index[rows], learners.steps[rows], learners.loss[rows])
            rate_indices = [self._extend_range(index, 2 * octaves) for index in range(len(rate_indices))]
            octaves = min(2 * octaves, MAX_OCTAVES)

    def _update_best(self, index: int, rate_index: Indices, steps: FloatArray, loss: FloatArray) -> None:
        """Update the best rates of a problem by the outcomes of the rates with these rising indices."""
        fewest = float(steps.min())
        if np.isfinite(fewest):
            best = rate_index[steps == fewest]
            ties = fewest == self.steps[index]
            self._first[index] = min(best[0], self._first[index]) if ties else best[0]
            self._last[index] = max(best[-1], self._last[index]) if ties else best[-1]
            self.steps[index] = self._max_steps[index] = fewest
        elif np.isinf(self.steps[index]):
            at = len(loss) - 1 - int(np.argmin(loss[::-1]))
            if loss[at] < self._loss[index] or (loss[at] == self._loss[index] and rate_index[at] > self._first[index]):
                self._loss[index] = loss[at]
                self._first[index] = self._last[index] = rate_index[at]

    def _extend_range(self, index: int, count: int) -> Indices:
        """Extend the range of a problem at the ends near its best rate; return the new rate indices."""
        low, high = self.low[index], self.high[index]
        diverged = np.isinf(self.steps[index]) and np.isinf(self._loss[index])
        below = diverged or self._first[index] < low + LOW_END_MARGIN
        above = not diverged and self._last[index] == high
        if self.steps[index] == 0.0:
            below = above = False
        self.low[index] = max(low - count, -INDEX_LIMIT) if below else low
        self.high[index] = min(high + count, INDEX_LIMIT) if above else high
        return np.concatenate([np.arange(self.low[index], low), np.arange(high + 1, self.high[index] + 1)])


def problems_per_batch(depth: int, width: int) -> int:
    """Return the number of problems per batch, such that a layer takes a few milliseconds."""
    product = 0.7 + width**3 / 5000.0
    return max(1, int(_WORK / (3.0 * depth * product * (LAST_INDEX - FIRST_INDEX + 1))))
