"""What zigzag claims."""

import math

from claims.oracles.conditioning.descents import *  # noqa: F403  the oracles that it shares with race
from claims.oracles.conditioning.descents import _lead, _predicted

NEUTRAL = ()


def under_way(said):
    result, method = said.result, said.value("method")
    return not result.complete and result.loss[method][-1] > result.params.tolerance * result.loss[method][0]


def no_closed_form(said):
    return _lead(said.result) in ("adagrad", "rmsprop", "adam", "adamw")


def formula_steps(said):
    kappa, tolerance = said.result.params.condition_number, said.result.params.tolerance
    exact = math.log(1 / tolerance) / (2 * math.log((kappa + 1) / (kappa - 1)))
    wanted = math.ceil(exact - 1e-8)
    return said.value("steps") == wanted == _predicted(said.result, "gradient_descent")


def one_step_when_round(said):
    """With kappa = 1 the rate 2 / (1 + 1) leaps to the minimum, as exact line search does."""
    return said.result.params.learning_rate in ("optimal", "line_search")
