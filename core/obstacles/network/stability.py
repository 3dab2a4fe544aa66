"""The experiment `stability`: gradient descent sharpens the loss up to the limit of its learning rate."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from core.arrays import finite_list, prefix
from core.experiment import Experiment, Summary, known_at, new_run_number
from core.objectives.perceptron import Perceptron
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import architecture, takes_long_steps, training_digits
from core.obstacles.network.stability_claims import CROSS_ENTROPY_RATE, StabilityClaims
from core.obstacles.network.usual import Settings, settings, usual
from core.obstacles.network.watched_descent import WatchedDescent
from core.run import Progress, Run, YieldTimer

LAST_LAYER_SCALE = 0.1
"""Factor on the initial weights of the last layer: with 1 the sharpness starts far above where it settles."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StabilityResult(StabilityClaims):
    """Gradient descent on squared loss with a fixed rate a, and the sharpness on its way: the largest curvature.

    Beside it a descent of the same network on cross-entropy, with the rate `cross_entropy_rate`, for comparison.

    Attributes
    ----------
    loss
        Of each step, shape (n + 1,), finite throughout: half the mean squared distance to the unit vector of the label.
    steps, sharpness
        The steps at which the sharpness was measured, every tenth one and the last, and the largest eigenvalue of the
        Hessian there, shape (m,). It is a lower bound, about 1 % low at most.
    diverged
        The step with a loss above 1e6 times its initial value or not finite, where the run ends; or None.
    cross_entropy_steps, cross_entropy_sharpness
        The same of the descent with cross-entropy, shape (k,); empty while the other descent goes on.
    cross_entropy_diverged
        The step at which that descent has diverged, or None.

    References
    ----------
    J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A. Talwalkar, "Gradient Descent on Neural Networks Typically Occurs at the
    Edge of Stability", ICLR 2021.

    """

    def _fields_until(self, position: int) -> dict[str, Any]:
        """Return the fields that are shorter or unknown at a step before the end."""
        known, other = (int((steps <= position).sum()) for steps in (self.steps, self.cross_entropy_steps))
        return {
            "loss": prefix(self.loss, position + 1),
            "steps": prefix(self.steps, known),
            "sharpness": prefix(self.sharpness, known),
            "diverged": known_at(position, self.diverged),
            "cross_entropy_steps": prefix(self.cross_entropy_steps, other),
            "cross_entropy_sharpness": prefix(self.cross_entropy_sharpness, other),
            "cross_entropy_diverged": known_at(position, self.cross_entropy_diverged),
        }

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "limit": self.limit,
            "first_crossing": self.first_crossing,
            "mean_last_half": self.mean_last_half,
            "share_rising": self.share_rising,
            "diverged": self.diverged,
            "steps": [int(step) for step in self.steps.tolist()],
            "sharpness": finite_list(self.sharpness),
            "sharpness_ratio": finite_list(self.sharpness_ratio),
            "loss": finite_list(self.loss),
            "cross_entropy": {
                "learning_rate": self.cross_entropy_rate,
                "steps": [int(step) for step in self.cross_entropy_steps.tolist()],
                "sharpness_ratio": finite_list(self.cross_entropy_ratio),
                "diverged": self.cross_entropy_diverged,
            },
        }


def run(params: NetworkParams) -> Run[StabilityResult]:
    """Descend on squared loss, then on cross-entropy, and measure the sharpness on the way."""
    timer, number, used = YieldTimer(), new_run_number(), settings(params, StabilityResult.experiment)
    rate = params.stability_rate
    squared = _descent(params, used, "squared", rate)
    other = _descent(params, used, "cross_entropy", CROSS_ENTROPY_RATE * rate)

    def result(*, complete: bool) -> StabilityResult:
        return StabilityResult(
            params=params,
            run=number,
            complete=complete,
            loss=squared.loss,
            steps=squared.steps,
            sharpness=squared.sharpness,
            diverged=squared.diverged,
            cross_entropy_steps=other.steps,
            cross_entropy_sharpness=other.sharpness,
            cross_entropy_diverged=other.diverged,
        )

    shown = 0, 0
    for descent in (squared, other):
        for _ in descent.work():
            if timer.due():
                known = len(squared.loss), len(squared.steps)
                yield Progress(0.5 * (squared.share + other.share), result(complete=False) if known != shown else None)
                shown = known
    return result(complete=True)


def _descent(params: NetworkParams, used: Settings, loss: str, rate: float) -> WatchedDescent:
    network = architecture(params, used.hidden)
    objective = Perceptron(network, *training_digits(used), loss)
    return WatchedDescent(objective, network.initial(params.seed, LAST_LAYER_SCALE), rate, used.max_steps)


READS = ("stability_rate", "max_steps", "hidden", "activation", "digits", "residual", "seed")

STABILITY = Experiment(
    key=StabilityResult.experiment,
    title="Stability",
    reads=READS,
    result=StabilityResult,
    run=run,
    own_process=partial(takes_long_steps, StabilityResult.experiment),
    cached=True,
    usual=usual(StabilityResult.experiment, READS),
)
