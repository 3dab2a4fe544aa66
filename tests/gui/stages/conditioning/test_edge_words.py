"""The step count, the verdict and the line labels of conditioning/edge."""

from contextlib import closing
from dataclasses import replace

import pytest

from core.obstacles.conditioning.edge import EDGE
from core.obstacles.conditioning.params import ConditioningParams
from core.params import make
from core.run import run_to_end
from gui.picture.view import View
from gui.stages import STAGES
from gui.stages.conditioning.edge_words import caveat, count_text, verdict
from gui.style.theme import DESK, HALL


def run(**values):
    return run_to_end(EDGE.run(make(ConditioningParams, values)))


@pytest.fixture(scope="module")
def diverging():
    return run(learning_rate=0.21)


@pytest.fixture
def stage_of(qapp):
    made = []

    def build(result, view=None):
        made.append(STAGES["conditioning/edge"](view or View(1280, 720)))
        made[-1].show(result, result.length)
        return made[-1]

    yield build
    for stage in made:
        stage.close()


def test_the_count_stops_when_the_loss_exceeds_its_initial_value(diverging):
    assert diverging.length > diverging.left_at_step == 13
    assert [count_text(diverging, step) for step in (0, 1, 12, 13, 14, diverging.length)] == [
        "0 steps", "1 step", "12 steps", "13 steps", "13 steps", "13 steps",
    ]  # fmt: skip
    other = replace(diverging, left_at_step=40)
    assert count_text(other, diverging.length) == "40 steps"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"learning_rate": 0.21}, "until above the initial loss; predicted 13"),
        ({}, "until solved; predicted 10"),
        ({"learning_rate": 0.2}, "predicted: not solved in 20\u2009000 steps"),
        ({"learning_rate": 0.001, "max_steps": 50}, "predicted: not solved in 50 steps"),
    ],
)
def test_the_verdict_gives_what_is_counted_and_what_is_predicted(stage_of, values, words):
    result = run(**values)
    assert verdict(result)[0] == words
    assert words in [text.text for text in stage_of(result).texts()]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Factor per step: steepest axis −0.82, flattest 0.82."),
        ({"learning_rate": 0.05}, "Factor per step: steepest axis 0.5, flattest 0.95."),
        ({"learning_rate": 0.1}, "Factor per step: steepest axis 0, flattest 0.9."),
        ({"learning_rate": 0.2}, "Factor per step: steepest axis −1, flattest 0.8."),
        ({"learning_rate": 0.19999}, "Factor per step: steepest axis −0.9999, flattest 0.8."),
        ({"learning_rate": 1.5, "condition_number": 1.5}, "Factor per step: steepest axis −1.2, flattest −0.5."),
    ],
)
def test_the_factor_of_a_coordinate_that_changes_its_sign_is_negative(values, words):
    assert caveat(run(**values)).startswith(words)


def test_prediction_and_measurement_are_separate(diverging):
    assert verdict(replace(diverging, predicted_left_at_step=77))[0] == "until above the initial loss; predicted 77"
    assert count_text(replace(diverging, predicted_left_at_step=77), diverging.length) == "13 steps"
    assert verdict(replace(diverging, predicted_left_at_step=None))[0] == "until above the initial loss"


def test_the_shortest_verdict_fits_in_the_hall(stage_of, diverging):
    for rate in (0.21, 0.20001):
        result = run(learning_rate=rate)
        stage = stage_of(result, View(1280, 720, type_size=HALL))
        assert verdict(result)[-1] in [text.text for text in stage.texts()]


@pytest.mark.parametrize("type_size", [DESK, HALL])
@pytest.mark.parametrize("rate", [0.01, 0.19, 0.21, 0.29])
def test_the_lines_at_factor_1_and_at_the_bound_are_labeled_beside_them(stage_of, rate, type_size):
    stage = stage_of(run(learning_rate=rate), View(1280, 720, type_size=type_size))
    rects = {text.text: text.rect for text in stage.texts()}
    size = stage.text_size("axis_title")
    one, bound = stage._unit_line.line(), stage._bound_line.line()
    assert 0 <= one.y1() - rects["above 1: diverges"].bottom() < size
    assert 0 <= bound.x1() - rects["limit 2/L"].right() < size
    assert bound.x1() == stage._plot.point(stage.result.bound, 0).x()
    # The line at the current rate crosses neither label.
    mark = stage._rate_line.line()
    for words in ("above 1: diverges", "limit 2/L"):
        rect = rects[words]
        assert not (rect.left() < mark.x1() < rect.right() and min(mark.y1(), mark.y2()) < rect.bottom())


def test_the_texts_do_not_say_that_the_path_leaves(diverging):
    with closing(STAGES["conditioning/edge"](View())) as stage:
        stage.show(diverging, diverging.length)
        words = " ".join(text.text for text in stage.texts())
    assert "leave" not in words
    assert "left" not in words


@pytest.mark.parametrize(("rate", "beyond"), [(0.19, False), (0.3, False), (0.427, True), (90.0, True)])
def test_a_rate_beyond_the_plot_is_named_at_its_border(stage_of, rate, beyond):
    stage = stage_of(run(learning_rate=rate))
    named = [text for text in stage.texts() if text.text.endswith("→")]
    assert [text.text for text in named] == ([f"rate {rate:g} →"] if beyond else [])
    assert all(text.rect.right() < stage._plot.rect.right() for text in named)
    assert stage._dots.visible_count == (0 if beyond else 2)
