"""The pointer on the picture of a real window: drags, undo, Esc, double clicks and zoom."""

from dataclasses import replace

import pytest
from pointer import PicturePointer
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.params import make
from core.scene import Zoom
from gui.export.still import picture
from gui.style.theme import HEIGHT, WIDTH

NONE, KEYS = Qt.KeyboardModifier.NoModifier, Qt.Key


class Pointer(PicturePointer):
    """A pointer over the picture of the experiment on screen."""

    def __init__(self, window):
        self._window = window

    @property
    def stage(self):
        return self._window.panel.stage


@pytest.fixture
def pointer(window):
    return Pointer(window)


@pytest.fixture
def key(window):
    """Return a function that presses a key, with modifiers, while the picture has the focus."""

    def press(which, modifiers=NONE):
        window.panel.frame.setFocus()
        QTest.keyClick(window.panel.frame, which, modifiers)

    return press


@pytest.fixture
def drag_without_release(window, pointer, wait_for_run):
    """Return a function that presses a handle and moves it without a release; it returns the position."""

    def pull(name):
        at = pointer.handle_positions[name]
        pointer.press(at)
        for step in ((-20, 4), (-11, 13), (-9, -6), (5, 8)):
            at = at + QPointF(*step)
            pointer.move(at)
            wait_for_run()
        return at

    return pull


