"""The place of a label and the line from it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QLineF, QPointF, QRectF

from gui.plots.label_place import free_place, leader

AREA = QRectF(10, 20, 300, 200)
POINTS = some.lists(some.tuples(some.floats(0, 320), some.floats(10, 230)), max_size=60)


@given(POINTS, some.floats(5, 120), some.floats(5, 60), some.floats(0, 320), some.floats(0, 240))
def test_a_found_place_is_free_and_inside(points, width, height, x, y):
    occupied = np.array(points).reshape(-1, 2)
    place = free_place(AREA, width, height, occupied, QPointF(x, y))
    if place is not None:
        assert AREA.adjusted(-1e-6, -1e-6, 4, 4).contains(place)
        assert not any(place.left() < a < place.right() and place.top() < b < place.bottom() for a, b in points)


def test_free_place_returns_the_nearest_place_or_none():
    nothing = np.empty((0, 2))
    place = free_place(AREA, 40, 20, nothing, QPointF(100, 100))
    assert place.contains(QPointF(100, 100))
    full = np.array([(x, y) for x in range(10, 312, 2) for y in range(20, 222, 2)], float)
    assert free_place(AREA, 40, 20, full, QPointF(100, 100)) is None
    assert free_place(AREA, 400, 20, nothing, QPointF(100, 100)) is None


@pytest.mark.parametrize(
    ("at", "begin"),
    [((0, 0), (10, 20)), ((400, 100), (310, 100)), ((50, 300), (50, 220)), ((60, 70), (60, 70))],
)
def test_a_leader_is_the_shortest_line_from_the_label(at, begin):
    assert leader(AREA, QPointF(*at)) == QLineF(QPointF(*begin), QPointF(*at))
