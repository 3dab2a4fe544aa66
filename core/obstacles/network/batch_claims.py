"""What is claimed about descent with minibatches of several sizes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, NamedTuple

import numpy as np

from core.arrays import FloatArray, frozen
from core.batch_laws import at_most_halves
from core.laws import Slope, fitted_slope, slope
from core.obstacles.network.result import NetworkResult

FAR = 2.0
"""Batch sizes less than the bend divided by this, and more than the bend times it, are far from the bend."""
FLAT = 0.1
"""An exponent in the parameters below this makes at most half as much again of 60 times the parameters."""


class NoiseTrend(NamedTuple):
    """How the noise scale depends on the number of parameters P.

    Attributes
    ----------
    slope
        Of the noise scale against P, both as logarithms, by least squares of all networks.
    low, high
        The smallest and the largest of the medians by P.
    least, most
        The smallest and the largest P.

    """

    slope: Slope
    low: float
    high: float
    least: float
    most: float

    @property
    def direction(self) -> str:
        """One of `grows`, `falls`, `flat`, and `unclear`.

        The noise scale grows or falls where the 95 % interval of the slope does not hold 0. It is else flat where the
        slope is less than `FLAT`.
        """
        if self.slope.low > 0.0 or self.slope.high < 0.0:
            return "grows" if self.slope.value > 0.0 else "falls"
        return "flat" if abs(self.slope.value) < FLAT else "unclear"


@dataclass(frozen=True, kw_only=True, eq=False)
class BatchClaims(NetworkResult):
    """Steps of stochastic gradient descent by its batch size, and the noise scale of its gradients.

    A position of the timeline is an index into `batch_sizes`. Values that are not known yet are NaN.

    Attributes
    ----------
    batch_sizes
        Shape (b,), rising; the last one may be the number of all digits.
    steps
        The steps to the target at the best rate found, shape (b,): medians over seeds of the minibatches, inf where it
        is not reached. That of the size in work is the best so far.
    best_rate
        The rate they are taken at, shape (b,).
    overflows
        Whether the loss of most runs overflows at `best_rate`, shape (b,), as 0 or 1.
    losses
        The losses at which the noise scale is measured along training, falling, shape (l,).
    noise_scale_initial, noise_scale
        B_simple = tr Sigma / |g|^2 at the start, and where a descent with momentum is first at these losses, shape
        (l,); NaN at those that it does not reach, or does not start above.
    parameters
        The numbers of weights P of networks with one hidden layer, shape (p,), rising.
    noise_scale_by_parameters
        The noise scale of these networks at the start, shape (seeds, p).
    noise_scale_by_parameters_later
        The same where a descent with momentum is first at the loss `later_loss`, one network each, shape (p,).

    """

    experiment: ClassVar[str] = "batch"
    later_loss: ClassVar[float] = 0.3

    batch_sizes: FloatArray
    steps: FloatArray
    best_rate: FloatArray
    overflows: FloatArray
    losses: FloatArray
    noise_scale_initial: float
    noise_scale: FloatArray
    parameters: FloatArray
    noise_scale_by_parameters: FloatArray
    noise_scale_by_parameters_later: FloatArray

    @property
    def length(self) -> int:
        """One less than the number of batch sizes; at least 1."""
        return max(1, len(self.batch_sizes) - 1)

    @cached_property
    def compared(self) -> tuple[int, ...]:
        """The indices of the batch sizes that reach the target, in at least one step."""
        return tuple(np.flatnonzero(np.isfinite(self.steps) & (self.steps > 0.0)).tolist())

    @cached_property
    def not_arrived(self) -> tuple[int, ...]:
        """The batch sizes that do not reach the target at any rate that was tried."""
        return tuple(int(size) for size in self.batch_sizes[np.isinf(self.steps)])

    @property
    def starts_arrived(self) -> bool:
        """Whether the start is at the target."""
        return bool((self.steps == 0.0).any())

    @property
    def all_overflow(self) -> bool:
        """Whether the loss overflows with every batch size, at all rates that were tried."""
        return bool((self.overflows == 1.0).all())

    @cached_property
    def smallest_steps(self) -> float:
        """The fewest steps of all batch sizes; NaN if none arrives, as in what follows."""
        return float(self.steps[list(self.compared)].min()) if self.compared else math.nan

    @cached_property
    def fewest_digits(self) -> float:
        """The fewest digits that any batch size looks at on its way to the target: batch size times steps."""
        found = list(self.compared)
        return float((self.batch_sizes * self.steps)[found].min()) if found else math.nan

    @property
    def critical_batch(self) -> float:
        """The bend: where perfect scaling, `fewest_digits` / B, has come down to `smallest_steps`."""
        return self.fewest_digits / self.smallest_steps

    @cached_property
    def ideal(self) -> FloatArray:
        """Perfect scaling, shape (b,): twice the digits in a batch, half the steps."""
        return frozen(self.fewest_digits / self.batch_sizes)

    @cached_property
    def bend_place(self) -> int | None:
        """The index of the first of the `compared` batch sizes that is not below the bend; None if none arrives."""
        # A size that equals the bend may be one rounding error below it.
        past = [place for place in self.compared if self.batch_sizes[place] >= self.critical_batch * (1.0 - 1e-12)]
        return past[0] if past else None

    @property
    def bends(self) -> bool:
        """Whether batch sizes were measured before the bend as well as after it, or the first one after it."""
        return len(self.compared) > 2 and self.bend_place not in (None, self.compared[0], self.compared[-1])

    @property
    def at_most_halves(self) -> bool:
        """Whether, from the bend on, no larger batch needs less than half the steps of a smaller one."""
        return self.bends and at_most_halves(self.batch_sizes, self.steps, self.critical_batch)

    def fewer(self, place: int, base: int | None = None) -> float:
        """Return the steps at a base as a multiple of those at a place; by default the first of the `compared` sizes.

        NaN if one of them is not compared.
        """
        found = self.compared
        base = found[0] if base is None and found else base
        return float(self.steps[base] / self.steps[place]) if place in found and base in found else math.nan

    @cached_property
    def slopes(self) -> Mapping[str, Slope | None]:
        """The slope of steps against batch size, both as logarithms, by least squares: `before` and `after` the bend.

        Of sizes less than half the bend, and more than twice the bend; -1 is perfect scaling. None of less than three.
        """
        sides = {
            "before": self.batch_sizes < self.critical_batch / FAR,
            "after": self.batch_sizes > self.critical_batch * FAR,
        }
        known = np.where(np.isfinite(self.steps) & (self.steps > 0.0), self.steps, np.nan)
        return MappingProxyType({name: slope(self.batch_sizes[side], known[side]) for name, side in sides.items()})

    @property
    def all_digits(self) -> int:
        """The number of digits that train the network; the noise scale may be larger."""
        return self.used.digits

    def noise_trend(self, *, later: bool = False) -> NoiseTrend | None:
        """Return how the noise scale depends on the parameters, at the start or at the loss `later_loss`.

        Of the networks whose noise scale is known and not 0. None of networks with fewer than three numbers of weights.
        """
        values = self.noise_scale_by_parameters_later[None] if later else self.noise_scale_by_parameters
        known = (np.isfinite(values) & (values > 0.0)).all(axis=0)
        if np.count_nonzero(known) < 3:
            return None
        values, parameters = values[:, known], self.parameters[known]
        fit = fitted_slope(np.tile(parameters, len(values)), values.ravel())
        medians = np.median(values, axis=0)
        return NoiseTrend(fit, float(medians.min()), float(medians.max()), float(parameters[0]), float(parameters[-1]))
