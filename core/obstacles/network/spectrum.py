"""The experiment `spectrum`: how steep the loss is along each direction, while the network learns."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, prefix
from core.experiment import Experiment, Summary, new_run_number
from core.objectives.perceptron import Perceptron
from core.obstacles.network import curvature
from core.obstacles.network.arrival import Visit, visits
from core.obstacles.network.momentum import MOMENTUM, RATE, momentum, tuned_rate
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import initial_weights, objective
from core.obstacles.network.result import NetworkResult
from core.obstacles.network.usual import Settings, settings, usual
from core.run import Progress, Run, YieldTimer, yielding

LOSSES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003)
"""The losses at which the spectrum is computed, besides the target."""
MAX_SEVERAL, MAX_WEIGHTS = 2500, 5000
"""Weights up to which the spectrum is computed at all these losses, and up to which at all.

A Hessian with its eigenvalues took 0.4 s of 1210 weights, 2.9 s of 2410, 19 s and 650 MB of 4810, and would take 10
minutes and 5 GB of 17 290.
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class SpectrumResult(NetworkResult):
    """Eigenvalues of the Hessian of the training loss at a few steps of a descent with momentum 0.9.

    A position of the timeline is an index into `steps`. A network of more than `MAX_WEIGHTS` weights is not trained and
    has none.

    Attributes
    ----------
    rate
        The learning rate.
    rate_is_tuned
        Whether the rate is the best of a grid, on a network of its own; else it is that of the parameters, or 0.1 if
        the loss of that network overflows at all rates.
    loss
        The training loss of each step, shape (n + 1,), if it is trained; the last may not be finite.
    steps
        The steps at which the spectrum is known, shape (s,), rising: the start, the first step whose loss is at most 1,
        0.3, 0.1, and so on down to the target, and the last step if the target is not reached and the loss is finite.
        Of more than `MAX_SEVERAL` weights the first and the last of these only.
    eigenvalues
        The eigenvalues there, the largest magnitude first, shape (s, P).

    """

    experiment: ClassVar[str] = "spectrum"

    rate: float
    rate_is_tuned: bool
    loss: FloatArray
    steps: FloatArray
    eigenvalues: FloatArray

    @property
    def length(self) -> int:
        """One less than the number of spectra; at least 1."""
        return max(1, len(self.steps) - 1)

    @property
    def weight_count(self) -> int:
        """The number of weights P, and so of directions."""
        return int(self.eigenvalues.shape[1])

    @property
    def too_large(self) -> bool:
        """Whether the network has more weights than spectra are computed of."""
        return self.weight_count > MAX_WEIGHTS

    @property
    def last_step(self) -> int:
        """The number of steps taken so far."""
        return len(self.loss) - 1

    @property
    def arrived_at(self) -> int | None:
        """The first step whose loss is at most the target; None if there is none yet."""
        arrived = np.flatnonzero(self.loss <= self.used.target_loss)
        return int(arrived[0]) if len(arrived) else None

    @property
    def diverged_at(self) -> int | None:
        """The first step whose loss is not finite; None if there is none."""
        return None if np.isfinite(self.loss).all() else self.last_step

    @cached_property
    def losses(self) -> FloatArray:
        """The training loss at `steps`, shape (s,)."""
        return frozen(self.loss[self.steps.astype(int)])

    @cached_property
    def largest(self) -> FloatArray:
        """The largest eigenvalue, that of the steepest direction, shape (s,)."""
        return frozen(curvature.largest(self.eigenvalues))

    @cached_property
    def smallest(self) -> FloatArray:
        """The smallest eigenvalue, the most negative one, shape (s,)."""
        return frozen(curvature.smallest(self.eigenvalues))

    @cached_property
    def trace(self) -> FloatArray:
        """The sum of the eigenvalues, shape (s,)."""
        return frozen(curvature.trace(self.eigenvalues))

    @cached_property
    def condition_mean(self) -> FloatArray:
        """The largest eigenvalue divided by the mean magnitude, shape (s,)."""
        return frozen(curvature.condition_mean(self.eigenvalues))

    @cached_property
    def condition_median(self) -> FloatArray:
        """The largest eigenvalue divided by the median magnitude, shape (s,); inf where that is 0."""
        return frozen(curvature.condition_median(self.eigenvalues))

    @cached_property
    def share_flat(self) -> FloatArray:
        """The share of nearly flat directions: their magnitude is below 1/1000 of the largest eigenvalue, shape (s,).

        NaN where no eigenvalue is positive, as for all that is measured against the largest.
        """
        return frozen(curvature.share_flat(self.eigenvalues))

    @cached_property
    def steep_count(self) -> FloatArray:
        """The number of eigenvalues above 1/10 of the largest, shape (s,)."""
        return frozen(curvature.steep_count(self.eigenvalues))

    @cached_property
    def share_negative(self) -> FloatArray:
        """The share of eigenvalues below -1e-6 of the largest, shape (s,): the loss curves downward there."""
        return frozen(curvature.share_negative(self.eigenvalues))

    @cached_property
    def negative_mass(self) -> FloatArray:
        """The share of the negative eigenvalues in the sum of all magnitudes, shape (s,)."""
        return frozen(curvature.negative_mass(self.eigenvalues))

    @cached_property
    def zero_eigenvalues(self) -> FloatArray:
        """The number of eigenvalues that are 0 up to rounding, shape (s,)."""
        return frozen(curvature.zero_count(self.eigenvalues))

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "parameters": self.weight_count,
            "rate": self.rate,
            "momentum": MOMENTUM,
            "steps": [int(step) for step in self.steps],
            "losses": finite_list(self.losses),
            "condition_mean": finite_list(self.condition_mean),
            "condition_median": finite_list(self.condition_median),
            "share_flat": finite_list(self.share_flat),
            "share_negative": finite_list(self.share_negative),
            "negative_mass": finite_list(self.negative_mass),
            "zero_eigenvalues": [int(count) for count in self.zero_eigenvalues],
            "steep_count": finite_list(self.steep_count),
            "largest": finite_list(self.largest),
            "smallest": finite_list(self.smallest),
            "trace": finite_list(self.trace),
            "arrived_at": self.arrived_at,
            "diverged_at": self.diverged_at,
            "loss": finite_list(self.loss),
            "eigenvalues": finite_list(self.eigenvalues),
        }

    def _fields_until(self, position: int) -> dict[str, Any]:
        if position >= len(self.steps):
            return {}
        return {
            "loss": self.loss[: int(self.steps[position]) + 1],
            "steps": self.steps[: position + 1],
            "eigenvalues": self.eigenvalues[: position + 1],
        }


