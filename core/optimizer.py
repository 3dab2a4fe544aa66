"""The contract of an optimizer: two pure functions, `init` and `update`, and a state that hides nothing."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.objective import At

Hyperparameter = float | FloatArray
"""A number, or an array that broadcasts against (..., d) when a batch holds one setting a member."""


class State(Protocol):
    """What an optimizer carries from step to step: a NamedTuple whose first field is the iterate.

    Arrays have the batch as leading axes; anything else holds for the whole batch.
    """

    @property
    def x(self) -> FloatArray:
        """The iterate, shape (..., d): the point whose loss is reported."""

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the fields."""


S = TypeVar("S", bound=State)


@dataclass(frozen=True)
class Optimizer(ABC, Generic[S]):
    """An iterative method on batches of points of shape (..., d).

    Implementations are frozen dataclasses whose fields are all hyperparameters.
    """

    @abstractmethod
    def init(self, x: FloatArray) -> S:
        """Return the state at the start `x`, shape (..., d)."""

    @abstractmethod
    def update(self, at: At, state: S) -> S:
        """Return the state one step after `state`; `at` evaluates the objective."""


Method = TypeVar("Method", bound=Optimizer[Any])


def stacked(optimizers: Sequence[Method]) -> Method:
    """Return one optimizer for a batch of shape (n, d), whose member i is set as `optimizers[i]`.

    A hyperparameter on which all agree stays a number.
    """
    first, settings = optimizers[0], {}
    for f in fields(first):
        values = [getattr(each, f.name) for each in optimizers]
        settings[f.name] = values[0] if len(set(values)) == 1 else np.array(values)[:, None]
    return type(first)(**settings)


def selected(optimizer: Method, index: npt.NDArray[np.intp]) -> Method:
    """Return what `stacked` made, set for the members with this index, shape (m,), in this order; they may repeat."""
    settings = {f.name: getattr(optimizer, f.name) for f in fields(optimizer)}
    return type(optimizer)(
        **{name: value[index] if isinstance(value, np.ndarray) else value for name, value in settings.items()}
    )


def members(state: S, keep: npt.NDArray[np.bool_]) -> S:
    """Return the state of those members of a batch that `keep`, shape (n,), marks."""
    make: Callable[..., S] = type(state)
    return make(*(part[keep] if isinstance(part, np.ndarray) else part for part in state))


def advance(
    optimizer: Optimizer[S], at: At, state: S, count: int, after: Callable[[], object] | None = None
) -> tuple[S, FloatArray, FloatArray]:
    """Take `count` steps from `state`, and call `after` after each.

    Losses are evaluated together at the end, which halves the cost of a step. What overflows on
    the way becomes inf or nan in silence: a diverged run is a valid one.

    Returns
    -------
    state
        The state after the last step.
    points, losses
        The iterate and its loss after each step, shapes (count, ..., d) and (count, ...).

    """
    points = np.empty((count, *state.x.shape))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for i in range(count):
            state = optimizer.update(at, state)
            points[i] = state.x
            if after is not None:
                after()
        return state, points, at(points).value
