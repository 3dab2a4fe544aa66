"""Random numbers: one independent stream per purpose, all derived from the seed."""

import numpy as np

PATHS, MEMBERS, STATIONARY, ARROWS, ALIGNMENT, DIMENSIONS, AVERAGES, NEEDED = range(8)
"""Purposes of random numbers. Draws for one purpose never change the numbers of another."""


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """Return the generator of a purpose; `index` distinguishes several streams of one purpose."""
    return np.random.default_rng((seed, purpose, index))
