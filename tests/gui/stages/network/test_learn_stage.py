"""Digits with the answers of the network, and the shares that are wrong up to the step."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui.picture.view import View
from gui.stages.network.learn_words import HELD_OUT, TRAINING
from gui.style.theme import HALL

ADDRESS = "network/learn"
LONG = {"max_steps": 300, "digits": 50, "hidden": "8"}
"""A run in which all training digits become right."""


@pytest.fixture
def result(result_of):
    return result_of(ADDRESS, **LONG)


def with_last(name, value):
    """A change of the last entry of an array."""

    def change(result):
        values = getattr(result, name).copy()
        values[-1] = value
        return replace(result, **{name: values})

    return change


def with_fields(**values):
    return lambda result: replace(result, **values)


CHANGES = [
    ("caption", "After 300 steps 77 % of unseen digits are right.", with_last("held_out_accuracy", 0.77)),
    ("caption", "After 1 step", lambda result: result.until(1)),
    ("caption", "Before training", lambda result: result.until(0)),
    ("caption", "At step 300 the training loss is no finite number.", with_last("train_loss", np.inf)),
    ("caption", "none is held out", with_fields(held_out_count=0)),
    ("hero", "77 %", with_last("held_out_accuracy", 0.77)),
    ("title", "Most unseen digits are wrong in the end", with_last("held_out_accuracy", 0.49)),
    (
        "title",
        "Training makes no more digits right",
        lambda result: replace(result, held_out_accuracy=np.full_like(result.held_out_accuracy, 0.5)),
    ),
    ("title", "Training overflows", with_last("train_loss", np.nan)),
    ("title", "A network learns to read digits", with_fields(complete=False)),
    ("title", "Here no digit is held out", with_fields(held_out_count=0)),
    ("caveat", "Holding out the last third: 55 %.", with_last("other_split_accuracy", 0.55)),
    ("axis_title", "of the training digits 55 %", with_last("train_accuracy", 0.55)),
    ("axis_title", "of 777 held-out digits", with_fields(held_out_count=777)),
    ("axis_title", "rate 0.33", with_fields(learning_rate=0.33)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_picture_quotes_its_result(role, words, change, result, check_quote):
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_other_split_is_told_once_it_is_known(result, result_of, texts_of):
    unknown = replace(result, complete=False, other_split_accuracy=result.other_split_accuracy[:3])
    assert texts_of(ADDRESS, unknown)["caveat"] == ["Held out is every third digit of a class."]
    last = result_of(ADDRESS, "last third")
    assert texts_of(ADDRESS, last)["caveat"][0].startswith("Held out is the last third of the digits.")


def marks_of(stage):
    """For each shown digit whether all of its marks are visible; they are visible together."""
    seen = [[mark.isVisible() for mark in each.marks] for each in stage._answers]
    assert all(len(set(each)) == 1 for each in seen)
    return [each[0] for each in seen]


@pytest.mark.parametrize("position", [0.0, 12.7, 300.0])
def test_wrong_answers_are_framed_crossed_and_in_the_alarm_color(position, result, open_stage):
    stage = open_stage(ADDRESS, result, position)
    index = result.index_at(position)
    wrong = (result.answers[index] != result.labels).tolist()
    count = len(wrong)
    assert marks_of(stage) == [*wrong, *[False] * (32 - count)]
    theme = stage.view.theme
    for each, answer, is_wrong in zip(stage._answers, result.answers[index], wrong, strict=False):
        assert each.label.text == f"{answer:.0f}"
        color = theme.alarm if is_wrong else theme.ink
        assert {piece.color.name() for piece in each.label._pieces} == {color.lower()}
    assert not any(each.label.isVisible() for each in stage._answers[count:])
    assert stage._wrong.text == f"{sum(wrong)} wrong"


def test_a_score_that_is_no_number_gives_a_dash(result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, "large weights"))
    shown = [each.label.text for each in stage._answers if each.label.isVisible()]
    assert set(shown) == {"–"}
    assert marks_of(stage)[0]


@pytest.mark.parametrize("view", [View(640, 360), View(1280, 720), View(), View(1280, 720, type_size=HALL)])
def test_the_pixels_of_an_image_are_whole_pixels_and_answers_touch_no_image(view, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, digits=130, hidden="4", max_steps=5), view=view)
    assert sum(each.label.isVisible() for each in stage._answers) == 32
    rects = stage._rects
    assert all(rect.width() % 8 == 0 and rect.left() == int(rect.left()) and rect.width() > 0 for rect in rects)
    for each in stage._answers:
        assert not any(each.label.ink_rect.intersects(rect) for rect in rects)
        assert stage._digits_area.contains(each.label.ink_rect)
    assert all(stage._digits_area.contains(QRectF(each.frame.rect())) for each in stage._answers)


def test_images_are_painted_in_shades_of_ink(result, open_stage, painted):
    stage = open_stage(ADDRESS, result, view=View())
    picture, rect = painted(stage), stage._rects[0]
    side = rect.width() / 8
    image = result.images[0].reshape(8, 8)
    light = np.array(
        [
            [picture.pixelColor(int(rect.left() + (x + 0.5) * side), int(rect.top() + (y + 0.5) * side)).lightnessF()
             for x in range(8)]
            for y in range(8)
        ]
    )  # fmt: skip
    inside = np.ones((8, 8), bool)
    inside[:2, 5:] = False  # the cross of a wrong answer may lie there
    assert np.corrcoef(light[inside], image[inside])[0, 1] < -0.99


def test_curves_are_the_recorded_shares_and_end_at_the_position(result, open_stage):
    stage = open_stage(ADDRESS, result, 20.0)
    for name, accuracy in ((TRAINING, result.train_accuracy), (HELD_OUT, result.held_out_accuracy)):
        points = stage._dots[name].points
        shares = 100.0 * (1.0 - accuracy)
        some = shares > 1e-9
        assert 10.0 ** points[some, 1] == pytest.approx(shares[some])
        assert points[:, 0].tolist() == result.recorded_steps.tolist()
        assert (points[~some, 1] < points[some, 1].min()).all()
        assert stage._dots[name].visible_count == 21
        assert stage._newest[name].points.tolist() == [points[20].tolist()]


def test_a_share_of_zero_has_a_tick_of_its_own_below_the_others(result, result_of, open_stage):
    stage = open_stage(ADDRESS, result)
    assert (result.train_accuracy == 1.0).any()
    (zero,) = [at for at, words in stage._log_plot.plot._ticks[1] if words == "0"]
    assert zero == pytest.approx(stage._dots[TRAINING].points[-1, 1])
    assert zero < min(at for at, words in stage._log_plot.plot._ticks[1] if words != "0")
    early = open_stage(ADDRESS, result_of(ADDRESS, "two steps"))
    assert "0" not in [words for _, words in early._log_plot.plot._ticks[1]]


@pytest.mark.parametrize("view", [View(1280, 720), View(1280, 720, type_size=HALL)])
@pytest.mark.parametrize("position", [0.0, 3.0, 40.0, 300.0])
def test_names_follow_the_newest_dots(view, position, result, open_stage):
    stage = open_stage(ADDRESS, result, position, view)
    for name, label in stage._names.items():
        (point,) = stage._newest[name].points.tolist()
        at = stage._log_plot.plot.point(*point)
        assert 0 < label.rect.left() - at.x() < 1.5 * label.pixels
        assert abs(label.rect.center().y() - at.y()) < 2.5 * label.pixels
    assert not stage._names[TRAINING].ink_rect.intersects(stage._names[HELD_OUT].ink_rect)


def test_without_held_out_digits_the_training_is_shown(result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, "none held out"))
    assert not stage._names[HELD_OUT].isVisible()
    assert stage._names[TRAINING].isVisible()
    assert not stage._wrong.isVisible()
    assert not any(each.label.isVisible() for each in stage._answers)
