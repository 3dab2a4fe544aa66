"""The experiment `remedies`: steps and gradients of tuned optimizers until a small training loss."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each, prefix
from core.experiment import Experiment, Summary, new_run_number
from core.obstacles.network.arrival import best_of, steps_to_loss
from core.obstacles.network.methods import KINDS, chosen_methods
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import objective
from core.obstacles.network.remedies_claims import RemediesClaims
from core.obstacles.network.usual import Settings, settings, usual
from core.run import Progress, Run, Task, YieldTimer, gathered, reporting, yielding
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


class Training(NamedTuple):
    """What is found of a method so far; see `RemediesResult`.

    Attributes
    ----------
    chosen, tuned_steps
        As in the result, of this method.
    steps
        Shape (replicates, k).
    path_loss
        Shape (replicates, n), the losses of all recorded steps; NaN where they are not known.

    """

    chosen: int
    tuned_steps: int | None
    steps: FloatArray
    path_loss: FloatArray


class _Runs:
    """What a run has found so far."""

    def __init__(self, params: NetworkParams) -> None:
        self._params, self._number = params, new_run_number()
        used = settings(params, RemediesResult.experiment)
        self.methods = chosen_methods(params)
        self._levels, every = levels(used), recorded_every(used)
        shape, recorded = (used.replicates, len(self._levels)), used.max_steps // every + 1
        self._recorded_steps = frozen(np.arange(recorded) * every)
        nothing = Training(-1, None, np.full(shape, np.nan), np.full((used.replicates, recorded), np.nan))
        self._found = dict.fromkeys(self.methods, nothing)

    def add(self, method: str, found: Training) -> None:
        """Add what is known of a method."""
        self._found[method] = found

    def partial(self) -> RemediesResult | None:
        """Return what is known, or None while no step is."""
        result = self.result(complete=False)
        return result if result.length else None

    def result(self, *, complete: bool) -> RemediesResult:
        paths = {method: each.path_loss for method, each in self._found.items()}
        known = np.logical_or.reduce([np.isfinite(loss).any(axis=0) for loss in paths.values()])
        length = int(np.flatnonzero(known)[-1]) + 1 if known.any() else 1
        return RemediesResult(
            params=self._params,
            run=self._number,
            complete=complete,
            levels=frozen(self._levels),
            recorded_steps=prefix(self._recorded_steps, length),
            steps=frozen_each({method: each.steps for method, each in self._found.items()}),
            path_loss=frozen_each({method: loss[:, :length] for method, loss in paths.items()}),
            chosen=MappingProxyType({method: each.chosen for method, each in self._found.items()}),
            tuned_steps=MappingProxyType({method: each.tuned_steps for method, each in self._found.items()}),
            cost=MappingProxyType({}),
            step_seconds=MappingProxyType({}),
        )


def levels(used: Settings) -> FloatArray:
    """Return the losses that are waited for, falling, shape (k,)."""
    target = used.target_loss
    return np.array([EARLY_LOSS, target] if target < EARLY_LOSS else [target])


def recorded_every(used: Settings) -> int:
    """Return the distance of recorded steps."""
    return -(-used.max_steps // MAX_RECORDED)


def run(params: NetworkParams) -> Run[RemediesResult]:
    """Tune each method and train with it as a task, those with the costliest steps first: they need the fewest."""
    runs = _Runs(params)
    order = sorted(runs.methods, key=tuple(KINDS).index, reverse=True)
    tasks = {method: Task(train, (params, method)) for method in order}
    yield from gathered(tasks, dict.fromkeys(tasks, 1.0), runs.add, runs.partial)
    return (yield from measure(runs.result(complete=True)))


def train(params: NetworkParams, method: str) -> Run[Training]:
    """Tune a method and train with it; yield what is known."""
    used, timer = settings(params, RemediesResult.experiment), YieldTimer(0.02)
    problem = objective(params, used)
    network = problem.architecture
    offered, start = candidates(KINDS[method], network.shapes), network.initial(params.seed)
    share = 1.0 / (1.0 + used.replicates)
    tuning = best_of(offered, problem, start, used.target_loss, used.max_steps)
    part = share / (used.max_steps + 1)
    best = yield from reporting(tuning, timer, lambda step: Progress[Training](part * step))
    awaited, every = levels(used), recorded_every(used)
    steps = np.full((used.replicates, len(awaited)), np.nan)
    path_loss = np.full((used.replicates, used.max_steps // every + 1), np.nan)
    for index in range(used.replicates):
        start = network.initial(params.seed + 1 + index)
        path = steps_to_loss(offered[best.chosen or 0], problem, start, used.target_loss, used.max_steps)
        for step, loss in enumerate(path):
            steps[index, (loss <= awaited) & np.isnan(steps[index])] = step
            if step % every == 0:
                path_loss[index, step // every] = loss
            if timer.due():
                known = Training(best.chosen or 0, best.steps, steps.copy(), path_loss.copy())
                yield Progress((1.0 + index) * share, known)
        steps[index, np.isnan(steps[index])] = np.inf
    return Training(best.chosen or 0, best.steps, steps, path_loss)


def measure(result: RemediesResult) -> Run[RemediesResult]:
    """Return a result with the times of steps measured, as a task."""
    timing = Task(measure_times, (result.params, dict(result.chosen)))
    yield Progress(1.0, replace(result, complete=False), tasks=(timing,))
    while not timing.done:
        yield Progress(1.0)
    times: dict[str, list[StepTime]] = timing.value
    cost = {method: float(np.median([each.cost for each in rounds])) for method, rounds in times.items()}
    # Gradient descent computes nothing but a gradient: what its step takes more is the noise of the clock.
    cost |= {BASE: 1.0} if BASE in cost else {}
    seconds = {method: float(np.median([each.step for each in rounds])) for method, rounds in times.items()}
    return replace(result, complete=True, cost=MappingProxyType(cost), step_seconds=MappingProxyType(seconds))


def measure_times(params: NetworkParams, chosen: Mapping[str, int]) -> Run[dict[str, list[StepTime]]]:
    """Return the times of steps of each method, at the start of the first network."""
    problem = objective(params, settings(params, RemediesResult.experiment))
    start = problem.architecture.initial(params.seed + 1)
    offered = {name: candidates(KINDS[name], problem.architecture.shapes) for name in chosen}
    times: dict[str, list[StepTime]] = {method: [] for method in offered}
    for method in [*offered] * TIMED_ROUNDS:
        timing = time_against_gradient(offered[method][chosen[method]], problem, start, TIMED_STEPS)
        times[method].append((yield from yielding(timing, Progress[dict[str, list[StepTime]]](1.0))))
    return times


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
    rescales=("axis",),
    cached=True,
    usual=usual(RemediesResult.experiment, READS),
)
