"""Dragging the learning rate on the plot of factors."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from gui.picture.view import View
from gui.style.theme import DESK, HALL


@pytest.fixture
def edge(pointer_on):
    return pointer_on("conditioning/edge", learning_rate=0.1)


def on_line(edge, rate, factor=0.5):
    return edge.stage._plot.point(rate, factor)


def halo(edge):
    """The rectangle of the halo around the rate; None where there is none."""
    mark = edge.stage._rate_handle.mark
    return mark.path().boundingRect() if mark.isVisible() else None


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


@pytest.mark.parametrize("rate", [0.427, 100])
def test_a_rate_beyond_the_plot_is_grabbed_at_its_border(pointer_on, rate):
    edge = pointer_on("conditioning/edge", learning_rate=rate)
    border = QPointF(edge.stage._plot.rect.right() - 3, edge.stage._plot.rect.center().y())
    edge.press(border)
    edge.move(on_line(edge, 0.15))
    assert edge.result.learning_rate == pytest.approx(0.15, rel=0.02)


@pytest.mark.parametrize("rate", [0.427, 100])
def test_the_halo_of_a_rate_beyond_the_plot_is_at_its_border(pointer_on, rate):
    edge = pointer_on("conditioning/edge", learning_rate=0.1)
    edge.press(on_line(edge, 0.1))
    edge.move(on_line(edge, rate))
    assert edge.result.learning_rate == pytest.approx(rate, rel=0.02)
    assert halo(edge).center().x() == edge.stage._plot.rect.right()
    edge.release(on_line(edge, rate))
    edge.hover(edge.stage._plot.rect.center())
    assert halo(edge).center().x() == edge.stage._plot.rect.right()


@pytest.mark.parametrize("factor", [0.05, 1.0, 1.95])
def test_the_rate_is_grabbed_along_the_whole_height_of_the_plot(edge, factor):
    edge.drag(on_line(edge, 0.1, factor), on_line(edge, 0.15, factor))
    assert edge.result.learning_rate == pytest.approx(0.15, rel=0.02)


@pytest.mark.parametrize(("near", "snapped"), [(0.196, 0.2), (0.184, 2 / 11), (0.128, 0.12), (0.247, 0.24)])
def test_shift_takes_the_rate_to_the_limit_the_best_and_round_rates(edge, near, snapped):
    edge.press(on_line(edge, 0.1))
    edge.move(on_line(edge, near), shift=True)
    assert edge.edits[-1] == {"learning_rate": snapped}
    assert edge.result.rate_is_the_bound == (snapped == 0.2)
    edge.move(on_line(edge, near))
    assert edge.result.learning_rate == pytest.approx(near, abs=0.002)
    assert edge.result.learning_rate != snapped


def test_shift_reaches_a_limit_with_many_digits(pointer_on):
    edge = pointer_on("conditioning/edge", learning_rate=0.5, condition_number=3)
    edge.press(on_line(edge, 0.5))
    edge.move(on_line(edge, 0.66), shift=True)
    assert edge.result.rate_is_the_bound
    assert edge.stage.title.text.startswith("At the limit")


def test_the_pointer_shows_that_the_rate_can_be_dragged(edge):
    assert halo(edge) is None
    edge.hover(edge.stage._plot.rect.center())
    assert halo(edge).center().x() == pytest.approx(on_line(edge, 0.1).x(), abs=0.5)
    assert edge.stage.widget.cursor().shape() == Qt.CursorShape.ArrowCursor
    edge.hover(on_line(edge, 0.1))
    assert edge.stage.widget.cursor().shape() == Qt.CursorShape.SplitHCursor
    edge.hover(on_line(edge, 0.2))
    assert edge.stage.widget.cursor().shape() == Qt.CursorShape.ArrowCursor
    edge.hover(edge.bowl.rect.center())
    assert halo(edge) is None


def test_a_picture_without_the_plot_has_no_handle(pointer_on):
    edge = pointer_on("conditioning/edge", View(640, 360), learning_rate=0.1)
    assert not edge.stage._layer.isVisible()
    edge.hover(on_line(edge, 0.1))
    assert halo(edge) is None
    edge.drag(on_line(edge, 0.1), on_line(edge, 0.2))
    edge.double_click(on_line(edge, 0.1))
    assert edge.edits == edge.requested_fields == []


def test_a_double_click_on_the_rate_types_it(edge):
    edge.double_click(on_line(edge, 0.1))
    assert edge.requested_fields == ["learning_rate"]


def test_the_target_is_larger_in_the_hall(pointer_on):
    beside = QPointF(21, 0)
    for type_size, grabbed in ((DESK, False), (HALL, True)):
        edge = pointer_on("conditioning/edge", View(1280, 720, type_size=type_size), learning_rate=0.1)
        edge.drag(on_line(edge, 0.1) + beside, on_line(edge, 0.05))
        assert bool(edge.edits) == grabbed


@pytest.mark.parametrize("rate", [1e-10, 0.1, 0.2, 0.2999, 0.3])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1000, 616)], ids=str)
@pytest.mark.parametrize("type_size", [DESK, HALL], ids=lambda size: size.name)
def test_the_dots_at_the_rate_are_inside_the_plot_as_a_whole(rate, size, type_size, result_of, open_stage):
    result = result_of("conditioning/edge", learning_rate=rate, max_steps=50)
    stage = open_stage("conditioning/edge", result, None, View(*size, type_size=type_size))
    radius = stage.stroke_width("current") / 2
    inside = stage._plot.rect.adjusted(radius, radius, -radius, -radius)
    assert stage._dots.visible_count == 2
    for x, y in stage._dots.points.tolist():
        assert inside.contains(stage._plot.point(x, y))
