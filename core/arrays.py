"""Read-only arrays for results, and small helpers for arrays."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
K = TypeVar("K")


def frozen(values: npt.ArrayLike | Sequence[float]) -> FloatArray:
    """Return a read-only float64 copy of `values`, of the same shape."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def frozen_each(arrays: Mapping[K, FloatArray]) -> Mapping[K, FloatArray]:
    """Return a read-only mapping of read-only copies of arrays."""
    return MappingProxyType({key: frozen(array) for key, array in arrays.items()})


def prefix(buffer: FloatArray, length: int) -> FloatArray:
    """Return a read-only view of the first `length` entries of `buffer` along its first axis.

    The view shares memory with `buffer`: a run continues to write after the prefix, never inside it.
    """
    view = buffer[:length]
    view.flags.writeable = False
    return view


def prefix_each(buffers: Mapping[K, FloatArray], length: int) -> Mapping[K, FloatArray]:
    """Return a read-only mapping of the `prefix` of each buffer."""
    return MappingProxyType({key: prefix(buffer, length) for key, buffer in buffers.items()})


def dot(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the dot products along the last axis, which is kept with length one: shape (..., 1)."""
    product: FloatArray = np.vecdot(a, b)[..., None]
    return product


def ratio_or_zero(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return a / b, and 0 where b is 0, so that a method whose gradient is 0 takes a step of length 0."""
    return np.divide(a, b, out=np.zeros_like(b), where=b != 0.0)


def finite_list(values: FloatArray) -> list[Any]:
    """Return an array as nested lists, with None for numbers that are not finite."""
    plain: list[Any] = _finite(values.tolist())
    return plain


def _finite(value: Any) -> Any:
    if isinstance(value, list):
        return [_finite(part) for part in value]
    return value if math.isfinite(value) else None
