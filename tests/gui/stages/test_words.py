"""Sentences quote the result: another number in it is another text on screen."""

from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from core.laws import Slope
from core.params import make, mapping
from gui.picture.view import View
from gui.stages import STAGES

ZIGZAG, LAW = "conditioning/zigzag", "conditioning/law"
GD, HB = "gradient_descent", "heavy_ball"


def texts_of(address, result, position=None):
    """The texts of a picture by role, in reading order."""
    with closing(STAGES[address](View())) as stage:
        stage.show(result, float(result.length) if position is None else position)
        texts = sorted(stage.texts(), key=lambda text: (text.rect.top(), text.rect.left()))
        by_role = {role: [text.text for text in texts if text.role == role] for role in {t.role for t in texts}}
        return by_role | {"caption": [stage.caption.text], "caveat": [stage.caveat.text]}


def with_params(result, **values):
    return replace(result, params=make(type(result.params), mapping(result.params) | values))


def with_entry(name, key, value):
    """A change of one method's entry in a mapping of the result."""
    return lambda result: replace(result, **{name: {**getattr(result, name), key: value}})


def fit(value):
    return Slope(value, value - 0.01, value + 0.01)


def shorter(result):
    return replace(result, path={**result.path, GD: result.path[GD][:4]})


ZIGZAG_CHANGES = [
    ("default", "caption", "77", with_entry("steps_to_tolerance", GD, 77)),
    ("default", "title", "77", with_entry("steps_to_tolerance", GD, 77)),
    ("default", "label", "77", with_entry("steps_to_tolerance", GD, 77)),
    ("default", "label", "66", with_entry("steps_to_tolerance", HB, 66)),
    ("default", "label", "not yet", with_entry("steps_to_tolerance", HB, None)),
    ("default", "caption", "above the tolerance", with_entry("steps_to_tolerance", GD, None)),
    ("default", "caption", "12.5", lambda result: with_params(result, condition_number=12.5)),
    ("default", "title", "12.5", lambda result: with_params(result, condition_number=12.5)),
    ("default", "caveat", "12.5", lambda result: with_params(result, condition_number=12.5)),
    ("default", "caveat", "4.4", lambda result: replace(result, contour_ratio=4.4)),
    ("default", "axis_title", "55", with_entry("predicted_steps", GD, 55)),
    ("default", "label", "5 %", lambda result: with_params(result, tolerance=0.05)),
    ("default", "hero", "3 steps", shorter),
    ("diverging", "caption", "66", with_entry("diverged", GD, 66)),
    ("diverging", "caption", "0.33", with_entry("learning_rate", GD, 0.33)),
    ("diverging", "caption", "0.44", with_entry("bound", GD, 0.44)),
    ("short", "caption", "3", shorter),
    ("random", "caveat", "seed 12345", lambda result: with_params(result, seed=12345)),
    ("chosen start", "caveat", "7", lambda result: with_params(result, start="7,8")),
]


def test_a_formula_that_does_not_give_the_predicted_count_is_not_shown(result_of):
    result = result_of(ZIGZAG)
    assert texts_of(ZIGZAG, result)["code"][0].endswith("= 10")
    assert "code" not in texts_of(ZIGZAG, with_entry("predicted_steps", GD, 55)(result))


@pytest.mark.parametrize(("name", "role", "words", "change"), ZIGZAG_CHANGES)
def test_the_zigzag_quotes_its_result(name, role, words, change, result_of):
    result = result_of(ZIGZAG, name)
    before, after = texts_of(ZIGZAG, result)[role], texts_of(ZIGZAG, change(result))[role]
    assert before != after
    assert any(words in text for text in after), after
    assert sum(text.count(words) for text in after) > sum(text.count(words) for text in before)


def with_steps(key, index, value):
    def change(result):
        steps = result.steps_to_tolerance[key].copy()
        steps[index] = value
        return replace(result, steps_to_tolerance={**result.steps_to_tolerance, key: steps})

    return change


