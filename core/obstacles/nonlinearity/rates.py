"""The search for the fixed rate with which a network learns fastest: until the best lies inside what was tried."""

from collections.abc import Iterator

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.learning import Indices, Learners, Problems

FIRST, LAST = -20, 2
"""The rates that every problem is tried with, in halves of an octave about n / 2."""
LIMIT = 200
"""How far the search goes either way at most: to 2^-100 and 2^100 times n / 2."""
EDGE = 2
"""How many of the lowest rates must not be among the best: near its bound a network's steps leap with the rate."""
MOST = 8
"""Octaves that are tried at once beyond an end: not more work than the first pass."""

_WORK = 8_000.0
"""Microseconds of work, about, for a step of all networks under way: what is split over a few yields."""


def lattice(width: int, places: FloatArray | Indices) -> FloatArray:
    """Return the rates at whole places, rising by a factor of sqrt 2.

    n / 2 stands at 0: with it a single plain layer learns in one step, as its loss is a round bowl of curvature 2 / n.
    """
    rates: FloatArray = width / 2.0 * 2.0 ** (places / 2.0)
    return rates


class Search:
    """Finds the best rate of each of some problems, by as many passes as it takes.

    Every problem is tried with the rates from 2^-10 to 2 times n / 2. Where the fewest steps are those of the highest
    rate, or of one of the two lowest, also if others need as few, rates beyond that end are tried: 1 octave, then
    2, 4, 8, 8, ... more, until there are rates at both ends that need more steps. They need not go on for longer than
    the best so far. Where no rate arrives, the same holds for the loss after the last step allowed: until the two
    lowest rates end higher than the best or no lower, and the highest ends higher or diverges. So what is called a
    failure is not one of the range. Beyond rates that are worse none is looked for: in narrow and deep products a
    single leap of a far larger one may happen to land at the target.

    Parameters
    ----------
    problems
        What is learned.
    max_steps
        Steps allowed.

    Attributes
    ----------
    steps
        The steps of the best rate, shape (k,); inf where no rate arrives.
    low, high
        The lowest and the highest place that was tried, shape (k,).

    """

    def __init__(self, problems: Problems, max_steps: int) -> None:
        count = len(problems)
        self._problems, self._most = problems, np.full(count, float(max_steps))
        self.steps = np.full(count, np.inf)
        self.low, self.high = np.full(count, FIRST), np.full(count, LAST)
        # The places of the lowest and the highest of the best rates; of failures, that of the least loss.
        self._first, self._last = np.full(count, FIRST), np.full(count, FIRST)
        self._loss = np.full(count, np.inf)

    @property
    def best_rate(self) -> FloatArray:
        """The lowest of the rates with so few steps, shape (k,); NaN where none arrives."""
        rates: FloatArray = np.where(np.isinf(self.steps), np.nan, lattice(self._problems.width, self._first))
        return rates

    def work(self, tolerance: float) -> Iterator[None]:
        """Search; yield every few milliseconds."""
        places = [np.arange(FIRST, LAST + 1)] * len(self._problems)
        octaves = 1
        while any(map(len, places)):
            which = np.repeat(np.arange(len(places)), [len(each) for each in places])
            place = np.concatenate(places)
            learners = Learners(self._problems, which, lattice(self._problems.width, place), self._most)
            yield from learners.descend(tolerance)
            for index in np.unique(which):
                rows = which == index
                self._take(int(index), place[rows], learners.steps[rows], learners.loss[rows])
            places = [self._beyond(index, 2 * octaves) for index in range(len(places))]
            octaves = min(2 * octaves, MOST)

    def _take(self, index: int, place: Indices, steps: FloatArray, loss: FloatArray) -> None:
        """Take up what became of a problem at some places, which rise."""
        fewest = float(steps.min())
        if np.isfinite(fewest):
            best = place[steps == fewest]
            ties = fewest == self.steps[index]
            self._first[index] = min(best[0], self._first[index]) if ties else best[0]
            self._last[index] = max(best[-1], self._last[index]) if ties else best[-1]
            self.steps[index] = self._most[index] = fewest
        elif np.isinf(self.steps[index]):
            at = len(loss) - 1 - int(np.argmin(loss[::-1]))
            if loss[at] < self._loss[index] or (loss[at] == self._loss[index] and place[at] > self._first[index]):
                self._loss[index] = loss[at]
                self._first[index] = self._last[index] = place[at]

    def _beyond(self, index: int, count: int) -> Indices:
        """Return places beyond the ends of what a problem was tried with, where its best is at an end."""
        low, high = self.low[index], self.high[index]
        diverged = np.isinf(self.steps[index]) and np.isinf(self._loss[index])
        below = diverged or self._first[index] < low + EDGE
        above = not diverged and self._last[index] == high
        if self.steps[index] == 0.0:
            below = above = False
        self.low[index] = max(low - count, -LIMIT) if below else low
        self.high[index] = min(high + count, LIMIT) if above else high
        return np.concatenate([np.arange(self.low[index], low), np.arange(high + 1, self.high[index] + 1)])


def together(depth: int, width: int) -> int:
    """Return how many problems are a few milliseconds of work a layer."""
    product = 0.7 + width**3 / 5000.0
    return max(1, int(_WORK / (3.0 * depth * product * (LAST - FIRST + 1))))
