"""The experiment `spectrum`: how steep the loss is along each direction, while the network learns."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from core.arrays import FloatArray, finite_list, frozen
from core.experiment import Experiment, Summary, new_run_number
from core.obstacles.network import curvature
from core.obstacles.network.momentum import MOMENTUM
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import architecture, initial_weights
from core.obstacles.network.result import NetworkResult
from core.obstacles.network.spectrum_descent import EXPERIMENT, LOSSES, Descent, descend, eigenvalues_at
from core.obstacles.network.usual import settings, usual
from core.run import Progress, Run, Task

MAX_WEIGHTS = 5000
"""Weights up to which spectra are computed: of 17 290 one would take 10 minutes and 5 GB."""


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
        Of more than `spectrum_descent.MAX_SEVERAL` weights the first and the last of these only.
    eigenvalues
        The eigenvalues there, the largest magnitude first, shape (s, P).

    """

    experiment: ClassVar[str] = EXPERIMENT

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
    """What a run has found so far."""

    def __init__(self, params: NetworkParams) -> None:
        self._params, self._run, self._descent = params, new_run_number(), Descent()
        network = architecture(params, settings(params, SpectrumResult.experiment).hidden)
        self.weight_count = network.dimension
        # The start is the first point: its spectrum can be computed before the descent has begun.
        self.first = Task(eigenvalues_at, (params, initial_weights(params, network, params.seed)))
        self._tasks = [self.first]

    def follow(self, descent: Descent) -> tuple[Task, ...]:
        """Go on with a longer descent; return the tasks that compute the spectra of its new points."""
        new = tuple(Task(eigenvalues_at, (self._params, visit.x)) for visit in descent.points[len(self._tasks) :])
        self._descent = descent
        self._tasks += new
        return new

    @property
    def known(self) -> int:
        """The number of points before the first whose spectrum is not known yet."""
        count = len(self._descent.points)
        return next((place for place, task in enumerate(self._tasks[:count]) if not task.done), count)

    @property
    def share(self) -> float:
        """The share of the spectra that are known, of all that there may be."""
        return self.known / (len(LOSSES) + 2)

    @property
    def done(self) -> bool:
        """Whether the spectra of all points are known."""
        return self.known == len(self._descent.points)

    def result(self, *, complete: bool) -> SpectrumResult:
        """Return what is known."""
        known = zip(self._descent.points, self._tasks[: self.known], strict=False)
        found = [(visit.step, task.value) for visit, task in known if task.value is not None]
        return SpectrumResult(
            params=self._params,
            run=self._run,
            complete=complete,
            rate=self._descent.rate,
            rate_is_tuned=self._descent.rate_is_tuned,
            loss=frozen(self._descent.losses),
            steps=frozen([step for step, _ in found]),
            eigenvalues=frozen(np.reshape([each for _, each in found], (len(found), self.weight_count))),
        )


def run(params: NetworkParams) -> Run[SpectrumResult]:
    """Descend to the target as a task, and compute each spectrum on the way as a task."""
    found, shown = _Spectra(params), 0
    if found.weight_count > MAX_WEIGHTS:
        return found.result(complete=True)
    descent = Task(descend, (params,))
    yield Progress(0.0, tasks=(found.first, descent))
    while True:
        tasks = () if descent.newest is None else found.follow(descent.newest)
        if descent.done and found.done:
            return found.result(complete=True)
        news, shown = found.known > shown, found.known
        share = 0.2 * descent.fraction + 0.8 * found.share
        yield Progress(share, found.result(complete=False) if news else None, tasks)


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
    cached=True,
    usual=usual(SpectrumResult.experiment, READS),
)
