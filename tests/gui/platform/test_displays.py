"""Displays with too few colors for a window: one sentence instead of a segmentation fault."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gui.platform.diagnostics import explain_shallow_display

ROOT = Path(__file__).parents[3]
SENTENCE = (
    "The display {} has 8 bits per pixel, but a window needs 15 or more; "
    "thalweg render and thalweg gallery need no display."
)


@pytest.mark.parametrize("depths", [[15], [16, 24], [24], [30, 32], []])
def test_screens_with_enough_colors_need_no_sentence(depths):
    assert explain_shallow_display(depths, {"DISPLAY": ":0"}) is None


@pytest.mark.parametrize("depths", [[8], [24, 8]])
def test_the_screen_with_the_fewest_colors_decides(depths):
    assert explain_shallow_display(depths, {"DISPLAY": ":0"}) == SENTENCE.format(":0")


@pytest.fixture
def display_of_depth_8():
    """Start a display with 8 bits per pixel and return its name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x8", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as number:
            yield f":{number.readline().strip()}"
        server.terminate()


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_a_display_of_8_bits_per_pixel_is_refused_in_one_sentence(display_of_depth_8, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM"}}
    environment |= {"DISPLAY": display_of_depth_8, "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    environment.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-m", "gui"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{SENTENCE.format(display_of_depth_8)}\n"
