"""Looking closer at the bowl, further along it, and with its short axis stretched."""

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF

from core.scene import Zoom
from gui.picture.drag_handles import ZOOM_PER_NOTCH
from gui.picture.landscape import MAX_ZOOM
from gui.picture.view import View
from gui.stages import STAGES
from gui.stages.conditioning.bowl import STRETCH_FROM
from gui.style.theme import DARK

BOWLS = ["conditioning/zigzag", "conditioning/edge", "conditioning/race"]
PLACES = [(0.5, 0.5), (0.2, 0.8), (0.93, 0.1), (0.01, 0.99)]


def at(hand, across, along):
    rect = hand.bowl.rect
    return QPointF(round(rect.left() + across * rect.width()), round(rect.top() + along * rect.height()))


def seen(hand):
    """The bowl's coordinates of two corners of its frame."""
    rect = hand.bowl.rect
    return hand.bowl.coordinates(rect.topLeft()), hand.bowl.coordinates(rect.bottomRight())


def within(hand):
    """Whether what is seen is part of the whole frame."""
    (left, high), (right, low) = seen(hand)
    width, height = (1.000001 * half for half in hand.bowl.half_size)
    return -width <= left < right <= width and -height <= low < high <= height


def warnings(hand):
    return [text.text for text in hand.stage.texts() if "vertical" in text.text]


def scales(hand):
    """Pixels for one unit of the bowl, across and along."""
    origin, across, along = hand.bowl.point(0, 0), hand.bowl.point(1, 0), hand.bowl.point(0, 1)
    return across.x() - origin.x(), origin.y() - along.y()


@pytest.mark.parametrize("where", BOWLS)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_under_the_pointer_stays_there(hand_on, where, place):
    hand = hand_on(where)
    point = at(hand, *place)
    under = hand.bowl.coordinates(point)
    for notches in (1, 3, 7.5, -2):
        hand.turn(point, notches)
        assert hand.bowl.coordinates(point) == pytest.approx(under, rel=1e-6, abs=1e-6)
        assert within(hand)
    assert hand.stage.view.zoom.factor == pytest.approx(ZOOM_PER_NOTCH**9.5)


@pytest.mark.parametrize("place", PLACES)
def test_turning_back_ends_at_the_whole_bowl(hand, place):
    whole = seen(hand)
    hand.turn(at(hand, 0.3, 0.4), 6)
    hand.turn(at(hand, *place), -40)
    assert hand.stage.view.zoom == Zoom()
    assert seen(hand) == whole


def test_it_gets_only_so_close(hand):
    hand.turn(at(hand, 0.4, 0.4), 200)
    assert hand.stage.view.zoom.factor == MAX_ZOOM
    assert within(hand)


def test_the_wheel_beside_the_bowl_does_nothing(hand):
    hand.turn(hand.bowl.rect.topRight() + QPointF(60, 40), 5)
    assert hand.looks == []


def test_the_ground_follows_the_pointer_and_stops_at_the_edge(hand):
    hand.turn(at(hand, 0.5, 0.5), 5)
    begin = at(hand, 0.7, 0.3)
    under = hand.bowl.coordinates(begin)
    hand.press(begin)
    for step in (QPointF(-20, 9), QPointF(31, -14)):
        hand.move(begin + step)
        assert hand.bowl.coordinates(begin + step) == pytest.approx(under, rel=1e-6)
    hand.move(begin + QPointF(9_000, -9_000))
    assert within(hand)
    (left, _), (_, low) = seen(hand)
    assert (left, low) == pytest.approx((-hand.bowl.half_size[0], -hand.bowl.half_size[1]))
    hand.release(begin)
    assert hand.edits == []


def test_giving_up_a_look_around_changes_no_parameters(hand):
    hand.drag(hand.spots["start"], hand.spots["start"] + QPointF(-20, 20))
    hand.turn(at(hand, 0.5, 0.5), 5)
    params, edits = hand.params, len(hand.edits)
    hand.press(at(hand, 0.7, 0.3))
    hand.move(at(hand, 0.6, 0.35))
    assert hand.stage.cancel_drag()
    assert (hand.params, len(hand.edits)) == (params, edits)


