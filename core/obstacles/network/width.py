"""The experiment `width`: wider networks are worse conditioned, and yet need fewer steps."""

from collections.abc import Generator
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
from core.run import Progress, Run, YieldTimer, yielding

FIXED_RATE = 0.5
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
        self.used = settings(params, WidthResult.experiment)
        self.widths = sorted(set(params.widths))
        self.networks = [Architecture((INPUTS, width, OUTPUTS), params.activation) for width in self.widths]
        shape = self.used.replicates, len(self.widths)
        self.each = {name: np.full(shape, np.nan) for name in MEASURES}
        self.rate = np.full(shape, np.nan)

    def result(self, *, complete: bool) -> WidthResult:
        return WidthResult(
            params=self._params,
            run=self._run,
            complete=complete,
            widths=frozen(self.widths),
            parameters=frozen([network.dimension for network in self.networks]),
            each=frozen_each(self.each),
            rate=frozen(self.rate),
        )

    def measure(self, objective: Perceptron, replicate: int, place: int) -> Generator[bool, None, None]:
        """Measure a network; yields after each step whether it ends a measure."""
        at, used = (replicate, place), self.used
        start = self.networks[place].initial(self._params.seed + replicate)
        self.each["condition_mean_initial"][at] = _condition(objective, start)
        yield True
        for visit in visits(momentum(RATE), objective, start, used.max_steps):
            if visit.loss <= used.target_loss:
                self.each[CONDITIONING][at] = _condition(objective, visit.x)
                break
            yield False
        offered = [GradientDescent(rate) for rate in TUNED_RATES]
        tuning = best_of(offered, objective, start, used.target_loss, used.max_steps)
        best = yield from yielding(tuning, value=False)
        self.each[STEPS][at] = np.inf if best.steps is None else best.steps
        if best.place is not None:
            self.rate[at] = TUNED_RATES[best.place]
        yield True
        fixed = best.steps
        if self.rate[at] != FIXED_RATE:
            path = steps_to_loss(GradientDescent(FIXED_RATE), objective, start, used.target_loss, used.max_steps)
            fixed = yield from yielding(path, value=False)
        self.each["steps_fixed"][at] = np.inf if fixed is None else fixed
        yield True


def run(params: NetworkParams) -> Run[WidthResult]:
    """Measure every width, from the narrowest on, and then with the next seed."""
    found, timer = _Measures(params), YieldTimer()
    digits = training_digits(found.used)
    # The eigenvalues of the largest networks take most of the time, and grow with the cube of the parameters.
    work = np.array([float(network.dimension) for network in found.networks]) ** 2
    shares = np.concatenate([[0.0], np.cumsum(work) / work.sum()])
    for replicate in range(found.used.replicates):
        for place, network in enumerate(found.networks):
            objective = Perceptron(network, *digits, params.loss)
            done = (replicate + float(shares[place])) / found.used.replicates
            news = False
            for measured in found.measure(objective, replicate, place):
                news = news or measured
                if timer.due():
                    yield Progress(done, found.result(complete=False) if news else None)
                    news = False
    return found.result(complete=True)


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
    own_process=True,
    rescales=("width_curves",),
    cached=True,
    usual=usual(WidthResult.experiment, READS),
)
