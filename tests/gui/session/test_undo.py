"""Undo and redo of parameters: changes of one drag are merged."""

import pytest
from PySide6.QtGui import QUndoStack

from core.obstacles.conditioning.params import ConditioningParams
from core.params import make, mapping
from gui.session import undo
from gui.session.undo import MERGE_INTERVAL_S, Change


class Editor:
    """An undo stack, the parameters that it controls, and a clock that the test sets."""

    def __init__(self):
        self.params, self.stack, self.now = make(ConditioningParams, {}), QUndoStack(), 0.0

    def change(self, *fields, **values):
        after = make(ConditioningParams, mapping(self.params) | values)
        self.stack.push(Change(self.params, after, self._apply, fields))

    def _apply(self, params):
        self.params = params


@pytest.fixture
def editor(monkeypatch):
    editor = Editor()
    monkeypatch.setattr(undo, "monotonic", lambda: editor.now)
    return editor


def test_a_change_is_undone_and_redone(editor):
    editor.change(condition_number=30)
    editor.stack.undo()
    assert editor.params == make(ConditioningParams, {})
    editor.stack.redo()
    assert editor.params.condition_number == 30


def test_a_drag_of_one_control_is_one_change(editor):
    for kappa in range(11, 40):
        editor.change(condition_number=kappa)
        editor.now += 0.9 * MERGE_INTERVAL_S
    assert (editor.stack.count(), editor.params.condition_number) == (1, 39)
    editor.stack.undo()
    assert editor.params.condition_number == 10
    editor.stack.redo()
    assert editor.params.condition_number == 39


def test_another_field_is_another_change(editor):
    editor.change(condition_number=30)
    editor.change(seed=7)
    editor.change(condition_number=40)
    assert editor.stack.count() == 3
    editor.stack.undo()
    assert (editor.params.condition_number, editor.params.seed) == (30, 7)
    editor.stack.undo()
    assert (editor.params.condition_number, editor.params.seed) == (30, 0)


def test_a_drag_of_two_fields_is_one_change_although_at_times_only_one_of_them_moves(editor):
    both = ("condition_number", "rotation")
    for kappa, rotation in ((11, 0), (11, 5), (14, 5), (15, 6)):
        editor.change(*both, condition_number=kappa, rotation=rotation)
    assert editor.stack.count() == 1
    editor.change(rotation=9)
    assert editor.stack.count() == 2
    editor.stack.undo()
    editor.stack.undo()
    assert editor.params == make(ConditioningParams, {})


def test_a_drag_back_to_the_initial_value_leaves_nothing_to_undo(editor):
    editor.change(seed=7)
    for kappa in (11, 40, 10):
        editor.change(condition_number=kappa)
    assert editor.stack.count() == 1
    editor.stack.undo()
    assert editor.params == make(ConditioningParams, {})


def test_the_same_field_after_a_pause_is_another_change(editor):
    editor.change(condition_number=30)
    editor.now += 1.1 * MERGE_INTERVAL_S
    editor.change(condition_number=40)
    assert editor.stack.count() == 2
    editor.stack.undo()
    assert editor.params.condition_number == 30
