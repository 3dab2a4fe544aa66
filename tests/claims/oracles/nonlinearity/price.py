"""Oracles of price."""

import math

import numpy as np
from claims.oracles.nonlinearity.by_depth import _close, _place, _quartiles, depths  # noqa: F401

LIMITS = {"depths": (3, 1, 5), "max_steps": (1, 120), "problems": (1, 4), "width": (2, 6)}
SMALL = {"problems": 3, "width": 3, "depths": "1,2,4", "max_steps": 100}
QUICK = False
SPECIAL = {"branch_scale": (1, 2, 0.01, "inverse_root"), "tolerance": (0.999, 1e-12, 0.01831563888873418)}
EXAMPLES = (
    {"branch_scale": 1, "problems": 6, "depths": "7", "width": 8, "max_steps": 60},
    {"branch_scale": 2, "depths": "1,4,12"},
    {"branch_scale": 0.01},
    {"branch_scale": 1, "depths": "3", "max_steps": 8},
    {"branch_scale": 1.5, "depths": "1,4", "max_steps": 10},
    {"width": 2, "depths": "1,24", "problems": 2},
    {"max_steps": 5, "depths": "1,2,8", "problems": 2},
    {"max_steps": 8, "width": 8, "depths": "2,8", "problems": 4},
    {"max_steps": 1, "depths": "1,2"},
    {"tolerance": 0.999},
    {"tolerance": 0.9999999999999999, "depths": "1,3", "problems": 2},
    {"tolerance": 1e-12, "max_steps": 300},
    {"problems": 1, "depths": "3"},
    {"width": "default", "depths": "1,5", "problems": 3, "max_steps": 12},
    {"width": "default", "depths": "1,2", "problems": 1, "max_steps": 3},
    {"depths": "8,3", "width": 8, "problems": 2},
    {"branch_scale": 2, "max_steps": 30, "depths": "1,6"},
    # Rates outside the tried range also need a single step; and a descent decided by rounding.
    {"width": 2, "tolerance": 0.999, "problems": 2, "max_steps": 8, "depths": "1,4"},
    {
        "width": 2,
        "tolerance": 0.15164658693858596,
        "problems": 1,
        "max_steps": 1,
        "depths": "2,5",
        "branch_scale": 0.01,
    },
    {
        "width": 2,
        "branch_scale": 1,
        "depths": "5",
        "tolerance": 8.77e-05,
        "max_steps": 120,
        "problems": 1,
        "seed": 2147483647,
    },
    # A rate past a worse one needs fewer steps, or is the only one that solves it; the search does not continue to it.
    {"width": 2, "depths": "4", "problems": 2, "max_steps": 7},
    {"width": 2, "depths": "3,5", "problems": 4, "max_steps": 120, "seed": 12389},
)
NEUTRAL = (
    "What depth costs in steps",
    "Counting the steps that each depth needs.",
    "Counting the steps that this depth needs.",
    "Each learns a teacher of its own kind.",
)
FAMILIES = "linear", "residual_linear"
_CHECKED = {}


def _known(result, family, place):
    return [each for each in result.each_steps[family][place] if not np.isnan(each)]


def _complete_depths(result):
    """The indices of the depths at which all networks have ended."""
    count = result.params.problems
    return [p for p in range(len(result.depths)) if all(len(_known(result, f, p)) == count for f in FAMILIES)]


def _median(result, family, place):
    ranked = sorted(_known(result, family, place))
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def steps(claim):
    """Medians of the networks' own steps."""
    result, place = claim.result, _place(claim)
    expected = {"plain": "linear", "skips": "residual_linear", "steps": claim.subject}
    quoted = [field for field in expected if field in claim and not ("failed" in claim and claim.value(field) is None)]
    medians = {field: _median(result, expected[field], place) for field in quoted}
    if not all(claim.value(field) == median and np.isfinite(median) for field, median in medians.items()):
        return False
    return "layers" not in claim or claim.value("layers") == max(result.params.depths)


def failures(claim):
    """At least half of the networks that have ended are not solved."""
    result, place, params = claim.result, _place(claim), claim.result.params
    if "failing" in claim:
        ended = _known(result, claim.subject, place)
        return claim.subject == FAMILIES[1] and claim.value("failing") == sum(map(math.isinf, ended)) >= len(ended) / 2
    quoted = {"plain": "linear", "skips": "residual_linear"} if "plain" in claim and "skips" in claim else {}
    if not quoted:
        lost = "n" if "known" in claim else "failed"
        quoted = {lost: claim.subject or ("linear" if "skips" in claim else "residual_linear")}
    if "failed" in claim and not _other_side(claim, next(iter(quoted.values())), place):
        return False
    for field, family in quoted.items():
        ended = _known(result, family, place)
        lost = sum(map(math.isinf, ended))
        count = claim.value("known") if "known" in claim else claim.value("n")
        if claim.value(field) != lost or count != len(ended) or 2 * lost < count:
            return False
    return "layers" not in claim or (
        claim.value("layers") == max(params.depths) and claim.value("n") == params.problems
    )


def _other_side(claim, family, place):
    """The number of failures of the family whose median is quoted, at most half, is quoted if it is not 0."""
    (other,) = set(FAMILIES) - {family}
    ended = _known(claim.result, other, place)
    lost = sum(map(math.isinf, ended))
    return 2 * lost <= len(ended) and lost == (claim.value("lost") if "lost" in claim else 0)


