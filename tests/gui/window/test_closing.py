"""Closing during a run exits with code 0 and prints nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

ROOT = Path(__file__).parents[3]

DURING_A_RUN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow
from core.params import make, mapping
from gui.platform.application import application
from gui.window.run import run

app = application()

def window():
    return next(widget for widget in app.topLevelWidgets() if isinstance(widget, QMainWindow))

def begin():
    panel = window().panel
    heavy = {"condition_number": 1e4, "optimizers": "adagrad,adam,rmsprop", "max_steps": 100_000, "tolerance": 1e-12}
    panel.set_params(make(type(panel.params), mapping(panel.params) | heavy))
    panel.timeline.replay()
    QTimer.singleShot(%(wait)d, end)

def end():
    assert window().panel.lane.request, "the run has ended already"
    print("closing", flush=True)
    %(close)s

QTimer.singleShot(300, begin)
sys.exit(run(%(target)r))
"""


def run_and_close(tmp_path, **how):
    code = DURING_A_RUN % ({"wait": 200, "close": "window().close()", "target": "conditioning/zigzag"} | how)
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", code],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False, env=environment,
    )  # fmt: skip


def messages(done):
    return [line for line in done.stderr.splitlines() if "This plugin does not support" not in line]


@pytest.mark.slow
@pytest.mark.parametrize("wait", [1, 40, 120, 250, 400])
def test_a_window_closed_during_a_run_exits_cleanly(tmp_path, wait):
    done = run_and_close(tmp_path, wait=wait)
    assert (done.returncode, done.stdout, messages(done)) == (0, "closing\n", [])


@pytest.mark.slow
def test_a_window_closed_while_the_law_is_computed_exits_cleanly(tmp_path):
    done = run_and_close(tmp_path, target="conditioning/law")
    assert (done.returncode, done.stdout, messages(done)) == (0, "closing\n", [])


@pytest.mark.slow
def test_an_interrupt_during_a_run_exits_with_code_130(tmp_path):
    done = run_and_close(tmp_path, close="import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    assert (done.returncode, done.stdout, messages(done)) == (130, "closing\n", [])


def test_a_resize_after_closing_applies_no_theme(window):
    window.close()
    window._resize_timer.start()
    QTest.qWait(100)  # qtbot.wait would return at once: its event loop ends with the last window
    assert not window.isVisible()
