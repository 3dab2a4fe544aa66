"""The experiment `batch`: a larger batch needs fewer steps, up to a bend."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.arrays import FloatArray, finite_list, frozen
from core.experiment import Experiment, Summary, new_run_number
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network.batch_claims import BatchClaims, NoiseTrend
from core.obstacles.network.noise_scale import along_training, noise_scale
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import INPUTS, OUTPUTS, initial_weights, objective, takes_long_steps
from core.obstacles.network.sampled_descent import FIRST_RATE, Outcome, SampledDescent
from core.obstacles.network.usual import settings, usual
from core.run import Progress, Run, YieldTimer, yielding

LOSSES = (1.0, 0.3, 0.1, 0.01)
"""The losses at which the noise scale is measured, besides the start."""
UNITS = (4, 8, 16, 32, 64, 128, 256)
"""Hidden units of the networks whose noise scale is compared, P = 310 to 19 210."""
NETWORKS = 5
"""Networks of each of these widths, from seeds of their own."""
LATER_STEPS = 300
"""Steps within which one of each of them has to be at `later_loss`, for its noise scale there."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BatchResult(BatchClaims):
    """Steps of stochastic gradient descent by its batch size, and the noise scale of its gradients."""

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "steps_by_batch": {
                "batch_size": [int(size) for size in self.batch_sizes.tolist()],
                "steps": finite_list(self.steps),
                "ideal": finite_list(self.ideal),
                "best_rate": finite_list(self.best_rate),
            },
            "critical_batch": finite_list(np.array(self.critical_batch)),
            "slopes": {name: each and each._asdict() for name, each in self.slopes.items()},
            "noise_scale": {
                "initial": finite_list(np.array(self.noise_scale_initial)),
                "losses": finite_list(self.losses),
                "at_losses": finite_list(self.noise_scale),
                "parameters": [int(count) for count in self.parameters.tolist()],
                "initial_by_parameters": finite_list(np.median(self.noise_scale_by_parameters, axis=0)),
                "initial_slope": _slope(self.noise_trend()),
                "later_loss": self.later_loss,
                "later_by_parameters": finite_list(self.noise_scale_by_parameters_later),
                "later_slope": _slope(self.noise_trend(later=True)),
                "marked": self.params.noise_scale,
            },
        }


class _Measures:
    """What a run has measured so far.

    Attributes
    ----------
    changed
        Whether it is more than before; whoever reports it resets this.

    """

    def __init__(self, params: NetworkParams) -> None:
        self._params, self._run = params, new_run_number()
        self.used = settings(params, BatchResult.experiment)
        self._problem = objective(params, self.used)
        self._start = initial_weights(params, self._problem.architecture, params.seed)
        self._sizes = sorted({min(size, self.used.digits) for size in params.batch_sizes})
        self._steps, self._rates, self._overflows = np.full((3, len(self._sizes)), np.nan)
        self._initial, self._scales = np.nan, np.full(len(LOSSES), np.nan)
        self._networks = [Architecture((INPUTS, units, OUTPUTS), params.activation) for units in UNITS]
        self._by_parameters = np.full((NETWORKS, len(UNITS)), np.nan)
        self._later = np.full(len(UNITS), np.nan)
        self.changed = False

    def result(self, *, complete: bool) -> BatchResult:
        """Return what is known."""
        return BatchResult(
            params=self._params,
            run=self._run,
            complete=complete,
            batch_sizes=frozen(self._sizes),
            steps=frozen(self._steps),
            best_rate=frozen(self._rates),
            overflows=frozen(self._overflows),
            losses=frozen(LOSSES),
            noise_scale_initial=self._initial,
            noise_scale=frozen(self._scales),
            parameters=frozen([network.dimension for network in self._networks]),
            noise_scale_by_parameters=frozen(self._by_parameters),
            noise_scale_by_parameters_later=frozen(self._later),
        )

    def measure(self) -> Generator[float, None, None]:
        """Measure everything; yields the share of all work that is done, often."""
        yield from yielding(self._compare_networks(), 0.0)
        descent, rate = self._descent(), FIRST_RATE
        for place, size in enumerate(self._sizes):
            search = descent.best_rate(size, rate, partial(self._keep, place))
            rate = yield from yielding(search, place / (len(self._sizes) + 1))
        training = self._follow(self._scales, self._problem, self._start, LOSSES, self.used.max_steps)
        yield from yielding(training, 1.0 - 1.0 / (len(self._sizes) + 1))
        for place in range(len(UNITS)):
            later = self._later[place : place + 1], *self._network(place, 0), (BatchResult.later_loss,), LATER_STEPS
            yield from yielding(self._follow(*later), 1.0 - 0.5 / (len(self._sizes) + 1))

    def _compare_networks(self) -> Generator[None, None, None]:
        """Measure the noise scale at the start, of the network and of those of other widths."""
        self._initial = yield from noise_scale(self._problem, self._start)
        for index in range(NETWORKS):
            for place in range(len(UNITS)):
                self._by_parameters[index, place] = yield from noise_scale(*self._network(place, index))
            self.changed = True

    def _follow(
        self, scales: FloatArray, problem: Perceptron, start: FloatArray, losses: tuple[float, ...], limit: int
    ) -> Generator[None, None, None]:
        """Train a network, and write its noise scale at each of the losses into `scales`, of the same shape."""
        for place, scale in along_training(problem, start, losses, limit):
            if place is not None:
                scales[place], self.changed = scale, True
            yield

    def _descent(self) -> SampledDescent:
        seed, used = self._params.seed, self.used
        seeds = range(seed, seed + used.replicates)
        return SampledDescent(self._problem, self._start, seeds, used.target_loss, used.max_steps)

    def _network(self, place: int, index: int) -> tuple[Perceptron, FloatArray]:
        """Return one of the networks that are compared, on the same digits and loss, and its start."""
        network, problem = self._networks[place], self._problem
        start = network.initial(self._params.seed + index)
        return Perceptron(network, problem.inputs, problem.labels, problem.loss), start

    def _keep(self, place: int, rate: float, found: Outcome) -> None:
        self._steps[place], self._rates[place] = found.steps, rate
        self._overflows[place], self.changed = float(np.isinf(found.loss)), True


def run(params: NetworkParams) -> Run[BatchResult]:
    """Compare the noise scale of networks, count the steps of each batch size, and follow the noise scale."""
    found, timer = _Measures(params), YieldTimer()
    for share in found.measure():
        if timer.due():
            yield Progress(share, found.result(complete=False) if found.changed else None)
            found.changed = False
    return found.result(complete=True)


def _slope(trend: NoiseTrend | None) -> Summary | None:
    return None if trend is None else trend.slope._asdict()


READS = (
    "target_loss", "batch_sizes", "activation", "loss", "digits",
    "noise_scale", "hidden", "residual", "max_steps", "replicates", "weights", "seed",
)  # fmt: skip
BATCH = Experiment(
    key=BatchResult.experiment,
    title="Batch",
    reads=READS,
    result=BatchResult,
    run=run,
    own_process=partial(takes_long_steps, BatchResult.experiment),
    rescales=("noise_scale",),
    cached=True,
    usual=usual(BatchResult.experiment, READS),
)
