"""The plane of a path with the straight line, and the losses along both."""

from dataclasses import replace

import numpy as np
import pytest

from core.arrays import frozen
from core.params import make
from gui.picture.view import View
from gui.stages.network.path_plane import contour_values
from gui.style.theme import HALL

ADDRESS = "network/plane"
LONG = {"max_steps": 200, "digits": 60, "hidden": "6", "target_loss": 0.1}


@pytest.fixture
def result(result_of):
    return result_of(ADDRESS, **LONG)


def rising(result):
    line = result.line.copy()
    line[20] = line[19] + 0.1
    return replace(result, line=frozen(line))


def longer(result):
    return replace(result, travelled=frozen(7 * result.travelled))


def short(result):
    return replace(result, travelled=result.distances)


def scaled(name, factor):
    return lambda result: replace(result, **{name: frozen(factor * getattr(result, name))})


CHANGES = [
    ("caption", "Straight to the end the loss rises in between;", rising),
    ("caption", "At step 78 the loss is over 10⁶ times the first", lambda result: replace(result, diverged_at=78)),
    ("title", "On the straight way to the end the loss rises in between", rising),
    ("title", "the path is hardly longer", short),
    ("title", "Gradient descent diverges", lambda result: replace(result, diverged_at=78)),
    ("title", "A walk through 77 dimensions", lambda result: replace(result, complete=False, dimension=77)),
    ("title", "yet Adam walks farther", lambda result: replace(result, method="adam")),
    ("caveat", "Plane: 60 % of the variance;", lambda result: replace(result, explained=frozen([0.4, 0.2]))),
    ("caveat", "of a random walk: 55 %.", lambda result: replace(result, walks_explained=frozen([0.5, 0.55, 0.9]))),
    ("caveat", "Loss 0.1 not within", lambda result: replace(result, losses=frozen(result.losses + 0.1))),
    ("axis_title", "of the path: 40 % of its variance", lambda result: replace(result, explained=frozen([0.4, 0.2]))),
    ("axis_title", "second principal direction: 20 %", lambda result: replace(result, explained=frozen([0.4, 0.2]))),
    ("label", "Gradient descent, rate 0.77", lambda result: replace(result, learning_rate=0.77)),
    ("axis_title", "bold: loss 0.2", lambda result: with_target(result, 0.2)),
]


def with_target(result, target):
    values = LONG | {"target_loss": target}
    return replace(result, params=make(type(result.params), values))


@pytest.mark.parametrize(("role", "words", "change"), CHANGES)
def test_the_picture_quotes_its_result(role, words, change, result, check_quote):
    check_quote(ADDRESS, result, change(result), role, words)


def test_a_path_that_is_told_has_walked_so_far(result, open_stage):
    stage = open_stage(ADDRESS, result, 50.0, View(1280, 720, reveal=True))
    assert stage.caption.text == f"After 50 steps the path is {result.detours[50]:.1f}× as long as the straight way."
    assert stage.caveat.text == "The end is known only afterwards."
    assert stage.title.text == f"A walk through {result.dimension} dimensions"


def test_the_hero_is_the_detour_up_to_the_step(result, texts_of):
    for position in (0.0, 3.0, 60.9, float(result.length)):
        ratio = result.detours[int(position)]
        assert texts_of(ADDRESS, result, position)["hero"] == [f"{ratio:.1f}×"]
    assert texts_of(ADDRESS, scaled("travelled", 20)(result))["hero"][0] == f"{20 * result.detour:.2g}×"


def test_the_trail_follows_the_coordinates(result, open_stage):
    stage = open_stage(ADDRESS, result, 12.25)
    assert np.array_equal(stage._plane._trail._path, result.coordinates)
    assert stage._plane._trail._position == 12.25
    thinned = replace(
        result,
        **{
            name: frozen(getattr(result, name)[::2])
            for name in ("recorded_steps", "losses", "travelled", "distances", "coordinates")
        },
    )
    assert open_stage(ADDRESS, thinned, 13.0)._plane._trail._position == 6.5


def test_the_straight_line_joins_the_ends_of_the_path(result, open_stage):
    ((_, points),) = open_stage(ADDRESS, result, 0.0)._plane._straight.lines
    assert points.tolist() == [result.coordinates[0].tolist(), [0.0, 0.0]]


