"""The compared batch sizes, their names in results, and their noise."""

import math
from collections.abc import Iterable

import numpy as np

from core.arrays import FloatArray
from core.obstacles.noise.params import NoiseParams

NOISE_FREE = "noise_free"
"""The name of the run with exact gradients in results."""


def compared_batch_sizes(params: NoiseParams, *others: int) -> tuple[int, ...]:
    """Return `batch_size`, `batch_sizes` and `others` without duplicates, in rising order."""
    return tuple(sorted({params.batch_size, *params.batch_sizes, *others}))


def batch_names(sizes: Iterable[int]) -> tuple[str, ...]:
    """Return the names of batch sizes in results: the numbers as text."""
    return tuple(str(size) for size in sizes)


def noise_scales(params: NoiseParams, sizes: Iterable[int]) -> FloatArray:
    """Return sigma / sqrt(B), the standard deviation of a batch's gradient in each coordinate, shape (k,)."""
    return np.array([params.noise_std / math.sqrt(size) for size in sizes])
