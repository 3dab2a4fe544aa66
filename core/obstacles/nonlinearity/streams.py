"""Random numbers: one independent stream per purpose, all derived from the seed."""

import numpy as np

NETWORKS, POSITIONS = range(2)
"""Purposes of random numbers. Draws for one purpose never change the numbers of another."""


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """Return the generator of a purpose; `index` distinguishes replicates."""
    return np.random.default_rng((seed, purpose, index))


def problem_stream(seed: int, index: int) -> np.random.Generator:
    """Return the generator of a learning problem; problem i of seed s is problem 0 of seed s + i."""
    return np.random.default_rng(seed + index)
