"""Random numbers: everything that is drawn comes from the seed, each purpose from a stream of its own."""

import numpy as np

PATHS, MEMBERS, STATIONARY, ARROWS, ALIGNMENT, DIMENSIONS, AVERAGES, NEEDED = range(8)
"""What numbers are drawn for. One purpose never shifts the numbers of another."""


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """Return the generator of a purpose; `index` tells apart those that share one."""
    return np.random.default_rng((seed, purpose, index))
