"""The experiment `remedies`: steps and gradients of tuned optimizers until a small training loss."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import finite_list, frozen, frozen_each, prefix
from core.experiment import Experiment, Summary, always, new_run_number
from core.objectives.perceptron import Perceptron
from core.obstacles.network.arrival import best_of, steps_to_loss
from core.obstacles.network.methods import KINDS, chosen_methods
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import objective
from core.obstacles.network.remedies_claims import RemediesClaims
from core.obstacles.network.usual import settings, usual
from core.run import Progress, Run, YieldTimer, yielding
from core.step_cost import StepTime, time_against_gradient
from core.tuning_grids import candidates, grid_settings

EARLY_LOSS = 0.1
"""Steps to this loss are recorded too, where the target is lower."""
MAX_RECORDED = 1000
"""Losses of a path that are recorded, at most, beside the first."""
TIMED_STEPS, TIMED_ROUNDS = 12, 5
"""Steps of each method that are timed together, and how often: between two rounds the other methods are timed."""
BASE = "gradient_descent"
"""The method whose step is the unit of cost: one gradient."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RemediesResult(RemediesClaims):
    """Steps of full-batch training until a loss, by method; the keys of mappings are methods.

    Each method is tuned on the network with the seed `params.seed`, with the grid of `core.tuning_grids`, and then
    trains networks with the next seeds. A position is an index into `recorded_steps`. Values not known yet are NaN.

    Attributes
    ----------
    levels
        The losses that are waited for, falling; the last is the target, shape (k,).
    recorded_steps
        The steps whose losses are recorded, shape (n,), from 0 on; of a partial result the first ones.
    steps
        The first step at which the loss of each network is at most each level, shape (replicates, k); inf if there is
        none within the maximum number of steps.
    path_loss
        The losses of each network at the recorded steps, shape (replicates, n); NaN after the target.
    chosen
        The place of the best setting in `tuning_grids.candidates`, or -1 while it is searched.
    tuned_steps
        The steps of the best setting on the seed for tuning; None where no setting arrives, and the one with the lowest
        last loss is chosen.
    cost
        The time of a step over that of a step of gradient descent, which takes one gradient; empty until measured.
    step_seconds
        The seconds of a step; empty until measured.

    """

    chosen: Mapping[str, int]
    tuned_steps: Mapping[str, int | None]
    step_seconds: Mapping[str, float]

    @property
    def settings(self) -> Mapping[str, Mapping[str, float]]:
        """The chosen hyperparameters of each tuned method."""
        offered = {method: grid_settings(KINDS[method]) for method in self.chosen}
        return {
            method: offered[method][place] for method, place in self.chosen.items() if place >= 0 and offered[method][0]
        }

    def _fields_until(self, position: int) -> dict[str, Any]:
        count, now, steps = position + 1, self.counted_at(position), {}
        for method, each in self.steps.items():
            # NaN, where the cost is not measured, is not more than `now`: those steps are known.
            steps[method] = np.where(np.isinf(each) | (each * self.unit(method) > now), np.nan, each)
        return {
            "recorded_steps": prefix(self.recorded_steps, count),
            "steps": frozen_each(steps),
            "path_loss": MappingProxyType({name: loss[:, :count] for name, loss in self.path_loss.items()}),
        }

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "settings": {name: dict(values) for name, values in self.settings.items()},
            "steps_to_loss": {name: dict(steps) for name, steps in self.steps_to_loss.items()},
            "steps": {name: finite_list(steps) for name, steps in self.steps.items()},
            "recorded_steps": self.recorded_steps.astype(int).tolist(),
            "path_loss": {name: finite_list(loss) for name, loss in self.path_loss.items()},
            "measured": {"cost": dict(self.cost), "seconds": dict(self.step_seconds), "counted": dict(self.counted)},
        }


