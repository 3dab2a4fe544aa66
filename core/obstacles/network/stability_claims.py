"""Claims of stability: how the sharpness moves relative to the limit 2/a, and what the loss does meanwhile."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from core.arrays import FloatArray, frozen
from core.obstacles.network.result import NetworkResult

BELOW = 0.95
"""A sharpness below this share of the limit is clearly below it."""
NEAR = 0.1
"""A sharpness whose ratio to the limit differs from 1 by at most this is at the limit."""
CROSS_ENTROPY_RATE = 8.0
"""The rate of the descent with cross-entropy, in learning rates a.

At equal probabilities of ten digits cross-entropy is a tenth as curved in the scores: so both descents start about as
far below their limits.
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class StabilityClaims(NetworkResult):
    """Claims of a result of `stability`; those about the end hold once the descent has `ended`."""

    experiment: ClassVar[str] = "stability"

    loss: FloatArray
    steps: FloatArray
    sharpness: FloatArray
    diverged: int | None
    cross_entropy_steps: FloatArray
    cross_entropy_sharpness: FloatArray
    cross_entropy_diverged: int | None

    @property
    def length(self) -> int:
        """The number of steps; at least 1."""
        return max(1, len(self.loss) - 1, self.diverged or 0)

    @property
    def ended(self) -> bool:
        """Whether the descent on squared loss has diverged, or its sharpness is known at its last step."""
        return self.diverged is not None or self.used.max_steps in self.steps[-1:]

    @property
    def limit(self) -> float:
        """The sharpness 2/a, above which gradient descent on a parabola grows along the sharpest direction."""
        return 2.0 / self.params.stability_rate

    @cached_property
    def sharpness_ratio(self) -> FloatArray:
        """The sharpness over the limit, a lambda / 2, at `steps`, shape (m,)."""
        return frozen(self.sharpness / self.limit)

    def sharpness_at(self, step: int) -> float:
        """Return the sharpness measured last up to a step; NaN before the first measurement."""
        known = int(np.searchsorted(self.steps, step, side="right"))
        return float(self.sharpness[known - 1]) if known else np.nan

    @cached_property
    def first_crossing(self) -> int | None:
        """The first measured step with a sharpness above the limit after one clearly below it; or None."""
        was_below = np.logical_or.accumulate(self.sharpness_ratio < BELOW)
        above = np.flatnonzero(was_below & (self.sharpness_ratio > 1.0))
        return int(self.steps[above[0]]) if above.size else None

    @property
    def starts_at(self) -> float:
        """The sharpness at the start; NaN before it is measured."""
        return self.sharpness_at(0)

    @property
    def starts_above(self) -> bool:
        """Whether the sharpness is above the limit at the start."""
        return self.starts_at > self.limit

    @property
    def largest_ratio(self) -> float:
        """The largest measured sharpness over the limit; NaN before the first measurement."""
        return float(self.sharpness_ratio.max()) if len(self.sharpness) else np.nan

    @property
    def never_above(self) -> bool:
        """Whether no measured sharpness is above the limit."""
        return not self.largest_ratio > 1.0

    @property
    def last_half(self) -> FloatArray:
        """The measured sharpness over the limit from half of the steps on, shape (k,); empty after divergence."""
        return self.sharpness_ratio[2 * self.steps >= self.length] if self.diverged is None else np.empty(0)

    @property
    def mean_last_half(self) -> float | None:
        """The mean of `last_half`, or None after divergence."""
        last_half = self.last_half
        return float(last_half.mean()) if last_half.size else None

    @property
    def stays_at_limit(self) -> bool:
        """Whether every sharpness of `last_half` is within a tenth of the limit."""
        last_half = self.last_half
        return bool(last_half.size) and bool((np.abs(last_half - 1.0) <= NEAR).all())

    @property
    def ends_below(self) -> bool:
        """Whether every sharpness of `last_half` is below the limit."""
        last_half = self.last_half
        return bool(last_half.size) and bool((last_half < 1.0).all())

    @property
    def share_rising(self) -> float | None:
        """The share of the steps of the last half that raise the loss, or None after divergence."""
        if self.diverged is not None or len(self.loss) < 2:
            return None
        rises = np.diff(self.loss)[self.length // 2 :] > 0.0
        return float(rises.mean())

    @property
    def loss_falls(self) -> bool:
        """Whether the loss is lower at the end than after half of the steps."""
        return self.diverged is None and bool(self.loss[-1] < self.loss[self.length // 2])

    @property
    def cross_entropy_rate(self) -> float:
        """The rate of the descent with cross-entropy."""
        return CROSS_ENTROPY_RATE * self.params.stability_rate

    @cached_property
    def cross_entropy_ratio(self) -> FloatArray:
        """The sharpness of the descent with cross-entropy over its own limit, at `cross_entropy_steps`, shape (k,)."""
        return frozen(self.cross_entropy_sharpness * self.cross_entropy_rate / 2.0)

    @property
    def cross_entropy_peak(self) -> float:
        """The largest of `cross_entropy_ratio`; NaN before the first measurement."""
        return float(self.cross_entropy_ratio.max()) if len(self.cross_entropy_ratio) else np.nan

    @property
    def cross_entropy_end(self) -> float:
        """The last of `cross_entropy_ratio`; NaN before the first measurement."""
        return float(self.cross_entropy_ratio[-1]) if len(self.cross_entropy_ratio) else np.nan