def max_steps(claim):
    return claim.value("most" if "most" in claim else "n") == claim.result.params.max_steps


def known(claim):
    place = min(int(claim.position), len(claim.result.depths) - 1)
    return all(claim.value("problems") == len(_known(claim.result, family, place)) for family in FAMILIES)


def depth_costs(claim):
    result, complete = claim.result, _complete_depths(claim.result)
    return _at_least(result, "linear", max(complete)) > _median(result, "linear", min(complete))


def _at_least(result, family, place):
    """The median if networks that are not solved count as one step more than the maximum."""
    most = result.params.max_steps
    ranked = sorted(most + 1 if math.isinf(each) else each for each in _known(result, family, place))
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def skips_save(claim):
    result, last = claim.result, max(_complete_depths(claim.result))
    plain, skips = _at_least(result, FAMILIES[0], last), _median(result, FAMILIES[1], last)
    most = "most" in claim.sentence.template
    return skips < plain and (skips < plain / 2) == most


def failed(claim):
    lost = ended = 0
    for family in FAMILIES:
        for place in range(len(claim.result.depths)):
            each = _known(claim.result, family, place)
            lost, ended = lost + sum(map(math.isinf, each)), ended + len(each)
    return (claim.value("failed"), claim.value("ended")) == (lost, ended) and lost > 0


def width(claim):
    given = claim.result.params.width
    return claim.value("width") == (8 if given == "default" else given)


def searched(claim):
    """The tried range contains the best rate: its ends need more steps, and neighbors of the best no fewer."""
    every = [each for steps in claim.result.each_steps.values() for each in steps.ravel()]
    return min(each for each in every if not math.isnan(each)) < math.inf and _checked(claim.result)


def _checked(result):
    key = (result.run, tuple(_complete_depths(result)))
    if key not in _CHECKED:
        _CHECKED.clear()
        _CHECKED[key] = all(
            _is_best(result, family, place, network)
            for place in {min(_complete_depths(result), default=0), max(_complete_depths(result), default=0)}
            for family in FAMILIES
            for network in {0, result.params.problems - 1}
            if _complete_depths(result)
        )
    return _CHECKED[key]


def _is_best(result, family, place, network):
    found, rate = float(result.each_steps[family][place, network]), float(result.each_rate[family][place, network])
    low, high = result.tried[family][place, network]
    learner = _Learner(result, family, place, network)
    root, tolerance = math.sqrt(2.0), result.params.tolerance
    if tolerance > 1.0 - 1e-9:  # rounding decides
        return True
    if math.isinf(found):
        # No rate tried solves it. Past the ends, which are worse, a larger rate may do so by chance.
        tried = (low, low * root**9, high / root, high)
        ends = [learner.descend(each, tolerance) for each in tried]
        return all(math.isinf(steps) for steps, _ in ends) and min(loss for _, loss in ends) > tolerance
    sooner, later = (learner.descend(rate, tolerance * (1.0 + each))[0] for each in (1e-7, -1e-7))
    if not sooner <= found <= later and learner.chaotic(rate, tolerance):
        return True
    others = [rate / root, low, high, rate * root]
    slower = [learner.descend(each, tolerance * (1.0 - 1e-7))[0] for each in others]
    return sooner <= found <= later and low <= rate <= high and min(slower) >= found < min(slower[:3])


class _Learner:
    """One network and its teacher, by the definition."""

    def __init__(self, result, family, place, network):
        params, n = result.params, result.width
        depth = int(result.depths[place])
        self.layers, self.most, self.n = depth, params.max_steps, n
        s = params.branch_scale
        self.s = 1.0 if family == "linear" else 1 / math.sqrt(depth) if isinstance(s, str) else s
        self.skip = np.eye(n) * (family != "linear")
        drawn = np.random.default_rng(params.seed + network).standard_normal((2, depth, n, n)) / math.sqrt(n)
        self.weights, teacher = drawn
        self.target = self.product(teacher)

    def product(self, weights):
        product = np.eye(self.n)
        for w in weights:
            product = (self.skip + self.s * w) @ product
        return product

    def chaotic(self, rate, tolerance):
        """Whether rates that differ by rounding need different steps."""
        ends = [self.descend(rate * (1.0 + each), tolerance)[0] for each in np.linspace(-1e-13, 1e-13, 9)]
        return max(ends) > min(ends) + 1

    def descend(self, rate, tolerance):
        """The steps to the tolerance, or inf; and the last loss over the first."""
        weights, first = [w.copy() for w in self.weights], None
        with np.errstate(all="ignore"):
            for step in range(self.most + 1):
                layers = [self.skip + self.s * w for w in weights]
                below, above = [np.eye(self.n)], [np.eye(self.n)]
                for layer in layers:
                    below.append(layer @ below[-1])
                for layer in layers[::-1]:
                    above.append(above[-1] @ layer)
                off = below[-1] - self.target
                loss = float((off * off).sum()) / self.n
                first = loss if first is None else first
                if loss <= tolerance * first:
                    return step, loss / first
                if not loss <= 1e6 * first:
                    return math.inf, math.inf
                for k in range(self.layers):
                    slope = above[self.layers - 1 - k].T @ off @ below[k].T * (2.0 * self.s / self.n)
                    weights[k] = weights[k] - rate * slope
        return math.inf, loss / first
