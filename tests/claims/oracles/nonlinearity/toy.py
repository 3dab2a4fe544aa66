"""What toy claims."""

import math
from functools import lru_cache

import numpy as np
from claims.oracles.nonlinearity.by_depth import _close, deepest, depths  # noqa: F401

LIMITS = {"depths": (3, 1, 8), "max_steps": (1, 60), "width": (2, 6)}
SMALL = {"depths": "1,2,4", "max_steps": 60}
QUICK = False
SPECIAL = {"radius": (0.05, 1, 4), "tolerance": (0.999, 1e-12), "relative_rate": (4, 0.01)}
EXAMPLES = (
    {"depths": "1,2,3,4,5,6,7,8,9,10,11,12"},
    {"depths": "21"},
    {"width": 2, "depths": "24"},
    {"width": 2, "depths": "1,24"},
    {"depths": "3,21"},
    {"depths": "2,3,4", "seed": 3},
    {"depths": "2", "seed": 1},
    {"depths": "2", "seed": 2},
    {"radius": 0.05},
    {"depths": "1,2", "radius": 4, "width": 2},
    {"depths": "1,2", "radius": 4, "width": 3, "seed": 3},
    {"radius": 4, "depths": "1,2,3,4,5,6"},
    {"relative_rate": 4, "start": "1,1", "max_steps": 1},
    {"start": "0,0"},
    {"tolerance": 0.999, "depths": "1,3"},
    {"width": 2, "depths": "5,2"},
    {"max_steps": 1, "tolerance": 1e-12},
)
NEUTRAL = ("Two weights, free or tied through all layers",)
ALONE, TIED = "two_entries", "tied"


def _place(said):
    return min(int(said.position), len(said.result.depths) - 1)


def _nu(result, name, place):
    """The share of the squares of the coefficients beyond a total degree of 2."""
    table = result.coefficients[name][place]
    i, j = np.indices(table.shape)
    squares = np.where(i + j > 0, table, 0.0) ** 2
    total = squares.sum()
    moves = total >= 1e-24 * np.abs(result.loss[name][place]).max() ** 2
    return float(squares[i + j > 2].sum() / total) if moves else 0.0


def _all_nu(result, name):
    known = [place for place in range(len(result.depths)) if np.isfinite(result.coefficients[name][place]).all()]
    return [_nu(result, name, place) for place in known]


def nu(said):
    value = said.value("share")
    return math.isclose(value, _nu(said.result, said.subject, _place(said)), rel_tol=1e-6, abs_tol=1e-10)


def alone_below(said):
    most = max(_all_nu(said.result, ALONE))
    return most < said.value("alone") <= max(1.1000001 * most, 1e-5) and float(said.shown("alone")[:-2]) / 100 > most


def most_nu(said):
    fields = {"alone": ALONE, "tied": TIED} if "alone_below" not in said.sentence.claims else {"tied": TIED}
    return all(
        math.isclose(said.value(field), max(_all_nu(said.result, name)), rel_tol=1e-6, abs_tol=1e-10)
        and len(_all_nu(said.result, name)) == len(said.result.depths)
        for field, name in fields.items()
    )


def only_tied_leaves(said):
    run, result = set(said.result.params.depths), said.result
    whole = run | {1} == set(range(1, max(run) + 1)) and 1 < len(run) == len(_all_nu(result, ALONE))
    return whole and max(_all_nu(result, ALONE)) <= 0.1 < max(_all_nu(result, TIED))


def gapless(said):
    run = {int(depth) for depth in said.result.depths}
    return run | {1} == set(range(1, said.value("layers") + 1))


def at_most_quadratic(said):
    """Third differences along each axis of the grid are rounding."""
    for grid in said.result.loss[ALONE]:
        if np.isfinite(grid).all():
            for axis in (0, 1):
                if np.abs(np.diff(grid[::8, ::8], 3, axis=axis)).max() > 1e-9 * np.abs(grid).max():
                    return False
    return True


def degree(said):
    result = said.result
    name = said.subject or TIED
    depth = int(result.depths[-1] if "layers" in said else result.depths[_place(said)])
    wanted = _degree(result.params.seed, 4 if result.params.width == "default" else result.params.width, depth, name)
    return said.value("degree") == wanted if "degree" in said else wanted == 2


@lru_cache(512)
def _degree(seed, n, depth, name):
    """The growth of f in whole numbers, where the moving entries are t and the others are drawn, all above 0."""
    rng = np.random.default_rng((seed, 1, 0))
    places = [divmod(int(place), n) for place in rng.choice(n * n, 2, replace=False)]
    drawn = np.random.default_rng(5).integers(1, 9, (depth, n, n)).astype(object)

    def loss(t):
        column = np.full(n, 1, dtype=object)
        for layer in range(depth):
            matrix = drawn[layer].copy()
            for place, alone in zip(places, (0, depth - 1), strict=True):
                if name == TIED or layer == alone:
                    matrix[place] = t
            column = matrix.dot(column)
        return int((column**2).sum())

    at = 2**200
    return round(math.log2(loss(at * at) // loss(at)) / 200)


def _solved(result, name, place):
    losses, low = result.path_loss[name][place], result.loss[name][place].min()
    goal = low + result.params.tolerance * max(losses[0] - low, 0.0)
    below = np.flatnonzero(losses[np.isfinite(losses)] <= goal)
    return int(below[0]) if len(below) else None


def steps_to_tolerance(said):
    return said.value("n") == _solved(said.result, said.subject, _place(said))


def unsolved(said):
    result, place = said.result, _place(said)
    taken = np.isfinite(result.path_loss[said.subject][place]).sum() - 1
    return _solved(result, said.subject, place) is None and taken == result.params.max_steps


def tolerance(said):
    return said.value("share") == said.result.params.tolerance