def test_losses_are_drawn_against_the_share_of_the_way(result, open_stage):
    stage = open_stage(ADDRESS, result, 30.0)
    assert stage._dots.points[:, 0] == pytest.approx(result.travelled / result.travelled[-1])
    assert 10.0 ** stage._dots.points[:, 1] == pytest.approx(result.losses)
    assert stage._dots.visible_count == 31
    assert stage._newest.points.tolist() == [stage._dots.points[30].tolist()]
    ((_, line),) = stage._log_plot._lines.lines
    assert line[:, 0] == pytest.approx(np.linspace(0.0, 1.0, 65))
    assert 10.0 ** line[:, 1] == pytest.approx(result.line)


def test_the_end_is_hidden_until_the_path_has_ended(result, open_stage):
    stage = open_stage(ADDRESS, result, 20.0, View(1280, 720, reveal=True))
    for told in (False, True, False):
        stage.show(result, float(result.length) if told else 20.0)
        assert bool(stage._plane._straight.lines) is told
        assert bool(stage._log_plot._lines.lines) is told
        assert stage._plane._end.isVisible() is told
        assert all(label.isVisible() is told for label in stage._names)


def test_the_name_of_the_path_waits_for_its_dots(result, open_stage):
    stage = open_stage(ADDRESS, result, 0.0)
    path, straight = stage._names
    assert (path.isVisible(), straight.isVisible()) == (False, True)
    stage.show(result, float(result.length))
    assert path.isVisible()


def test_the_loss_of_the_bold_contour_is_named_where_there_is_one(result, open_stage):
    for factor, shown in ((1000.0, False), (1.0, True), (0.001, False)):
        stage = open_stage(ADDRESS, scaled("grid_loss", factor)(result))
        assert stage._plane._ring.isVisible() is shown
        assert bool(stage._plane._contour._ring) is shown


def test_while_the_path_is_under_way_there_is_no_plane(result, open_stage):
    empty = {name: frozen([]) for name in ("explained", "walks_explained", "line", "grid_x", "grid_y")}
    waiting = replace(
        result, complete=False, coordinates=frozen(np.empty((0, 2))), grid_loss=frozen(np.empty((0, 0))), **empty
    )
    stage = open_stage(ADDRESS, waiting)
    assert stage._waiting.isVisible()
    assert not stage._plane._plot._box.isVisible()
    assert not any(label.isVisible() for label in (stage._across, stage._up, stage._plane._end, *stage._names))
    assert stage._dots.visible_count == len(result.losses)
    stage.show(result, float(result.length))
    assert not stage._waiting.isVisible()
    assert stage._plane._plot._box.isVisible()


@pytest.mark.parametrize("view", [View(1280, 720), View(1280, 720, type_size=HALL), View(640, 360)])
def test_the_plane_has_one_scale_and_names_lie_within(view, result, open_stage):
    stage = open_stage(ADDRESS, result, view=view)
    zero, right, up = (stage._plane.point(*at) for at in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
    assert right.x() - zero.x() == pytest.approx(zero.y() - up.y(), rel=0.01)
    for label in (stage._plane._start, stage._plane._end, stage._plane._method, stage._plane._ring):
        assert stage._plane.rect.contains(label.ink_rect)


def test_contours_pass_the_target_and_levels_are_even(result):
    values = contour_values(result, 12)
    assert values.ring == pytest.approx(-1.0)
    assert len(values.levels) == 12
    assert np.ptp(np.diff(values.levels)) == pytest.approx(0.0, abs=1e-12)
    assert 10.0 ** values.z[::4, ::4] == pytest.approx(result.grid_loss)
    assert values.z.shape == (len(values.y), len(values.x))


def test_losses_that_are_no_numbers_are_the_highest_ground(result):
    loss = result.grid_loss.copy()
    loss[0, :3] = np.nan, np.inf, 0.0
    values = contour_values(replace(result, grid_loss=frozen(loss)), 9)
    assert np.isfinite(values.z).all()
    assert values.z[0, 0] == values.z[0, 4] == pytest.approx(np.log10(result.grid_loss).max())
    assert values.z[0, 8] == pytest.approx(values.z.min(), abs=1e-9) == pytest.approx(np.log10(result.grid_loss).min())


@pytest.mark.parametrize("type_size", [View().type_size, HALL])
def test_names_touch_neither_curve(type_size, result, open_stage):
    stage = open_stage(ADDRESS, result, view=View(1280, 720, type_size=type_size))
    pixels = [stage._log_plot.pixels(stage._shares, result.losses)]
    pixels.append(stage._log_plot.pixels(np.linspace(0.0, 1.0, 65), result.line))
    for label in stage._names:
        for x, y in np.concatenate(pixels).tolist():
            assert not label.ink_rect.contains(x, y)
