"""What race claims."""

import numpy as np
from claims.oracles.conditioning import recurrences
from claims.oracles.conditioning.descents import *  # noqa: F403  the oracles that it shares with zigzag

NEUTRAL = ()
ELSEWHERE = (
    "optimizers",
    "stays_solved",
    "learning_rate",
    "bound",
    "converges",
    "newton_takes_one_step",
    "conjugate_gradient_takes_two_steps",
)
"""Shared oracles that no sentence of race asks for."""


def cost(said):
    """Gradients, products and twice the Hessians of the steps so far; or thin bars, where they are not the steps."""
    result = said.result
    if "n" not in said:
        return any(result.cost[each][-1] != len(result.path[each]) - 1 for each in result.path)
    method = recurrences.method(said)
    step = min(int(said.position), len(result.path[method]) - 1)
    a_step = {"conjugate_gradient": 2, "newton": 3, "gradient_descent": 1}
    if method in a_step and method != "gradient_descent":
        return said.value("n") == a_step[method] * step
    return said.value("n") == result.cost[method][step]


def length(said):
    """The clock at this position; or a bar is cut off: not all are equally long."""
    if "n" in said.sentence.fields:
        return said.value("n") == int(said.position)
    taken = sorted(max(len(path) - 1.0, float(said.result.cost[key][-1])) for key, path in said.result.path.items())
    return bool(np.diff(taken).max() > 0)


def first_passage(said):
    """A method has come to the tolerance that does not stay: by its recurrence, or because it has none."""
    result = said.result
    for key, loss in result.loss.items():
        reached = loss[-1] <= result.params.tolerance * loss[0] * recurrences.ROUNDING
        factors = recurrences.factors(result, key)
        if not reached or key in ("newton", "conjugate_gradient") or result.learning_rate[key] is None:
            continue
        if factors is None or max(factors) >= 1:
            return True
        later = recurrences.simulated(result, key, 2 * (len(loss) - 1))[len(loss) - 1 :]
        if (later > result.params.tolerance * loss[0] * 1.000001).any():
            return True
    return False


def best_settings(said):
    """Both methods at their best settings, and gradient descent needs more steps."""
    result = said.result
    params = result.params
    both = {"gradient_descent", "heavy_ball"} <= set(params.optimizers)
    if not both or (params.learning_rate, params.momentum) != ("optimal", "optimal"):
        return False
    many, few = (recurrences.predicted(result, key) for key in ("gradient_descent", "heavy_ball"))
    return few is not None and (many is None or many > few)
