"""Oracles that zigzag and race share: descents on a quadratic, simulated in its eigenbasis."""

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
ALL_METHODS = ",".join(
    ("gradient_descent", "heavy_ball", "nesterov", "conjugate_gradient", "newton", *recurrences.ADAPTIVE)
)
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


def steps_to_tolerance(claim):
    method = recurrences.method(claim)
    loss = claim.result.loss[method]
    solved = np.flatnonzero(loss[1:] <= claim.result.params.tolerance * loss[0] * recurrences.ROUNDING)
    return len(solved) > 0 and claim.value("n") == solved[0] + 1


def stays_solved(claim):
    """The recurrence stays below the tolerance for as many steps again, and shrinks."""
    result, method = claim.result, recurrences.method(claim)
    factors = recurrences.factors(result, method)
    if factors is None or max(factors) >= 1:
        return False
    if method in ("newton", "conjugate_gradient") or result.learning_rate[method] is None:
        return True
    taken = len(result.loss[method]) - 1
    losses = recurrences.simulated(result, method, 2 * taken)
    return bool((losses[taken:] <= result.params.tolerance * losses[0] * (1 + 1e-6)).all())


def diverged(claim):
    """The loss is above a million times its start, or overflows after the last one in the path."""
    method = recurrences.method(claim)
    loss = claim.result.loss[method]
    over = np.flatnonzero(loss > 1e6 * loss[0])
    step = int(over[0]) if len(over) else len(loss)
    return ("step" not in claim or claim.value("step") == step) and (len(over) > 0 or loss[-1] > loss[0])


def swings(claim):
    """The largest factor of the recurrences is 1: the path neither converges nor diverges."""
    factors = recurrences.factors(claim.result, recurrences.method(claim))
    return factors is not None and abs(max(factors) - 1) < 1e-7


def diverges(claim):
    factors = recurrences.factors(claim.result, recurrences.method(claim))
    return factors is not None and max(factors) > 1


def converges(claim):
    factors = recurrences.factors(claim.result, recurrences.method(claim))
    return factors is not None and max(factors) < 1


def not_solved(claim):
    method = recurrences.method(claim)
    loss = claim.result.loss[method]
    if "n" in claim and claim.value("n") != len(loss) - 1:
        return False
    return bool((loss > claim.result.params.tolerance * loss[0]).all() and (loss <= 1e6 * loss[0]).all())


def predicted_steps(claim):
    result, method = claim.result, recurrences.method(claim)
    if "steps" in claim:
        return claim.value("steps") == recurrences.predicted(result, method)
    if "n" in claim:
        return claim.value("n") == result.params.max_steps and recurrences.predicted(result, method) is None
    known = [each for each in result.path if each not in recurrences.ADAPTIVE]
    return any(recurrences.predicted(result, each) is not None for each in known)


def _runs(result, method):
    """Whether a run that has not ended may go on: no loss is at the tolerance or a million times its start."""
    loss = result.loss[method]
    ended = (loss[1:] <= result.params.tolerance * loss[0] * recurrences.ROUNDING) | (loss[1:] > 1e6 * loss[0])
    return not result.complete and not ended.any()


def under_way(claim):
    """The method runs on; or as many methods do as the sentence says."""
    result = claim.result
    if "method" in claim:
        return _runs(result, claim.value("method"))
    quoted = claim.value("running" if "running" in claim else "n")
    # A path may end before a loss that is not finite.
    return quoted == sum(_runs(result, each) and result.diverged[each] is None for each in result.path)


def contour_ratio(claim):
    ratio = math.sqrt(np.linalg.cond(claim.result.hessian))
    name = "contours" if "contours" in claim else "ratio"
    distinct = claim.text(name) != "1" or claim.result.params.condition_number == 1
    return math.isclose(claim.value(name), ratio, rel_tol=1e-6) and distinct


def learning_rate(claim):
    return claim.value("rate") == claim.result.learning_rate[recurrences.method(claim)]


def bound(claim):
    """The bound by its closed form; a bound and a rate that differ have different texts."""
    result, method = claim.result, recurrences.method(claim)
    rate, b = recurrences.momentum(result, method)
    largest = result.params.condition_number
    expected = {
        "gradient_descent": 2 / largest,
        "heavy_ball": 2 * (1 + b) / largest,
        "nesterov": 2 * (1 + b) / ((1 + 2 * b) * largest),
    }[method]
    distinct = claim.text("bound") != claim.text("rate") or rate == expected
    return math.isclose(claim.value("bound"), expected, rel_tol=1e-9) and distinct


def every_start_alike(claim):
    """All starts need the same number of steps: all eigencoordinates have the same factor."""
    result, method = claim.result, recurrences.method(claim)
    values, _ = recurrences.eigen(result)
    if method == "newton":
        return "method" in claim
    if result.params.condition_number == 1:
        return method not in recurrences.ADAPTIVE
    rate, _ = recurrences.momentum(result, method)
    return method == "gradient_descent" and math.isclose(abs(1 - rate * values[0]), abs(1 - rate * values[1]))


def other_starts(claim):
    """No direction of many needs more steps than the worst; an axis or (kappa, 1) needs as many."""
    result = claim.result
    kappa = result.params.condition_number
    special = (0.0, math.pi / 2, math.atan2(1.0, kappa))
    most = max(recurrences.steps_from(result, angle) for angle in special)
    some = [recurrences.steps_from(result, angle) for angle in np.linspace(0.0011, 2 * math.pi, 60)]
    if "worst" in claim:
        here = recurrences.steps_from(result, math.atan2(1.0, kappa))
        return claim.value("worst") == most and max(some) <= most and here < most
    ranked = sorted(some)
    if "n" not in claim:
        return max(some) <= most == result.predicted_steps[recurrences.lead(result)]
    near = ranked[20] <= claim.value("n") <= ranked[39] and claim.value("n") < most
    return near and max(some) <= most == result.predicted_steps[recurrences.lead(result)]


def newton_takes_one_step(claim):
    loss = claim.result.loss["newton"]
    return claim.result.params.optimizers[0] == "newton" and (len(loss) == 1 or loss[1] <= 1e-20 * loss[0])


def conjugate_gradient_takes_two_steps(claim):
    return recurrences.lead(claim.result) == "conjugate_gradient" and len(claim.result.loss["conjugate_gradient"]) <= 3


def start(claim):
    if "x" in claim:
        given = claim.result.params.start
        return (claim.value("x"), claim.value("y")) == tuple(given)
    turned = claim.result.params.rotation != 0 and claim.result.params.condition_number != 1
    return claim.result.params.start == "worst" and ("axes" in claim.sentence.template) >= turned


def _listed(claim):
    """How many methods the list of a sentence names."""
    listed = claim.sentence.fields["list"] if "list" in claim else ""
    return len(listed.fields) if getattr(listed, "template", None) == "" else int(bool(listed))


def optimizers(claim):
    """The number of methods that have neither a label at their curve nor a name in the sentence."""
    return claim.value("n") == len(set(claim.result.params.optimizers)) - 4 - _listed(claim)


def path(claim):
    """A number of methods, or of the steps of a method at this position."""
    result = claim.result
    if "list" in claim:
        running = claim.value("running") if "running" in claim else 0
        return claim.value("n") == len(result.path) - running - _listed(claim) > 0
    method = claim.subject or recurrences.lead(result)
    taken = min(int(claim.position), len(result.path[method]) - 1)
    expected = {taken} | ({len(result.path)} if claim.sentence.template.startswith(("One", "The")) else set())
    return claim.value("n") in expected
