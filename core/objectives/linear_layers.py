"""The squared error of linear layers, as a function of their weights."""

from collections.abc import Iterator
from itertools import accumulate, pairwise

import numpy as np

from core.arrays import FloatArray
from core.matrices import flattened, matrices, transposed
from core.objective import ModelObjective


class LinearLayers(ModelObjective):
    """f(x) = mean 1/2 |W_L ... W_1 u - y|^2 over examples (u, y), without biases.

    The weights x are the matrices W_1 to W_L, one after the other, row by row. With a single matrix f is a quadratic,
    whose Hessian is the Kronecker product of its two factors: then K-FAC is Newton's method.

    Parameters
    ----------
    inputs, targets
        The examples u and y, shapes (..., N, in) and (..., N, out); leading axes are those of x, if each member of a
        batch has examples of its own.
    widths
        The numbers of units between two matrices, from the first on; none for a single matrix.

    References
    ----------
    J. Martens, "New Insights and Perspectives on the Natural Gradient Method", JMLR 21(146), 2020, section 9 (the
    Fisher matrix of a model of y with unit variance).

    """

    def __init__(self, inputs: FloatArray, targets: FloatArray, widths: tuple[int, ...] = ()) -> None:
        sizes = (inputs.shape[-1], *widths, targets.shape[-1])
        self.shapes = tuple((rows, columns) for columns, rows in pairwise(sizes))
        self.dimension = sum(rows * columns for rows, columns in self.shapes)
        self._inputs, self._targets, self._examples = transposed(inputs), transposed(targets), inputs.shape[-2]

    def value(self, x: FloatArray) -> FloatArray:
        """Return f(x), shape (...)."""
        error = self._error(x)
        value: FloatArray = (error * error).sum(axis=(-1, -2)) / (2.0 * self._examples)
        return value

    def gradient(self, x: FloatArray) -> FloatArray:
        """Return the gradient at x, shape (..., P)."""
        return self._pulled_back(x, self._error(x))

    def hessian(self, x: FloatArray) -> FloatArray:
        """Return the Hessian at x, shape (..., P, P)."""
        dense = np.stack([self.hessian_product(x, unit) for unit in np.eye(self.dimension)], axis=-2)
        symmetric: FloatArray = (dense + transposed(dense)) / 2.0
        return symmetric

    def hessian_product(self, x: FloatArray, v: FloatArray) -> FloatArray:
        """Return the Hessian at x times v, shape (..., P)."""
        weights, changes, error = matrices(x, self.shapes), matrices(v, self.shapes), self._error(x)
        moved = [np.zeros_like(self._inputs)]  # what the change of the weights adds to the inputs of each matrix
        for weight, change, before in zip(weights, changes, self._before(weights), strict=True):
            moved.append(weight @ moved[-1] + change @ before)
        turned = [np.zeros((self.shapes[-1][0],) * 2)]  # and to the product behind each matrix, the last first
        for weight, change, behind in zip(weights[:0:-1], changes[:0:-1], self._behind(weights)[:0:-1], strict=True):
            turned.append(turned[-1] @ weight + behind @ change)
        parts = zip(self._layers(weights), moved, turned[::-1], strict=False)  # `moved` has the outputs too
        second = [
            (transposed(behind) @ error @ transposed(more) + transposed(other) @ error @ transposed(before))
            / self._examples
            for (before, behind), more, other in parts
        ]
        return self._pulled_back(x, moved[-1]) + flattened(second)

    def fisher_product(self, x: FloatArray, v: FloatArray) -> FloatArray:
        """Return the Fisher matrix at x times v, shape (..., P)."""
        changes = zip(self._layers(matrices(x, self.shapes)), matrices(v, self.shapes), strict=True)
        outputs = sum((behind @ change @ before for (before, behind), change in changes), np.zeros(()))
        return self._pulled_back(x, outputs)

    def kronecker_factors(self, x: FloatArray) -> list[tuple[FloatArray, FloatArray]]:
        """Return the Kronecker factors of each matrix."""
        return [
            (before @ transposed(before) / self._examples, transposed(behind) @ behind)
            for before, behind in self._layers(matrices(x, self.shapes))
        ]

    def _layers(self, weights: list[FloatArray]) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Yield for each matrix what it multiplies, (..., columns, N), and the product behind it, (..., out, rows)."""
        return zip(self._before(weights), self._behind(weights), strict=True)

    def _before(self, weights: list[FloatArray]) -> list[FloatArray]:
        return list(accumulate(weights[:-1], lambda inputs, weight: weight @ inputs, initial=self._inputs))

    def _behind(self, weights: list[FloatArray]) -> list[FloatArray]:
        last = np.eye(self.shapes[-1][0])
        return list(accumulate(weights[:0:-1], lambda product, weight: product @ weight, initial=last))[::-1]

    def _error(self, x: FloatArray) -> FloatArray:
        """Return the outputs less the targets, shape (..., out, N)."""
        weights = matrices(x, self.shapes)
        error: FloatArray = weights[-1] @ self._before(weights)[-1] - self._targets
        return error

    def _pulled_back(self, x: FloatArray, outputs: FloatArray) -> FloatArray:
        """Return the mean of the gradients of outputs, shape (..., out, N), over the examples, shape (..., P)."""
        return flattened(
            [
                transposed(behind) @ outputs @ transposed(before) / self._examples
                for before, behind in self._layers(matrices(x, self.shapes))
            ]
        )