def test_a_whole_bowl_does_not_move(hand):
    hand.drag(at(hand, 0.3, 0.2), at(hand, 0.5, 0.5))
    assert hand.looks == []


@pytest.mark.parametrize("where", BOWLS)
def test_a_larger_picture_of_a_zoomed_view_shows_the_same_part(hand_on, where):
    hand = hand_on(where, View(1440, 810), condition_number=60)
    hand.look(stretch=True)
    hand.turn(at(hand, 0.3, 0.35), 4)
    with closing(STAGES[where](replace(hand.stage.view, width=1920, height=1080, theme=DARK))) as stage:
        stage.show(hand.result, hand.result.length)
        rect = stage._bowl.rect
        corners = stage._bowl.coordinates(rect.topLeft()), stage._bowl.coordinates(rect.bottomRight())
        assert stage._bowl.stretched == hand.bowl.stretched
    for corner, here in zip(corners, seen(hand), strict=True):
        assert corner == pytest.approx(here, rel=0.01)


def test_the_zoomed_picture_differs_and_comes_back(hand, painted):
    whole = painted(hand.stage)
    hand.turn(at(hand, 0.3, 0.4), 3)
    assert painted(hand.stage) != whole
    hand.look(zoom=Zoom())
    assert painted(hand.stage) == whole


def test_the_axis_is_no_handle_where_its_length_says_nothing(hand):
    hand.compute({"condition_number": 60})
    assert set(hand.spots) == {"start", "axis"}
    hand.look(stretch=True)
    assert set(hand.spots) == {"start"}
    hand.look(stretch=False, zoom=Zoom(2.0, 0.1, 0.0))
    assert set(hand.spots) == {"start"}
    hand.look(zoom=Zoom())
    assert set(hand.spots) == {"start", "axis"}


def test_a_start_that_is_out_of_sight_cannot_be_taken(hand):
    begin = hand.spots["start"]
    hand.turn(at(hand, 0.1, 0.9), 8)
    hand.stage.widget.hovered.emit(at(hand, 0.5, 0.5))
    assert not any(mark.isVisible() for mark in hand.stage._handles._marks.values())
    hand.drag(begin, begin + QPointF(-30, 10))
    assert hand.edits == []


@pytest.mark.parametrize("kappa", [1, 10, STRETCH_FROM])
def test_short_valleys_are_not_stretched(hand_on, kappa):
    hand = hand_on(condition_number=kappa)
    hand.look(stretch=True)
    assert hand.bowl.stretched == 1
    assert warnings(hand) == []
    assert scales(hand)[0] == pytest.approx(scales(hand)[1], rel=1e-6)


@pytest.mark.parametrize("where", BOWLS)
@pytest.mark.parametrize("kappa", [60, 100, 1_000, 10_000])
def test_long_valleys_are_stretched_by_the_factor_that_is_said(hand_on, where, kappa):
    hand = hand_on(where, View(960, 540), condition_number=kappa, max_steps=2_000)
    assert warnings(hand) == []
    hand.look(stretch=True)
    across, along = scales(hand)
    (words,) = warnings(hand)
    assert words == f"vertical × {hand.bowl.stretched}, angles distorted"
    assert along / across == pytest.approx(hand.bowl.stretched)
    assert hand.bowl.stretched > 1
    assert hand.bowl.rect.contains(hand.spots["start"])
    hand.look(stretch=False)
    assert warnings(hand) == []


def test_the_stretched_start_can_still_be_dragged(hand_on):
    hand = hand_on(condition_number=100)
    hand.look(stretch=True)
    target = hand.spots["start"] + QPointF(-50, 40)
    wanted = hand.bowl.coordinates(target)
    hand.drag(hand.spots["start"], target)
    assert hand.params.start == pytest.approx(wanted, rel=1e-3)
