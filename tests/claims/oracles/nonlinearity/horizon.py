"""What horizon claims, by the closed forms of f = x^2 / (1 + x^2): f' = 2 x / (1 + x^2)^2, f'' > 0 where 3 x^2 < 1."""

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
NEUTRAL = ("Blind: f″ ≤ 0, no minimum to be seen.", "Blind: f″ ≤ 0.")


def _here(said):
    return min(int(said.position), len(said.result.path) - 1)


def _sees(x):
    return 3.0 * x * x < 1.0


def _solved(result):
    f = [x * x / (1 + x * x) for x in result.path]
    goal = result.params.tolerance * f[0] * (1 + 1e-12)
    # A tolerance next to 1 is not reached by the start.
    return next((step for step, each in enumerate(f) if step and each <= goal), None)


def steps(said):
    return said.value("steps" if "steps" in said else "n") == len(said.result.path) - 1


def blind_steps(said):
    """As many as are told, or none."""
    wanted = sum(not _sees(x) for x in said.result.path[:-1])
    field = "blind" if "blind" in said else "n"
    told = said.sentence.template.startswith(("{n}", "{blind}"))
    if not told and field in said:
        said.value(field)
    return (said.value(field) if told else 0) == wanted


def all_blind(said):
    return not any(map(_sees, said.result.path[:-1])) and said.value("n") == len(said.result.path) - 1


def seeing_steps(said):
    return said.value("seeing") == sum(map(_sees, said.result.path[:-1]))


def lost_sight(said):
    seen = [_sees(x) for x in said.result.path]
    return any(before and not after for before, after in pairwise(seen))


def steps_to_tolerance(said):
    taken = len(said.result.path) - 1
    if "n" in said:
        return said.value("n") == _solved(said.result) == taken
    return _solved(said.result) == _here(said)


def _onward(result):
    """The largest loss, over the first, of a thousand more steps."""
    x, rate = float(result.path[-1]), result.params.learning_rate
    start, most = float(result.path[0]), 0.0
    for _ in range(1000):
        most = max(most, x * x / (1 + x * x))
        x -= rate * 2 * x / (1 + x * x) ** 2
    return most * (1 + start * start) / (start * start)


def stays_solved(said):
    """The loss does not rise again."""
    return _solved(said.result) is not None and _onward(said.result) <= said.result.params.tolerance * (1 + 1e-9)


def only_passes(said):
    """A displacement of any small size grows, and there is one."""
    # In fractions: at a rate hardly above 1 it grows by less than rounding.
    rate, small = Fraction(said.result.params.learning_rate), Fraction(1, 10**12)
    grown = abs(small - rate * 2 * small / (1 + small * small) ** 2)
    return _solved(said.result) is not None and grown > small and said.result.path[-1] != 0


def unsolved(said):
    return _solved(said.result) is None and len(said.result.path) - 1 == said.result.params.max_steps


def path(said):
    """The step at this position, or where it is."""
    if "n" in said:
        return said.value("n") == _here(said)
    return abs(said.value("x") - said.result.path[_here(said)]) <= 0.00501


def blind(said):
    return not _sees(said.result.path[_here(said)])


def vertex(said):
    """Where f + f' d + f'' d^2 / 2 is lowest: at d = -f' / f''."""
    x = float(said.result.path[_here(said)])
    if not _sees(x):
        return False
    wanted = x - x * (1 + x * x) / (1 - 3 * x * x)
    return "lowest" not in said or math.isclose(said.value("lowest"), wanted, rel_tol=1e-6, abs_tol=0.00501)


def sight(said):
    """f curves upwards just inside of the edge and downwards just outside."""
    edge, h = said.result.sight, 1e-4

    def bend(x):
        a, b, c = ((x + d) ** 2 / (1 + (x + d) ** 2) for d in (-h, 0, h))
        return a - 2 * b + c

    inside, outside = (bend(edge * (1 + d)) for d in (-0.01, 0.01))
    return bool(np.isfinite(edge)) and inside > 0 > outside


def tolerance(said):
    return said.value("share") == said.result.params.tolerance
