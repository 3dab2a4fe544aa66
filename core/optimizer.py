"""The contract of an optimizer: two pure functions, `init` and `update`, and a state that hides nothing."""

from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

from core.arrays import FloatArray
from core.objective import At


class State(Protocol):
    """What an optimizer carries from step to step: a NamedTuple whose first field is the iterate."""

    @property
    def x(self) -> FloatArray:
        """The iterate, shape (..., d): the point whose loss is reported."""


S = TypeVar("S", bound=State)


class Optimizer(ABC, Generic[S]):
    """An iterative method on batches of points of shape (..., d).

    Hyperparameters are numbers, or arrays that broadcast against (..., d) when a batch holds
    one setting a member.
    """

    @abstractmethod
    def init(self, x: FloatArray) -> S:
        """Return the state at the start `x`, shape (..., d)."""

    @abstractmethod
    def update(self, at: At, state: S) -> S:
        """Return the state one step after `state`; `at` evaluates the objective."""
