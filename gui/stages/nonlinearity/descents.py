"""What is drawn of the descents at each depth, and between two depths."""

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

Indices = npt.NDArray[np.intp]

FINE = 0.01
"""Of half the slice: the way that a drawn step covers at least."""
LONGEST = 12.0
"""Of half the slice: the way after which a descent that swings to and fro is a tangle, and is drawn no further."""
MOST = 80
"""Steps that are drawn between two depths: they are drawn anew at every frame, however many steps there are."""


class Descents:
    """Paths by depth, shape (d, k + 1, 2), with NaN behind the end of each."""

    def __init__(self, paths: FloatArray) -> None:
        self._paths = paths
        self._known: dict[int, tuple[FloatArray, Indices]] = {}

    def at(self, position: float) -> FloatArray:
        """Return what is drawn at a place between two depths, (n, 2): each point is between those of both paths."""
        step = min(int(position), len(self._paths) - 1)
        part = position - step
        here, seen = self._at(step)
        if not part or step + 1 >= len(self._paths):
            drawn: FloatArray = here[seen]
            return drawn
        there, also = self._at(step + 1)
        if not len(here) or not len(there):
            return here
        steps = np.union1d(seen, also)
        # A path that has arrived stays where it is while the other one goes on.
        path = (1.0 - part) * here[np.minimum(steps, len(here) - 1)] + part * there[np.minimum(steps, len(there) - 1)]
        between: FloatArray = path[_told_apart(path, most=MOST)]
        return between

    def _at(self, step: int) -> tuple[FloatArray, Indices]:
        """Return a path up to its end, and which of its steps are drawn."""
        if step not in self._known:
            path = self._paths[step][np.isfinite(self._paths[step, :, 0])]
            self._known[step] = path, _told_apart(path)
        return self._known[step]


def _told_apart(path: FloatArray, most: int | None = None) -> Indices:
    """Return which steps are neither too tiny to be told apart nor part of an endless tangle; the ends are."""
    if not len(path):
        return np.empty(0, int)
    way: FloatArray = np.cumsum(np.hypot(*np.diff(path, axis=0, prepend=path[:1]).T))
    fine = FINE if most is None else max(FINE, min(way[-1], LONGEST) / most)
    keep = (np.diff(np.floor(way / fine), prepend=-1.0) > 0) & (way <= LONGEST)
    keep[-1] = True
    return np.flatnonzero(keep)
