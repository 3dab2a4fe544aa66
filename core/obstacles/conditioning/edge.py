"""The experiment `edge`: gradient descent at one fixed rate, on either side of the bound 2 / L."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray, frozen
from core.convergence_laws import above, below
from core.experiment import Experiment, Progress, Result, Run, Summary, YieldTimer, new_run_number
from core.laws import contraction, gradient_descent_bound, gradient_descent_loss, gradient_descent_rate
from core.obstacles.conditioning.bowl import Bowl, bowl
from core.obstacles.conditioning.methods import descent_at, descent_rate
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.prediction import Prediction
from core.obstacles.conditioning.stopping import left_at
from core.obstacles.conditioning.track import Track

_TO_THE_BOUND = 160
_BEYOND = 80


@dataclass(frozen=True, kw_only=True, eq=False)
class EdgeResult(Result):
    """What gradient descent does at one rate: arrive, neither arrive nor leave, or leave.

    Below the bound the loss falls at every step. Above it the part along the largest eigenvalue
    grows, if the start has one. At the bound itself that part changes its sign and nothing else: the
    loss falls towards what it holds, a share 1 / (kappa + 1) of the worst start, and
    stays there. The tolerance may still be above that, and then the run arrives.

    Attributes
    ----------
    hessian, start
        Of the bowl, shape (2, 2), and the start, shape (2,).
    contour_ratio
        Diameters of a level set, longest over shortest: the root of the condition number.
    learning_rate, bound
        The rate in use, and 2 / L.
    rates
        From 0 to 1.5 times the bound, shape (m,); holds 1 / L, 2 / (L + mu), the bound and every kink.
    factors
        What a step multiplies a coordinate by, without its sign, at each rate, shape (m,): along
        the "smallest" eigenvalue |1 - a mu|, along the "largest" |1 - a L|.
    factor
        The same two at the rate in use, which may lie beyond `rates`.
    path, loss
        Iterates and f at them, shapes (steps + 1, 2) and (steps + 1,); finite throughout.
    predicted_loss
        f by the closed form, up to the end that it foretells, shape (end + 1,).
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
        """The steps of the path; at least 1."""
        return max(1, len(self.path) - 1)

    @property
    def at_the_bound(self) -> bool:
        """Whether the rate is 2 / L, but for rounding, and the start has a part along the largest eigenvalue."""
        return self.rate_is_the_bound and self._along[1] != 0.0

    @property
    def rate_is_the_bound(self) -> bool:
        """Whether the rate is 2 / L, but for rounding."""
        return not self.below_the_bound and not self.above_the_bound

    @property
    def above_the_bound(self) -> bool:
        """Whether the rate is more than 2 / L, by more than rounding."""
        return above(self.learning_rate, self.bound)

    @property
    def below_the_bound(self) -> bool:
        """Whether the rate is less than 2 / L, by more than rounding."""
        return below(self.learning_rate, self.bound)

    @property
    def converges(self) -> bool:
        """Whether each coordinate of the start that is not 0 shrinks at every step: the path tends to the minimum."""
        return max(self._factors_in_use) < 1.0 and not self.at_the_bound

    @property
    def diverges(self) -> bool:
        """Whether one of them grows at every step: the loss grows beyond all bounds."""
        return max(self._factors_in_use) > 1.0 and not self.at_the_bound

    @property
    def swings(self) -> bool:
        """Whether it does neither: the largest part only changes its sign, at the bound or where a mu = 2."""
        return not self.converges and not self.diverges

    @property
    def solved(self) -> bool:
        """Whether the loss has come to the tolerance: at `steps_to_tolerance`, where the run ends."""
        return self.steps_to_tolerance is not None

    @property
    def not_solved(self) -> bool:
        """Whether no loss so far is at the tolerance."""
        return not self.solved

    @cached_property
    def _along(self) -> tuple[float, float]:
        return bowl(self.params).along

    @property
    def _factors_in_use(self) -> list[float]:
        """The factors of the coordinates in which the start is not 0."""
        return [size for size, part in zip(self.factor.values(), self._along, strict=True) if part != 0.0]

    def summary(self) -> Summary:
        """Return every figure as plain data."""
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
    """Run gradient descent at the rate asked for until it arrives or is gone."""
    timer, number = YieldTimer(), new_run_number()
    here = bowl(params)
    rate = descent_rate(params, *here.eigenvalues)
    setting, losses = descent_at(rate, here.eigenvalues[1]), partial(gradient_descent_loss, rate=rate)
    prediction = Prediction(losses, here.eigenvalues, here.along, params.tolerance, params.max_steps)
    while not prediction.ended:
        prediction.extend()
        if timer.due():
            yield Progress(0.0)
    foretold = {"params": params, "run": number, **_foretold(here, rate, prediction)}
    expected = len(foretold["predicted_loss"])
    timer = YieldTimer()  # what is to be seen begins here
    track = Track(setting, here.objective, here.start, params)
    while not track.ended:
        track.advance()
        if timer.due():
            yield Progress(min(1.0, track.steps / expected), _result(foretold, track, complete=False))
    return _result(foretold, track, complete=True)


def _foretold(here: Bowl, rate: float, prediction: Prediction) -> dict[str, Any]:
    """Return the fields that are known before anything runs."""
    ends = dict(zip(("smallest", "largest"), here.eigenvalues, strict=True))
    smallest, largest = here.eigenvalues
    rates = _rates(smallest, largest)
    losses = prediction.loss
    return {
        "hessian": frozen(here.objective.hessian(here.start)),
        "start": frozen(here.start),
        "contour_ratio": (largest / smallest) ** 0.5,
        "learning_rate": rate,
        "bound": gradient_descent_bound(largest),
        "rates": frozen(rates),
        "factors": MappingProxyType({end: frozen(contraction(rates, value)) for end, value in ends.items()}),
        "factor": MappingProxyType({end: float(contraction(np.array(rate), v)) for end, v in ends.items()}),
        "predicted_loss": losses,
        "predicted_steps": prediction.steps,
        "predicted_left_at_step": left_at(losses),
    }


def _rates(smallest: float, largest: float) -> FloatArray:
    bound = gradient_descent_bound(largest)
    rates = bound * (np.arange(_TO_THE_BOUND + _BEYOND + 1) / _TO_THE_BOUND)
    marked = np.array([1.0 / largest, gradient_descent_rate(smallest, largest), 1.0 / smallest])
    return np.unique(np.concatenate([rates, marked[marked <= rates[-1]]]))


def _result(foretold: Mapping[str, Any], track: Track, *, complete: bool) -> EdgeResult:
    return EdgeResult(
        **foretold,
        complete=complete,
        path=track.path,
        loss=track.loss,
        steps_to_tolerance=track.outcome.solved,
        # A loss that is not finite is above the start's as well.
        left_at_step=left_at(track.loss) or track.outcome.diverged,
        diverged=track.outcome.diverged,
    )


EDGE = Experiment(
    key="edge",
    title="Edge",
    reads=("learning_rate", "condition_number", "rotation", "start", "tolerance", "max_steps", "seed"),
    result=EdgeResult,
    run=run,
)
