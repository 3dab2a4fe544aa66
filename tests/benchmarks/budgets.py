"""Measures the budgets of speed and memory, through public interfaces, in one run.

    python tests/benchmarks/budgets.py [--quick]

The line of a missed budget says so; the exit code is 0 if everything could be measured. Ratios hold on
any machine, milliseconds on one with two cores and no graphics card. `--quick` only checks that
everything runs: its figures mean nothing.
"""

import os
import platform
import sys
import time

# Qt reads the variable when the application is created. Only the start-up is measured on a display.
import startup

DISPLAYED = startup.environment()
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import ensembles  # noqa: E402  after the platform is chosen
import films  # noqa: E402
import frames  # noqa: E402
import memory  # noqa: E402
import peers  # noqa: E402
import runs  # noqa: E402
import slices  # noqa: E402
import trails  # noqa: E402
import windows  # noqa: E402
from table import log, write  # noqa: E402

from gui.platform.application import application  # noqa: E402

PARTS = (startup, runs, ensembles, slices, frames, trails, windows, films, peers, memory)


def main():
    quick, begin = "--quick" in sys.argv[1:], time.perf_counter()
    application()
    lines = []
    for part in PARTS:
        log(f"{part.__name__}: {part.__doc__.splitlines()[0]}")
        lines.extend(part.measure(quick))
    write(lines)
    missed = sum(line.verdict == "MISSED" for line in lines)
    load = f"; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    total = sum(line.budget is not None for line in lines)
    machine = f"{os.cpu_count()} cores{load}; Python {platform.python_version()}"
    doubt = "; quick, so without meaning" if quick else ""
    sys.stdout.write(f"\n{missed} of {total} missed; {time.perf_counter() - begin:.0f} s, {machine}{doubt}\n")


if __name__ == "__main__":
    main()
