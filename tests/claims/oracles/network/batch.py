"""Oracles of batch."""

import math
from functools import cache
from pathlib import Path

import numpy as np
from claims.oracles.network.settings import _used
from scipy import stats

LARGE_WEIGHTS = str(Path(__file__).with_name("large_weights.txt"))
LIMITS = {
    "batch_sizes": (5, 1, 100),
    "max_steps": (1, 40),
    "digits": (10, 60),
    "replicates": (1, 3),
    "hidden": (2, 2, 6),
}
SMALL = {"batch_sizes": "1,2,4,8,16,40", "max_steps": 200, "digits": 40, "hidden": "6", "target_loss": 1}
QUICK = False
SPECIAL = {"target_loss": (2, 1.5, 1, 0.5, 1e-4)}
EXAMPLES = (
    {"replicates": 1},
    {"batch_sizes": "8"},
    {"batch_sizes": "64"},
    {"batch_sizes": "16,1797,2", "noise_scale": "on"},
    {"max_steps": 12, "target_loss": 0.5, "noise_scale": "on"},
    {"max_steps": 1},
    {"target_loss": 1e-4},
    {"target_loss": 2, "loss": "squared"},
    {"activation": "relu", "loss": "squared", "target_loss": 0.2},
    {"activation": "sigmoid", "noise_scale": "on", "target_loss": 2},
    {"activation": "linear", "digits": 10, "noise_scale": "on"},
    {"hidden": "4,4", "residual": "on", "replicates": 2},
    {"batch_sizes": "1,2,3,4,40,45,50,60", "digits": 60, "target_loss": 0.5},
    {"loss": "squared", "hidden": "2", "weights": LARGE_WEIGHTS, "max_steps": 9},
    {"batch_sizes": "1,2,4,8,16,32,60", "digits": 60, "target_loss": 0.3, "max_steps": 400, "noise_scale": "on"},
)
NEUTRAL = (
    "How many steps does a larger batch save?",
    "Counting the steps that each batch size needs.",
    "Minibatches are drawn with replacement.",
)


def _arrived(result):
    return [place for place, steps in enumerate(result.steps.tolist()) if 0 < steps < math.inf]


def _corner(result):
    """Where the line of the fewest digits meets the fewest steps; both."""
    counts = [(float(result.batch_sizes[place]), float(result.steps[place])) for place in _arrived(result)]
    least = min(steps for _, steps in counts)
    return min(size * steps for size, steps in counts) / least, least


def _bend(result):
    """The index of the first batch size past the bend if there are sizes on both sides of it; else None."""
    places = _arrived(result)
    if len(places) < 3:
        return None
    corner, _ = _corner(result)
    first = next(place for place in places if result.batch_sizes[place] >= corner * (1 - 1e-12))
    return first if places[0] < first < places[-1] else None


def _place(claim):
    return min(int(claim.position), len(claim.result.batch_sizes) - 1)


def _leading(claim):
    """The index of the batch size that the large number is about."""
    place, bend = _place(claim), _bend(claim.result)
    return place if bend is None or place not in _arrived(claim.result) else min(place, bend)


def _close(a, b):
    return math.isclose(a, b, rel_tol=1e-9)


def at_most_halves(claim):
    result = claim.result
    corner, _ = _corner(result)
    past = [
        steps
        for size, steps in zip(result.batch_sizes.tolist(), result.steps.tolist(), strict=True)
        if size >= corner and not math.isnan(steps)
    ]
    return _bend(result) is not None and all(2 * b >= a for k, a in enumerate(past) for b in past[k + 1 :])


def slopes(claim):
    result = claim.result
    corner, _ = _corner(result)
    places = _arrived(result)
    sides = {
        "before": [place for place in places if 2 * result.batch_sizes[place] < corner],
        "after": [place for place in places if result.batch_sizes[place] > 2 * corner],
    }
    for name, side in sides.items():
        slope = np.polyfit(np.log(result.batch_sizes[side]), np.log(result.steps[side]), 1)[0]
        if abs(float(claim.text(name).replace("−", "-")) - slope) > 0.0051:
            return False
    return _bend(result) is not None


def steps(claim):
    result = claim.result
    if "size" not in claim:
        return claim.value("n") == result.steps[_leading(claim)]
    (place,) = np.flatnonzero(result.batch_sizes == claim.value("size"))
    told = [_arrived(result)[0], _arrived(result)[-1], _bend(result)]
    return claim.value("n") == result.steps[place] and place in told


def batch_sizes(claim):
    count = _used(claim.result).digits
    given = sorted({min(size, count) for size in claim.result.params.batch_sizes})
    return claim.value("size") == given[_place(claim)]


