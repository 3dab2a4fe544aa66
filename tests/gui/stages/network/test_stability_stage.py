"""Stability: measured sharpness around the limit, which is dragged up and down, and the loss below."""

from dataclasses import replace

import numpy as np
import pytest
from changes import combined, with_params
from PySide6.QtCore import QPointF, Qt

from gui.picture.view import View
from gui.stages.network.stability import LIMITS
from gui.stages.network.stability_words import three_digits
from gui.style.theme import HALL

ADDRESS = "network/stability"
RATE = "stability_rate"
VALUES = {"max_steps": 300, "digits": 50, "hidden": "8"}


def with_ratios(*ratios):
    """A change of the measured sharpness, as ratios to the limit; the last one holds from there on."""

    def change(result):
        every = np.append(ratios, np.full(len(result.sharpness) - len(ratios), ratios[-1]))
        return replace(result, sharpness=every * result.limit)

    return change


def with_loss(*last):
    """A change of the losses of the last steps."""

    def change(result):
        loss = result.loss.copy()
        loss[-len(last) :] = last
        return replace(result, loss=loss)

    return change


def diverged_at(step):
    def change(result):
        known = int((result.steps < step).sum())
        loss = np.append(result.loss[:step], 1e7)
        return replace(result, diverged=step, loss=loss, steps=result.steps[:known], sharpness=result.sharpness[:known])

    return change


def with_cross_entropy(*ratios, diverged=None):
    def change(result):
        sharpness = np.array(ratios) / (4 * result.params.stability_rate)
        steps = 10.0 * np.arange(len(ratios))
        return replace(
            result,
            cross_entropy_steps=steps,
            cross_entropy_sharpness=sharpness,
            cross_entropy_diverged=diverged,
        )

    return change


