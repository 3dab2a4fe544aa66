"""Narrated steps end with gradient descent, even if other methods take longer."""

from contextlib import closing
from dataclasses import replace

import pytest

from core.obstacles.conditioning.params import ConditioningParams
from core.obstacles.conditioning.zigzag import ZIGZAG
from core.params import make
from core.run import run_to_end
from gui.picture.view import View
from gui.stages import STAGES

VIEW = View(960, 540)
PHASES = (0, 1, 2)


@pytest.fixture(scope="module")
def result():
    """A result in which gradient descent arrives long before Adam."""
    values = {"optimizers": "gradient_descent,adam", "condition_number": 2, "max_steps": 300}
    result = run_to_end(ZIGZAG.run(make(ConditioningParams, values)))
    assert len(result.path["gradient_descent"]) + 10 < result.length
    return result


def captions(result, phase, position):
    with closing(STAGES["conditioning/zigzag"](replace(VIEW, narration=phase))) as stage:
        stage.show(result, position)
        return {text.text for text in stage.texts() if text.role == "caption"}


@pytest.mark.parametrize("phase", PHASES)
def test_after_the_end_of_gradient_descent_the_usual_caption_is_shown(qapp, result, phase):
    for position in (len(result.path["gradient_descent"]), result.length):
        assert captions(result, phase, position) == captions(result, None, position)


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_of_a_step_has_its_own_caption(qapp, result, phase):
    sentences = {repr(captions(result, each, 1.0)) for each in (*PHASES, None)}
    assert len(sentences) == len(PHASES) + 1


@pytest.mark.parametrize("phase", PHASES)
def test_the_background_is_kept_and_shows_no_earlier_sentence(qapp, result, phase, painted):
    view = replace(VIEW, narration=phase)
    with closing(STAGES["conditioning/zigzag"](view)) as stage, closing(STAGES["conditioning/zigzag"](view)) as other:
        stage.show(result, 0.0)
        painted(stage)
        background = stage.widget._background
        for position in (1.0, 2.0, float(result.length)):
            stage.show(result, position)
            other.set_view(view)
            other.show(result, position)
            assert painted(stage) == painted(other)
        assert stage.widget._background is background
