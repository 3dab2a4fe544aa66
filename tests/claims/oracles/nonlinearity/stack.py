"""What stack claims."""

import math

import numpy as np
from claims.oracles.nonlinearity.by_depth import deepest, depths  # noqa: F401
from claims.oracles.nonlinearity.slices import LINEAR, _family, _here, _lifeless_by_hand, _median_slope, _says, _wide

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


def nu(said):
    """The median of nu at this position, or, where it is told with its layers, at the first depth."""
    result = said.result
    field, place = ("before", 0) if "before" in said else ("share", _here(said))
    if "few" in said and said.value("few") != result.depths[0]:
        return False
    return _says(said, field, float(result.nu[_family(said)][1, place]))


def last_nu(said):
    result = said.result
    told = {"plain": "linear", "skips": "residual_linear"} if "plain" in said else {"share": _family(said)}
    told = {"relu": "relu", "linear": "linear"} if "relu" in said else told
    wanted = {field: float(result.nu[family][1, -1]) for field, family in told.items()}
    return all(_says(said, field, value) for field, value in wanted.items())


def misses(said):
    """Two layers or more, and more than rounding at the most of them; of several networks it is called a median."""
    result, family = said.result, _family(said)
    some = result.complete and result.nu[family][1, -1] > 1e-12 and result.dead[family][-1] == 0
    median = "(median)" in said.sentence.template
    return bool(some) and max(result.params.depths) >= 2 and median == (result.params.replicates > 1)


def stays_tame(said):
    """At every depth that a reader may think of: from 1, or from 2, one layer being a parabola."""
    run, result = set(said.result.params.depths), said.result
    whole = run | {1} == set(range(1, max(run) + 1)) and len(run) > 1
    return whole and all((quartiles[1] <= 0.1).all() for quartiles in result.nu.values())


def at_most_quadratic(said):
    """Along the diagonal the loss of a product is of degree 4: fifth differences vanish."""
    result = said.result
    cuts = [cut for family in result.cut.values() for cut in family if np.isfinite(cut).all()]
    smooth = all(np.abs(np.diff(cut[::16], 5)).max() <= 1e-9 * cut.max() for cut in cuts)
    return smooth and set(result.nu) <= LINEAR and result.params.slice == "two_entries"


def exact_parabola(said):
    """nu is rounding, wherever it is known; and the cut is a parabola."""
    result = said.result
    cuts = [cut for family in result.cut.values() for cut in family if np.isfinite(cut).all()]
    flat = all(np.abs(np.diff(cut[::16], 3)).max() <= 1e-9 * cut.max() for cut in cuts)
    return flat and all(np.nan_to_num(each).max() < 1e-9 for each in result.nu.values())


def last_dead(said):
    """Networks drawn again whose loss is 0 at the corners, the middle and between."""
    result, family, params = said.result, said.value("name"), said.result.params
    if said.value("n") != result.dead[family][-1] or said.value("all") != params.replicates:
        return False
    # A network that is 0 where it is looked at may be alive elsewhere.
    by_hand = params.slice in ("one_layer", "all_layers")
    return not by_hand or _lifeless_by_hand(params, family, params.slice) >= said.value("n") > 0


def saturates(said):
    """The mean slope by hand, of some networks: the median that is quoted is among what they have."""
    result, family, params = said.result, said.value("name"), said.result.params
    median = float(result.mean_slope[family][1, -1])
    if said.value("slope") != median or not median < 0.5:
        return False
    if params.slice in ("two_entries", "tied") or not result.complete:
        return True
    return math.isclose(_median_slope(params, family, params.slice), median, rel_tol=1e-6)


def loss_range(said):
    median = "edian" in said.sentence.template
    several = said.result.params.replicates > 1
    return median == several and said.value("range") == float(said.result.loss_range[said.subject][1, -1])


def relu_like_linear(said):
    relu, linear = (said.result.nu[family][:, -1] for family in ("relu", "linear"))
    apart = relu[1] > linear[2] or relu[1] < linear[0] or linear[1] > relu[2] or linear[1] < relu[0]
    return not apart and said.result.params.replicates > 1 and _bend_at_end(said.result)


def relu_no_remedy(said):
    relu, linear = (float(said.result.nu[family][1, -1]) for family in ("relu", "linear"))
    return not relu < linear and linear > 0.1 and _bend_at_end(said.result)


def _bend_at_end(result):
    """There is an activation, none of the networks is dead, and something is not a parabola."""
    bent = any(result.nu[family][1, -1] > 1e-12 for family in ("relu", "linear"))
    return bent and result.complete and max(result.params.depths) >= 2 and result.dead["relu"][-1] == 0


def wide_limit(said):
    """As many lines as there are families of products of matrices, through two depths or more."""
    params = said.result.params
    drawn = params.slice == "all_layers" and params.width != "default" and len(set(params.depths)) > 1
    return (
        drawn
        and said.value("line" if "line" in said else "n")
        == len(set(params.families) & LINEAR)
        == len(said.result.wide_limit)
        > 0
    )


def cut_nu(said):
    own = float(said.result.cut_nu[said.subject][_here(said)])
    return _says(said, "share", own)


def width(said):
    params = said.result.params
    return said.value("width") == _wide(params, params.slice)


def replicates(said):
    wanted, words = said.result.params.replicates, said.sentence.template
    if words.startswith("Measuring") and ("a random network" in words) != (wanted == 1):
        return False
    return said.value("all" if "all" in said else "n") == wanted
