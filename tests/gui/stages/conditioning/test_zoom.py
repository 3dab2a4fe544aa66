"""Zooming into the bowl, panning, and stretching its short axis."""

from contextlib import closing
from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QPointF

from core.scene import Zoom
from gui.picture.drag_handles import ZOOM_PER_NOTCH
from gui.picture.landscape import MAX_ZOOM
from gui.picture.view import View
from gui.stages import STAGES
from gui.stages.conditioning.bowl import MIN_STRETCH_CONDITION
from gui.style.theme import DARK, DESK, HALL

BOWLS = ["conditioning/zigzag", "conditioning/edge", "conditioning/race"]
SHAPES = [(1280, 720), (1920, 1080), (640, 360), (720, 1280), (2560, 800), (1000, 616)]
PLACES = [(0.5, 0.5), (0.2, 0.8), (0.93, 0.1), (0.01, 0.99)]


def at(pointer, across, along):
    rect = pointer.bowl.rect
    return QPointF(round(rect.left() + across * rect.width()), round(rect.top() + along * rect.height()))


def visible_corners(pointer):
    """The bowl's coordinates of the top left and the bottom right corner of its frame."""
    rect = pointer.bowl.rect
    return pointer.bowl.coordinates(rect.topLeft()), pointer.bowl.coordinates(rect.bottomRight())


def is_inside_frame(pointer):
    """Whether the visible range lies inside the whole frame."""
    (left, high), (right, low) = visible_corners(pointer)
    width, height = (1.000001 * half for half in pointer.bowl.half_size)
    return -width <= left < right <= width and -height <= low < high <= height


def warnings(pointer):
    return [text.text for text in pointer.stage.texts() if "vertical" in text.text]


def scales(pointer):
    """Pixels per unit of the bowl, in x and in y."""
    origin, across, along = pointer.bowl.point(0, 0), pointer.bowl.point(1, 0), pointer.bowl.point(0, 1)
    return across.x() - origin.x(), origin.y() - along.y()


@pytest.mark.parametrize("where", BOWLS)
@pytest.mark.parametrize("place", PLACES)
def test_zooming_keeps_the_point_under_the_pointer(pointer_on, where, place):
    pointer = pointer_on(where)
    point = at(pointer, *place)
    under = pointer.bowl.coordinates(point)
    for notches in (1, 3, 7.5, -2):
        pointer.turn_wheel(point, notches)
        assert pointer.bowl.coordinates(point) == pytest.approx(under, rel=1e-6, abs=1e-6)
        assert is_inside_frame(pointer)
    assert pointer.stage.view.zoom.factor == pytest.approx(ZOOM_PER_NOTCH**9.5)


@pytest.mark.parametrize("place", PLACES)
def test_zooming_out_ends_at_the_whole_bowl(pointer, place):
    whole = visible_corners(pointer)
    pointer.turn_wheel(at(pointer, 0.3, 0.4), 6)
    pointer.turn_wheel(at(pointer, *place), -40)
    assert pointer.stage.view.zoom == Zoom()
    assert visible_corners(pointer) == whole


def test_zoom_stops_at_the_maximum(pointer):
    pointer.turn_wheel(at(pointer, 0.4, 0.4), 200)
    assert pointer.stage.view.zoom.factor == MAX_ZOOM
    assert is_inside_frame(pointer)


def test_the_wheel_beside_the_bowl_does_nothing(pointer):
    pointer.turn_wheel(pointer.bowl.rect.topRight() + QPointF(60, 40), 5)
    assert pointer.zooms == []


def test_panning_follows_the_pointer_and_stops_at_the_edge(pointer):
    pointer.turn_wheel(at(pointer, 0.5, 0.5), 5)
    start = at(pointer, 0.7, 0.3)
    under = pointer.bowl.coordinates(start)
    pointer.press(start)
    for step in (QPointF(-20, 9), QPointF(31, -14)):
        pointer.move(start + step)
        assert pointer.bowl.coordinates(start + step) == pytest.approx(under, rel=1e-6)
    pointer.move(start + QPointF(9_000, -9_000))
    assert is_inside_frame(pointer)
    (left, _), (_, low) = visible_corners(pointer)
    assert (left, low) == pytest.approx((-pointer.bowl.half_size[0], -pointer.bowl.half_size[1]))
    pointer.release(start)
    assert pointer.edits == []


def test_cancelling_a_pan_changes_no_parameters(pointer):
    pointer.drag(pointer.handle_positions["start"], pointer.handle_positions["start"] + QPointF(-20, 20))
    pointer.turn_wheel(at(pointer, 0.5, 0.5), 5)
    params, edits = pointer.params, len(pointer.edits)
    pointer.press(at(pointer, 0.7, 0.3))
    pointer.move(at(pointer, 0.6, 0.35))
    assert pointer.stage.cancel_drag()
    assert (pointer.params, len(pointer.edits)) == (params, edits)


def test_a_bowl_without_zoom_does_not_pan(pointer):
    pointer.drag(at(pointer, 0.3, 0.2), at(pointer, 0.5, 0.5))
    assert pointer.zooms == []


