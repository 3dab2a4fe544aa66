"""Zooming into the bowl, panning, and stretching its short axis."""

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF

from core.scene import Zoom
from gui.picture.drag_handles import ZOOM_PER_NOTCH
from gui.picture.landscape import MAX_ZOOM
from gui.picture.view import View
from gui.stages import STAGES
from gui.stages.conditioning.bowl import MIN_STRETCH_CONDITION
from gui.style.theme import DARK

BOWLS = ["conditioning/zigzag", "conditioning/edge", "conditioning/race"]
PLACES = [(0.5, 0.5), (0.2, 0.8), (0.93, 0.1), (0.01, 0.99)]


def at(hand, across, along):
    rect = hand.bowl.rect
    return QPointF(round(rect.left() + across * rect.width()), round(rect.top() + along * rect.height()))


def visible_corners(hand):
    """The bowl's coordinates of the top left and the bottom right corner of its frame."""
    rect = hand.bowl.rect
    return hand.bowl.coordinates(rect.topLeft()), hand.bowl.coordinates(rect.bottomRight())


def is_inside_frame(hand):
    """Whether the visible range lies inside the whole frame."""
    (left, high), (right, low) = visible_corners(hand)
    width, height = (1.000001 * half for half in hand.bowl.half_size)
    return -width <= left < right <= width and -height <= low < high <= height


def warnings(hand):
    return [text.text for text in hand.stage.texts() if "vertical" in text.text]


def scales(hand):
    """Pixels per unit of the bowl, in x and in y."""
    origin, across, along = hand.bowl.point(0, 0), hand.bowl.point(1, 0), hand.bowl.point(0, 1)
    return across.x() - origin.x(), origin.y() - along.y()


@pytest.mark.parametrize("where", BOWLS)
@pytest.mark.parametrize("place", PLACES)
def test_zooming_keeps_the_point_under_the_pointer(hand_on, where, place):
    hand = hand_on(where)
    point = at(hand, *place)
    under = hand.bowl.coordinates(point)
    for notches in (1, 3, 7.5, -2):
        hand.turn(point, notches)
        assert hand.bowl.coordinates(point) == pytest.approx(under, rel=1e-6, abs=1e-6)
        assert is_inside_frame(hand)
    assert hand.stage.view.zoom.factor == pytest.approx(ZOOM_PER_NOTCH**9.5)


@pytest.mark.parametrize("place", PLACES)
def test_zooming_out_ends_at_the_whole_bowl(hand, place):
    whole = visible_corners(hand)
    hand.turn(at(hand, 0.3, 0.4), 6)
    hand.turn(at(hand, *place), -40)
    assert hand.stage.view.zoom == Zoom()
    assert visible_corners(hand) == whole


def test_zoom_stops_at_the_maximum(hand):
    hand.turn(at(hand, 0.4, 0.4), 200)
    assert hand.stage.view.zoom.factor == MAX_ZOOM
    assert is_inside_frame(hand)


def test_the_wheel_beside_the_bowl_does_nothing(hand):
    hand.turn(hand.bowl.rect.topRight() + QPointF(60, 40), 5)
    assert hand.looks == []


def test_panning_follows_the_pointer_and_stops_at_the_edge(hand):
    hand.turn(at(hand, 0.5, 0.5), 5)
    start = at(hand, 0.7, 0.3)
    under = hand.bowl.coordinates(start)
    hand.press(start)
    for step in (QPointF(-20, 9), QPointF(31, -14)):
        hand.move(start + step)
        assert hand.bowl.coordinates(start + step) == pytest.approx(under, rel=1e-6)
    hand.move(start + QPointF(9_000, -9_000))
    assert is_inside_frame(hand)
    (left, _), (_, low) = visible_corners(hand)
    assert (left, low) == pytest.approx((-hand.bowl.half_size[0], -hand.bowl.half_size[1]))
    hand.release(start)
    assert hand.edits == []


