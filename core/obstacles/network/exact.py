"""The experiment `exact`: a linear layer whose inputs are ill-conditioned, where K-FAC needs a single step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Summary, new_run_number
from core.objective import Evaluator, Objective
from core.obstacles.network.conditioned_layers import (
    TOLERANCE,
    best_rates,
    one_layer,
    predicted_line,
    predicted_steps,
    three_layers,
)
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.result import NetworkResult
from core.obstacles.network.usual import settings, usual
from core.optimizer import Optimizer, advance
from core.optimizers.adam import Adam
from core.optimizers.gradient_descent import GradientDescent
from core.optimizers.kfac import KFAC
from core.optimizers.newton import Newton
from core.run import Progress, Run, YieldTimer

METHODS = ("gradient_descent", "adam", "kfac")
ADAM_RATES = (0.03, 0.1, 0.3)
DAMPING = 1e-10
DEEP_LIMIT = 20
"""Steps that K-FAC may take with three layers."""
_NEWTON_GAP = 1e-3
"""Largest relative difference at which K-FAC's step counts as Newton's."""
_CURVE_POINTS = 129
_STEPS_AT_ONCE = 32
"""Steps whose losses are evaluated together, in about 2 ms."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ExactResult(NetworkResult):
    """Steps of a linear layer with squared loss until its loss is a millionth of that at the start.

    The layer has 8 inputs and 4 outputs and starts at 0; see `core.obstacles.network.conditioned_layers`. A position of
    the timeline is an index into `conditioning`. Counts are NaN where the layer does not arrive within `max_steps`, and
    where they are not known yet.

    Attributes
    ----------
    conditioning
        The condition numbers kappa of the second moment of the inputs, shape (n,), rising.
    steps
        By method, shape (n,): gradient descent at the rate 2 / (1 + kappa), Adam at the best of the rates .03, .1 and
        .3, and K-FAC at rate 1 with damping 1e-10.
    adam_rate
        The rate of Adam that arrives first, shape (n,).
    inverse_steps
        Those of gradient descent at the rate 1 / kappa, shape (n,).
    predicted_steps
        By the closed form, without regard to `max_steps`: of `gradient_descent`, and of `kfac`, for which it is one
        step of Newton's method; shape (n,).
    curve_conditioning, curve_steps
        Condition numbers from 1 to at least 100, and the predicted steps of gradient descent there, before they are
        rounded up to whole numbers, shape (m,).
    newton_gap
        The distance between the weights after one step of K-FAC and after one of Newton's method, relative to the
        latter, shape (n,).
    deep_steps
        The steps of K-FAC at rate 1/3 with three such layers of 8 units one after the other, shape (n,).

    """

    experiment: ClassVar[str] = "exact"

    conditioning: FloatArray
    steps: Mapping[str, FloatArray]
    adam_rate: FloatArray
    inverse_steps: FloatArray
    predicted_steps: Mapping[str, FloatArray]
    curve_conditioning: FloatArray
    curve_steps: FloatArray
    newton_gap: FloatArray
    deep_steps: FloatArray

    @property
    def length(self) -> int:
        """One less than the number of condition numbers; at least 1."""
        return max(1, len(self.conditioning) - 1)

    @property
    def tolerance(self) -> float:
        """The loss at which the layer has arrived, as a share of that at the start: 1e-6."""
        return TOLERANCE

    @property
    def same_steps(self) -> int | None:
        """The steps that K-FAC needs at every condition number, if they are the same at several; else None."""
        steps = self.steps["kfac"]
        return int(steps[0]) if len(steps) > 1 and bool((steps == steps[0]).all()) else None

    @property
    def descent_slows(self) -> bool:
        """Whether gradient descent needs more steps at the largest condition number than at the smallest.

        It does too if it arrives at the smallest alone. False where that is not known yet.
        """
        steps = self.steps["gradient_descent"]
        if np.isnan(steps[-1]):
            return self.complete and bool(np.isfinite(steps[0]))
        return bool(steps[0] < steps[-1])

    @property
    def is_newton(self) -> bool:
        """Whether a step of K-FAC is one of Newton's method at every condition number: every `newton_gap` < 1e-3."""
        return bool((self.newton_gap < _NEWTON_GAP).all())

    @property
    def deep_is_inexact(self) -> bool:
        """Whether K-FAC needs more steps with three layers than with one, at every condition number."""
        return bool((self.deep_steps > self.steps["kfac"]).all())

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "conditioning": finite_list(self.conditioning),
            "steps": _counts_by_name(self.steps),
            "predicted_steps": _counts_by_name(self.predicted_steps),
            "inverse_steps": _counts(self.inverse_steps),
            "adam_rate": finite_list(self.adam_rate),
            "newton_gap": finite_list(self.newton_gap),
            "deep_steps": _counts(self.deep_steps),
        }


