"""The open scene file: what changes a scene, what is saved, what is on the disk."""

import pytest
from msgspec.structs import replace

from core.scene import Look, Play, Scene, Zoom
from core.scene_file import SceneFile, with_ids
from gui.session.document import Document

DARK = Look(theme="dark", hide=("future",))
ZIGZAG = Scene(target="conditioning/zigzag", params={"condition_number": 30.0}, look=DARK)
CARD = Scene(kind="card", text="Hello.")
VALLEY = Scene(title="Noise", target="noise/valley", notes="Say this.", play=Play(at=2.0, duration=4.0))


@pytest.fixture
def document():
    file = SceneFile(title="Talk", scenes=with_ids([ZIGZAG, CARD, VALLEY]))
    return Document(file=file, saved=file).at(0)


def picture(scene, **changes):
    """A scene as the window makes it from what is on screen."""
    values = {"target": scene.target, "params": scene.params, "look": replace(scene.look, hide=())}
    return Scene(**values | {"play": Play(at=1.0)} | changes)


def test_only_pictures_are_walked_through(document):
    assert document.pictures == (0, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"play": Play(at="first")},
        {"target": "conditioning/law", "params": {"condition_number": 5.0}},
        {"target": "noise/valley", "params": {}},
    ],
)
def test_what_is_no_change_of_the_scene_leaves_it(document, changes):
    assert document.with_picture(picture(ZIGZAG, **changes)) == document


def test_a_field_that_the_experiment_does_not_read_is_no_change(document):
    assert "ensemble_size" not in VALLEY.experiment.reads
    there = document.at(2)
    assert there.with_picture(picture(VALLEY, params={"ensemble_size": 50})) == there


def test_without_a_scene_on_screen_nothing_changes():
    assert Document().with_picture(picture(ZIGZAG)) == Document()


@pytest.mark.parametrize(
    "changes", [{"params": {}}, {"look": Look()}, {"look": Look(theme="dark", zoom=Zoom(2.0, 0.0, 0.1))}]
)
def test_a_change_keeps_all_else_of_the_scene(document, changes):
    changed = document.with_picture(picture(ZIGZAG, **changes))
    assert changed.is_modified
    scene = changed.scenes[0]
    assert (scene.id, scene.look.hide, scene.play.at) == (document.scenes[0].id, ("future",), 1.0)
    assert {name: value for name, value in changes.items() if name == "params"} in ({}, {"params": scene.params})
    assert changed.scenes[1:] == document.scenes[1:]
    assert changed.with_picture(picture(ZIGZAG)).scenes == document.scenes


def test_changes_of_a_scene_that_is_left_are_kept(document):
    changed = document.at(2).with_picture(picture(VALLEY, params={"batch_size": 4}))
    back = changed.at(0).at(2)
    assert back.scenes[2].params == {"batch_size": 4}
    assert (back.scenes[2].title, back.scenes[2].notes, back.scenes[2].play) == (
        "Noise",
        "Say this.",
        Play(at=1.0, duration=4.0),
    )


def test_an_added_picture_leaves_the_scene_that_it_was_made_from(document):
    changed = document.with_picture(picture(ZIGZAG, params={}))
    added = changed.with_added(picture(ZIGZAG, params={}))
    assert added.number == 1
    assert [scene.params for scene in added.scenes[:2]] == [{"condition_number": 30.0}, {}]
    assert added.scenes[0] == document.scenes[0]
    assert len({scene.id for scene in added.scenes}) == 4
    assert Document().with_added(picture(VALLEY)).at(0).pictures == (0,)


def test_a_written_document_has_no_changes(document, tmp_path):
    path = tmp_path / "talk.toml"
    changed = document.with_picture(picture(ZIGZAG, params={}))
    written = changed.after_writing(path, b"text")
    assert not written.is_modified
    assert written.path == path
    assert written.shown == written.scenes[0]


def test_another_content_on_the_disk_is_noticed(document, tmp_path):
    path = tmp_path / "talk.toml"
    path.write_bytes(b"one")
    written = document.after_writing(path, b"one")
    assert not written.is_changed_on_disk()
    path.write_bytes(b"two")
    assert written.is_changed_on_disk()
    path.unlink()
    assert not written.is_changed_on_disk()
    assert not document.is_changed_on_disk()
