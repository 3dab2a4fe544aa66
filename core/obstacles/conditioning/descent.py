"""Several methods descend one elliptic bowl: what `zigzag` and `race` have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from core.arrays import FloatArray, frozen
from core.convergence_laws import worst_line_search_steps
from core.experiment import Progress, Result, Run, Summary, YieldTimer, new_run_number
from core.obstacles.conditioning.bowl import Bowl, bowl
from core.obstacles.conditioning.methods import Setting, chosen, setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction
from core.obstacles.conditioning.start_claims import Starts, alike, compared
from core.obstacles.conditioning.stopping import TIE, solved_or_gone
from core.obstacles.conditioning.track import Track

V = TypeVar("V")
_ROUNDING = 1e-12
"""How near 1 a factor is that rounding cannot tell from 1."""


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

    @cached_property
    def factors(self) -> Mapping[str, tuple[float, ...] | None]:
        """What a step multiplies each coordinate by in the long run, without a sign, by the closed form of the method.

        Along the smallest and the largest eigenvalue, as many as the start is not 0 along. None of the adaptive
        methods. Exact line search is said to have 0: its loss falls at every step.
        """
        here = bowl(self.params)
        used = [value for value, part in zip(here.eigenvalues, here.along, strict=True) if part != 0.0]
        settings = {method: setting(method, self.params, *here.eigenvalues) for method in self.path}
        return {
            method: None if each.factor is None else tuple(map(each.factor, used)) for method, each in settings.items()
        }

    def converges(self, method: str) -> bool:
        """Return whether the closed form tends to the minimum from this start: all of its `factors` are below 1."""
        factors = self.factors[method]
        return factors is not None and max(factors) < 1.0 - _ROUNDING

    def diverges(self, method: str) -> bool:
        """Return whether the closed form grows beyond all bounds from this start: one of its `factors` is above 1."""
        factors = self.factors[method]
        return factors is not None and max(factors) > 1.0 + _ROUNDING

    def swings(self, method: str) -> bool:
        """Return whether it does neither by its closed form: the largest of its `factors` is 1, but for rounding."""
        return self.factors[method] is not None and not self.converges(method) and not self.diverges(method)

    def stays_solved(self, method: str) -> bool:
        """Return whether the loss, once it is at the tolerance, stays there for as many steps again, and tends to 0.

        By the closed form. A path that swings to and fro may pass the tolerance long before it has arrived. Of the
        adaptive methods, which have none, nothing is known.
        """
        solved = self.steps_to_tolerance[method]
        if solved is None or not self.converges(method):
            return False
        here = bowl(self.params)
        losses = setting(method, self.params, *here.eigenvalues).losses
        assert losses is not None  # what converges by its closed form has one
        later = losses(np.arange(solved, 2.0 * solved + 1.0), here.eigenvalues, here.along)
        arrived, _ = solved_or_gone(later, float(self.loss[method][0]), self.params.tolerance)
        return bool(arrived.all())

    def every_start_alike(self, method: str) -> bool:
        """Return whether a method needs the same number of steps from every start. See `start_claims.alike`."""
        return alike(method, self.params, *bowl(self.params).eigenvalues)

    def not_solved(self, method: str) -> bool:
        """Return whether no loss so far is at the tolerance, and none above 1e6 f(start)."""
        return self.steps_to_tolerance[method] is None and self.diverged[method] is None

    def under_way(self, method: str) -> bool:
        """Return whether a run goes on: what becomes of the method is not known yet."""
        return self.not_solved(method) and not self.complete

    @property
    def newton_takes_one_step(self) -> bool:
        """Newton's method minimizes every quadratic in one step, from every start: it is exact on quadratics."""
        return True

    @property
    def conjugate_gradient_takes_two_steps(self) -> bool:
        """Conjugate gradients take at most as many steps as there are dimensions, from every start (Hestenes, 1952)."""
        return True

    def no_closed_form(self, method: str) -> bool:
        """Return whether no closed form predicts the losses of a method."""
        return method not in self.predicted_loss

    @cached_property
    def formula_steps(self) -> int | None:
        """ceil(ln(1 / tolerance) / (2 ln((kappa + 1) / (kappa - 1)))): the steps of gradient descent from (kappa, 1).

        At the rate 2 / (L + mu), or with exact line search, which takes the same steps; None at other settings, on a
        round bowl and where another method leads.
        """
        params = self.params
        kappa, best = params.condition_number, params.learning_rate in ("optimal", "line_search")
        if params.optimizers[0] != "gradient_descent" or params.start != "worst" or not best or kappa == 1:
            return None
        return int(worst_line_search_steps((1.0, kappa), params.tolerance * (1.0 + TIE)))

    @property
    def best_settings(self) -> bool:
        """Whether gradient descent and heavy ball run side by side, each at its best settings for the bowl.

        There their worst cases need steps that grow like kappa and like its root (Polyak 1964); only where gradient
        descent needs more steps than heavy ball, which it does not where few are needed at all.
        """
        params, steps = self.params, self.predicted_steps
        if not {"gradient_descent", "heavy_ball"} <= set(self.path) or params.learning_rate != "optimal":
            return False
        few, many = steps["heavy_ball"], steps["gradient_descent"]
        return params.momentum == "optimal" and few is not None and (many is None or many > few)

    @property
    def one_step_when_round(self) -> bool:
        """Whether gradient descent with this rule for its rate takes one step where kappa is 1.

        There 2 / (L + mu) is 1 / L, which leaps to the minimum, as does exact line search.
        """
        return self.params.learning_rate in ("optimal", "line_search")

    @cached_property
    def other_starts(self) -> Mapping[str, Starts | None]:
        """The most steps to the tolerance that any start needs, and the median of 1000 directions, by theorems.

        See `start_claims.compared`: of gradient descent alone, and None where some start never arrives.
        """
        return {method: compared(method, self.params, *bowl(self.params).eigenvalues) for method in self.path}

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
    timer, number = YieldTimer(), new_run_number()
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
            if timer.due():
                yield Progress(0.0)
    timer = YieldTimer()  # what is to be seen begins here
    tracks = {method: Track(each, here.objective, here.start, params) for method, each in settings.items()}
    constant = {"params": params, "run": number, **_foretold(here, settings, predictions)}
    expected = sum(constant["predicted_steps"][method] or params.max_steps for method in settings)
    while running := [track for track in tracks.values() if not track.ended]:
        for track in running:
            track.advance()
            if timer.due():
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
