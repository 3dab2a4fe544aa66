"""The benchmarks run and every budget has its line; the times are not checked."""

import subprocess
import sys
from pathlib import Path

import pytest

LINES = (
    "start to first painted window / bare imports",
    "longest time between two yields",
    "member-step of an ensemble / its normals and gradient",
    "peak memory of an ensemble's run",
    "slice of a network / numpy at the same points",
    "gradient of a network / the same products in plain numpy",
    "step of KFAC / gradient of a network",
    "live frame, playing",
    "live frame, scrubbing back",
    "picture in another view",
    "last frame / frame 100",
    "jump back from the end",
    "event-loop gap, p99, idle",
    "event-loop gap, longest, while playing",
    "slider moved to first picture",
    "closing the window during a run",
    "event-loop gap, longest, theme, type size or size",
    "kept result shown",
    "processor time of an idle window",
    "export / encoder alone",
    "matplotlib / the same by us",
    "Manim / the same by us",
    "peak memory of a",
)


@pytest.mark.slow
@pytest.mark.timeout(1600)  # a busy machine takes many times as long
def test_every_budget_has_its_line():
    script = Path(__file__).with_name("budgets.py")
    done = subprocess.run(
        [sys.executable, str(script), "--quick"], capture_output=True, text=True, timeout=1500, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in LINES if line not in done.stdout] == []
