"""Oracles of edge."""

import math

import numpy as np
from claims.oracles.conditioning import recurrences

LIMITS = {"max_steps": (1, 400)}
SMALL = {}
QUICK = True
SPECIAL = {
    "learning_rate": (0.2, 0.2001, 0.200000001, 0.19999, 0.21, 1e-10, 1.9, 2),
    "tolerance": (0.999, 1e-12, 0.2),
    "condition_number": (1, 1.0004, 10, 10_000),
    "start": ((1.0, 0.0), (0.0, 1.0)),
}
EXAMPLES = (
    {"learning_rate": 0.21},
    {"learning_rate": 1e-10, "max_steps": 300},
    {"learning_rate": 0.2, "max_steps": 300},
    {"learning_rate": 0.2, "tolerance": 0.2},
    {"learning_rate": 0.2001, "max_steps": 200},
    {"learning_rate": 0.25, "start": "1,0"},
    {"learning_rate": 0.21, "start": "100,0.01"},
    {"learning_rate": 2, "start": "1,0"},
    {"learning_rate": 0.2, "start": "1,0"},
    {"learning_rate": 0.01, "max_steps": 50},
    {"learning_rate": "line_search"},
    {"learning_rate": 5, "condition_number": 1},
    {"learning_rate": 1, "rotation": 180, "start": "196964.66,-9e-222", "max_steps": 400},
)
NEUTRAL = ()


def _bowl(result):
    """The eigenvalues, and the start in the eigenbasis."""
    (x, y), (cosine, sine) = result.start, recurrences.rotation_parts(result.params.rotation)
    # A rotation by other than quarter turns leaves rounding in a coordinate that is 0.
    least = 3e-16 * max(abs(x), abs(y)) if result.params.rotation % 90.0 else 0.0
    along = cosine * x + sine * y, -sine * x + cosine * y
    return (1.0, result.params.condition_number), tuple(c if abs(c) > least else 0.0 for c in along)


def _sizes(result):
    """The absolute factors per step of the nonzero eigencoordinates of the start."""
    values, along = _bowl(result)
    return [abs(1 - result.learning_rate * v) for v, c in zip(values, along, strict=True) if c != 0]


def _losses(result):
    """f by x_k = (I - a H)^k x_0, up to the largest number of steps."""
    values, along = _bowl(result)
    steps = np.arange(result.params.max_steps + 1.0)
    with np.errstate(over="ignore"):
        parts = [
            0.5 * v * (c * (1 - result.learning_rate * v) ** steps) ** 2
            for v, c in zip(values, along, strict=True)
            if c != 0
        ]
    return sum(parts)


def _near(result):
    return math.isclose(result.learning_rate * result.params.condition_number, 2.0, rel_tol=1e-9)


def at_the_bound(claim):
    return _near(claim.result)


def rate_is_the_bound(claim):
    return _near(claim.result)


def above_the_bound(claim):
    return claim.result.learning_rate * claim.result.params.condition_number > 2.0


def below_the_bound(claim):
    return claim.result.learning_rate * claim.result.params.condition_number < 2.0


def converges(claim):
    return max(_sizes(claim.result)) < 1


def swings(claim):
    return math.isclose(max(_sizes(claim.result)), 1.0, rel_tol=1e-9)


def diverges(claim):
    return not _near(claim.result) and max(_sizes(claim.result)) > 1


def solved(claim):
    loss = claim.result.loss
    reached = np.flatnonzero(loss[1:] <= claim.result.params.tolerance * loss[0] * recurrences.ROUNDING)
    return len(reached) > 0 and ("n" not in claim or claim.value("n") == reached[0] + 1)


def not_solved(claim):
    loss = claim.result.loss
    taken = len(loss) - 1
    return bool((loss > claim.result.params.tolerance * loss[0]).all()) and (
        "n" not in claim or claim.value("n") == taken
    )


def left_at_step(claim):
    loss = claim.result.loss
    above = np.flatnonzero(loss > loss[0] * recurrences.ROUNDING)
    step = int(above[0]) if len(above) else len(loss)
    return step > 0 and ("step" not in claim or claim.value("step") == step)


def predicted_left_at_step(claim):
    losses = _losses(claim.result)
    above = np.flatnonzero(~(losses <= losses[0] * recurrences.ROUNDING))
    return len(above) > 0 and claim.value("n") == above[0]


def predicted_steps(claim):
    losses, params = _losses(claim.result), claim.result.params
    reached = np.flatnonzero(losses[1:] <= params.tolerance * losses[0] * recurrences.ROUNDING)
    over_bound = np.flatnonzero(~(losses[1:] <= 1e6 * losses[0]))
    arrives = len(reached) > 0 and not (len(over_bound) and over_bound[0] < reached[0])
    if "solved in" in claim.sentence.template or "more than" in claim.sentence.template:
        return not arrives and claim.value("n") == params.max_steps
    return arrives and claim.value("n") == reached[0] + 1


def learning_rate(claim):
    """The rate in use; without a quoted rate, that it is 2 / (L + mu)."""
    result = claim.result
    if "rate" not in claim:
        return math.isclose(result.learning_rate * (1 + result.params.condition_number), 2.0)
    return claim.value("rate") == result.learning_rate


def bound(claim):
    expected = 2.0 / claim.result.params.condition_number
    if "bound" not in claim:
        return math.isclose(claim.result.bound * np.linalg.eigvalsh(claim.result.hessian)[-1], 2.0, rel_tol=1e-9)
    distinct = claim.text("bound") != claim.text("rate") or claim.result.learning_rate == expected
    return math.isclose(claim.value("bound"), expected) and distinct


def factor(claim):
    """A factor whose size is not 1 has another text than 1; two factors that differ have different texts."""
    values, _ = _bowl(claim.result)
    expected = [1 - claim.result.learning_rate * value for value in values]
    if "flat" not in claim:
        expected = expected[:1] if expected[0] == expected[1] else [np.nan]
    names = ("flat", "steep")[-len(expected) :]
    quoted, shown = [claim.value(name) for name in names], [claim.text(name) for name in names]
    if len(set(quoted)) != len(set(shown)) or ("flat" in claim and values[0] == values[1]):
        return False
    distinct = all(abs(each) == 1 or words not in ("1", "−1") for each, words in zip(quoted, shown, strict=True))
    return np.allclose(quoted, expected, rtol=1e-9, atol=1e-12) and distinct


def path(claim):
    result = claim.result
    above = np.flatnonzero(result.loss > result.loss[0] * recurrences.ROUNDING)
    most = min(len(result.path) - 1, int(above[0]) if len(above) else len(result.path))
    if not len(above) and result.diverged is not None:
        most = min(most, result.diverged)
    return claim.value("n") == min(int(claim.position), most)
