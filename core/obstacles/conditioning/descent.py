"""Several methods descend one elliptic bowl: what `zigzag` and `race` have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from core.arrays import FloatArray, frozen
from core.experiment import Pace, Progress, Result, Run, Summary, new_run
from core.obstacles.conditioning.bowl import Bowl, bowl
from core.obstacles.conditioning.methods import Setting, chosen, setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction
from core.obstacles.conditioning.track import Track

V = TypeVar("V")


@dataclass(frozen=True, kw_only=True, eq=False)
class DescentResult(Result):
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

    def gradient_at(self, method: str, step: int) -> FloatArray:
        """Return the gradient of f at an iterate, shape (2,)."""
        return frozen(self.hessian @ self.path[method][step])

    @classmethod
    def measured(cls, tracks: Mapping[str, Track]) -> dict[str, Any]:
        """Return the fields that are read from the runs."""
        return {
            "path": read_only({method: track.path for method, track in tracks.items()}),
            "loss": read_only({method: track.loss for method, track in tracks.items()}),
            "steps_to_tolerance": read_only({method: track.outcome.solved for method, track in tracks.items()}),
            "diverged": read_only({method: track.outcome.diverged for method, track in tracks.items()}),
        }

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


R = TypeVar("R", bound=DescentResult)


def descend(result: type[R], params: ConditioningParams) -> Run[R]:
    """Run every method from the same start, all of them side by side."""
    pace, number = Pace(), new_run()
    here = bowl(params)
    settings = {method: setting(method, params, *here.eigenvalues) for method in chosen(params)}
    predictions = {
        method: Prediction(each.losses, here.eigenvalues, here.along, params.tolerance, params.max_steps)
        for method, each in settings.items()
        if each.losses is not None
    }
    for prediction in predictions.values():
        while not prediction.ended:
            prediction.extend()
            if pace.due():
                yield Progress(0.0)
    pace = Pace()  # what is to be seen begins here
    tracks = {method: Track(each, here.objective, here.start, params) for method, each in settings.items()}
    constant = {"params": params, "run": number, **_foretold(here, settings, predictions)}
    expected = sum(constant["predicted_steps"][method] or params.max_steps for method in settings)
    while running := [track for track in tracks.values() if not track.ended]:
        for track in running:
            track.advance()
            if pace.due():
                fraction = min(1.0, sum(t.steps for t in tracks.values()) / expected)
                yield Progress(fraction, result(**constant, complete=False, **result.measured(tracks)))
    return result(**constant, complete=True, **result.measured(tracks))


def _foretold(here: Bowl, settings: Mapping[str, Setting], predictions: Mapping[str, Prediction]) -> dict[str, Any]:
    """Return the fields that are known before anything runs."""
    smallest, largest = here.eigenvalues
    return {
        "hessian": frozen(here.objective.hessian(here.start)),
        "start": frozen(here.start),
        "contour_ratio": (largest / smallest) ** 0.5,
        "learning_rate": read_only({method: each.learning_rate for method, each in settings.items()}),
        "bound": read_only({method: each.bound for method, each in settings.items()}),
        "predicted_steps": read_only({m: predictions[m].steps if m in predictions else None for m in settings}),
        "predicted_loss": read_only({method: each.loss for method, each in predictions.items()}),
    }


def read_only(values: dict[str, V]) -> Mapping[str, V]:
    """Return a view of `values` that cannot be written to."""
    return MappingProxyType(values)
