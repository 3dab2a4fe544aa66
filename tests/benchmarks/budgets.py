"""Measures the budgets of speed and memory, through public interfaces, in one run.

    python tests/benchmarks/budgets.py [--quick] [part ...]

The line of a missed budget says so; the exit code is 0 if everything could be measured. Ratios hold on
any machine, milliseconds on one with two cores and no graphics card. Without names of parts, all are
measured. `--quick` only checks that everything runs: its figures mean nothing.
"""

import argparse
import os
import platform
import sys
import time

# Qt reads the variable when the application is created. Only the start-up is measured on a display.
import startup

DISPLAYED = startup.environment()
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in the program; read when numpy is loaded

import ensembles  # noqa: E402  after the platform is chosen
import films  # noqa: E402
import frames  # noqa: E402
import idle  # noqa: E402
import kept  # noqa: E402
import memory  # noqa: E402
import networks  # noqa: E402
import peers  # noqa: E402
import runs  # noqa: E402
import slices  # noqa: E402
import trails  # noqa: E402
import windows  # noqa: E402
from table import log, write  # noqa: E402

from gui.platform.application import application  # noqa: E402

PARTS = {
    part.__name__: part
    for part in (startup, runs, ensembles, slices, networks, frames, trails, windows, kept, idle, films, peers, memory)
}


def main():
    given, begin = arguments(), time.perf_counter()
    application()
    lines = []
    for name in given.parts or PARTS:
        log(f"{name}: {PARTS[name].__doc__.splitlines()[0]}")
        lines.extend(PARTS[name].measure(given.quick))
    write(lines)
    missed = sum(line.verdict == "MISSED" for line in lines)
    load = f"; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    total = sum(line.budget is not None for line in lines)
    machine = f"{os.cpu_count()} cores{load}; Python {platform.python_version()}"
    doubt = "; quick, so without meaning" if given.quick else ""
    sys.stdout.write(f"\n{missed} of {total} missed; {time.perf_counter() - begin:.0f} s, {machine}{doubt}\n")


def arguments():
    parser = argparse.ArgumentParser(description="Measure the budgets of speed and memory in one run.")
    parser.add_argument("--quick", action="store_true", help="only check that everything runs")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    given = parser.parse_args()
    if unknown := [part for part in given.parts if part not in PARTS]:
        parser.error(f"part must be one of {', '.join(PARTS)}, got {unknown[0]!r}")
    return given


if __name__ == "__main__":
    main()
