"""The experiment `curves`: transistors and single-thread performance grew together until about 2005."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from core.arrays import FloatArray
from core.experiment import Experiment, Result, Summary
from core.laws import Estimate
from core.obstacles.serial.params import SerialParams
from core.obstacles.serial.trends import FIRST_YEAR, FITTED, LAST_YEAR, growth, line, trends
from core.run import Progress, Run

THREAD = "single_thread"


@dataclass(frozen=True, kw_only=True, eq=False)
class CurvesResult(Result):
    """Trends of microprocessors, and their growth before and after the break; the keys of mappings are the series.

    The series are `single_thread` (SpecINT x 1000), `transistors` (thousands), `clock` (MHz) and
    `cores` (logical); all but the last are fitted. Position p is the year 1971 + p.

    Attributes
    ----------
    series
        Rows of year and best value of the year, shape (n, 2), n from 7 to 19, from 1971 to 2021.
    growth_before, growth_after
        The growth factor per year with its 95 % interval, fitted to the years up to and including the break,
        and to those after it: 1.5 is 50 % per year.
    line_before, line_after
        The fitted lines, straight on a logarithmic scale: rows of year and value at
        both ends, shape (2, 2); from the series' first year to the break, and from the break to 2021.
    gone_on
        The first line extrapolated from the break to 2021, shape (2, 2).
    peak
        Year and value of the largest value, shape (2,).

    """

    params: SerialParams
    series: Mapping[str, FloatArray]
    growth_before: Mapping[str, Estimate | None]
    growth_after: Mapping[str, Estimate | None]
    line_before: Mapping[str, FloatArray]
    line_after: Mapping[str, FloatArray]
    gone_on: Mapping[str, FloatArray]
    peak: Mapping[str, FloatArray]

    @property
    def length(self) -> int:
        """The number of years from 1971 to 2021."""
        return LAST_YEAR - FIRST_YEAR

    @property
    def decade_before(self) -> Mapping[str, Estimate | None]:
        """The growth factor of ten years before the break, with its 95 % interval."""
        return _decades(self.growth_before)

    @property
    def decade_after(self) -> Mapping[str, Estimate | None]:
        """The growth factor of ten years after the break, with its 95 % interval."""
        return _decades(self.growth_after)

    def year(self, position: float) -> int:
        """Return the year at a position: 1971 + p, rounded down."""
        return FIRST_YEAR + int(position)

    def side(self, position: float) -> str:
        """Return the side of the break of the year at a position, `before` or `after`; "" before the first data."""
        if self.year(position) < self.first_year:
            return ""
        return "before" if self.year(position) <= self.params.break_year else "after"

    @property
    def first_year(self) -> int:
        """The first year with a single-thread value."""
        return int(self.series[THREAD][0, 0])

    @property
    def growth(self) -> Mapping[str, Estimate | None]:
        """The growth factor per year of a single thread by side, `before` and `after` the break, with its interval."""
        return {"before": self.growth_before[THREAD], "after": self.growth_after[THREAD]}

    @property
    def decade(self) -> Mapping[str, Estimate | None]:
        """The growth factor of ten years of a single thread by side, with its 95 % interval."""
        return _decades(self.growth)

    @property
    def fitted_years(self) -> Mapping[str, tuple[float, float]]:
        """First and last year of the fitted lines of a single thread, by side; sides without a fit are left out."""
        lines = {"before": self.line_before, "after": self.line_after}
        ends = {side: line[THREAD][:, 0].tolist() for side, line in lines.items() if THREAD in line}
        return {side: (first, last) for side, (first, last) in ends.items()}

    @property
    def slowed(self) -> bool:
        """Whether the growth of a single thread after the break is below that before, with disjoint 95 % intervals.

        This is stricter than a test of the difference at 5 %.
        """
        before, after = self.growth_before[THREAD], self.growth_after[THREAD]
        return before is not None and after is not None and after.high < before.low

    @property
    def thread_grew_on(self) -> bool:
        """Whether the largest single-thread value is that of its last year, so that it has not peaked."""
        points = self.series[THREAD]
        return bool(points[-1, 1] == points[:, 1].max())

    @property
    def points_before(self) -> int:
        """The number of years with a single-thread value up to and including the break."""
        return int(np.count_nonzero(self.series[THREAD][:, 0] <= self.params.break_year))

    def summary(self) -> Summary:
        """Return all values as plain data."""
        return {
            "series": {
                name: {"year": [int(year) for year in points[:, 0].tolist()], "value": points[:, 1].tolist()}
                for name, points in self.series.items()
            },
            "growth_before": _estimates_as_dicts(self.growth_before),
            "growth_after": _estimates_as_dicts(self.growth_after),
            "decade_before": _estimates_as_dicts(self.decade_before),
            "decade_after": _estimates_as_dicts(self.decade_after),
            "line_before": {name: ends.tolist() for name, ends in self.line_before.items()},
            "line_after": {name: ends.tolist() for name, ends in self.line_after.items()},
            "gone_on": {name: ends.tolist() for name, ends in self.gone_on.items()},
            "peak": {name: {"year": int(year), "value": value} for name, (year, value) in self._peaks()},
        }

    def _peaks(self) -> list[tuple[str, list[float]]]:
        return [(name, point.tolist()) for name, point in self.peak.items()]


def run(params: SerialParams) -> Run[CurvesResult]:
    """Fit the growth of every series before and after the break."""
    yield Progress(0.0)
    series, year = trends(), float(params.break_year)
    before = {name: points[points[:, 0] <= year] for name, points in series.items() if name in FITTED}
    after = {name: points[points[:, 0] > year] for name, points in series.items() if name in FITTED}
    rates = [MappingProxyType({name: growth(points) for name, points in part.items()}) for part in (before, after)]
    return CurvesResult(
        params=params,
        series=series,
        growth_before=rates[0],
        growth_after=rates[1],
        line_before=_lines(before, rates[0], None, year),
        line_after=_lines(after, rates[1], year, LAST_YEAR),
        gone_on=_lines(before, rates[0], year, LAST_YEAR),
        peak=MappingProxyType({name: _peak(points) for name, points in series.items()}),
    )


def _lines(
    parts: Mapping[str, FloatArray], rates: Mapping[str, Estimate | None], first: float | None, last: float
) -> Mapping[str, FloatArray]:
    """Return the fitted lines from `first` to `last`; if `first` is None, from the first year of each series."""
    return MappingProxyType(
        {
            name: line(points, rate.value, points[0, 0] if first is None else first, last)
            for name, points in parts.items()
            if (rate := rates[name]) is not None
        }
    )


def _peak(points: FloatArray) -> FloatArray:
    """Return the row of `points`, shape (n, 2), with the largest value, as a read-only view."""
    highest: FloatArray = points[int(np.argmax(points[:, 1]))]
    return highest


def _decades(rates: Mapping[str, Estimate | None]) -> Mapping[str, Estimate | None]:
    return {name: rate and Estimate(*(each**10 for each in rate)) for name, rate in rates.items()}


def _estimates_as_dicts(estimates: Mapping[str, Estimate | None]) -> dict[str, Any]:
    return {name: each and each._asdict() for name, each in estimates.items()}


CURVES = Experiment(key="curves", title="Curves", reads=("break_year",), result=CurvesResult, run=run)
