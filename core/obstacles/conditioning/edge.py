"""The experiment `edge`: gradient descent at one fixed rate, below, at or above the bound 2 / L."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, frozen, prefix
from core.convergence_laws import above, below
from core.experiment import Experiment, Result, Summary, known_at, new_run_number
from core.laws import contraction, gradient_descent_bound, gradient_descent_loss, gradient_descent_rate
from core.obstacles.conditioning.bowl import Bowl, make_bowl
from core.obstacles.conditioning.methods import fixed_descent_rate, fixed_rate_setting
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction
from core.obstacles.conditioning.stopping import first_step_above_start
from core.obstacles.conditioning.trajectory import Trajectory
from core.run import Progress, Run, YieldTimer

_RATES_TO_BOUND = 160
_RATES_ABOVE_BOUND = 80


@dataclass(frozen=True, kw_only=True, eq=False)
class EdgeResult(Result):
    """Gradient descent at one rate: it converges, oscillates or diverges.

    Below the bound the loss falls at every step. Above it the coordinate along the largest eigenvalue
    grows, if the start has one. At the bound itself that coordinate only changes its sign: the loss falls
    towards the share of that coordinate, 1 / (kappa + 1) for the worst start, and not below it. If the tolerance is
    above that share, the run still reaches it.

    Attributes
    ----------
    hessian, start
        The Hessian of the bowl, shape (2, 2), and the start, shape (2,).
    contour_ratio
        Longest over shortest diameter of a level set: the square root of the condition number.
    learning_rate, bound
        The rate in use, and 2 / L.
    rates
        From 0 to 1.5 times the bound, shape (m,); includes 1 / L, 2 / (L + mu), the bound and every kink.
    factors
        The absolute factor of a coordinate per step at each rate, shape (m,): along the
        "smallest" eigenvalue |1 - a mu|, along the "largest" |1 - a L|.
    factor
        The same two factors at the rate in use, which may be larger than all `rates`.
    path, loss
        Iterates and f at them, shapes (steps + 1, 2) and (steps + 1,); finite throughout.
    predicted_loss
        f by the closed form, up to the predicted end of the run, shape (end + 1,).
    steps_to_tolerance, predicted_steps
        The first step with f <= tolerance f(start), measured and by the closed form; or None.
    left_at_step, predicted_left_at_step
        The first step with f > f(start), by more than rounding; or None.
    diverged
        The first step with f > 1e6 f(start) or not finite, where the run stops; or None.

    """

    params: ConditioningParams
    hessian: FloatArray
    start: FloatArray
    contour_ratio: float
    learning_rate: float
    bound: float
    rates: FloatArray
    factors: Mapping[str, FloatArray]
    factor: Mapping[str, float]
    path: FloatArray
    loss: FloatArray
    predicted_loss: FloatArray
    steps_to_tolerance: int | None
    predicted_steps: int | None
    left_at_step: int | None
    predicted_left_at_step: int | None
    diverged: int | None

    @property
    def length(self) -> int:
        """The number of steps of the path; at least 1."""
        return max(1, len(self.path) - 1)

    def _fields_until(self, position: int) -> dict[str, Any]:
        """Return the fields that are shorter or unknown at a step before the end."""
        return {
            "path": prefix(self.path, position + 1),
            "loss": prefix(self.loss, position + 1),
            "steps_to_tolerance": known_at(position, self.steps_to_tolerance),
            "left_at_step": known_at(position, self.left_at_step),
            "diverged": known_at(position, self.diverged),
        }

    @property
    def best_rate(self) -> float:
        """The rate 2 / (L + mu), at which the slower of both eigencoordinates shrinks fastest."""
        return gradient_descent_rate(*self._bowl.eigenvalues)

    @property
    def under_way(self) -> bool:
        """Whether the run has not ended, and its loss is neither at the tolerance nor above its initial value yet."""
        return not self.complete and self.steps_to_tolerance is None and self.left_at_step is None

    @property
    def at_the_bound(self) -> bool:
        """Whether the rate is 2 / L up to rounding, and the start has a part along the largest eigenvalue."""
        return self.rate_is_the_bound and self._bowl.eigen_start[1] != 0.0

    @property
    def rate_is_the_bound(self) -> bool:
        """Whether the rate is 2 / L up to rounding."""
        return not self.below_the_bound and not self.above_the_bound

    @property
    def above_the_bound(self) -> bool:
        """Whether the rate is above 2 / L by more than rounding."""
        return above(self.learning_rate, self.bound)

    @property
    def below_the_bound(self) -> bool:
        """Whether the rate is below 2 / L by more than rounding."""
        return below(self.learning_rate, self.bound)

    @property
    def converges(self) -> bool:
        """Whether every nonzero eigencoordinate of the start shrinks at every step, so that the path converges."""
        return max(self._factors_in_use) < 1.0 and not self.at_the_bound

    @property
    def diverges(self) -> bool:
        """Whether an eigencoordinate grows at every step, so that the loss diverges."""
        return max(self._factors_in_use) > 1.0 and not self.at_the_bound

    @property
    def swings(self) -> bool:
        """Whether it neither converges nor diverges: an eigencoordinate only changes its sign, as at the bound."""
        return not self.converges and not self.diverges

    @property
    def solved(self) -> bool:
        """Whether the loss has reached the tolerance, at `steps_to_tolerance`, where the run ends."""
        return self.steps_to_tolerance is not None

    @property
    def not_solved(self) -> bool:
        """Whether the loss has not reached the tolerance so far."""
        return not self.solved

    @cached_property
    def _bowl(self) -> Bowl:
        return make_bowl(self.params)

    @property
    def _factors_in_use(self) -> list[float]:
        """The factors of the eigencoordinates in which the start is not 0."""
        return [size for size, part in zip(self.factor.values(), self._bowl.eigen_start, strict=True) if part != 0.0]

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "contour_ratio": self.contour_ratio,
            "learning_rate": self.learning_rate,
            "bound": self.bound,
            "factor": dict(self.factor),
            "left_at_step": self.left_at_step,
            "predicted_left_at_step": self.predicted_left_at_step,
            "steps_to_tolerance": self.steps_to_tolerance,
            "predicted_steps": self.predicted_steps,
            "diverged": self.diverged,
            "rates": self.rates.tolist(),
            "factors": {end: factors.tolist() for end, factors in self.factors.items()},
            "path": self.path.tolist(),
            "loss": self.loss.tolist(),
        }


def run(params: ConditioningParams) -> Run[EdgeResult]:
    """Run gradient descent at the given rate until it reaches the tolerance or diverges."""
    timer, number = YieldTimer(), new_run_number()
    bowl = make_bowl(params)
    rate = fixed_descent_rate(params, *bowl.eigenvalues)
    setting, losses = fixed_rate_setting(rate, bowl.eigenvalues[1]), partial(gradient_descent_loss, rate=rate)
    prediction = Prediction(losses, bowl.eigenvalues, bowl.eigen_start, params.tolerance, params.max_steps)
    while not prediction.ended:
        prediction.extend()
        if timer.due():
            yield Progress(0.0)
    predicted = {"params": params, "run": number, **_predicted_fields(bowl, rate, prediction)}
    expected = len(predicted["predicted_loss"])
    timer = YieldTimer()  # restarted: the first partial results are displayed from here on
    trajectory = Trajectory(setting, bowl.objective, bowl.start, params)
    while not trajectory.ended:
        trajectory.advance()
        if timer.due():
            yield Progress(min(1.0, trajectory.steps / expected), _result(predicted, trajectory, complete=False))
    return _result(predicted, trajectory, complete=True)


def _predicted_fields(bowl: Bowl, rate: float, prediction: Prediction) -> dict[str, Any]:
    """Return the fields that are known before the run."""
    ends = dict(zip(("smallest", "largest"), bowl.eigenvalues, strict=True))
    smallest, largest = bowl.eigenvalues
    rates = _rates(smallest, largest)
    losses = prediction.loss
    return {
        "hessian": frozen(bowl.objective.hessian(bowl.start)),
        "start": frozen(bowl.start),
        "contour_ratio": (largest / smallest) ** 0.5,
        "learning_rate": rate,
        "bound": gradient_descent_bound(largest),
        "rates": frozen(rates),
        "factors": MappingProxyType({end: frozen(contraction(rates, value)) for end, value in ends.items()}),
        "factor": MappingProxyType({end: float(contraction(np.array(rate), v)) for end, v in ends.items()}),
        "predicted_loss": losses,
        "predicted_steps": prediction.steps,
        "predicted_left_at_step": first_step_above_start(losses),
    }


def _rates(smallest: float, largest: float) -> FloatArray:
    bound = gradient_descent_bound(largest)
    rates = bound * (np.arange(_RATES_TO_BOUND + _RATES_ABOVE_BOUND + 1) / _RATES_TO_BOUND)
    special = np.array([1.0 / largest, gradient_descent_rate(smallest, largest), 1.0 / smallest])
    return np.unique(np.concatenate([rates, special[special <= rates[-1]]]))


def _result(predicted: Mapping[str, Any], trajectory: Trajectory, *, complete: bool) -> EdgeResult:
    return EdgeResult(
        **predicted,
        complete=complete,
        path=trajectory.path,
        loss=trajectory.loss,
        steps_to_tolerance=trajectory.outcome.solved,
        # A loss that is not finite also counts as above that of the start.
        left_at_step=first_step_above_start(trajectory.loss) or trajectory.outcome.diverged,
        diverged=trajectory.outcome.diverged,
    )


EDGE = Experiment(
    key="edge",
    title="Edge",
    reads=("learning_rate", "condition_number", "rotation", "start", "tolerance", "max_steps", "seed"),
    result=EdgeResult,
    run=run,
)
