"""Scene files in the window: opened, saved, copied as text and as a command."""

import os
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from core.scene import Look, Play, Scene, Zoom
from core.scene_file import SceneFile, with_ids
from core.scene_reading import load, read
from core.scene_writing import write
from gui.export.command import quoted, render_command
from gui.window.file_drop import dropped_file
from gui.window.main_window import MainWindow

FIRST = Scene(
    title="Ten steps",
    target="conditioning/zigzag",
    params={"condition_number": 30.0},
    look=Look(theme="dark", type_size="hall", caption=False, stretch=True, zoom=Zoom(2.0, 0.1, 0.0), reveal=True),
    play=Play(at=2.5),
)
SECOND = Scene(title="", target="noise/valley", params={"max_steps": 300}, play=Play(at="first"))
CARD = Scene(kind="card", text="Hello.")


@pytest.fixture
def talk(tmp_path):
    path = tmp_path / "talk.toml"
    path.write_bytes(write(SceneFile(scenes=with_ids([FIRST, CARD, SECOND])), tmp_path))
    return path


def test_a_scene_is_shown_as_it_was_written(window, wait_for_run, talk):
    window.load_scenes(str(talk))
    wait_for_run()
    panel = window.panel
    assert panel.lane.address == FIRST.target
    assert panel.params == FIRST.full_params()
    assert panel.view.look == FIRST.look
    assert panel.timeline.time == pytest.approx(2.5)
    assert window.windowTitle() == "talk.toml[*] – Thalweg"
    assert not window.isWindowModified()


def test_a_film_has_the_length_the_span_and_the_speed_of_its_scene(window, wait_for_run, tmp_path, thalweg):
    path = tmp_path / "long.toml"
    play = Play(duration=20.0, start=2.0, end=6.0, speed=1.5, at=5.0)
    long = Scene(target="conditioning/zigzag", params={"condition_number": 30.0}, play=play)
    path.write_bytes(write(SceneFile(scenes=with_ids([long, SECOND])), tmp_path))
    window.load_scenes(str(path))
    wait_for_run()
    timeline = window.panel.timeline
    assert (timeline.schedule.duration, timeline.time, timeline.speed) == (20.0, 5.0, 1.5)
    assert window.panel.scene.play == play
    window.export_to(str(tmp_path / "window.png"))
    assert thalweg("render", f"{path}#zigzag", "-o", tmp_path / "command.png")[0] == 0
    assert (tmp_path / "window.png").read_bytes() == (tmp_path / "command.png").read_bytes()
    window.change_scene(1)
    wait_for_run()
    timeline = window.panel.timeline
    assert (timeline.schedule.duration, timeline.speed) == (8.0, 1.0)


def test_the_scenes_of_a_file_are_in_a_menu_and_a_key_goes_to_the_next(window, wait_for_run, talk, key_of):
    for _ in range(2):
        window.load_scenes(str(talk))
        assert [action.text() for action in scene_entries(window)] == ["Ten steps", "valley"]
    key_of("Next scene").trigger()
    wait_for_run()
    assert window.panel.lane.address == SECOND.target
    assert window.panel.view.look == Look()
    assert window.panel.timeline.time == 0.0
    assert [action.isChecked() for action in scene_entries(window)] == [False, True]
    key_of("Next scene").trigger()
    assert window.panel.lane.address == SECOND.target
    scene_entries(window)[0].trigger()
    assert window.panel.params == FIRST.full_params()
    wait_for_run()


@pytest.fixture
def key_of(window):
    """Return a function that returns the action with a title."""
    return lambda text: next(action for action in window.findChildren(QAction) if action.text() == text)


def scene_entries(window):
    """The entries of the menu below its separator."""
    (menu,) = [action.menu() for action in window.menuBar().actions() if action.text() == "&Scenes"]
    actions = menu.actions()
    (separator,) = [place for place, action in enumerate(actions) if action.isSeparator()]
    return actions[separator + 1 :]


def test_without_a_file_the_key_says_so(window, key_of):
    key_of("Next scene").trigger()
    assert "No scene file is open." in window.panel.transport.status.text()


@pytest.mark.parametrize("damage", [b"thalweg = 2\n", b"thalweg = 1\n[[scene]]\nkind = 'card'\n", b"\xff" * 20])
def test_a_file_that_is_refused_changes_nothing_and_is_told(window, tmp_path, damage):
    (tmp_path / "bad.toml").write_bytes(damage)
    before = window.panel.params, window.panel.view, window.windowTitle()
    window.load_scenes(str(tmp_path / "bad.toml"))
    (box,) = window.findChildren(QMessageBox)
    assert box.text().splitlines()[2].startswith("bad.toml")
    assert (window.panel.params, window.panel.view, window.windowTitle()) == before
    box.reject()


