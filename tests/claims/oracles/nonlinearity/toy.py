"""Oracles of toy."""

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
    {"depths": "4", "width": 6, "tolerance": 1e-12},
    {"width": 2, "depths": "24"},
    {"width": 2, "depths": "1,24"},
    {"depths": "3,21"},
    {
        "depths": "8,1,6",
        "width": 5,
        "radius": 0.13591409142295227,
        "start": (0.5134242994018026, 0.7767722080809127),
        "relative_rate": 4,
        "tolerance": 1.2028096100025806e-9,
        "max_steps": 46,
        "seed": 1473383,
    },
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
    {"max_steps": 60, "tolerance": 1e-12, "depths": "2,3"},
    {"max_steps": 60, "tolerance": 1e-12, "depths": "1,6,24", "seed": 3},
    {"tolerance": 1e-4, "depths": "1,2,3,6", "start": "0.1,-0.2"},
)
NEUTRAL = ("Two weights, free or tied through all layers",)
ALONE, TIED = "two_entries", "tied"


def _place(claim):
    return min(int(claim.position), len(claim.result.depths) - 1)


def _nu(result, name, place):
    """The share of the squared coefficients above total degree 2."""
    table = result.coefficients[name][place]
    i, j = np.indices(table.shape)
    squares = np.where(i + j > 0, table, 0.0) ** 2
    total = squares.sum()
    moves = total >= 1e-24 * np.abs(result.loss[name][place]).max() ** 2
    return float(squares[i + j > 2].sum() / total) if moves else 0.0


def _all_nu(result, name):
    known = [place for place in range(len(result.depths)) if np.isfinite(result.coefficients[name][place]).all()]
    return [_nu(result, name, place) for place in known]


def nu(claim):
    value = claim.value("share")
    return math.isclose(value, _nu(claim.result, claim.subject, _place(claim)), rel_tol=1e-6, abs_tol=1e-10)


def alone_below(claim):
    most = max(_all_nu(claim.result, ALONE))
    return most < claim.value("alone") <= max(1.1000001 * most, 1e-5) and float(claim.text("alone")[:-2]) / 100 > most


def most_nu(claim):
    fields = {"alone": ALONE, "tied": TIED} if "alone_below" not in claim.sentence.claims else {"tied": TIED}
    return all(
        math.isclose(claim.value(field), max(_all_nu(claim.result, name)), rel_tol=1e-6, abs_tol=1e-10)
        and len(_all_nu(claim.result, name)) == len(claim.result.depths)
        for field, name in fields.items()
    )


def only_tied_leaves(claim):
    run, result = set(claim.result.params.depths), claim.result
    whole = run | {1} == set(range(1, max(run) + 1)) and 1 < len(run) == len(_all_nu(result, ALONE))
    return whole and max(_all_nu(result, ALONE)) <= 0.1 < max(_all_nu(result, TIED))


def gapless(claim):
    run = {int(depth) for depth in claim.result.depths}
    return run | {1} == set(range(1, claim.value("layers") + 1))


def at_most_quadratic(claim):
    """Third differences along each axis of the grid vanish up to rounding."""
    for grid in claim.result.loss[ALONE]:
        if np.isfinite(grid).all():
            for axis in (0, 1):
                if np.abs(np.diff(grid[::8, ::8], 3, axis=axis)).max() > 1e-9 * np.abs(grid).max():
                    return False
    return True


def degree(claim):
    result = claim.result
    width = 4 if result.params.width == "default" else result.params.width
    return claim.value("degree") == _degree(result.params.seed, width, int(result.depths[-1]))


@lru_cache(512)
def _degree(seed, n, depth):
    """The degree of f in t, in integer arithmetic: tied entries are t, the others random positive integers."""
    rng = np.random.default_rng((seed, 1, 0))
    places = [divmod(int(place), n) for place in rng.choice(n * n, 2, replace=False)]
    drawn = np.random.default_rng(5).integers(1, 9, (depth, n, n)).astype(object)

    def loss(t):
        column = np.full(n, 1, dtype=object)
        for layer in range(depth):
            matrix = drawn[layer].copy()
            for place in places:
                matrix[place] = t
            column = matrix.dot(column)
        return int((column**2).sum())

    at = 2**200
    return round(math.log2(loss(at * at) // loss(at)) / 200)


def _slice(params, name, depth):
    """The values that define a slice."""
    return params.seed, 4 if params.width == "default" else params.width, params.radius, name, depth


def _losses(points, seed, n, radius, name, depth):
    """The loss of the network at points, (p, 2), by the definition."""
    rng = np.random.default_rng((seed, 0, 0))
    signal = rng.standard_normal((n, 2 * n))
    layers = rng.standard_normal((depth, 3, n, n))[:, 0] / math.sqrt(n)
    drawn = np.random.default_rng((seed, 1, 0)).choice(n * n, 2, replace=False)
    places = [divmod(int(place), n) for place in drawn]
    product = np.broadcast_to(signal, (len(points), *signal.shape))
    for layer, w in enumerate(layers):
        moved = np.tile(w, (len(points), 1, 1))
        for (row, column), own, at in zip(places, (0, depth - 1), points.T, strict=True):
            if name == TIED or layer == own:
                moved[:, row, column] = 2.0 * radius / math.sqrt(n) * at
        product = moved @ product
    return (product**2).mean(axis=(1, 2))


@lru_cache(512)
def _lowest(*where):
    """The minimum of the loss on the slice, by successively finer grids."""
    axis = np.linspace(-1.0, 1.0, 129)
    points = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    f = _losses(points, *where)
    best, middle, half, least = float(f.min()), points[f.argmin()], 2.0 / 128, 1e-16 * float(f.max())
    around = np.stack(np.meshgrid(*[np.linspace(-1.0, 1.0, 9)] * 2), axis=-1).reshape(-1, 2)
    while half > 1e-10:
        points = np.clip(middle + half * around, -1.0, 1.0)
        f = _losses(points, *where)
        # Along a flat valley the grid grows again; gains below rounding are ignored.
        half *= 2.0 if best - f.min() > max(1e-15 * best, least) else 0.5
        if f.min() < best:
            best, middle = float(f.min()), points[f.argmin()]
    return best


def _heights(claim):
    """The losses above the minimum on a path, the target height, and the rounding error."""
    result, name, place = claim.result, claim.subject, _place(claim)
    depth, path = int(result.depths[place]), result.path[name][place]
    where = _slice(result.params, name, depth)
    heights = _losses(path[np.isfinite(path[:, 0])], *where) - _lowest(*where)
    return heights, result.params.tolerance * max(heights[0], 0.0), 1e-10 * result.loss[name][place].max()


def steps_to_tolerance(claim):
    """The first step at which the loss above the minimum is at most the target, up to rounding."""
    heights, goal, rounding = _heights(claim)
    n = int(claim.value("n"))
    arrived = heights[n] <= goal * (1 + 1e-6) and not (heights[:n] < goal - min(rounding, goal / 2)).any()
    return arrived and n == len(heights) - 1


def undecided(claim):
    """The target height is at most the rounding error, two estimates of which agree within a factor of two."""
    _, goal, rounding = _heights(claim)
    return goal <= 2 * rounding


def unsolved(claim):
    heights, goal, rounding = _heights(claim)
    return len(heights) == claim.result.params.max_steps + 1 and not (heights < goal - min(rounding, goal / 2)).any()


def tolerance(claim):
    return claim.value("share") == claim.result.params.tolerance
