"""Claims of the cloud: whether it has settled, the effect of the noise, and whether the law holds."""

import math

import numpy as np

from core.arrays import FloatArray
from core.laws import gradient_descent_bound
from core.obstacles.noise import minimum, stationary
from core.obstacles.noise.bound_claims import BoundClaims
from core.obstacles.noise.divergence import NOISE_MATTERS_RATIO, divergence_bound
from core.obstacles.noise.quarters import last_quarter, third_quarter
from core.obstacles.noise.schedule_claims import LAW_TOLERANCE, RATIO_TOLERANCE, ScheduleClaims

SETTLED_TOLERANCE = 0.1
"""Relative change of the median between quarters below which it has settled."""

EARLY_DIVISOR = 16
"""The early recorded step has the index of the last one divided by this."""


class CloudClaims(ScheduleClaims, BoundClaims):
    """Claims of a result of `cloud`; `name` is the name of a batch size."""

    stationary_batch_sizes: FloatArray
    stationary_median_predicted: FloatArray
    stationary_median_measured: FloatArray

    @property
    def eigenvalues(self) -> FloatArray:
        """Eigenvalues of the Hessian at the minimum (1, 1), rising, shape (2,)."""
        return np.array(minimum.eigenvalues(self.params))

    @property
    def bound(self) -> float:
        """2 over the larger eigenvalue: the largest stable rate near the minimum."""
        return gradient_descent_bound(float(self.eigenvalues[-1]))

    @property
    def divergence_loss(self) -> float:
        """The loss above which a run has diverged: 1e6 max(f(start), 1)."""
        return divergence_bound(float(self.noise_free_loss[0]))

    @property
    def reached(self) -> int:
        """The last step recorded so far."""
        return int(self.steps[len(self.noise_free_loss) - 1])

    @property
    def early(self) -> int:
        """Index of the early recorded step that is compared with the last one: a sixteenth of all steps, at least 1."""
        return max(1, (len(self.steps) - 1) // EARLY_DIVISOR)

    @property
    def noise_free_diverged(self) -> bool:
        """Whether descent without noise has diverged by the last recorded step."""
        return not math.isfinite(float(self.noise_free_loss[-1]))

    @property
    def one_run(self) -> bool:
        """Whether the ensemble has one run, so that all quartiles are its loss."""
        return self.params.ensemble_size == 1

    @property
    def two_runs(self) -> bool:
        """Whether the ensemble has two runs, so that the median is their mean."""
        return self.params.ensemble_size == 2

    def ratio(self, name: str, at: int) -> float:
        """Return the median divided by the loss without noise at a recorded step; NaN if undefined."""
        median, exact = float(self.median[name][at]), float(self.noise_free_loss[at])
        if not (math.isfinite(median) and math.isfinite(exact)):
            return math.nan
        return median / exact if exact > 0.0 else math.inf if median > 0.0 else math.nan

    def near_one(self, name: str) -> bool:
        """Return whether `ratio` is within 1 % of 1 both at the early recorded step and at the last one."""
        return all(abs(self.ratio(name, at) - 1.0) <= RATIO_TOLERANCE for at in (self.early, -1))

    def half_diverged(self, name: str) -> bool:
        """Return whether half of the runs or more have diverged by the last recorded step: the median is infinite."""
        return math.isinf(float(self.median[name][-1]))

    def all_diverged(self, name: str, at: int = -1) -> bool:
        """Return whether all runs have diverged at a recorded step, by default the last one."""
        return int(self.diverged[name][at]) == self.params.ensemble_size

    def limited_by_noise(self, name: str) -> bool:
        """Return whether the median ends well above the loss without noise, at a rate `below_the_bound`.

        The mean of the median over the last quarter of the recorded steps is finite and more than 1.5 times the mean
        loss without noise. At larger rates the rate determines the loss.
        """
        if not self.below_the_bound:
            return False
        noisy, exact = last_quarter(self.median[name]).mean(), last_quarter(self.noise_free_loss).mean()
        return bool(np.isfinite(noisy) and np.isfinite(exact) and noisy > NOISE_MATTERS_RATIO * exact)

    def stays_above(self, name: str) -> bool:
        """Return whether `limited_by_noise` and the median is above at each recorded step of the last quarter."""
        noisy, exact = last_quarter(self.median[name]), last_quarter(self.noise_free_loss)
        return self.limited_by_noise(name) and bool((noisy > exact).all())

    def settled(self, name: str) -> bool:
        """Return whether the median is stationary, no run has diverged, and the rate is `below_the_bound`.

        The means of its logarithm over the third and the last quarter of the recorded steps differ by less
        than 10 %, and the run is at least as long as the time constant of the slowest coordinate at the minimum,
        1 / (a lambda): the remaining influence of the start on the loss is then at most 14 % (e^-2).
        """
        too_short = self.reached < self.time_constant or len(self.median[name]) < 9
        if not self.below_the_bound or too_short or self.diverged[name][-1]:
            return False
        with np.errstate(divide="ignore", invalid="ignore"):
            log_median = np.log(self.median[name])
            change = last_quarter(log_median).mean() - third_quarter(log_median).mean()
        return bool(abs(change) < math.log1p(SETTLED_TOLERANCE))

    def floored(self, name: str) -> bool:
        """Return whether noise sets a floor of the loss: `settled`, and well above the loss without noise.

        False if runs from the minimum diverge (`leaves`), before that is known, while those runs are being
        measured, and at a rate that is not constant.
        """
        known = not self.scheduled and (self.complete or math.isfinite(self.floor(name)[1]))
        return known and self.settled(name) and self.limited_by_noise(name) and not self.leaves(name)

    def hurts_later(self, name: str) -> bool:
        """Return whether noise has more effect at the last recorded step than at the early one.

        The median is `limited_by_noise`, and its `ratio` to the loss without noise at the last step is more than 1.5
        and more than 1.5 times the early one.
        """
        if len(self.noise_free_loss) - 1 <= self.early:
            return False
        early, late = self.ratio(name, self.early), self.ratio(name, -1)
        return (
            math.isfinite(late)
            and late > max(NOISE_MATTERS_RATIO, NOISE_MATTERS_RATIO * early)
            and self.limited_by_noise(name)
        )

    def floor(self, name: str) -> tuple[float, float]:
        """Return the predicted and the measured median loss near the minimum; NaN if there is none, or not yet."""
        place = int(np.searchsorted(self.stationary_batch_sizes, int(name)))
        return float(self.stationary_median_predicted[place]), float(self.stationary_median_measured[place])

    def leaves(self, name: str) -> bool:
        """Return whether runs from the minimum diverge although the law predicts a stationary loss.

        That is, the result is complete, the law applies, the measurement was not skipped, and it found no stationary
        loss: there is none if any of the 800 members diverges.
        """
        predicted, measured = self.floor(name)
        known = self.complete and math.isfinite(predicted) and not stationary.too_slow(self.params)
        return known and math.isnan(measured)

    def law_applies(self, name: str) -> bool:
        """Return whether the law applies to the runs: it predicts a loss and no run has diverged.

        Runs from the minimum must not have diverged either (`leaves`).
        """
        predicted, _ = self.floor(name)
        return math.isfinite(predicted) and not self.diverged[name][-1] and not self.leaves(name)

    def law_fails(self, name: str) -> bool:
        """Return whether the measured median loss near the minimum differs from the law by more than 10 %."""
        predicted, measured = self.floor(name)
        return bool(abs(measured - predicted) > LAW_TOLERANCE * predicted)
