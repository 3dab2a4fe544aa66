"""Oracles of spectrum."""

import math
from itertools import pairwise

import numpy as np
from claims.oracles.network.settings import _used

LIMITS = {"hidden": (2, 2, 8), "max_steps": (1, 60), "digits": (10, 100)}
SMALL = {"hidden": "5", "max_steps": 40, "digits": 60, "target_loss": 0.3}
QUICK = False
SPECIAL = {"target_loss": (2, 1, 0.5, "usual"), "learning_rate": ("usual", "tuned", 0.3, 30, 100)}
EXAMPLES = (
    {"learning_rate": "tuned"},
    {"learning_rate": "tuned", "max_steps": 1, "target_loss": 1e-4},
    {"learning_rate": 100, "loss": "squared", "max_steps": 60},
    {"learning_rate": 100, "activation": "relu", "hidden": "3,3,3"},
    {"activation": "linear", "digits": 10, "target_loss": 0.01, "max_steps": 200, "learning_rate": 0.5},
    {"activation": "sigmoid", "residual": "on", "hidden": "4,4"},
    {"hidden": "64,64", "digits": 10},
    {"target_loss": 2},
)
NEUTRAL = (
    "How steep the loss is along each direction",
    "The curvature at the start is not finite.",
    "Computing all curvatures.",
    "Fewer or narrower hidden layers have fewer.",
    "Curvatures: eigenvalues of the Hessian of the training loss.",
)


def _row(claim, place=-1):
    """The eigenvalues of one spectrum, and the largest of them."""
    values = np.sort(claim.result.eigenvalues[place])
    return values, float(values[-1])


def _shown(claim):
    return min(int(claim.position), len(claim.result.steps) - 1)


def _place(claim):
    """The spectrum that a sentence is about: the one shown where it is a part of the picture, else the last."""
    return _shown(claim) if claim.sentence.template == "{share}" else -1


def _count(values, test):
    return len([value for value in values.tolist() if test(value)])


def share_flat(claim):
    values, top = _row(claim, _place(claim))
    if "no direction" in claim.sentence.template:
        return top <= 1e-15 * max(-values[0], values[-1])
    share = _count(values, lambda value: abs(value) < 1e-3 * top) / len(values)
    if "share" in claim:
        return claim.value("share") == share
    return share > 0.5 if "most" in claim.sentence.template else 0.25 <= share <= 0.5


def _steep(claim, place):
    values, top = _row(claim, place)
    return _count(values, lambda value: value > 0.1 * top)


def steep_count(claim):
    if "first" in claim:
        varies = len({_steep(claim, place) for place in range(len(claim.result.steps))}) > 1
        return varies and (claim.value("first"), claim.value("last")) == (_steep(claim, 0), _steep(claim, -1))
    return _steep(claim, -1) <= 0.05 * claim.result.eigenvalues.shape[1]


def share_negative(claim):
    values, top = _row(claim)
    count = _count(values, lambda value: value < -1e-6 * top)
    return claim.value("share") == count / len(values) if "share" in claim else count == 0


def negative_mass(claim):
    values, _ = _row(claim)
    below, above = -math.fsum(values[values < 0].tolist()), math.fsum(values[values > 0].tolist())
    return math.isclose(claim.value("mass"), below / (below + above), rel_tol=1e-9)


def zero_eigenvalues(claim):
    values, _ = _row(claim, _shown(claim))
    limit = 1e-15 * max(-values[0], values[-1])
    return claim.value("n") == _count(values, lambda value: abs(value) <= limit) > 0


def losses(claim):
    result, template = claim.result, claim.sentence.template
    row = 0 if template == "{loss}" else _shown(claim) if template.startswith("at ") else -1
    return claim.value("loss") == result.loss[int(result.steps[row])]


def steps(claim):
    step = int(claim.result.steps[_shown(claim)])
    return claim.value("step") == step > 0 if "step" in claim else step == 0


def weight_count(claim):
    widths = (64, *_used(claim.result).hidden, 10)
    return claim.value("n") == sum((a + 1) * b for a, b in pairwise(widths))


def too_large(claim):
    if "most" in claim and claim.value("most") != 5000:
        return False
    return claim.result.eigenvalues.shape == (0, claim.result.weight_count) and claim.result.weight_count > 5000


def rate(claim):
    given = claim.result.params.learning_rate
    quoted = claim.value("rate")
    if given == "tuned":
        return quoted in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
    return quoted == (0.1 if given == "usual" else given)


def rate_is_tuned(claim):
    return claim.result.params.learning_rate == "tuned"


def diverged_at(claim):
    loss = claim.result.loss
    return np.isfinite(loss[:-1]).all() and not np.isfinite(loss[-1]) and claim.value("n") == len(loss) - 1


def arrived_at(claim):
    return min(claim.result.loss) > claim.value("target") == _used(claim.result).target_loss


def last_step(claim):
    return claim.value("n") == len(claim.result.loss) - 1


def target_loss(claim):
    return claim.value("loss") == _used(claim.result).target_loss