def test_of_many_problems_the_first_ones_are_listed(window, tmp_path):
    scenes = "".join(f"[[scene]]\ntarget = 'noise/valley'\nx{n} = 1\n" for n in range(30))
    (tmp_path / "bad.toml").write_text("thalweg = 1\n" + scenes, encoding="utf-8")
    window.load_scenes(str(tmp_path / "bad.toml"))
    (box,) = window.findChildren(QMessageBox)
    lines = box.text().splitlines()
    assert (len(lines), lines[-1]) == (15, "And 18 more.")
    box.reject()


def test_the_picture_is_saved_as_a_scene_and_opened_again(window, wait_for_run, set_to, tmp_path):
    set_to(condition_number=25)
    wait_for_run()
    window.set_theme("projector")
    window.panel.timeline.seek(3.0)
    window.save_scenes_to(str(tmp_path / "one.toml"))
    (scene,) = load(tmp_path / "one.toml").scenes
    assert scene.full_params() == window.panel.params
    assert (scene.look, scene.play) == (window.panel.view.look, Play(at=3.0))
    set_to(condition_number=3)
    window.load_scenes(str(tmp_path / "one.toml"))
    (box,) = window.findChildren(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Do not save").click()
    wait_for_run()
    assert window.panel.params.condition_number == 25
    assert window.panel.timeline.time == pytest.approx(3.0)


def test_a_file_that_cannot_be_written_is_told(window, tmp_path):
    window.save_scenes_to(str(tmp_path / "none" / "one.toml"))
    assert "there is no folder" in window._note.text


def test_dialogs_ask_for_files(window, tmp_path, talk, wait_for_run):
    window.open_scenes()
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    dialog.fileSelected.emit(str(talk))
    dialog.reject()
    wait_for_run()
    assert window.panel.params == FIRST.full_params()
    window.save_scenes_as()
    dialog = next(each for each in window.findChildren(QFileDialog) if each.isVisible())
    assert dialog.selectedFiles()[0].endswith("/talk.toml")
    dialog.reject()
    window.new_scenes()
    window.save_scenes_as()
    dialog = next(each for each in window.findChildren(QFileDialog) if each.isVisible())
    assert dialog.selectedFiles()[0].endswith("zigzag-kappa-30.toml")
    dialog.reject()


def test_the_clipboard_gets_the_scene_or_the_command(window, wait_for_run, set_to, thalweg, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    set_to(condition_number=25, optimizers=("gradient_descent", "newton"))
    wait_for_run()
    window.toggle_caption()
    window.copy_scene()
    (scene,) = read(QGuiApplication.clipboard().text().encode(), tmp_path / "x.toml").scenes
    assert scene.full_params() == window.panel.params
    assert not scene.look.caption
    window.copy_command()
    assert QGuiApplication.clipboard().text() == (
        "thalweg render conditioning/zigzag --set condition_number=25 --set optimizers=gradient_descent,newton "
        "--no-caption -o zigzag-kappa-25-optimizers-gradient_descent+newton.png"
    )


@pytest.mark.parametrize("scene", [FIRST, SECOND], ids=["all options", "few"])
def test_the_command_draws_the_same_picture_as_the_scene(thalweg, tmp_path, monkeypatch, scene):
    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_bytes(write(SceneFile(scenes=with_ids([scene])), tmp_path))
    assert thalweg("render", "a.toml", "--size", "640x360", "-o", "a.png")[0] == 0
    _, *words = render_command(scene, "b.png")
    assert thalweg(*words, "--size", "640x360")[0] == 0
    assert Path("a.png").read_bytes() == Path("b.png").read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="asks a POSIX shell")
def test_words_are_quoted_for_the_shell():
    words = ["thalweg", "a b", "it's", "$HOME", '"x"', "*", "a;b", "\\"]
    printed = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s\\n' {quoted(words)}"], capture_output=True, text=True, check=True
    ).stdout
    assert printed.splitlines() == words
    assert quoted(["a b", "c"], "win32") == '"a b" c'


def test_what_a_scene_changes_is_not_remembered(qtbot, tmp_path, talk):
    settings = tmp_path / "settings.json"
    for open_talk in (False, True):
        window = MainWindow("conditioning/zigzag", settings)
        window.show()
        qtbot.waitUntil(lambda window=window: window.panel.lane.request == 0)
        if open_talk:
            window.load_scenes(str(talk))
            qtbot.waitUntil(lambda window=window: window.panel.lane.request == 0)
        window.close_without_asking()
        window.deleteLater()
        if not open_talk:
            before = settings.read_bytes()
    assert b"dark" not in settings.read_bytes()
    assert read_scenes(settings) == read_scenes_of(before)


def read_scenes(path):
    return read_scenes_of(path.read_bytes())


def read_scenes_of(content):
    import json

    return json.loads(content)["scenes"]


def dragged(*urls):
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def test_a_dropped_file_is_opened(window, wait_for_run, talk):
    data = dragged(talk.as_uri())
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))
    wait_for_run()
    assert window.panel.params == FIRST.full_params()


@pytest.mark.parametrize("urls", [(), ("file:///a.txt",), ("https://example.org/a.toml",), ("file:///a.toml",) * 2])
def test_nothing_else_can_be_dropped(urls):
    assert dropped_file(dragged(*urls)) is None
