"""Settings are saved atomically and loaded again; nothing in a file is lost, whatever it holds."""

import json
import os

import msgspec
import pytest

from core.scene import Look, Scene
from gui.window.settings import Settings, SettingsFile

RACE = Scene(
    target="conditioning/race",
    params={"condition_number": 30.0, "start": [1.0, 2.0], "optimizers": ["adam"]},
    look=Look(theme="dark"),
)
SAVED = Settings(geometry=b"\x01\x02", form=False, folder="talks/spring", scenes=[RACE, Scene(target="noise/valley")])


@pytest.fixture
def file(tmp_path):
    return tmp_path / "thalweg" / "settings.json"


@pytest.fixture
def written(file):
    """Return a function that writes bytes, or an object as JSON, to the settings file and returns its path."""

    def write(content):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return file

    return write


def names(file):
    return sorted(path.name for path in file.parent.iterdir())


def test_saved_settings_are_loaded_again(file):
    SettingsFile(file).save(SAVED)
    again = SettingsFile(file)
    assert (again.settings, again.problem) == (SAVED, "")
    assert names(file) == [file.name]


def test_a_missing_file_gives_the_defaults(file):
    found = SettingsFile(file)
    assert (found.settings, found.problem) == (Settings(), "")
    assert not file.exists()


DAMAGED = [b"", b"{", b"\xff\xfe", b"[1]", b"null", b"[" * 1100 + b"]" * 1100, b'{"folder": "' + b"\xc3"]


@pytest.mark.parametrize("content", DAMAGED, ids=lambda content: str(content[:12]))
def test_a_damaged_file_is_kept_under_another_name_and_reported(written, content):
    file = written(content)
    found = SettingsFile(file)
    assert found.settings == Settings()
    assert "settings.damaged.json" in found.problem
    assert (file.parent / "settings.damaged.json").read_bytes() == content
    found.save(SAVED)
    assert SettingsFile(file).settings == SAVED


def test_an_earlier_damaged_file_is_not_replaced(written):
    for n, content in enumerate((b"first", b"second", b"third")):
        SettingsFile(written(content))
        aside = "settings.damaged.json" if n == 0 else f"settings.damaged-{n + 1}.json"
        assert (written(b"").parent / aside).read_bytes() == content


@pytest.mark.parametrize(("name", "value"), [("form", 3), ("folder", None), ("geometry", "ü"), ("scenes", 1)])
def test_one_bad_value_leaves_the_others(written, name, value):
    found = SettingsFile(written(msgspec.to_builtins(SAVED) | {name: value}))
    expected = msgspec.structs.replace(SAVED, **{name: getattr(Settings(), name)})
    assert found.settings == expected
    assert "kept as settings.damaged.json" in found.problem


@pytest.mark.parametrize(
    "bad", [{"condition_number": -1}, {"no_such": 1}, {"seed": "x"}, {"condition_number": "wide", "theme": "dark"}]
)
def test_one_bad_parameter_leaves_the_others(written, bad):
    plain = msgspec.to_builtins(SAVED)
    plain["scenes"][0]["params"] |= bad
    found = SettingsFile(written(plain))
    params = {name: value for name, value in RACE.params.items() if name not in bad}
    assert found.settings.scenes == [msgspec.structs.replace(RACE, params=params), SAVED.scenes[1]]
    assert found.problem


def test_scenes_of_unknown_experiments_are_kept_and_those_without_target_left_out(written):
    plain = msgspec.to_builtins(SAVED)
    unknown = {"target": "network/digits", "params": {"rate": 1}}
    plain["scenes"] += [unknown, {"look": 3}, "scene"]
    file = written(plain)
    assert SettingsFile(file).settings == SAVED
    again = SettingsFile(file)
    assert (again.settings, again.problem) == (SAVED, "")
    again.save(msgspec.structs.replace(SAVED, form=True))
    assert unknown in json.loads(file.read_bytes())["scenes"]


def test_what_was_set_aside_once_is_not_set_aside_again(written):
    file = written(msgspec.to_builtins(SAVED) | {"form": 3})
    assert SettingsFile(file).problem
    assert SettingsFile(file).problem == ""
    assert names(file) == ["settings.damaged.json", "settings.json"]


def test_unknown_fields_are_kept_when_settings_are_saved(written):
    file = written(msgspec.to_builtins(SAVED) | {"toolbar": "left"})
    found = SettingsFile(file)
    assert (found.settings, found.problem) == (SAVED, "")
    found.save(msgspec.structs.replace(SAVED, folder="elsewhere"))
    content = json.loads(file.read_bytes())
    assert (content["toolbar"], content["folder"]) == ("left", "elsewhere")


def test_two_windows_save_what_each_has_changed(file):
    SettingsFile(file).save(SAVED)
    first, second = SettingsFile(file), SettingsFile(file)
    valley = Scene(target="noise/valley", params={"seed": 5})
    first.save(msgspec.structs.replace(SAVED, folder="first", scenes=[valley, RACE]))
    slower = msgspec.structs.replace(RACE, params={"condition_number": 99.0})
    second.save(msgspec.structs.replace(SAVED, form=True, scenes=[slower, Scene(target="noise/valley")]))
    both = SettingsFile(file).settings
    assert (both.folder, both.form, both.scenes) == ("first", True, [slower, valley])


def test_a_new_theme_in_one_window_keeps_the_parameters_of_another(file):
    SettingsFile(file).save(SAVED)
    first, second = SettingsFile(file), SettingsFile(file)
    first.save(msgspec.structs.replace(SAVED, scenes=[msgspec.structs.replace(RACE, params={})]))
    light = [msgspec.structs.replace(scene, look=Look(type_size="hall")) for scene in SAVED.scenes]
    second.save(msgspec.structs.replace(SAVED, scenes=light))
    race, valley = SettingsFile(file).settings.scenes
    assert race == Scene(target="conditioning/race", look=Look(type_size="hall"))
    assert valley == Scene(target="noise/valley", look=Look(type_size="hall"))


def test_a_scene_that_another_window_has_added_is_kept(file):
    window, other = SettingsFile(file), SettingsFile(file)
    other.save(Settings(scenes=[Scene(target="serial/loop")]))
    window.save(Settings(scenes=[RACE]))
    assert SettingsFile(file).settings.scenes == [RACE, Scene(target="serial/loop")]


def test_a_folder_that_cannot_be_created_is_logged(tmp_path, caplog):
    (tmp_path / "thalweg").write_text("a file where the folder should be", encoding="utf-8")
    SettingsFile(tmp_path / "other" / "settings.json").save(SAVED)
    found = SettingsFile(tmp_path / "other" / "settings.json")
    (tmp_path / "other" / "settings.json").unlink()
    (tmp_path / "other").rmdir()
    (tmp_path / "other").write_text("a file", encoding="utf-8")
    found.save(SAVED)
    assert "could not be saved" in caplog.text


def test_a_file_that_cannot_be_read_is_reported_and_never_replaced(file):
    file.mkdir(parents=True)
    found = SettingsFile(file)
    assert found.settings == Settings()
    assert "cannot be read" in found.problem
    found.save(SAVED)
    assert os.listdir(file) == []
    assert names(file) == [file.name]
