"""How many steps noisy descent needs on a quadratic, exactly: its second moments obey a recursion of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray

_RATES, _SMALLEST = 400, 1e-4
"""How many, and the smallest in bounds 2 / L: far below the best rate of any batch that is asked for."""

_ROUNDS, _ZOOMED = 4, 65
_BLOCK = 64


class Best(NamedTuple):
    """The fewest steps to the target with any fixed rate, and a rate that takes no more."""

    steps: int
    rate: float


@dataclass(frozen=True)
class Descent:
    """Noisy descent on f = 1/2 sum h_i x_i^2, of which only the second moments v_i = E x_i^2 are followed.

    v_i <- (1 - a h_i)^2 v_i + a^2 sigma^2 / B, which is exact for any noise of variance sigma^2 / B
    that does not depend on the past.

    Attributes
    ----------
    eigenvalues, start
        h and the first x, as many as there are coordinates.
    noise_std
        sigma.
    target
        Solved when the mean loss is at most this share of its start's.

    """

    eigenvalues: tuple[float, ...]
    start: tuple[float, ...]
    noise_std: float
    target: float

    def losses(self, rates: FloatArray, batch_size: float, steps: int) -> FloatArray:
        """Return the mean loss after so many steps at each rate below the bound, shape of `rates`."""
        moments = []
        for h, v in zip(self.eigenvalues, self._first(rates), strict=True):
            shrink = (1.0 - rates * h) ** 2
            kept = shrink**steps
            moments.append(kept * v + (1.0 - kept) / (1.0 - shrink) * self._noise(rates, batch_size))
        return self._loss(moments)

    def search(self, batch_size: float) -> Iterator[Best | None]:
        """Yield None every few milliseconds, and at last the fewest steps to the target over all fixed rates.

        Many rates take their steps together until one is there. That may be a step late where the
        best rate lies between two of them: so the counts before are tried with rates ever closer to it.
        It ends only where a rate of 1e-4 of the bound reaches the target, as it does on the bowl of `bend`.
        """
        rates = 2.0 / max(self.eigenvalues) * np.geomspace(_SMALLEST, 1.0, _RATES, endpoint=False)
        moments, noise, steps = self._first(rates), self._noise(rates, batch_size), 0
        shrink = [(1.0 - rates * h) ** 2 for h in self.eigenvalues]
        while not (losses := self._loss(moments)).min() <= self._goal:
            moments, steps = [each * v + noise for each, v in zip(shrink, moments, strict=True)], steps + 1
            if steps % _BLOCK == 0:
                yield None
        best = Best(steps, float(rates[np.argmin(losses)]))
        while best.steps > 1:
            rate, loss = self._lowest(batch_size, best.steps - 1, best.rate, float(rates[1] / rates[0]))
            if loss > self._goal:
                break
            best = Best(best.steps - 1, rate)
            yield None
        yield best

    def _lowest(self, batch_size: float, steps: int, rate: float, factor: float) -> tuple[float, float]:
        """Return the rate near `rate` with the least loss after so many steps, and that loss."""
        width, bound = factor**8, 2.0 / max(self.eigenvalues)
        for _ in range(_ROUNDS):
            rates = rate * np.geomspace(1.0 / width, width, _ZOOMED)
            rates = rates[rates < bound]
            losses = self.losses(rates, batch_size, steps)
            rate, width = float(rates[np.argmin(losses)]), width ** (4.0 / _ZOOMED)
        return rate, float(losses.min())

    @property
    def _goal(self) -> float:
        return self.target * float(self._loss(self._first(np.zeros(1)))[0])

    def _first(self, rates: FloatArray) -> list[FloatArray]:
        return [np.full(rates.shape, x * x) for x in self.start]

    def _noise(self, rates: FloatArray, batch_size: float) -> FloatArray:
        return rates**2 * (self.noise_std**2 / batch_size)

    def _loss(self, moments: list[FloatArray]) -> FloatArray:
        total: FloatArray = 0.5 * np.sum([h * v for h, v in zip(self.eigenvalues, moments, strict=True)], axis=0)
        return total
