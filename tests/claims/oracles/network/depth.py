"""Oracles of depth: from the steps and gradients of each network."""

import math
from statistics import median

from claims.oracles.network.settings import _used

LIMITS = {"depths": (3, 1, 6), "max_steps": (1, 60), "digits": (10, 80), "replicates": (1, 3)}
SMALL = {"depths": "1,2,4", "max_steps": 60, "digits": 40, "replicates": 2}
QUICK = False
SPECIAL = {"target_loss": (2, 1, 0.5, 1e-4)}
EXAMPLES = (
    {"replicates": 1},
    {"depth_axis": "gradient_ratio"},
    {"depth_axis": "gradient_ratio", "replicates": 1, "families": "tanh,residual_tanh", "depths": "3"},
    {"depth_axis": "gradient_ratio", "families": "sigmoid", "max_steps": 1, "depths": "1,8"},
    {"families": "residual_tanh"},
    {"families": "sigmoid,tanh"},
    {"families": "sigmoid,tanh,residual_relu", "max_steps": 12},
    {"families": "tanh,residual_tanh,sigmoid", "replicates": 3},
    {"families": "relu,tanh,residual_relu"},
    {"families": "relu,relu,residual_relu", "depths": "2,2"},
    {"families": "residual_relu,relu", "depths": "1,6", "max_steps": 15},
    {"depths": "3", "max_steps": 30},
    {"depths": "8,1", "target_loss": 1},
    {"depths": "2,16", "max_steps": 20, "digits": 20, "families": "relu,residual_relu"},
    {"depths": "2,16", "max_steps": 20, "digits": 20, "families": "residual_relu,tanh"},
    {"depths": "1,2", "max_steps": 20, "digits": 10},
    {"target_loss": 2, "replicates": 3},
    {"target_loss": 1e-4, "max_steps": 5},
    {"max_steps": 1},
    {"digits": "usual", "target_loss": "usual", "max_steps": 40, "depths": "2,6", "replicates": 1},
)
NEUTRAL = (
    "What depth costs in steps",
    "Gradients of the first hidden layer, by depth",
    "Training the networks, one kind after the other.",
    "Norms of the gradients at the start, without biases.",
    "First hidden layer against readout.",
)
PAIRS = (("relu", "residual_relu"), ("tanh", "residual_tanh"))


def _depths(result):
    return sorted(set(result.params.depths))


def _shown(claim):
    """The place of the depth that the row above the plot is about."""
    return min(int(claim.position), len(_depths(claim.result)) - 1)


def _middle(values, place):
    each = values[:, place].tolist()
    return math.nan if any(map(math.isnan, each)) else median(each)


def _steps(result, family, place=-1):
    return _middle(result.each_steps[family], place)


def _ratio(result, family, place=-1):
    return _middle(result.each_gradient_ratio[family], place)


def _families(result):
    return list(dict.fromkeys(result.params.families))


def _pair(result):
    return next((pair for pair in PAIRS if all(family in result.params.families for family in pair)), None)


def _lead(result):
    return (_pair(result) or _families(result))[0]


def _bounded(result, family):
    """The steps to the last depth; one more than allowed where half of the networks fail."""
    return min(_steps(result, family), _used(result).max_steps + 1)


def deepest(claim):
    result = claim.result
    if "list" in claim and claim.value("list") is not None:  # a list of one is the sentence about the first family
        first = min(_steps(result, _families(result)[0]), _used(result).max_steps)
        if claim.value("list") != first:
            return False
    return claim.value("layers") == max(result.params.depths)


def depths(claim):
    return claim.value("n" if "n" in claim else "layers") == _depths(claim.result)[_shown(claim)]


def steps(claim):
    """Of a sentence about one family the median, in the caption of the last depth and in the row of the one shown."""
    result, most = claim.result, _used(claim.result).max_steps
    if "target" in claim:
        none = all(math.isinf(_steps(result, family)) for family in _families(result))
        return none and claim.value("target") == _used(result).target_loss and claim.value("n") == most
    medians = [_steps(result, claim.subject, place) for place in {_shown(claim), len(_depths(result)) - 1}]
    if "most" in claim:
        return math.inf in medians and claim.value("most") == most
    if "not" in claim.sentence.template:
        return math.inf in medians and claim.value("n") == most
    return claim.value("n") in medians


def pair(claim):
    result, (plain, skips) = claim.result, _pair(claim.result)
    if claim.value("name") != plain or ("other" in claim and claim.value("other") != "sigmoid"):
        return False
    said = {"plain": plain, "skips": skips, "third": "sigmoid"}
    quoted = {family: claim.value(field) for field, family in said.items() if field in claim}
    known = {family: min(_steps(result, family), _used(result).max_steps) for family in quoted}
    # The number of a sentence without the word for the unit is checked with that sentence.
    return all(value is None or value == known[family] for family, value in quoted.items())


def lead(claim):
    return claim.value("name") == _lead(claim.result)


def depth_costs(claim):
    result = claim.result
    first = _steps(result, _lead(result), 0)
    return 0 < first < math.inf and _bounded(result, _lead(result)) >= 1.1 * first and len(_depths(result)) > 1


def skips_save(claim):
    result = claim.result
    plain, skips = _pair(result)
    saved = 1 - _steps(result, skips) / _bounded(result, plain)
    if "most of" in claim.sentence.template:
        return saved > 0.5
    return 0.1 < saved <= 0.5 if "some of" in claim.sentence.template else saved > 0.1


def beats(claim):
    result, template = claim.result, claim.sentence.template
    ahead = _steps(result, "tanh") < _steps(result, "relu")
    both = "residual_tanh" in result.each_steps and "residual_relu" in result.each_steps
    also = both and _steps(result, "residual_tanh") < _steps(result, "residual_relu")
    return ahead and also == ("skips" in template)


def not_arrived(claim):
    result = claim.result
    failed = any(math.inf in steps.ravel().tolist() for steps in result.each_steps.values())
    return failed and claim.sentence.value == _used(result).max_steps and claim.value("n") == claim.sentence.value


def _smallest(result):
    known = {family: _ratio(result, family) for family in _families(result)}
    known = {family: ratio for family, ratio in known.items() if math.isfinite(ratio)}
    return min(known, key=known.get) if known else _lead(result)


def faintest(claim):
    return claim.value("name") == _smallest(claim.result)


def gradient_ratio(claim):
    """In the caption of the last depth, and in the row of the one shown."""
    place = -1 if "layers" in claim else _shown(claim)
    expected = _ratio(claim.result, _smallest(claim.result), place)
    return math.isclose(claim.value("ratio"), expected, rel_tol=1e-12)


def gradient_vanishes(claim):
    result = claim.result
    family = _smallest(result)
    return result.complete and _ratio(result, family) < 0.01 <= _ratio(result, family, 0)


def seeds(claim):
    return claim.value("n") == _used(claim.result).replicates > 1


def target_loss(claim):
    return claim.value("target") == _used(claim.result).target_loss


def digits(claim):
    return claim.value("digits") == _used(claim.result).digits
