"""When and on what something was measured: enough to compare, nothing that names a person or a host."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.obstacles.serial.chains import numba

_PROCESSORS = Path("/proc/cpuinfo")


class Machine(NamedTuple):
    """A label for measurements.

    Attributes
    ----------
    date
        Of the measurement, in UTC: 2026-01-31 12:00 UTC.
    processors, model
        How many logical processors there are, and what they call themselves.
    python, numpy, numba
        Versions; None where numba is not installed.

    """

    date: str
    processors: int
    model: str
    python: str
    numpy: str
    numba: str | None


def this_machine() -> Machine:
    """Return the label for what is measured now."""
    return Machine(
        date=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        processors=os.cpu_count() or 1,
        model=_model(),
        python=platform.python_version(),
        numpy=np.__version__,
        numba=None if (compiler := numba()) is None else str(compiler.__version__),
    )


def _model() -> str:
    """Return the name of the processor, where the system tells without a program being started; else its kind."""
    if _PROCESSORS.exists():
        for line in _PROCESSORS.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name" and value.strip():
                return value.strip()
    return os.environ.get("PROCESSOR_IDENTIFIER") or platform.machine()
