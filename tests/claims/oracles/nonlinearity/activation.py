"""Oracles of activation."""

import math

from claims.oracles.nonlinearity.by_depth import deepest, depths  # noqa: F401
from claims.oracles.nonlinearity.slices import _dead_by_definition, _here, _median_slope, _quotes, _width_of

LIMITS = {"depths": (3, 1, 5), "replicates": (1, 3), "width": (2, 6)}
SMALL = {"depths": "1,2,4", "replicates": 3, "width": 4}
QUICK = False
SPECIAL = {"gain": (0.1, 1, 4, 8), "radius": (0.05, 1, 4)}
EXAMPLES = (
    {"width": 2, "activations": "relu,tanh", "depths": "24", "replicates": 6},
    {"width": 2, "depths": "1,4,12", "replicates": 5},
    {"width": 2, "activations": "relu", "depths": "9", "replicates": 3, "radius": 0.05, "seed": 1},
    {"activations": "linear,tanh", "gain": 0.1},
    {"activations": "linear,relu,tanh", "depths": "12", "width": 8, "replicates": 5},
    {"gain": 8},
    {"activations": "sigmoid,relu", "gain": 8, "depths": "5"},
    {"activations": "sigmoid,tanh", "gain": 4},
    {"activations": "sigmoid,tanh", "gain": 8, "replicates": 1},
    {"activations": "linear"},
    {"activations": "residual_linear,residual_relu", "depths": "3"},
    {"activations": "relu"},
    {"activations": "residual_relu,relu,residual_linear", "replicates": 1},
    {"activations": "linear,relu,tanh,sigmoid,residual_linear,residual_relu", "depths": "1", "replicates": 1},
    {"radius": 4},
    {"radius": 0.05, "width": 2, "depths": "5"},
)
NEUTRAL = (
    "What an activation bends, and what stacking does",
    "Measuring how far each activation bends the loss.",
)


def _fields(claim):
    """The quantity and the family of each field of a sentence."""
    lead = claim.value("name") if "name" in claim else claim.subject
    fields = {"few": ("nu", lead), "much": ("stacked_nu", lead)}
    if "rival" in claim:
        fields |= {"other": ("nu", claim.value("rival")), "stacked": ("stacked_nu", claim.value("rival"))}
    return fields


def _quoted(claim, quantity, place):
    result = claim.result
    for field, (name, family) in _fields(claim).items():
        if name == quantity and field in claim:
            expected = float(getattr(result, name)[family][1, place])
            if claim.text(field) == "…":
                if not math.isnan(expected):
                    return False
            elif not _quotes(claim, field, expected):
                return False
    return True


def nu(claim):
    return _quoted(claim, "nu", _here(claim))


def stacked_nu(claim):
    return _quoted(claim, "stacked_nu", _here(claim))


def last_nu(claim):
    return _quoted(claim, "nu", -1)


def last_stacked_nu(claim):
    return _quoted(claim, "stacked_nu", -1)


def _dead_count(result, family):
    return max(result.dead[family][-1], result.stacked_dead[family][-1])


def looks_tame(claim):
    result, family = claim.result, claim.subject
    few, much = float(result.nu[family][1, -1]), float(result.stacked_nu[family][1, -1])
    return few <= 0.1 < much and result.complete and _dead_count(result, family) == 0


def last_dead(claim):
    """The number of networks whose loss is 0 at all test points if one layer moves."""
    words = claim.sentence.template
    slices = any(each in words for each in ("one layer moving", "both slices", "where"))
    return slices and _dead_on(claim, "n", claim.result.dead, "one_layer")


def last_stacked_dead(claim):
    """The same if all layers move."""
    words, field = claim.sentence.template, "stacked" if "stacked" in claim else "n"
    slices = "all layers moving" in words or "both slices" in words or field == "stacked"
    return slices and _dead_on(claim, field, claim.result.stacked_dead, "all_layers")


def _dead_on(claim, field, dead, where):
    family, params, n = claim.value("name"), claim.result.params, claim.value(field)
    if (n, claim.value("all")) != (dead[family][-1], params.replicates):
        return False
    if len(claim.sentence.claims) == 3 and min(claim.result.dead[family][-1], claim.result.stacked_dead[family][-1]):
        return False  # they are also dead on the other slice
    return _dead_by_definition(params, family, where) >= n > 0


def saturates(claim):
    """The median mean slope by the definition."""
    result, family, params = claim.result, claim.value("name"), claim.result.params
    median = float(result.stacked_mean_slope[family][1, -1])
    if claim.value("slope") != median or not median < 0.5:
        return False
    if not result.complete:
        return True
    return math.isclose(_median_slope(params, family, "all_layers"), median, rel_tol=1e-6)


def loss_range(claim):
    """Both medians of the deepest networks if one layer moves; one of the two activations can saturate."""
    families = {"own": claim.value("name"), "other": claim.value("rival")}
    medians = {field: sorted(claim.result.loss_range[family][:, -1])[1] for field, family in families.items()}
    bounded = {"tanh", "sigmoid"} & set(families.values())
    return (
        "One layer" in claim.sentence.template
        and bounded
        and all(map(claim.value, families))
        and all(claim.value(field) == median for field, median in medians.items())
    )


def stacked_loss_range(claim):
    if "name" in claim and claim.value("name") != claim.subject:
        return False
    median = "edian" in claim.sentence.template
    several = claim.result.params.replicates > 1
    return median == several and claim.value("range") == float(claim.result.stacked_loss_range[claim.subject][1, -1])


def width(claim):
    return claim.value("width") == _width_of(claim.result.params, "one_layer")


def stacked_width(claim):
    return claim.value("stacked") == _width_of(claim.result.params, "all_layers")


def replicates(claim):
    expected = claim.result.params.replicates
    return claim.value("all" if "all" in claim else "n") == expected
