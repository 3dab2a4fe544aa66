"""What is claimed about networks of several widths."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray, frozen
from core.laws import Slope, slope
from core.obstacles.network.result import NetworkResult

CONDITIONING, STEPS = "condition_mean_at_target", "steps_tuned"
"""The two measures that are compared."""
MEASURES = (CONDITIONING, STEPS, "condition_mean_initial", "steps_fixed")


@dataclass(frozen=True, kw_only=True, eq=False)
class WidthClaims(NetworkResult):
    """Measures of networks with one hidden layer, by its width, and their comparison with the narrowest.

    A position of the timeline is an index into `widths`. Values that are not known yet are NaN, and so is the
    conditioning at a target that is not reached.

    Attributes
    ----------
    widths
        The numbers of hidden units, shape (w,), rising.
    parameters
        The numbers of weights, shape (w,).
    each
        Each measure of each network, shape (seeds, w), by the name of the property: infinite steps for a target that is
        not reached within the maximum of steps.
    rate
        The learning rate with the fewest steps, shape (seeds, w); NaN where none arrives.

    """

    experiment: ClassVar[str] = "width"

    widths: FloatArray
    parameters: FloatArray
    each: Mapping[str, FloatArray]
    rate: FloatArray

    @property
    def length(self) -> int:
        """One less than the number of widths; at least 1."""
        return max(1, len(self.widths) - 1)

    @property
    def seeds(self) -> int:
        """The number of networks of each width."""
        return len(self.rate)

    @cached_property
    def condition_mean_initial(self) -> FloatArray:
        """The largest eigenvalue of the Hessian over the mean magnitude, at the start, shape (w,): means of seeds."""
        return self._means("condition_mean_initial")

    @cached_property
    def condition_mean_at_target(self) -> FloatArray:
        """The same where descent with momentum 0.9 at the rate 0.1 arrives, shape (w,): means of those that do."""
        return self._means(CONDITIONING)

    @cached_property
    def steps_fixed(self) -> FloatArray:
        """The steps of gradient descent to the target at the rate 0.5, shape (w,): medians; inf if half fail."""
        return self._medians("steps_fixed")

    @cached_property
    def steps_tuned(self) -> FloatArray:
        """The same at the best of the rates 1/8 to 4 for each network, shape (w,)."""
        return self._medians(STEPS)

    @cached_property
    def compared(self) -> tuple[int, ...]:
        """The indices of the widths of which both measures are known, and which need at least one step."""
        known = np.isfinite(self.condition_mean_at_target) & np.isfinite(self.steps_tuned) & (self.steps_tuned > 0.0)
        return tuple(np.flatnonzero(known).tolist())

    def ratio(self, measure: str) -> FloatArray:
        """Return a measure divided by its value at the narrowest of the `compared` widths, shape (w,).

        NaN if there is none, or if that value is infinite.
        """
        return frozen(getattr(self, measure) / self._base(measure))

    def quartiles(self, measure: str) -> FloatArray:
        """Return the quartiles of a measure over the networks known so far, divided as `ratio`, shape (2, w).

        Infinite where a quartile is a network that does not arrive.
        """
        values = [column[~np.isnan(column)] for column in self.each[measure].T]
        return frozen(np.array([_quartiles(each) for each in values]).T / self._base(measure))

    def fitted(self, measure: str) -> FloatArray:
        """Return the power law with the exponent of a measure, divided as `ratio`, shape (w,).

        It goes through the means of the logarithms of all pairs that were fitted. NaN at widths beyond these, and
        everywhere without an exponent.
        """
        fit, values = self.exponents[measure], self.each[measure]
        if fit is None:
            return np.full(len(self.widths), np.nan)
        used, x = _fits(values), np.log(np.tile(self.parameters, (len(values), 1)))
        level = np.log(values[used]).mean() + fit.value * (np.log(self.parameters) - x[used].mean())
        places = np.flatnonzero(used.any(axis=0))
        inside = (np.arange(len(self.widths)) >= places[0]) & (np.arange(len(self.widths)) <= places[-1])
        return frozen(np.where(inside, np.exp(level) / self._base(measure), np.nan))

    def worse(self, place: int) -> float:
        """Return the conditioning at a width, as a multiple of that at the narrowest of the `compared` widths.

        From `CLEAR` on it is called worse. NaN at a width that is not compared, as in `fewer`.
        """
        return float(self.ratio(CONDITIONING)[place]) if place in self.compared else math.nan

    def fewer(self, place: int) -> float:
        """Return the tuned steps at the narrowest of the `compared` widths, as a multiple of those at a width.

        From `CLEAR` on they are called fewer there.
        """
        return 1.0 / float(self.ratio(STEPS)[place]) if place in self.compared else math.nan

    @property
    def more_parameters(self) -> float:
        """The parameters of the widest of the `compared` networks over those of the narrowest; NaN if none."""
        found = self.compared
        return float(self.parameters[found[-1]] / self.parameters[found[0]]) if found else math.nan

    @cached_property
    def not_arrived(self) -> tuple[int, ...]:
        """The widths whose tuned steps are infinite: at least half of the networks fail at every rate."""
        return tuple(int(width) for width in self.widths[np.isinf(self.steps_tuned)])

    @property
    def starts_arrived(self) -> bool:
        """Whether at least half of the networks of some width have arrived before the first step."""
        return bool((self.steps_tuned == 0.0).any())

    @cached_property
    def exponents(self) -> Mapping[str, Slope | None]:
        """The slope of each measure against the parameters, both as logarithms, by least squares of all networks.

        Only networks that arrive after at least one step are fitted. None where these are fewer than three, or all
        have one width.
        """
        return MappingProxyType({name: self._slope(values) for name, values in self.each.items()})

    def _base(self, measure: str) -> float:
        """Return a measure at the narrowest of the `compared` widths; NaN if it is not finite, or there is none."""
        value = float(getattr(self, measure)[self.compared[0]]) if self.compared else math.nan
        return value if math.isfinite(value) and value > 0.0 else math.nan

    def _slope(self, values: FloatArray) -> Slope | None:
        return slope(np.tile(self.parameters, len(values)), np.where(_fits(values), values, np.nan).ravel())

    def _means(self, measure: str) -> FloatArray:
        values = self.each[measure]
        known = np.isfinite(values)
        with np.errstate(invalid="ignore"):
            return frozen(np.where(known, values, 0.0).sum(axis=0) / known.sum(axis=0))

    def _medians(self, measure: str) -> FloatArray:
        return frozen([_median(column[~np.isnan(column)]) for column in self.each[measure].T])


def _fits(values: FloatArray) -> npt.NDArray[np.bool_]:
    """Return which values are known, finite and not 0, as their logarithms need."""
    known: npt.NDArray[np.bool_] = np.isfinite(values) & (values > 0.0)
    return known


def _quartiles(values: FloatArray) -> FloatArray:
    """Return the values nearest to the quartiles of values, shape (n,), which may be infinite; NaN without any."""
    if not values.size:
        return np.full(2, np.nan)
    quartiles: FloatArray = np.sort(values)[np.rint(np.array([0.25, 0.75]) * (values.size - 1)).astype(int)]
    return quartiles


def _median(values: FloatArray) -> float:
    return float(np.median(values)) if values.size else math.nan
