"""The horizon: a descent on a curve, its local parabola, and a strip of blind and seeing steps."""

from dataclasses import replace

import numpy as np
import pytest
from changes import with_params
from PySide6.QtCore import QPointF

from gui.picture.view import View
from gui.style.theme import HALL

ADDRESS = "nonlinearity/horizon"


def with_counts(blind, seeing):
    return lambda result: replace(result, blind_steps=blind, seeing_steps=seeing)


def with_end(name, value):
    def change(result):
        values = getattr(result, name).copy()
        values[-1] = value
        return replace(result, **{name: values})

    return change


CHANGES = [
    ("caption", "Solved in 34 steps. 31 steps are blind.", with_counts(31, 3)),
    ("caption", "Unsolved after 34 steps. 32", lambda result: replace(result, steps_to_tolerance=None)),
    ("caption", "so far", lambda result: replace(result, complete=False)),
    ("caption", "No step is blind.", with_counts(0, 34)),
    ("caption", "All steps are blind.", with_counts(34, 0)),
    ("title", "All 34 steps are blind", with_counts(34, 0)),
    ("label", "31 blind", with_counts(31, 3)),
    ("label", "3 seeing", with_counts(31, 3)),
    ("title", "At every step the local parabola has a minimum", with_counts(0, 34)),
    ("title", "1 of 34 steps is blind: the local parabola has no minimum", with_counts(1, 33)),
    ("title", "A step leads back to where", lambda result: replace(result, blind=1.0 - result.blind)),
    ("axis_title", "at x = 0.25", with_end("path", 0.25)),
    ("axis_title", "lowest at −0.34", with_end("vertex", -0.341)),
    ("axis_title", "has no minimum", with_end("blind", 1.0)),
    ("caveat", "Rate 0.3;", with_params(learning_rate=0.3)),
    ("caveat", "loss ≤ 5 % of initial", with_params(tolerance=0.05)),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_horizon_quotes_its_result(role, words, change, result_of, check_quote):
    result = result_of(ADDRESS)
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_texts_at_the_defaults(result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS))
    assert words["caption"] == ["Solved in 34 steps. 32 steps are blind."]
    assert "32 of 34 steps are blind: the local parabola has no minimum" in words["title"]
    assert {"32 blind", "2 seeing", "minimum in sight"} <= set(words["label"])
    assert words["hero"] == ["34 steps"]
    assert "no minimum" in words["caveat"][0]


REVEALED = [
    (0.0, "Gradient descent and its local parabola", "0 steps so far.", set()),
    (
        1.0,
        "The first step is blind: the local parabola has no minimum",
        "1 step so far. The step is blind.",
        {"1 blind"},
    ),
    (12.5, "All 12 steps so far are blind: no minimum in sight", "12 steps so far. All steps are blind.", {"12 blind"}),
    (33.0, "32 of 33 steps are blind: the local parabola", "33 steps so far. 32 steps are blind.", {"1 seeing"}),
    (34.0, "32 of 34 steps are blind: the local parabola", "Solved in 34 steps. 32 steps are blind.", {"2 seeing"}),
]


@pytest.mark.parametrize(("position", "title", "caption", "labels"), REVEALED)
def test_totals_follow_the_position_where_the_outcome_is_revealed(
    position, title, caption, labels, result_of, open_stage
):
    stage = open_stage(ADDRESS, result_of(ADDRESS), position, View(1280, 720, reveal=True))
    assert stage.title.text.startswith(title)
    assert stage.caption.text.endswith(caption)
    totals = {text.text for text in stage.texts() if text.role == "label" and text.text[0].isdigit()}
    assert totals >= labels
    assert all(int(total.split()[0]) <= position for total in totals)
    assert stage._empty_strip.isVisible() == (position == 34.0)


ROWS = [
    (0.0, "0 steps", "blind"),
    (1.5, "1 step", "blind"),
    (31.9, "31 steps", "blind"),
    (32.0, "32 steps", "minimum in sight"),
]