@pytest.mark.parametrize("where", BOWLS)
def test_a_larger_picture_of_a_zoomed_view_shows_the_same_range(pointer_on, where):
    pointer = pointer_on(where, View(1440, 810), condition_number=60)
    pointer.change_view(stretch=True)
    pointer.turn_wheel(at(pointer, 0.3, 0.35), 4)
    with closing(STAGES[where](replace(pointer.stage.view, width=1920, height=1080, theme=DARK))) as stage:
        stage.show(pointer.result, pointer.result.length)
        rect = stage._bowl.rect
        corners = stage._bowl.coordinates(rect.topLeft()), stage._bowl.coordinates(rect.bottomRight())
        assert stage._bowl.stretch_factor == pointer.bowl.stretch_factor
    for corner, here in zip(corners, visible_corners(pointer), strict=True):
        assert corner == pytest.approx(here, rel=0.01)


def test_resetting_the_zoom_restores_the_pixels(pointer, painted):
    whole = painted(pointer.stage)
    pointer.turn_wheel(at(pointer, 0.3, 0.4), 3)
    assert painted(pointer.stage) != whole
    pointer.change_view(zoom=Zoom())
    assert painted(pointer.stage) == whole


def test_a_distorted_or_zoomed_bowl_has_no_axis_handle(pointer):
    pointer.compute({"condition_number": 60})
    assert set(pointer.handle_positions) == {"start", "axis"}
    pointer.change_view(stretch=True)
    assert set(pointer.handle_positions) == {"start"}
    pointer.change_view(stretch=False, zoom=Zoom(2.0, 0.1, 0.0))
    assert set(pointer.handle_positions) == {"start"}
    pointer.change_view(zoom=Zoom())
    assert set(pointer.handle_positions) == {"start", "axis"}


def test_a_start_outside_the_visible_range_cannot_be_dragged(pointer):
    start = pointer.handle_positions["start"]
    pointer.turn_wheel(at(pointer, 0.1, 0.9), 8)
    pointer.stage.widget.hovered.emit(at(pointer, 0.5, 0.5))
    assert not any(mark.isVisible() for mark in pointer.stage._handles._marks.values())
    pointer.drag(start, start + QPointF(-30, 10))
    assert pointer.edits == []


@pytest.mark.parametrize("kappa", [1, 10, MIN_STRETCH_CONDITION])
def test_bowls_up_to_the_minimum_condition_are_not_stretched(pointer_on, kappa):
    pointer = pointer_on(condition_number=kappa)
    pointer.change_view(stretch=True)
    assert pointer.bowl.stretch_factor == 1
    assert warnings(pointer) == []
    assert scales(pointer)[0] == pytest.approx(scales(pointer)[1], rel=1e-6)


@pytest.mark.parametrize("where", BOWLS)
@pytest.mark.parametrize("kappa", [60, 100, 1_000, 10_000])
def test_long_bowls_are_stretched_by_the_labeled_factor(pointer_on, where, kappa):
    pointer = pointer_on(where, View(960, 540), condition_number=kappa, max_steps=2_000)
    assert warnings(pointer) == []
    pointer.change_view(stretch=True)
    across, along = scales(pointer)
    (words,) = warnings(pointer)
    assert words == f"vertical × {pointer.bowl.stretch_factor}, angles distorted"
    assert along / across == pytest.approx(pointer.bowl.stretch_factor)
    assert pointer.bowl.stretch_factor > 1
    assert pointer.bowl.rect.contains(pointer.handle_positions["start"])
    pointer.change_view(stretch=False)
    assert warnings(pointer) == []


@pytest.mark.parametrize("values", [{"condition_number": 100}, {"condition_number": 5000, "rotation": 10}])
def test_pictures_of_all_sizes_and_shapes_have_the_same_factor(values, result_of, open_stage):
    factors = set()
    for where, (width, height), type_size in product(BOWLS, SHAPES, (DESK, HALL)):
        result = result_of(where, "default", max_steps=2_000, **values)
        stage = open_stage(where, result, None, View(width, height, type_size=type_size, stretch=True))
        bowl = stage._bowl
        factors.add(bowl.stretch_factor)
        (horizontal, vertical), rect = bowl.half_size, bowl.rect
        assert (rect.height() / vertical) / (rect.width() / horizontal) == pytest.approx(bowl.stretch_factor)
        assert any(text.text.startswith(f"vertical × {bowl.stretch_factor},") for text in stage.texts())
        for name, at in stage._handles._positions().items():
            assert rect.contains(at), name
    assert len(factors) == 1


def test_the_stretched_start_can_still_be_dragged(pointer_on):
    pointer = pointer_on(condition_number=100)
    pointer.change_view(stretch=True)
    target = pointer.handle_positions["start"] + QPointF(-50, 40)
    expected = pointer.bowl.coordinates(target)
    pointer.drag(pointer.handle_positions["start"], target)
    assert pointer.params.start == pytest.approx(expected, rel=1e-3)
