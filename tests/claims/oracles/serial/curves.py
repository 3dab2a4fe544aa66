"""What curves claims: worked out with scipy's regression of the logarithms, from the series alone."""

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
    """Growth of the logarithm a year on a side of the break: fitted, and the ends of its 95 % interval."""
    points = _points(result)
    chosen = (points[:, 0] <= result.params.break_year) == (side == "before")
    return _regression(tuple(map(tuple, points[chosen].tolist())))


def _agrees(said, years, **fields):
    """Whether fields say the factor of so many years, or as a percentage what is added: of value, low end, high end."""
    side = fields.pop("side")
    fit, percent = _slope(said.result, side), fields.pop("percent")
    if fit is None:
        return False
    factors = np.exp(np.multiply(years, fit))
    wanted = dict(zip(("value", "low", "high"), 100 * (factors - 1) if percent else factors, strict=True))
    named = [(name, wanted[which]) for which, names in fields.items() for name in names if name in said]
    return all(np.isclose(said.value(name), number, rtol=1e-6) for name, number in named)


def _side(said):
    """The side that a sentence is about; of one that has its place at a position, that of the year there."""
    first, year = _points(said.result)[0, 0], 1971 + int(said.position)
    return said.subject if year >= first else "none"


def slowed(said):
    """A whole decade at the fastest growth after is worth less than one at the slowest before."""
    before, after = _slope(said.result, "before"), _slope(said.result, "after")
    return before is not None and after is not None and after[2] < before[1]


def _too_few(said):
    """Fewer than three points on one side, where a sentence names no figure."""
    return None in (_slope(said.result, "before"), _slope(said.result, "after"))


def growth_before(said):
    if not said.sentence.fields:
        return _too_few(said)
    names = {"value": ["before"], "low": ["low"], "high": ["high"]}
    return _agrees(said, 1, side="before", percent=True, **names) and _told_apart(said)


def growth_after(said):
    if not said.sentence.fields:
        return _too_few(said)
    return _agrees(said, 1, side="after", percent=True, value=["after"], low=["least"], high=["most"])


def decade_before(said):
    return _agrees(said, 10, side="before", percent=False, value=["before"]) and _told_apart(said)


def decade_after(said):
    return _agrees(said, 10, side="after", percent=False, value=["after"])


def _told_apart(said):
    return "before" not in said or said.shown("before") != said.shown("after")


def decade(said):
    """Only where the two sides are told apart does one number stand without its interval."""
    side = _side(said)
    sure = "factor" not in said or slowed(said)
    here = "before" if 1971 + int(said.position) <= said.result.params.break_year else "after"
    return (
        sure
        and side == here
        and _agrees(said, 10, side=side, percent=False, value=["factor"], low=["low"], high=["high"])
    )


def growth(said):
    sure = "low" in said or slowed(said)
    return (
        sure
        and _side(said) == said.subject
        and _agrees(said, 1, side=said.subject, percent=True, value=["value"], low=["low"], high=["high"])
    )


def fitted_years(said):
    """From the first single thread to the break, and from there to the last."""
    points, year = _points(said.result), said.result.params.break_year
    ends = (points[0, 0], year) if said.subject == "before" else (year, points[-1, 0])
    return (said.value("first"), said.value("last")) == ends


def first_year(said):
    """None is known from before that year, and this is before it."""
    return 1971 + int(said.position) < said.value("year") == min(_points(said.result)[:, 0])


def year(said):
    return said.value("year") == 1971 + int(said.position) <= 2021


def peak(said):
    def highest(name):
        points = _points(said.result, name)
        return max(points.tolist(), key=lambda row: row[1])[0]

    # What is largest in the last year has not peaked.
    other = "other" not in said or said.value("other") == highest(THREAD) < _points(said.result)[-1, 0]
    return said.value("year") == highest("clock") and other


def thread_grew_on(said):
    """No earlier value of a single thread is as large as the last."""
    values = _points(said.result)[:, 1]
    return bool((values[:-1] < values[-1]).all()) and _points(said.result)[-1, 0] == 2021


def points_before(said):
    years = _points(said.result)[:, 0].tolist()
    return said.value("n") == sum(each <= said.result.params.break_year for each in years)


THREAD = "single_thread"
