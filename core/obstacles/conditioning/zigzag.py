"""The experiment `zigzag`: several methods descend one elliptic bowl."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from core.arrays import FloatArray, frozen, prefix
from core.experiment import Experiment, Pace, Progress, Result, Run, Summary, new_run
from core.objective import Evaluator
from core.objectives.quadratic import Quadratic, rotation
from core.obstacles.conditioning.methods import Setting, chosen, setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction
from core.obstacles.conditioning.stopping import RUNNING, outcome
from core.optimizer import advance

V = TypeVar("V")

_SMALLEST = 1.0
_LARGEST_BLOCK = 64


@dataclass(frozen=True, kw_only=True, eq=False)
class ZigzagResult(Result):
    """How each method descended the bowl; every mapping goes by the name of the method.

    Attributes
    ----------
    hessian, start
        Of the bowl, shape (2, 2), and the common start, shape (2,).
    contour_ratio
        Diameters of a level set, longest over shortest: the root of the condition number.
    path, loss
        Iterates and f at them, shapes (steps + 1, 2) and (steps + 1,); finite throughout.
    steps_to_tolerance
        The first step with f <= tolerance f(start), or None.
    diverged
        The first step with f > 1e6 f(start) or not finite, or None. One that is not finite is
        not part of the path.
    learning_rate, bound
        The rate in use, and the largest stable one by the closed form; None where there is none.
    predicted_steps, predicted_loss
        The same run by closed forms alone: shape (end + 1,); only of methods that have one.

    """

    params: ConditioningParams
    hessian: FloatArray
    start: FloatArray
    contour_ratio: float
    path: Mapping[str, FloatArray]
    loss: Mapping[str, FloatArray]
    steps_to_tolerance: Mapping[str, int | None]
    diverged: Mapping[str, int | None]
    learning_rate: Mapping[str, float | None]
    bound: Mapping[str, float | None]
    predicted_steps: Mapping[str, int | None]
    predicted_loss: Mapping[str, FloatArray]

    @property
    def length(self) -> int:
        """The steps of the longest path; at least 1."""
        return max(1, *(len(path) - 1 for path in self.path.values()))

    def summary(self) -> Summary:
        """Return every figure as plain data."""
        return {
            "contour_ratio": self.contour_ratio,
            "steps_to_tolerance": dict(self.steps_to_tolerance),
            "predicted_steps": dict(self.predicted_steps),
            "diverged": dict(self.diverged),
            "learning_rate": dict(self.learning_rate),
            "bound": dict(self.bound),
            "path": {method: path.tolist() for method, path in self.path.items()},
            "loss": {method: loss.tolist() for method, loss in self.loss.items()},
        }


class _Track:
    """One method on its way down, some steps at a time, in buffers that partial results share."""

    def __init__(self, setting: Setting, objective: Quadratic, start: FloatArray, params: ConditioningParams) -> None:
        self._optimizer = setting.optimizer
        self._at = Evaluator(objective).at
        self._state = self._optimizer.init(start)
        self._tolerance, self._max_steps = params.tolerance, params.max_steps
        self._path = np.empty((params.max_steps + 1, 2))
        self._loss = np.empty(params.max_steps + 1)
        self._path[0], self._loss[0] = start, objective.value(start)
        self.steps = 0
        self.outcome = RUNNING

    @property
    def path(self) -> FloatArray:
        return prefix(self._path, self.steps + 1)

    @property
    def loss(self) -> FloatArray:
        return prefix(self._loss, self.steps + 1)

    @property
    def ended(self) -> bool:
        return self.outcome.ended or self.steps == self._max_steps

    def advance(self) -> None:
        """Take as many steps again as were taken, within limits, and keep those up to the end of the run."""
        count = min(self.steps + 1, _LARGEST_BLOCK, self._max_steps - self.steps)
        self._state, points, losses = advance(self._optimizer, self._at, self._state, count)
        self.outcome = outcome(losses, self.steps + 1, float(self._loss[0]), self._tolerance)
        last = next((step for step in self.outcome if step is not None), self.steps + count)
        if self.outcome.diverged and not np.isfinite(losses[last - self.steps - 1]):
            last -= 1
        new = last - self.steps
        self._path[self.steps + 1 : last + 1] = points[:new]
        self._loss[self.steps + 1 : last + 1] = losses[:new]
        self.steps = last


def run(params: ConditioningParams) -> Run[ZigzagResult]:
    """Run every method from the same start, all of them side by side."""
    pace, number = Pace(), new_run()
    eigenvalues = (_SMALLEST, params.condition_number)
    basis = rotation(params.rotation)
    objective = Quadratic.from_eigenvalues(eigenvalues, basis)
    start = _start(params, basis)
    settings = {method: setting(method, params, *eigenvalues) for method in chosen(params)}
    turned_back: list[float] = (basis.T @ start).tolist()
    predictions = {
        method: Prediction(each.losses, eigenvalues, turned_back, params.tolerance, params.max_steps)
        for method, each in settings.items()
        if each.losses is not None
    }
    for prediction in predictions.values():
        while not prediction.ended:
            prediction.extend()
            if pace.due():
                yield Progress(0.0)
    tracks = {method: _Track(each, objective, start, params) for method, each in settings.items()}

    constant: dict[str, Any] = {
        "params": params,
        "run": number,
        "hessian": frozen(objective.hessian(start)),
        "start": frozen(start),
        "contour_ratio": float(np.sqrt(params.condition_number)),
        "learning_rate": _read_only({method: each.learning_rate for method, each in settings.items()}),
        "bound": _read_only({method: each.bound for method, each in settings.items()}),
        "predicted_steps": _read_only({m: predictions[m].steps if m in predictions else None for m in settings}),
        "predicted_loss": _read_only({method: each.loss for method, each in predictions.items()}),
    }
    expected = sum(constant["predicted_steps"][method] or params.max_steps for method in settings)
    while running := [track for track in tracks.values() if not track.ended]:
        for track in running:
            track.advance()
            if pace.due():
                fraction = min(1.0, sum(t.steps for t in tracks.values()) / expected)
                yield Progress(fraction, _result(constant, tracks, complete=False))
    return _result(constant, tracks, complete=True)


def _result(constant: Mapping[str, Any], tracks: Mapping[str, _Track], *, complete: bool) -> ZigzagResult:
    return ZigzagResult(
        **constant,
        complete=complete,
        path=_read_only({method: track.path for method, track in tracks.items()}),
        loss=_read_only({method: track.loss for method, track in tracks.items()}),
        steps_to_tolerance=_read_only({method: track.outcome.solved for method, track in tracks.items()}),
        diverged=_read_only({method: track.outcome.diverged for method, track in tracks.items()}),
    )


def _read_only(values: dict[str, V]) -> Mapping[str, V]:
    return MappingProxyType(values)


def _start(params: ConditioningParams, basis: FloatArray) -> FloatArray:
    """Return the start, shape (2,); the worst case and the random one turn with the bowl."""
    if not isinstance(params.start, str):
        return np.array(params.start)
    eigenvalues = np.array([_SMALLEST, params.condition_number])
    point = eigenvalues[::-1]
    if params.start == "random":
        angle = np.random.default_rng(params.seed).uniform(0.0, 2.0 * np.pi)
        direction = np.array([np.cos(angle), np.sin(angle)])
        # As far out as the level set of the worst start.
        point = direction * np.sqrt((eigenvalues @ point**2) / (eigenvalues @ direction**2))
    turned: FloatArray = basis @ point
    return turned


ZIGZAG = Experiment(
    key="zigzag",
    title="Zigzag",
    reads=(
        "condition_number",
        "optimizers",
        "learning_rate",
        "rotation",
        "start",
        "momentum",
        "adaptive_rate",
        "tolerance",
        "max_steps",
        "seed",
    ),
    result=ZigzagResult,
    run=run,
)
