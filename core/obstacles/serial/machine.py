"""Date and machine of a measurement: enough for comparisons, without names of persons or hosts."""

import os
import platform
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from core.machine import processor_name
from core.obstacles.serial.chains import load_numba


class Machine(NamedTuple):
    """Description of the machine of a measurement.

    Attributes
    ----------
    date
        Date of the measurement, in the format 2026-01-31 12:00 UTC.
    processors, model
        Number of logical processors, and the name of the processor.
    python, numpy, numba
        Versions; None for numba if it is not installed.

    """

    date: str
    processors: int
    model: str
    python: str
    numpy: str
    numba: str | None


def this_machine() -> Machine:
    """Return the description of this machine, with the current date."""
    return Machine(
        date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        processors=os.cpu_count() or 1,
        model=processor_name(),
        python=platform.python_version(),
        numpy=np.__version__,
        numba=None if (compiler := load_numba()) is None else str(compiler.__version__),
    )
