"""Dragging the start in either of the two valleys."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

ADDRESS = "noise/valley"


class Sides:
    """A pointer over both valleys."""

    def __init__(self, pointer):
        self.pointer = pointer

    @property
    def valleys(self):
        return self.pointer.stage._true, self.pointer.stage._noisy

    def spot(self, side):
        return self.valleys[side].point(*self.pointer.params.start)


@pytest.fixture
def sides(pointer_on):
    return Sides(pointer_on(ADDRESS, max_steps=50))


@pytest.mark.parametrize("side", [0, 1])
def test_the_start_is_dragged_in_either_valley(sides, side):
    pointer, valley = sides.pointer, sides.valleys[side]
    pointer.press(sides.spot(side))
    for x, y in ((-0.5, 0.9), (0.3, 1.7), (1.4, -0.3)):
        at = valley.point(x, y)
        pointer.move(at)
        assert pointer.params.start == pytest.approx((x, y), abs=0.02)
        assert sides.spot(side).x() == pytest.approx(at.x(), abs=1)
        assert sides.spot(side).y() == pytest.approx(at.y(), abs=1)
    pointer.release(at)
    edits = len(pointer.edits)
    pointer.move(valley.point(0.0, 0.0))
    assert len(pointer.edits) == edits


@pytest.mark.parametrize("side", [0, 1])
def test_with_shift_the_start_stays_on_the_floor(sides, side):
    pointer, valley = sides.pointer, sides.valleys[side]
    pointer.press(sides.spot(side))
    for x, y in ((-0.5, 0.9), (1.2, 0.0), (2.1, 2.0), (-2.1, 0.0)):
        pointer.move(valley.point(x, y), shift=True)
        across, along = pointer.params.start
        assert along == pytest.approx(across**2, abs=2e-3)
        assert across == pytest.approx(np.clip(x, -np.sqrt(2.6), np.sqrt(2.6)), abs=0.02)


def test_the_start_stays_in_the_window(sides):
    pointer = sides.pointer
    pointer.drag(sides.spot(1), QPointF(5_000, -5_000))
    assert pointer.params.start == (1.9, 2.6)
    pointer.drag(sides.spot(0), QPointF(-5_000, 5_000))
    assert pointer.params.start == (-1.9, -0.9)


@pytest.mark.parametrize("side", [0, 1])
def test_cancelling_restores_the_start(sides, side, painted):
    pointer = sides.pointer
    before, image = pointer.params, painted(pointer.stage)
    pointer.press(sides.spot(side))
    pointer.move(sides.spot(side) + QPointF(40, 30))
    assert pointer.params != before
    assert pointer.stage.cancel_drag()
    assert pointer.params == before
    assert painted(pointer.stage) == image
    assert not pointer.stage.cancel_drag()


def test_the_previous_true_path_is_a_ghost_during_a_drag(sides):
    pointer = sides.pointer
    before = pointer.result.path["noise_free"]
    pointer.press(sides.spot(0))
    pointer.move(sides.spot(0) + QPointF(40, 30))
    ghosts = [valley._ghost._path for valley in sides.valleys]
    assert np.array_equal(ghosts[0], before)
    assert not len(ghosts[1])
    pointer.release(sides.spot(0))
    assert not len(sides.valleys[0]._ghost._path)


def test_the_wheel_zooms_both_valleys(sides):
    pointer = sides.pointer
    at = sides.valleys[1].point(1.0, 1.0)
    pointer.turn_wheel(at, 4)
    left, right = sides.valleys
    assert left.visible_range == right.visible_range
    assert right.point(1.0, 1.0).x() == pytest.approx(at.x(), abs=1)
    pointer.turn_wheel(at, 60)
    assert pointer.stage.view.zoom.factor == left.max_zoom


def test_a_start_outside_the_visible_range_is_not_dragged_in_the_other_valley(sides):
    pointer = sides.pointer
    pointer.turn_wheel(sides.valleys[1].point(-1.9, 0.2), 3)
    for across in np.linspace(0.02, 0.98, 25):
        rect = sides.valleys[0].rect
        for along in (0.2, 0.5, 0.8):
            at = QPointF(rect.left() + across * rect.width(), rect.top() + along * rect.height())
            spot = sides.spot(0)
            if (at - spot).manhattanLength() > 60 or not rect.contains(spot):
                pointer.press(at)
                assert pointer.stage._handles[1]._held == ""
                pointer.release(at)


def test_a_double_click_requests_an_edit_of_the_start(sides):
    sides.pointer.double_click(sides.spot(0))
    sides.pointer.double_click(sides.spot(1))
    assert sides.pointer.requested_fields == ["start", "start"]
