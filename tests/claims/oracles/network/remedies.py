"""Oracles of remedies, from the steps of each network to the target, and the measured costs."""

import math
import statistics

NEUTRAL = ("Steps to a small training loss, by method",)
LIMITS = {"hidden": (2, 2, 6), "digits": (10, 30), "max_steps": (1, 12), "replicates": (1, 2)}
SMALL = {"hidden": "4", "digits": 30, "max_steps": 20, "replicates": 2, "target_loss": 1}
QUICK = False
SPECIAL = {"target_loss": (2, 1, 0.5), "axis": ("steps", "gradients")}
EVERY = "gradient_descent,heavy_ball,adam,shampoo,muon,kfac,adaptive_kfac"
EXAMPLES = (
    {"axis": "gradients"},
    {"optimizers": EVERY},
    {"optimizers": EVERY, "axis": "gradients"},
    {"optimizers": "adaptive_kfac", "replicates": 1},
    {"optimizers": "gradient_descent,muon", "max_steps": 3},
    {"optimizers": "gradient_descent", "replicates": 3},
    {"target_loss": 2},
    {"activation": "linear", "loss": "squared", "target_loss": 0.2},
    {"activation": "relu", "residual": "on", "hidden": "4,4", "digits": 20},
    {"activation": "sigmoid", "max_steps": 12, "replicates": 3, "target_loss": 2},
)


def _ends(claim):
    """The steps of each network of a method to the target: nan unknown, inf not reached."""
    return {method: [row[-1] for row in steps.tolist()] for method, steps in claim.result.steps.items()}


def _medians(claim):
    """The median steps of the methods of which all networks have ended."""
    ended = {method: ends for method, ends in _ends(claim).items() if not any(map(math.isnan, ends))}
    return {method: statistics.median(ends) for method, ends in ended.items()}


def _arrivals(claim):
    return {method: steps for method, steps in _medians(claim).items() if math.isfinite(steps)}


def _payments(claim):
    cost = claim.result.cost
    return {method: steps * cost[method] for method, steps in _arrivals(claim).items() if method in cost}


def _counted(claim):
    return _payments(claim) if claim.result.params.axis == "gradients" else _arrivals(claim)


def _quotes(claim, counts):
    """Whether a count is quoted that belongs to the subject, or to the method with the fewest."""
    if "n" not in claim or claim.sentence.template.startswith("{n} methods"):
        return True
    expected = counts[claim.subject] if claim.subject else min(counts.values())
    return math.isclose(claim.value("n"), expected)


def arrived(claim):
    if claim.result.params.axis != "steps" and "n" in claim:
        return False
    counts = _arrivals(claim)
    if "yet" in claim.sentence.template:
        return not counts
    return bool(counts) and _quotes(claim, counts)


def paid(claim):
    return claim.result.params.axis == "gradients" and _quotes(claim, _payments(claim))


def fewest(claim):
    counts = _counted(claim)
    best = [method for method, count in counts.items() if count == min(counts.values())]
    if claim.sentence.template.startswith("{n} methods"):
        return claim.value("n") == len(best) > 2
    named = [claim.value(field) for field in ("name", "other") if field in claim]
    if "needs the fewest" in claim.sentence.template or "need the fewest" in claim.sentence.template:
        return named == best and len(counts) + len(_lost(claim)) == len(claim.result.steps)
    return not named or named[0] in best


def _lost(claim):
    return [method for method, steps in _medians(claim).items() if math.isinf(steps)]


def failed(claim):
    if claim.subject:
        return claim.subject in _lost(claim) and claim.value("name") == claim.subject
    return claim.result.complete and sorted(_lost(claim)) == sorted(claim.result.steps)


def lost(claim):
    ends = _ends(claim)[claim.value("name")]
    return claim.value("n") == sum(map(math.isinf, ends)) > 0


def spread(claim):
    """The range of the slowest method of those of which all networks arrive."""
    whole = {method: ends for method, ends in _ends(claim).items() if all(map(math.isfinite, ends))}
    method = claim.value("name")
    slowest = max(max(ends) for ends in whole.values())
    return (claim.value("low"), claim.value("high")) == (min(whole[method]), max(whole[method])) and slowest == max(
        whole[method]
    )


def cost(claim):
    measured = claim.result.cost
    if "cost" not in claim:
        return not measured
    return claim.value("cost") == measured[claim.value("name")] == max(measured.values())


def steps(claim):
    """The number of methods: of all, or of those that a list leaves out."""
    count = len(claim.result.steps)
    if "methods" in claim:
        return claim.value("methods") == count
    if "list" in claim:
        listed = claim.sentence.fields["list"]
        named = 1 if listed.template else len(listed.fields)
        return claim.value("n") == count - named
    return claim.value("n") == count


def chosen(claim):
    return claim.value("n") == sum(place < 0 for place in claim.result.chosen.values()) > 0


def target_loss(claim):
    given = claim.result.params.target_loss
    return claim.value("target") == (0.01 if given == "usual" else given)


def untuned(claim):
    """Adaptive K-FAC is not tuned, the others are."""
    alone = "adaptive_kfac" in claim.result.steps
    if "name" not in claim:
        return not alone
    only = "Tuned" not in claim.sentence.template
    return alone and claim.value("name") == "adaptive_kfac" and only == (len(claim.result.steps) == 1)


def max_steps(claim):
    given = claim.result.params.max_steps
    return claim.value("most" if "most" in claim else "n") == (1000 if given == "usual" else given)


def replicates(claim):
    given = claim.result.params.replicates
    count = 4 if given == "usual" else given
    for name in ("all", "networks", "n"):
        if name in claim:
            return claim.value(name) == count
    last = claim.value("last") if "last" in claim else claim.value("first")
    return last - claim.result.params.seed == count


def seed(claim):
    """The seed for tuning, or the first of the others."""
    given = claim.result.params.seed
    return claim.value("seed") == given if "seed" in claim else claim.value("first") == given + 1
