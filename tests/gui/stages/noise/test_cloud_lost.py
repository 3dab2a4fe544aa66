"""The cloud says who has diverged: a single run, some of many, all of them."""

import numpy as np
import pytest

from core.obstacles.noise.cloud import CLOUD
from core.obstacles.noise.params import NoiseParams
from core.params import make
from core.run import run_to_end
from gui.wording.text import number

ADDRESS = "noise/cloud"


def run(**values):
    return run_to_end(CLOUD.run(make(NoiseParams, values)))


@pytest.fixture(scope="module")
def leaving():
    return run(learning_rate=0.02, batch_size=4)


def test_diverged_runs_are_counted_at_the_current_step(leaving, open_stage):
    lost = leaving.diverged["4"]
    assert 0 < lost[-1] < 1000
    assert not lost[0]
    for at in (0, int(np.argmax(lost > 0)), len(lost) - 1):
        texts_of = [text.text for text in open_stage(ADDRESS, leaving, float(at)).texts()]
        verb = "has" if lost[at] == 1 else "have"
        assert (f"{number(int(lost[at]))} of 1000 runs {verb} diverged" in texts_of) is bool(lost[at])


LOST = [
    ({"batch_sizes": "1"}, "The run with one sample diverged.", "Without noise it diverges too."),
    ({}, "The runs with one sample, 16 and 256 diverged.", "Without noise it diverges too."),
    ({"batch_sizes": "1,16"}, "The runs with one sample and 16 diverged.", "Without noise it diverges too."),
    (
        {"learning_rate": 0.1, "valley": 1, "batch_sizes": "65536"},
        "Loss after 60 steps: diverged with one sample, 0.0014 with 65\u2009536.",
        "The run with one sample diverged. Diverged: loss above",
    ),
]


@pytest.mark.parametrize(("values", "caption", "caveat"), LOST)
def test_a_single_run_is_not_counted(texts_of, values, caption, caveat):
    words = texts_of(ADDRESS, run(**({"learning_rate": 1.0, "ensemble_size": 1, "max_steps": 60} | values)))
    assert words["caption"] == [caption]
    assert words["caveat"][0].startswith(caveat)
    assert any("1 run with one sample per step: diverged" in text for text in words["title"])
    assert "the run has diverged" in words["axis_title"]
