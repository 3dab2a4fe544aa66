"""Examples for a network: inputs and labels, in blocks small enough for products in one thread."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.matrices import SINGLE_THREAD_LIMIT, transposed

IntArray = npt.NDArray[np.intp]

_SMALLEST_BLOCK = 8
"""Examples in a block of a very wide network: such blocks already take twice the time of one block in one thread."""


@dataclass(frozen=True, eq=False)
class Examples:
    """N examples in B blocks of n columns; the last columns are blank where B n > N.

    Leading axes are those of the weights: each member of a batch may have examples of its own.

    Attributes
    ----------
    count
        N.
    inputs
        With a last row of ones, shape (..., B, in + 1, n).
    targets
        1 at the label of an example, else 0, shape (..., B, out, n).
    weights
        1 / N, and 0 for blank columns, shape (B, 1, n).

    """

    count: int
    inputs: FloatArray
    targets: FloatArray
    weights: FloatArray

    @cached_property
    def weighted_targets(self) -> FloatArray:
        """The targets times the weights, shape (..., B, out, n)."""
        weighted: FloatArray = self.targets * self.weights
        return weighted

    @cached_property
    def input_moment(self) -> FloatArray:
        """The mean of a a^T over inputs a with their 1, shape (..., in + 1, in + 1)."""
        return outer(self.inputs * self.weights, self.inputs)

    @cached_property
    def squared_lengths(self) -> FloatArray:
        """Those of the inputs with their 1, shape (..., B, n)."""
        return squared_lengths(self.inputs)

    def in_order(self, columns: FloatArray) -> FloatArray:
        """Return columns of shape (..., B, k, n) as one row per example, shape (..., N, k)."""
        rows = transposed(columns)
        return rows.reshape(*rows.shape[:-3], -1, rows.shape[-1])[..., : self.count, :].copy()


def in_blocks(inputs: FloatArray, labels: IntArray, outputs: int, size: int) -> Examples:
    """Return examples of shapes (..., N, in) and (..., N) in blocks of at most `size`."""
    *batch, count, width = inputs.shape
    blocks = -(-count // size)
    each = -(-count // blocks)
    blank = blocks * each - count
    if blank:
        pad = [(0, 0)] * len(batch)
        inputs = np.pad(inputs, [*pad, (0, blank), (0, 0)])
        labels = np.pad(labels, [*pad, (0, blank)])
    columns = np.empty((*batch, blocks, width + 1, each))
    columns[..., :-1, :] = transposed(inputs.reshape(*batch, blocks, each, width))
    columns[..., -1, :] = 1.0
    targets = (labels.reshape(*batch, blocks, 1, each) == np.arange(outputs)[:, None]).astype(np.float64)
    weights = np.full((blocks, 1, each), 1.0 / count)
    if blank:
        weights[-1, 0, -blank:] = 0.0
    return Examples(count, columns, targets, weights)


def block_size(shapes: tuple[tuple[int, int], ...]) -> int:
    """Return the number of examples up to which matrices of these shapes times them are products in one thread."""
    return max(_SMALLEST_BLOCK, SINGLE_THREAD_LIMIT // max(rows * columns for rows, columns in shapes))


def squared_lengths(columns: FloatArray) -> FloatArray:
    """Return the squared length of each column, (..., B, k, n) to (..., B, n)."""
    lengths: FloatArray = np.einsum("...kn,...kn->...n", columns, columns)
    return lengths


def outer(left: FloatArray, right: FloatArray) -> FloatArray:
    """Return the sum of a b^T over columns of shapes (..., B, k, n) and (..., B, m, n): shape (..., k, m)."""
    products: FloatArray = left @ transposed(right)
    return products[..., 0, :, :] if products.shape[-3] == 1 else products.sum(axis=-3)
