"""What price claims."""

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
    # Rates beyond the ends take a single step as well; and a descent that rounding decides.
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
    # Beyond a rate that needs more steps there is one that needs fewer, which is not looked for.
    {"width": 2, "depths": "3,5", "problems": 4, "max_steps": 120, "seed": 12389},
)
NEUTRAL = (
    "What depth costs in steps",
    "Counting the steps that each depth needs.",
    "Counting the steps that this depth needs.",
    "Each learns a teacher of its own kind.",
)
FAMILIES = "linear", "residual_linear"
_NUMBERS = {}


def _known(result, family, place):
    return [each for each in result.each_steps[family][place] if not np.isnan(each)]


def _whole(result):
    """The depths at which nothing is missing."""
    count = result.params.problems
    return [p for p in range(len(result.depths)) if all(len(_known(result, f, p)) == count for f in FAMILIES)]


def _median(result, family, place):
    ranked = sorted(_known(result, family, place))
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def steps(said):
    """Medians of the networks' own steps."""
    result, place = said.result, _place(said)
    wanted = {"plain": "linear", "skips": "residual_linear", "steps": said.subject}
    told = [field for field in wanted if field in said and not ("failed" in said and said.value(field) is None)]
    medians = {field: _median(result, wanted[field], place) for field in told}
    if not all(said.value(field) == median and np.isfinite(median) for field, median in medians.items()):
        return False
    return "layers" not in said or said.value("layers") == max(result.params.depths)


def failures(said):
    """At least half of those that have ended did not arrive."""
    result, place, params = said.result, _place(said), said.result.params
    if "failing" in said:
        ended = _known(result, said.subject, place)
        return said.subject == FAMILIES[1] and said.value("failing") == sum(map(math.isinf, ended)) >= len(ended) / 2
    told = {"plain": "linear", "skips": "residual_linear"} if "plain" in said and "skips" in said else {}
    if not told:
        lost = "n" if "known" in said else "failed"
        told = {lost: said.subject or ("linear" if "skips" in said else "residual_linear")}
    if "failed" in said and not _other_side(said, next(iter(told.values())), place):
        return False
    for field, family in told.items():
        ended = _known(result, family, place)
        lost = sum(map(math.isinf, ended))
        count = said.value("known") if "known" in said else said.value("n")
        if said.value(field) != lost or count != len(ended) or 2 * lost < count:
            return False
    return "layers" not in said or (said.value("layers") == max(params.depths) and said.value("n") == params.problems)


def _other_side(said, family, place):
    """How many of the family whose median is told fail: said where there are any, fewer than half or half."""
    (other,) = set(FAMILIES) - {family}
    ended = _known(said.result, other, place)
    lost = sum(map(math.isinf, ended))
    return 2 * lost <= len(ended) and lost == (said.value("lost") if "lost" in said else 0)


def max_steps(said):
    return said.value("most" if "most" in said else "n") == said.result.params.max_steps


def known(said):
    place = min(int(said.position), len(said.result.depths) - 1)
    return all(said.value("problems") == len(_known(said.result, family, place)) for family in FAMILIES)


def depth_costs(said):
    result, whole = said.result, _whole(said.result)
    return _at_least(result, "linear", max(whole)) > _median(result, "linear", min(whole))


def _at_least(result, family, place):
    """The median if those that did not arrive would have with one step more."""
    most = result.params.max_steps
    ranked = sorted(most + 1 if math.isinf(each) else each for each in _known(result, family, place))
    return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def skips_save(said):
    result, last = said.result, max(_whole(said.result))
    plain, skips = _at_least(result, FAMILIES[0], last), _median(result, FAMILIES[1], last)
    most = "most" in said.sentence.template
    return skips < plain and (skips < plain / 2) == most


def failed(said):
    lost = ended = 0
    for family in FAMILIES:
        for place in range(len(said.result.depths)):
            each = _known(said.result, family, place)
            lost, ended = lost + sum(map(math.isinf, each)), ended + len(each)
    return (said.value("failed"), said.value("ended")) == (lost, ended) and lost > 0


def width(said):
    asked = said.result.params.width
    return said.value("width") == (8 if asked == "default" else asked)


def searched(said):
    """What was tried holds the best: its ends need more steps, and the neighbors of the best no fewer."""
    every = [each for steps in said.result.each_steps.values() for each in steps.ravel()]
    return min(each for each in every if not math.isnan(each)) < math.inf and _checked(said.result)


def _checked(result):
    key = (result.run, tuple(_whole(result)))
    if key not in _NUMBERS:
        _NUMBERS.clear()
        _NUMBERS[key] = all(
            _is_best(result, family, place, network)
            for place in {min(_whole(result), default=0), max(_whole(result), default=0)}
            for family in FAMILIES
            for network in {0, result.params.problems - 1}
            if _whole(result)
        )
    return _NUMBERS[key]


def _is_best(result, family, place, network):
    found, rate = float(result.each_steps[family][place, network]), float(result.each_rate[family][place, network])
    low, high = result.tried[family][place, network]
    learner = _Learner(result, family, place, network)
    root, tolerance = math.sqrt(2.0), result.params.tolerance
    if tolerance > 1.0 - 1e-9:  # rounding decides
        return True
    if math.isinf(found):
        ends = [learner.descend(each, tolerance) for each in (low / root, low, high, high * root)]
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
        whole = np.eye(self.n)
        for w in weights:
            whole = (self.skip + self.s * w) @ whole
        return whole

    def chaotic(self, rate, tolerance):
        """Whether a rate that is hardly another one takes other steps: then the rounding of each sum decides."""
        ends = [self.descend(rate * (1.0 + each), tolerance)[0] for each in np.linspace(-1e-13, 1e-13, 9)]
        return max(ends) > min(ends) + 1

    def descend(self, rate, tolerance):
        """Steps until the tolerance, or inf; and the last loss over the first."""
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
