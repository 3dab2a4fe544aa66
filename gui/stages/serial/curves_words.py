"""The texts of the trends, with every number from the result."""

from collections.abc import Mapping

from core.obstacles.serial.curves import THREAD, CurvesResult
from gui.wording.sentences import paragraph
from gui.wording.text import Sentence, Span, distinct_pair, ntr, number, tr


def names() -> Mapping[str, str]:
    """Return the name of each series at the end of its dots."""
    return {
        "transistors": tr("transistors"),
        THREAD: tr("single thread"),
        "clock": tr("clock"),
        "cores": tr("cores"),
    }


def units(*, hall: bool) -> str:
    """Return the units of the series."""
    if hall:
        return tr("thousands of transistors, SpecINT × 1000, MHz, logical cores")
    return tr("thousands of transistors, SpecINT × 1000 of a single thread, MHz of the clock, logical cores")


def title(result: CurvesResult) -> str:
    """Return the title: the slowdown, if the intervals are disjoint, else what is compared."""
    if result.slowed:
        return tr("The single-thread free ride is over", "slowed")
    return tr("Single-thread speed up to {year} and after", "break_year", year=_year(result.params.break_year))


def caption(result: CurvesResult) -> str:
    """Return the caption."""
    before, after = result.decade_before[THREAD], result.decade_after[THREAD]
    if before is None or after is None:
        return tr("On one side of the break there are too few years to fit.", "growth_before", "growth_after")
    if not result.slowed:
        return _intervals(result)
    once, now = distinct_pair(before.value, after.value, 2)
    return tr(
        "Single thread: ten years once gave {before}×; now {after}×.",
        "slowed", "decade_before", "decade_after", before=Span(once, THREAD), after=Span(now, THREAD),
    )  # fmt: skip


def _intervals(result: CurvesResult) -> str:
    """Return the caption with the intervals of both sides, which overlap: single numbers would suggest a difference."""
    (low, high), (least, most) = (
        [Span(number(_percent(end)), THREAD) for end in rate[THREAD] or ()][1:]
        for rate in (result.growth_before, result.growth_after)
    )
    return tr(
        "Growth a year (95 %): {low} to {high} % up to {year}, {least} to {most} % after.",
        "growth_before",
        "growth_after",
        "break_year",
        year=_year(result.params.break_year),
        low=low,
        high=high,
        least=least,
        most=most,
    )


def caveat(result: CurvesResult) -> str:
    """Return the caveat: what peaked and what did not."""
    year = _year(result.peak["clock"][0])
    if not result.thread_grew_on:
        other = _year(result.peak[THREAD][0])
        return tr("The clock peaked in {year}, a single thread in {other}.", "peak", year=year, other=other)
    before, after = result.growth_before[THREAD], result.growth_after[THREAD]
    if before is None or after is None or not result.slowed:
        return paragraph(
            tr("The clock peaked in {year}. A single thread did not.", "peak", "thread_grew_on", year=year),
            _points(result),
        )
    fast, slow = distinct_pair(_percent(before.value), _percent(after.value), 2)
    return tr(
        "The clock peaked in {year}. A single thread grew on: {after} % a year after {since}, {before} % before.",
        "peak", "thread_grew_on", "slowed", "growth_before", "growth_after", "break_year",
        year=year, since=_year(result.params.break_year), before=fast, after=slow,
    )  # fmt: skip


def _points(result: CurvesResult) -> str:
    """Return the sentence with the number of points of the fit before the break."""
    return ntr(
        "Up to {year} there is {n} value.",
        "Up to {year} there are {n} values.",
        result.points_before,
        "points_before",
        "break_year",
        year=_year(result.params.break_year),
    )


def year_shown(result: CurvesResult, position: float) -> str:
    """Return the year at a position."""
    return tr("{year}", "year", year=_year(result.year(position)))


def hero(result: CurvesResult, side: str) -> str:
    """Return the growth factor of ten years on a side of the break, or its interval if the intervals overlap."""
    factor = result.decade.get(side)
    if factor is None:
        return tr("…")
    value, low, high = (number(each) for each in factor)
    if result.slowed:
        return tr("{factor}×", "decade", factor=value).about(side)
    return tr("{low}–{high}×", "decade", low=low, high=high).about(side)


def below(result: CurvesResult, side: str, *, hall: bool) -> tuple[str, ...]:
    """Return wordings of the meaning of the factor, with years and interval, the longest first."""
    if not side:
        return (
            tr("no single-thread data before {year}", "first_year", year=_year(result.first_year)),
            tr("single thread: from {year}", "first_year", year=_year(result.first_year)),
        )
    factor = result.decade[side]
    if factor is None:
        return (tr("too few years to fit"),)
    years = dict(zip(("first", "last"), map(_year, result.fitted_years[side]), strict=True))
    if not result.slowed:
        wordings: tuple[Sentence, ...] = (
            tr("a single thread in ten years at the pace of {first}–{last} (95 %)", "fitted_years", **years),
            tr("in ten years at the pace of {first}–{last} (95 %)", "fitted_years", **years),
            tr("in ten years (95 %)"),
            tr("in ten years"),
        )
    else:
        low, high = number(factor.low), number(factor.high)
        wordings = (
            tr(
                "a single thread in ten years at the pace of {first}–{last} (95 %: {low} to {high})",
                "decade",
                "fitted_years",
                low=low,
                high=high,
                **years,
            ),
            tr(
                "in ten years at the pace of {first}–{last} (95 %: {low} to {high})",
                "decade",
                "fitted_years",
                low=low,
                high=high,
                **years,
            ),
            tr("in ten years at the pace of {first}–{last}", "fitted_years", **years),
            tr("in ten years"),
        )
    return tuple(each.about(side) for each in (wordings[-1:] if hall else wordings))


def growth(result: CurvesResult, side: str) -> tuple[str, ...]:
    """Return wordings of the growth of a single thread on a side of the break, the longest first."""
    rate = result.growth[side]
    if rate is None:
        return (tr("too few years"),)
    value, low, high = (number(_percent(each)) for each in rate)
    # A number alone says little where the two sides' intervals overlap.
    wordings = (
        tr("single thread: {value} % a year (95 %: {low} to {high})", "growth", value=value, low=low, high=high),
        tr("single thread: {value} % a year", "growth", value=value)
        if result.slowed
        else tr("single thread: {low} to {high} % a year", "growth", low=low, high=high),
        tr("{value} % a year", "growth", value=value)
        if result.slowed
        else tr("{low} to {high} % a year", "growth", low=low, high=high),
    )
    return tuple(each.about(side) for each in wordings)


def trend(result: CurvesResult) -> str:
    """Return the name of the first line beyond the break."""
    return tr("pre-{year} trend", "break_year", year=_year(result.params.break_year))


def break_set(result: CurvesResult) -> str:
    """Return the name of the break, with its year."""
    return tr("break set at {year}", "break_year", year=_year(result.params.break_year))


def _percent(factor: float) -> float:
    return 100.0 * (factor - 1.0)


def _year(value: float) -> Span:
    return Span(str(int(value)), value=int(value))
