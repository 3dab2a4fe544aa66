"""Several methods on one elliptic bowl: the common parts of the experiments `zigzag` and `race`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

from core.arrays import FloatArray, frozen, prefix_each
from core.convergence_laws import worst_line_search_steps
from core.experiment import Result, Summary, known_at, new_run_number
from core.obstacles.conditioning.bowl import Bowl, make_bowl
from core.obstacles.conditioning.methods import Setting, chosen_methods, method_setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction, stays_at_tolerance
from core.obstacles.conditioning.start_claims import StepStatistics, same_factors_from_every_start, step_statistics
from core.obstacles.conditioning.stopping import TIE
from core.obstacles.conditioning.trajectory import Trajectory
from core.run import Progress, Run, YieldTimer

V = TypeVar("V")
_ROUNDING = 1e-12
"""A factor that differs from 1 by at most this counts as 1."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DescentResult(Result):
    """The path and the losses of each method; the keys of every mapping are the names of the methods.

    Attributes
    ----------
    hessian, start
        The Hessian of the bowl, shape (2, 2), and the common start, shape (2,).
    contour_ratio
        Longest over shortest diameter of a level set: the square root of the condition number.
    path, loss
        Iterates and f at them, shapes (steps + 1, 2) and (steps + 1,); finite throughout.
    steps_to_tolerance
        The first step with f <= tolerance f(start), or None.
    diverged
        The first step with f > 1e6 f(start) or not finite, or None. A step with a loss that is not
        finite is not part of the path.
    learning_rate, bound
        The rate in use, and the largest stable rate by the closed form; None if there is none.
    predicted_steps, predicted_loss
        Steps to the tolerance, and the losses, shape (end + 1,), by the closed form; only of methods that have one.

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
        """The number of steps of the longest path; at least 1."""
        return max(1, *(len(path) - 1 for path in self.path.values()))

    def _fields_until(self, position: int) -> dict[str, Any]:
        """Return the fields that are shorter or unknown at a step before the end."""

        def known(steps: Mapping[str, int | None]) -> Mapping[str, int | None]:
            return read_only({key: known_at(position, step) for key, step in steps.items()})

        return {
            "path": prefix_each(self.path, position + 1),
            "loss": prefix_each(self.loss, position + 1),
            "steps_to_tolerance": known(self.steps_to_tolerance),
            "diverged": known(self.diverged),
        }

    def gradient_at(self, method: str, step: int) -> FloatArray:
        """Return the gradient of f at an iterate, shape (2,)."""
        return frozen(self.hessian @ self.path[method][step])

    @cached_property
    def factors(self) -> Mapping[str, tuple[float, ...] | None]:
        """The asymptotic absolute factor of each eigencoordinate per step, by the closed form of the method.

        Ordered by rising eigenvalue; only of eigencoordinates in which the start is not 0. None for the adaptive
        methods. For exact line search it is set to 0, as its loss falls at every step.
        """
        bowl = make_bowl(self.params)
        used = [value for value, part in zip(bowl.eigenvalues, bowl.eigen_start, strict=True) if part != 0.0]
        settings = {method: method_setting(method, self.params, *bowl.eigenvalues) for method in self.path}
        return {
            method: None if each.factor is None else tuple(map(each.factor, used)) for method, each in settings.items()
        }

    def converges(self, method: str) -> bool:
        """Return whether the closed form converges to the minimum from this start: all `factors` are below 1."""
        factors = self.factors[method]
        return factors is not None and max(factors) < 1.0 - _ROUNDING

    def diverges(self, method: str) -> bool:
        """Return whether the closed form diverges from this start: one of the `factors` is above 1."""
        factors = self.factors[method]
        return factors is not None and max(factors) > 1.0 + _ROUNDING

    def swings(self, method: str) -> bool:
        """Return whether the closed form neither converges nor diverges: the largest factor is 1 up to rounding."""
        return self.factors[method] is not None and not self.converges(method) and not self.diverges(method)

    def stays_solved(self, method: str) -> bool:
        """Return whether, by the closed form, the loss stays at the tolerance and converges to 0.

        Checks as many steps again after `steps_to_tolerance`: an oscillating path may reach the tolerance long before
        it stays there. False for the adaptive methods, which have no closed form.
        """
        solved = self.steps_to_tolerance[method]
        if solved is None or not self.converges(method):
            return False
        return stays_at_tolerance(method, self.params, solved, float(self.loss[method][0]))

    def every_start_alike(self, method: str) -> bool:
        """Return whether a method needs the same steps from every start; see `same_factors_from_every_start`."""
        return same_factors_from_every_start(method, self.params, *make_bowl(self.params).eigenvalues)

    def not_solved(self, method: str) -> bool:
        """Return whether the method has neither reached the tolerance nor diverged so far."""
        return self.steps_to_tolerance[method] is None and self.diverged[method] is None

    def under_way(self, method: str) -> bool:
        """Return whether the run has not ended and the outcome of the method is not known yet."""
        return self.not_solved(method) and not self.complete

    @property
    def newton_takes_one_step(self) -> bool:
        """Always True: Newton's method minimizes every quadratic in one step from every start."""
        return True

    @property
    def conjugate_gradient_takes_two_steps(self) -> bool:
        """Always True: conjugate gradients take at most as many steps as there are dimensions (Hestenes, 1952)."""
        return True

    def no_closed_form(self, method: str) -> bool:
        """Return whether no closed form predicts the losses of a method."""
        return method not in self.predicted_loss

    @cached_property
    def formula_steps(self) -> int | None:
        """ceil(ln(1 / tolerance) / (2 ln((kappa + 1) / (kappa - 1)))): the steps of gradient descent from (kappa, 1).

        Valid at the rate 2 / (L + mu) and for exact line search, which takes the same steps. None for other settings,
        on a round bowl and if another method is the first.
        """
        params = self.params
        kappa, best = params.condition_number, params.learning_rate in ("optimal", "line_search")
        if params.optimizers[0] != "gradient_descent" or params.start != "worst" or not best or kappa == 1:
            return None
        return int(worst_line_search_steps((1.0, kappa), params.tolerance * (1.0 + TIE)))

    @property
    def best_settings(self) -> bool:
        """Whether gradient descent and heavy ball both run, each at its best settings for the bowl.

        At these settings their worst-case steps grow like kappa and like its square root (Polyak 1964). False unless
        gradient descent needs more steps than heavy ball: if both need few steps it may not.
        """
        params, steps = self.params, self.predicted_steps
        if not {"gradient_descent", "heavy_ball"} <= set(self.path) or params.learning_rate != "optimal":
            return False
        few, many = steps["heavy_ball"], steps["gradient_descent"]
        return params.momentum == "optimal" and few is not None and (many is None or many > few)

    @property
    def one_step_when_round(self) -> bool:
        """Whether gradient descent with this rule for the rate takes one step if kappa is 1.

        2 / (L + mu) is then 1 / L, which steps to the minimum; exact line search does the same.
        """
        return self.params.learning_rate in ("optimal", "line_search")

    @cached_property
    def other_starts(self) -> Mapping[str, StepStatistics | None]:
        """The largest number of steps to the tolerance over all starts, and the median over 1000 directions.

        See `start_claims.step_statistics`; only for gradient descent, and None if some start never reaches the
        tolerance.
        """
        return {
            method: step_statistics(method, self.params, *make_bowl(self.params).eigenvalues) for method in self.path
        }

    @classmethod
    def measured_fields(cls, trajectories: Mapping[str, Trajectory]) -> dict[str, Any]:
        """Return the fields that are read from the runs."""
        return {
            "path": read_only({method: trajectory.path for method, trajectory in trajectories.items()}),
            "loss": read_only({method: trajectory.loss for method, trajectory in trajectories.items()}),
            "steps_to_tolerance": read_only(
                {method: trajectory.outcome.solved for method, trajectory in trajectories.items()}
            ),
            "diverged": read_only({method: trajectory.outcome.diverged for method, trajectory in trajectories.items()}),
        }

    def summary(self) -> Summary:
        """Return all values as plain data."""
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
    """Run every method from the same start, step by step in parallel."""
    timer, number = YieldTimer(), new_run_number()
    bowl = make_bowl(params)
    settings = {method: method_setting(method, params, *bowl.eigenvalues) for method in chosen_methods(params)}
    predictions = {
        method: Prediction(each.losses, bowl.eigenvalues, bowl.eigen_start, params.tolerance, params.max_steps)
        for method, each in settings.items()
        if each.losses is not None
    }
    for prediction in predictions.values():
        while not prediction.ended:
            prediction.extend()
            if timer.due():
                yield Progress(0.0)
    timer = YieldTimer()  # restarted: the first partial results are displayed from here on
    trajectories = {method: Trajectory(each, bowl.objective, bowl.start, params) for method, each in settings.items()}
    constant = {"params": params, "run": number, **_predicted_fields(bowl, settings, predictions)}
    expected = sum(constant["predicted_steps"][method] or params.max_steps for method in settings)
    while running := [trajectory for trajectory in trajectories.values() if not trajectory.ended]:
        for trajectory in running:
            trajectory.advance()
            if timer.due():
                fraction = min(1.0, sum(t.steps for t in trajectories.values()) / expected)
                yield Progress(fraction, result(**constant, complete=False, **result.measured_fields(trajectories)))
    return result(**constant, complete=True, **result.measured_fields(trajectories))


def _predicted_fields(
    bowl: Bowl, settings: Mapping[str, Setting], predictions: Mapping[str, Prediction]
) -> dict[str, Any]:
    """Return the fields that are known before the run."""
    smallest, largest = bowl.eigenvalues
    return {
        "hessian": frozen(bowl.objective.hessian(bowl.start)),
        "start": frozen(bowl.start),
        "contour_ratio": (largest / smallest) ** 0.5,
        "learning_rate": read_only({method: each.learning_rate for method, each in settings.items()}),
        "bound": read_only({method: each.bound for method, each in settings.items()}),
        "predicted_steps": read_only({m: predictions[m].steps if m in predictions else None for m in settings}),
        "predicted_loss": read_only({method: each.loss for method, each in predictions.items()}),
    }


def read_only(values: dict[str, V]) -> Mapping[str, V]:
    """Return a read-only view of `values`."""
    return MappingProxyType(values)
