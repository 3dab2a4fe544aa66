"""What is claimed about networks of several depths."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from core.arrays import FloatArray, frozen
from core.obstacles.network.result import NetworkResult
from core.quartiles import quartiles

FAMILIES = ("sigmoid", "tanh", "relu", "residual_relu", "residual_tanh")
"""All families of networks, the slowest first."""
PAIRS = (("relu", "residual_relu"), ("tanh", "residual_tanh"))
"""Families that differ in the skip connections alone."""
COSTLY = 1.1
"""From this multiple on, steps count as more."""
VANISHED = 0.01
"""Below this share of the gradient of the readout the gradient of the first hidden layer is called vanishing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DepthClaims(NetworkResult):
    """Steps and gradients of networks by the number of their hidden layers; the keys of mappings are families.

    A position of the timeline is an index into `depths`. Values that are not known yet are NaN.

    Attributes
    ----------
    depths
        The numbers of hidden layers, shape (d,), rising.
    each_steps
        The steps of each network to the target at its best rate, shape (seeds, d); inf if it does not arrive within the
        maximum of steps.
    each_rate
        That rate, shape (seeds, d); NaN where no rate arrives.
    each_gradient_ratio
        The norm of the gradient of the first hidden layer over that of the readout, without biases, at the start,
        shape (seeds, d); NaN where both are 0.

    """

    experiment: ClassVar[str] = "depth"

    depths: FloatArray
    each_steps: Mapping[str, FloatArray]
    each_rate: Mapping[str, FloatArray]
    each_gradient_ratio: Mapping[str, FloatArray]

    @property
    def length(self) -> int:
        """One less than the number of depths; at least 1."""
        return max(1, len(self.depths) - 1)

    @property
    def deepest(self) -> int:
        """The largest depth."""
        return int(self.depths[-1])

    @property
    def families(self) -> tuple[str, ...]:
        """The families that are run, in the order of the parameters."""
        return tuple(self.each_steps)

    @property
    def seeds(self) -> int:
        """The number of networks of each family and depth."""
        return len(next(iter(self.each_steps.values())))

    @cached_property
    def steps(self) -> Mapping[str, FloatArray]:
        """The median steps, shape (d,); inf where at least half of the networks fail, NaN until all are known."""
        return self._medians(self.each_steps)

    @cached_property
    def gradient_ratio(self) -> Mapping[str, FloatArray]:
        """The median of `each_gradient_ratio`, shape (d,)."""
        return self._medians(self.each_gradient_ratio)

    @property
    def each_measure(self) -> Mapping[str, FloatArray]:
        """What the parameter `depth_axis` selects: `each_steps` or `each_gradient_ratio`."""
        return self.each_steps if self.params.depth_axis == "steps" else self.each_gradient_ratio

    @property
    def measure(self) -> Mapping[str, FloatArray]:
        """The medians of `each_measure`: `steps` or `gradient_ratio`."""
        return self.steps if self.params.depth_axis == "steps" else self.gradient_ratio

    def quartiles(self, family: str) -> FloatArray:
        """Return the quartiles of `each_measure` of a family, shape (2, d); NaN until all seeds are known."""
        each = [quartiles(values)[[0, 2]] for values in self.each_measure[family].T]
        unknown = np.isnan(self.measure[family])
        return frozen(np.where(unknown, np.nan, np.array(each).T))

    @cached_property
    def not_arrived(self) -> int:
        """The number of networks that do not arrive, so far."""
        return sum(int(np.isinf(steps).sum()) for steps in self.each_steps.values())

    def known(self, place: int) -> bool:
        """Return whether the median steps of all families are known at the depth with this index."""
        return not any(math.isnan(steps[place]) for steps in self.steps.values())

    @property
    def pair(self) -> tuple[str, str] | None:
        """The first of `PAIRS` of which both families are run, without and with skips; None if there is none."""
        return next((pair for pair in PAIRS if set(pair) <= set(self.families)), None)

    @property
    def lead(self) -> str:
        """The family whose steps are told first: that of `pair` without skips, else the first one."""
        return self.pair[0] if self.pair else self.families[0]

    def least_steps(self, family: str, place: int) -> float:
        """Return a lower bound of the median steps: one more than the maximum where at least half fail."""
        return min(float(self.steps[family][place]), self.used.max_steps + 1.0)

    @property
    def depth_costs(self) -> bool:
        """Whether `lead` needs at least `COSTLY` times the median steps at the largest depth as at the smallest.

        At the smallest it has to arrive, after at least one step.
        """
        first = float(self.steps[self.lead][0])
        return self.known(-1) and 0.0 < first < math.inf and self.least_steps(self.lead, -1) >= COSTLY * first

    @property
    def skips_save(self) -> float:
        """A lower bound of the share of the median steps that skips save `pair` at the largest depth.

        1 - with skips / without. At most 0 if they save none; 0 without a pair, if the networks with skips do not
        arrive, and until all is known.
        """
        if self.pair is None or not self.known(-1):
            return 0.0
        plain, skips = self.pair
        least = self.least_steps(plain, -1)
        with_skips = float(self.steps[skips][-1])
        return 1.0 - with_skips / least if math.isfinite(with_skips) and least > 0.0 else 0.0

    def beats(self, first: str, second: str) -> bool:
        """Return whether a family arrives at the largest depth in fewer median steps than another one."""
        return first in self.steps and second in self.steps and bool(self.steps[first][-1] < self.steps[second][-1])

    @property
    def faintest(self) -> str:
        """The family with the smallest `gradient_ratio` at the largest depth, the first of several; `lead` if unknown.

        A family whose ratio is not known is not compared.
        """
        last = {family: float(ratio[-1]) for family, ratio in self.gradient_ratio.items()}
        known = {family: ratio for family, ratio in last.items() if math.isfinite(ratio)}
        return min(known, key=lambda family: known[family]) if known else self.lead

    @property
    def gradient_vanishes(self) -> bool:
        """Whether the gradient ratio of `faintest` at the largest depth is below `VANISHED`, and at the smallest not.

        False until all ratios are known, and of a single depth.
        """
        ratio = self.gradient_ratio[self.faintest]
        return bool(self.complete and ratio[-1] < VANISHED <= ratio[0])

    def _medians(self, each: Mapping[str, FloatArray]) -> Mapping[str, FloatArray]:
        return MappingProxyType({family: frozen(np.median(values, axis=0)) for family, values in each.items()})
