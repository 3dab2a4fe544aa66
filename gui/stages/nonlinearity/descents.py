"""The parts of the descents that are drawn, at each depth and between two depths."""

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

Indices = npt.NDArray[np.intp]

MIN_STEP_LENGTH = 0.01
"""Minimum length of a drawn step, as a share of half the slice's width; shorter steps are merged."""
MAX_PATH_LENGTH = 12.0
"""A path is drawn up to this length, in halves of the slice's width; a longer, oscillating one would cover itself."""
MAX_STEPS_BETWEEN = 80
"""At most about this many steps are drawn between two depths, since the path is redrawn in every frame."""


class Descents:
    """Paths by depth, shape (d, k + 1, 2), padded with NaN."""

    def __init__(self, paths: FloatArray) -> None:
        self._paths = paths
        self._cache: dict[int, tuple[FloatArray, Indices]] = {}

    def at(self, position: float) -> FloatArray:
        """Return the path drawn at a position, a fractional index of depth, (n, 2), interpolated step by step."""
        step = min(int(position), len(self._paths) - 1)
        part = position - step
        here, drawn_here = self._at(step)
        if not part or step + 1 >= len(self._paths):
            drawn: FloatArray = here[drawn_here]
            return drawn
        there, drawn_there = self._at(step + 1)
        if not len(here) or not len(there):
            return here
        steps = np.union1d(drawn_here, drawn_there)
        # The shorter path stays at its end while the longer one goes on.
        path = (1.0 - part) * here[np.minimum(steps, len(here) - 1)] + part * there[np.minimum(steps, len(there) - 1)]
        between: FloatArray = path[_drawn_steps(path, most=MAX_STEPS_BETWEEN)]
        return between

    def _at(self, step: int) -> tuple[FloatArray, Indices]:
        """Return the path of a depth without padding, and the indices of its drawn steps."""
        if step not in self._cache:
            path = self._paths[step][np.isfinite(self._paths[step, :, 0])]
            self._cache[step] = path, _drawn_steps(path)
        return self._cache[step]


def _drawn_steps(path: FloatArray, most: int | None = None) -> Indices:
    """Return the indices of the steps to draw: `MIN_STEP_LENGTH` apart up to `MAX_PATH_LENGTH`, and the last."""
    if not len(path):
        return np.empty(0, int)
    length: FloatArray = np.cumsum(np.hypot(*np.diff(path, axis=0, prepend=path[:1]).T))
    min_length = MIN_STEP_LENGTH if most is None else max(MIN_STEP_LENGTH, min(length[-1], MAX_PATH_LENGTH) / most)
    keep = (np.diff(np.floor(length / min_length), prepend=-1.0) > 0) & (length <= MAX_PATH_LENGTH)
    keep[-1] = True
    return np.flatnonzero(keep)
