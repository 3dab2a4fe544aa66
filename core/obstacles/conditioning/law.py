"""The experiment `law`: how many steps each method needs as the condition number grows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, frozen, frozen_each
from core.experiment import Experiment, Progress, Result, Run, Summary, YieldTimer, new_run_number
from core.laws import Slope, slope
from core.obstacles.conditioning.bowl import SMALLEST, on_level, random_angles, worst
from core.obstacles.conditioning.counting import QUANTILES, count_steps, eigenvalues, quantiles
from core.obstacles.conditioning.methods import chosen, setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction

STARTS = 1000
"""How many random starts stand for the typical one."""

FITTED_FROM = 30.0
"""The condition number from which on slopes are fitted: below it whole steps are too coarse."""
_SHARP = 0.1
"""How wide the interval of a slope may be that is told as a factor."""
_RANDOM_SHARE = 0.5
"""Of the progress; about what the random starts take of the time at the defaults."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LawResult(Result):
    """Steps to the tolerance against the condition number; mappings go by the name of the method where not said.

    Attributes
    ----------
    condition_numbers
        Shape (n,), from 1 to 1e4.
    steps_to_tolerance, predicted_steps
        From (kappa, 1): measured, and by closed forms alone (only of methods that have one),
        shape (n,); NaN where the tolerance was not reached, or not yet measured.
    slope, predicted_slope
        Of log steps against log condition number, from 30 on, with a 95 % interval; None where
        there is too little to fit.
    random_start_quantiles
        By the name of the quantile (q25, median, q75, max), of the first method alone: the steps
        within which that share of the random starts arrives, measured, shape (n,). NaN where so
        many do not arrive, or not yet, and at the condition numbers in between that are not tried.
    starts
        How many random starts on each bowl: in directions drawn uniformly, as high as the worst
        start, the same directions on every bowl.

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
        """Return the condition number up to which a method reaches the tolerance everywhere, and beyond which nowhere.

        At some step: it need not stay there. None where it reaches it nowhere, or here and there.
        """
        solved = np.isfinite(self.steps_to_tolerance[method])
        count = int(np.count_nonzero(solved))
        return float(self.condition_numbers[count - 1]) if count and solved[:count].all() else None

    def arrives_at(self, method: str) -> int:
        """Return at how many condition numbers a method reaches the tolerance, at some step."""
        return int(np.count_nonzero(np.isfinite(self.steps_to_tolerance[method])))

    def grows(self, method: str) -> bool:
        """Return whether steps grow like a power of the condition number: the slope's interval lies above 0.

        Only of a method that is solved everywhere.
        """
        fit = self.slope[method]
        return fit is not None and fit.low > 0.0 and self.arrives_everywhere(method)

    def decade_factor(self, method: str) -> float | None:
        """Return how many times the steps ten times the condition number take: ten to the slope.

        None where steps do not follow a power (`follows_power`).
        """
        fit = self.slope[method]
        return float(10.0**fit.value) if fit is not None and self.follows_power(method) else None

    def follows_power(self, method: str) -> bool:
        """Return whether steps follow one power of the condition number from 30 on.

        The interval of the slope is at most 0.1 wide, and the tolerance is reached everywhere.
        """
        fit = self.slope[method]
        return fit is not None and self.arrives_everywhere(method) and fit.high - fit.low <= _SHARP

    def same_steps(self, method: str) -> float | None:
        """Return the steps that a method needs at every condition number from 30 on; None where they differ."""
        steps = self.steps_to_tolerance[method][self.condition_numbers >= FITTED_FROM]
        return float(steps[0]) if (steps == steps[0]).all() else None

    def same_from(self, method: str) -> float | None:
        """Return the least condition number from which on all need the `same_steps`; None where they differ."""
        steps, same = self.steps_to_tolerance[method], self.same_steps(method)
        if same is None:
            return None
        others = np.flatnonzero(steps != same)
        return float(self.condition_numbers[others[-1] + 1 if others.size else 0])

    @property
    def counted_from(self) -> str:
        """The start from which `steps_to_tolerance` are counted: (kappa, 1), whatever start is asked for elsewhere."""
        return "(kappa, 1)"

    @property
    def worst_start(self) -> bool:
        """Whether no start needs more steps of the first method than (kappa, 1).

        So it is for gradient descent with exact line search, by Kantorovich's inequality, and at the rate 2 / (L + mu),
        where every start needs the same steps.
        """
        params = self.params
        return params.optimizers[0] == "gradient_descent" and params.learning_rate in ("optimal", "line_search")

    @property
    def best_settings(self) -> bool:
        """Whether gradient descent and heavy ball run side by side, each at its best settings for each bowl.

        There their worst cases need steps that grow like kappa and like its root (Polyak 1964): only where the fitted
        slopes are within 0.05 of 1 and 1/2.
        """
        params, pair = self.params, ("gradient_descent", "heavy_ball")
        if params.learning_rate != "optimal" or params.momentum != "optimal" or not {*pair} <= set(params.optimizers):
            return False
        slopes = [self.slope[method] if self.arrives_everywhere(method) else None for method in pair]
        return all(fit is not None and abs(fit.value - law) < 0.05 for fit, law in zip(slopes, (1.0, 0.5), strict=True))

    def summary(self) -> Summary:
        """Return every figure as plain data."""
        return {
            "condition_numbers": self.condition_numbers.tolist(),
            "steps_to_tolerance": {method: _counts(steps) for method, steps in self.steps_to_tolerance.items()},
            "predicted_steps": {method: _counts(steps) for method, steps in self.predicted_steps.items()},
            "slope": {method: each and each._asdict() for method, each in self.slope.items()},
            "predicted_slope": {method: each and each._asdict() for method, each in self.predicted_slope.items()},
            "random_start_quantiles": {name: _counts(steps) for name, steps in self.random_start_quantiles.items()},
            "starts": self.starts,
        }


class _Findings:
    """What a run has found so far."""

    def __init__(self, params: ConditioningParams) -> None:
        self.params, self._run = params, new_run_number()
        self.kappas = _condition_numbers()
        self.measured = {method: np.full(self.kappas.size, np.nan) for method in chosen(params)}
        self.predicted: dict[str, FloatArray] = {}
        self.tried = np.isin(self.kappas, _tried_at_random())
        self.random = np.full((np.count_nonzero(self.tried), STARTS), np.nan)

    def result(self, *, complete: bool) -> LawResult:
        typical = {name: np.full(self.kappas.size, np.nan) for name in QUANTILES}
        for name, steps in quantiles(self.random).items():
            typical[name][self.tried] = steps
        return LawResult(
            params=self.params,
            run=self._run,
            complete=complete,
            condition_numbers=frozen(self.kappas),
            steps_to_tolerance=frozen_each(self.measured),
            predicted_steps=frozen_each(self.predicted),
            slope=_slopes(self.kappas, self.measured),
            predicted_slope=_slopes(self.kappas, self.predicted),
            random_start_quantiles=frozen_each(typical),
            starts=STARTS,
        )


def run(params: ConditioningParams) -> Run[LawResult]:
    """Count the steps of every method from the worst start on each bowl, then those of the first from random ones."""
    timer, found = YieldTimer(), _Findings(params)
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


def _tried_at_random() -> FloatArray:
    """Return every other one, four a decade: a thousand starts on each bowl are worth their time only so often."""
    return np.unique(np.round(np.geomspace(1.0, 1e4, 17)))


def _predict(
    method: str, params: ConditioningParams, kappas: FloatArray, predicted: dict[str, FloatArray]
) -> Iterator[None]:
    """Add the steps of the closed form, shape (n,), to `predicted`, if there is one; yield after each block."""
    for i, kappa in enumerate(kappas.tolist()):
        losses = setting(method, params, SMALLEST, kappa).losses
        if losses is None:
            return
        steps = predicted.setdefault(method, np.full(kappas.size, np.nan))
        prediction = Prediction(losses, (SMALLEST, kappa), (kappa, 1.0), params.tolerance, params.max_steps)
        while not prediction.ended:
            prediction.extend()
            yield
        steps[i] = np.nan if prediction.steps is None else prediction.steps


def _measure(found: _Findings) -> Iterator[float]:
    """Fill in what is measured; yield the share of the work that is done, after each block."""
    count = partial(count_steps, params=found.params)
    starts = worst(eigenvalues(found.kappas))[:, None]
    work = {method: _expected(found, method) for method in found.measured}
    scale, done = (1.0 - _RANDOM_SHARE) / sum(work.values()), 0
    for method, steps in found.measured.items():
        for taken in count(method, kappas=found.kappas, starts=starts, steps=steps[:, None]):
            yield scale * (done + min(taken, work[method]))
        done += work[method]
    lead, kappas = next(iter(found.measured)), found.kappas[found.tried]
    starts = on_level(eigenvalues(kappas), random_angles(found.params.seed, STARTS))
    for taken in count(lead, kappas=kappas, starts=starts, steps=found.random):
        yield 1.0 - _RANDOM_SHARE * (1.0 - min(taken / work[lead], 1.0))


def _expected(found: _Findings, method: str) -> int:
    """Return how many steps a method is going to take on the bowl where it takes the most."""
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
)
