"""Dragging the start and the short axis of the bowl."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from PySide6.QtCore import QPointF, QRectF

from gui.picture.landscape import GHOST_OPACITY, SECONDARY_WIDTH
from gui.stages.conditioning.handles import ANGLE_SNAP_DEG, CONDITION_SNAPS, condition_number, level_set, short_axis
from gui.style.theme import DARK, HALL

BOWLS = ["conditioning/zigzag", "conditioning/edge", "conditioning/race"]


def ghost(hand):
    return hand.bowl._ghost._path


def lead(hand):
    return next(iter(hand.bowl.descent.paths.values()))


def distance(p, q):
    return ((p.x() - q.x()) ** 2 + (p.y() - q.y()) ** 2) ** 0.5


@pytest.mark.parametrize("where", BOWLS)
def test_the_start_follows_the_pointer(hand_on, where):
    hand = hand_on(where)
    center, begin = hand.bowl.rect.center(), hand.spots["start"]
    hand.press(begin)
    for share in (0.9, 0.6, 0.4):
        at = center + share * (begin - center) + QPointF(-11, 7)
        hand.move(at)
        assert distance(hand.spots["start"], at) < 0.5
        assert hand.edits[-1] == {"start": pytest.approx(hand.bowl.coordinates(at), rel=1e-3)}
    assert hand.params.start == hand.edits[-1]["start"]


def test_the_frame_is_fixed_during_a_drag_of_the_start_and_updated_after(hand_on, hand):
    half, begin, center = hand.bowl.half_size, hand.spots["start"], hand.bowl.rect.center()
    at = center + 0.3 * (begin - center)
    hand.press(begin)
    hand.move(at)
    assert hand.bowl.half_size == half
    hand.release(at)
    assert hand.bowl.half_size == pytest.approx(np.multiply(half, 0.3), rel=0.02)
    assert hand.bowl.half_size == hand_on(start=hand.params.start).bowl.half_size


def test_a_finished_drag_leaves_no_trace_in_the_picture(hand_on, hand, painted):
    begin, center = hand.spots["start"], hand.bowl.rect.center()
    hand.drag(begin, begin + QPointF(-40, 30), center + 0.5 * (begin - center))
    fresh = hand_on(start=hand.params.start)
    assert painted(hand.stage) == painted(fresh.stage)


def test_the_start_cannot_be_dragged_to_the_minimum(hand):
    hand.drag(hand.spots["start"], hand.bowl.rect.center())
    assert all(edit["start"] != (0.0, 0.0) for edit in hand.edits)


@pytest.mark.parametrize("where", BOWLS)
@pytest.mark.parametrize("angle", [0, 40, -75])
def test_the_axis_turns_and_stretches_the_bowl_to_the_pointer(hand_on, where, angle):
    hand = hand_on(where)
    center, turn = hand.bowl.rect.center(), np.radians(angle)
    at = center + 0.12 * hand.bowl.rect.height() * QPointF(-np.sin(turn), -np.cos(turn))
    hand.drag(hand.spots["axis"], at)
    assert hand.params.rotation == pytest.approx(angle, abs=0.1)
    assert distance(hand.spots["axis"], at) < 1.5
    assert hand.params.condition_number > 1


def test_shift_snaps_to_round_condition_numbers_and_angles(hand):
    center, at = hand.bowl.rect.center(), hand.spots["axis"]
    hand.press(at)
    for angle, share in ((7, 1.1), (22, 0.8), (-38, 0.5), (80, 0.2)):
        turn, length = np.radians(angle), share * distance(at, center)
        hand.move(center + QPointF(-np.sin(turn), -np.cos(turn)) * length, shift=True)
        assert hand.params.condition_number in CONDITION_SNAPS
        assert hand.params.rotation == ANGLE_SNAP_DEG * round(angle / ANGLE_SNAP_DEG)


@pytest.mark.parametrize("where", BOWLS)
def test_shift_keeps_the_start_on_its_contour(hand_on, where):
    hand = hand_on(where, condition_number=25, rotation=30)
    loss, center, begin = hand.bowl.descent.loss, hand.bowl.rect.center(), hand.spots["start"]
    hand.press(begin)
    for angle in (10, 75, 160, 250, 300):
        at = center + 0.4 * hand.bowl.rect.height() * QPointF(np.cos(np.radians(angle)), -np.sin(np.radians(angle)))
        hand.move(at, shift=True)
        assert hand.bowl.descent.loss == pytest.approx(loss, rel=1e-4)
        x, y = hand.params.start
        near = np.degrees(np.arctan2(*(hand.spots["start"] - center).toTuple()[::-1])) + angle
        assert abs((near + 180) % 360 - 180) < 10, (x, y)
    hand.move(center + QPointF(20, 3))
    assert hand.bowl.descent.loss < 0.5 * loss  # without Shift the start follows the pointer
    hand.move(center + QPointF(20, 3), shift=True)
    assert hand.bowl.descent.loss == pytest.approx(loss, rel=1e-4)


@pytest.mark.parametrize("rotation", [0, 30, -75])
@pytest.mark.parametrize("axis", [0, 90, 180, -90])
def test_shift_puts_a_start_near_an_axis_onto_it(axis, rotation):
    turn = np.radians(axis + rotation + 0.5)
    x, y = level_set(np.cos(turn), np.sin(turn), 8.0, 16.0, rotation)
    length = {0: 4.0, 180: 4.0}.get(axis, 1.0)
    on = np.radians(axis + rotation)
    assert (x, y) == pytest.approx((length * np.cos(on), length * np.sin(on)), rel=1e-5, abs=1e-5)


def test_the_handle_ends_at_the_bounds_of_the_condition_number(hand):
    center = hand.bowl.rect.center()
    hand.drag(hand.spots["axis"], center + QPointF(0, -0.2))
    assert hand.params.condition_number == 1e4
    hand.drag(hand.spots["axis"], QPointF(center.x(), hand.bowl.rect.top()))
    assert hand.params.condition_number == 1


@pytest.mark.parametrize("handle", ["start", "axis"])
def test_cancelling_a_drag_restores_the_values_before_it(hand, handle):
    before, half = hand.params, hand.bowl.half_size
    hand.press(hand.spots[handle])
    hand.move(hand.spots[handle] + QPointF(-60, 25))
    assert hand.params != before
    assert hand.stage.cancel_drag()
    assert (hand.params, hand.bowl.half_size) == (before, half)
    edits = len(hand.edits)
    hand.move(hand.bowl.rect.center() + QPointF(50, 50))
    assert len(hand.edits) == edits
    assert not hand.stage.cancel_drag()


def test_without_a_drag_there_is_nothing_to_cancel(hand):
    assert not hand.stage.cancel_drag()
    assert hand.edits == []


def test_a_double_click_requests_an_edit_of_the_handles_field(hand):
    hand.double_click(hand.spots["start"])
    hand.double_click(hand.spots["axis"])
    hand.double_click(hand.bowl.rect.bottomLeft() + QPointF(20, -20))
    assert hand.asked == ["start", "condition_number"]
    hand.move(hand.bowl.rect.center() + QPointF(30, 30))
    assert hand.edits == []


@pytest.mark.parametrize("handle", ["start", "axis"])
def test_the_previous_path_is_a_ghost_during_a_drag(hand, handle):
    before = lead(hand)
    hand.press(hand.spots[handle])
    at = hand.spots[handle] + QPointF(-40, 20)
    hand.move(at)
    assert np.array_equal(ghost(hand), before)
    assert not np.array_equal(lead(hand), before)
    hand.release(at)
    assert not len(ghost(hand))


@pytest.mark.parametrize("where", BOWLS)
def test_a_pinned_ghost_stays_during_drags_until_it_is_unpinned(hand_on, where, painted):
    hand = hand_on(where)
    plain, before = painted(hand.stage), lead(hand)
    hand.look(ghost=hand.result)
    for step in (QPointF(-60, 10), QPointF(20, 30)):
        hand.drag(hand.spots["start"], hand.spots["start"] + step)
        assert np.array_equal(ghost(hand), before)
    hand.look(ghost=None)
    assert not len(ghost(hand))
    hand.compute({})
    assert painted(hand.stage) == plain


def test_a_pinned_ghost_follows_theme_and_type_size(hand):
    hand.look(ghost=hand.result)
    hand.look(theme=DARK, type_size=HALL)
    ghost, trail = hand.bowl._ghost._style, next(iter(hand.bowl._trails.values()))._style
    assert (ghost.theme, ghost.opacity) == (DARK, GHOST_OPACITY)
    assert ghost.width == pytest.approx(SECONDARY_WIDTH * trail.width)


def test_a_change_of_theme_during_a_drag_keeps_the_ghost(hand):
    before = lead(hand)
    hand.press(hand.spots["start"])
    hand.move(hand.spots["start"] + QPointF(-40, 20))
    hand.look(theme=DARK)
    assert np.array_equal(ghost(hand), before)


def test_a_press_elsewhere_starts_no_drag(hand):
    begin = hand.bowl.rect.bottomLeft() + QPointF(25, -25)
    hand.drag(begin, begin + QPointF(80, -40))
    assert (hand.edits, hand.looks) == ([], [])


def test_targets_are_larger_in_the_hall(hand):
    beside = hand.spots["start"] + QPointF(-21, 0)
    hand.drag(beside, beside + QPointF(-30, 0))
    assert hand.edits == []
    hand.look(type_size=HALL)
    beside = hand.spots["start"] + QPointF(-21, 0)
    hand.drag(beside, beside + QPointF(-30, 0))
    assert hand.edits


def test_handle_marks_are_visible_while_the_pointer_is_in_the_picture(hand):
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    marks = hand.stage._handles._marks.values()
    assert not any(mark.isVisible() for mark in marks)
    hand.stage.widget.hovered.emit(hand.bowl.rect.center())
    assert all(mark.isVisible() for mark in marks)
    hand.stage.widget.hovered.emit(hand.spots["start"])
    assert hand.stage.widget.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.stage.widget.pointer_left.emit()
    assert not any(mark.isVisible() for mark in marks)
    QTest.qWait(0)


SIDES = some.integers(80, 2_000)


@given(some.just(1.0) | some.floats(1.000001, 1e4), some.floats(-90, 90), SIDES, SIDES)
def test_condition_number_inverts_short_axis(kappa, rotation, width, height):
    rect = QRectF(0, 0, width, height)
    length = short_axis(kappa, rotation, rect)
    found = condition_number(length, rotation, rect)
    assert short_axis(found, rotation, rect) == pytest.approx(length, rel=1e-9)
    # If the bowl fills the height of the frame, several condition numbers give the same length of the short axis.
    assume(short_axis(kappa * 0.999, rotation, rect) > length * (1 + 1e-6))
    assert found == pytest.approx(kappa, rel=1e-3)


@given(some.floats(0.01, 1), some.floats(-90, 90), SIDES, SIDES)
def test_the_short_axis_has_the_requested_length(share, rotation, width, height):
    rect = QRectF(0, 0, width, height)
    longest = short_axis(1, rotation, rect)
    length = max(share * longest, short_axis(1e4, rotation, rect))
    assert short_axis(condition_number(length, rotation, rect), rotation, rect) == pytest.approx(length, rel=1e-9)


def test_the_pointer_leaving_a_closed_picture_emits_nothing(hand):
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    left = []
    hand.stage.widget.pointer_left.connect(lambda: left.append(1))
    QApplication.sendEvent(hand.stage.widget, QEvent(QEvent.Type.Leave))
    assert left == [1]
    hand.stage.widget.close()
    QApplication.sendEvent(hand.stage.widget, QEvent(QEvent.Type.Leave))
    assert left == [1]
