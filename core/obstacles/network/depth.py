"""The experiment `depth`: steps of networks by the number of hidden layers, with and without skip connections."""

from collections.abc import Iterator
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
from core.run import Progress, Run, YieldTimer

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


class _Network(NamedTuple):
    """A network to be trained: its family, the indices of its depth and of its seed."""

    family: str
    place: int
    replicate: int


class _Measures:
    """What a run has measured so far."""

    def __init__(self, params: NetworkParams) -> None:
        self._params, self._run = params, new_run_number()
        self.used = settings(params, DepthResult.experiment)
        self.depths = sorted(set(params.depths))
        self._families: tuple[str, ...] = tuple(dict.fromkeys(params.families))
        shape = self.used.replicates, len(self.depths)
        self.steps, self.rate, self.ratio = (
            {family: np.full(shape, np.nan) for family in self._families} for _ in range(3)
        )

    def networks(self) -> list[_Network]:
        """Return the networks, family by family, the one whose deep networks need the fewest steps first."""
        return [
            _Network(family, place, replicate)
            for family in sorted(self._families, key=FAMILIES.index, reverse=True)
            for place in range(len(self.depths))
            for replicate in range(self.used.replicates)
        ]

    def work(self, network: _Network) -> float:
        """Return about how long a network takes: more layers take longer steps, and more of them."""
        return LONGEST.get(network.family, 1.0) * self.depths[network.place] ** 2

    def result(self, *, complete: bool) -> DepthResult:
        return DepthResult(
            params=self._params,
            run=self._run,
            complete=complete,
            depths=frozen(self.depths),
            each_steps=frozen_each(self.steps),
            each_rate=frozen_each(self.rate),
            each_gradient_ratio=frozen_each(self.ratio),
        )

    def train(self, network: _Network, objective: Perceptron) -> Iterator[float]:
        """Measure a network; yield after each step of each rate the share of all steps that are taken."""
        at, used = (network.replicate, network.place), self.used
        start = objective.architecture.initial(self._params.seed + network.replicate)
        self.ratio[network.family][at] = gradient_ratio(objective, start)
        offered = [GradientDescent(rate) for rate in RATES]
        run, count = best_of(offered, objective, start, used.target_loss, used.max_steps), 0
        while True:
            try:
                next(run)
            except StopIteration as stop:
                best = stop.value
                break
            count += 1
            yield count / (len(RATES) * (used.max_steps + 1))
        self.steps[network.family][at] = np.inf if best.steps is None else best.steps
        self.rate[network.family][at] = np.nan if best.place is None else RATES[best.place]


def run(params: NetworkParams) -> Run[DepthResult]:
    """Train every network with every rate, family by family."""
    found, timer = _Measures(params), YieldTimer()
    digits, networks = training_digits(found.used), found.networks()
    work = np.array([found.work(network) for network in networks])
    ends, total, news = np.cumsum(work), float(work.sum()), False
    for network, each, end in zip(networks, work.tolist(), ends.tolist(), strict=True):
        objective = Perceptron(architecture(network.family, found.depths[network.place]), *digits)
        for share in found.train(network, objective):
            if timer.due():
                yield Progress((end - (1.0 - share) * each) / total, found.result(complete=False) if news else None)
                news = False
        news = True
    return found.result(complete=True)


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
    own_process=True,
    rescales=("depth_axis",),
    cached=True,
    usual=usual(DepthResult.experiment, READS),
)
