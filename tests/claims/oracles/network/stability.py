"""Oracles of stability: from the loss and the sharpness of each step alone."""

import numpy as np

LIMITS = {"max_steps": (1, 150), "digits": (10, 50), "hidden": (2, 2, 12)}
SMALL = {"max_steps": 60, "digits": 20, "hidden": "8"}
QUICK = False
SPECIAL = {"stability_rate": (0.02, 0.1, 0.2, 0.3, 0.4, 1.0)}
EXAMPLES = (
    {"max_steps": 300, "stability_rate": 0.4},
    {"stability_rate": 0.1},
    {"stability_rate": 0.4},
    {"stability_rate": 1.0, "hidden": "32"},
    {"hidden": "32", "max_steps": 150, "stability_rate": 0.3},
    {"hidden": "32", "activation": "relu", "stability_rate": 0.2},
    {"activation": "linear", "stability_rate": 0.2},
    {"max_steps": 1},
    {"max_steps": 11, "stability_rate": 0.02},
    {"hidden": "6,6,6", "residual": "on", "activation": "relu", "stability_rate": 0.6},
)
NEUTRAL = (
    "How sharp does gradient descent make the loss?",
    "Squared loss, small last layer.",
)


def _limit(result):
    return 2 / result.params.stability_rate


def _measured(result):
    """Pairs of a step and the sharpness there."""
    return list(zip(result.steps.tolist(), result.sharpness.tolist(), strict=True))


def _taken(result):
    """The steps taken when the descent has ended."""
    most = 1500 if result.params.max_steps == "usual" else result.params.max_steps
    steps = len(result.loss) - 1
    assert steps == most or result.diverged is not None
    return steps


def _last_half(result):
    """The ratios to the limit that were measured from half of the steps on."""
    assert result.diverged is None
    half = _taken(result) / 2
    return [sharpness / _limit(result) for step, sharpness in _measured(result) if step >= half]


def limit(claim):
    return claim.value("limit") == _limit(claim.result)


def sharpness(claim):
    known = [value for step, value in _measured(claim.result) if step <= int(claim.position)]
    return claim.value("sharpness") == known[-1]


def steps(claim):
    return claim.value("step") == max(step for step in claim.result.steps.tolist() if step <= int(claim.position))


def loss(claim):
    losses = claim.result.loss
    return claim.value("loss") == losses[min(int(claim.position), len(losses) - 1)]


def length(claim):
    return claim.value("n") == claim.result.loss.size - 1


def starts_at(claim):
    return (0.0, claim.value("start")) == _measured(claim.result)[0]


def starts_above(claim):
    return claim.result.sharpness[0] * claim.result.params.stability_rate > 2


def diverged(claim):
    result = claim.result
    losses, first = result.loss, result.diverged
    finite = first == len(losses) - 1
    grown = losses > 1e6 * losses[0]
    if finite:
        return "step" not in claim or claim.value("step") == first == np.flatnonzero(grown)[0]
    return first == len(losses) and not grown.any() and ("step" not in claim or claim.value("step") == first)


def first_crossing(claim):
    below = False
    for step, value in _measured(claim.result):
        ratio = value / _limit(claim.result)
        if below and ratio > 1:
            return "step" not in claim or claim.value("step") == step
        below = below or ratio < 0.95
    return False


def never_above(claim):
    return _taken(claim.result) > 0 and max(value for _, value in _measured(claim.result)) <= _limit(claim.result)


def largest_ratio(claim):
    values = [value for _, value in _measured(claim.result)]
    return np.isclose(claim.value("share"), max(values) / _limit(claim.result), rtol=1e-12)


def mean_last_half(claim):
    return np.isclose(claim.value("ratio"), np.mean(_last_half(claim.result)), rtol=1e-12)


def stays_at_limit(claim):
    return all(0.9 - 1e-12 <= ratio <= 1.1 + 1e-12 for ratio in _last_half(claim.result))


def ends_below(claim):
    return max(_last_half(claim.result)) < 1


def _rises(result):
    """Whether each step of the last half raises the loss."""
    losses, count = result.loss.tolist(), _taken(result)
    return [losses[step] > losses[step - 1] for step in range(count // 2 + 1, count + 1)]


def share_rising(claim):
    rises = _rises(claim.result)
    return claim.value("share") == sum(rises) / len(rises) if "share" in claim else not any(rises)


def loss_falls(claim):
    losses = claim.result.loss
    return losses[-1] < losses[_taken(claim.result) // 2]


def cross_entropy_rate(claim):
    return np.isclose(claim.value("rate"), 8 * claim.result.params.stability_rate)


def cross_entropy_diverged(claim):
    result = claim.result
    last = result.cross_entropy_steps[-1]
    return claim.value("step") == result.cross_entropy_diverged and last < result.cross_entropy_diverged <= last + 10


def _cross_entropy_ratios(result):
    return result.cross_entropy_sharpness * 4 * result.params.stability_rate


def cross_entropy_peak(claim):
    return np.isclose(claim.value("peak"), max(_cross_entropy_ratios(claim.result)))


def cross_entropy_end(claim):
    return np.isclose(claim.value("end"), _cross_entropy_ratios(claim.result)[-1])
