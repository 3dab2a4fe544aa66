"""With `View.reveal` a picture does not tell how a run ends before the step that decides it."""

from contextlib import closing
from dataclasses import replace
from itertools import combinations

import pytest

from gui.picture.view import View
from gui.stages import STAGES
from gui.style.theme import HALL

REVEALING = View(1280, 720, reveal=True)
STEPWISE = (
    "conditioning/zigzag",
    "conditioning/edge",
    "conditioning/race",
    "noise/valley",
    "noise/cloud",
    "nonlinearity/horizon",
    "network/learn",
    "network/spectrum",
    "network/stability",
    "network/plane",
    "network/remedies",
)
"""The experiments whose positions are steps of a run."""


def sentences(stage):
    return stage.title.text, stage.caption.text, stage.caveat.text


def test_exactly_the_results_of_steps_have_parts(address, result_of):
    assert (result_of(address).until(0) is not result_of(address)) == (address in STEPWISE)


@pytest.mark.parametrize("stepwise", STEPWISE)
def test_the_outcome_is_told_at_the_last_step(stepwise, result_of):
    result = result_of(stepwise)
    with closing(STAGES[stepwise](REVEALING)) as stage, closing(STAGES[stepwise](View(1280, 720))) as telling:
        telling.show(result, 0.0)
        stage.show(result, 0.0)
        assert sentences(stage) != sentences(telling)
        stage.show(result, result.length - 0.5)
        assert not stage.described.complete
        stage.show(result, float(result.length))
        assert sentences(stage) == sentences(telling)


@pytest.mark.parametrize("stepwise", STEPWISE)
def test_a_part_ends_at_its_position_and_the_whole_is_the_result(stepwise, result_of):
    result = result_of(stepwise)
    middle = result.length // 2
    assert result.until(middle).length == middle
    assert result.until(result.length) is result


@pytest.mark.parametrize("stepwise", STEPWISE)
def test_back_from_the_end_the_outcome_is_hidden_again(stepwise, result_of, painted):
    result = result_of(stepwise)
    with closing(STAGES[stepwise](REVEALING)) as stage, closing(STAGES[stepwise](REVEALING)) as fresh:
        fresh.show(result, 1.0)
        for position in (0.0, float(result.length), 1.0):
            stage.show(result, position)
            painted(stage)  # what a picture keeps for the next one must not hold the outcome
        assert painted(stage) == painted(fresh)


def test_a_mark_of_theory_waits_until_its_method_has_ended(result_of, open_stage):
    result = result_of("conditioning/race")
    stage = open_stage("conditioning/race", result, 2.0, REVEALING)
    bars = dict(zip(result.path, stage._bars._bars, strict=True))
    marked = {key for key, bar in bars.items() if bar.predicted_value is not None}
    assert marked == {"newton", "conjugate_gradient"}
    stage.show(result, float(result.length))
    assert all(bar.predicted_value is not None for bar in stage._bars._bars)


def test_race_counts_the_methods_on_their_way(result_of, open_stage):
    result = result_of("conditioning/race")
    stage = open_stage("conditioning/race", result, 0.0, REVEALING)
    assert stage.caption.text == "κ = 10: 5 methods on their way."
    stage.show(result, 2.0)
    assert stage.caption.text == "Steps at κ = 10: CG 2, Newton 1; 3 on the way."


def test_names_stand_at_the_newest_dots_until_the_outcome_is_known(result_of, open_stage):
    result = result_of("conditioning/zigzag")
    stage = open_stage("conditioning/zigzag", result, 2.0, REVEALING)
    names = {text.text: text.rect for text in stage.texts() if text.role == "label"}
    assert {"gradient descent", "heavy ball", "conj. gradient 2", "Newton 1"} <= set(names)
    for name in ("gradient descent", "heavy ball"):
        stage.show(result, 2.0)
        before = next(text.rect for text in stage.texts() if text.text == name)
        stage.show(result, 3.0)
        after = next(text.rect for text in stage.texts() if text.text == name)
        assert after.left() > before.left()
        assert after.top() > before.top()


def test_edge_diverges_at_the_step_that_exceeds_the_initial_loss(result_of, open_stage):
    result = result_of("conditioning/edge", "diverging")
    before = open_stage("conditioning/edge", result, 12.0, REVEALING)
    shown = " ".join(text.text for text in before.texts())
    assert before.title.text == "The learning rate is above the limit"
    assert "diverges" not in shown
    assert "predicted" not in shown
    before.show(result, 13.0)
    assert before.title.text == "Above the limit gradient descent diverges"
    assert "until above the initial loss; predicted 13" in {text.text for text in before.texts()}


TOLD = {
    "conditioning": ("every method", "all diverging", "slow", "tight"),
    "noise": ("default", "some leaving", "all leaving", "cosine", "late decay", "alone"),
    "nonlinearity": ("default", "far start", "large rate"),
    "network": (
        "default",
        "every method",
        "skips",
        "gradients",
        "large rate",
        "two steps",
        "last third",
        "large weights",
    ),
}
"""Cases of each obstacle in which texts move or change while the run is told."""
TOLD_CASES = [(each, setting) for each in STEPWISE for setting in TOLD[each.partition("/")[0]]]


@pytest.mark.parametrize(("stepwise", "setting"), TOLD_CASES)
def test_no_two_texts_overlap_while_a_run_is_told(stepwise, setting, result_of, open_stage):
    result = result_of(stepwise, setting)
    for view in (REVEALING, replace(REVEALING, type_size=HALL)):
        stage = open_stage(stepwise, result, 0.0, view)
        for position in (0.0, 1.0, 2.0, 0.1 * result.length, 0.5 * result.length, result.length - 1.0):
            stage.show(result, position)
            inks = [(each.text, each.ink_rect) for each in stage.texts()]
            assert [(a, b) for (a, one), (b, other) in combinations(inks, 2) if one.intersects(other)] == [], position
