"""The optimizer whose path `plane` shows."""

from collections.abc import Generator, Mapping
from types import MappingProxyType
from typing import Any

from core.objectives.perceptron import Perceptron
from core.obstacles.network.arrival import best_of
from core.obstacles.network.methods import KINDS, chosen_methods
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import initial_weights
from core.obstacles.network.usual import Settings
from core.optimizer import Optimizer
from core.tuning_grids import candidates, with_settings

USUAL_SETTINGS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "gradient_descent": {"learning_rate": 1.0},
        "heavy_ball": {"learning_rate": 0.1, "momentum": 0.9},
        "adam": {"learning_rate": 0.02},
        "shampoo": {"learning_rate": 0.32},
        "muon": {"learning_rate": 0.16},
        "kfac": {"learning_rate": 0.6, "damping": 0.01},
        "adaptive_kfac": {},
    }
)
"""What `usual` means of each method: settings that are near the best for tanh and for ReLU."""
KINKED_RATE, MINIBATCH_RATE = 0.2, 0.3
"""The usual rates of gradient descent: where no activation bounds the outputs, as ReLU; and on minibatches."""
BOUNDED = ("tanh", "sigmoid")


def lead_method(params: NetworkParams) -> str:
    """Return the method that walks the path: the first of those given."""
    return chosen_methods(params)[0]


def usual_optimizer(params: NetworkParams, used: Settings, problem: Perceptron) -> Optimizer[Any]:
    """Return the lead method with its usual settings, or with the learning rate of the parameters, if it has one."""
    method = lead_method(params)
    kind, found = KINDS[method], dict[str, float](USUAL_SETTINGS[method])
    if method == "gradient_descent":
        if params.activation not in BOUNDED:
            found["learning_rate"] = KINKED_RATE
        if used.batch_size != "full":
            found["learning_rate"] = MINIBATCH_RATE
    if not isinstance(params.learning_rate, str) and "learning_rate" in found:
        found["learning_rate"] = params.learning_rate
    return with_settings(kind, problem.architecture.shapes, found)


def tuned_optimizer(params: NetworkParams, used: Settings, problem: Perceptron) -> Generator[int, None, Optimizer[Any]]:
    """Return the lead method with the setting of its grid that arrives first on all digits, on the next seed.

    If none arrives, it is the one with the lowest loss at its last step. Yields after each step of each.
    """
    offered = candidates(KINDS[lead_method(params)], problem.architecture.shapes)
    start = initial_weights(params, problem.architecture, params.seed + 1)
    best = yield from best_of(offered, problem, start, used.target_loss, used.max_steps)
    return offered[best.chosen or 0]
