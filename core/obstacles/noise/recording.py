"""What is kept of an ensemble: quantiles of the loss, who diverged, and where some of the members are."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, prefix
from core.obstacles.noise.ensemble import Ensemble, Single

MOST_STEPS = 400
MOST_SHOWN = 1000
QUARTILES = ("q25", "median", "q75")


def quartiles(losses: FloatArray) -> list[float]:
    """Return the quartiles of `losses`, shape (n,): of an even number the median is the mean of the middle two.

    The others are the least numbers that at least a quarter and three quarters of the losses are up to.
    Three selections, each in what is left: numpy does one rank at a time several times faster
    than three at once. Infinite losses are numbers like any other.
    """
    left = losses.copy()
    low, middle, high = (math.ceil(share * left.size) - 1 for share in (0.25, 0.5, 0.75))
    left.partition(middle)
    below, above = left[:middle], left[middle + 1 :]
    if low < middle:
        below.partition(low)
    if middle < high:
        above.partition(high - middle - 1)
    median = float(left[middle])
    if left.size % 2 == 0:
        median = (median + float(above.min())) / 2.0
    return [float(left[low]), median, float(left[high])]


def recorded_steps(max_steps: int) -> FloatArray:
    """Return the steps after which an ensemble is looked at: all of them, or 400 that are evenly spaced.

    Shape (r,), r <= 401, from 0 to `max_steps`.
    """
    return np.round(np.linspace(0.0, max_steps, min(max_steps, MOST_STEPS) + 1))


class Recording:
    """Buffers that partial results share, filled one recorded step at a time.

    It holds 2 numbers a recorded step for each member that is shown: 6.4 MB at the most.

    Parameters
    ----------
    names
        Of the batch sizes, in the order of the ensemble's rows.
    front
        The one whose members are shown.
    size
        The number of members.
    count
        The number r of recorded steps.

    """

    def __init__(self, names: Sequence[str], front: str, size: int, count: int) -> None:
        self._names, self._front = names, names.index(front)
        self._size, self.count = size, 0
        self._quantiles = {quantile: {name: np.empty(count) for name in names} for quantile in QUARTILES}
        self._diverged = {name: np.empty(count) for name in names}
        self._positions = np.empty((count, min(size, MOST_SHOWN), 2))
        self._path, self._loss = np.empty((count, 2)), np.empty(count)

    def add(self, ensemble: Ensemble, noise_free: Single) -> None:
        """Look at the members where they are now, and at the run without noise."""
        ensemble.look()
        now = self.count
        for name, losses in zip(self._names, ensemble.losses, strict=True):
            for quantile, value in zip(QUARTILES, quartiles(losses), strict=True):
                self._quantiles[quantile][name][now] = value
            self._diverged[name][now] = np.count_nonzero(np.isinf(losses))
        ensemble.positions(self._front, self._positions[now])
        self._loss[now] = noise_free.loss
        self._path[now] = noise_free.position
        self.count += 1

    def fields(self) -> dict[str, Any]:
        """Return the fields of a result that are read from the buffers."""
        return {
            **{quantile: self._prefixes(buffers) for quantile, buffers in self._quantiles.items()},
            "diverged": self._prefixes(self._diverged),
            "diverged_share": MappingProxyType(
                {name: float(counts[self.count - 1]) / self._size for name, counts in self._diverged.items()}
            ),
            "positions": prefix(self._positions, self.count),
            "noise_free_path": prefix(self._path, self.count),
            "noise_free_loss": prefix(self._loss, self.count),
        }

    def _prefixes(self, buffers: Mapping[str, FloatArray]) -> Mapping[str, FloatArray]:
        return MappingProxyType({name: prefix(buffer, self.count) for name, buffer in buffers.items()})
