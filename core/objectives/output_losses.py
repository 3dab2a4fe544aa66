"""The losses of the scores of a network: values, derivatives, and curvature with respect to the scores.

Arrays have one column per example: shape (..., B, out, n), as in `Examples`. All are weighted: the sum over columns
is the mean over examples.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cached_property

import numpy as np

from core.arrays import FloatArray
from core.objectives.examples import Examples


class OutputLoss(ABC):
    """The loss of scores z of shape (..., B, out, n)."""

    def __init__(self, scores: FloatArray, examples: Examples) -> None:
        self._scores, self._examples = scores, examples

    @abstractmethod
    def value(self) -> FloatArray:
        """Return the mean over examples, shape (...)."""

    @abstractmethod
    def slope(self) -> FloatArray:
        """Return the derivative by the scores, shape (..., B, out, n); a new array."""

    @abstractmethod
    def curvature_product(self, v: FloatArray) -> FloatArray:
        """Return the second derivative by the scores times v, shape (..., B, out, n)."""

    @abstractmethod
    def root(self, label: int) -> FloatArray:
        """Return columns r, shape (..., B, out, n), such that the sum of r r^T over labels is the second derivative.

        That is also the Fisher matrix of the scores: r is the gradient for this label times the root of its
        probability, or has the same sum.
        """


class CrossEntropy(OutputLoss):
    """-log p(label), in nats, with p = softmax(z)."""

    def __init__(self, scores: FloatArray, examples: Examples) -> None:
        super().__init__(scores, examples)
        self._largest = scores.max(axis=-2, keepdims=True)
        self._powers = scores - self._largest
        np.exp(self._powers, out=self._powers)
        self._total = self._powers.sum(axis=-2, keepdims=True)

    @cached_property
    def _probabilities(self) -> FloatArray:
        """The probabilities of the labels, not weighted."""
        probabilities: FloatArray = self._powers / self._total
        return probabilities

    def value(self) -> FloatArray:
        """Return the mean of log sum exp z - z(label)."""
        logs = (np.log(self._total) + self._largest) * self._examples.weights
        labels = self._scores * self._examples.weighted_targets
        values: FloatArray = logs.sum(axis=(-1, -2, -3)) - labels.sum(axis=(-1, -2, -3))
        return values

    def slope(self) -> FloatArray:
        """Return p - target."""
        slope: FloatArray = self._powers * (self._examples.weights / self._total)
        slope -= self._examples.weighted_targets
        return slope

    def curvature_product(self, v: FloatArray) -> FloatArray:
        """Return (diag(p) - p p^T) v."""
        p = self._probabilities
        product = p * v
        product -= p * product.sum(axis=-2, keepdims=True)
        product *= self._examples.weights
        return product

    def root(self, label: int) -> FloatArray:
        """Return sqrt(p_y) (p - e_y) for a label y."""
        p = self._probabilities
        scale = np.sqrt(p[..., label, None, :] * self._examples.weights)
        root: FloatArray = p * scale
        root[..., label, None, :] -= scale
        return root


class SquaredLoss(OutputLoss):
    """Half the squared distance between scores and target; the model is a normal distribution of variance 1."""

    @cached_property
    def _errors(self) -> FloatArray:
        errors: FloatArray = self._scores - self._examples.targets
        return errors

    def value(self) -> FloatArray:
        """Return half the mean of |z - target|^2."""
        values: FloatArray = 0.5 * (self._errors**2 * self._examples.weights).sum(axis=(-1, -2, -3))
        return values

    def slope(self) -> FloatArray:
        """Return z - target."""
        slope: FloatArray = self._errors * self._examples.weights
        return slope

    def curvature_product(self, v: FloatArray) -> FloatArray:
        """Return v."""
        product: FloatArray = v * self._examples.weights
        return product

    def root(self, label: int) -> FloatArray:
        """Return the unit vector of a label."""
        root = np.zeros_like(self._scores)
        root[..., label, None, :] = np.sqrt(self._examples.weights)
        return root


OUTPUT_LOSSES: dict[str, Callable[[FloatArray, Examples], OutputLoss]] = {
    "cross_entropy": CrossEntropy,
    "squared": SquaredLoss,
}
