"""Which batch sizes stand side by side, and how results call them."""

import math
from collections.abc import Iterable

import numpy as np

from core.arrays import FloatArray
from core.obstacles.noise.params import NoiseParams

NOISE_FREE = "noise_free"
"""What results call the run whose gradients are exact."""


def batches(params: NoiseParams, *others: int) -> tuple[int, ...]:
    """Return the batch sizes that are compared, the one in front and the others, each once, in rising order."""
    return tuple(sorted({params.batch_size, *params.batch_sizes, *others}))


def named(sizes: Iterable[int]) -> tuple[str, ...]:
    """Return the names by which results keep what belongs to a batch size: the number, as text."""
    return tuple(str(size) for size in sizes)


def noise_scales(params: NoiseParams, sizes: Iterable[int]) -> FloatArray:
    """Return sigma / sqrt(B), the standard deviation in each coordinate of a batch's gradient, shape (k,)."""
    return np.array([params.noise_std / math.sqrt(size) for size in sizes])
