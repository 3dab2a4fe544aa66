"""A repaint of what changed leaves the same pixels on screen as a repaint of the whole picture."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from repaints import worst_difference

ROOT = Path(__file__).resolve().parents[3]
CLIPPED = 2
"""Qt rounds the edge of a stroke that is clipped to other values, up to this many of 255."""


def test_partial_repaints_leave_the_pixels_of_whole_ones(address, result_at):
    worst, share = worst_difference(address, result_at(address))
    assert worst <= CLIPPED
    assert 0.0 < share < 0.9


@pytest.mark.slow
@pytest.mark.parametrize("ratio", ["1.25", "2"])
def test_so_they_do_on_a_sharp_screen(ratio):
    addresses = ["conditioning/zigzag", "conditioning/race", "noise/cloud", "nonlinearity/toy"]
    environment = os.environ | {"QT_SCALE_FACTOR": ratio, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, ROOT / "tests" / "repaints.py", *addresses]
    done = subprocess.run(command, env=environment, timeout=120, check=True, capture_output=True, text=True)
    differences = [int(line) for line in done.stdout.split()]
    assert len(differences) == len(addresses)
    assert max(differences) <= CLIPPED
