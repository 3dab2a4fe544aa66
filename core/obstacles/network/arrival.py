"""Steps until a training loss is reached, and the best of several optimizers."""

from collections.abc import Generator, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.objective import Evaluator, Objective
from core.optimizer import Optimizer


class Best(NamedTuple):
    """The optimizer that arrives first, the first of several: its place and its steps; None if none arrives.

    Then `closest` is the place of the one with the lowest loss at its last step; None if all losses overflow.
    """

    place: int | None
    steps: int | None
    closest: int | None = None

    @property
    def chosen(self) -> int | None:
        """The place of the one that arrives first, or else comes closest; None if all losses overflow."""
        return self.closest if self.place is None else self.place


class Visit(NamedTuple):
    """A step of a path: its number, its loss, and the weights there, shape (d,)."""

    step: int
    loss: float
    x: FloatArray


def visits(optimizer: Optimizer[Any], objective: Objective, x: FloatArray, limit: int) -> Iterator[Visit]:
    """Yield steps 0 to `limit` of a path from x, shape (d,); the last is the first whose loss is not finite."""
    at, state = Evaluator(objective).at, optimizer.init(x)
    for step in range(limit + 1):
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            visit = Visit(step, float(at(state.x).value), state.x)
            # Before the yield, since an objective may remember what it has computed at the last point.
            following = optimizer.update(at, state) if step < limit and np.isfinite(visit.loss) else None
        yield visit
        if following is None:
            return
        state = following


def steps_to_loss(
    optimizer: Optimizer[Any], objective: Objective, x: FloatArray, target: float, limit: int
) -> Generator[float, None, int | None]:
    """Return the first step whose loss is at most `target`; None if there is none up to step `limit`.

    The start, shape (d,), is step 0. Yields the loss of each step, the last one too; a loss that is not finite ends the
    run and is not yielded.
    """
    for step, loss, _ in visits(optimizer, objective, x, limit):
        if not np.isfinite(loss):
            return None
        yield loss
        if loss <= target:
            return step
    return None


def best_of(
    optimizers: Sequence[Optimizer[Any]], objective: Objective, x: FloatArray, target: float, limit: int
) -> Generator[int, None, Best]:
    """Return which optimizer reaches `target` in the fewest steps from x, shape (d,), within `limit` steps.

    All take their steps in turn until the first arrives. Yields the number of the step after each step of each.
    """
    runs = {place: steps_to_loss(each, objective, x, target, limit) for place, each in enumerate(optimizers)}
    losses: dict[int, float] = {}
    for step in range(limit + 1):
        for place, run in list(runs.items()):
            loss = next(run, None)
            if loss is None:
                del runs[place]
                losses.pop(place, None)
                continue
            if loss <= target:
                return Best(place, step)
            losses[place] = loss
            yield step
    return Best(None, None, min(losses, key=lambda place: losses[place], default=None))
