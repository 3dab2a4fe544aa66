"""Lines and rings of plots that the pointer drags: cursors of the position seek, the others set a parameter."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication

from gui.picture.plot_handles import POSITION, PlotHandle, PlotHandles
from gui.picture.view import View
from gui.style.theme import HALL

FEW = {"depths": "1,2,4,7,8", "replicates": 3}
SEEKING = {
    "conditioning/law": {},
    "nonlinearity/stack": FEW,
    "nonlinearity/activation": FEW,
    "nonlinearity/price": FEW | {"problems": 3},
    "serial/curves": {},
    "serial/copies": {"copies": "1,3,10,30,100", "repeats": 3},
    "network/learn": {"digits": 60, "hidden": "4", "max_steps": 10},
    "network/spectrum": {"digits": 60, "hidden": "4", "max_steps": 300, "target_loss": 0.01},
    "network/width": {"digits": 40, "widths": "3,5,8,12,14", "max_steps": 60, "target_loss": 1},
    "network/batch": {"digits": 40, "hidden": "4", "batch_sizes": "1,4,8,20,40", "max_steps": 60, "target_loss": 2},
    "network/depth": {"digits": 40, "depths": "1,2,3,4,6", "max_steps": 20, "replicates": 2},
    "network/exact": {"conditioning": "1,3,10,30,100"},
    "network/plane": {"digits": 30, "hidden": "4", "max_steps": 10},
}
"""Pictures with a cursor at the position, and quick parameters."""
SETTING = {
    ("noise/roots", "batch_size"): {"dimension": 2},
    ("noise/roots", "dimension"): {},
    ("noise/bend", "batch_size"): {},
    ("noise/bend", "dimension"): {},
    ("serial/curves", "break_year"): {},
}
"""Pictures with a line or ring at the value of a parameter."""
SNAPS = {"batch_size": (300, 256), "dimension": (90, 64), "break_year": (2008, 2010)}
"""A value by parameter, and the round value next to it."""


def handles_of(stage):
    return [each for each in stage.children() if isinstance(each, PlotHandles)]


def handle_of(stage, name=POSITION) -> PlotHandle:
    return next(each for handles in handles_of(stage) for each in handles._handles if each.name == name)


def grip(handle):
    """Where the handle is grabbed: its ring, or the middle of its line."""
    return handle.line.p1() if handle.track is not None else handle.line.pointAt(0.5)


def place_of(handle, value):
    """The place on the height of the grip at which the handle has a value."""
    x = handle.choices.x[handle.choices.index(value)]
    return QPointF(handle.plot.point(float(x), 0.0).x(), grip(handle).y())


@pytest.fixture(params=SEEKING)
def seeking(request, pointer_on):
    """A pointer over a picture whose cursor is at the last position."""
    return pointer_on(request.param, **SEEKING[request.param])


@pytest.fixture(params=SETTING, ids=lambda pair: " ".join(pair))
def setting(request, pointer_on):
    """A pointer over a picture with the line of a parameter, and the name of the parameter."""
    address, name = request.param
    return pointer_on(address, **SETTING[request.param]), name


def test_a_dragged_cursor_seeks_and_stands_under_the_pointer(seeking):
    handle = handle_of(seeking.stage)
    steps = handle.choices.values
    seeking.press(grip(handle))
    for step in (steps[-2], steps[0], steps[len(steps) // 2]):
        at = place_of(handle, step)
        seeking.move(at)
        assert seeking.seeks[-1] == step
        assert handle.line.x1() == pytest.approx(at.x(), abs=0.01)
        assert seeking.stage.position == step
    assert seeking.edits == []


def test_cancelling_returns_to_the_position_before(seeking):
    handle = handle_of(seeking.stage)
    seeking.press(grip(handle))
    seeking.move(place_of(handle, 1))
    assert seeking.stage.cancel_drag()
    assert seeking.seeks[-1] == seeking.result.length
    count = len(seeking.seeks)
    seeking.move(place_of(handle, 2))
    assert len(seeking.seeks) == count
    assert not seeking.stage.cancel_drag()


def test_a_position_is_not_typed(seeking):
    seeking.double_click(grip(handle_of(seeking.stage)))
    assert seeking.requested_fields == []


@pytest.mark.parametrize(
    ("address", "near", "snapped"),
    [
        ("conditioning/law", lambda result: np.abs(np.log10(result.condition_numbers) - 1.9).argmin(), 100.0),
        ("nonlinearity/stack", lambda result: 1, 1.0),
        ("nonlinearity/price", lambda result: 1, 1.0),
        ("serial/copies", lambda result: 4, 10.0),
        ("serial/curves", lambda result: 1998 - 1971, 2000 - 1971),
        ("network/exact", lambda result: 1, 1.0),
    ],
)
def test_shift_takes_a_cursor_to_round_values(address, near, snapped, pointer_on):
    pointer = pointer_on(address, **SEEKING[address])
    handle = handle_of(pointer.stage)
    pointer.press(grip(handle))
    pointer.move(place_of(handle, near(pointer.result)), shift=True)
    reached = pointer.seeks[-1]
    values = {
        "conditioning/law": lambda result: result.condition_numbers[reached],
        "serial/curves": lambda result: reached,
        "serial/copies": lambda result: result.copies[reached - 1],
        "network/exact": lambda result: result.conditioning[reached],
    }.get(address, lambda result: result.depths[reached])
    assert values(pointer.result) == pytest.approx(snapped)


def test_a_dragged_line_sets_its_parameter_and_stands_under_the_pointer(setting):
    pointer, name = setting
    handle = handle_of(pointer.stage, name)
    pointer.press(grip(handle))
    for value in SNAPS[name]:
        at = place_of(handle, value)
        pointer.move(at)
        assert pointer.edits[-1] == {name: value}
        assert handle.line.x1() == pytest.approx(at.x(), abs=0.5)
    assert pointer.seeks == []


def test_shift_takes_a_line_to_round_values(setting):
    pointer, name = setting
    handle, (value, snapped) = handle_of(pointer.stage, name), SNAPS[name]
    pointer.press(grip(handle))
    pointer.move(place_of(handle, value), shift=True)
    assert pointer.edits[-1] == {name: snapped}


def test_the_values_stay_within_their_bounds(setting):
    pointer, name = setting
    handle = handle_of(pointer.stage, name)
    for x, end in ((-1e4, 0), (1e5, -1)):
        pointer.drag(grip(handle), QPointF(x, 300))
        assert getattr(pointer.params, name) == handle.choices.values[end]


def test_cancelling_restores_the_parameter(setting):
    pointer, name = setting
    handle, before = handle_of(pointer.stage, name), getattr(pointer.params, name)
    pointer.press(grip(handle))
    pointer.move(place_of(handle, SNAPS[name][0]))
    assert getattr(pointer.params, name) != before
    assert pointer.stage.cancel_drag()
    assert getattr(pointer.params, name) == before


def test_a_double_click_requests_an_edit_of_the_parameter(setting):
    pointer, name = setting
    pointer.double_click(grip(handle_of(pointer.stage, name)))
    assert pointer.requested_fields == [name]
    pointer.move(place_of(handle_of(pointer.stage, name), SNAPS[name][0]))
    assert pointer.edits == []


def test_a_press_beside_a_line_starts_no_drag(setting):
    pointer, name = setting
    handle = handle_of(pointer.stage, name)
    beside = grip(handle) + QPointF(40 if handle.value < handle.choices.values.mean() else -40, 0)
    pointer.drag(beside, place_of(handle, SNAPS[name][0]))
    assert pointer.edits == []


def test_moving_after_release_changes_nothing(setting):
    pointer, name = setting
    handle = handle_of(pointer.stage, name)
    pointer.drag(grip(handle), place_of(handle, SNAPS[name][0]))
    count = len(pointer.edits)
    pointer.move(place_of(handle, SNAPS[name][1]))
    assert len(pointer.edits) == count


def test_the_halo_moves_before_the_result_comes(setting):
    pointer, name = setting
    handle = handle_of(pointer.stage, name)
    pointer.stage.edited.disconnect(pointer._edit)
    pointer.press(grip(handle))
    at = place_of(handle, SNAPS[name][0])
    pointer.move(at)
    center = handle.mark.path().boundingRect().center()
    assert center.x() == pytest.approx(at.x(), abs=0.5)
    if handle.track is not None:
        assert center.y() == pytest.approx(float(np.interp(at.x(), *handle.track.T)), abs=0.5)


def test_the_pointer_shows_what_can_be_dragged(setting):
    pointer, name = setting
    handle, canvas = handle_of(pointer.stage, name), pointer.stage.widget
    assert not handle.mark.isVisible()
    pointer.hover(handle.plot.rect.center())
    assert handle.mark.isVisible()
    pointer.hover(grip(handle))
    ring = handle.track is not None
    assert canvas.cursor().shape() == (Qt.CursorShape.OpenHandCursor if ring else Qt.CursorShape.SplitHCursor)
    pointer.press(grip(handle))
    assert canvas.cursor().shape() == (Qt.CursorShape.ClosedHandCursor if ring else Qt.CursorShape.SplitHCursor)
    pointer.release(grip(handle))
    pointer.hover(QPointF(2, 2))
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    pointer.hover(handle.plot.rect.center())
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert not handle.mark.isVisible()


@pytest.mark.parametrize("address", SEEKING)
@pytest.mark.parametrize(("type_size", "reach"), [(View().type_size, 15), (HALL, 23)])
def test_targets_are_wider_with_large_text(address, type_size, reach, pointer_on):
    pointer = pointer_on(address, View(960, 540, type_size=type_size), **SEEKING[address])
    handle = handle_of(pointer.stage)
    at = grip(handle)
    pointer.drag(at - QPointF(reach, 0), place_of(handle, 3))
    assert pointer.seeks == [3]
    pointer.seeks.clear()
    pointer.drag(grip(handle) + QPointF(reach + 3, 0), place_of(handle, 1))
    assert pointer.seeks == []


SINGLE = {
    "nonlinearity/stack": {"depths": "3", "replicates": 1},
    "nonlinearity/price": {"depths": "3", "problems": 1},
    "serial/copies": {"copies": "7", "repeats": 3},
    "network/width": {"digits": 40, "widths": "3", "max_steps": 60, "target_loss": 1},
    "network/batch": {"digits": 40, "hidden": "4", "batch_sizes": "4", "max_steps": 60, "target_loss": 2},
    "network/depth": {"digits": 40, "depths": "3", "max_steps": 20, "replicates": 1},
    "network/exact": {"conditioning": "7"},
}
"""Pictures whose cursor has one place."""


@pytest.mark.parametrize("address", SINGLE)
def test_a_cursor_that_has_one_place_is_no_handle(address, pointer_on):
    pointer = pointer_on(address, **SINGLE[address])
    handle = handle_of(pointer.stage)
    cursor = pointer.stage._share_plot._cursor if address == "nonlinearity/stack" else pointer.stage._cursor
    at = cursor.line().pointAt(0.5)
    pointer.hover(at)
    assert not handle.mark.isVisible()
    pointer.drag(at, at + QPointF(90, 0))
    assert pointer.seeks == []


def test_copies_have_no_handle_before_the_first_number_is_shown(pointer_on):
    pointer = pointer_on("serial/copies", **SEEKING["serial/copies"])
    handle = handle_of(pointer.stage)
    at = grip(handle)
    pointer.stage.show(pointer.result, 0.0)
    pointer.hover(at)
    assert not handle.mark.isVisible()
    pointer.drag(at, at - QPointF(90, 0))
    assert pointer.seeks == []


def test_a_held_cursor_keeps_its_depth_while_the_depths_change(pointer_on):
    pointer = pointer_on("nonlinearity/stack", **SEEKING["nonlinearity/stack"])
    handle = handle_of(pointer.stage)
    pointer.press(grip(handle))
    pointer.move(place_of(handle, 3))
    pointer.compute({"depths": "1,2,4", "replicates": 3})
    assert handle.mark.path().boundingRect().center().x() == pytest.approx(place_of(handle, 2).x(), abs=0.5)
    pointer.move(place_of(handle, 0))
    assert pointer.seeks == [3, 0]


def test_the_halo_goes_where_the_pointer_leaves_the_plot(setting, painted):
    pointer, name = setting
    handle = handle_of(pointer.stage, name)
    before = painted(pointer.stage)
    pointer.hover(grip(handle))
    assert painted(pointer.stage) != before
    pointer.hover(QPointF(2, 2))
    assert painted(pointer.stage) == before
