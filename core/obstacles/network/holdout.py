"""The digits that train the network, and those that are held out to test it."""

from typing import NamedTuple

import numpy as np

from core.objectives.examples import IntArray
from core.obstacles.network.params import Holdout

PARTS = 3
"""One in this many digits is held out."""


class Split(NamedTuple):
    """Indices of the digits that train the network, and of those that are held out, both ascending."""

    training: IntArray
    held_out: IntArray


def split(labels: IntArray, holdout: Holdout) -> Split:
    """Return the split of digits with these labels, shape (n,).

    `interleaved` holds out every third example of each label, in their order; a label with fewer has none. `last` holds
    out the last third of all.
    """
    count = len(labels)
    if holdout == "last":
        is_held_out = np.arange(count) >= count - count // PARTS
    else:
        order = np.argsort(labels, kind="stable")
        first = np.searchsorted(labels[order], labels[order])
        is_held_out = np.empty(count, dtype=bool)
        is_held_out[order] = (np.arange(count) - first) % PARTS == PARTS - 1
    return Split(np.flatnonzero(~is_held_out), np.flatnonzero(is_held_out))


def other(holdout: Holdout) -> Holdout:
    """Return the other way to hold out digits."""
    return "interleaved" if holdout == "last" else "last"
