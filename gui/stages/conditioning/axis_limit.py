"""The end of an axis of steps when one method takes many times as many as the others."""

from collections.abc import Sequence
from itertools import pairwise

CUT_RATIO = 10.0
"""A length is cut if it is this many times as long as the next shorter one."""
CUT_LENGTH = 1.08
"""The end of the axis if a length is cut, as a multiple of the longest one that is not."""


def axis_end(lengths: Sequence[float], kept: float) -> float:
    """Return the largest of some lengths, or `CUT_LENGTH` times the longest that is not cut; up to `kept` none is."""
    ranked = sorted(lengths, reverse=True)
    ends = (CUT_LENGTH * lower for upper, lower in pairwise(ranked) if upper > CUT_RATIO * lower and upper > kept)
    return next(ends, ranked[0])
