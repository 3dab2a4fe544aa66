"""The window: its initial state, every action, every key, and the keys that focused controls keep."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QMessageBox, QSlider, QToolButton

from gui.style.theme import DARK, HALL
from gui.window.actions import ACTIONS
from gui.window.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEYS = Qt.Key


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
    widget.setFocus()
    QTest.keyClick(widget, key, modifiers)


def slider(window):
    return window.panel.form.hero.findChild(QSlider)


def entry(window):
    return window.panel.form.hero.findChild(QLineEdit)


def picture(window):
    return window.panel.frame


def test_it_opens_at_the_last_step_and_the_first_space_replays(window):
    timeline = window.panel.timeline
    assert timeline.position == window.panel.lane.result.length == 10
    assert not timeline.playing
    press(picture(window), KEYS.Key_Space)
    assert timeline.playing
    assert timeline.position < 1
    press(picture(window), KEYS.Key_Space)
    assert not timeline.playing


def test_a_target_opens_its_experiment(qtbot):
    window = MainWindow("conditioning/law")
    try:
        assert window.panel.lane.experiment.key == "law"
        assert window._experiments.currentIndex() == [e.key for e in window.panel.obstacle.experiments].index("law")
    finally:
        window.close()
        window.deleteLater()


@pytest.mark.parametrize(
    ("size", "fraction", "form_hidden"),
    [((1280, 720), 0.6, False), ((1920, 1080), 0.7, False), ((1920, 1080), 0.85, True)],
)
def test_the_picture_fills_most_of_the_window(window, qtbot, size, fraction, form_hidden):
    window.resize(*size)
    if form_hidden:
        window.toggle_form()
    qtbot.waitUntil(lambda: not window._resize_timer.isActive())
    qtbot.wait(60)
    frame = picture(window)
    assert (window.width(), window.height()) == size
    assert frame.width() * frame.height() >= fraction * size[0] * size[1]


def test_every_action_can_be_triggered(window, qtbot, caplog, wait_for_run):
    items = {action.text(): action for action in window.findChildren(QAction)}
    done = []
    for action in ACTIONS:
        if action.text == "Quit":
            continue
        items[action.text].trigger()
        for dialog in window.findChildren(QDialog):
            dialog.reject()
        qtbot.wait(1)
        done.append(action.text)
    wait_for_run()
    assert len(done) == len(ACTIONS) - 1
    assert [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []
    items["Quit"].trigger()
    (question,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    next(button for button in question.buttons() if button.text() == "Do not save").click()
    assert not window.isVisible()


def test_no_key_has_two_actions():
    keys = Counter(QKeySequence(key).toString() for action in ACTIONS for key in action.keys)
    assert "" not in keys
    assert [key for key, times in keys.items() if times > 1] == []


def test_the_menus_hold_every_action_that_names_a_menu(window):
    shown = {item.text(): item for menu in window.menuBar().actions() for item in menu.menu().actions()}
    assert [action.text for action in ACTIONS if action.menu and action.text not in shown] == []
    for action in ACTIONS:
        if action.menu and action.keys:
            assert shown[action.text].shortcuts()[0] == QKeySequence(action.keys[0])


@pytest.mark.parametrize(
    ("key", "modifiers", "position"),
    [
        (KEYS.Key_Right, Qt.KeyboardModifier.NoModifier, 5),
        (KEYS.Key_Left, Qt.KeyboardModifier.NoModifier, 3),
        (KEYS.Key_Right, SHIFT, 10),
        (KEYS.Key_Left, SHIFT, 0),
        (KEYS.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (KEYS.Key_End, Qt.KeyboardModifier.NoModifier, 10),
    ],
)
def test_keys_on_the_picture_change_the_position(window, key, modifiers, position):
    window.panel.timeline.seek_step(4)
    press(picture(window), key, modifiers)
    assert window.panel.timeline.position == position


def test_keys_on_the_picture_move_the_hero_slider(window):
    before = slider(window).value()
    press(picture(window), KEYS.Key_Up)
    assert slider(window).value() == before + 1
    press(picture(window), KEYS.Key_Down, SHIFT)
    assert slider(window).value() == before + 1 - 20


def test_digits_open_experiments_and_zero_restores_the_defaults(window, set_to, wait_for_run):
    set_to(condition_number=30)
    press(picture(window), KEYS.Key_2)
    assert window.panel.lane.experiment.key == window.panel.obstacle.experiments[1].key
    press(picture(window), KEYS.Key_1)
    assert window.panel.lane.experiment.key == "zigzag"
    press(picture(window), KEYS.Key_0)
    wait_for_run()
    assert window.panel.params.condition_number == 10


def test_a_focused_slider_keeps_its_keys(window):
    window.panel.timeline.seek_step(4)
    before = slider(window).value()
    press(slider(window), KEYS.Key_Right)
    press(slider(window), KEYS.Key_Up)
    assert slider(window).value() == before + 2
    press(slider(window), KEYS.Key_Left)
    assert slider(window).value() == before + 1
    press(slider(window), KEYS.Key_Home)
    assert slider(window).value() == slider(window).minimum()
    assert window.panel.timeline.position == 4


@pytest.mark.parametrize("kind", [QSlider, QCheckBox, QLineEdit, QComboBox])
def test_ctrl_with_an_arrow_steps_whichever_control_has_the_focus(window, kind):
    form = window.panel.form.widget()
    control = next(each for each in form.findChildren(kind) if each.isVisible() and each.isEnabled())
    before = slider(window).value()
    window.panel.timeline.seek_step(4)
    press(control, KEYS.Key_Right, CTRL)
    assert window.panel.timeline.position == 5
    press(control, KEYS.Key_Left, CTRL)
    assert window.panel.timeline.position == 4
    assert slider(window).value() == before


def test_letters_typed_in_an_entry_trigger_no_action(window):
    timeline, theme, experiment = window.panel.timeline, window._theme, window.panel.lane.experiment.key
    timeline.seek_step(4)
    caption = window.panel.view.caption
    entry(window).setFocus()
    entry(window).selectAll()
    for text in "rctzo 120[]+-=":
        QTest.keyClicks(entry(window), text)
    assert entry(window).text() == "rctzo 120[]+-="
    for key in (KEYS.Key_Left, KEYS.Key_Right, KEYS.Key_Home, KEYS.Key_End):
        QTest.keyClick(entry(window), key)
    assert (timeline.position, timeline.playing, timeline.loop, timeline.speed) == (4, False, False, 1.0)
    assert (window.panel.view.caption, window._theme) == (caption, theme)
    assert window.panel.lane.experiment.key == experiment
    assert window.panel.params.start == "worst"


def test_letters_typed_in_a_combo_box_trigger_no_action(window):
    box = window.panel.form.editors["learning_rate"].findChild(QLineEdit)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "r 0.2")
    assert box.text() == "r 0.2"
    assert not window.panel.timeline.playing
    assert window.panel.params.condition_number == 10


def test_space_on_a_focused_button_presses_that_button(window):
    button = next(
        each for each in window.panel.transport.findChildren(QToolButton) if each.accessibleName() == "Step back"
    )
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    press(button, KEYS.Key_Space)
    assert window.panel.timeline.position == 9
    assert not window.panel.timeline.playing


def test_letters_typed_on_a_slider_trigger_actions(window):
    press(slider(window), KEYS.Key_R)
    assert window.panel.timeline.playing


def test_a_theme_and_a_type_size_apply_to_picture_and_controls(window, qtbot):
    before = window.grab().toImage()
    window.set_theme("dark")
    window.set_type_size("hall")
    view = window.panel.stage.view
    assert (view.theme, view.type_size) == (DARK, HALL)
    qtbot.waitUntil(lambda: not window._style_timer.isActive())
    image = window.grab().toImage()
    assert image != before
    corners = {image.pixelColor(x, y).name() for x, y in ((3, window.height() - 3), (window.width() - 3, 60))}
    assert corners == {DARK.background.lower()}


def test_a_picture_that_is_opened_later_has_the_same_theme_and_caption(window, wait_for_run):
    window.set_theme("dark")
    window.toggle_caption()
    window.open_experiment(1)
    wait_for_run()
    view = window.panel.stage.view
    assert (view.theme, view.caption) == (DARK, False)


def test_the_copied_picture_has_the_size_of_an_export(window):
    window.copy_picture()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (1920, 1080)


def test_copying_a_picture_shows_a_message_for_a_moment(window, qtbot):
    status = window.panel.transport.status
    window.copy_picture()
    assert status.text() == "Picture copied, 1920 × 1080"
    assert status.isVisible()
    window.panel.transport.set_run_fraction(0.1)  # does not replace it
    assert status.text() == "Picture copied, 1920 × 1080"
    window.panel.transport._message_timer.start(0)
    qtbot.waitUntil(lambda: status.text() == "computing 10%")
    window.panel.transport.set_run_fraction(None)
    assert status.text() == ""


def test_a_change_is_undone_and_redone(window, set_to, wait_for_run):
    set_to(condition_number=30)
    wait_for_run()
    press(picture(window), KEYS.Key_Z, CTRL)
    wait_for_run()
    assert window.panel.params.condition_number == 10
    assert entry(window).text() == "10"
    press(picture(window), KEYS.Key_Z, CTRL | SHIFT)
    wait_for_run()
    assert window.panel.params.condition_number == 30


def test_a_window_can_be_closed_twice(window):
    window.close()
    window.close()
    assert not window.isVisible()


def test_closing_ends_the_worker_and_stops_the_timeline(window, set_to):
    set_to(condition_number=10_000, optimizers="adagrad,adam", max_steps=100_000)
    window.panel.timeline.replay()
    thread, timeline = window._worker._thread, window.panel.timeline
    assert thread.is_alive()
    window.close()
    assert not thread.is_alive()
    assert not timeline.playing