def test_cancelling_a_pan_changes_no_parameters(hand):
    hand.drag(hand.spots["start"], hand.spots["start"] + QPointF(-20, 20))
    hand.turn(at(hand, 0.5, 0.5), 5)
    params, edits = hand.params, len(hand.edits)
    hand.press(at(hand, 0.7, 0.3))
    hand.move(at(hand, 0.6, 0.35))
    assert hand.stage.cancel_drag()
    assert (hand.params, len(hand.edits)) == (params, edits)


def test_a_bowl_without_zoom_does_not_pan(hand):
    hand.drag(at(hand, 0.3, 0.2), at(hand, 0.5, 0.5))
    assert hand.looks == []


@pytest.mark.parametrize("where", BOWLS)
def test_a_larger_picture_of_a_zoomed_view_shows_the_same_range(hand_on, where):
    hand = hand_on(where, View(1440, 810), condition_number=60)
    hand.look(stretch=True)
    hand.turn(at(hand, 0.3, 0.35), 4)
    with closing(STAGES[where](replace(hand.stage.view, width=1920, height=1080, theme=DARK))) as stage:
        stage.show(hand.result, hand.result.length)
        rect = stage._bowl.rect
        corners = stage._bowl.coordinates(rect.topLeft()), stage._bowl.coordinates(rect.bottomRight())
        assert stage._bowl.stretch_factor == hand.bowl.stretch_factor
    for corner, here in zip(corners, visible_corners(hand), strict=True):
        assert corner == pytest.approx(here, rel=0.01)


def test_resetting_the_zoom_restores_the_pixels(hand, painted):
    whole = painted(hand.stage)
    hand.turn(at(hand, 0.3, 0.4), 3)
    assert painted(hand.stage) != whole
    hand.look(zoom=Zoom())
    assert painted(hand.stage) == whole


def test_a_distorted_or_zoomed_bowl_has_no_axis_handle(hand):
    hand.compute({"condition_number": 60})
    assert set(hand.spots) == {"start", "axis"}
    hand.look(stretch=True)
    assert set(hand.spots) == {"start"}
    hand.look(stretch=False, zoom=Zoom(2.0, 0.1, 0.0))
    assert set(hand.spots) == {"start"}
    hand.look(zoom=Zoom())
    assert set(hand.spots) == {"start", "axis"}


def test_a_start_outside_the_visible_range_cannot_be_dragged(hand):
    start = hand.spots["start"]
    hand.turn(at(hand, 0.1, 0.9), 8)
    hand.stage.widget.hovered.emit(at(hand, 0.5, 0.5))
    assert not any(mark.isVisible() for mark in hand.stage._handles._marks.values())
    hand.drag(start, start + QPointF(-30, 10))
    assert hand.edits == []


@pytest.mark.parametrize("kappa", [1, 10, MIN_STRETCH_CONDITION])
def test_bowls_up_to_the_minimum_condition_are_not_stretched(hand_on, kappa):
    hand = hand_on(condition_number=kappa)
    hand.look(stretch=True)
    assert hand.bowl.stretch_factor == 1
    assert warnings(hand) == []
    assert scales(hand)[0] == pytest.approx(scales(hand)[1], rel=1e-6)


@pytest.mark.parametrize("where", BOWLS)
@pytest.mark.parametrize("kappa", [60, 100, 1_000, 10_000])
def test_long_bowls_are_stretched_by_the_labeled_factor(hand_on, where, kappa):
    hand = hand_on(where, View(960, 540), condition_number=kappa, max_steps=2_000)
    assert warnings(hand) == []
    hand.look(stretch=True)
    across, along = scales(hand)
    (words,) = warnings(hand)
    assert words == f"vertical × {hand.bowl.stretch_factor}, angles distorted"
    assert along / across == pytest.approx(hand.bowl.stretch_factor)
    assert hand.bowl.stretch_factor > 1
    assert hand.bowl.rect.contains(hand.spots["start"])
    hand.look(stretch=False)
    assert warnings(hand) == []


def test_the_stretched_start_can_still_be_dragged(hand_on):
    hand = hand_on(condition_number=100)
    hand.look(stretch=True)
    target = hand.spots["start"] + QPointF(-50, 40)
    expected = hand.bowl.coordinates(target)
    hand.drag(hand.spots["start"], target)
    assert hand.params.start == pytest.approx(expected, rel=1e-3)