CLIMB = with_ratios(0.5, 0.8, 1.02)
CHANGES = [
    ("title", "Gradient descent comes to the edge of stability", CLIMB),
    ("title", "At this rate the sharpness stays below the limit", with_ratios(0.5, 0.7)),
    ("title", "Gradient descent settles at the edge of stability", with_ratios(1.5, 1.05)),
    ("title", "moves to where the loss is less sharp", with_ratios(1.5, 0.5)),
    ("title", "How sharp does gradient descent make the loss?", with_ratios(0.5, 1.2)),
    ("title", "At this rate gradient descent diverges", diverged_at(25)),
    ("caption", "climbs to the limit 2/a = 10 and stays; the loss still falls.", combined(CLIMB, with_loss(1e-9))),
    ("caption", "Sharpness climbs to the limit 2/a = 10 and stays.", combined(CLIMB, with_loss(9.0))),
    ("caption", "In 300 steps the sharpness reaches 71 % of the limit 2/a = 10.", with_ratios(0.5, 0.71)),
    ("caption", "Sharpness starts at 15, above the limit 2/a = 10, and settles there.", with_ratios(1.5, 1.05)),
    ("caption", "Sharpness starts at 16, above the limit 2/a = 10, and falls below.", with_ratios(1.6, 0.5)),
    ("caption", "In the last half the sharpness averages 1.23× the limit 2/a = 10.", with_ratios(0.5, 1.23)),
    ("caption", "averages 0.83× the limit", with_ratios(0.99, 1.01, 0.83)),
    (
        "caption",
        "Sharpness at the start 12, limit 2/a = 10: diverged at step 25.",
        combined(with_ratios(1.2, 5.0), diverged_at(25)),
    ),
    ("caveat", "Cross-entropy, rate 1.6: peak 2.5× its limit, end 0.031×.", with_cross_entropy(0.5, 2.5, 0.031)),
    ("caveat", "Cross-entropy, rate 1.6: diverged at step 13.", with_cross_entropy(0.5, 9, diverged=13)),
    ("hero", "12.3 (limit 10)", with_ratios(0.5, 1.23)),
    ("axis_title", "diverged at step 25", diverged_at(25)),
    ("axis_title", "the loss rises in 1.3 % of the steps of the last half", with_loss(1e-3, 9.0)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_stability_quotes_its_result(role, words, change, result_of, check_quote):
    result = combined(with_ratios(0.99, 1.01, 1.5), with_loss(*np.geomspace(1e-5, 1e-6, 200)))(
        result_of(ADDRESS, **VALUES)
    )
    if words.startswith("How sharp"):
        result = CLIMB(result)
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_figures_follow_the_step(result_of, texts_of):
    result = CLIMB(result_of(ADDRESS, **VALUES))
    for position, hero, at in (
        (0.0, "5.00 (limit 10)", 0),
        (19.5, "8.00 (limit 10)", 10),
        (20.0, "10.2 (limit 10)", 20),
    ):
        words = texts_of(ADDRESS, result, position)
        assert words["hero"] == [hero]
        assert f"sharpness at step {at}" in words["title"]
        loss = result.loss[int(position)]
        assert any(
            text.startswith("loss 0.") and float(text[5:]) == float(f"{loss:.2g}") for text in words["axis_title"]
        )


def test_with_reveal_the_crossing_waits_for_its_step(result_of, open_stage):
    result = CLIMB(result_of(ADDRESS, **VALUES))
    stage = open_stage(ADDRESS, result, 19.0, View(1280, 720, reveal=True))
    assert stage.caption.text == "The limit of this rate is a sharpness of 2/a = 10."
    assert stage.caveat.text == "Squared loss, small last layer."
    name = stage._loss_name.rect.center().y()
    stage.show(result, 20.0)
    assert stage.caption.text == "The sharpness rose above the limit 2/a = 10 at step 20."
    assert stage.title.text == "How sharp does gradient descent make the loss?"
    stage.show(result, 300.0)
    assert stage.title.text == "Gradient descent comes to the edge of stability"
    assert stage._loss_name.rect.center().y() > name


def test_dots_are_the_measured_sharpness_and_appear_with_the_steps(result_of, open_stage):
    result = result_of(ADDRESS, **VALUES)
    stage = open_stage(ADDRESS, result, 25.0)
    assert stage._dots.points == pytest.approx(np.column_stack([result.steps, result.sharpness]))
    assert (stage._dots.visible_count, stage._loss.visible_count) == (3, 26)
    assert stage._current.points.tolist() == [stage._dots.points[2].tolist()]
    assert 10.0 ** stage._loss.points[:, 1] == pytest.approx(result.loss)


def test_the_limit_is_a_line_at_two_over_the_rate(result_of, open_stage):
    for rate in (0.1, 0.37):
        stage = open_stage(ADDRESS, with_params(stability_rate=rate)(result_of(ADDRESS, **VALUES)))
        ((_, points),) = stage._limit.lines
        assert points[:, 1] == pytest.approx([2 / rate] * 2)
        y = stage._upper.plot.point(0.0, 2 / rate).y()
        assert stage._limit_name.rect.center().y() == pytest.approx(y, abs=0.3 * stage._limit_name.pixels)


def test_a_sharpness_far_above_is_beyond_the_axis(result_of, open_stage):
    result = with_ratios(0.5, 0.9, 1e5, 1.0)(result_of(ADDRESS, **VALUES))
    stage = open_stage(ADDRESS, result)
    assert np.flatnonzero(np.isnan(stage._dots.points[:, 1])).tolist() == [2]
    assert 10.0 < stage._ends[1] < 15.0


def test_a_diverged_run_fills_the_axis_of_steps(result_of, open_stage):
    result = result_of(ADDRESS, **VALUES | {"hidden": "32", "stability_rate": 1})
    assert result.diverged is not None
    stage = open_stage(ADDRESS, result)
    left, right = (
        stage._upper.plot.coordinates(QPointF(x, 0))[0] for x in (stage._upper.rect.left(), stage._upper.rect.right())
    )
    assert left < 0.0 < result.length < right < 1.1 * result.length


@pytest.mark.parametrize(
    ("view", "shown"), [(View(), True), (View(type_size=HALL), True), (View(640, 360), False), (View(480, 270), False)]
)
def test_the_loss_is_left_out_where_it_is_too_small(view, shown, result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS, **VALUES), view=view)
    assert stage._layer.isVisible() is shown
    ticks = {text.text for text in stage.texts() if text.role == "ticks"}
    assert {"0", "100", "200", "300"} <= ticks  # below one of the plots
    assert stage._steps_title.rect.right() <= view.width


@pytest.fixture
def pointer(pointer_on):
    return pointer_on(ADDRESS, max_steps=60, digits=20, hidden="8")


def limit_line(pointer):
    return pointer.stage._limit_handle.line


def height_of(pointer, rate):
    x = limit_line(pointer).center().x()
    return QPointF(x, pointer.stage._upper.plot.point(0.0, 2 / rate).y())


def test_the_dragged_limit_sets_the_rate_and_stands_under_the_pointer(pointer):
    pointer.press(limit_line(pointer).center())
    for rate in (0.25, 0.18):
        at = height_of(pointer, rate)
        pointer.move(at)
        assert pointer.edits[-1][RATE] == pytest.approx(rate, rel=0.02)
        assert limit_line(pointer).y1() == pytest.approx(at.y(), abs=1.0)
        assert pointer.result.limit == 2 / pointer.edits[-1][RATE]
    assert pointer.seeks == []


def test_shift_takes_the_limit_to_round_rates(pointer):
    pointer.press(limit_line(pointer).center())
    pointer.move(height_of(pointer, 0.28), shift=True)
    assert pointer.edits[-1] == {RATE: 0.3}


def test_the_axis_stands_still_during_a_drag_and_follows_after(pointer):
    ends = pointer.stage._ends
    pointer.press(limit_line(pointer).center())
    top = QPointF(limit_line(pointer).center().x(), 0.0)
    pointer.move(top)
    assert pointer.stage._ends == ends
    assert limit_line(pointer).y1() == pointer.stage._upper.rect.top()
    highest = pointer.result.limit
    assert highest == pytest.approx(2 / pointer.params.stability_rate)
    pointer.release(top)
    assert pointer.stage._ends[1] > highest
    assert limit_line(pointer).y1() > pointer.stage._upper.rect.top()


def test_the_sharpness_from_before_stays_faint_until_release(pointer):
    before = pointer.stage._dots.points.copy()
    pointer.press(limit_line(pointer).center())
    at = height_of(pointer, 0.3)
    pointer.move(at)
    assert np.array_equal(pointer.stage._ghost.points, before)
    assert pointer.stage._ghost.visible_count == len(before)
    pointer.release(at)
    assert pointer.stage._ghost.visible_count == 0


def test_cancelling_restores_the_rate(pointer):
    pointer.press(limit_line(pointer).center())
    pointer.move(height_of(pointer, 0.3))
    assert pointer.params.stability_rate != 0.2
    assert pointer.stage.cancel_drag()
    assert pointer.params.stability_rate == 0.2


def test_the_limit_is_typed_by_a_double_click_and_its_pointer_is_upright(pointer):
    line = limit_line(pointer)
    pointer.hover(line.center() + QPointF(0, 12))
    assert pointer.stage.widget.cursor().shape() == Qt.CursorShape.SplitVCursor
    assert pointer.stage._limit_handle.mark.isVisible()
    pointer.hover(line.center() + QPointF(0, 20))
    assert pointer.stage.widget.cursor().shape() == Qt.CursorShape.ArrowCursor
    pointer.double_click(line.center())
    assert pointer.requested_fields == [RATE]


def test_a_drag_gives_rates_with_three_digits_within_their_bounds():
    assert LIMITS.values[[0, -1]].tolist() == [1.0, 0.02]
    assert (np.diff(LIMITS.x) > 0).all()
    assert LIMITS.x == pytest.approx(2 / LIMITS.values)
    assert all(float(f"{rate:.3g}") == rate for rate in LIMITS.values)
    assert set(LIMITS.rounds) <= set(LIMITS.values)


@pytest.mark.parametrize(
    ("value", "text"),
    [(10.04, "10.0"), (9.996, "10.0"), (6.5, "6.50"), (123.4, "123"), (0.05, "0.05"), (4321.0, "4321")],
)
def test_numbers_keep_three_digits(value, text):
    assert three_digits(value) == text
