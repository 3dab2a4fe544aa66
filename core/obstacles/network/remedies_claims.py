"""Claims of remedies about its methods."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from core.arrays import FloatArray, frozen_each
from core.obstacles.network.methods import KINDS
from core.obstacles.network.result import NetworkResult
from core.tuning_grids import GRIDS


@dataclass(frozen=True, kw_only=True, eq=False)
class RemediesClaims(NetworkResult):
    """Claims of a result of `remedies`."""

    experiment: ClassVar[str] = "remedies"

    levels: FloatArray
    recorded_steps: FloatArray
    steps: Mapping[str, FloatArray]
    path_loss: Mapping[str, FloatArray]
    cost: Mapping[str, float]

    @property
    def length(self) -> int:
        """The last index of `recorded_steps`."""
        return len(self.recorded_steps) - 1

    @cached_property
    def median_steps(self) -> Mapping[str, FloatArray]:
        """The median of the steps to each level, shape (k,); NaN until all are known, inf where half fail."""
        with np.errstate(invalid="ignore"):
            return frozen_each({method: np.median(steps, axis=0) for method, steps in self.steps.items()})

    @property
    def arrived(self) -> Mapping[str, float]:
        """The median steps to the target of the methods that are known to arrive, in the order of the methods."""
        ends = {method: float(median[-1]) for method, median in self.median_steps.items()}
        return MappingProxyType({method: steps for method, steps in ends.items() if np.isfinite(steps)})

    @property
    def failed(self) -> tuple[str, ...]:
        """The methods at least half of whose networks do not reach the target within the maximum number of steps."""
        return tuple(method for method, median in self.median_steps.items() if np.isinf(median[-1]))

    @property
    def paid(self) -> Mapping[str, float]:
        """The gradients that the median steps to the target cost, of `arrived` methods; empty until measured."""
        known = {method: steps for method, steps in self.arrived.items() if method in self.cost}
        return MappingProxyType({method: steps * self.cost[method] for method, steps in known.items()})

    @property
    def counted(self) -> Mapping[str, float]:
        """What the parameter `axis` counts: `arrived`, or `paid`."""
        return self.arrived if self.params.axis == "steps" else self.paid

    @property
    def fewest(self) -> tuple[str, ...]:
        """The methods with the smallest of `counted`; empty while none is known."""
        least = min(self.counted.values(), default=None)
        return tuple(method for method, count in self.counted.items() if count == least)

    @property
    def known(self) -> bool:
        """Whether all methods have arrived or failed, and what `axis` counts is known of those that have arrived."""
        return self.complete and len(self.counted) + len(self.failed) == len(self.steps)

    @property
    def spread(self) -> Mapping[str, tuple[float, float]]:
        """The fewest and the most steps to the target over the networks, of the methods of which all arrive."""
        ends = {method: steps[:, -1] for method, steps in self.steps.items()}
        return {name: (float(each.min()), float(each.max())) for name, each in ends.items() if np.isfinite(each).all()}

    @property
    def lost(self) -> Mapping[str, int]:
        """The number of networks that do not reach the target, by method."""
        return {method: int(np.isinf(steps[:, -1]).sum()) for method, steps in self.steps.items()}

    @property
    def untuned(self) -> tuple[str, ...]:
        """The methods that are not tuned: their grid has a single setting."""
        return tuple(method for method in self.steps if not GRIDS[KINDS[method]])

    def unit(self, method: str) -> float:
        """Return what a step counts on the axis: 1, or its cost in gradients; NaN until that is measured."""
        return 1.0 if self.params.axis == "steps" else self.cost.get(method, np.nan)

    @cached_property
    def ends(self) -> Mapping[str, float]:
        """The last step of each method: of the network that takes the most, as far as it is known."""
        found = {}
        for method, steps in self.steps.items():
            recorded = np.flatnonzero(np.isfinite(self.path_loss[method]).any(axis=0))
            arrivals = steps[np.isfinite(steps)]
            last = self.recorded_steps[recorded[-1]] if recorded.size else 0.0
            found[method] = float(max(last, arrivals.max(initial=0.0)))
        return MappingProxyType(found)

    def counted_at(self, position: float) -> float:
        """Return the steps, or the gradients, up to which all methods are shown at a position."""
        if self.params.axis == "steps":
            return float(np.interp(position, np.arange(len(self.recorded_steps)), self.recorded_steps))
        most = [self.ends[method] * self.cost[method] for method in self.cost]
        return max(most, default=0.0) * position / max(self.length, 1)

    def typical(self, method: str) -> int:
        """Return the index of the network whose steps to the target are nearest to the median, the first of several."""
        ends, median = self.steps[method][:, -1], float(self.median_steps[method][-1])
        if np.isnan(median):
            return 0
        distance = np.where(ends == median, 0.0, np.abs(np.where(np.isinf(ends), 1e300, ends) - min(median, 1e300)))
        return int(np.argmin(distance))

    @property
    def steps_to_loss(self) -> Mapping[str, Mapping[str, float | None]]:
        """The median steps to each level; None where at least half of the networks do not arrive, or not known yet."""
        return {
            method: {
                f"{level:g}": steps if np.isfinite(steps) else None
                for level, steps in zip(self.levels.tolist(), median.tolist(), strict=True)
            }
            for method, median in self.median_steps.items()
        }
