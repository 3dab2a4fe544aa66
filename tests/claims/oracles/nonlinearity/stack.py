"""Oracles of stack."""

import math

import numpy as np
from claims.oracles.nonlinearity.by_depth import deepest, depths  # noqa: F401
from claims.oracles.nonlinearity.slices import (
    LINEAR,
    _dead_by_definition,
    _family,
    _here,
    _median_slope,
    _quotes,
    _width_of,
)

LIMITS = {"depths": (3, 1, 6), "replicates": (1, 4), "width": (2, 6)}
SMALL = {"depths": "1,2,4", "replicates": 4, "width": 4}
QUICK = False
SPECIAL = {"gain": (0.1, 1, 4, 8), "radius": (0.05, 1, 4), "branch_scale": (1, 0.01, "inverse_root")}
ALL = "linear,relu,tanh,sigmoid,residual_linear,residual_relu"
EXAMPLES = (
    {"families": "linear,tanh", "gain": 0.1},
    {"families": "tanh,sigmoid", "gain": 8},
    {"families": "tanh", "gain": 4, "depths": "2,6"},
    {"families": "linear,relu", "slice": "tied"},
    {"families": "linear,relu", "depths": "6", "replicates": 1, "seed": 2},
    {"families": "linear,relu", "radius": 0.05},
    {"families": "relu,linear", "replicates": 12, "width": 8, "seed": 1},
    {"families": "linear,relu,residual_linear", "replicates": 8, "seed": 1, "depths": "4"},
    {"families": "linear", "slice": "two_entries", "radius": 4},
    {"families": "linear", "slice": "two_entries", "radius": 0.3, "depths": "1,2,3"},
    {"families": "linear", "slice": "two_entries", "width": 2, "depths": "1,24", "replicates": 5},
    {"families": "linear", "slice": "two_entries", "radius": 0.3, "depths": "2"},
    {"families": "linear", "slice": "two_entries"},
    {"families": "linear,residual_linear", "slice": "two_entries", "depths": "2,3,21"},
    {"families": "linear", "slice": "one_layer"},
    {"families": "residual_linear,linear", "replicates": 1},
    {"families": "residual_relu", "slice": "one_layer", "depths": "5"},
    {"families": "relu,tanh", "width": 2, "depths": "24", "replicates": 6},
    {"families": "relu", "width": 2, "depths": "1,24", "replicates": 3},
    {"families": ALL, "replicates": 2, "depths": "1,3"},
    {"families": "sigmoid,relu", "replicates": 1, "depths": "1"},
    {"branch_scale": 1},
    {"families": "residual_linear", "radius": 0.05, "depths": "2", "replicates": 3},
    {"families": "residual_relu", "radius": 0.05, "depths": "2", "replicates": 3},
    {"families": "sigmoid", "radius": 0.05, "depths": "2", "replicates": 3},
    {"families": "linear,relu", "depths": "1", "replicates": 5},
    {"families": "residual_relu,relu", "depths": "3"},
    {"families": "tanh", "replicates": 1, "depths": "2"},
    {"families": "residual_relu", "replicates": 1, "depths": "2"},
)
NEUTRAL = ("Stack layers: does a parabola fit?", "Bands: quartiles.")


def nu(claim):
    """The median of nu at this position, or at the first depth if quoted as before."""
    result = claim.result
    field, place = ("before", 0) if "before" in claim else ("share", _here(claim))
    if "few" in claim and claim.value("few") != result.depths[0]:
        return False
    return _quotes(claim, field, float(result.nu[_family(claim)][1, place]))


def last_nu(claim):
    result = claim.result
    quoted = {"plain": "linear", "skips": "residual_linear"} if "plain" in claim else {"share": _family(claim)}
    quoted = {"relu": "relu", "linear": "linear"} if "relu" in claim else quoted
    expected = {field: float(result.nu[family][1, -1]) for field, family in quoted.items()}
    return all(_quotes(claim, field, value) for field, value in expected.items())


def misses(claim):
    """Two layers or more, and nu above rounding at the deepest; for several networks it is called a median."""
    result, family = claim.result, _family(claim)
    some = result.complete and result.nu[family][1, -1] > 1e-12 and result.dead[family][-1] == 0
    median = "(median)" in claim.sentence.template
    return bool(some) and max(result.params.depths) >= 2 and median == (result.params.replicates > 1)


