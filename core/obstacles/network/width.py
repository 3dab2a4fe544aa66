"""The experiment `width`: wider networks are worse conditioned, and yet need fewer steps."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Summary, new_run_number
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network.arrival import best_of, steps_to_loss, visits
from core.obstacles.network.curvature import condition_mean, hessian_eigenvalues
from core.obstacles.network.momentum import RATE, momentum
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import INPUTS, OUTPUTS, training_digits
from core.obstacles.network.usual import settings, usual
from core.obstacles.network.width_claims import CONDITIONING, MEASURES, STEPS, WidthClaims
from core.optimizers.gradient_descent import GradientDescent
from core.run import Progress, Run, Task, YieldTimer, gathered, reporting

FIXED_RATE = 0.5
TUNED_RATE = "rate"
"""The name of the best of these rates among what is measured."""
TUNED_RATES = tuple(2.0**power for power in range(-3, 3))


@dataclass(frozen=True, kw_only=True, eq=False)
class WidthResult(WidthClaims):
    """Conditioning and steps of networks with one hidden layer, by its width."""

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "widths": [int(width) for width in self.widths],
            "parameters": [int(count) for count in self.parameters],
            **{name: finite_list(getattr(self, name)) for name in MEASURES},
            "exponents": {name: each and each._asdict() for name, each in self.exponents.items()},
            "each": {name: finite_list(values) for name, values in self.each.items()},
            "rate": finite_list(self.rate),
            "curves": self.params.width_curves,
        }


class _Measures:
    """What a run has measured so far."""

    def __init__(self, params: NetworkParams) -> None:
        self._params, self._run = params, new_run_number()
        self._widths = sorted(set(params.widths))
        self._parameters = [_network(params, width).dimension for width in self._widths]
        self._replicates = settings(params, WidthResult.experiment).replicates
        shape = self._replicates, len(self._widths)
        self._each = {name: np.full(shape, np.nan) for name in (*MEASURES, TUNED_RATE)}

    def tasks(self) -> dict[tuple[int, int], Task]:
        """Return the tasks that measure the networks, by replicate and place of the width."""
        params = self._params
        return {
            (replicate, place): Task(measure, (params, width, params.seed + replicate))
            for replicate in range(self._replicates)
            for place, width in enumerate(self._widths)
        }

    def add(self, at: tuple[int, int], known: Mapping[str, float]) -> None:
        """Add what is known of a network."""
        for name, value in known.items():
            self._each[name][at] = value

    def work(self, at: tuple[int, int]) -> float:
        """Return about how long a network takes."""
        # The eigenvalues of the largest networks take most of the time, and grow with the cube of the parameters.
        return float(self._parameters[at[1]]) ** 2

    def result(self, *, complete: bool) -> WidthResult:
        return WidthResult(
            params=self._params,
            run=self._run,
            complete=complete,
            widths=frozen(self._widths),
            parameters=frozen(self._parameters),
            each=frozen_each({name: self._each[name] for name in MEASURES}),
            rate=frozen(self._each[TUNED_RATE]),
        )


def run(params: NetworkParams) -> Run[WidthResult]:
    """Measure every width, each as a task: from the narrowest on, and then with the next seed."""
    found = _Measures(params)
    tasks = found.tasks()
    work = {at: found.work(at) for at in tasks}
    yield from gathered(tasks, work, found.add, lambda: found.result(complete=False))
    return found.result(complete=True)


def measure(params: NetworkParams, width: int, seed: int) -> Run[Mapping[str, float]]:
    """Measure a network; return the values of `MEASURES` and the tuned rate, by name; yield those known before."""
    used, timer = settings(params, WidthResult.experiment), YieldTimer()
    network = _network(params, width)
    objective, start = Perceptron(network, *training_digits(used), params.loss), network.initial(seed)
    known = {"condition_mean_initial": _condition(objective, start)}
    yield Progress(0.3, dict(known))
    for visit in visits(momentum(RATE), objective, start, used.max_steps):
        if visit.loss <= used.target_loss:
            known[CONDITIONING] = _condition(objective, visit.x)
            break
        if timer.due():
            yield Progress(0.3)
    yield Progress(0.6, dict(known))
    offered = [GradientDescent(rate) for rate in TUNED_RATES]
    tuning = best_of(offered, objective, start, used.target_loss, used.max_steps)
    best = yield from reporting(tuning, timer, lambda _: Progress[Mapping[str, float]](0.6))
    known[STEPS] = np.inf if best.steps is None else float(best.steps)
    known[TUNED_RATE] = np.nan if best.place is None else TUNED_RATES[best.place]
    yield Progress(0.9, dict(known))
    fixed = best.steps
    if known[TUNED_RATE] != FIXED_RATE:
        path = steps_to_loss(GradientDescent(FIXED_RATE), objective, start, used.target_loss, used.max_steps)
        fixed = yield from reporting(path, timer, lambda _: Progress[Mapping[str, float]](0.9))
    known["steps_fixed"] = np.inf if fixed is None else float(fixed)
    return known


def _network(params: NetworkParams, width: int) -> Architecture:
    return Architecture((INPUTS, width, OUTPUTS), params.activation)


def _condition(objective: Perceptron, x: FloatArray) -> float:
    """Return the condition number (mean) at weights x, shape (P,); NaN where the Hessian is not finite."""
    found = hessian_eigenvalues(objective, x)
    return np.nan if found is None else float(condition_mean(found))


READS = (
    "target_loss", "widths", "activation", "loss", "width_curves",
    "max_steps", "digits", "replicates", "seed",
)  # fmt: skip
WIDTH = Experiment(
    key=WidthResult.experiment,
    title="Width",
    reads=READS,
    result=WidthResult,
    run=run,
    rescales=("width_curves",),
    cached=True,
    usual=usual(WidthResult.experiment, READS),
)
