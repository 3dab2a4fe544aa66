"""The stationary loss of noisy descent, measured near the minimum for many batch sizes at once: mean and median."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray, frozen
from core.laws import Slope, slope
from core.noise_laws import stationary_loss, stationary_median
from core.obstacles.noise.batches import compared_batch_sizes, noise_scales
from core.obstacles.noise.divergence import divergence_bound
from core.obstacles.noise.ensemble import Ensemble
from core.obstacles.noise.minimum import eigenvalues, time_constant
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.streams import STATIONARY, stream
from core.schedules import CONSTANT

MEASURED_BATCH_SIZES = (1, 4, 16, 64, 256, 1024)
"""Batch sizes that are always measured, in addition to the compared ones."""

FITTED_FROM = 4
"""Smallest batch size of the fit: with B = 1 members leave the region where the valley is nearly a parabola.

Measured over predicted loss: at B = 1 4 % too high at b = 10 and 6 % too low at b = 100; at 4 and 16 7 % too high at
b = 100; from 64 on within 2 % in both.
"""

_BURN_IN = 3.0
"""Burn-in in time constants of the slowest coordinate, 1 / (a lambda): its variance is then 0.3 % off its limit."""

_MEASURED = 6.0
"""Averaging time in the same unit: each member gives about twelve independent samples of the loss."""

_READINGS = 180
_MEMBERS = 800
_MAX_STEPS = 60_000


@dataclass(frozen=True)
class Stationary:
    """Stationary losses of members that started at the minimum, after a burn-in.

    Attributes
    ----------
    batch_sizes, predicted, measured, error
        Shape (k,): the law c sigma^2 / B, the measured mean over members and time, and its standard
        error from the variance between members, which share no random numbers; NaN if there is none.
    median_predicted, median_measured
        Shape (k,): the median by the law, and the median over members, averaged over time; NaN likewise.
    slope
        Slope of log measured against log batch size from 4 on, over `MEASURED_BATCH_SIZES`.

    """

    batch_sizes: FloatArray
    predicted: FloatArray
    measured: FloatArray
    error: FloatArray
    median_predicted: FloatArray
    median_measured: FloatArray
    slope: Slope | None


def predicted(params: NoiseParams) -> Stationary:
    """Return the predicted losses, with NaN for measured ones; NaN also where the rate is not constant."""
    sizes = np.array(compared_batch_sizes(params, *MEASURED_BATCH_SIZES), dtype=np.float64)
    unknown = frozen(np.full(sizes.size, np.nan))
    law = Stationary(frozen(sizes), unknown, unknown, unknown, unknown, unknown, None)
    if params.schedule != CONSTANT:
        return law
    setting = (eigenvalues(params), params.learning_rate, params.noise_std, sizes)
    mean, median = stationary_loss(*setting), stationary_median(*setting)
    if mean is None or median is None:
        return law
    return replace(law, predicted=frozen(mean), median_predicted=frozen(median))


def measure(params: NoiseParams) -> Iterator[Stationary | float]:
    """Yield the share of the work that is done every few milliseconds, then the result.

    Measures nothing above the largest stable rate near the minimum or where the rate is not constant, nor if the
    slowest coordinate would need more steps than `_MAX_STEPS` allows. A batch size with which a member diverges has no
    stationary loss.
    """
    law = predicted(params)
    burn_in, interval = _burn_in_and_interval(params)
    steps = burn_in + interval * _READINGS
    if np.isnan(law.predicted).any() or too_slow(params):
        yield law
        return
    ensemble = Ensemble(
        params.valley,
        scales=noise_scales(params, compared_batch_sizes(params, *MEASURED_BATCH_SIZES)),
        start=np.ones(2),
        size=_MEMBERS,
        bound=divergence_bound(0.0),
        rng=lambda block: stream(params.seed, STATIONARY, block),
    )
    rate = params.learning_rate
    for share in ensemble.advance([rate] * burn_in):
        yield share * burn_in / steps
    total, medians = np.zeros_like(ensemble.losses), np.zeros(len(ensemble.losses))
    for i in range(_READINGS):
        for share in ensemble.advance([rate] * interval):
            yield (burn_in + (i + share) * interval) / steps
        ensemble.update_losses()
        total += ensemble.losses
        medians += np.median(ensemble.losses, axis=1)
    yield _with_measurements(law, total / _READINGS, medians / _READINGS)


def too_slow(params: NoiseParams) -> bool:
    """Return whether the slowest coordinate needs too many steps for a measurement."""
    burn_in, interval = _burn_in_and_interval(params)
    return burn_in + interval * _READINGS > _MAX_STEPS


def _burn_in_and_interval(params: NoiseParams) -> tuple[int, int]:
    """Return the number of steps before the first reading, and between two readings."""
    slowest = time_constant(params)
    return math.ceil(_BURN_IN * slowest), max(1, math.ceil(_MEASURED * slowest / _READINGS))


def _with_measurements(law: Stationary, means: FloatArray, medians: FloatArray) -> Stationary:
    """Return `law` completed by the measurement.

    Parameters
    ----------
    law
        The predicted losses.
    means
        The members' means over time, shape (k, n).
    medians
        The means over time of the median over members, shape (k,).

    """
    settled: npt.NDArray[np.bool_] = np.all(np.isfinite(means), axis=1)
    means = np.where(settled[:, None], means, np.nan)
    measured, error = means.mean(axis=1), means.std(axis=1, ddof=1) / math.sqrt(means.shape[1])
    fitted = np.isin(law.batch_sizes, MEASURED_BATCH_SIZES) & (law.batch_sizes >= FITTED_FROM)
    return Stationary(
        law.batch_sizes,
        law.predicted,
        frozen(measured),
        frozen(error),
        law.median_predicted,
        frozen(np.where(settled, medians, np.nan)),
        slope(law.batch_sizes[fitted], measured[fitted]),
    )
