"""Oracles that zigzag and race share: descents on a bowl, worked out in its eigenbasis, a step at a time."""

import math

import numpy as np
from claims.oracles.conditioning import recurrences

LIMITS = {"max_steps": (1, 400)}
SMALL = {}
QUICK = True
SPECIAL = {
    "learning_rate": (0.2, 0.2001, 0.19, 0.39997999, 1.2),
    "momentum": (0.9999, 1, 0, 0.8),
    "tolerance": (0.999, 1e-12),
    "condition_number": (1, 1.0004, 2.2, 10, 100),
}
ALL_METHODS = "gradient_descent,heavy_ball,nesterov,conjugate_gradient,newton,adagrad,rmsprop,adam,adamw,lion"
EXAMPLES = (
    {"learning_rate": 0.39997999, "momentum": 0.9999, "optimizers": "heavy_ball", "max_steps": 2000},
    {"momentum": 1, "optimizers": "heavy_ball"},
    {"momentum": 0.99, "optimizers": "heavy_ball"},
    {"learning_rate": 0.2001},
    {"condition_number": 1.0004, "tolerance": 1e-12},
    {"condition_number": 1.000001, "max_steps": 400},
    {
        "condition_number": 2.2,
        "learning_rate": 1,
        "optimizers": "gradient_descent",
        "rotation": -180,
        "start": (-459330.7937828505, 0.0),
        "tolerance": 1e-12,
        "max_steps": 400,
    },
    {"tolerance": 0.999},
    {"tolerance": 0.9999999999999998},
    {"learning_rate": 0.19},
    {"learning_rate": "inverse_lipschitz"},
    {"learning_rate": "inverse_lipschitz", "condition_number": 2.2},
    {"condition_number": 1, "optimizers": "adam", "max_steps": 3000},
    {"condition_number": 1},
    {"learning_rate": 1.2, "condition_number": 1},
    {"learning_rate": "line_search", "condition_number": 100},
    {"learning_rate": 0.3, "optimizers": "gradient_descent,heavy_ball,newton"},
    {"optimizers": "adagrad", "adaptive_rate": 100, "start": "0.01,0.01"},
    {"optimizers": ALL_METHODS, "max_steps": 50},
    {"optimizers": "newton", "start": "random", "seed": 3},
    {"optimizers": "newton"},
    {"optimizers": "conjugate_gradient"},
    {"optimizers": "conjugate_gradient", "start": "3,-2"},
    {"max_steps": 1, "condition_number": 100},
    {"learning_rate": 0.2, "max_steps": 200},
    {"condition_number": 1, "learning_rate": 3},
    {"condition_number": 9.9999, "learning_rate": 0.19},
    {"condition_number": 19.6, "learning_rate": 0.19, "start": "284387,1.1e-308", "max_steps": 121},
    {"condition_number": 1, "learning_rate": 0.2, "momentum": 1, "tolerance": 0.999, "max_steps": 1},
)


def steps_to_tolerance(said):
    method = recurrences.method(said)
    loss = said.result.loss[method]
    solved = np.flatnonzero(loss[1:] <= said.result.params.tolerance * loss[0] * recurrences.ROUNDING)
    return len(solved) > 0 and said.value("n") == solved[0] + 1


def stays_solved(said):
    """The recurrence stays below the tolerance for as long again, and shrinks."""
    result, method = said.result, recurrences.method(said)
    factors = recurrences.factors(result, method)
    if factors is None or max(factors) >= 1:
        return False
    if method in ("newton", "conjugate_gradient") or result.learning_rate[method] is None:
        return True
    taken = len(result.loss[method]) - 1
    losses = recurrences.simulated(result, method, 2 * taken)
    return bool((losses[taken:] <= result.params.tolerance * losses[0] * (1 + 1e-6)).all())


def diverged(said):
    """The loss is above a million times its start, or overflows behind the last one that is kept."""
    method = recurrences.method(said)
    loss = said.result.loss[method]
    over = np.flatnonzero(loss > 1e6 * loss[0])
    step = int(over[0]) if len(over) else len(loss)
    return ("step" not in said or said.value("step") == step) and (len(over) > 0 or loss[-1] > loss[0])


def swings(said):
    """The largest factor of the recurrences is 1: neither does the path come to rest nor does it leave."""
    factors = recurrences.factors(said.result, recurrences.method(said))
    return factors is not None and abs(max(factors) - 1) < 1e-7


def diverges(said):
    factors = recurrences.factors(said.result, recurrences.method(said))
    return factors is not None and max(factors) > 1


