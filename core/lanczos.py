"""The largest eigenvalue of a symmetric matrix of which only products with vectors are known."""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray

_NEGLIGIBLE = 1e-12
"""A remainder this small, relative to the product, is rounding: the vectors found so far span an invariant subspace."""


class EigenPair(NamedTuple):
    """An approximate eigenvalue and its eigenvector, shape (d,), of length 1."""

    value: float
    vector: FloatArray


def largest_eigenpair(
    product: Callable[[FloatArray], FloatArray], start: FloatArray, count: int
) -> Generator[None, None, EigenPair]:
    """Return the largest eigenvalue, not the largest in size, and its eigenvector as `count` products give them.

    Yields after each product.

    The value is never above the exact one. It is that of the matrix on the subspace that a start x and its products
    A x, A A x, ... span: near the exact one after few products if x is near the eigenvector, as is the eigenvector of
    a matrix that has changed little since.

    Parameters
    ----------
    product
        The function that multiplies a vector of shape (d,) by the matrix.
    start
        A vector that is not zero, shape (d,).
    count
        The number of products, at least 1; fewer if the subspace is complete before.

    References
    ----------
    G. H. Golub, C. F. Van Loan, "Matrix Computations", 4th edition, section 10.1; all vectors are kept orthogonal.

    """
    basis = [start / np.linalg.norm(start)]
    diagonal, beside = list[float](), list[float]()
    for _ in range(count):
        rest = product(basis[-1])
        yield
        size = float(np.linalg.norm(rest))
        diagonal.append(float(basis[-1] @ rest))
        known = np.array(basis)
        for _ in range(2):  # one pass leaves rounding errors that grow
            rest = rest - (known @ rest) @ known
        length = float(np.linalg.norm(rest))
        if len(diagonal) == count or length <= _NEGLIGIBLE * size:
            break
        beside.append(length)
        basis.append(rest / length)
    small = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    values, vectors = np.linalg.eigh(small)
    vector: FloatArray = vectors[:, -1] @ np.array(basis)
    return EigenPair(float(values[-1]), vector)
