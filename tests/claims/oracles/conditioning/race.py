"""What race claims."""

import numpy as np
from claims.oracles.conditioning.descents import *  # noqa: F403  the oracles that it shares with zigzag
from claims.oracles.conditioning.descents import _method

NEUTRAL = ()
ELSEWHERE = (
    "optimizers",
    "stays_solved",
    "learning_rate",
    "bound",
    "newton_takes_one_step",
    "conjugate_gradient_takes_two_steps",
)
"""Shared oracles that no sentence of race asks for."""


def cost(said):
    """Gradients, products and twice the Hessians of the steps so far; or thin bars, where they are not the steps."""
    result = said.result
    if "n" not in said:
        return any(result.cost[each][-1] != len(result.path[each]) - 1 for each in result.path)
    method = _method(said)
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


def best_settings(said):
    params = said.result.params
    return {"gradient_descent", "heavy_ball"} <= set(params.optimizers) and (
        params.learning_rate == params.momentum == "optimal"
    )
