"""The experiment `cloud`: an ensemble descends the valley to a floor of the loss that the noise sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, prefix, prefix_each
from core.experiment import Experiment, Result, Summary, new_run_number
from core.laws import Slope
from core.obstacles.noise import stationary
from core.obstacles.noise.cloud_claims import CloudClaims
from core.obstacles.noise.cloud_descent import CloudDescent
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.recording import recorded_steps
from core.obstacles.noise.schedule import noise_median, scheduled_rates
from core.run import Progress, Run, YieldTimer
from core.schedules import CONSTANT

_DESCENT_SHARE = 0.5
"""Share of the progress that the descent takes at a constant rate; at the defaults about its share of the time."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CloudResult(CloudClaims, Result):
    """An ensemble that descends from one start with every batch size, recorded after some of its steps.

    The keys of mappings are the batch sizes as text, rising: `batch_sizes` and `batch_size` without duplicates. A
    member has the same random numbers with each of them. Positions of the timeline are indices of the
    recorded steps. A run takes at most about 10 MB of memory.

    Attributes
    ----------
    start
        Shape (2,).
    steps
        The recorded steps, shape (r,), r <= 401, from 0 to `max_steps`, known from the beginning. The following
        arrays have the length m of the steps reached so far; m = r when complete.
    q25, median, q75
        Quartiles of the loss over all members, shape (m,): q25 and q75 are the smallest losses that at least a
        quarter and three quarters of the members do not exceed; the median of an even number is the mean of the
        middle two. A diverged member counts as infinite, so quartiles may be inf.
    diverged
        Number of members that have diverged by each step, shape (m,): f > 1e6 max(f(start), 1) or not
        finite at a recorded step. They stay diverged.
    diverged_share
        The share of members that have diverged by the last step reached.
    positions
        Positions of the first members with `batch_size`, shape (m, min(ensemble_size, 1000), 2);
        NaN after a member has diverged.
    noise_free_path, noise_free_loss
        The same descent with exact gradients, shapes (m, 2) and (m,); NaN and inf if it diverges.
    rate
        The learning rate a_t by the schedule at each recorded step t, shape (r,); the first is `learning_rate`.
    constant_rate_median, constant_rate_loss
        The median with `batch_size`, and the loss with exact gradients, of the same descents at the constant rate
        `learning_rate`, with the same random numbers, shape (m,).
    noise_median_predicted
        The median loss of `batch_size` at each recorded step by the law for noise alone, shape (r,): for the quadratic
        approximation of f, members that start at the minimum, and the rates of the schedule; NaN above the largest
        stable rate.
    stationary_batch_sizes
        Shape (k,), rising: 1, 4, 16, ... 1024 and the compared batch sizes.
    stationary_predicted
        The stationary loss near the minimum by the law c sigma^2 / B for the quadratic approximation of f,
        shape (k,); NaN above the largest stable rate, and where the rate is not constant.
    stationary_measured, stationary_error
        The mean loss over members that started at the minimum, after a burn-in, and its
        standard error, shape (k,); NaN while it is not yet known, and if there is no stationary state.
    stationary_median_predicted, stationary_median_measured
        The median of the same loss by the law, and the median over those members, averaged over time, shape (k,).
    stationary_slope
        Slope of log measured against log batch size from 4 on, with a 95 % interval; the law predicts -1.

    """

    params: NoiseParams
    start: FloatArray
    steps: FloatArray
    q25: Mapping[str, FloatArray]
    median: Mapping[str, FloatArray]
    q75: Mapping[str, FloatArray]
    diverged: Mapping[str, FloatArray]
    diverged_share: Mapping[str, float]
    positions: FloatArray
    noise_free_path: FloatArray
    noise_free_loss: FloatArray
    rate: FloatArray
    constant_rate_median: FloatArray
    constant_rate_loss: FloatArray
    noise_median_predicted: FloatArray
    stationary_batch_sizes: FloatArray
    stationary_predicted: FloatArray
    stationary_measured: FloatArray
    stationary_error: FloatArray
    stationary_median_predicted: FloatArray
    stationary_median_measured: FloatArray
    stationary_slope: Slope | None

    @property
    def length(self) -> int:
        """One less than the number of recorded steps reached; at least 1."""
        return max(1, len(self.noise_free_loss) - 1)

    def _fields_until(self, position: int) -> dict[str, Any]:
        """Return the fields that are shorter or unknown before the end: the stationary losses measured are unknown."""
        size, unknown = self.params.ensemble_size, frozen(np.full(self.stationary_batch_sizes.size, np.nan))
        lost = {name: float(counts[position]) / size for name, counts in self.diverged.items()}
        return {
            "q25": prefix_each(self.q25, position + 1),
            "median": prefix_each(self.median, position + 1),
            "q75": prefix_each(self.q75, position + 1),
            "diverged": prefix_each(self.diverged, position + 1),
            "diverged_share": MappingProxyType(lost),
            "positions": prefix(self.positions, position + 1),
            "noise_free_path": prefix(self.noise_free_path, position + 1),
            "noise_free_loss": prefix(self.noise_free_loss, position + 1),
            "constant_rate_median": prefix(self.constant_rate_median, position + 1),
            "constant_rate_loss": prefix(self.constant_rate_loss, position + 1),
            "stationary_measured": unknown,
            "stationary_error": unknown,
            "stationary_median_measured": unknown,
            "stationary_slope": None,
        }

    def summary(self) -> Summary:
        """Return all values as plain data; positions only at the last step reached."""
        quantiles = {"q25": self.q25, "median": self.median, "q75": self.q75}
        return {
            "diverged_share": dict(self.diverged_share),
            "stationary_loss": {
                "batch_size": [int(size) for size in self.stationary_batch_sizes.tolist()],
                "measured": finite_list(self.stationary_measured),
                "standard_error": finite_list(self.stationary_error),
                "predicted": finite_list(self.stationary_predicted),
                "median_measured": finite_list(self.stationary_median_measured),
                "median_predicted": finite_list(self.stationary_median_predicted),
                "slope": self.stationary_slope and self.stationary_slope._asdict(),
            },
            "steps": [int(step) for step in self.steps.tolist()],
            "loss": {
                batch: {name: finite_list(each[batch]) for name, each in quantiles.items()} for batch in self.median
            },
            "noise_free_loss": finite_list(self.noise_free_loss),
            "noise_free_path": finite_list(self.noise_free_path),
            "rate": finite_list(self.rate),
            "noise_median_predicted": finite_list(self.noise_median_predicted),
            "constant_rate": {
                "median": finite_list(self.constant_rate_median),
                "noise_free_loss": finite_list(self.constant_rate_loss),
            },
            "diverged": {batch: [int(count) for count in counts.tolist()] for batch, counts in self.diverged.items()},
            "positions": finite_list(self.positions[-1]),
        }