def converges(said):
    factors = recurrences.factors(said.result, recurrences.method(said))
    return factors is not None and max(factors) < 1


def not_solved(said):
    method = recurrences.method(said)
    loss = said.result.loss[method]
    if "n" in said and said.value("n") != len(loss) - 1:
        return False
    return bool((loss > said.result.params.tolerance * loss[0]).all() and (loss <= 1e6 * loss[0]).all())


def predicted_steps(said):
    result, method = said.result, recurrences.method(said)
    if "steps" in said:
        return said.value("steps") == recurrences.predicted(result, method)
    if "n" in said:
        return said.value("n") == result.params.max_steps and recurrences.predicted(result, method) is None
    known = [each for each in result.path if each not in ("adagrad", "rmsprop", "adam", "adamw", "lion")]
    return any(recurrences.predicted(result, each) is not None for each in known)


def contour_ratio(said):
    ratio = math.sqrt(np.linalg.cond(said.result.hessian))
    name = "contours" if "contours" in said else "ratio"
    apart = said.shown(name) != "1" or said.result.params.condition_number == 1
    return math.isclose(said.value(name), ratio, rel_tol=1e-6) and apart


def learning_rate(said):
    return said.value("rate") == said.result.learning_rate[recurrences.method(said)]


def bound(said):
    """Just below the bound nothing grows; just above it the steepest axis does. Numbers that differ look different."""
    result, method = said.result, recurrences.method(said)
    rate, b = recurrences.momentum(result, method)
    largest = result.params.condition_number
    wanted = {
        "gradient_descent": 2 / largest,
        "heavy_ball": 2 * (1 + b) / largest,
        "nesterov": 2 * (1 + b) / ((1 + 2 * b) * largest),
    }[method]
    apart = said.shown("bound") != said.shown("rate") or rate == wanted
    return math.isclose(said.value("bound"), wanted, rel_tol=1e-9) and apart


def every_start_alike(said):
    """Starts all around the bowl need the same number of steps."""
    result, method = said.result, recurrences.method(said)
    values, _ = recurrences.eigen(result)
    if method == "newton":
        return "method" in said
    if result.params.condition_number == 1:
        return method not in ("adagrad", "rmsprop", "adam", "adamw", "lion")
    rate, _ = recurrences.momentum(result, method)
    return method == "gradient_descent" and math.isclose(abs(1 - rate * values[0]), abs(1 - rate * values[1]))


def other_starts(said):
    """No direction of many needs more than the worst, one of the axes or (kappa, 1) needs as many."""
    result = said.result
    kappa = result.params.condition_number
    special = (0.0, math.pi / 2, math.atan2(1.0, kappa))
    most = max(recurrences.steps_from(result, angle) for angle in special)
    some = [recurrences.steps_from(result, angle) for angle in np.linspace(0.0011, 2 * math.pi, 60)]
    if "worst" in said:
        here = recurrences.steps_from(result, math.atan2(1.0, kappa))
        return said.value("worst") == most and max(some) <= most and here < most
    ranked = sorted(some)
    if "n" not in said:
        return max(some) <= most == result.predicted_steps[recurrences.lead(result)]
    near = ranked[20] <= said.value("n") <= ranked[39] and said.value("n") < most
    return near and max(some) <= most == result.predicted_steps[recurrences.lead(result)]


def newton_takes_one_step(said):
    loss = said.result.loss["newton"]
    return said.result.params.optimizers[0] == "newton" and (len(loss) == 1 or loss[1] <= 1e-20 * loss[0])


def conjugate_gradient_takes_two_steps(said):
    return recurrences.lead(said.result) == "conjugate_gradient" and len(said.result.loss["conjugate_gradient"]) <= 3


def start(said):
    if "x" in said:
        given = said.result.params.start
        return (said.value("x"), said.value("y")) == tuple(given)
    turned = said.result.params.rotation != 0 and said.result.params.condition_number != 1
    return said.result.params.start == "worst" and ("axes" in said.sentence.template) >= turned


def optimizers(said):
    """How many methods are not named beside those that are."""
    return 0 < said.value("n") < len(set(said.result.params.optimizers))


def path(said):
    """A count of methods, or of the steps that a method has taken at this position."""
    result = said.result
    if "list" in said:
        return 0 < said.value("n") < len(result.path)
    method = said.subject or recurrences.lead(result)
    taken = min(int(said.position), len(result.path[method]) - 1)
    wanted = {taken} | ({len(result.path)} if said.sentence.template.startswith(("One", "The")) else set())
    return said.value("n") in wanted
