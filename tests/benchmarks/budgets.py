"""The budgets, measured: what is promised about speed and memory, through public ways, in one run.

    python tests/benchmarks/budgets.py [--quick]

A budget that is missed is said so in its line; the exit code tells only whether everything could be
measured. Ratios hold on any machine, milliseconds on the one they are asked of: two cores, no
graphics card. `--quick` measures too little to mean anything, to see that everything still runs.
"""

import os
import platform
import sys
import time

# Read by Qt when the application object is made. Only the start-up is measured on a display.
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
from table import say, write  # noqa: E402

from gui.platform.application import application  # noqa: E402

PARTS = (startup, runs, ensembles, slices, frames, trails, windows, films, peers, memory)


def main():
    quick, begin = "--quick" in sys.argv[1:], time.perf_counter()
    application()
    lines = []
    for part in PARTS:
        say(f"{part.__name__}: {part.__doc__.splitlines()[0]}")
        lines.extend(part.measure(quick))
    write(lines)
    missed = sum(line.verdict == "MISSED" for line in lines)
    load = f"; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    asked = sum(line.budget is not None for line in lines)
    machine = f"{os.cpu_count()} cores{load}; Python {platform.python_version()}"
    doubt = "; quick, so without meaning" if quick else ""
    sys.stdout.write(f"\n{missed} of {asked} missed; {time.perf_counter() - begin:.0f} s, {machine}{doubt}\n")


if __name__ == "__main__":
    main()
