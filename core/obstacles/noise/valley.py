"""The experiment `valley`: the same descent with and without noise."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, frozen
from core.experiment import Experiment, Pace, Progress, Result, Run, Summary, new_run
from core.laws import gradient_descent_bound
from core.objectives.rosenbrock import Rosenbrock
from core.obstacles.noise.batches import NOISE_FREE, batches, named, noise_scales
from core.obstacles.noise.divergence import HURTS, divergence_bound
from core.obstacles.noise.params import NoiseParams
from core.obstacles.noise.quarters import first_quarter, last_quarter
from core.obstacles.noise.side_by_side import SideBySide

THRESHOLDS: Mapping[str, float] = MappingProxyType({"1e-2": 1e-2, "1e-4": 1e-4, "1e-6": 1e-6})


@dataclass(frozen=True, kw_only=True, eq=False)
class ValleyResult(Result):
    """Descents from one start at one rate, each with its batch size.

    Mappings go by "noise_free", then by the batch sizes as text, rising: `batch_sizes` and
    `batch_size`, each once. All runs are given the same random numbers; only their scale differs.

    Attributes
    ----------
    start
        Shape (2,).
    eigenvalues
        Of the Hessian at the minimum (1, 1), rising, shape (2,).
    bound
        2 over the larger of them: the largest stable rate near the minimum.
    path, loss
        Iterates and f at them, shapes (steps + 1, 2) and (steps + 1,); finite throughout.
    thresholds
        Of the loss, falling, shape (3,): 1e-2, 1e-4, 1e-6.
    steps_to_loss
        The first step at which the loss is at most each threshold, shape (3,), NaN where there
        is none up to `max_steps`. With noise a run may rise above it again.
    diverged
        The first step with f > 1e6 max(f(start), 1) or not finite, where the run stops; or None.
        One that is not finite is not part of the path.

    """

    params: NoiseParams
    start: FloatArray
    eigenvalues: FloatArray
    bound: float
    path: Mapping[str, FloatArray]
    loss: Mapping[str, FloatArray]
    thresholds: FloatArray
    steps_to_loss: Mapping[str, FloatArray]
    diverged: Mapping[str, int | None]

    @property
    def length(self) -> int:
        """The steps of the longest path; at least 1."""
        return max(1, *(len(path) - 1 for path in self.path.values()))

    @property
    def divergence_loss(self) -> float:
        """The loss above which a run has diverged: 1e6 max(f(start), 1)."""
        return divergence_bound(float(self.loss[NOISE_FREE][0]))

    def arrived(self, name: str) -> bool:
        """Whether a run has come to stay: its mean loss over the last quarter of its steps is at most 1e-2.

        The first of the thresholds. A run that has diverged has not; one that only passes through has not.
        """
        return self.diverged[name] is None and bool(last_quarter(self.loss[name]).mean() <= self.thresholds[0])

    def reached(self, name: str) -> bool:
        """Whether the loss of a run has been at most 1e-2, the first of the thresholds, at any of its steps."""
        return not np.isnan(self.steps_to_loss[name][0])

    def not_reached(self, name: str) -> bool:
        """Whether the loss of a run has been above 1e-2 at each of its steps."""
        return not self.reached(name)

    def wanders(self, name: str) -> bool:
        """Whether a run has reached 1e-2, was above it again, and has not arrived."""
        if not self.reached(name) or self.arrived(name):
            return False
        since = self.loss[name][int(self.steps_to_loss[name][0]) :]
        return bool((since > self.thresholds[0]).any())

    @property
    def hurts_later(self) -> bool:
        """Whether the noise of `batch_size` weighs more at the end of the run than at its beginning.

        The mean loss over the mean loss without noise: in the last quarter of the steps it is more than 1.5,
        and more than 1.5 times what it is in the first. Not where one of the two has diverged.
        """
        name = str(self.params.batch_size)
        if self.diverged[name] is not None or self.diverged[NOISE_FREE] is not None:
            return False
        noisy, exact = self.loss[name], self.loss[NOISE_FREE]
        # Written as products: without noise the loss may be 0.
        early = first_quarter(noisy).mean(), first_quarter(exact).mean()
        late = last_quarter(noisy).mean(), last_quarter(exact).mean()
        return bool(late[0] > HURTS * late[1] and late[0] * early[1] > HURTS * early[0] * late[1])

    def summary(self) -> Summary:
        """Return every figure as plain data."""
        return {
            "steps_to_loss": {
                name: {
                    threshold: None if np.isnan(step) else int(step)
                    for threshold, step in zip(THRESHOLDS, steps.tolist(), strict=True)
                }
                for name, steps in self.steps_to_loss.items()
            },
            "diverged": dict(self.diverged),
            "eigenvalues": self.eigenvalues.tolist(),
            "bound": self.bound,
            "path": {name: path.tolist() for name, path in self.path.items()},
            "loss": {name: loss.tolist() for name, loss in self.loss.items()},
        }


def run(params: NoiseParams) -> Run[ValleyResult]:
    """Descend the valley without noise and with that of every batch size, all of them side by side."""
    pace, sizes = Pace(), batches(params)
    objective = Rosenbrock(2, params.valley)
    eigenvalues = np.linalg.eigvalsh(objective.hessian(objective.minima[0]))
    constant: dict[str, Any] = {
        "params": params,
        "run": new_run(),
        "start": frozen(params.start),
        "eigenvalues": frozen(eigenvalues),
        "bound": gradient_descent_bound(float(eigenvalues[-1])),
        "thresholds": frozen(list(THRESHOLDS.values())),
    }
    names, scales = (NOISE_FREE, *named(sizes)), np.concatenate([[0.0], noise_scales(params, sizes)])
    runs = SideBySide(params, objective, names, scales)
    while not runs.ended:
        runs.advance()
        if pace.due():
            fraction = runs.steps / params.max_steps
            yield Progress(fraction, ValleyResult(**constant, complete=False, **_measured(runs)))
    return ValleyResult(**constant, complete=True, **_measured(runs))


def _measured(runs: SideBySide) -> dict[str, Any]:
    """Return the fields that are read from the runs."""
    loss = runs.loss
    return {
        "path": MappingProxyType(runs.path),
        "loss": MappingProxyType(loss),
        "steps_to_loss": MappingProxyType({name: _hits(each) for name, each in loss.items()}),
        "diverged": MappingProxyType(dict(runs.diverged)),
    }


def _hits(loss: FloatArray) -> FloatArray:
    """Return the first step at which the loss, shape (steps + 1,), is at most each threshold, shape (3,)."""
    reached = [loss <= threshold for threshold in THRESHOLDS.values()]
    return frozen([float(np.argmax(each)) if each.any() else np.nan for each in reached])


VALLEY = Experiment(
    key="valley",
    title="Valley",
    reads=("batch_size", "noise_std", "learning_rate", "valley", "max_steps", "start", "batch_sizes", "seed"),
    result=ValleyResult,
    run=run,
)
