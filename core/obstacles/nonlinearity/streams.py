"""Random numbers: everything that is drawn comes from the seed, each purpose from a stream of its own."""

import numpy as np

NETWORKS, POSITIONS = range(2)
"""What numbers are drawn for. One purpose never shifts the numbers of another."""


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """Return the generator of a purpose; `index` tells apart the replicates that share one."""
    return np.random.default_rng((seed, purpose, index))


def problem(seed: int, index: int) -> np.random.Generator:
    """Return the generator of a learning problem; the next seed begins with the next problem."""
    return np.random.default_rng(seed + index)
