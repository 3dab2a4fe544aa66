"""Oracles of race."""

import numpy as np
from claims.oracles.conditioning import recurrences
from claims.oracles.conditioning.descents import *  # noqa: F403  oracles shared with zigzag
from claims.oracles.conditioning.descents import path as _counted

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
"""Shared oracles that no sentence of race uses."""


def cost(claim):
    """The cost of the steps so far; or, without a number, that costs and steps differ."""
    result = claim.result
    if "n" not in claim:
        return any(result.cost[each][-1] != len(result.path[each]) - 1 for each in result.path)
    method = recurrences.method(claim)
    step = min(int(claim.position), len(result.path[method]) - 1)
    a_step = {"conjugate_gradient": 2, "newton": 3, "gradient_descent": 1}
    if method in a_step and method != "gradient_descent":
        return claim.value("n") == a_step[method] * step
    return claim.value("n") == result.cost[method][step]


def path(claim):
    """Which methods have taken the steps so far, or how many; else a count."""
    result, template = claim.result, claim.sentence.template
    going = {key for key, points in result.path.items() if len(points) - 1 >= int(claim.position)}
    if "method" in claim:
        return {claim.value("method")} == going and template.endswith("alone") == (len(result.path) > 1)
    if "methods" in template and "list" not in claim and "bowl" not in template:
        everyone = claim.value("all") if "all" in claim else len(going)
        return claim.value("n") == len(going) and everyone == len(result.path)
    return _counted(claim)


def length(claim):
    """The step at this position; or that bars have different lengths."""
    if "n" in claim.sentence.fields:
        return claim.value("n") == int(claim.position)
    taken = sorted(max(len(path) - 1.0, float(claim.result.cost[key][-1])) for key, path in claim.result.path.items())
    return bool(np.diff(taken).max() > 0)


def first_passage(claim):
    """A method has reached the tolerance but does not stay there, by its recurrence or for lack of one."""
    result = claim.result
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


def best_settings(claim):
    """Both methods at their best settings, and gradient descent needs more steps."""
    result = claim.result
    params = result.params
    both = {"gradient_descent", "heavy_ball"} <= set(params.optimizers)
    if not both or (params.learning_rate, params.momentum) != ("optimal", "optimal"):
        return False
    many, few = (recurrences.predicted(result, key) for key in ("gradient_descent", "heavy_ball"))
    return few is not None and (many is None or many > few)