@pytest.mark.parametrize("handle", ["start", "axis"])
def test_a_drag_is_one_undoable_change(window, pointer, drag_without_release, key, wait_for_run, handle):
    before = window.panel.params
    pointer.release(drag_without_release(handle))
    after = window.panel.params
    assert after != before
    assert window.panel.lane.result.params == after
    key(KEYS.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_for_run()
    assert window.panel.params == window.panel.lane.result.params == before
    assert not window.panel.session.undo_stack.canUndo()
    key(KEYS.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.panel.params == after


def test_drags_of_the_start_and_of_the_axis_are_two_undoable_changes(
    window, pointer, drag_without_release, key, wait_for_run
):
    pointer.release(drag_without_release("start"))
    between = window.panel.params
    pointer.release(drag_without_release("axis"))
    key(KEYS.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.panel.params == between
    wait_for_run()


@pytest.mark.parametrize("handle", ["start", "axis"])
def test_escape_cancels_a_drag_and_leaves_nothing_to_undo(window, pointer, drag_without_release, key, handle):
    before = window.panel.params
    window.showFullScreen()
    QTest.qWait(100)
    at = drag_without_release(handle)
    key(KEYS.Key_Escape)
    assert window.panel.params == before
    assert not window.panel.session.undo_stack.canUndo()
    assert window.isFullScreen()
    pointer.move(at + QPointF(30, 30))
    pointer.release(at)
    assert window.panel.params == before
    key(KEYS.Key_Escape)
    assert not window.isFullScreen()


@pytest.mark.parametrize(("handle", "field"), [("start", "start"), ("axis", "condition_number")])
def test_a_double_click_focuses_the_field_of_the_handle(window, pointer, wait_for_run, handle, field):
    window.toggle_form()
    QTest.qWait(100)
    pointer.double_click(pointer.handle_positions[handle])
    editor = window.panel.form.editors[field]
    assert editor.isVisible()
    assert editor.isAncestorOf(QApplication.focusWidget())
    text = "30,20" if field == "start" else "30"
    QTest.keyClicks(QApplication.focusWidget(), text)
    QTest.keyClick(QApplication.focusWidget(), KEYS.Key_Return)
    wait_for_run()
    assert getattr(window.panel.params, field) in ((30, 20), 30)


def test_the_key_g_keeps_the_current_path_as_a_ghost(window, pointer, drag_without_release, key):
    ghost = pointer.stage._bowl._ghost
    key(KEYS.Key_G)
    kept = ghost._path
    assert len(kept) > 2
    pointer.release(drag_without_release("start"))
    assert ghost._path is kept
    key(KEYS.Key_G)
    assert not len(ghost._path)


def test_the_key_h_resets_the_zoom(window, key):
    window.panel.set_view(replace(window.panel.view, zoom=Zoom(3.0, 0.2, -0.1)))
    assert window.panel.stage.view.zoom.factor == 3
    key(KEYS.Key_H)
    assert window.panel.view.zoom == window.panel.stage.view.zoom == Zoom()


def test_the_key_z_switches_the_stretch_of_long_valleys(window, key, set_to, wait_for_run):
    set_to(condition_number=100)
    wait_for_run()
    key(KEYS.Key_Z)
    assert any("angles distorted" in text.text for text in window.panel.stage.texts())
    key(KEYS.Key_Z)
    assert not any("angles distorted" in text.text for text in window.panel.stage.texts())


def test_an_export_shows_the_view_on_screen(window, set_to, wait_for_run, tmp_path):
    set_to(condition_number=100)
    wait_for_run()
    whole = tmp_path / "whole.png"
    window.export_to(str(whole))
    view = replace(window.panel.view, zoom=Zoom(3.0, 0.3, -0.2), stretch=True, caption=False)
    window.panel.set_view(view)
    window.set_theme("dark")
    window.panel.timeline.seek_step(7)
    window.export_to(str(tmp_path / "seen.png"))
    on_screen = window.panel.on_screen
    expected = replace(window.panel.stage.view, width=WIDTH, height=HEIGHT)
    image = QImage(str(tmp_path / "seen.png"))
    assert (expected.zoom, expected.stretch, expected.caption) == (view.zoom, True, False)
    form = image.format()
    assert image == picture(on_screen.factory, on_screen.result, expected, 7.0).convertToFormat(form)
    assert image != QImage(str(whole))


def test_another_experiment_opens_unzoomed_and_the_first_one_keeps_its_zoom(window, wait_for_run):
    zoom = Zoom(3.0, 0.2, -0.1)
    window.panel.set_view(replace(window.panel.view, zoom=zoom))
    window.open_experiment(2)
    wait_for_run()
    assert window.panel.stage.view.zoom == Zoom()
    window.open_experiment(0)
    assert window.panel.stage.view.zoom == zoom


def test_opening_another_experiment_ends_a_drag(window, drag_without_release, key, wait_for_run):
    stage = window.panel.stage
    drag_without_release("start")
    key(KEYS.Key_2)
    wait_for_run()
    assert window.panel.stage is not stage
    key(KEYS.Key_1)
    wait_for_run()
    assert not stage._bowl.frozen
    assert not len(stage._bowl._ghost._path)
    assert not stage.cancel_drag()


def test_the_key_0_restores_the_defaults_after_a_drag(window, pointer, drag_without_release, key, wait_for_run):
    pointer.release(drag_without_release("axis"))
    key(KEYS.Key_0)
    wait_for_run()
    assert window.panel.params == make(type(window.panel.params), {})


def test_dragging_the_cursor_of_the_position_pauses_there_and_escape_goes_back(window, pointer, key, wait_for_run):
    window.open_experiment(3)
    wait_for_run()
    timeline, cursor = window.panel.timeline, pointer.stage._cursor
    timeline.play()
    at = cursor.line().center()
    pointer.press(at)
    pointer.move(at + QPointF(150, 0))
    assert not timeline.playing
    assert cursor.line().x1() == pytest.approx(at.x() + 150, abs=15)
    key(KEYS.Key_Escape)
    assert cursor.line().x1() == pytest.approx(at.x(), abs=15)
    assert not timeline.playing
    assert not window.panel.session.undo_stack.canUndo()


def test_dragging_a_line_of_a_plot_is_one_undoable_change(window, pointer, key, wait_for_run):
    window.change_obstacle(3)
    window.open_experiment(1)
    wait_for_run()
    at = pointer.stage._break.line().center()
    pointer.press(at)
    for shift in (20, 35, 60):
        pointer.move(at + QPointF(shift, 0))
        wait_for_run()
    pointer.release(at + QPointF(60, 0))
    assert window.panel.lane.result.params.break_year > 2005
    key(KEYS.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.panel.params.break_year == 2005
    assert not window.panel.session.undo_stack.canUndo()
    wait_for_run()
