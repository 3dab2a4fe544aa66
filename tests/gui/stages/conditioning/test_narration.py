"""Single steps told: as far as gradient descent goes, wherever the others are."""

from contextlib import closing
from dataclasses import replace

import pytest

from core.experiment import run_to_end
from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.zigzag import ZIGZAG
from core.params import make
from gui.picture.view import View
from gui.stages import STAGES

VIEW = View(960, 540)
PHASES = (0, 1, 2)


@pytest.fixture(scope="module")
def overtaken():
    """A result in which gradient descent arrives long before the others."""
    values = {"optimizers": "gradient_descent,adam", "condition_number": 2, "max_steps": 300}
    result = run_to_end(ZIGZAG.run(make(ConditioningParams, values)))
    assert len(result.path["gradient_descent"]) + 10 < result.length
    return result


def said(result, phase, position):
    with closing(STAGES["conditioning/zigzag"](replace(VIEW, narration=phase))) as stage:
        stage.show(result, position)
        return {text.text for text in stage.texts() if text.role == "caption"}


@pytest.mark.parametrize("phase", PHASES)
def test_beyond_the_end_of_gradient_descent_the_sentence_is_the_usual_one(qapp, overtaken, phase):
    for position in (len(overtaken.path["gradient_descent"]), overtaken.length):
        assert said(overtaken, phase, position) == said(overtaken, None, position)


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_of_a_step_says_something_of_its_own(qapp, overtaken, phase):
    sentences = {repr(said(overtaken, each, 1.0)) for each in (*PHASES, None)}
    assert len(sentences) == len(PHASES) + 1
