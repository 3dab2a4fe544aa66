"""Claims of the cloud that compare a schedule of the learning rate with the constant rate."""

import math
from collections.abc import Mapping

from core.arrays import FloatArray
from core.obstacles.noise import minimum
from core.obstacles.noise.params import NoiseParams
from core.schedules import CONSTANT

CHANGE_TOLERANCE = 0.1
"""Relative difference of two losses up to which they count as equal."""

RATIO_TOLERANCE = 0.01
"""A ratio that differs from 1 by at most this counts as 1."""

LAW_TOLERANCE = 0.1
"""Relative error of a law above which it fails."""


class ScheduleClaims:
    """Claims of a result of `cloud` about the runs with `batch_size`; the rate is that of `schedule`."""

    params: NoiseParams
    complete: bool
    steps: FloatArray
    median: Mapping[str, FloatArray]
    diverged: Mapping[str, FloatArray]
    noise_free_loss: FloatArray
    constant_rate_median: FloatArray
    constant_rate_loss: FloatArray
    noise_median_predicted: FloatArray

    @property
    def scheduled(self) -> bool:
        """Whether the learning rate falls: the schedule is not "constant"."""
        return bool(self.params.schedule != CONSTANT)

    @property
    def time_constant(self) -> float:
        """1 / (a lambda) of the slowest coordinate at the minimum, in steps, for the first rate a."""
        return minimum.time_constant(self.params)

    @property
    def quarter(self) -> int:
        """Index of the recorded step after a quarter of all steps, at least 1."""
        return max(1, (len(self.steps) - 1) // 4)

    def schedule_gain(self, at: int = -1) -> float:
        """Return the median at the constant rate divided by that of the schedule, at a recorded step.

        NaN unless both are positive and finite.
        """
        median, constant = float(self._median[at]), float(self.constant_rate_median[at])
        return constant / median if 0.0 < median < math.inf and 0.0 < constant < math.inf else math.nan

    @property
    def close_to_constant_rate(self) -> bool:
        """Whether the median at the last step reached is within 1 % of that at the constant rate."""
        return abs(self.schedule_gain() - 1.0) <= RATIO_TOLERANCE

    @property
    def schedule_lowers(self) -> bool:
        """Whether the last median of the complete run is lower than at the constant rate by a factor above 1.1."""
        return self.complete and self.schedule_gain() > 1.0 + CHANGE_TOLERANCE

    @property
    def schedule_raises(self) -> bool:
        """Whether the last median of the complete run is higher than at the constant rate by a factor above 1.1."""
        return self.complete and 1.0 / self.schedule_gain() > 1.0 + CHANGE_TOLERANCE

    @property
    def schedule_changes_little(self) -> bool:
        """Whether the last median of the complete run and that at the constant rate differ by a factor up to 1.1."""
        known = self.complete and not math.isnan(self.schedule_gain())
        return known and not self.schedule_lowers and not self.schedule_raises

    @property
    def behind_early(self) -> bool:
        """Whether after a quarter of the steps the median is higher than at the constant rate by a factor above 1.1."""
        return len(self._median) > self.quarter and 1.0 / self.schedule_gain(self.quarter) > 1.0 + CHANGE_TOLERANCE

    @property
    def behind_without_noise(self) -> bool:
        """Whether the last loss without noise is higher than at the constant rate by a factor above 1.1."""
        last, constant = float(self.noise_free_loss[-1]), float(self.constant_rate_loss[-1])
        return constant > 0.0 and (1.0 + CHANGE_TOLERANCE) * constant < last < math.inf

    @property
    def noise_law_applies(self) -> bool:
        """Whether the law predicts the median that noise alone gives at the schedule, and no run has diverged."""
        lost = self.diverged[str(self.params.batch_size)][-1]
        return self.scheduled and math.isfinite(float(self.noise_median_predicted[-1])) and not lost

    def noise_law(self) -> tuple[float, float]:
        """Return the median at the last step by the law for noise alone, and the one measured; NaN before the end."""
        return float(self.noise_median_predicted[-1]), float(self._median[-1]) if self.complete else math.nan

    @property
    def noise_law_fails(self) -> bool:
        """Whether the last median of the complete run differs from the law for noise alone by more than 10 %."""
        predicted, measured = self.noise_law()
        return self.noise_law_applies and abs(measured - predicted) > LAW_TOLERANCE * predicted

    @property
    def still_approaching(self) -> bool:
        """Whether the law fails and the last loss without noise exceeds it: not the noise alone sets the loss."""
        return self.noise_law_fails and self.noise_law()[0] < float(self.noise_free_loss[-1]) < math.inf

    @property
    def _median(self) -> FloatArray:
        return self.median[str(self.params.batch_size)]
