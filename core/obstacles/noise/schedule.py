"""The learning rates of the cloud, what noise alone does at them, and the same runs at a constant rate."""

from collections.abc import Iterator

import numpy as np

from core.arrays import FloatArray, frozen
from core.noise_laws import median_of_squares, noise_loss
from core.obstacles.noise.batches import noise_scales
from core.obstacles.noise.ensemble import Ensemble, SingleRun
from core.obstacles.noise.minimum import eigenvalues, time_constant
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.recording import quartiles
from core.obstacles.noise.streams import MEMBERS, stream
from core.schedules import learning_rates


def scheduled_rates(params: NoiseParams) -> FloatArray:
    """Return the learning rate of every step, and the one that would be next, shape (max_steps + 1,)."""
    return learning_rates(params.schedule, params.learning_rate, params.max_steps, time_constant=time_constant(params))


def noise_median(params: NoiseParams, rates: FloatArray, steps: FloatArray) -> FloatArray:
    """Return the median loss that noise alone gives at recorded steps with `batch_size`, by the law, shape (r,).

    For the quadratic approximation of f and runs from the minimum; NaN above the largest stable rate.
    """
    axes = eigenvalues(params)
    if params.learning_rate * max(axes) >= 2.0:
        return frozen(np.full(steps.size, np.nan))
    first, second = noise_loss(axes, rates[:-1].tolist())[:, steps.astype(int)]
    return frozen(median_of_squares(first, second) * params.noise_std**2 / params.batch_size)


class ConstantRate:
    """The runs with `batch_size` and the run without noise, with the same random numbers, at a constant rate."""

    def __init__(self, params: NoiseParams, start: FloatArray, bound: float, count: int) -> None:
        self._rate = params.learning_rate
        self._members = Ensemble(
            params.valley,
            scales=noise_scales(params, [params.batch_size]),
            start=start,
            size=params.ensemble_size,
            bound=bound,
            rng=lambda block: stream(params.seed, MEMBERS, block),
        )
        self._noise_free = SingleRun(params.valley, params.start, bound)
        self._count = 0
        self.median, self.loss = np.empty(count), np.empty(count)
        self.record()

    def advance(self, steps: int) -> Iterator[float]:
        """Take steps; yield the share of the work that is done every few milliseconds."""
        rates = [self._rate] * steps
        self._noise_free.advance(rates)
        yield from self._members.advance(rates)

    def record(self) -> None:
        """Record the median of the members and the loss without noise."""
        self._members.update_losses()
        self.median[self._count] = quartiles(self._members.losses[0])[1]
        self.loss[self._count] = self._noise_free.loss
        self._count += 1