class _Spectra:
    """What a run has found so far, in buffers whose prefixes its results show."""

    def __init__(self, params: NetworkParams, used: Settings, network: Perceptron) -> None:
        self._params, self._run, self._used, self._network = params, new_run_number(), used, network
        weights = network.dimension
        self._losses = [each for each in LOSSES if each > used.target_loss] if weights <= MAX_SEVERAL else []
        rows = len(self._losses) + 3
        self._loss, self._steps = np.empty(used.max_steps + 1), np.empty(rows)
        self._eigenvalues = np.empty((rows, weights))
        self._taken = self._count = 0

    def add(self, visit: Visit) -> bool:
        """Add a step, and its spectrum where that is wanted; return whether the path ends there."""
        loss = visit.loss
        self._loss[visit.step], self._taken = loss, visit.step + 1
        left = [each for each in self._losses if not loss <= each]
        ends = loss <= self._used.target_loss or visit.step == self._used.max_steps
        if np.isfinite(loss) and (visit.step == 0 or len(left) < len(self._losses) or ends):
            self._add_spectrum(visit)
        self._losses = left
        return ends

    def _add_spectrum(self, visit: Visit) -> None:
        eigenvalues = curvature.hessian_eigenvalues(self._network, visit.x)
        if eigenvalues is not None:
            self._steps[self._count], self._eigenvalues[self._count] = visit.step, eigenvalues
            self._count += 1

    def result(self, rate: float, *, tuned: bool, complete: bool) -> SpectrumResult:
        """Return what is known."""
        return SpectrumResult(
            params=self._params,
            run=self._run,
            complete=complete,
            rate=rate,
            rate_is_tuned=tuned,
            loss=prefix(self._loss, self._taken),
            steps=prefix(self._steps, self._count),
            eigenvalues=prefix(self._eigenvalues, self._count),
        )

    def progress(self, rate: float, *, tuned: bool) -> Progress[SpectrumResult]:
        """Return how much is done, and what is known if it has a spectrum."""
        share = max(self._count / (self._count + len(self._losses) + 1), self._taken / len(self._loss))
        return Progress(share, self.result(rate, tuned=tuned, complete=False) if self._count else None)


def run(params: NetworkParams) -> Run[SpectrumResult]:
    """Descend to the target, and compute the spectrum on the way."""
    used, timer = settings(params, SpectrumResult.experiment), YieldTimer()
    network = objective(params, used)
    found, start = _Spectra(params, used, network), initial_weights(params, network.architecture, params.seed)
    if network.dimension > MAX_WEIGHTS:
        return found.result(RATE, tuned=False, complete=True)
    rate, tuned = yield from yielding(_rate(params, used), Progress[SpectrumResult](0.0))
    for visit in visits(momentum(rate), network, start, used.max_steps):
        if found.add(visit):
            break
        if timer.due():
            yield found.progress(rate, tuned=tuned)
    return found.result(rate, tuned=tuned, complete=True)


def _rate(params: NetworkParams, used: Settings) -> Generator[None, None, tuple[float, bool]]:
    """Return the learning rate, and whether it is tuned."""
    if used.learning_rate != "tuned":
        return used.learning_rate, False
    best = yield from tuned_rate(params, used)
    return (RATE, False) if best is None else (best, True)


READS = (
    "target_loss", "hidden", "activation", "residual", "loss",
    "learning_rate", "max_steps", "digits", "weights", "seed",
)  # fmt: skip
SPECTRUM = Experiment(
    key=SpectrumResult.experiment,
    title="Spectrum",
    reads=READS,
    result=SpectrumResult,
    run=run,
    own_process=True,
    cached=True,
    usual=usual(SpectrumResult.experiment, READS),
)
