"""What edge claims."""

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
    """Eigenvalues, and the start along them."""
    (x, y), (cosine, sine) = result.start, recurrences.turned(result.params.rotation)
    # Turning a start by another angle than a quarter leaves rounding where an axis has none of it.
    least = 3e-16 * max(abs(x), abs(y)) if result.params.rotation % 90.0 else 0.0
    along = cosine * x + sine * y, -sine * x + cosine * y
    return (1.0, result.params.condition_number), tuple(c if abs(c) > least else 0.0 for c in along)


def _sizes(result):
    """What a step multiplies the coordinates of the start by, as many as are not 0."""
    values, along = _bowl(result)
    return [abs(1 - result.learning_rate * v) for v, c in zip(values, along, strict=True) if c != 0]


def _losses(result):
    """f by x_k = (I - a H)^k x_0, for as many steps as are allowed."""
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


def at_the_bound(said):
    return _near(said.result)


def rate_is_the_bound(said):
    return _near(said.result)


def above_the_bound(said):
    return said.result.learning_rate * said.result.params.condition_number > 2.0


def below_the_bound(said):
    return said.result.learning_rate * said.result.params.condition_number < 2.0


def converges(said):
    return max(_sizes(said.result)) < 1


def swings(said):
    return math.isclose(max(_sizes(said.result)), 1.0, rel_tol=1e-9)


def diverges(said):
    return not _near(said.result) and max(_sizes(said.result)) > 1


def solved(said):
    loss = said.result.loss
    reached = np.flatnonzero(loss[1:] <= said.result.params.tolerance * loss[0] * recurrences.ROUNDING)
    return len(reached) > 0 and ("n" not in said or said.value("n") == reached[0] + 1)


def not_solved(said):
    loss = said.result.loss
    taken = len(loss) - 1
    return bool((loss > said.result.params.tolerance * loss[0]).all()) and ("n" not in said or said.value("n") == taken)


def left_at_step(said):
    loss = said.result.loss
    above = np.flatnonzero(loss > loss[0] * recurrences.ROUNDING)
    step = int(above[0]) if len(above) else len(loss)
    return step > 0 and ("step" not in said or said.value("step") == step)


def predicted_left_at_step(said):
    losses = _losses(said.result)
    above = np.flatnonzero(~(losses <= losses[0] * recurrences.ROUNDING))
    return len(above) > 0 and said.value("n") == above[0]


def predicted_steps(said):
    losses, params = _losses(said.result), said.result.params
    reached = np.flatnonzero(losses[1:] <= params.tolerance * losses[0] * recurrences.ROUNDING)
    gone = np.flatnonzero(~(losses[1:] <= 1e6 * losses[0]))
    arrives = len(reached) > 0 and not (len(gone) and gone[0] < reached[0])
    if "solved in" in said.sentence.template or "more than" in said.sentence.template:
        return not arrives and said.value("n") == params.max_steps
    return arrives and said.value("n") == reached[0] + 1


def learning_rate(said):
    """The rate that is in use; or that it is 2 / (L + mu)."""
    result = said.result
    if "rate" not in said:
        return math.isclose(result.learning_rate * (1 + result.params.condition_number), 2.0)
    return said.value("rate") == result.learning_rate


def bound(said):
    wanted = 2.0 / said.result.params.condition_number
    if "bound" not in said:
        return math.isclose(said.result.bound * np.linalg.eigvalsh(said.result.hessian)[-1], 2.0, rel_tol=1e-9)
    apart = said.shown("bound") != said.shown("rate") or said.result.learning_rate == wanted
    return math.isclose(said.value("bound"), wanted) and apart


def factor(said):
    """A factor is written on its own side of 1, in size; two that differ look different."""
    values, _ = _bowl(said.result)
    wanted = [1 - said.result.learning_rate * value for value in values]
    if "flat" not in said:
        wanted = wanted[:1] if wanted[0] == wanted[1] else [np.nan]
    names = ("flat", "steep")[-len(wanted) :]
    told, shown = [said.value(name) for name in names], [said.shown(name) for name in names]
    if len(set(told)) != len(set(shown)) or ("flat" in said and values[0] == values[1]):
        return False
    apart = all(abs(each) == 1 or words not in ("1", "−1") for each, words in zip(told, shown, strict=True))
    return np.allclose(told, wanted, rtol=1e-9, atol=1e-12) and apart


def path(said):
    result = said.result
    above = np.flatnonzero(result.loss > result.loss[0] * recurrences.ROUNDING)
    most = min(len(result.path) - 1, int(above[0]) if len(above) else len(result.path))
    if not len(above) and result.diverged is not None:
        most = min(most, result.diverged)
    return said.value("n") == min(int(said.position), most)
