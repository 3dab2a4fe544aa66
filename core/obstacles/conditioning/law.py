"""The experiment `law`: how many steps each method needs as the condition number grows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, frozen, frozen_each
from core.experiment import Experiment, Result, Summary, new_run_number
from core.laws import Slope, slope
from core.obstacles.conditioning.bowl import SMALLEST_EIGENVALUE, level_points, stratified_angles, worst_start
from core.obstacles.conditioning.counting import QUANTILES, count_steps, eigenvalues, quantiles
from core.obstacles.conditioning.methods import chosen_methods, method_setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction
from core.run import Progress, Run, YieldTimer

STARTS = 1000
"""Number of random starts on each bowl."""

FITTED_FROM = 30.0
"""Smallest condition number of the fits: below it the rounding to whole steps is too coarse."""
_MAX_INTERVAL_WIDTH = 0.1
"""Largest width of the interval of a slope at which steps count as a power law."""
_RANDOM_SHARE = 0.5
"""Share of the progress that the random starts take; at the defaults about their share of the time."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LawResult(Result):
    """Steps to the tolerance by condition number; keys of mappings are names of methods unless stated otherwise.

    Attributes
    ----------
    condition_numbers
        Shape (n,), from 1 to 1e4.
    steps_to_tolerance, predicted_steps
        From (kappa, 1): measured, and by the closed form (only of methods that have one),
        shape (n,); NaN if the tolerance was not reached or the value is not yet measured.
    slope, predicted_slope
        Slope of log steps against log condition number, from 30 on, with a 95 % interval; None with too few
        points for a fit.
    random_start_quantiles
        By the name of the quantile (q25, median, q75, max), of the first method only: the measured number of
        steps within which that share of the random starts reaches the tolerance, shape (n,). NaN if fewer starts
        do, or have so far, and at condition numbers without random starts.
    starts
        Number of random starts on each bowl, with the loss of the worst start; the directions are uniformly
        distributed and the same on every bowl.

    """

    params: ConditioningParams
    condition_numbers: FloatArray
    steps_to_tolerance: Mapping[str, FloatArray]
    predicted_steps: Mapping[str, FloatArray]
    slope: Mapping[str, Slope | None]
    predicted_slope: Mapping[str, Slope | None]
    random_start_quantiles: Mapping[str, FloatArray]
    starts: int

    @property
    def length(self) -> int:
        """One less than the number of condition numbers."""
        return len(self.condition_numbers) - 1

    def arrives_everywhere(self, method: str) -> bool:
        """Return whether a method reaches the tolerance within `max_steps` at every condition number."""
        return bool(np.isfinite(self.steps_to_tolerance[method]).all())

    def arrives_up_to(self, method: str) -> float | None:
        """Return the condition number up to which, and only up to which, a method reaches the tolerance.

        It need not stay at the tolerance. None if it reaches it nowhere, or there is no such number.
        """
        solved = np.isfinite(self.steps_to_tolerance[method])
        count = int(np.count_nonzero(solved))
        return float(self.condition_numbers[count - 1]) if count and solved[:count].all() else None

    def arrives_at(self, method: str) -> int:
        """Return the number of condition numbers at which a method reaches the tolerance."""
        return int(np.count_nonzero(np.isfinite(self.steps_to_tolerance[method])))

    def grows(self, method: str) -> bool:
        """Return whether the interval of the slope is above 0 and the method reaches the tolerance everywhere.

        The steps then grow with the condition number.
        """
        fit = self.slope[method]
        return fit is not None and fit.low > 0.0 and self.arrives_everywhere(method)

    def decade_factor(self, method: str) -> float | None:
        """Return the factor of the steps for a tenfold condition number: ten to the slope.

        None if the steps do not follow a power law (`follows_power`).
        """
        fit = self.slope[method]
        return float(10.0**fit.value) if fit is not None and self.follows_power(method) else None

    def follows_power(self, method: str) -> bool:
        """Return whether the steps follow a power law from condition number 30 on.

        That is, the interval of the slope is at most 0.1 wide and the tolerance is reached everywhere.
        """
        fit = self.slope[method]
        return fit is not None and self.arrives_everywhere(method) and fit.high - fit.low <= _MAX_INTERVAL_WIDTH

    def same_steps(self, method: str) -> float | None:
        """Return the steps that a method needs at every condition number from 30 on; None if they differ."""
        steps = self.steps_to_tolerance[method][self.condition_numbers >= FITTED_FROM]
        return float(steps[0]) if (steps == steps[0]).all() else None

    def same_from(self, method: str) -> float | None:
        """Return the smallest condition number from which on all need the `same_steps`; None if they differ."""
        steps, same = self.steps_to_tolerance[method], self.same_steps(method)
        if same is None:
            return None
        others = np.flatnonzero(steps != same)
        return float(self.condition_numbers[others[-1] + 1 if others.size else 0])

    @property
    def counted_from(self) -> str:
        """The start of `steps_to_tolerance`: always (kappa, 1), independent of the parameter `start`."""
        return "(kappa, 1)"

    @property
    def worst_start(self) -> bool:
        """Whether no start needs more steps of the first method than (kappa, 1).

        True for gradient descent with exact line search, by Kantorovich's inequality, and at the rate 2 / (L + mu),
        where every start needs the same steps.
        """
        params = self.params
        return params.optimizers[0] == "gradient_descent" and params.learning_rate in ("optimal", "line_search")

    @property
    def best_settings(self) -> bool:
        """Whether gradient descent and heavy ball both run, each at its best settings for each bowl.

        At these settings their worst-case steps grow like kappa and like its square root (Polyak 1964). True only if
        the fitted slopes are within 0.05 of 1 and 1/2.
        """
        params, pair = self.params, ("gradient_descent", "heavy_ball")
        if params.learning_rate != "optimal" or params.momentum != "optimal" or not {*pair} <= set(params.optimizers):
            return False
        slopes = [self.slope[method] if self.arrives_everywhere(method) else None for method in pair]
        return all(fit is not None and abs(fit.value - law) < 0.05 for fit, law in zip(slopes, (1.0, 0.5), strict=True))

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "condition_numbers": self.condition_numbers.tolist(),
            "steps_to_tolerance": {method: _counts(steps) for method, steps in self.steps_to_tolerance.items()},
            "predicted_steps": {method: _counts(steps) for method, steps in self.predicted_steps.items()},
            "slope": {method: each and each._asdict() for method, each in self.slope.items()},
            "predicted_slope": {method: each and each._asdict() for method, each in self.predicted_slope.items()},
            "random_start_quantiles": {name: _counts(steps) for name, steps in self.random_start_quantiles.items()},
            "starts": self.starts,
        }