def stays_tame(claim):
    """At every depth from 1 or 2 to the deepest (one layer is always a parabola)."""
    run, result = set(claim.result.params.depths), claim.result
    whole = run | {1} == set(range(1, max(run) + 1)) and len(run) > 1
    return whole and all((quartiles[1] <= 0.1).all() for quartiles in result.nu.values())


def at_most_quadratic(claim):
    """Along the diagonal the loss has degree 4, so fifth differences vanish."""
    result = claim.result
    cuts = [cut for family in result.cut.values() for cut in family if np.isfinite(cut).all()]
    smooth = all(np.abs(np.diff(cut[::16], 5)).max() <= 1e-9 * cut.max() for cut in cuts)
    return smooth and set(result.nu) <= LINEAR and result.params.slice == "two_entries"


def exact_parabola(claim):
    """All known nu are rounding, and third differences of the cuts vanish."""
    result = claim.result
    cuts = [cut for family in result.cut.values() for cut in family if np.isfinite(cut).all()]
    flat = all(np.abs(np.diff(cut[::16], 3)).max() <= 1e-9 * cut.max() for cut in cuts)
    return flat and all(np.nan_to_num(each).max() < 1e-9 for each in result.nu.values())


def last_dead(claim):
    """The number of networks whose loss is 0 at all test points."""
    result, family, params = claim.result, claim.value("name"), claim.result.params
    if claim.value("n") != result.dead[family][-1] or claim.value("all") != params.replicates:
        return False
    # A network with loss 0 at the test points may be nonzero elsewhere, hence >=.
    computable = params.slice in ("one_layer", "all_layers")
    return not computable or _dead_by_definition(params, family, params.slice) >= claim.value("n") > 0


def saturates(claim):
    """The median mean slope by the definition."""
    result, family, params = claim.result, claim.value("name"), claim.result.params
    median = float(result.mean_slope[family][1, -1])
    if claim.value("slope") != median or not median < 0.5:
        return False
    if params.slice in ("two_entries", "tied") or not result.complete:
        return True
    return math.isclose(_median_slope(params, family, params.slice), median, rel_tol=1e-6)


def loss_range(claim):
    median = "edian" in claim.sentence.template
    several = claim.result.params.replicates > 1
    return median == several and claim.value("range") == float(claim.result.loss_range[claim.subject][1, -1])


def relu_like_linear(claim):
    relu, linear = (claim.result.nu[family][:, -1] for family in ("relu", "linear"))
    distinct = relu[1] > linear[2] or relu[1] < linear[0] or linear[1] > relu[2] or linear[1] < relu[0]
    return not distinct and claim.result.params.replicates > 1 and _bend_at_end(claim.result)


def relu_no_remedy(claim):
    relu, linear = (float(claim.result.nu[family][1, -1]) for family in ("relu", "linear"))
    return not relu < linear and linear > 0.1 and _bend_at_end(claim.result)


def _bend_at_end(result):
    """The deepest networks have an activation, none is dead, and nu of one family is above rounding."""
    bent = any(result.nu[family][1, -1] > 1e-12 for family in ("relu", "linear"))
    return bent and result.complete and max(result.params.depths) >= 2 and result.dead["relu"][-1] == 0


def wide_limit(claim):
    """One line per linear family, through two depths or more."""
    params = claim.result.params
    drawn = params.slice == "all_layers" and params.width != "default" and len(set(params.depths)) > 1
    return (
        drawn
        and claim.value("line" if "line" in claim else "n")
        == len(set(params.families) & LINEAR)
        == len(claim.result.wide_limit)
        > 0
    )


def cut_nu(claim):
    own = float(claim.result.cut_nu[claim.subject][_here(claim)])
    return _quotes(claim, "share", own)


def width(claim):
    params = claim.result.params
    return claim.value("width") == _width_of(params, params.slice)


def replicates(claim):
    expected, words = claim.result.params.replicates, claim.sentence.template
    if words.startswith("Measuring") and ("a random network" in words) != (expected == 1):
        return False
    return claim.value("all" if "all" in claim else "n") == expected
