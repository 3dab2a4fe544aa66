"""Lines of the table of budgets, and the statistics in them."""

import sys
import time
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Line:
    """One measurement: its name, value, budget and note.

    `budget` is None for a measurement without one. Budgets are upper bounds, or lower bounds if
    `at_least` is true. `value` is None where nothing could be measured, and the note gives the reason.
    """

    what: str
    value: float | None
    budget: float | None
    unit: str = ""
    at_least: bool = False
    note: str = ""
    digits: int = field(default=2)

    @property
    def verdict(self):
        if self.value is None or self.budget is None:
            return "-"
        met = self.value >= self.budget if self.at_least else self.value <= self.budget
        return "met" if met else "MISSED"

    @property
    def cells(self):
        sign = ">=" if self.at_least else "<="
        measured = "-" if self.value is None else f"{self.value:.{self.digits}f}{self.unit}"
        budget = "-" if self.budget is None else f"{sign} {self.budget:g}{self.unit}"
        return self.what, measured, budget, self.verdict, self.note


HEAD = ("what", "measured", "budget", "", "note")


def write(lines):
    """Print the table in aligned columns; the last one is not padded."""
    rows = [HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(HEAD) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        sys.stdout.write(("  ".join(cells) + "  " + row[-1]).rstrip() + "\n")


def log(text):
    """Print progress to standard error, which keeps standard output for the table."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def p95(values):
    return float(np.percentile(values, 95))


def median(values):
    return float(np.median(values))


def timed(function):
    """Return the milliseconds that a call takes."""
    begin = time.perf_counter()
    function()
    return 1e3 * (time.perf_counter() - begin)
