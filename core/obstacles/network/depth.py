"""The experiment `depth`: steps of networks by the number of hidden layers, with and without skip connections."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, frozen_each
from core.experiment import Experiment, Summary, new_run_number
from core.objectives.architecture import Architecture
from core.objectives.perceptron import Perceptron
from core.obstacles.network.arrival import best_of
from core.obstacles.network.depth_claims import FAMILIES, DepthClaims
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import INPUTS, OUTPUTS, training_digits
from core.obstacles.network.usual import settings, usual
from core.optimizers.gradient_descent import GradientDescent
from core.run import Progress, Run, Task, YieldTimer, gathered, reporting

UNITS = 16
"""Units of every layer."""
RATES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
LONGEST = {"sigmoid": 10.0}
"""How much longer the networks of a family take than those of others: the deep ones do not arrive."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DepthResult(DepthClaims):
    """Steps to the target and gradients of networks by family and number of hidden layers."""

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "depths": [int(depth) for depth in self.depths],
            "steps": {family: finite_list(steps) for family, steps in self.steps.items()},
            "gradient_ratio": {family: finite_list(ratio) for family, ratio in self.gradient_ratio.items()},
            "each_steps": {family: finite_list(steps) for family, steps in self.each_steps.items()},
            "each_rate": {family: finite_list(rate) for family, rate in self.each_rate.items()},
            "each_gradient_ratio": {family: finite_list(each) for family, each in self.each_gradient_ratio.items()},
            "axis": self.params.depth_axis,
        }


class Trained(NamedTuple):
    """What is measured of a network: its steps, inf if it does not arrive, the best rate, and the gradient ratio."""

    steps: float
    rate: float
    gradient_ratio: float


class _Network(NamedTuple):
    """A network to be trained: its family, the indices of its depth and of its seed."""

    family: str
    place: int
    replicate: int


class _Measures:
    """What a run has measured so far.

    Attributes
    ----------
    networks
        The networks, family by family, the one whose deep networks need the fewest steps first.

    """

    def __init__(self, params: NetworkParams) -> None:
        self._params, self._run = params, new_run_number()
        self._depths = sorted(set(params.depths))
        families: tuple[str, ...] = tuple(dict.fromkeys(params.families))
        replicates = settings(params, DepthResult.experiment).replicates
        shape = replicates, len(self._depths)
        self._steps, self._rate, self._ratio = (
            {family: np.full(shape, np.nan) for family in families} for _ in Trained._fields
        )
        self.networks = [
            _Network(family, place, replicate)
            for family in sorted(families, key=FAMILIES.index, reverse=True)
            for place in range(len(self._depths))
            for replicate in range(replicates)
        ]

    def task(self, network: _Network) -> Task:
        """Return the task that trains a network."""
        seed = self._params.seed + network.replicate
        return Task(train, (self._params, network.family, self._depths[network.place], seed))

    def work(self, network: _Network) -> float:
        """Return about how long a network takes: more layers take longer steps, and more of them."""
        return LONGEST.get(network.family, 1.0) * self._depths[network.place] ** 2

    def add(self, network: _Network, found: Trained) -> None:
        """Add what was measured of a network."""
        at = network.replicate, network.place
        for values, value in zip((self._steps, self._rate, self._ratio), found, strict=True):
            values[network.family][at] = value

    def result(self, *, complete: bool) -> DepthResult:
        return DepthResult(
            params=self._params,
            run=self._run,
            complete=complete,
            depths=frozen(self._depths),
            each_steps=frozen_each(self._steps),
            each_rate=frozen_each(self._rate),
            each_gradient_ratio=frozen_each(self._ratio),
        )


def run(params: NetworkParams) -> Run[DepthResult]:
    """Train every network with every rate, each as a task."""
    found = _Measures(params)
    tasks = {network: found.task(network) for network in found.networks}
    work = {network: found.work(network) for network in tasks}
    yield from gathered(tasks, work, found.add, lambda: found.result(complete=False))
    return found.result(complete=True)


def train(params: NetworkParams, family: str, depth: int, seed: int) -> Run[Trained]:
    """Train a network with all rates in turn until the first arrives."""
    used, timer = settings(params, DepthResult.experiment), YieldTimer()
    objective = Perceptron(architecture(family, depth), *training_digits(used))
    start = objective.architecture.initial(seed)
    training = best_of([GradientDescent(rate) for rate in RATES], objective, start, used.target_loss, used.max_steps)
    best = yield from reporting(training, timer, lambda step: Progress[Trained](step / (used.max_steps + 1)))
    return Trained(
        np.inf if best.steps is None else float(best.steps),
        np.nan if best.place is None else RATES[best.place],
        gradient_ratio(objective, start),
    )


def architecture(family: str, depth: int) -> Architecture:
    """Return a network of a family: a linear layer, `depth` hidden layers, and a linear readout."""
    widths = (INPUTS, *[UNITS] * (depth + 1), OUTPUTS)
    residual = family.startswith("residual_")
    return Architecture(widths, family.removeprefix("residual_"), residual=residual, linear_stem=True)


def gradient_ratio(objective: Perceptron, x: FloatArray) -> float:
    """Return the norm of the gradient of the first hidden layer over that of the readout, both without biases."""
    matrices = objective.architecture.matrices(objective.gradient(x))
    first, readout = (float(np.linalg.norm(matrices[place][:, :-1])) for place in (1, -1))
    return first / readout if readout else np.nan


READS = ("target_loss", "families", "depths", "depth_axis", "max_steps", "digits", "replicates", "seed")
DEPTH = Experiment(
    key=DepthResult.experiment,
    title="Depth",
    reads=READS,
    result=DepthResult,
    run=run,
    rescales=("depth_axis",),
    cached=True,
    usual=usual(DepthResult.experiment, READS),
)
