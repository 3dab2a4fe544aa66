"""Settings are saved atomically and loaded again; damaged or unreadable files give the defaults."""

import msgspec
import pytest

from core.scene import Scene
from gui.window import settings
from gui.window.settings import Settings

SAVED = Settings(
    geometry=b"\x01\x02",
    form=False,
    folder="talks/spring",
    scenes=[
        {
            "target": "conditioning/race",
            "params": {"condition_number": 30.0, "start": [1.0, 2.0], "optimizers": ["adam"]},
            "look": {"theme": "dark"},
        },
        {"target": "noise/valley"},
    ],
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "thalweg" / "settings.json"


@pytest.fixture
def written(file):
    """Return a function that writes bytes to the settings file and returns its path."""

    def write(text):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text)
        return file

    return write


def test_saved_settings_are_loaded_again(file):
    settings.save(SAVED, file)
    assert settings.load(file) == (SAVED, "")
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_missing_file_gives_the_defaults(file):
    assert settings.load(file) == (Settings(), "")
    assert not file.exists()


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[1]", b'{"form": 3}', b'{"scenes": [1]}', b"null"])
def test_a_damaged_file_is_renamed_and_reported(written, text):
    file = written(text)
    found, message = settings.load(file)
    assert found == Settings()
    assert "settings.damaged.json" in message
    assert not file.exists()
    assert (file.parent / "settings.damaged.json").read_bytes() == text
    settings.save(SAVED, file)
    assert settings.load(file) == (SAVED, "")


def test_unknown_fields_are_ignored(written):
    text = msgspec.json.encode(msgspec.to_builtins(SAVED) | {"toolbar": "left"})
    assert settings.load(written(text)) == (SAVED, "")


def test_a_folder_that_cannot_be_created_is_logged(tmp_path, caplog):
    (tmp_path / "thalweg").write_text("a file where the folder should be", encoding="utf-8")
    settings.save(SAVED, tmp_path / "thalweg" / "settings.json")
    assert "could not be saved" in caplog.text
    assert [path.name for path in tmp_path.iterdir()] == ["thalweg"]


def test_a_file_that_cannot_be_read_is_reported_and_kept(file):
    file.mkdir(parents=True)
    found, message = settings.load(file)
    assert found == Settings()
    assert "could not be read" in message
    assert file.is_dir()


def test_invalid_scenes_are_left_out():
    kept = Settings(scenes=[{"target": "conditioning/no_such"}, *SAVED.scenes, {"target": "noise/valley", "params": 1}])
    assert kept.valid_scenes() == SAVED.valid_scenes()
    race, valley = SAVED.valid_scenes()
    assert (race.full_params().condition_number, race.look.theme) == (30.0, "dark")
    assert valley == Scene(target="noise/valley")