class _PartialLaw:
    """The values that a run has computed so far."""

    def __init__(self, params: ConditioningParams) -> None:
        self.params, self._run = params, new_run_number()
        self.kappas = _condition_numbers()
        self.measured = {method: np.full(self.kappas.size, np.nan) for method in chosen_methods(params)}
        self.predicted: dict[str, FloatArray] = {}
        self.has_random_starts = np.isin(self.kappas, _random_start_numbers())
        self.random = np.full((np.count_nonzero(self.has_random_starts), STARTS), np.nan)

    def result(self, *, complete: bool) -> LawResult:
        random_quantiles = {name: np.full(self.kappas.size, np.nan) for name in QUANTILES}
        for name, steps in quantiles(self.random).items():
            random_quantiles[name][self.has_random_starts] = steps
        return LawResult(
            params=self.params,
            run=self._run,
            complete=complete,
            condition_numbers=frozen(self.kappas),
            steps_to_tolerance=frozen_each(self.measured),
            predicted_steps=frozen_each(self.predicted),
            slope=_slopes(self.kappas, self.measured),
            predicted_slope=_slopes(self.kappas, self.predicted),
            random_start_quantiles=frozen_each(random_quantiles),
            starts=STARTS,
        )


def run(params: ConditioningParams) -> Run[LawResult]:
    """Count the steps of every method from the worst start on each bowl, then those of the first from random ones."""
    timer, found = YieldTimer(), _PartialLaw(params)
    for method in found.measured:
        for _ in _predict(method, params, found.kappas, found.predicted):
            if timer.due():
                yield Progress(0.0, found.result(complete=False))
    for fraction in _measure(found):
        if timer.due():
            yield Progress(min(fraction, 1.0), found.result(complete=False))
    return found.result(complete=True)


def _condition_numbers() -> FloatArray:
    return np.unique(np.round(np.geomspace(1.0, 1e4, 33)))


def _random_start_numbers() -> FloatArray:
    """Return every other condition number, four per decade: more bowls with random starts would take too long."""
    return np.unique(np.round(np.geomspace(1.0, 1e4, 17)))


def _predict(
    method: str, params: ConditioningParams, kappas: FloatArray, predicted: dict[str, FloatArray]
) -> Iterator[None]:
    """Add the steps by the closed form, shape (n,), to `predicted`, if there is one; yield after each block."""
    for i, kappa in enumerate(kappas.tolist()):
        losses = method_setting(method, params, SMALLEST_EIGENVALUE, kappa).losses
        if losses is None:
            return
        steps = predicted.setdefault(method, np.full(kappas.size, np.nan))
        prediction = Prediction(losses, (SMALLEST_EIGENVALUE, kappa), (kappa, 1.0), params.tolerance, params.max_steps)
        while not prediction.ended:
            prediction.extend()
            yield
        steps[i] = np.nan if prediction.steps is None else prediction.steps


def _measure(found: _PartialLaw) -> Iterator[float]:
    """Measure the steps; yield the share of the work that is done, after each block."""
    count = partial(count_steps, params=found.params)
    starts = worst_start(eigenvalues(found.kappas))[:, None]
    work = {method: _expected(found, method) for method in found.measured}
    scale, done = (1.0 - _RANDOM_SHARE) / sum(work.values()), 0
    for method, steps in found.measured.items():
        for taken in count(method, kappas=found.kappas, starts=starts, steps=steps[:, None]):
            yield scale * (done + min(taken, work[method]))
        done += work[method]
    first, kappas = next(iter(found.measured)), found.kappas[found.has_random_starts]
    starts = level_points(eigenvalues(kappas), stratified_angles(found.params.seed, STARTS))
    for taken in count(first, kappas=kappas, starts=starts, steps=found.random):
        yield 1.0 - _RANDOM_SHARE * (1.0 - min(taken / work[first], 1.0))


def _expected(found: _PartialLaw, method: str) -> int:
    """Return the expected number of steps of a method on the bowl where it needs most."""
    predicted = found.predicted.get(method)
    if predicted is None or np.isnan(predicted).any():
        return found.params.max_steps
    return int(predicted.max())


def _slopes(kappas: FloatArray, steps: Mapping[str, FloatArray]) -> Mapping[str, Slope | None]:
    used = kappas >= FITTED_FROM
    return MappingProxyType({method: slope(kappas[used], each[used]) for method, each in steps.items()})


def _counts(steps: FloatArray) -> list[int | None]:
    return [int(step) if np.isfinite(step) else None for step in steps]


LAW = Experiment(
    key="law",
    title="Law",
    reads=("tolerance", "optimizers", "learning_rate", "momentum", "adaptive_rate", "max_steps", "seed"),
    result=LawResult,
    run=run,
    cached=True,
)
