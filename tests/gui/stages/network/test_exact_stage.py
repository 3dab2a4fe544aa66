"""One layer against the conditioning of its inputs: dots on a line, a ring on it, and the counts at the ring."""

from dataclasses import replace

import numpy as np
import pytest

from gui.picture.view import View
from gui.style.theme import DESK, HALL

ADDRESS = "network/exact"
DESCENT, ADAM, KFAC = "gradient_descent", "adam", "kfac"


@pytest.fixture
def result(result_of):
    return result_of(ADDRESS, max_steps=20_000)


def with_steps(method, value, place=-1, **changes):
    def change(result):
        steps = result.steps[method].copy()
        steps[place] = value
        return replace(result, steps={**result.steps, method: steps}, **changes)

    return change


CHANGES = [
    ("caption", "gradient descent 2700 steps", with_steps(DESCENT, 2_718.0)),
    ("caption", "gradient descent 1 step,", with_steps(DESCENT, 1.0)),
    ("caption", "K-FAC 2.", with_steps(KFAC, 2.0)),
    ("caption", "gradient descent not in 20\u2009000 steps", with_steps(DESCENT, np.nan)),
    ("caption", "Counting", with_steps(DESCENT, np.nan, complete=False)),
    ("caption", "κ = 2000:", lambda result: replace(result, conditioning=2.0 * result.conditioning)),
    ("hero", "2700 → 1", with_steps(DESCENT, 2_718.0)),
    ("hero", "3300 → 2", with_steps(KFAC, 2.0)),
    ("hero", "> 20\u2009000 → 1", with_steps(DESCENT, np.nan)),
    ("hero", "… → 1", with_steps(DESCENT, np.nan, complete=False)),
    ("title", "steps at κ = 2000", lambda result: replace(result, conditioning=2.0 * result.conditioning)),
    ("title", "Steps of one layer", with_steps(KFAC, 2.0)),
    ("title", "Steps of one layer", with_steps(DESCENT, 1.0)),
    ("axis_title", "Adam at the best of three rates: 77", with_steps(ADAM, 77.0)),
    ("axis_title", "at most 20\u2009000 steps", with_steps(ADAM, np.nan)),
    ("caveat", "One linear layer", lambda result: replace(result, deep_steps=result.steps[KFAC])),
]


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_picture_quotes_its_result(role, words, change, result, check_quote):
    check_quote(ADDRESS, result, change(result), role, words)


def test_the_words_at_the_defaults(result, texts_of):
    words = texts_of(ADDRESS, result)
    assert words["hero"] == ["3300 → 1"]
    assert words["caption"] == ["One layer, inputs κ = 1000: gradient descent 3300 steps, K-FAC 1."]
    assert words["caveat"] == [
        "Here K-FAC is Newton's method. K-FAC is exact only for one linear layer with squared loss."
    ]
    assert "K-FAC undoes the conditioning of a layer's inputs" in words["title"]
    assert set(words["label"]) == {"gradient descent", "Adam", "K-FAC"}
    assert not any("at most" in text for text in words["axis_title"])


def test_without_a_step_of_newton_the_caveat_does_not_speak_of_it(result, texts_of):
    changed = replace(result, newton_gap=np.full_like(result.newton_gap, 0.1))
    assert texts_of(ADDRESS, changed)["caveat"] == ["K-FAC is exact only for one linear layer with squared loss."]


def test_the_row_follows_the_condition_number_under_the_ring(result, texts_of):
    for position, kappa, hero in ((0.0, "1", "1 → 1"), (2.6, "10", "32 → 1"), (4.0, "100", "330 → 1")):
        words = texts_of(ADDRESS, result, position)
        assert words["hero"] == [hero]
        assert f"steps at κ = {kappa}" in words["title"]


def test_the_rings_are_on_the_dots_and_between_them_on_the_lines(result_of, open_stage):
    result = result_of(ADDRESS, conditioning="1,1.4,10,1000", max_steps=20_000)
    stage = open_stage(ADDRESS, result)
    for place in range(4):
        stage.show(result, float(place))
        for method, ring in stage._rings.items():
            assert ring.points[0] == pytest.approx(stage._dots[method].points[place])
        at = stage._log_plot.plot.point(*stage._rings[DESCENT].points[0].tolist())
        assert (stage._cursor.line().p1() - at).manhattanLength() < 1e-6
        assert (stage._cursor_handle.line_at(place).p1() - at).manhattanLength() < 1e-6
    stage.show(result, 2.5)
    x, y = stage._rings[DESCENT].points[0]
    assert x == pytest.approx(2.0)
    assert 10.0**y == pytest.approx(328, rel=0.01)
    assert stage._rings[KFAC].points[0].tolist() == pytest.approx([2.0, 0.0])


def test_where_descent_does_not_arrive_its_ring_is_on_the_line_without_a_dot(result, result_of, open_stage):
    late = result_of(ADDRESS, max_steps=400)
    stage = open_stage(ADDRESS, late)
    assert np.isnan(stage._dots[DESCENT].points[-1, 1])
    assert 10.0 ** stage._rings[DESCENT].points[0, 1] == pytest.approx(3338)
    y = stage._log_plot.pixel(1.0, 400.0).y()
    assert stage._limit.isVisible()
    assert stage._limit.line().y1() == pytest.approx(y)
    assert not open_stage(ADDRESS, result)._limit.isVisible()


def test_dots_are_the_counts_and_the_line_is_the_prediction(result, open_stage):
    stage = open_stage(ADDRESS, result)
    for method, dots in stage._dots.items():
        assert 10.0**dots.points == pytest.approx(np.column_stack([result.conditioning, result.steps[method]]))
    changed = open_stage(ADDRESS, with_steps(DESCENT, 50.0)(result))
    for line, other in zip(stage._log_plot._lines.lines, changed._log_plot._lines.lines, strict=True):
        assert (line[1] == other[1]).all()


@pytest.mark.parametrize("kappas", ["1", "5", "9000,10000"])
def test_all_counts_and_the_line_are_inside_the_axes(kappas, result_of, open_stage):
    result = result_of(ADDRESS, conditioning=kappas, max_steps=60)
    stage = open_stage(ADDRESS, result)
    area = stage._log_plot.rect
    values = [(result.conditioning, steps) for steps in result.steps.values()]
    for x, y in (*values, (result.curve_conditioning, result.curve_steps)):
        assert all(area.contains(*point) for point in stage._log_plot.pixels(x, y).tolist())
    assert len(stage._log_plot.plot._ticks[0]) >= 3


@pytest.mark.parametrize("type_size", [DESK, HALL])
def test_names_are_beside_the_last_counts(type_size, result, open_stage):
    stage = open_stage(ADDRESS, result, view=View(1280, 720, type_size=type_size))
    for method, label in stage._names.items():
        at = stage._log_plot.pixel(1000.0, float(result.steps[method][-1]))
        assert abs(label.rect.center().y() - at.y()) < 0.6 * label.pixels
        assert stage._log_plot.rect.right() < label.rect.left() < label.rect.right() <= 1280


def test_a_method_that_never_arrives_has_no_name(result_of, texts_of):
    assert set(texts_of(ADDRESS, result_of(ADDRESS, max_steps=1))["label"]) == {"gradient descent", "K-FAC"}


def test_the_transport_counts_condition_numbers(result, result_of, open_stage):
    stage = open_stage(ADDRESS, result)
    assert [stage.position_number(place) for place in (0, 6)] == [1, 7]
    assert open_stage(ADDRESS, result_of(ADDRESS, conditioning="3")).position_number(1) == 1