class _Runs:
    """What a run has found so far."""

    def __init__(self, params: NetworkParams) -> None:
        self._params, self._number = params, new_run_number()
        self.seed = params.seed
        self.used = settings(params, RemediesResult.experiment)
        self.methods = chosen_methods(params)
        target = self.used.target_loss
        self.levels = np.array([EARLY_LOSS, target] if target < EARLY_LOSS else [target])
        self.every = -(-self.used.max_steps // MAX_RECORDED)
        count, recorded = self.used.replicates, self.used.max_steps // self.every + 1
        self._recorded_steps = frozen(np.arange(recorded) * self.every)
        self.steps = {method: np.full((count, len(self.levels)), np.nan) for method in self.methods}
        self._path_loss = {method: np.full((count, recorded), np.nan) for method in self.methods}
        self.chosen = dict.fromkeys(self.methods, -1)
        self.tuned_steps: dict[str, int | None] = dict.fromkeys(self.methods)
        self._last = 0

    def record(self, method: str, network: int, step: int, loss: float) -> None:
        """Record the loss at a step."""
        reached = (loss <= self.levels) & np.isnan(self.steps[method][network])
        self.steps[method][network, reached] = step
        if step % self.every == 0:
            self._path_loss[method][network, step // self.every] = loss
            self._last = max(self._last, step // self.every)

    def finish(self, method: str, network: int) -> None:
        """Record that a network has ended: it does not reach the levels that it has not reached."""
        steps = self.steps[method][network]
        steps[np.isnan(steps)] = np.inf

    def result(self, *, complete: bool) -> RemediesResult:
        length = self._last + 1
        return RemediesResult(
            params=self._params,
            run=self._number,
            complete=complete,
            levels=frozen(self.levels),
            recorded_steps=prefix(self._recorded_steps, length),
            steps=frozen_each(self.steps),
            path_loss=frozen_each({name: loss[:, :length] for name, loss in self._path_loss.items()}),
            chosen=MappingProxyType(dict(self.chosen)),
            tuned_steps=MappingProxyType(dict(self.tuned_steps)),
            cost=MappingProxyType({}),
            step_seconds=MappingProxyType({}),
        )


def run(params: NetworkParams) -> Run[RemediesResult]:
    """Tune each method and train with it, the methods with the costliest steps first: they need the fewest."""
    runs, timer = _Runs(params), YieldTimer(0.02)
    problem = objective(params, runs.used)
    order = sorted(runs.methods, key=tuple(KINDS).index, reverse=True)
    for done, method in enumerate(order):
        for share in _train(runs, problem, method):
            if timer.due():
                partial = runs.result(complete=False)
                yield Progress((done + share) / len(order), partial if partial.length else None)
    return (yield from measure(runs.result(complete=True)))


def _train(runs: _Runs, problem: Perceptron, method: str) -> Generator[float, None, None]:
    """Tune a method and train with it; yield the share of its work that is done, about, after each step."""
    used, network = runs.used, problem.architecture
    offered = candidates(KINDS[method], network.shapes)
    start = network.initial(runs.seed)
    tuning = best_of(offered, problem, start, used.target_loss, used.max_steps)
    best = yield from yielding(tuning, 0.0)
    runs.chosen[method], runs.tuned_steps[method] = best.chosen or 0, best.steps
    for index in range(used.replicates):
        start = network.initial(runs.seed + 1 + index)
        path = steps_to_loss(offered[runs.chosen[method]], problem, start, used.target_loss, used.max_steps)
        for step, loss in enumerate(path):
            runs.record(method, index, step, loss)
            yield (1.0 + index) / (1.0 + used.replicates)
        runs.finish(method, index)


def measure(result: RemediesResult) -> Run[RemediesResult]:
    """Return a result with the times of steps measured, of each method at the start of the first network."""
    yield Progress(1.0, replace(result, complete=False))
    problem = objective(result.params, result.used)
    start = problem.architecture.initial(result.params.seed + 1)
    offered = {name: candidates(KINDS[name], problem.architecture.shapes) for name in result.chosen}
    times: dict[str, list[StepTime]] = {method: [] for method in offered}
    for method in [*offered] * TIMED_ROUNDS:
        timing = time_against_gradient(offered[method][result.chosen[method]], problem, start, TIMED_STEPS)
        times[method].append((yield from yielding(timing, Progress[RemediesResult](1.0))))
    cost = {method: float(np.median([each.cost for each in rounds])) for method, rounds in times.items()}
    # Gradient descent computes nothing but a gradient: what its step takes more is the noise of the clock.
    cost |= {BASE: 1.0} if BASE in cost else {}
    seconds = {method: float(np.median([each.step for each in rounds])) for method, rounds in times.items()}
    return replace(result, complete=True, cost=MappingProxyType(cost), step_seconds=MappingProxyType(seconds))


READS = (
    "target_loss",
    "optimizers",
    "axis",
    "activation",
    "hidden",
    "residual",
    "loss",
    "digits",
    "max_steps",
    "replicates",
    "seed",
)

REMEDIES = Experiment(
    key=RemediesResult.experiment,
    title="Remedies",
    reads=READS,
    result=RemediesResult,
    run=run,
    measures_time=True,
    measured=("cost", "step_seconds"),
    measure=measure,
    own_process=always,
    rescales=("axis",),
    cached=True,
    usual=usual(RemediesResult.experiment, READS),
)
