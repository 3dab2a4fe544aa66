"""Peak memory of a long export, and compared with a short one, in fresh processes of the command line."""

import os
import subprocess
import sys
import tempfile

from cases import CASES
from table import Line

HELD_MB = {False: 400, True: 420}
"""Budgets of an export at default and at the most expensive parameters, whose arrays and curves take 40 MB more."""


def measure(quick):
    short, long = (1, 3) if quick else (5, 60)
    for case in CASES:
        if case.key != "zigzag" or (quick and case.heavy):
            continue
        with tempfile.TemporaryDirectory() as folder:
            # Both run at once: their memory does not depend on their speed.
            running = [(seconds, _start(case, seconds, folder)) for seconds in (short, long)]
            peaks = {seconds: _peak(process) for seconds, process in running}
        what = f"peak memory of a {long} s export: {case.name}"
        yield Line(what, peaks[long], HELD_MB[case.heavy], unit=" MB", digits=0)
        note = f"{peaks[long]:.0f} / {peaks[short]:.0f} MB"
        what = f"peak memory of a {long} s / of a {short} s export: {case.name}"
        yield Line(what, peaks[long] / peaks[short], 1.05, note=note)


# The peak of a child includes the memory of its parent at the fork, so a small process starts it.
_LAUNCH = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _start(case, seconds, folder):
    output = os.path.join(folder, f"{seconds}.mp4")
    options = ["--no-cache", *case.settings(), "--duration", str(seconds)]
    command = [sys.executable, "-m", "gui", "render", case.target, *options]
    return subprocess.Popen([sys.executable, "-c", _LAUNCH, *command, "-o", output], stdout=subprocess.PIPE, text=True)


def _peak(process):
    """Wait for a process; return its peak memory in megabytes."""
    code, held = map(int, process.communicate()[0].split())
    if code:
        raise RuntimeError(f"{process.args} ended with {code}")
    return held / (1024 * 1024 if sys.platform == "darwin" else 1024)
