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


class ModelObjective(Objective):
    """The mean loss of a model that gives each example a distribution of labels, with the Fisher matrix of the model.

    That is the mean over examples of E[g g^T], where g is the gradient of -log p(y) with the label y drawn from the
    model itself. For cross-entropy and squared loss it equals the generalized Gauss-Newton matrix.

    References
    ----------
    J. Martens, "New Insights and Perspectives on the Natural Gradient Method", JMLR 21(146), 2020, section 9.

    """

    @abstractmethod
    def fisher_product(self, x: FloatArray, v: FloatArray) -> FloatArray:
        """Return the Fisher matrix at x times v, shape (..., d)."""

    @abstractmethod
    def kronecker_factors(self, x: FloatArray) -> list[tuple[FloatArray, FloatArray]]:
        """Return for each matrix (out, in + 1) of the weights A and G: the block of the Fisher is about G x A.

        A, shape (..., in + 1, in + 1), is the second moment of what the matrix multiplies, with the 1 of the bias; G,
        shape (..., out, out), is the Fisher matrix of the product.

        References
        ----------
        J. Martens, R. Grosse, "Optimizing Neural Networks with Kronecker-factored Approximate Curvature", ICML 2015,
        equation 1.

        """


@dataclass
class Counts:
    """How often each quantity was computed; one batch counts once."""

    values: int = 0
    gradients: int = 0
    hessians: int = 0
    hessian_products: int = 0
    fisher_products: int = 0
    kronecker_factors: int = 0


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

    def fisher_product(self, v: FloatArray) -> FloatArray:
        """Return the Fisher matrix times v, shape (..., d); raises TypeError if the objective has none."""
        model = self._model()
        self._counts.fisher_products += 1
        return model.fisher_product(self.x, v)

    @cached_property
    def kronecker_factors(self) -> list[tuple[FloatArray, FloatArray]]:
        """The Kronecker factors A and G of each matrix; raises TypeError if the objective has none."""
        model = self._model()
        self._counts.kronecker_factors += 1
        return model.kronecker_factors(self.x)

    def _model(self) -> ModelObjective:
        if not isinstance(self._objective, ModelObjective):
            raise TypeError(f"{type(self._objective).__name__} has no Fisher matrix")
        return self._objective


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
