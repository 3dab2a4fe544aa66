"""The contract of an objective: a function to minimize with its derivatives, and counted evaluations of both."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import FloatArray


class Objective(ABC):
    """A smooth function of `dimension` variables, batched over leading axes.

    Every method takes points of shape (..., d). Values have shape (...), gradients and
    Hessian products (..., d), Hessians (..., d, d).
    """

    dimension: int

    @abstractmethod
    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""

    @abstractmethod
    def gradient(self, x: FloatArray) -> FloatArray:
        """Return the gradient at x, shape (..., d)."""

    @abstractmethod
    def hessian(self, x: FloatArray) -> FloatArray:
        """Return the Hessian at x, shape (..., d, d)."""

    def hessian_product(self, x: FloatArray, v: FloatArray) -> FloatArray:
        """Return the Hessian at x times v, shape (..., d)."""
        product: FloatArray = np.vecdot(self.hessian(x), v[..., None, :])
        return product


@dataclass
class Counts:
    """How often each quantity was computed; one batch counts once."""

    values: int = 0
    gradients: int = 0
    hessians: int = 0
    hessian_products: int = 0


class Evaluation:
    """One objective at one batch of points; its values are computed lazily, cached, and counted."""

    def __init__(self, objective: Objective, x: FloatArray, counts: Counts) -> None:
        self._objective = objective
        self._counts = counts
        self.x = x

    @cached_property
    def value(self) -> FloatArray:
        """f(x), shape (...)."""
        self._counts.values += 1
        return self._objective.value(self.x)

    @cached_property
    def gradient(self) -> FloatArray:
        """The gradient, shape (..., d)."""
        self._counts.gradients += 1
        return self._objective.gradient(self.x)

    @cached_property
    def hessian(self) -> FloatArray:
        """The Hessian, shape (..., d, d)."""
        self._counts.hessians += 1
        return self._objective.hessian(self.x)

    def hessian_product(self, v: FloatArray) -> FloatArray:
        """Return the Hessian times v, shape (..., d)."""
        self._counts.hessian_products += 1
        return self._objective.hessian_product(self.x, v)


At = Callable[[FloatArray], Evaluation]
"""The function an optimizer gets: from points, shape (..., d), to the evaluation of the objective there."""


class Evaluator:
    """Creates evaluations of one objective and counts them."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        self.counts = Counts()

    def at(self, x: FloatArray) -> Evaluation:
        """Return the lazy evaluation of the objective at `x`, shape (..., d)."""
        return Evaluation(self.objective, x, self.counts)
