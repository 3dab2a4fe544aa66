"""Undo and redo of parameters: what belongs together is one change."""

import pytest
from PySide6.QtGui import QUndoStack

from core.obstacles.conditioning.params import ConditioningParams
from core.params import make, mapping
from gui.session import undo
from gui.session.undo import PAUSE, Change


class Desk:
    """A stack of changes, and the parameters that they lead to, at a time that only we move."""

    def __init__(self):
        self.params, self.stack, self.now = make(ConditioningParams, {}), QUndoStack(), 0.0

    def change(self, *fields, **values):
        after = make(ConditioningParams, mapping(self.params) | values)
        self.stack.push(Change(self.params, after, self._apply, fields))

    def _apply(self, params):
        self.params = params


@pytest.fixture
def desk(monkeypatch):
    made = Desk()
    monkeypatch.setattr(undo, "monotonic", lambda: made.now)
    return made


def test_a_change_is_taken_back_and_made_again(desk):
    desk.change(condition_number=30)
    desk.stack.undo()
    assert desk.params == make(ConditioningParams, {})
    desk.stack.redo()
    assert desk.params.condition_number == 30


def test_a_drag_of_one_control_is_one_change(desk):
    for kappa in range(11, 40):
        desk.change(condition_number=kappa)
        desk.now += 0.9 * PAUSE
    assert (desk.stack.count(), desk.params.condition_number) == (1, 39)
    desk.stack.undo()
    assert desk.params.condition_number == 10
    desk.stack.redo()
    assert desk.params.condition_number == 39


def test_another_field_is_another_change(desk):
    desk.change(condition_number=30)
    desk.change(seed=7)
    desk.change(condition_number=40)
    assert desk.stack.count() == 3
    desk.stack.undo()
    assert (desk.params.condition_number, desk.params.seed) == (30, 7)
    desk.stack.undo()
    assert (desk.params.condition_number, desk.params.seed) == (30, 0)


def test_a_drag_of_two_fields_is_one_change_though_only_one_moves_now_and_then(desk):
    both = ("condition_number", "rotation")
    for kappa, rotation in ((11, 0), (11, 5), (14, 5), (15, 6)):
        desk.change(*both, condition_number=kappa, rotation=rotation)
    assert desk.stack.count() == 1
    desk.change(rotation=9)
    assert desk.stack.count() == 2
    desk.stack.undo()
    desk.stack.undo()
    assert desk.params == make(ConditioningParams, {})


def test_a_change_that_came_back_to_where_it_began_leaves_nothing_to_take_back(desk):
    desk.change(seed=7)
    for kappa in (11, 40, 10):
        desk.change(condition_number=kappa)
    assert desk.stack.count() == 1
    desk.stack.undo()
    assert desk.params == make(ConditioningParams, {})


def test_the_same_field_after_a_pause_is_another_change(desk):
    desk.change(condition_number=30)
    desk.now += 1.1 * PAUSE
    desk.change(condition_number=40)
    assert desk.stack.count() == 2
    desk.stack.undo()
    assert desk.params.condition_number == 30