def run(params: NoiseParams) -> Run[CloudResult]:
    """Descend with every member and every batch size, then measure the stationary loss."""
    timer, steps = YieldTimer(), recorded_steps(params.max_steps)
    start, rates = np.array(params.start), scheduled_rates(params)
    descent = CloudDescent(params, start, steps.size)
    constant = {
        "params": params,
        "run": new_run_number(),
        "start": frozen(start),
        "steps": frozen(steps),
        "rate": frozen(rates[steps.astype(int)]),
        "noise_median_predicted": noise_median(params, rates, steps),
    }
    law, each_rate = stationary.predicted(params), rates.tolist()
    share_of_descent = _DESCENT_SHARE if params.schedule == CONSTANT else 1.0
    for count, (first, last) in enumerate(pairwise(steps.astype(int).tolist())):
        for share in descent.advance(each_rate[first:last]):
            if timer.due():
                fraction = share_of_descent * (count + share) / (steps.size - 1)
                yield Progress(fraction, _result(constant, descent, law, complete=False))
    for found in stationary.measure(params):
        if isinstance(found, stationary.Stationary):
            law = found
        elif timer.due():
            fraction = share_of_descent + (1.0 - share_of_descent) * found
            yield Progress(fraction, _result(constant, descent, law, complete=False))
    return _result(constant, descent, law, complete=True)


def _result(
    constant: Mapping[str, Any], descent: CloudDescent, law: stationary.Stationary, *, complete: bool
) -> CloudResult:
    return CloudResult(
        **constant,
        complete=complete,
        **descent.fields(),
        stationary_batch_sizes=law.batch_sizes,
        stationary_predicted=law.predicted,
        stationary_measured=law.measured,
        stationary_error=law.error,
        stationary_median_predicted=law.median_predicted,
        stationary_median_measured=law.median_measured,
        stationary_slope=law.slope,
    )


CLOUD = Experiment(
    key="cloud",
    title="Cloud",
    reads=(
        "batch_size",
        "noise_std",
        "ensemble_size",
        "learning_rate",
        "schedule",
        "start",
        "valley",
        "max_steps",
        "batch_sizes",
        "seed",
    ),
    result=CloudResult,
    run=run,
)
