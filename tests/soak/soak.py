"""Stress test of the window with fixed seeds: looks for errors, warnings and memory growth.

    python tests/soak/soak.py [--quick] [--seed N] [part ...]

Each part runs in its own process, so that a crash is detected. A part fails on an exception, a logged
or Qt warning, an exit code other than 0, or when the memory at the end is above 1.05 times that half-way.
`--quick` only checks that everything runs, without the memory. With a seed, the sentences of all pictures
are checked too, two minutes per experiment, at settings drawn from it.
"""

import argparse
import faulthandler
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("pictures", "actions", "cancels", "openings")
SEEDED = "sentences"
"""The part that runs only with a seed."""
MAX_GROWTH = 1.05
"""Maximum ratio of the memory at the end to that half-way."""
TIMEOUT_S, SEEDED_TIMEOUT_S = 600, 3600
"""Time after which a part counts as hanging."""
LAST_ACTIONS = 25
"""Number of the last actions that are printed when a part fails."""


def main(given):
    """Run the parts of the given command line one after the other; return the exit code."""
    begin = time.perf_counter()
    parts = given.parts or (PARTS if given.seed is None else (*PARTS, SEEDED))
    failed = [part for part in parts if not run_and_report(part, given.quick, given.seed)]
    verdict = f"failed: {', '.join(failed)}" if failed else "nothing broke"
    sys.stdout.write(f"{verdict}; {time.perf_counter() - begin:.0f} s\n")
    return 1 if failed else 0


def command_line(words=None):
    """Return the options of the command line.

    `--part` and `--folder` are for the process of one part, which the soak test starts itself.
    """
    parser = argparse.ArgumentParser(description="Stress test of the window with fixed seeds.")
    parser.add_argument("--quick", action="store_true", help="only check that everything runs")
    parser.add_argument("--seed", type=int, help="check all sentences too, at settings drawn from it")
    parser.add_argument("--part", choices=(*PARTS, SEEDED), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join((*PARTS, SEEDED)))
    given = parser.parse_args(words)
    if unknown := [part for part in given.parts if part not in (*PARTS, SEEDED)]:
        parser.error(f"part must be one of {', '.join((*PARTS, SEEDED))}, got {unknown[0]!r}")
    if given.seed is None and SEEDED in (*given.parts, given.part):
        parser.error(f"{SEEDED} needs --seed")
    return given


def run_and_report(part, quick, seed):
    """Run a part, print its report, and return whether it passed."""
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        code, report, errors_printed = run_process(part, quick, Path(folder), seed)
        actions_file = Path(folder) / "trail"
        last_actions = (
            actions_file.read_text(encoding="utf-8").splitlines()[-LAST_ACTIONS:] if actions_file.is_file() else []
        )
    faults = list(report.get("faults", ()))
    if code:
        faults.append(f"the process ended with code {code}")
    if errors_printed:
        faults.append(f"on standard error: {errors_printed}")
    if not report:
        faults.append("no report")
    elif not quick and part != SEEDED and report["final"] > MAX_GROWTH * report["half"]:
        faults.append(f"memory grew: {report['half']:.1f} MB half-way, {report['final']:.1f} MB at the end")
    words = ", ".join(f"{count:,} {what}" for what, count in report.get("counts", {}).items())
    memory = f"; {report['half']:.1f} MB half-way, {report['final']:.1f} MB at the end" if report else ""
    sys.stdout.write(f"{part}: {words}{memory}; {time.perf_counter() - begin:.0f} s\n")
    for fault in faults:
        sys.stdout.write(f"  FAULT {fault}\n")
    if faults:
        sys.stdout.write("".join(f"    {line}\n" for line in ["the last actions:", *last_actions]))
    sys.stdout.flush()
    return not faults


def run_process(part, quick, folder, seed):
    """Run a part in a new process; return its exit code, its report, and its standard error."""
    command = [sys.executable, "-X", "faulthandler", "-W", "always", __file__, "--part", part, "--folder", str(folder)]
    path = os.pathsep.join(each for each in (str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")) if each)
    # Settings and logs go to the temporary folder instead of the user's.
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PYTHONPATH": path,
    }
    with (folder / "stderr").open("w+", encoding="utf-8") as errors:
        done = subprocess.run(
            [*command, *(["--quick"] if quick else []), *([] if seed is None else ["--seed", str(seed)])],
            stdout=subprocess.PIPE, stderr=errors, text=True, cwd=folder, env=environment, check=False,
        )  # fmt: skip
        errors.seek(0)
        errors_printed = errors.read().strip()
    lines = done.stdout.splitlines()
    return done.returncode, json.loads(lines[-1]) if lines else {}, errors_printed


def run_part(name, quick, folder, seed):
    """Run one part in this process and print its report."""
    from watch import Watch

    from gui.platform.application import application

    faulthandler.dump_traceback_later(SEEDED_TIMEOUT_S if name == SEEDED else TIMEOUT_S, exit=True)
    # The part goes on after its last window is closed.
    application().setQuitOnLastWindowClosed(False)
    watch = Watch(folder / "trail")
    try:
        more = (seed,) if name == SEEDED else ()
        watch.counts.update(import_module(name).soak(watch, folder, quick, *more))
    except Exception:  # noqa: BLE001  reported like any other fault
        watch.fault("raised: " + traceback.format_exc().rstrip())
    sys.stdout.write(json.dumps(watch.report()) + "\n")


if __name__ == "__main__":
    options = command_line()
    if options.part:
        run_part(options.part, options.quick, options.folder, options.seed)
    else:
        sys.exit(main(options))
