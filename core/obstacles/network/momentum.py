"""Descent with momentum: the path on which the curvature of the network is measured."""

from collections.abc import Generator

from core.obstacles.network.arrival import best_of
from core.obstacles.network.params import NetworkParams
from core.obstacles.network.problem import objective
from core.obstacles.network.usual import Settings
from core.optimizers.heavy_ball import HeavyBall
from core.tuning_grids import GRIDS

MOMENTUM, RATE = 0.9, 0.1
"""The momentum, and the rate that is used where none is given."""
TUNING_SEED = 2**31
"""Added to the seed of the parameters, whose largest value is less: the rate is tuned on weights of its own."""


def momentum(rate: float) -> HeavyBall:
    """Return the optimizer with a learning rate."""
    return HeavyBall(rate, MOMENTUM)


def tuned_rate(params: NetworkParams, used: Settings) -> Generator[int, None, float | None]:
    """Return the rate of the grid with which another network of the same shape arrives first, or comes closest.

    Its weights are random, from a seed of its own. None if its loss overflows at all rates. Yields after each step.
    """
    rates = GRIDS[HeavyBall]["learning_rate"]
    network = objective(params, used)
    start = network.architecture.initial(params.seed + TUNING_SEED)
    optimizers = [momentum(rate) for rate in rates]
    best = yield from best_of(optimizers, network, start, used.target_loss, used.max_steps)
    return None if best.chosen is None else rates[best.chosen]
