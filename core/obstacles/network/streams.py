"""Random numbers: one independent stream per purpose, all derived from the seed."""

import numpy as np

SHOWN_DIGITS, MINIBATCHES, RANDOM_WALKS = range(3)
"""Purposes of random numbers beside the weights at the start. Draws for one never change the numbers of another."""


def stream(seed: int, purpose: int, index: int = 0) -> np.random.Generator:
    """Return the generator of a purpose; `index` distinguishes several streams of one purpose."""
    return np.random.default_rng((seed, purpose, index))
