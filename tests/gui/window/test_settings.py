"""What is remembered: written whole, read back, and never in the way when it cannot be."""

import msgspec
import pytest

from core.scene import Scene
from gui.window import settings
from gui.window.settings import Settings

KEPT = Settings(
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
    """written(text): the file with this in it."""

    def write(text):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text)
        return file

    return write


def test_what_is_saved_is_read_back(file):
    settings.save(KEPT, file)
    assert settings.load(file) == (KEPT, "")
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_where_nothing_was_saved_there_are_the_defaults(file):
    assert settings.load(file) == (Settings(), "")
    assert not file.exists()


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[1]", b'{"form": 3}', b'{"scenes": [1]}', b"null"])
def test_a_damaged_file_is_set_aside_with_a_sentence(written, text):
    file = written(text)
    found, words = settings.load(file)
    assert found == Settings()
    assert "settings.damaged.json" in words
    assert not file.exists()
    assert (file.parent / "settings.damaged.json").read_bytes() == text
    settings.save(KEPT, file)
    assert settings.load(file) == (KEPT, "")


def test_fields_of_another_version_are_passed_over(written):
    text = msgspec.json.encode(msgspec.to_builtins(KEPT) | {"toolbar": "left"})
    assert settings.load(written(text)) == (KEPT, "")


def test_a_folder_that_cannot_be_is_logged_and_costs_nothing_else(tmp_path, caplog):
    (tmp_path / "thalweg").write_text("a file where the folder should be", encoding="utf-8")
    settings.save(KEPT, tmp_path / "thalweg" / "settings.json")
    assert "could not be saved" in caplog.text
    assert [path.name for path in tmp_path.iterdir()] == ["thalweg"]


def test_a_file_that_cannot_be_read_is_said_and_left_alone(file):
    file.mkdir(parents=True)
    found, words = settings.load(file)
    assert found == Settings()
    assert "could not be read" in words
    assert file.is_dir()


def test_scenes_that_are_not_known_any_more_are_left_out():
    kept = Settings(scenes=[{"target": "conditioning/no_such"}, *KEPT.scenes, {"target": "noise/valley", "params": 1}])
    assert kept.known_scenes() == KEPT.known_scenes()
    race, valley = KEPT.known_scenes()
    assert (race.full_params().condition_number, race.look.theme) == (30.0, "dark")
    assert valley == Scene(target="noise/valley")
