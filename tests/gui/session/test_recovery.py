"""Copies of changes that are not saved: kept while a process lives, offered once it is dead."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.scene import Scene
from core.scene_file import SceneFile, with_ids
from gui.session.document import Document
from gui.session.recovery import Recovery

ROOT = Path(__file__).parents[3]
SCENES = SceneFile(title="Talk", scenes=with_ids([Scene(target="noise/valley", params={"batch_size": 4})]))
CHANGED = Document(Path("/talks/talk.toml"), SCENES, content=b"text")
DYING = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from core.scene import Scene
from core.scene_file import SceneFile, with_ids
from gui.session.document import Document
from gui.session.recovery import Recovery
scenes = SceneFile(title="Talk", scenes=with_ids([Scene(target="noise/valley", params={"batch_size": 4})]))
recovery = Recovery(Path(sys.argv[2]))
recovery.keep(Document(Path("/talks/talk.toml"), scenes, content=b"text"))
print("kept", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "unsaved"


@pytest.fixture
def other(folder):
    """Another process, which has kept changes."""
    process = subprocess.Popen(
        [sys.executable, "-c", DYING, str(ROOT), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"kept\n"
    yield process
    process.kill()
    process.communicate()


@pytest.mark.skipif(os.name != "posix", reason="kills by a signal")
def test_changes_of_a_killed_process_are_found_once_it_is_dead(folder, other):
    recovery = Recovery(folder)
    assert recovery.abandoned() is None
    other.send_signal(signal.SIGKILL)
    other.wait()
    found = recovery.abandoned()
    assert found.document == CHANGED
    assert found.document.is_modified
    assert Recovery(folder).abandoned() is None
    found.leave()
    found = Recovery(folder).abandoned()
    found.delete()
    assert list(folder.iterdir()) == []


def test_without_changes_nothing_is_kept(folder):
    recovery = Recovery(folder)
    recovery.keep(Document())
    assert not folder.exists()
    recovery.keep(CHANGED)
    assert len(list(folder.glob("*.json"))) == 1
    recovery.keep(CHANGED.after_writing(Path("/talks/talk.toml"), b"text"))
    assert list(folder.iterdir()) == []


def test_what_was_kept_last_is_found(folder):
    recovery = Recovery(folder)
    recovery.keep(Document(file=SCENES))
    recovery.keep(Document(file=SCENES).with_added(Scene(target="noise/roots")))
    del recovery  # as at the end of a process
    found = Recovery(folder).abandoned()
    assert found.document.path is None
    assert len(found.document.scenes) == 2


@pytest.mark.parametrize(
    "damage",
    [b"", b"[" * 100_000, b"{}", b"\xff", b'{"path": "", "content": "", "file": {"scene": [{"target": "a/b"}]}}'],
)
def test_what_cannot_be_read_is_left_and_the_next_is_found(folder, damage):
    folder.mkdir()
    (folder / "0.json").write_bytes(damage)
    assert Recovery(folder).abandoned() is None
    recovery = Recovery(folder)
    recovery.keep(CHANGED)
    del recovery
    assert Recovery(folder).abandoned().document == CHANGED
    assert (folder / "0.json").read_bytes() == damage


def test_a_folder_that_cannot_be_made_is_no_failure(tmp_path, caplog):
    (tmp_path / "file").write_bytes(b"")
    recovery = Recovery(tmp_path / "file" / "unsaved")
    recovery.keep(CHANGED)
    assert "could not be kept" in caplog.text
    assert recovery.abandoned() is None
