"""The experiment `law`: how many steps each method needs as the condition number grows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, frozen
from core.experiment import Experiment, Pace, Progress, Result, Run, Summary, new_run
from core.laws import Slope, slope
from core.objective import Evaluator
from core.objectives.quadratic import Quadratic
from core.obstacles.conditioning.methods import chosen, setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction
from core.obstacles.conditioning.stopping import solved_or_gone
from core.optimizer import advance, members, stacked

_SMALLEST = 1.0
_LARGEST_BLOCK = 64
_FITTED_FROM = 30.0


@dataclass(frozen=True, kw_only=True, eq=False)
class LawResult(Result):
    """Steps to the tolerance against the condition number; every mapping goes by the name of the method.

    Attributes
    ----------
    condition_numbers
        Shape (n,), from 1 to 1e4.
    steps_to_tolerance, predicted_steps
        Measured, and by closed forms alone (only of methods that have one), shape (n,); NaN
        where the tolerance was not reached, or not yet measured.
    slope, predicted_slope
        Of log steps against log condition number, from 30 on, with a 95 % interval; None where
        there is too little to fit.

    """

    params: ConditioningParams
    condition_numbers: FloatArray
    steps_to_tolerance: Mapping[str, FloatArray]
    predicted_steps: Mapping[str, FloatArray]
    slope: Mapping[str, Slope | None]
    predicted_slope: Mapping[str, Slope | None]

    @property
    def length(self) -> int:
        """One less than the number of condition numbers."""
        return len(self.condition_numbers) - 1

    def summary(self) -> Summary:
        """Return every figure as plain data."""
        return {
            "condition_numbers": self.condition_numbers.tolist(),
            "steps_to_tolerance": {method: _counts(steps) for method, steps in self.steps_to_tolerance.items()},
            "predicted_steps": {method: _counts(steps) for method, steps in self.predicted_steps.items()},
            "slope": {method: each and each._asdict() for method, each in self.slope.items()},
            "predicted_slope": {method: each and each._asdict() for method, each in self.predicted_slope.items()},
        }


def run(params: ConditioningParams) -> Run[LawResult]:
    """Count the steps of every method on all bowls, each from its worst start."""
    pace, number = Pace(), new_run()
    kappas = _condition_numbers()
    measured = {method: np.full(kappas.size, np.nan) for method in chosen(params)}
    predicted: dict[str, FloatArray] = {}

    def report(fraction: float) -> Progress[LawResult]:
        return Progress(min(fraction, 1.0), _result(params, number, kappas, measured, predicted, complete=False))

    for method in measured:
        for _ in _predict(method, params, kappas, predicted):
            if pace.due():
                yield report(0.0)
    work = {method: _expected(params, predicted.get(method)) for method in measured}
    done = 0
    for method, steps in measured.items():
        for taken in _measure(method, params, kappas, steps):
            if pace.due():
                yield report((done + taken) / sum(work.values()))
        done += work[method]
    return _result(params, number, kappas, measured, predicted, complete=True)


def _condition_numbers() -> FloatArray:
    return np.unique(np.round(np.geomspace(1.0, 1e4, 33)))


def _result(
    params: ConditioningParams,
    number: int,
    kappas: FloatArray,
    measured: Mapping[str, FloatArray],
    predicted: Mapping[str, FloatArray],
    *,
    complete: bool,
) -> LawResult:
    return LawResult(
        params=params,
        run=number,
        complete=complete,
        condition_numbers=frozen(kappas),
        steps_to_tolerance=MappingProxyType({method: frozen(steps) for method, steps in measured.items()}),
        predicted_steps=MappingProxyType({method: frozen(steps) for method, steps in predicted.items()}),
        slope=_slopes(kappas, measured),
        predicted_slope=_slopes(kappas, predicted),
    )


def _predict(
    method: str, params: ConditioningParams, kappas: FloatArray, predicted: dict[str, FloatArray]
) -> Iterator[None]:
    """Add the steps of the closed form, shape (n,), to `predicted`, if there is one; yield after each block."""
    for i, kappa in enumerate(kappas.tolist()):
        losses = setting(method, params, _SMALLEST, kappa).losses
        if losses is None:
            return
        steps = predicted.setdefault(method, np.full(kappas.size, np.nan))
        prediction = Prediction(losses, (_SMALLEST, kappa), (kappa, 1.0), params.tolerance, params.max_steps)
        while not prediction.ended:
            prediction.extend()
            yield
        steps[i] = np.nan if prediction.steps is None else prediction.steps


def _expected(params: ConditioningParams, predicted: FloatArray | None) -> int:
    """Return how many steps a method is going to take on the bowl where it takes the most."""
    if predicted is None or np.isnan(predicted).any():
        return params.max_steps
    return int(predicted.max())


def _measure(method: str, params: ConditioningParams, kappas: FloatArray, steps: FloatArray) -> Iterator[int]:
    """Fill in `steps`, shape (n,), all bowls in one batch; yield the steps taken after each block.

    A bowl leaves the batch when its run ends.
    """
    left = np.arange(kappas.size)
    starts = np.stack([kappas, np.ones_like(kappas)], axis=-1)
    at, optimizer = _batch(method, params, kappas)
    state, taken, start_losses = optimizer.init(starts), 0, at(starts).value
    while taken < params.max_steps and left.size:
        count = min(taken + 1, _LARGEST_BLOCK, params.max_steps - taken)
        state, _, losses = advance(optimizer, at, state, count)
        solved, gone = solved_or_gone(losses, start_losses[left], params.tolerance)
        index = np.argmax(solved | gone, axis=0)  # 0 also where neither
        column = np.arange(left.size)
        reached = solved[index, column]
        steps[left[reached]] = taken + 1 + index[reached]
        taken += count
        keep = ~(reached | gone[index, column])
        if not keep.all():
            left, state = left[keep], members(state, keep)
            at, optimizer = _batch(method, params, kappas[left]) if left.size else (at, optimizer)
        yield taken


def _batch(method: str, params: ConditioningParams, kappas: FloatArray) -> tuple[Any, Any]:
    """Return how to evaluate the bowls of `kappas`, shape (n,), together, and the method set for each."""
    objective = Quadratic.from_eigenvalues(np.stack([np.ones_like(kappas), kappas], axis=-1))
    settings = [setting(method, params, _SMALLEST, kappa) for kappa in kappas.tolist()]
    return Evaluator(objective).at, stacked([each.optimizer for each in settings])


def _slopes(kappas: FloatArray, steps: Mapping[str, FloatArray]) -> Mapping[str, Slope | None]:
    used = kappas >= _FITTED_FROM
    return MappingProxyType({method: slope(kappas[used], each[used]) for method, each in steps.items()})


def _counts(steps: FloatArray) -> list[int | None]:
    return [int(step) if np.isfinite(step) else None for step in steps]


LAW = Experiment(
    key="law",
    title="Law",
    reads=("tolerance", "optimizers", "learning_rate", "momentum", "adaptive_rate", "max_steps"),
    result=LawResult,
    run=run,
)
