"""Oracles of curves, by scipy's regression of the logarithms of the series."""

from functools import lru_cache

import numpy as np
from scipy.stats import linregress
from scipy.stats import t as student

NEUTRAL = ()
LIMITS = {}
SMALL = {}
QUICK = True
SPECIAL = {"break_year": (1995, 1996, 2005, 2007)}
EXAMPLES = ({"break_year": 1995}, {"break_year": 2011})


def _points(result, name="single_thread"):
    return result.series[name]


@lru_cache(64)
def _regression(points):
    years, values = np.array(points).T
    if years.size < 3:
        return None
    fit = linregress(years, np.log(values))
    half = student.ppf(0.975, years.size - 2) * fit.stderr
    return fit.slope, fit.slope - half, fit.slope + half


def _slope(result, side):
    """Growth of the logarithm per year on a side of the break, and the ends of its 95 % interval."""
    points = _points(result)
    chosen = (points[:, 0] <= result.params.break_year) == (side == "before")
    return _regression(tuple(map(tuple, points[chosen].tolist())))


def _agrees(claim, years, **fields):
    """Whether fields quote the growth factor over `years`, or the growth in percent: value, low end, high end."""
    side = fields.pop("side")
    fit, percent = _slope(claim.result, side), fields.pop("percent")
    if fit is None:
        return False
    factors = np.exp(np.multiply(years, fit))
    expected = dict(zip(("value", "low", "high"), 100 * (factors - 1) if percent else factors, strict=True))
    named = [(name, expected[which]) for which, names in fields.items() for name in names if name in claim]
    return all(np.isclose(claim.value(name), number, rtol=1e-6) for name, number in named)


def _side(claim):
    """The side of the break that a sentence is about."""
    first, year = _points(claim.result)[0, 0], 1971 + int(claim.position)
    return claim.subject if year >= first else "none"


def slowed(claim):
    """The upper end of the growth after the break is below the lower end before."""
    before, after = _slope(claim.result, "before"), _slope(claim.result, "after")
    return before is not None and after is not None and after[2] < before[1]


def _too_few(claim):
    """Fewer than three points on one side."""
    return None in (_slope(claim.result, "before"), _slope(claim.result, "after"))


def growth_before(claim):
    if not claim.sentence.fields:
        return _too_few(claim)
    names = {"value": ["before"], "low": ["low"], "high": ["high"]}
    return _agrees(claim, 1, side="before", percent=True, **names) and _distinct_texts(claim)


def growth_after(claim):
    if not claim.sentence.fields:
        return _too_few(claim)
    return _agrees(claim, 1, side="after", percent=True, value=["after"], low=["least"], high=["most"])


def decade_before(claim):
    return _agrees(claim, 10, side="before", percent=False, value=["before"]) and _distinct_texts(claim)


def decade_after(claim):
    return _agrees(claim, 10, side="after", percent=False, value=["after"])


def _distinct_texts(claim):
    return "before" not in claim or claim.text("before") != claim.text("after")


def decade(claim):
    """A number without its interval requires that growth has slowed."""
    side = _side(claim)
    sure = "factor" not in claim or slowed(claim)
    here = "before" if 1971 + int(claim.position) <= claim.result.params.break_year else "after"
    return (
        sure
        and side == here
        and _agrees(claim, 10, side=side, percent=False, value=["factor"], low=["low"], high=["high"])
    )


def growth(claim):
    sure = "low" in claim or slowed(claim)
    return (
        sure
        and _side(claim) == claim.subject
        and _agrees(claim, 1, side=claim.subject, percent=True, value=["value"], low=["low"], high=["high"])
    )


def fitted_years(claim):
    """From the first single-thread value to the break, and from the break to the last."""
    points, year = _points(claim.result), claim.result.params.break_year
    ends = (points[0, 0], year) if claim.subject == "before" else (year, points[-1, 0])
    return (claim.value("first"), claim.value("last")) == ends


def first_year(claim):
    """The first year of the series; the position is before it."""
    return 1971 + int(claim.position) < claim.value("year") == min(_points(claim.result)[:, 0])


def year(claim):
    return claim.value("year") == 1971 + int(claim.position) <= 2021


def peak(claim):
    def highest(name):
        points = _points(claim.result, name)
        return max(points.tolist(), key=lambda row: row[1])[0]

    # A series that is largest in its last year has not peaked.
    other = "other" not in claim or claim.value("other") == highest(THREAD) < _points(claim.result)[-1, 0]
    return claim.value("year") == highest("clock") and other


def thread_grew_on(claim):
    """The last single-thread value is larger than all others."""
    values = _points(claim.result)[:, 1]
    return bool((values[:-1] < values[-1]).all()) and _points(claim.result)[-1, 0] == 2021


def points_before(claim):
    years = _points(claim.result)[:, 0].tolist()
    return claim.value("n") == sum(each <= claim.result.params.break_year for each in years)


THREAD = "single_thread"
