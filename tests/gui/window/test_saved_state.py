"""The window saves its state to the settings file that it is given, and restores it from there."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from core.params import make, mapping
from gui.export.plan import Plan
from gui.platform.application import process_deferred_deletes
from gui.style.theme import DARK, HALL
from gui.window import settings
from gui.window.main_window import MainWindow
from gui.window.settings import SettingsFile


@pytest.fixture
def opened(qtbot):
    """Return a function of a settings path and a target that opens a window; the fixture closes it."""
    made = []

    def build(settings_path, target=None):
        window = MainWindow(target, settings_path)
        made.append(window)
        window.show()
        qtbot.waitUntil(lambda: window.panel.lane.request == 0)
        return window

    yield build
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "thalweg" / "settings.json"


def test_a_window_restores_its_last_state(opened, file):
    window = opened(file)
    window.resize(780, 640)
    window.set_theme("dark")
    window.set_type_size("hall")
    window.toggle_caption()
    window.toggle_form()
    window.open_experiment(2)
    panel = window.panel
    chosen = make(type(panel.params), mapping(panel.params) | {"condition_number": 30, "start": "3,-4"})
    panel.set_params(chosen)
    window.close()
    again = opened(file)
    assert (again.width(), again.height()) == (780, 640)
    assert (again._theme, again._type_size) == (DARK, HALL)
    assert (again.panel.view.caption, again.panel.stage.view.theme) == (False, DARK)
    assert not again.panel.form.isVisible()
    assert again.panel.lane.experiment.key == panel.obstacle.experiments[2].key
    assert again.panel.params == chosen
    assert not again._note.isVisible()
    assert not again.panel.session.undo_stack.canUndo()


def test_a_given_target_overrides_the_saved_scene(opened, file):
    window = opened(file)
    window.open_experiment(2)
    window.close()
    assert opened(file, "conditioning/zigzag").panel.lane.experiment.key == "zigzag"


def test_every_tab_opens_at_its_saved_experiment(opened, file):
    window = opened(file, "conditioning/edge")
    window.change_obstacle(1)
    window.open_experiment(2)
    window.close()
    again = opened(file)
    assert again.panel.lane.address == "noise/roots"
    again.change_obstacle(-1)
    assert again.panel.lane.address == "conditioning/edge"


def test_a_damaged_file_is_renamed_and_reported(opened, file):
    file.parent.mkdir()
    file.write_bytes(b"{ damaged")
    window = opened(file)
    assert window._note.isVisible()
    assert "settings.damaged.json" in window._note.text
    window.close()
    assert SettingsFile(file).problem == ""
    assert (file.parent / "settings.damaged.json").read_bytes() == b"{ damaged"


@pytest.mark.parametrize(
    "changes",
    [
        {"scenes": [{"target": "conditioning/zigzag", "params": {"condition_number": -4}}]},
        {"scenes": [{"target": "conditioning/zigzag", "params": {"no_such_field": 1}}]},
        {"scenes": [{"target": "no_such/obstacle"}]},
        {"scenes": [{"target": "conditioning/no_such"}]},
        {"scenes": [{"target": "conditioning/race", "look": {"theme": "sepia", "type_size": "tiny"}}]},
        {"scenes": [{"target": "conditioning/race", "no_such_field": 1}]},
        {"scenes": [{}]},
        {"geometry": "AAAA"},
        {"folder": "no/such/folder"},
        {"folder": "nothing\0of the kind"},
        {"no_such_setting": [1, 2]},
    ],
    ids=repr,
)
def test_unknown_or_invalid_settings_are_ignored(opened, file, changes):
    file.parent.mkdir()
    file.write_text(json.dumps(changes), encoding="utf-8")
    window = opened(file)
    assert window.panel.params == make(type(window.panel.params), {})
    known = str(changes.get("scenes", "")).find("conditioning/race") >= 0
    assert window.panel.lane.experiment.key == ("race" if known else "zigzag")
    window.close()
    assert SettingsFile(file).problem == ""


def test_a_window_opens_although_its_settings_folder_cannot_be_read(opened, tmp_path):
    (tmp_path / "thalweg").write_text("in the way", encoding="utf-8")
    window = opened(tmp_path / "thalweg" / "settings.json")
    assert "The settings cannot be read" in window._note.text
    window.close()
    assert (tmp_path / "thalweg").read_text(encoding="utf-8") == "in the way"


def test_without_a_path_no_settings_are_read_or_written(opened, tmp_path, monkeypatch):
    def never(*_arguments):
        raise AssertionError("the user's settings were touched")

    monkeypatch.setattr(settings, "default_path", never)
    for name in ("__init__", "save"):
        monkeypatch.setattr(SettingsFile, name, never)
    window = opened(None)
    window.set_theme("dark")
    window.close()


def file_dialog(window):
    """Open and return the file dialog."""
    window._ask_for_file(Plan(window.panel.scene))
    (dialog,) = window.findChildren(QFileDialog)
    return dialog


def test_the_folder_of_the_last_export_is_offered_again_also_by_the_next_window(opened, file, tmp_path):
    talks = tmp_path / "talks"
    talks.mkdir()
    window = opened(file)
    dialog = file_dialog(window)
    assert Path(dialog.directory().absolutePath()) == Path.cwd()
    dialog.setDirectory(str(talks))
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(talks / "one.png"))
    dialog.accept()
    assert (talks / "one.png").is_file()
    process_deferred_deletes()
    dialog = file_dialog(window)
    assert Path(dialog.directory().absolutePath()) == talks
    dialog.reject()
    window.close()
    again = opened(file)
    assert Path(file_dialog(again).directory().absolutePath()) == talks


@pytest.mark.parametrize("folder", ["no/such/folder", "nothing\0of the kind"])
def test_a_folder_that_does_not_exist_is_not_offered(opened, file, folder):
    file.parent.mkdir()
    file.write_text(json.dumps({"folder": folder}), encoding="utf-8")
    assert Path(file_dialog(opened(file)).directory().absolutePath()) == Path.cwd()


def test_a_folder_whose_name_cannot_be_encoded_is_not_saved(opened, file):
    window = opened(file)
    window._exporter._remember_folder("\udcff/one.png")
    window.close()
    assert SettingsFile(file).settings.folder == ""
