"""What the cloud may be said to show: whether it has settled, what noise does to it, and whether the law holds."""

import math
from collections.abc import Mapping

import numpy as np

from core.arrays import FloatArray
from core.laws import gradient_descent_bound
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise import stationary
from core.obstacles.noise.bound_claims import BoundClaims
from core.obstacles.noise.divergence import HURTS, divergence_bound
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.quarters import last_quarter, third_quarter

WITHIN = 0.1
"""A median that changes by less from a quarter of the run to the next has settled; so near a law holds."""

ALIKE = 0.01
"""A ratio that is no farther from 1 is near 1."""

EARLY = 16
"""The early step that is spoken of is this part of the recorded steps."""


class CloudClaims(BoundClaims):
    """Claims of a result of `cloud`, from what is recorded of it; they go by the name of a batch size."""

    params: NoiseParams
    complete: bool
    steps: FloatArray
    median: Mapping[str, FloatArray]
    diverged: Mapping[str, FloatArray]
    noise_free_loss: FloatArray
    stationary_batch_sizes: FloatArray
    stationary_predicted: FloatArray
    stationary_measured: FloatArray

    @property
    def eigenvalues(self) -> FloatArray:
        """Of the Hessian at the minimum (1, 1), rising, shape (2,)."""
        objective = Rosenbrock(2, self.params.valley)
        values = np.linalg.eigvalsh(objective.hessian(objective.minima[0])).tolist()
        return np.array(values)

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
        """The last step that has been recorded so far."""
        return int(self.steps[len(self.noise_free_loss) - 1])

    @property
    def early(self) -> int:
        """Index of the early recorded step that is compared with the last one: a sixteenth of all, at least 1."""
        return max(1, (len(self.steps) - 1) // EARLY)

    @property
    def noise_free_diverged(self) -> bool:
        """Whether descent without noise has diverged by the last recorded step."""
        return not math.isfinite(float(self.noise_free_loss[-1]))

    @property
    def one_run(self) -> bool:
        """Whether there is a single run, whose loss is what the quartiles are."""
        return self.params.ensemble_size == 1

    @property
    def two_runs(self) -> bool:
        """Whether there are two runs, of which the median is the mean."""
        return self.params.ensemble_size == 2

    def ratio(self, name: str, at: int) -> float:
        """Return the median over the loss without noise at a recorded step; NaN where that is no number."""
        median, exact = float(self.median[name][at]), float(self.noise_free_loss[at])
        if not (math.isfinite(median) and math.isfinite(exact)):
            return math.nan
        return median / exact if exact > 0.0 else math.inf if median > 0.0 else math.nan

    def near_one(self, name: str) -> bool:
        """Whether `ratio` is within 1 % of 1 both at the early recorded step and at the last one."""
        return all(abs(self.ratio(name, at) - 1.0) <= ALIKE for at in (self.early, -1))

    def half_diverged(self, name: str) -> bool:
        """Whether the median is infinite: half of the runs or more have diverged by the last recorded step."""
        return math.isinf(float(self.median[name][-1]))

    def all_diverged(self, name: str, at: int = -1) -> bool:
        """Whether all runs have diverged at a recorded step, by default the last one."""
        return int(self.diverged[name][at]) == self.params.ensemble_size

    def limited_by_noise(self, name: str) -> bool:
        """Whether the median ends well above the loss without noise, at a rate `below_the_bound`.

        Its mean over the last quarter of the recorded steps is finite and more than 1.5 times that of the other.
        At larger rates the loss is set by the rate.
        """
        if not self.below_the_bound:
            return False
        noisy, exact = last_quarter(self.median[name]).mean(), last_quarter(self.noise_free_loss).mean()
        return bool(np.isfinite(noisy) and np.isfinite(exact) and noisy > HURTS * exact)

    def stays_above(self, name: str) -> bool:
        """Whether `limited_by_noise` at each recorded step of the last quarter: the median is above there."""
        noisy, exact = last_quarter(self.median[name]), last_quarter(self.noise_free_loss)
        return self.limited_by_noise(name) and bool((noisy > exact).all())

    def settled(self, name: str) -> bool:
        """Whether the median neither falls nor rises any more, with every run still there, `below_the_bound`.

        The means of its logarithm over the third and the last quarter of the recorded steps differ by less
        than 10 %, and the run has lasted for the time constant of the slowest coordinate at the minimum,
        1 / (a lambda): what a far start or an empty noise has left is then down to 14 % (e^-2) of the loss.
        """
        slowest = 1.0 / (self.params.learning_rate * float(self.eigenvalues[0]))
        if not self.below_the_bound or self.reached < slowest or self.diverged[name][-1] or len(self.median[name]) < 9:
            return False
        with np.errstate(divide="ignore", invalid="ignore"):
            heights = np.log(self.median[name])
            change = last_quarter(heights).mean() - third_quarter(heights).mean()
        return bool(abs(change) < math.log1p(WITHIN))

    def floored(self, name: str) -> bool:
        """Whether noise holds the loss where it is: `settled`, and well above the loss without noise.

        Not where runs from the minimum leave (`leaves`): nothing holds there; nor before that is known,
        while those runs are still being measured.
        """
        known = self.complete or math.isfinite(self.floor(name)[1])
        return known and self.settled(name) and self.limited_by_noise(name) and not self.leaves(name)

    def hurts_later(self, name: str) -> bool:
        """Whether noise weighs more at the last recorded step than at the early one.

        It ends well above the loss without noise (`limited_by_noise`), and the median over that loss is then
        more than 1.5, and more than 1.5 times what it was.
        """
        if len(self.noise_free_loss) - 1 <= self.early:
            return False
        early, late = self.ratio(name, self.early), self.ratio(name, -1)
        return math.isfinite(late) and late > max(HURTS, HURTS * early) and self.limited_by_noise(name)

    def floor(self, name: str) -> tuple[float, float]:
        """Return the mean loss near the minimum by the law, and as measured; NaN where there is none, or not yet."""
        place = int(np.searchsorted(self.stationary_batch_sizes, int(name)))
        return float(self.stationary_predicted[place]), float(self.stationary_measured[place])

    def leaves(self, name: str) -> bool:
        """Whether runs from the minimum were found to diverge where the law says that they settle.

        The result is complete, there is a law, it was time enough to measure, and nothing was found: a
        batch size with which any of the 800 members diverges has no stationary loss.
        """
        predicted, measured = self.floor(name)
        known = self.complete and math.isfinite(predicted) and not stationary.too_slow(self.params)
        return known and math.isnan(measured)

    def law_applies(self, name: str) -> bool:
        """Whether the floor of the law may stand beside the runs: there is a law, and none of them has diverged.

        Nor has any of those from the minimum (`leaves`): where runs leave, nothing settles.
        """
        predicted, _ = self.floor(name)
        return math.isfinite(predicted) and not self.diverged[name][-1] and not self.leaves(name)

    def law_fails(self, name: str) -> bool:
        """Whether the measured mean loss near the minimum is more than 10 % off the law's."""
        predicted, measured = self.floor(name)
        return bool(abs(measured - predicted) > WITHIN * predicted)
