"""Flat weights as the matrices of layers, and functions of these matrices."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

Shapes = tuple[tuple[int, int], ...]
"""The shapes (rows, columns) of the matrices that flat weights consist of."""

SINGLE_THREAD_LIMIT = 2**18
"""Multiplications up to which OpenBLAS computes a matrix product in one thread.

Its threads wait for each other where another process keeps a core busy: a gradient of a 64-16-10 network on 1797
images took 108 ms in one block and 0.36 ms in blocks of 225, and the losses on a slice 26 s instead of 1.5 s, although
larger products gain nothing there. In one thread, blocks cost at most a tenth.
"""

_ROUNDING = 1e-13


def matrices(x: FloatArray, shapes: Shapes) -> list[FloatArray]:
    """Return flat weights x, shape (..., P), as matrices, shapes (..., rows, columns).

    The matrices follow each other in x, each row by row. They are views: what is written to them is written to x.
    """
    return [x[..., span].reshape(*x.shape[:-1], *shape) for span, shape in zip(spans(shapes), shapes, strict=True)]


def spans(shapes: Shapes) -> list[slice]:
    """Return where each matrix is in flat weights."""
    found, start = [], 0
    for rows, columns in shapes:
        stop = start + rows * columns
        found.append(slice(start, stop))
        start = stop
    return found


def flattened(parts: Sequence[FloatArray]) -> FloatArray:
    """Return matrices, shapes (..., rows, columns), as one array of shape (..., P): the inverse of `matrices`."""
    return np.concatenate([part.reshape(*part.shape[:-2], -1) for part in parts], axis=-1)


def transposed(matrix: FloatArray) -> FloatArray:
    """Return the transpose of matrices of shape (..., m, n), a view of shape (..., n, m)."""
    return np.swapaxes(matrix, -1, -2)


def solved(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """Return X with `matrix` X = `right`, for symmetric matrices (..., m, m) and right sides (..., m, n).

    If a matrix of the batch is singular, X is the `shortest_solution`.
    """
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return shortest_solution(matrix, right)


def shortest_solution(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """Return the shortest X of those with the least |`matrix` X - `right`|, for symmetric matrices (..., m, m).

    Eigenvalues below 1e-13 of the largest count as 0. X is NaN where a matrix is not finite.
    """
    finite = _finite(matrix)
    inverse = np.linalg.pinv(np.where(finite, matrix, 0.0), _ROUNDING, hermitian=True)
    return np.where(finite, inverse @ right, np.nan)


def symmetric_power(matrix: FloatArray, exponent: float, epsilon: FloatArray | float = 0.0) -> FloatArray:
    """Return (`matrix` + `epsilon` I)^`exponent` for symmetric matrices without negative eigenvalues, (..., m, m).

    Parameters
    ----------
    matrix
        Eigenvalues that rounding made negative count as 0. The power is NaN where a matrix is not finite.
    exponent
        Any number.
    epsilon
        A number, or one for each matrix, shape (..., 1).

    """
    finite = _finite(matrix)
    values, vectors = np.linalg.eigh(np.where(finite, matrix, 0.0))
    powers = (np.maximum(values, 0.0) + epsilon) ** exponent
    return np.where(finite, (vectors * powers[..., None, :]) @ transposed(vectors), np.nan)


def _finite(matrix: FloatArray) -> npt.NDArray[np.bool_]:
    """Tell whether all entries of a matrix are finite, shape (..., 1, 1)."""
    return np.asarray(np.isfinite(matrix).all(axis=(-1, -2), keepdims=True))
