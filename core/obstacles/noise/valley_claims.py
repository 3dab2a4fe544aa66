"""What the valley may be said to show: who has arrived, and what noise costs."""

from collections.abc import Mapping

import numpy as np

from core.arrays import FloatArray
from core.obstacles.noise.batches import NOISE_FREE
from core.obstacles.noise.bound_claims import BoundClaims
from core.obstacles.noise.divergence import HURTS, divergence_bound
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.quarters import first_quarter, last_quarter

FEW = 3
"""Who wanders has been outside again after so many steps."""

ALIKE = 1e-4
"""Losses that differ by no more, as a share of the larger, are alike."""


class ValleyClaims(BoundClaims):
    """Claims of a result of `valley`, from its losses; they go by "noise_free" or the name of a batch size."""

    params: NoiseParams
    bound: float
    path: Mapping[str, FloatArray]
    loss: Mapping[str, FloatArray]
    thresholds: FloatArray
    steps_to_loss: Mapping[str, FloatArray]
    diverged: Mapping[str, int | None]

    @property
    def length(self) -> int:
        """The steps of the longest path; at least 1."""
        return max(1, *(len(path) - 1 for path in self.path.values()))

    @property
    def divergence_loss(self) -> float:
        """The loss above which a run has diverged: 1e6 max(f(start), 1)."""
        return divergence_bound(float(self.loss[NOISE_FREE][0]))

    @property
    def starts_inside(self) -> bool:
        """Whether the loss of the start is at most 1e-2, the first of the thresholds: nothing arrives from there."""
        return bool(self.loss[NOISE_FREE][0] <= self.thresholds[0])

    @property
    def alike(self) -> bool:
        """Whether the last losses without noise and with that of `batch_size` differ by at most 0.01 %."""
        exact, noisy = (float(self.loss[name][-1]) for name in (NOISE_FREE, str(self.params.batch_size)))
        return abs(exact - noisy) <= ALIKE * max(exact, noisy)

    def arrived(self, name: str) -> bool:
        """Whether a run has come to stay: its mean loss over the last quarter of its steps is at most 1e-2.

        The first of the thresholds. A run that has diverged has not; one that only passes through has not, nor one
        that starts there (`starts_inside`). At a rate that is not `below_the_bound` nothing stays.
        """
        if self.diverged[name] is not None or self.starts_inside or not self.below_the_bound:
            return False
        return bool(self.late_loss(name) <= self.thresholds[0])

    def late_loss(self, name: str) -> float:
        """Return the mean loss of a run over the last quarter of its steps, by which it has `arrived` or not."""
        return float(last_quarter(self.loss[name]).mean())

    def ends_inside(self, name: str) -> bool:
        """Whether the last loss of a run is at most 1e-2: of one that has not arrived, only where it is by chance."""
        return bool(self.loss[name][-1] <= self.thresholds[0])

    def reached(self, name: str) -> bool:
        """Whether the loss of a run has been at most 1e-2, the first of the thresholds, at any of its steps."""
        return not np.isnan(self.steps_to_loss[name][0])

    def still_above(self, name: str) -> bool:
        """Whether the loss of a run has been above 1e-2 at each of its steps and ends no higher than it began."""
        return not self.reached(name) and bool(self.loss[name][-1] <= self.loss[name][0])

    def wanders(self, name: str) -> bool:
        """Whether a run came down to 1e-2, was above it again after at least 3 steps since, and has not arrived.

        It has not `starts_inside`, and the rate is `below_the_bound`.
        """
        if not self.reached(name) or self.arrived(name) or self.starts_inside or not self.below_the_bound:
            return False
        since = self.loss[name][int(self.steps_to_loss[name][0]) :]
        return bool((since > self.thresholds[0]).sum() >= FEW)

    @property
    def hurts_later(self) -> bool:
        """Whether the noise of `batch_size` weighs more at the end of the run than at its beginning.

        The mean loss over the mean loss without noise: in the last quarter of the steps it is more than 1.5,
        and more than 1.5 times what it is in the first. Not where one of the two has diverged, nor at
        a rate that is not `below_the_bound`, which sets the loss itself.
        """
        name = str(self.params.batch_size)
        if not self.below_the_bound:
            return False
        if self.diverged[name] is not None or self.diverged[NOISE_FREE] is not None:
            return False
        noisy, exact = self.loss[name], self.loss[NOISE_FREE]
        # Written as products: without noise the loss may be 0.
        early = first_quarter(noisy).mean(), first_quarter(exact).mean()
        late = last_quarter(noisy).mean(), last_quarter(exact).mean()
        return bool(late[0] > HURTS * late[1] and late[0] * early[1] > HURTS * early[0] * late[1])
