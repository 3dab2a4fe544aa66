"""The exact number of steps of noisy descent on a quadratic, from the recursion of its second moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray

_RATE_COUNT, _SMALLEST_RATE = 400, 1e-4
"""Number of rates, and the smallest one in units of 2 / L, far below the best rate of every batch size."""

_REFINEMENTS, _REFINED_RATE_COUNT = 4, 65
_BLOCK = 64


class BestRate(NamedTuple):
    """The smallest number of steps to the target over all fixed rates, and a rate that needs as many."""

    steps: int
    rate: float


@dataclass(frozen=True)
class NoisyDescent:
    """Noisy descent on f = 1/2 sum h_i x_i^2, described by the second moments v_i = E x_i^2.

    v_i <- (1 - a h_i)^2 v_i + a^2 sigma^2 / B is exact for any noise of variance sigma^2 / B that is independent of
    the past.

    Attributes
    ----------
    eigenvalues, start
        h and the start x, one number per coordinate.
    noise_std
        sigma, the standard deviation of the noise in each coordinate.
    target
        The share of the loss of the start at which the problem is solved.

    """

    eigenvalues: tuple[float, ...]
    start: tuple[float, ...]
    noise_std: float
    target: float

    def losses(self, rates: FloatArray, batch_size: float, steps: int) -> FloatArray:
        """Return the mean loss after `steps` steps at each rate below the bound, shape of `rates`."""
        moments = []
        for h, v in zip(self.eigenvalues, self._start_moments(rates), strict=True):
            shrink = (1.0 - rates * h) ** 2
            kept = shrink**steps
            moments.append(kept * v + (1.0 - kept) / (1.0 - shrink) * self._noise_variance(rates, batch_size))
        return self._loss(moments)

    def search(self, batch_size: float) -> Iterator[BestRate | None]:
        """Yield None every few milliseconds, then the smallest number of steps to the target over all fixed rates.

        A grid of rates advances in parallel until one reaches the target. If the best rate is between two grid
        points this may be a step late, so smaller numbers of steps are tried with refined grids. The search
        terminates only if a rate of 1e-4 of the bound can reach the target, as on the quadratic of `bend`.
        """
        rates = 2.0 / max(self.eigenvalues) * np.geomspace(_SMALLEST_RATE, 1.0, _RATE_COUNT, endpoint=False)
        moments, noise, steps = self._start_moments(rates), self._noise_variance(rates, batch_size), 0
        shrink = [(1.0 - rates * h) ** 2 for h in self.eigenvalues]
        while not (losses := self._loss(moments)).min() <= self._target_loss:
            moments, steps = [each * v + noise for each, v in zip(shrink, moments, strict=True)], steps + 1
            if steps % _BLOCK == 0:
                yield None
        best = BestRate(steps, float(rates[np.argmin(losses)]))
        while best.steps > 1:
            rate, loss = self._best_rate_near(batch_size, best.steps - 1, best.rate, float(rates[1] / rates[0]))
            if loss > self._target_loss:
                break
            best = BestRate(best.steps - 1, rate)
            yield None
        yield best

    def _best_rate_near(self, batch_size: float, steps: int, rate: float, factor: float) -> tuple[float, float]:
        """Return the rate near `rate` with the smallest loss after `steps` steps, and that loss."""
        width, bound = factor**8, 2.0 / max(self.eigenvalues)
        for _ in range(_REFINEMENTS):
            rates = rate * np.geomspace(1.0 / width, width, _REFINED_RATE_COUNT)
            rates = rates[rates < bound]
            losses = self.losses(rates, batch_size, steps)
            rate, width = float(rates[np.argmin(losses)]), width ** (4.0 / _REFINED_RATE_COUNT)
        return rate, float(losses.min())

    @property
    def _target_loss(self) -> float:
        return self.target * float(self._loss(self._start_moments(np.zeros(1)))[0])

    def _start_moments(self, rates: FloatArray) -> list[FloatArray]:
        return [np.full(rates.shape, x * x) for x in self.start]

    def _noise_variance(self, rates: FloatArray, batch_size: float) -> FloatArray:
        return rates**2 * (self.noise_std**2 / batch_size)

    def _loss(self, moments: list[FloatArray]) -> FloatArray:
        total: FloatArray = 0.5 * np.sum([h * v for h, v in zip(self.eigenvalues, moments, strict=True)], axis=0)
        return total
