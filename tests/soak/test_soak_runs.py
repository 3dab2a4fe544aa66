"""The soak test runs without faults, and it detects each kind of fault."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("soak.py")
PARTS = ("pictures", "actions", "cancels", "openings")


@pytest.mark.slow
@pytest.mark.timeout(1600)  # a busy machine takes many times as long
def test_a_quick_soak_finds_no_fault():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--quick"], capture_output=True, text=True, timeout=1500, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()[:-1]] == list(PARTS)
    assert "nothing broke" in done.stdout


FAULTS = {
    "an exception in a slot": ("QTimer.singleShot(0, lambda: 1 / 0)", "ZeroDivisionError"),
    "an exception in a thread": ("start_thread(lambda: 1 / 0, 'bad').join()", "ZeroDivisionError"),
    "an error in the log": ("logging.getLogger('gui').error('it %s', 'broke')", "it broke"),
    "a warning of Python": ("warnings.warn('old', stacklevel=1)", "old"),
    "a warning of Qt": ("qWarning('paint device')", "paint device"),
}

WATCHED = """
import json, logging, sys, warnings
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from PySide6.QtCore import QTimer, qWarning
from gui.platform.application import application
from gui.workers.worker import start_thread
from watch import Watch
app = application()
watch = Watch(Path(sys.argv[3]))
watch.note("the last thing")
{fault}
QTimer.singleShot(30, app.quit)
app.exec()
print(json.dumps(watch.report()))
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_recorded_with_the_last_action(tmp_path, fault):
    code, words = FAULTS[fault]
    arguments = [str(SCRIPT.parents[2]), str(SCRIPT.parent), str(tmp_path / "trail")]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.format(fault=code), *arguments],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (recorded,) = json.loads(done.stdout.splitlines()[-1])["faults"]
    assert words in recorded
    assert "after: the last thing" in recorded


ENDS = """
import sys
sys.path[:0] = sys.argv[1:3]
import soak
report = {{"counts": {{"things": 3}}, "half": {half}, "final": {final}, "faults": []}}
soak.run_process = lambda part, quick, folder, seed: ({code}, report if {report} else {{}}, {complaints!r})
soak.PARTS = ("one",)
sys.exit(soak.main(soak.command_line({options!r})))
"""


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({}, 0, "nothing broke"),
        ({"final": 105.2}, 1, "memory grew"),
        ({"final": 105.2, "options": ["--quick"]}, 0, "nothing broke"),
        ({"code": -11}, 1, "the process ended with code -11"),
        ({"complaints": "Segmentation fault"}, 1, "on standard error: Segmentation fault"),
        ({"report": False}, 1, "no report"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_it_fails_when_a_part_crashes_prints_errors_or_grows(changes, code, words):
    values = {"half": 100.0, "final": 104.9, "code": 0, "report": True, "complaints": "", "options": []} | changes
    done = subprocess.run(
        [sys.executable, "-c", ENDS.format(**values), str(SCRIPT.parents[2]), str(SCRIPT.parent)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (code, "")
    assert words in done.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [(["nope"], "part must be one of pictures, actions"), (["sentences"], "sentences needs --seed")],
)
def test_a_wrong_part_is_refused_before_anything_runs(options, words):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *options], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
