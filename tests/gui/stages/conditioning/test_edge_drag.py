"""Dragging the learning rate on the plot of factors."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF


@pytest.fixture
def edge(pointer_on):
    return pointer_on("conditioning/edge", learning_rate=0.1)


def on_line(edge, rate, factor=0.5):
    return edge.stage._plot.point(rate, factor)


def ghost(edge):
    return edge.bowl._ghost._path


def test_the_rate_follows_the_pointer(edge):
    edge.press(on_line(edge, 0.1))
    for rate in (0.15, 0.21, 0.05):
        edge.move(on_line(edge, rate))
        assert edge.result.learning_rate == pytest.approx(rate, rel=0.01)
        assert edge.stage._rate_line.line().x1() == pytest.approx(on_line(edge, rate).x(), abs=0.5)
    assert [set(values) for values in edge.edits] == [{"learning_rate"}] * 3


def test_moving_after_release_changes_nothing(edge):
    edge.drag(on_line(edge, 0.1), on_line(edge, 0.12))
    edits = len(edge.edits)
    edge.move(on_line(edge, 0.2))
    assert len(edge.edits) == edits


def test_a_press_beside_the_line_starts_no_drag(edge):
    edge.drag(on_line(edge, 0.2), on_line(edge, 0.05))
    assert edge.edits == []


def test_the_rate_stays_above_zero_and_within_its_bounds(edge):
    edge.drag(on_line(edge, 0.1), QPointF(-500, 300))
    assert 0 < edge.result.learning_rate < 0.001
    rate = edge.result.learning_rate
    edge.drag(on_line(edge, rate), QPointF(1e7, 300))
    assert edge.result.learning_rate == 100


def test_the_previous_path_is_a_ghost_until_release(edge):
    before = edge.result.path
    edge.press(on_line(edge, 0.1))
    edge.move(on_line(edge, 0.21))
    assert np.array_equal(ghost(edge), before)
    edge.release(on_line(edge, 0.21))
    assert not len(ghost(edge))


def test_cancelling_restores_the_rate(edge):
    edge.press(on_line(edge, 0.1))
    edge.move(on_line(edge, 0.21))
    assert edge.stage.cancel_drag()
    assert edge.result.learning_rate == 0.1
    edits = len(edge.edits)
    edge.move(on_line(edge, 0.15))
    assert len(edge.edits) == edits
    assert not len(ghost(edge))


def test_cancelling_restores_a_rate_given_as_a_word(pointer_on):
    edge = pointer_on("conditioning/edge", learning_rate="optimal")
    edge.press(on_line(edge, edge.result.learning_rate))
    edge.move(on_line(edge, 0.1))
    edge.stage.cancel_drag()
    assert edge.params.learning_rate == "optimal"
