"""Oracles of horizon, by the closed forms of f = x^2 / (1 + x^2): f' = 2 x / (1 + x^2)^2, f'' > 0 where 3 x^2 < 1."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np

LIMITS = {"max_steps": (1, 300)}
SMALL = {}
QUICK = True
SPECIAL = {"distance": (0.1, 0.5, 0.6, 1, 3, 10), "learning_rate": (0.01, 0.5, 1, 1.5, 2), "tolerance": (0.999, 1e-12)}
EXAMPLES = (
    {"distance": 10, "max_steps": 5000},
    {"tolerance": 0.9999999999999998, "max_steps": 1},
    {"learning_rate": 1.5, "max_steps": 100},
    {"learning_rate": 2},
    {"learning_rate": 1.2, "distance": 2},
    {"learning_rate": 2, "distance": 6},
    {"learning_rate": 2, "distance": 1, "max_steps": 1},
    {"distance": 0.5},
    {"distance": 0.1, "max_steps": 1},
    {"distance": 3, "max_steps": 1},
    {"distance": 10, "max_steps": 40},
    {"distance": 0.1, "learning_rate": 2, "max_steps": 60},
    {"distance": 0.9, "tolerance": 0.9},
    {"tolerance": 0.999},
    {"distance": 1.2, "learning_rate": 1},
    {"distance": 1, "learning_rate": 1.0000000000006615, "max_steps": 11},
    {"distance": 10, "tolerance": 0.999, "learning_rate": 0.01, "max_steps": 3},
)
NEUTRAL = (
    "Blind: f″ ≤ 0, so no minimum is in sight.",
    "Blind: f″ ≤ 0.",
    "Gradient descent and its local parabola",
)


def _step(claim):
    return min(int(claim.position), len(claim.result.path) - 1)


def _is_convex(x):
    return 3.0 * x * x < 1.0


def _solved(result):
    f = [x * x / (1 + x * x) for x in result.path]
    goal = result.params.tolerance * f[0] * (1 + 1e-12)
    # The start itself does not count as solved.
    return next((step for step, each in enumerate(f) if step and each <= goal), None)


def steps(claim):
    return claim.value("steps" if "steps" in claim else "n") == len(claim.result.path) - 1


def blind_steps(claim):
    """The quoted number, or none."""
    expected = sum(not _is_convex(x) for x in claim.result.path[:-1])
    field = "blind" if "blind" in claim else "n"
    quoted = claim.sentence.template.startswith(("{n}", "{blind}"))
    if not quoted and field in claim:
        claim.value(field)
    return (claim.value(field) if quoted else 0) == expected


def all_blind(claim):
    return not any(map(_is_convex, claim.result.path[:-1])) and claim.value("n") == len(claim.result.path) - 1


def seeing_steps(claim):
    return claim.value("seeing") == sum(map(_is_convex, claim.result.path[:-1]))


def lost_sight(claim):
    seen = [_is_convex(x) for x in claim.result.path]
    return any(before and not after for before, after in pairwise(seen))


def steps_to_tolerance(claim):
    taken = len(claim.result.path) - 1
    if "n" in claim:
        return claim.value("n") == _solved(claim.result) == taken
    return _solved(claim.result) == _step(claim)


def _largest_later_loss(result):
    """The largest loss of a thousand more steps, over the first loss."""
    x, rate = float(result.path[-1]), result.params.learning_rate
    start, most = float(result.path[0]), 0.0
    for _ in range(1000):
        most = max(most, x * x / (1 + x * x))
        x -= rate * 2 * x / (1 + x * x) ** 2
    return most * (1 + start * start) / (start * start)


def stays_solved(claim):
    """The loss does not rise again."""
    return _solved(claim.result) is not None and _largest_later_loss(claim.result) <= claim.result.params.tolerance * (
        1 + 1e-9
    )


def only_passes(claim):
    """A small displacement from the minimum grows, and the path is not at the minimum."""
    # In fractions, as at a rate slightly above 1 it grows by less than rounding.
    rate, small = Fraction(claim.result.params.learning_rate), Fraction(1, 10**12)
    grown = abs(small - rate * 2 * small / (1 + small * small) ** 2)
    return _solved(claim.result) is not None and grown > small and claim.result.path[-1] != 0


def unsolved(claim):
    return _solved(claim.result) is None and len(claim.result.path) - 1 == claim.result.params.max_steps


def path(claim):
    """The step at this position, or its x."""
    if "n" in claim:
        return claim.value("n") == _step(claim)
    return abs(claim.value("x") - claim.result.path[_step(claim)]) <= 0.00501


def blind(claim):
    return not _is_convex(claim.result.path[_step(claim)])


def vertex(claim):
    """The minimum of f + f' d + f'' d^2 / 2, at d = -f' / f''."""
    x = float(claim.result.path[_step(claim)])
    if not _is_convex(x):
        return False
    expected = x - x * (1 + x * x) / (1 - 3 * x * x)
    return "lowest" not in claim or math.isclose(claim.value("lowest"), expected, rel_tol=1e-6, abs_tol=0.00501)


def sight(claim):
    """f is convex just inside of the edge and concave just outside."""
    edge, h = claim.result.sight, 1e-4

    def second_difference(x):
        a, b, c = ((x + d) ** 2 / (1 + (x + d) ** 2) for d in (-h, 0, h))
        return a - 2 * b + c

    inside, outside = (second_difference(edge * (1 + d)) for d in (-0.01, 0.01))
    return bool(np.isfinite(edge)) and inside > 0 > outside


def tolerance(claim):
    return claim.value("share") == claim.result.params.tolerance
