"""Trends of microprocessors over fifty years: the data that ships with the program, and fits of the growth."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray, frozen
from core.laws import Estimate, slope

FIRST_YEAR, LAST_YEAR = 1971, 2021
SERIES = ("single_thread", "transistors", "clock", "cores")
FITTED = SERIES[:3]
"""The series whose growth is fitted; logical cores started to grow only at the break."""


@cache
def trends() -> Mapping[str, FloatArray]:
    """Return the table by series: rows of year and value, shape (n, 2) each, in rising order of years.

    SpecINT x 1000 of a single thread, thousands of transistors, MHz of the clock, logical cores.

    References
    ----------
    K. Rupp, "Microprocessor Trend Data"; to 2010 collected by M. Horowitz, F. Labonte, O. Shacham,
    K. Olukotun, L. Hammond and C. Batten. CC BY 4.0. See README.md beside the file.

    """
    text = (files("resources") / "data" / "microprocessor-trends.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return MappingProxyType(
        {
            name: frozen([(float(row["year"]), float(row["value"])) for row in rows if row["series"] == name])
            for name in SERIES
        }
    )


def growth(points: FloatArray) -> Estimate | None:
    """Return the growth factor per year of `points`, shape (n, 2), with its 95 % interval.

    From a least-squares line through the logarithms of the values; None for fewer than three points.
    """
    years, values = points.T
    # `slope` takes the logarithm of both arguments, so the years are exponentiated.
    fit = slope(np.exp(years - FIRST_YEAR), values)
    return fit and Estimate(*np.exp(fit).tolist())


def line(points: FloatArray, factor: float, first: float, last: float) -> FloatArray:
    """Return the ends of the fitted line with this growth factor per year: rows of year and value, shape (2, 2)."""
    years, values = points.T
    ends = np.array([first, last])
    logs = np.log(values).mean() + np.log(factor) * (ends - years.mean())
    return frozen(np.stack([ends, np.exp(logs)], axis=-1))