def digits(claim):
    """All digits are in a batch, or fewer than a noise scale."""
    count = _used(claim.result).digits
    return claim.value("all" if "all" in claim else "size") == count


def compared(claim):
    result = claim.result
    sizes, first = result.batch_sizes, _arrived(result)[0]
    if "bend" in claim:
        bend = _bend(result)
        quoted = claim.value("size"), claim.value("bend")
        return bend < _place(claim) and quoted == (sizes[_place(claim)], sizes[bend])
    leading = _leading(claim)
    return leading != first and (claim.value("size"), claim.value("base")) == (sizes[leading], sizes[first])


def fewer(claim):
    """Of the large number, or of the line beside it, which goes on from the bend."""
    result, bend, template = claim.result, _bend(claim.result), claim.sentence.template
    pairs = [(_arrived(result)[0], _leading(claim))]
    if bend is not None and _place(claim) > bend:
        pairs.append((bend, _place(claim)))
    ratios = [float(result.steps[base] / result.steps[place]) for base, place in pairs]
    if "times" not in claim:
        return any(1 / 1.05 < each < 1.05 for each in ratios)
    more = "more" in template
    return any(_close(claim.value("times"), 1 / each if more else each) and (each < 1) == more for each in ratios)


def best_rate(claim):
    return claim.value("rate") == claim.result.best_rate[_leading(claim)]


def overflows(claim):
    return claim.result.overflows[_place(claim)] == 1 and claim.result.steps[_place(claim)] == math.inf


def all_overflow(claim):
    return all(each == 1 for each in claim.result.overflows.tolist())


def starts_arrived(claim):
    found = claim.result.steps.tolist()
    return all(each == 0 for each in found) and claim.value("target") == _used(claim.result).target_loss


def not_arrived(claim):
    result = claim.result
    late = [int(size) for size, count in zip(result.batch_sizes, result.steps, strict=True) if count == math.inf]
    most = claim.value("n") if "n" in claim else claim.sentence.value
    if most != _used(result).max_steps:
        return False
    if claim.subject:
        return int(claim.subject) in late
    if "target" in claim:
        return claim.value("target") == _used(result).target_loss and len(late) == len(result.batch_sizes)
    return bool(late)


def smallest_steps(claim):
    return claim.value("n") == _corner(claim.result)[1]


def critical_batch(claim):
    return _close(claim.value("batch"), _corner(claim.result)[0])


def target_loss(claim):
    return claim.value("target") == _used(claim.result).target_loss


def replicates(claim):
    return claim.value("n") == _used(claim.result).replicates > 1


def later_loss(claim):
    return claim.value("loss") == 0.3


def noise_scale_initial(claim):
    scale = claim.result.noise_scale_initial
    return scale > claim.value("all") if "all" in claim else claim.value("scale") == scale


def noise_scale(claim):
    """At most one is above all digits: the last of those that are told."""
    result = claim.result
    place = (1, 0.3, 0.1, 0.01).index(claim.value("loss"))
    scale, before = result.noise_scale[place], result.noise_scale[:place]
    if (before > _used(result).digits).any():
        return False
    return scale > claim.value("all") if "all" in claim else claim.value("scale") == scale


def noise_trend(claim):
    """The slope of least squares over all networks with its interval, by scipy."""
    result, template = claim.result, claim.sentence.template
    later = claim.value("when") == "later"
    if later and result.params.noise_scale == "off":
        return False
    rows = [result.noise_scale_by_parameters_later] if later else list(result.noise_scale_by_parameters)
    counts = [75 * units + 10 for units in (4, 8, 16, 32, 64, 128, 256)]
    columns = [(count, column) for count, *column in zip(counts, *rows, strict=True) if np.isfinite(column).all()]
    x = np.log([count for count, column in columns for _ in column])
    fit = stats.linregress(x, np.log([value for _, column in columns for value in column]))
    half = _student(len(x) - 2) * fit.stderr
    medians = [float(np.median(column)) for _, column in columns]
    quoted = {"low": min(medians), "high": max(medians), "least": columns[0][0], "most": columns[-1][0]}
    if not all(_close(claim.value(name), value) for name, value in quoted.items() if name in claim):
        return False
    if "exponent" in claim and abs(float(claim.text("exponent").replace("−", "-")) - fit.slope) > 0.0051:
        return False
    if abs(fit.slope) > half:
        return ("grows" if fit.slope > 0 else "falls") in template
    return ("does not grow" if abs(fit.slope) < 0.1 else "no clear trend") in template


@cache
def _student(freedom):
    return float(stats.t.ppf(0.975, freedom))
