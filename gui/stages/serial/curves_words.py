"""What the trends say, every number from the result."""

from collections.abc import Mapping

from core.arrays import FloatArray
from core.laws import Estimate
from core.obstacles.serial.curves import CurvesResult
from gui.text import Span, number, tr

THREAD = "single_thread"
COLORS = {
    "transistors": "heavy_ball",
    THREAD: "gradient_descent",
    "clock": "nesterov",
    "cores": "conjugate_gradient",
}
"""The methods whose colors and markers the series have: no method is shown beside them."""


def names() -> Mapping[str, str]:
    """Return what each series is called at the end of its dots."""
    return {
        "transistors": tr("transistors"),
        THREAD: tr("single thread"),
        "clock": tr("clock"),
        "cores": tr("cores"),
    }


def units(*, hall: bool) -> str:
    """Return what each series is counted in."""
    if hall:
        return tr("thousands of transistors, SpecINT × 1000, MHz, logical cores")
    return tr("thousands of transistors, SpecINT × 1000 of a single thread, MHz of the clock, logical cores")


def caption(result: CurvesResult) -> str:
    """Return the sentence under the picture."""
    before, after = result.decade_before[THREAD], result.decade_after[THREAD]
    if before is None or after is None:
        return tr("On one side of the break there are too few years to fit.")
    return tr(
        "A decade once bought × {before}; now × {after}.",
        before=Span(number(before.value), COLORS[THREAD]),
        after=Span(number(after.value), COLORS[THREAD]),
    )


def caveat(result: CurvesResult) -> str:
    """Return the line that says what peaked and what did not."""
    year, before, after = _year(result.peak["clock"][0]), result.growth_before[THREAD], result.growth_after[THREAD]
    if before is None or after is None:
        return tr("The clock peaked in {year}; a single thread did not.", year=year)
    return tr(
        "The clock peaked in {year}. A single thread did not: it grew on, at {after} % a year, not {before} %.",
        year=year,
        before=number(_percent(before.value)),
        after=number(_percent(after.value)),
    )


def hero(factor: Estimate | None) -> str:
    """Return what ten years are worth."""
    return tr("…") if factor is None else tr("× {factor}", factor=number(factor.value))


def below(factor: Estimate | None, ends: FloatArray | None, *, hall: bool) -> tuple[str, ...]:
    """Return what the factor is of, with the years of the line and its interval: wordings, the longest first."""
    if factor is None or ends is None:
        return (tr("too few years to fit"),)
    if hall:
        return (tr("in ten years"),)
    years = {"first": _year(ends[0, 0]), "last": _year(ends[1, 0])}
    low, high = number(factor.low), number(factor.high)
    return (
        tr("a single thread in ten years, as {first}–{last} (95 %: {low} to {high})", low=low, high=high, **years),
        tr("in ten years, as {first}–{last} (95 %: {low} to {high})", low=low, high=high, **years),
        tr("in ten years, as {first}–{last}", **years),
    )


def growth(rate: Estimate | None) -> tuple[str, ...]:
    """Return how fast a single thread grows on one side of the break: wordings, the longest first."""
    if rate is None:
        return (tr("too few years"),)
    low, high = number(_percent(rate.low)), number(_percent(rate.high))
    value = number(_percent(rate.value))
    return (
        tr("single thread: {value} % a year (95 %: {low} to {high})", value=value, low=low, high=high),
        tr("single thread: {value} % a year", value=value),
        tr("{value} % a year", value=value),
    )


def _percent(factor: float) -> float:
    return 100.0 * (factor - 1.0)


def _year(value: float) -> str:
    return str(int(value))
