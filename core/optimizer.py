"""The contract of an optimizer: two pure functions, `init` and `update`, and an explicit state."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.objective import At

Hyperparameter = float | FloatArray
"""A number, or an array that broadcasts against (..., d) if each member of a batch has its own value."""


class State(Protocol):
    """The state of an optimizer between steps: a NamedTuple whose first field is the iterate.

    Arrays have the batch as leading axes; other values apply to the whole batch.
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

    Implementations are frozen dataclasses whose fields are hyperparameters. A method for matrices also has the field
    `shapes`, the shapes of the matrices that the d weights consist of (`core.matrices`). It is no hyperparameter: all
    members of a batch have the same shapes.
    """

    @abstractmethod
    def init(self, x: FloatArray) -> S:
        """Return the state at the start `x`, shape (..., d)."""

    @abstractmethod
    def update(self, at: At, state: S) -> S:
        """Return the state one step after `state`; `at` evaluates the objective."""


Method = TypeVar("Method", bound=Optimizer[Any])


def stacked(optimizers: Sequence[Method]) -> Method:
    """Return one optimizer for a batch of shape (n, d), whose member i has the hyperparameters of `optimizers[i]`.

    A hyperparameter that is equal in all optimizers stays a number; `shapes` must be equal in all.
    """
    first, settings = optimizers[0], {}
    for f in fields(first):
        values = [getattr(each, f.name) for each in optimizers]
        settings[f.name] = values[0] if len(set(values)) == 1 else np.array(values)[:, None]
    return type(first)(**settings)


def selected(optimizer: Method, index: npt.NDArray[np.intp]) -> Method:
    """Return a `stacked` optimizer for the members with these indices, shape (m,), which may repeat."""
    settings = {f.name: getattr(optimizer, f.name) for f in fields(optimizer)}
    return type(optimizer)(
        **{name: value[index] if isinstance(value, np.ndarray) else value for name, value in settings.items()}
    )


def masked_state(state: S, keep: npt.NDArray[np.bool_]) -> S:
    """Return the state of the members of a batch that the mask `keep`, shape (n,), selects."""
    make: Callable[..., S] = type(state)
    return make(*(part[keep] if isinstance(part, np.ndarray) else part for part in state))


def advance(
    optimizer: Optimizer[S], at: At, state: S, count: int, callback: Callable[[], object] | None = None
) -> tuple[S, FloatArray, FloatArray]:
    """Take `count` steps from `state`, and call `callback` after each.

    Losses are evaluated together at the end, which halves the cost of a step. Numbers that overflow
    become inf or nan without a warning: a diverged run is valid.

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
            if callback is not None:
                callback()
        return state, points, at(points).value
