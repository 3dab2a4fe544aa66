"""Recorded data of an ensemble: quantiles of the loss, diverged members, and positions of some members."""

import math
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, prefix, prefix_each
from core.obstacles.noise.ensemble import Ensemble, SingleRun

MAX_RECORDED_STEPS = 400
MAX_DISPLAYED_MEMBERS = 1000
QUARTILES = ("q25", "median", "q75")


def quartiles(losses: FloatArray) -> list[float]:
    """Return the quartiles of `losses`, shape (n,); infinite losses are allowed.

    The median of an even number is the mean of the middle two; the others are the smallest losses that at least a
    quarter and three quarters of the losses do not exceed. Uses three calls of partition, each on the remaining part:
    numpy partitions several times faster for one index at a time than for three at once.
    """
    rest = losses.copy()
    low, middle, high = (math.ceil(share * rest.size) - 1 for share in (0.25, 0.5, 0.75))
    rest.partition(middle)
    below, above = rest[:middle], rest[middle + 1 :]
    if low < middle:
        below.partition(low)
    if middle < high:
        above.partition(high - middle - 1)
    median = float(rest[middle])
    if rest.size % 2 == 0:
        median = (median + float(above.min())) / 2.0
    return [float(rest[low]), median, float(rest[high])]


def recorded_steps(max_steps: int) -> FloatArray:
    """Return the recorded steps, shape (r,), r <= 401, from 0 to `max_steps`.

    These are all steps, or 400 evenly spaced ones besides step 0.
    """
    return np.round(np.linspace(0.0, max_steps, min(max_steps, MAX_RECORDED_STEPS) + 1))


class Recording:
    """Buffers that partial results share, filled one recorded step at a time.

    Positions take 2 numbers per recorded step and displayed member: at most 6.4 MB.

    Parameters
    ----------
    names
        Names of the batch sizes, in the order of the ensemble's rows.
    displayed
        The name of the batch size whose members are displayed.
    size
        The number of members.
    count
        The number r of recorded steps.

    """

    def __init__(self, names: Sequence[str], displayed: str, size: int, count: int) -> None:
        self._names, self._displayed_row = names, names.index(displayed)
        self._size, self.count = size, 0
        self._quantiles = {quantile: {name: np.empty(count) for name in names} for quantile in QUARTILES}
        self._diverged = {name: np.empty(count) for name in names}
        self._positions = np.empty((count, min(size, MAX_DISPLAYED_MEMBERS), 2))
        self._path, self._loss = np.empty((count, 2)), np.empty(count)

    def add(self, ensemble: Ensemble, noise_free: SingleRun) -> None:
        """Record the current state of the ensemble and of the run without noise."""
        ensemble.update_losses()
        index = self.count
        for name, losses in zip(self._names, ensemble.losses, strict=True):
            for quantile, value in zip(QUARTILES, quartiles(losses), strict=True):
                self._quantiles[quantile][name][index] = value
            self._diverged[name][index] = np.count_nonzero(np.isinf(losses))
        ensemble.positions(self._displayed_row, self._positions[index])
        self._loss[index] = noise_free.loss
        self._path[index] = noise_free.position
        self.count += 1

    def fields(self) -> dict[str, Any]:
        """Return the fields of a result that the buffers hold."""
        return {
            **{quantile: prefix_each(buffers, self.count) for quantile, buffers in self._quantiles.items()},
            "diverged": prefix_each(self._diverged, self.count),
            "diverged_share": MappingProxyType(
                {name: float(counts[self.count - 1]) / self._size for name, counts in self._diverged.items()}
            ),
            "positions": prefix(self._positions, self.count),
            "noise_free_path": prefix(self._path, self.count),
            "noise_free_loss": prefix(self._loss, self.count),
        }
