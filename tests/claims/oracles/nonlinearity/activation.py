"""What activation claims."""

import math

from claims.oracles.nonlinearity.by_depth import deepest, depths  # noqa: F401
from claims.oracles.nonlinearity.slices import _here, _lifeless_by_hand, _median_slope, _says, _wide

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
    "Bands: quartiles.",
)


def _fields(said):
    """The families that the fields of a sentence are of: where one layer moves, and where all do."""
    lead = said.value("name") if "name" in said else said.subject
    fields = {"few": ("nu", lead), "much": ("stacked_nu", lead)}
    if "rival" in said:
        fields |= {"other": ("nu", said.value("rival")), "stacked": ("stacked_nu", said.value("rival"))}
    return fields


def _quoted(said, quantity, place):
    result = said.result
    for field, (name, family) in _fields(said).items():
        if name == quantity:
            wanted = float(getattr(result, name)[family][1, place])
            if said.shown(field) == "…":
                if not math.isnan(wanted):
                    return False
            elif not _says(said, field, wanted):
                return False
    return True


def nu(said):
    return _quoted(said, "nu", _here(said))


def stacked_nu(said):
    return _quoted(said, "stacked_nu", _here(said))


def last_nu(said):
    return _quoted(said, "nu", -1)


def last_stacked_nu(said):
    return _quoted(said, "stacked_nu", -1)


def _lifeless(result, family):
    return max(result.dead[family][-1], result.stacked_dead[family][-1])


def looks_tame(said):
    result, family = said.result, said.subject
    few, much = float(result.nu[family][1, -1]), float(result.stacked_nu[family][1, -1])
    return few <= 0.1 < much and result.complete and _lifeless(result, family) == 0


def last_dead(said):
    """Networks drawn again whose loss is 0 wherever it is looked at, where one layer moves."""
    words = said.sentence.template
    slices = any(each in words for each in ("one layer moving", "both slices", "where"))
    return slices and _dead_on(said, "n", said.result.dead, "one_layer")


def last_stacked_dead(said):
    """The same where all layers move."""
    words, field = said.sentence.template, "stacked" if "stacked" in said else "n"
    slices = "all layers moving" in words or "both slices" in words or field == "stacked"
    return slices and _dead_on(said, field, said.result.stacked_dead, "all_layers")


def _dead_on(said, field, dead, where):
    family, params, n = said.value("name"), said.result.params, said.value(field)
    if (n, said.value("all")) != (dead[family][-1], params.replicates):
        return False
    if len(said.sentence.claims) == 3 and min(said.result.dead[family][-1], said.result.stacked_dead[family][-1]):
        return False  # they are dead on the other slice too
    return _lifeless_by_hand(params, family, where) >= n > 0


def saturates(said):
    """The median mean slope, by hand."""
    result, family, params = said.result, said.value("name"), said.result.params
    median = float(result.stacked_mean_slope[family][1, -1])
    if said.value("slope") != median or not median < 0.5:
        return False
    if not result.complete:
        return True
    return math.isclose(_median_slope(params, family, "all_layers"), median, rel_tol=1e-6)


def loss_range(said):
    """More than half of the networks that live, or half, have a loss of 0 somewhere: these families and no others."""
    names = {"relu": "ReLU", "residual_relu": "ReLU + skips", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "linear"}
    lost = [names[family] for family, bands in said.result.loss_range.items() if bands[1, -1] == math.inf]
    return lost == said.shown("list").split(", ") and lost != []


def stacked_loss_range(said):
    if "name" in said and said.value("name") != said.subject:
        return False
    median = "edian" in said.sentence.template
    several = said.result.params.replicates > 1
    return median == several and said.value("range") == float(said.result.stacked_loss_range[said.subject][1, -1])


def width(said):
    return said.value("width") == _wide(said.result.params, "one_layer")


def stacked_width(said):
    return said.value("stacked") == _wide(said.result.params, "all_layers")


def replicates(said):
    wanted = said.result.params.replicates
    return said.value("all" if "all" in said else "n") == wanted
