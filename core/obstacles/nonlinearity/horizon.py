"""The experiment `horizon`: descent on a plateau, where the local parabola has no minimum."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import FloatArray, finite_list, frozen, prefix
from core.experiment import Experiment, Result, Summary, known_at, new_run_number
from core.objective import Evaluator
from core.objectives.plateau import Plateau
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain_data import counts
from core.optimizers.gradient_descent import GradientDescent
from core.run import Progress, Run, YieldTimer

_LANDSCAPE_POINTS = 2001
_LANDSCAPE_HALF_WIDTH = 12.0
"""The largest |x| of the landscape: larger than every allowed start, so that the axes stay while it is dragged."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HorizonResult(Result):
    """Gradient descent on f(x) = x^2 / (1 + x^2), and the local parabola at each step.

    A position of the timeline is a step. At x_k f, f' and f'' define the local parabola. If f'' > 0 it has a
    minimum, and the step from x_k is called seeing. Otherwise it has no minimum, or is a line, and the step is called
    blind.

    Attributes
    ----------
    landscape_x, landscape
        The function to draw, shape (m,): the same in every run, over a range that contains every iterate.
    sight
        The local parabola has a minimum if |x| is less than this.
    path, loss
        x_k and f(x_k), shape (k + 1,).
    gradient, curvature
        f' and f'' there, shape (k + 1,): the local parabola is
        loss + gradient (x - path) + curvature (x - path)^2 / 2.
    vertex
        The minimum of the local parabola, shape (k + 1,); NaN if it has none.
    blind
        1 if f'' <= 0, else 0, shape (k + 1,).
    blind_steps, seeing_steps
        The number of steps that start at f'' <= 0, and of those that do not.
    first_seeing
        The first iterate with f'' > 0, or None.
    steps_to_tolerance
        The first step with f <= tolerance f(start), where the run stops; None if it is not reached.

    """

    params: NonlinearityParams
    landscape_x: FloatArray
    landscape: FloatArray
    sight: float
    path: FloatArray
    loss: FloatArray
    gradient: FloatArray
    curvature: FloatArray
    vertex: FloatArray
    blind: FloatArray
    blind_steps: int
    seeing_steps: int
    first_seeing: int | None
    steps_to_tolerance: int | None

    @property
    def length(self) -> int:
        """The number of steps of the path; at least 1."""
        return max(1, len(self.path) - 1)

    @property
    def steps(self) -> int:
        """The number of steps taken."""
        return len(self.path) - 1

    @property
    def all_blind(self) -> bool:
        """Whether every step was blind."""
        return self.blind_steps == self.steps

    @property
    def unsolved(self) -> bool:
        """Whether the maximum number of steps was taken without reaching the tolerance."""
        return self.complete and self.steps_to_tolerance is None

    @property
    def stays_solved(self) -> bool:
        """Whether the loss has reached the tolerance and stays there at every later step.

        A step at the rate a is x -> x (1 - a f''(0) / (1 + x^2)^2), f''(0) = 2. If a <= 1 the factor is
        between -1 and 1 at every x except 0, so |x| falls. At x = 0 descent stays.
        """
        return self.steps_to_tolerance is not None and (self._minimum_is_stable or not self.path[-1])

    @property
    def only_passes(self) -> bool:
        """Whether the loss has reached the tolerance but later steps can leave it again.

        The minimum is unstable if |1 - a f''(0)| > 1, f''(0) = 2, that is, at any rate a above 1; except from x = 0.
        """
        return self.steps_to_tolerance is not None and not self.stays_solved

    @property
    def _minimum_is_stable(self) -> bool:
        return self.params.learning_rate <= 1.0

    @property
    def lost_sight(self) -> bool:
        """Whether an iterate with f'' > 0 is followed by one with f'' <= 0."""
        return bool((np.diff(self.blind) > 0.0).any())

    def _fields_until(self, position: int) -> dict[str, Any]:
        """Return the fields that are shorter or unknown at a step before the end."""
        blind_steps = int(np.count_nonzero(self.blind[:position]))
        return {
            "path": prefix(self.path, position + 1),
            "loss": prefix(self.loss, position + 1),
            "gradient": prefix(self.gradient, position + 1),
            "curvature": prefix(self.curvature, position + 1),
            "vertex": prefix(self.vertex, position + 1),
            "blind": prefix(self.blind, position + 1),
            "blind_steps": blind_steps,
            "seeing_steps": position - blind_steps,
            "first_seeing": known_at(position, self.first_seeing),
            "steps_to_tolerance": known_at(position, self.steps_to_tolerance),
        }

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "sight": self.sight,
            "blind_steps": self.blind_steps,
            "seeing_steps": self.seeing_steps,
            "first_seeing": self.first_seeing,
            "steps_to_tolerance": self.steps_to_tolerance,
            "path": finite_list(self.path),
            "loss": finite_list(self.loss),
            "gradient": finite_list(self.gradient),
            "curvature": finite_list(self.curvature),
            "vertex": finite_list(self.vertex),
            "blind": counts(self.blind),
        }


def run(params: NonlinearityParams) -> Run[HorizonResult]:
    """Descend from the start until the tolerance or the maximum number of steps."""
    timer, number = YieldTimer(), new_run_number()
    evaluator, descent = Evaluator(Plateau()), GradientDescent(params.learning_rate)
    state = descent.init(np.array([params.distance]))
    path, losses = [params.distance], [float(evaluator.at(state.x).value)]
    target_loss, solved = params.tolerance * losses[0], None
    for step in range(1, params.max_steps + 1):
        state = descent.update(evaluator.at, state)
        path.append(float(state.x[0]))
        losses.append(float(evaluator.at(state.x).value))
        if losses[-1] <= target_loss:
            solved = step
            break
        if timer.due():
            yield Progress(step / params.max_steps, _result(params, number, path, losses, solved, complete=False))
    return _result(params, number, path, losses, solved, complete=True)


def _result(
    params: NonlinearityParams,
    number: int,
    path: list[float],
    losses: list[float],
    solved: int | None,
    *,
    complete: bool,
) -> HorizonResult:
    objective, x = Plateau(), np.array(path)[:, None]
    gradient, curvature = objective.gradient(x)[:, 0], objective.hessian(x)[:, 0, 0]
    is_convex = curvature > 0.0
    seeing_steps = int(np.count_nonzero(is_convex[:-1]))
    landscape_x = np.linspace(-_LANDSCAPE_HALF_WIDTH, _LANDSCAPE_HALF_WIDTH, _LANDSCAPE_POINTS)
    return HorizonResult(
        params=params,
        run=number,
        complete=complete,
        landscape_x=frozen(landscape_x),
        landscape=frozen(objective.value(landscape_x[:, None])),
        sight=objective.inflection,
        path=frozen(path),
        loss=frozen(losses),
        gradient=frozen(gradient),
        curvature=frozen(curvature),
        vertex=frozen(x[:, 0] - np.divide(gradient, curvature, out=np.full_like(gradient, np.nan), where=is_convex)),
        blind=frozen(~is_convex),
        blind_steps=len(path) - 1 - seeing_steps,
        seeing_steps=seeing_steps,
        first_seeing=int(np.argmax(is_convex)) if is_convex.any() else None,
        steps_to_tolerance=solved,
    )


HORIZON = Experiment(
    key="horizon",
    title="Horizon",
    reads=("distance", "learning_rate", "tolerance", "max_steps"),
    result=HorizonResult,
    run=run,
)