class _Counting:
    """The counts of a run so far: of each rate in rows, NaN before the layer has arrived."""

    def __init__(self, params: NetworkParams) -> None:
        self.kappas = kappas = np.unique(params.conditioning)
        self.limit = settings(params, ExactResult.experiment).max_steps
        self.layer, self.start = one_layer(kappas)
        self.kfac, self.deep, self.descent = (np.full((rows, len(kappas)), np.nan) for rows in (1, 1, 2))
        self.adam = np.full((len(ADAM_RATES), len(kappas)), np.nan)
        curve = np.geomspace(1.0, max(100.0, float(kappas[-1])), _CURVE_POINTS)
        predicted = {"gradient_descent": predicted_steps(kappas), "kfac": np.ones(len(kappas))}
        self._fixed: dict[str, Any] = {
            "params": params,
            "run": new_run_number(),
            "conditioning": frozen(kappas),
            "predicted_steps": frozen_each(predicted),
            "curve_conditioning": frozen(curve),
            "curve_steps": frozen(predicted_line(curve)),
        }

    def together(self) -> Iterator[float]:
        """Count the few steps of K-FAC, at all condition numbers together."""
        optimizer, (layers, start) = KFAC(self.layer.shapes, 1.0, DAMPING), three_layers(self.kappas)
        self._fixed["newton_gap"] = frozen(_newton_gap(optimizer, self.layer, self.start))
        yield from _count(optimizer, self.layer, self.start[None], self.limit, self.kfac)
        yield from _count(KFAC(layers.shapes, 1.0 / 3.0, DAMPING), layers, start[None], DEEP_LIMIT, self.deep)

    def at(self, place: int) -> Iterator[float]:
        """Count the steps of the other methods at one condition number."""
        column = slice(place, place + 1)
        kappas = self.kappas[column]
        layer, start = one_layer(kappas)
        adam = Adam(np.array(ADAM_RATES)[:, None, None])
        yield from _count(adam, layer, np.stack([start] * 3), self.limit, self.adam[:, column], race=True)
        descent = GradientDescent(np.stack([best_rates(kappas), 1.0 / kappas])[..., None])
        yield from _count(descent, layer, np.stack([start] * 2), self.limit, self.descent[:, column])

    def result(self, *, complete: bool) -> ExactResult:
        least, rate = _first(self.adam)
        return ExactResult(
            complete=complete,
            steps=frozen_each({"gradient_descent": self.descent[0], "adam": least, "kfac": self.kfac[0]}),
            adam_rate=frozen(rate),
            inverse_steps=frozen(self.descent[1]),
            deep_steps=frozen(self.deep[0]),
            **self._fixed,
        )


def run(params: NetworkParams) -> Run[ExactResult]:
    """Count the steps of each method at each condition number."""
    counting, timer = _Counting(params), YieldTimer()
    for _ in counting.together():
        if timer.due():
            yield Progress(0.0)
    for place in range(len(counting.kappas)):
        yield Progress(place / len(counting.kappas), counting.result(complete=False))
        for share in counting.at(place):
            if timer.due():
                yield Progress((place + share) / len(counting.kappas))
    return counting.result(complete=True)


def _count(
    optimizer: Optimizer[Any],
    objective: Objective,
    start: FloatArray,
    limit: int,
    steps: FloatArray,
    *,
    race: bool = False,
) -> Iterator[float]:
    """Write the first step at which each member of a batch arrives to `steps`, shape (r, n), which are NaN before.

    The start has the shape (r, n, d). In a `race` only the first of the r members counts, else all do. Yields the share
    of `limit` after some steps.
    """
    evaluator, state = Evaluator(objective), optimizer.init(start)
    target = TOLERANCE * evaluator.at(start).value
    for done in range(0, limit, _STEPS_AT_ONCE):
        state, _, losses = advance(optimizer, evaluator.at, state, min(_STEPS_AT_ONCE, limit - done))
        solved = losses <= target
        new = np.isnan(steps) & solved.any(axis=0)
        steps[new] = done + 1 + solved.argmax(axis=0)[new]
        arrived = np.isfinite(steps)
        if (arrived.any(axis=0) if race else arrived).all():
            return
        yield done / limit


def _first(steps: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the fewest steps of Adam, and the rate that takes them, shape (n,) each; NaN if no rate arrives."""
    least = np.fmin.reduce(steps, axis=0)
    # Where no rate arrives none equals NaN, and argmax has no meaning.
    rates = np.array(ADAM_RATES)[(steps == least).argmax(axis=0)]
    return least, np.where(np.isnan(least), np.nan, rates)


def _newton_gap(optimizer: KFAC, layer: Objective, start: FloatArray) -> FloatArray:
    at, newton = Evaluator(layer).at, Newton()
    end, exact = optimizer.update(at, optimizer.init(start)).x, newton.update(at, newton.init(start)).x
    gap: FloatArray = np.linalg.norm(end - exact, axis=-1) / np.linalg.norm(exact, axis=-1)
    return gap


def _counts(values: FloatArray) -> list[int | None]:
    return [int(value) if np.isfinite(value) else None for value in values]


def _counts_by_name(arrays: Mapping[str, FloatArray]) -> dict[str, list[int | None]]:
    return {name: _counts(values) for name, values in arrays.items()}


READS = ("max_steps", "conditioning")
EXACT = Experiment(
    key=ExactResult.experiment,
    title="Exact",
    reads=READS,
    result=ExactResult,
    run=run,
    usual=usual(ExactResult.experiment, READS),
)
