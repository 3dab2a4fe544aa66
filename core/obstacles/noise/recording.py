"""What is kept of an ensemble: quantiles of the loss, who diverged, and where some of the members are."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, prefix
from core.obstacles.noise.ensemble import Ensemble

MOST_STEPS = 400
MOST_SHOWN = 1000
QUANTILES: Mapping[str, float] = MappingProxyType({"q25": 0.25, "median": 0.5, "q75": 0.75})


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
        self._ranks = {name: int(np.ceil(share * size)) - 1 for name, share in QUANTILES.items()}
        self._size, self.count = size, 0
        self._quantiles = {quantile: {name: np.empty(count) for name in names} for quantile in QUANTILES}
        self._diverged = {name: np.empty(count) for name in names}
        self._positions = np.empty((count, min(size, MOST_SHOWN), 2))
        self._path, self._loss = np.empty((count, 2)), np.empty(count)

    def add(self, ensemble: Ensemble, noise_free: Ensemble) -> None:
        """Look at the members where they are now, and at the run without noise."""
        ensemble.look()
        noise_free.look()
        now, ranks = self.count, sorted(self._ranks.values())
        for name, losses in zip(self._names, ensemble.losses, strict=True):
            ordered = np.partition(losses, ranks)
            for quantile, rank in self._ranks.items():
                self._quantiles[quantile][name][now] = ordered[rank]
            self._diverged[name][now] = np.count_nonzero(np.isinf(losses))
        ensemble.positions(self._front, self._positions[now])
        noise_free.positions(0, self._path[now : now + 1])
        self._loss[now] = noise_free.losses[0, 0]
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