def with_all_steps(key, value):
    def change(result):
        return replace(
            result, steps_to_tolerance={**result.steps_to_tolerance, key: np.full_like(result.condition_numbers, value)}
        )

    return change


def with_last_kappa(result):
    return replace(result, condition_numbers=np.array([*result.condition_numbers[:-1], 40_000.0]))


LAW_CHANGES = [
    ("caption", "100 times", with_entry("slope", GD, fit(2.0))),
    ("caption", "needs 7 steps at every κ tried", with_all_steps(GD, 7.0)),
    ("caption", "4.5", with_entry("slope", HB, fit(0.65))),
    ("caption", "reached at each κ tried up to", with_steps(GD, -1, np.nan)),
    ("caveat", "GD 1.23", with_entry("slope", GD, fit(1.23))),
    ("hero", "123 steps", with_steps(GD, -1, 123.0)),
    ("hero", "not reached", with_steps(GD, -1, np.nan)),
    ("title", "40\u2009000", with_last_kappa),
    ("axis_title", "200 : 1", with_last_kappa),
    ("axis_title", "5 %", lambda result: with_params(result, tolerance=0.05)),
]


@pytest.mark.parametrize(("role", "words", "change"), LAW_CHANGES)
def test_the_law_quotes_its_result(role, words, change, result_of):
    result = result_of(LAW)
    before, after = texts_of(LAW, result)[role], texts_of(LAW, change(result))[role]
    assert not any(words in text for text in before), before
    assert any(words in text for text in after), after


def test_a_law_without_fits_claims_none(result_of):
    result = result_of(LAW)
    words = texts_of(LAW, replace(result, slope=dict.fromkeys(result.slope)))
    assert "Slope" not in words["caveat"][0]
    assert "Ten times" not in words["caption"][0]


def test_a_partial_law_says_that_it_is_still_measuring(result_of):
    result = result_of(LAW)
    steps = {key: np.where(np.arange(len(each)) < 5, each, np.nan) for key, each in result.steps_to_tolerance.items()}
    partial = replace(result, complete=False, steps_to_tolerance=steps, slope=dict.fromkeys(steps))
    assert "Counting" in texts_of(LAW, partial)["caption"][0]


@pytest.mark.parametrize(
    ("position", "words"), [(0.0, "0 steps"), (1.0, "1 step"), (3.8, "3 steps"), (10.0, "10 steps")]
)
def test_the_zigzag_counts_whole_steps(position, words, result_of):
    assert texts_of(ZIGZAG, result_of(ZIGZAG), position)["hero"] == [words]


def test_a_kappa_of_one_takes_one_step(result_of):
    words = texts_of(ZIGZAG, result_of(ZIGZAG, "kappa 1"))
    assert words["caption"] == ["κ = 1: gradient descent needs 1 step."]
    assert "Gradient descent takes 1 step" in words["title"]


def test_a_kappa_of_ten_takes_ten_steps(result_of):
    words = texts_of(ZIGZAG, result_of(ZIGZAG))
    assert words["caption"] == ["κ = 10: gradient descent needs 10 steps. κ = 1 needs one."]
    assert "predicted 10" in words["axis_title"]


def test_a_rate_above_its_bound_diverges_in_the_caption(result_of):
    result = result_of(ZIGZAG, "diverging")
    step = result.diverged[GD]
    words = texts_of(ZIGZAG, result)
    assert words["caption"] == [f"Rate 0.21, limit 0.2: gradient descent diverged at step {step}."]
    assert not any("needs" in text for text in words["caption"])


def test_numbers_in_a_sentence_take_the_color_of_their_method(result_of):
    with closing(STAGES[ZIGZAG](View())) as stage:
        stage.show(result_of(ZIGZAG), 1.0)
        colors = {piece.text: piece.color.name() for piece in stage.caption._pieces}
        theme = stage.view.theme
    assert colors["10"] == theme.series[GD].label.lower()
    assert colors["κ"] == theme.ink.lower()
