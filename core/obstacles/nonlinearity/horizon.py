"""The experiment `horizon`: descent on a plateau, where the local parabola does not show the minimum."""

from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray, finite_list, frozen
from core.experiment import Experiment, Progress, Result, Run, Summary, YieldTimer, new_run_number
from core.objective import Evaluator
from core.objectives.plateau import Plateau
from core.obstacles.nonlinearity.params import NonlinearityParams
from core.obstacles.nonlinearity.plain import counts
from core.optimizers.gradient_descent import GradientDescent

_SHOWN = 2001
_FURTHEST = 12.0
"""How far the landscape is shown: beyond every start that is allowed, so that a frame can stay while one is dragged."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HorizonResult(Result):
    """Gradient descent on f(x) = x^2 / (1 + x^2), and what it could see at each step.

    A position of the timeline is a step. At x_k descent knows f, f' and f''. Where f'' > 0 they make a
    parabola with a minimum: the step from there is a seeing one. Elsewhere the parabola has none, or is a line: the
    step is blind.

    Attributes
    ----------
    landscape_x, landscape
        The function to draw, shape (m,): the same in every run, and farther than any iterate.
    sight
        The parabola has a minimum where |x| is less than this.
    path, loss
        x_k and f(x_k), shape (k + 1,).
    gradient, curvature
        f' and f'' there, shape (k + 1,): the local parabola is
        loss + gradient (x - path) + curvature (x - path)^2 / 2.
    vertex
        Where the parabola's minimum is, shape (k + 1,); NaN where it has none.
    blind
        1 where f'' <= 0, else 0, shape (k + 1,).
    blind_steps, seeing_steps
        How many of the k steps started where f'' <= 0, and how many did not.
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
        """The steps of the path; at least 1."""
        return max(1, len(self.path) - 1)

    @property
    def steps(self) -> int:
        """The steps that were taken."""
        return len(self.path) - 1

    @property
    def all_blind(self) -> bool:
        """Whether every step was blind."""
        return self.blind_steps == self.steps

    @property
    def unsolved(self) -> bool:
        """Whether all steps allowed were taken, and the loss was never at most the tolerance times its start."""
        return self.complete and self.steps_to_tolerance is None

    @property
    def stays_solved(self) -> bool:
        """Whether the loss is at most the tolerance times its start, and stays so at every later step.

        Theorem: x moves to x (1 - a f''(0) / (1 + x^2)^2) at a rate a, f''(0) = 2, so that at a <= 1 the factor is
        between -1 and 1 at every x but 0, and |x| falls. At x = 0 descent stays.
        """
        return self.steps_to_tolerance is not None and (self._attracts or not self.path[-1])

    @property
    def only_passes(self) -> bool:
        """Whether the loss is at most the tolerance times its start where later steps can lead away again.

        Theorem: the minimum repels where |1 - a f''(0)| > 1, f''(0) = 2, so at any rate a above 1. Not at x = 0.
        """
        return self.steps_to_tolerance is not None and not self.stays_solved

    @property
    def _attracts(self) -> bool:
        return self.params.learning_rate <= 1.0

    @property
    def lost_sight(self) -> bool:
        """Whether an iterate with f'' > 0 is followed by one with f'' <= 0."""
        return bool((np.diff(self.blind) > 0.0).any())

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
    """Descend from the start until the tolerance or the last step allowed."""
    timer, number = YieldTimer(), new_run_number()
    evaluator, descent = Evaluator(Plateau()), GradientDescent(params.learning_rate)
    state = descent.init(np.array([params.distance]))
    path, losses = [params.distance], [float(evaluator.at(state.x).value)]
    goal, solved = params.tolerance * losses[0], None
    for step in range(1, params.max_steps + 1):
        state = descent.update(evaluator.at, state)
        path.append(float(state.x[0]))
        losses.append(float(evaluator.at(state.x).value))
        if losses[-1] <= goal:
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
    sees = curvature > 0.0
    seeing_steps = int(np.count_nonzero(sees[:-1]))
    shown = np.linspace(-_FURTHEST, _FURTHEST, _SHOWN)
    return HorizonResult(
        params=params,
        run=number,
        complete=complete,
        landscape_x=frozen(shown),
        landscape=frozen(objective.value(shown[:, None])),
        sight=objective.inflection,
        path=frozen(path),
        loss=frozen(losses),
        gradient=frozen(gradient),
        curvature=frozen(curvature),
        vertex=frozen(x[:, 0] - np.divide(gradient, curvature, out=np.full_like(gradient, np.nan), where=sees)),
        blind=frozen(~sees),
        blind_steps=len(path) - 1 - seeing_steps,
        seeing_steps=seeing_steps,
        first_seeing=int(np.argmax(sees)) if sees.any() else None,
        steps_to_tolerance=solved,
    )


HORIZON = Experiment(
    key="horizon",
    title="Horizon",
    reads=("distance", "learning_rate", "tolerance", "max_steps"),
    result=HorizonResult,
    run=run,
)
