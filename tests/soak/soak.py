"""A long and rough afternoon in a few minutes, with fixed seeds: does anything break, warn, or grow?

    python tests/soak/soak.py [--quick] [--seed N] [pictures] [actions] [cancels] [openings] [sentences]

Each part runs in a process of its own, so that a crash is seen as one. It fails when anything raises
or logs a warning, Qt warns, a process ends with another code than 0, or the memory at the end is above
1.05 times that of half-way. `--quick` does too little for the memory to mean anything, to see that
everything still runs. With a seed the sentences of all pictures are checked too, for two minutes an experiment, at
settings drawn from it.
"""

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
"""The part that runs where there is a seed."""
GROWTH = 1.05
"""The memory at the end, at most, as a multiple of that half-way."""
LONGEST, LONGEST_SEEDED = 600, 3600
"""Seconds after which a part is taken to hang."""
TRAIL = 25
"""How many of the last things done are told when a part fails."""


def main():
    quick, begin = "--quick" in sys.argv[1:], time.perf_counter()
    seed = option("--seed")
    parts = (*PARTS, SEEDED) if seed else PARTS
    asked = [part for part in parts if part in sys.argv[1:]]
    failed = [part for part in asked or parts if not tell(part, quick, seed)]
    verdict = f"failed: {', '.join(failed)}" if failed else "nothing broke"
    sys.stdout.write(f"{verdict}; {time.perf_counter() - begin:.0f} s\n")
    return 1 if failed else 0


def option(name):
    """Return what follows an option on the command line, "" where it is not given."""
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv[1:-1] else ""


def tell(part, quick, seed=""):
    """Run a part, say how it went, and return whether it went well."""
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        code, said, complaints = drive(part, quick, Path(folder), seed)
        trail = Path(folder) / "trail"
        trodden = trail.read_text(encoding="utf-8").splitlines()[-TRAIL:] if trail.is_file() else []
    faults = list(said.get("faults", ()))
    if code:
        faults.append(f"the process ended with code {code}")
    if complaints:
        faults.append(f"on standard error: {complaints}")
    if not said:
        faults.append("no report")
    elif not quick and part != SEEDED and said["final"] > GROWTH * said["half"]:
        faults.append(f"memory grew: {said['half']:.1f} MB half-way, {said['final']:.1f} MB at the end")
    words = ", ".join(f"{count:,} {what}" for what, count in said.get("counts", {}).items())
    memory = f"; {said['half']:.1f} MB half-way, {said['final']:.1f} MB at the end" if said else ""
    sys.stdout.write(f"{part}: {words}{memory}; {time.perf_counter() - begin:.0f} s\n")
    for fault in faults:
        sys.stdout.write(f"  FAULT {fault}\n")
    if faults:
        sys.stdout.write("".join(f"    {line}\n" for line in ["the last things done:", *trodden]))
    sys.stdout.flush()
    return not faults


def drive(part, quick, folder, seed=""):
    """Run a part in a fresh process; return its exit code, its report, and what it said on standard error."""
    command = [sys.executable, "-X", "faulthandler", "-W", "always", __file__, "--part", part, "--folder", str(folder)]
    path = os.pathsep.join(each for each in (str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")) if each)
    # The user's folders of settings and logs are not ours: whoever looks for them finds the temporary one.
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PYTHONPATH": path,
    }
    with (folder / "stderr").open("w+", encoding="utf-8") as errors:
        done = subprocess.run(
            [*command, *(["--quick"] if quick else []), *(["--seed", seed] if seed else [])],
            stdout=subprocess.PIPE, stderr=errors, text=True, cwd=folder, env=environment, check=False,
        )  # fmt: skip
        errors.seek(0)
        complaints = errors.read().strip()
    lines = done.stdout.splitlines()
    return done.returncode, json.loads(lines[-1]) if lines else {}, complaints


def part_of_it(name, quick, folder, seed=""):
    """Run one part in this process and print its report."""
    from watch import Watch

    from gui.platform.application import application

    faulthandler.dump_traceback_later(LONGEST_SEEDED if name == SEEDED else LONGEST, exit=True)
    application()
    watch = Watch(folder / "trail")
    try:
        more = (int(seed),) if name == SEEDED else ()
        watch.counts.update(import_module(name).soak(watch, folder, quick, *more))
    except Exception:  # noqa: BLE001  told like everything else that goes wrong
        watch.fault("raised: " + traceback.format_exc().rstrip())
    sys.stdout.write(json.dumps(watch.report()) + "\n")


if __name__ == "__main__":
    if "--part" in sys.argv:
        wanted = dict(zip(sys.argv[1:5:2], sys.argv[2:5:2], strict=True))
        part_of_it(wanted["--part"], "--quick" in sys.argv, Path(wanted["--folder"]), option("--seed"))
    else:
        sys.exit(main())
