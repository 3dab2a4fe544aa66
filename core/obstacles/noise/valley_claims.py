"""Claims of the valley: which runs have arrived, and the effect of the noise."""

from collections.abc import Mapping

import numpy as np

from core.arrays import FloatArray
from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.bound_claims import BoundClaims
from core.obstacles.noise.divergence import NOISE_MATTERS_RATIO, divergence_bound
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.quarters import first_quarter, last_quarter

MIN_STEPS_OUTSIDE = 3
"""A run counts as wandering after so many steps above the threshold again."""

RELATIVE_TOLERANCE = 1e-4
"""Losses that differ relative to the larger one by at most this count as equal."""


class ValleyClaims(BoundClaims):
    """Claims of a result of `valley`; `name` is "noise_free" or the name of a batch size."""

    params: NoiseParams
    bound: float
    path: Mapping[str, FloatArray]
    loss: Mapping[str, FloatArray]
    thresholds: FloatArray
    steps_to_loss: Mapping[str, FloatArray]
    diverged: Mapping[str, int | None]

    @property
    def length(self) -> int:
        """The number of steps of the longest path; at least 1."""
        return max(1, self.steps)

    @property
    def steps(self) -> int:
        """The number of steps taken, those of the longest path."""
        return max(len(path) - 1 for path in self.path.values())

    @property
    def divergence_loss(self) -> float:
        """The loss above which a run has diverged: 1e6 max(f(start), 1)."""
        return divergence_bound(float(self.loss[NOISE_FREE][0]))

    @property
    def starts_inside(self) -> bool:
        """Whether the loss of the start is at most 1e-2, the first threshold, so that no run can count as arrived."""
        return bool(self.loss[NOISE_FREE][0] <= self.thresholds[0])

    @property
    def alike(self) -> bool:
        """Whether the last losses without noise and with that of `batch_size` differ by at most 0.01 %."""
        exact, noisy = (float(self.loss[name][-1]) for name in (NOISE_FREE, str(self.params.batch_size)))
        return abs(exact - noisy) <= RELATIVE_TOLERANCE * max(exact, noisy)

    def has_diverged(self, name: str, step: int) -> bool:
        """Return whether a run has `diverged` by a step.

        The end of the result counts as the step of a divergence that is not part of the path.
        """
        diverged = self.diverged[name]
        return diverged is not None and step >= min(diverged, self.length)

    def arrived(self, name: str) -> bool:
        """Return whether the mean loss over the last quarter of a run is at most 1e-2, the first threshold.

        A run that only passes below the threshold has not arrived. False for diverged runs, if a run `starts_inside`,
        and at a rate that is not `below_the_bound`, where no run stays at the minimum.
        """
        if self.diverged[name] is not None or self.starts_inside or not self.below_the_bound:
            return False
        return bool(self.late_loss(name) <= self.thresholds[0])

    def late_loss(self, name: str) -> float:
        """Return the mean loss of a run over the last quarter of its steps, which `arrived` compares."""
        return float(last_quarter(self.loss[name]).mean())

    def ends_inside(self, name: str) -> bool:
        """Return whether the last loss of a run is at most 1e-2; without having `arrived` this is chance."""
        return bool(self.loss[name][-1] <= self.thresholds[0])

    def reached(self, name: str) -> bool:
        """Return whether the loss of a run was at most 1e-2, the first threshold, at any step."""
        return not np.isnan(self.steps_to_loss[name][0])

    def still_above(self, name: str) -> bool:
        """Return whether the loss of a run was above 1e-2 at every step and ends no higher than at the start."""
        return not self.reached(name) and bool(self.loss[name][-1] <= self.loss[name][0])

    def wanders(self, name: str) -> bool:
        """Return whether a run reached 1e-2, was above it at 3 or more later steps, and has not arrived.

        False if it `starts_inside` or the rate is not `below_the_bound`.
        """
        if not self.reached(name) or self.arrived(name) or self.starts_inside or not self.below_the_bound:
            return False
        since = self.loss[name][int(self.steps_to_loss[name][0]) :]
        return bool((since > self.thresholds[0]).sum() >= MIN_STEPS_OUTSIDE)

    @property
    def hurts_later(self) -> bool:
        """Whether the noise of `batch_size` has more effect at the end of the run than at its beginning.

        The ratio of the mean loss to that without noise is more than 1.5 in the last quarter of the steps, and more
        than 1.5 times the ratio in the first quarter. False if one of the two runs has diverged, and at
        a rate that is not `below_the_bound`, which itself determines the loss.
        """
        name = str(self.params.batch_size)
        if not self.below_the_bound:
            return False
        if self.diverged[name] is not None or self.diverged[NOISE_FREE] is not None:
            return False
        noisy, exact = self.loss[name], self.loss[NOISE_FREE]
        # Products instead of ratios, as the loss without noise may be 0.
        early = first_quarter(noisy).mean(), first_quarter(exact).mean()
        late = last_quarter(noisy).mean(), last_quarter(exact).mean()
        return bool(
            late[0] > NOISE_MATTERS_RATIO * late[1] and late[0] * early[1] > NOISE_MATTERS_RATIO * early[0] * late[1]
        )