@pytest.mark.parametrize(("position", "count", "sight"), ROWS)
def test_the_row_counts_whole_steps_and_gives_the_state_of_the_iterate(position, count, sight, result_of, texts_of):
    words = texts_of(ADDRESS, result_of(ADDRESS), position)
    assert words["hero"] == [count]
    assert sight in words["title"]


def test_the_parabola_touches_the_landscape_at_the_iterate(result_of, open_stage):
    result = result_of(ADDRESS)
    profile = open_stage(ADDRESS, result)._profile
    for step in (0, 20, 31, 33):
        profile.move(step + 0.4)
        ((_, points),) = profile._parabola.lines
        at = np.interp(result.path[step], *points[np.isfinite(points[:, 1])].T)
        assert at == pytest.approx(result.loss[step], abs=1e-3)
        lowest = profile._vertex._point
        assert (lowest is None) == (step < 33)
    assert lowest[0] == result.vertex[33]


def test_the_landscape_is_drawn_from_edge_to_edge(case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    profile = open_stage(ADDRESS, result)._profile
    ((_, points),) = profile._curve.lines
    assert (points[0, 0], points[-1, 0]) == profile._x_range
    assert points[:, 1] == pytest.approx(points[:, 0] ** 2 / (1 + points[:, 0] ** 2), abs=1e-4)
    assert profile._x_range[0] <= result.path.min() <= result.path.max() <= profile._x_range[1]


def test_the_strip_shows_a_tick_for_each_step_taken(case, result_of, open_stage):
    result = result_of(ADDRESS, case)
    stage = open_stage(ADDRESS, result, 0.0)
    assert stage._strip.hatched.tolist() == stage._empty_strip.hatched.tolist() == result.blind[:-1].tolist()
    for position in (0.0, 0.5 * result.length, float(result.length)):
        stage.show(result, position)
        assert stage._strip.visible_count == min(int(position), len(result.path) - 1)


def test_few_seeing_steps_among_very_many_are_visible(result_of, open_stage, painted):
    result = result_of(ADDRESS, "far start")
    assert result.seeing_steps < 1e-3 * result.blind_steps
    stage = open_stage(ADDRESS, result)
    blind = open_stage(ADDRESS, replace(result, blind=np.ones_like(result.blind)))
    strip = stage._strip_plot.rect.toRect()
    assert painted(stage).copy(strip) != painted(blind).copy(strip)
    left = strip.adjusted(0, 0, -strip.width() // 2, 0)
    assert painted(stage).copy(left) == painted(blind).copy(left)


def test_the_trail_of_an_oscillating_descent_ends_early_but_its_point_goes_on(result_of, open_stage):
    result = result_of(ADDRESS, "large rate")
    profile = open_stage(ADDRESS, result)._profile
    assert 20 < len(profile._trail._path) < 0.5 * len(result.path)
    assert profile._point.points.tolist() == [[result.path[-1], result.loss[-1]]]
    profile.move(2.5)
    assert profile._point.points[0].tolist() == pytest.approx(
        [result.path[2:4].mean(), result.loss[2:4].mean()], rel=1e-12
    )


def test_the_edges_mark_where_the_minimum_is_in_sight(result_of, open_stage):
    stage = open_stage(ADDRESS, result_of(ADDRESS))
    left, right = (line.line().x1() for line in stage._profile._sight_edges)
    result = stage.result
    assert [left, right] == pytest.approx([stage._profile.point(at, 0).x() for at in (-result.sight, result.sight)])
    blind = [stage._profile.point(x, 0).x() for x in result.path[result.blind == 1.0]]
    seeing = [stage._profile.point(x, 0).x() for x in result.path[result.blind == 0.0]]
    assert max(seeing) < right < min(blind)


@pytest.mark.parametrize(("distance", "shown"), [(10.0, False), (3.0, True)])
def test_the_region_in_sight_is_named_where_its_name_fits(distance, shown, result_of, open_stage):
    result = result_of(ADDRESS, distance=distance, max_steps=100)
    profile = open_stage(ADDRESS, result, view=View(1280, 720, type_size=HALL))._profile
    assert profile._sight_label.isVisible() is shown


@pytest.mark.parametrize("type_size", [HALL, View().type_size])
def test_the_parabola_does_not_cross_the_zone_labels(type_size, result_of, open_stage):
    result = result_of(ADDRESS)
    stage = open_stage(ADDRESS, result, view=View(1000, 616, type_size=type_size))
    profile = stage._profile
    highest = profile.point(0.0, 1.0).y()
    assert (
        max(label.rect.bottom() - 0.3 * label.pixels for label in (profile._sight_label, profile._blind_label))
        <= highest
    )
    for step in range(result.length):
        stage.show(result, float(step))
        assert np.nanmax(profile._parabola.lines[0][1][:, 1]) <= 1.0


@pytest.fixture
def pointer(pointer_on):
    return pointer_on(ADDRESS)


def test_the_frame_is_fixed_during_a_drag_of_the_start(pointer):
    profile, begin = pointer.stage._profile, pointer.handle_positions["start"]
    x_range = profile._x_range
    pointer.press(begin)
    pointer.move(profile.point(1.5, 0.7))
    assert pointer.result.params.distance == pytest.approx(1.5, abs=0.02)
    assert profile._x_range == x_range
    assert pointer.handle_positions["start"].x() == pytest.approx(profile.point(1.5, 0.0).x(), abs=1.0)
    pointer.release(profile.point(1.5, 0.7))
    assert profile._x_range != x_range
    assert [set(values) for values in pointer.edits] == [{"distance"}]


def test_the_previous_steps_are_a_ghost_until_release(pointer):
    before = pointer.result.blind[:-1].tolist()
    pointer.press(pointer.handle_positions["start"])
    pointer.move(pointer.stage._profile.point(1.0, 0.5))
    assert pointer.stage._ghost.hatched.tolist() == before
    assert len(pointer.stage._strip.hatched) < len(before)
    pointer.release(pointer.stage._profile.point(1.0, 0.5))
    assert not len(pointer.stage._ghost.hatched)


def test_a_pinned_ghost_is_drawn(pointer, painted):
    kept = pointer.result
    pointer.compute({"distance": 2.0})
    without = painted(pointer.stage)
    pointer.change_view(ghost=kept)
    assert pointer.stage._ghost.hatched.tolist() == kept.blind[:-1].tolist()
    assert painted(pointer.stage) != without


def test_the_start_stays_within_its_bounds_and_the_frame(pointer):
    profile = pointer.stage._profile
    pointer.drag(pointer.handle_positions["start"], QPointF(5000, 100))
    assert pointer.result.params.distance == pytest.approx(1.15 * 3, abs=0.01)
    pointer.drag(pointer.handle_positions["start"], QPointF(-5000, 100))
    assert pointer.result.params.distance == 0.1
    pointer.drag(pointer.handle_positions["start"], profile.point(0.77, 0.4), shift=True)
    assert pointer.result.params.distance == 1.0


def test_cancelling_restores_the_start(pointer):
    pointer.press(pointer.handle_positions["start"])
    pointer.move(pointer.stage._profile.point(1.0, 0.5))
    assert pointer.stage.cancel_drag()
    assert pointer.result.params.distance == 3.0


def test_the_wheel_does_not_zoom(pointer):
    pointer.turn_wheel(pointer.stage._profile.rect.center(), 3)
    assert pointer.zooms == []


def test_a_double_click_requests_an_edit_of_the_distance(pointer):
    pointer.double_click(pointer.handle_positions["start"])
    assert pointer.requested_fields == ["distance"]
