"""Oracles of width."""

import math
import re
from statistics import median

import numpy as np
from claims.oracles.network.settings import _used

LIMITS = {"widths": (3, 2, 6), "max_steps": (1, 60), "digits": (10, 80), "replicates": (1, 3)}
SMALL = {"widths": "3,5,8", "max_steps": 60, "digits": 40, "target_loss": 0.5, "replicates": 2}
QUICK = False
SPECIAL = {"target_loss": (2, 1, 0.7, 0.4, 1e-4)}
EXAMPLES = (
    {"replicates": 1},
    {"widths": "3,5,8,8,12", "width_curves": "four"},
    {"widths": "5"},
    {"target_loss": 2},
    {"target_loss": 1e-4},
    {"max_steps": 12},
    {"max_steps": 1, "target_loss": 1.5},
    {"activation": "relu", "loss": "squared", "target_loss": 0.3},
    {"activation": "sigmoid", "max_steps": 20, "widths": "2,8"},
    {"activation": "sigmoid", "loss": "squared", "target_loss": 2, "replicates": 1},
)
NEUTRAL = (
    "What more units do to conditioning and steps",
    "Training networks of one width after the other.",
    "Conditioning: steepest ÷ mean curvature.",
    "Rate tuned for each network.",
)
CONDITION, TUNED = "condition_mean_at_target", "steps_tuned"


def _values(result, measure, place):
    return [value for value in result.each[measure][:, place].tolist() if not math.isnan(value)]


def _condition(result, place):
    values = _values(result, CONDITION, place)
    return sum(values) / len(values) if values else math.nan


def _steps(result, place):
    values = _values(result, TUNED, place)
    return median(values) if values else math.nan


def _compared(result):
    places = range(len(result.widths))
    return [p for p in places if math.isfinite(_condition(result, p)) and 0 < _steps(result, p) < math.inf]


def _shown(claim):
    """The width that a part of a sentence is about: the one shown in the row above the plot, else the widest."""
    return min(int(claim.position), len(claim.result.widths) - 1)


def _close(a, b):
    return math.isclose(a, b, rel_tol=1e-9)


def _multiple(claim, at):
    """Whether a quoted multiple is `at` of the width shown or of the widest compared; a title quotes none."""
    result, template = claim.result, claim.sentence.template
    places = [_shown(claim), _compared(result)[-1]]
    values = [at(result, place) for place in places if place in _compared(result)]
    if "times" in claim:
        grows = "worse" in template or "fewer" in template
        return any(_close(claim.value("times"), each if grows else 1 / each) and (each > 1) == grows for each in values)
    if not template.startswith("Wider"):  # written as neither more nor less
        return any(1 / 1.05 < each < 1.05 for each in values)
    return values[-1]


def worse(claim):
    found = _multiple(claim, lambda r, place: _condition(r, place) / _condition(r, _compared(r)[0]))
    return found if isinstance(found, bool) else (found >= 1.05) == ("worse conditioning" in claim.sentence.template)


def fewer(claim):
    found = _multiple(claim, lambda r, place: _steps(r, _compared(r)[0]) / _steps(r, place))
    no_fewer = "no fewer" in claim.sentence.template
    return found if isinstance(found, bool) else (found >= 1.05) != no_fewer


def more_parameters(claim):
    found = _compared(claim.result)
    first, last = (int(claim.result.widths[place]) for place in (found[0], found[-1]))
    return _close(claim.value("times"), (75 * last + 10) / (75 * first + 10))


def not_arrived(claim):
    result = claim.result
    missing = [int(w) for place, w in enumerate(result.widths) if _steps(result, place) == math.inf]
    if "width" in claim:
        return claim.value("width") in missing
    if "target" in claim and claim.value("target") != _used(result).target_loss:
        return False
    most = claim.value("most") if "most" in claim else claim.sentence.value
    if "n" in claim and claim.value("n") != most:
        return False
    if claim.subject:
        return int(claim.subject) in missing and most == _used(result).max_steps
    if claim.sentence.template.startswith("No width"):
        return len(missing) == len(result.widths) and most == _used(result).max_steps
    return bool(missing) and most == _used(result).max_steps


def compared(claim):
    base = claim.result.widths[_compared(claim.result)[0]]
    return claim.value("base" if "base" in claim else "units") == base


def widths(claim):
    given = sorted(set(claim.result.params.widths))
    if "first" in claim:
        return claim.value("first") == given[0] and ("last" not in claim or claim.value("last") == given[-1])
    return claim.value("units") == given[_shown(claim)]


def parameters(claim):
    return claim.value("n") == 75 * int(claim.result.widths[_shown(claim)]) + 10


def _place(claim):
    """Of the row above the plot the width shown, of the caption the only one that is compared."""
    return _compared(claim.result)[0] if "units" in claim else _shown(claim)


def starts_arrived(claim):
    result = claim.result
    zero = [place for place in range(len(result.widths)) if _steps(result, place) == 0]
    return bool(zero) and claim.value("target") == _used(result).target_loss


def condition_mean_at_target(claim):
    result = claim.result
    if "most" in claim:
        known = [_condition(result, place) for place in range(len(result.widths)) if _steps(result, place) < math.inf]
        quoted = claim.value("target"), claim.value("most")
        return all(map(math.isnan, known)) and quoted == (_used(result).target_loss, _used(result).max_steps)
    place = _place(claim)
    if "units" in claim and claim.value("units") != result.widths[place]:
        return False
    return _close(claim.value("condition"), _condition(result, place))


def steps_tuned(claim):
    name = "steps" if "steps" in claim else "n"
    return claim.value(name) == _steps(claim.result, _place(claim))


def seeds(claim):
    return claim.value("n") == _used(claim.result).replicates > 1


def target_loss(claim):
    return claim.value("target") == _used(claim.result).target_loss


def exponents(claim):
    """Slopes and half widths of their intervals, by the sums of least squares and a table of Student's t."""
    result = claim.result
    return all(
        _quotes_slope(claim.text(field), result, measure)
        for field, measure in (("first", CONDITION), ("second", TUNED))
    )


def _quotes_slope(text, result, measure):
    pairs = [
        (math.log(75 * width + 10), math.log(value))
        for row in result.each[measure].tolist()
        for width, value in zip(result.widths.tolist(), row, strict=True)
        if 0 < value < math.inf
    ]
    x, y = (np.array(each) for each in zip(*pairs, strict=True))
    slope, level = np.polyfit(x, y, 1)
    rest = float(((y - slope * x - level) ** 2).sum())
    freedom = len(x) - 2
    error = math.sqrt(rest / freedom / float(((x - x.mean()) ** 2).sum()))
    value, half = (float(each.replace("−", "-")) for each in re.findall(r"[−-]?[\d.]+", text))
    return abs(value - slope) <= 0.0051 and abs(half - _STUDENT[freedom] * error) <= 0.006 + 1e-3 * half


_STUDENT = dict(
    enumerate(
        (
            12.706,
            4.3027,
            3.1824,
            2.7764,
            2.5706,
            2.4469,
            2.3646,
            2.3060,
            2.2622,
            2.2281,
            2.2010,
            2.1788,
            2.1604,
            2.1448,
        ),
        start=1,
    )
)
"""The 97.5 % point of Student's distribution, by degrees of freedom."""
