"""The folder of sealed files: damage, its limit, and several processes at once."""

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.cache_folder import ABANDONED_S, CacheFolder

ROOT = Path(__file__).parents[2]
NAME = "one.npz"


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


SMALL, OTHER = npz(a=np.arange(50.0)), npz(a=np.arange(50.0) + 1)


@pytest.fixture
def folder(tmp_path):
    return CacheFolder(tmp_path / "new" / "results", 10_000)


@pytest.fixture
def path(folder):
    """The path of a file that was written."""
    folder.write(NAME, SMALL)
    return folder.path / NAME


def names(folder):
    return sorted(file.path.name for file in folder.files())


def test_what_was_written_is_read_as_an_npz(folder, path):
    content = folder.read(NAME)
    for source in (io.BytesIO(content), path):
        with np.load(source, allow_pickle=False) as stored:
            assert stored["a"].tolist() == list(range(50))
    assert zipfile.ZipFile(path).testzip() is None


def test_a_file_that_is_not_there_is_none(folder):
    assert folder.read(NAME) is None
    assert folder.files() == []
    assert folder.clear() == 0


def flipped(content, place):
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


DAMAGE = {
    "empty": lambda content: b"",
    "cut at the end": lambda content: content[:-1],
    "cut in the middle": lambda content: content[: len(content) // 2],
    "cut to the seal": lambda content: content[-32:],
    "longer": lambda content: content + b"\0",
    "another beginning": lambda content: flipped(content, 0),
    "another number": lambda content: flipped(content, 200),
    "another seal": lambda content: flipped(content, -1),
    "another format": lambda content: b"%PDF-1.7 " * 100,
    "an NPZ without a seal": lambda content: SMALL,
    "other arrays": lambda content: OTHER[:-2] + content[-34:],
    "zeros after a crash": lambda content: bytes(len(content)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_as_if_it_were_not_there_and_is_removed(folder, path, damage):
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    assert folder.read(NAME) is None
    assert not path.exists()
    folder.write(NAME, OTHER)
    assert folder.read(NAME) is not None


def test_a_renamed_file_is_removed(folder, path):
    path.rename(folder.path / "two.npz")
    assert folder.read("two.npz") is None
    assert names(folder) == []


def test_a_file_larger_than_the_folder_may_be_is_removed_unread(folder, path, monkeypatch):
    with path.open("ab") as file:
        file.truncate(10_001)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("read"))
    assert folder.read(NAME) is None
    assert not path.exists()


def test_a_folder_in_the_place_of_a_file_is_left_alone(folder):
    (folder.path / NAME).mkdir(parents=True)
    assert folder.read(NAME) is None
    assert (folder.path / NAME).is_dir()
    with pytest.raises(OSError, match="cannot be written"):
        folder.write(NAME, SMALL)


def write_aged(folder, ages):
    """Write files, each last used a number of seconds ago, by name."""
    for name, age in ages.items():
        folder.write(name, SMALL)
        os.utime(folder.path / name, (time.time() - age,) * 2)


def test_those_that_were_not_used_for_longest_go_first(folder):
    size = len(SMALL) + 32
    folder.max_bytes = 4 * size
    write_aged(folder, {"b.npz": 100, "a.npz": 400, "d.npz": 200, "c.npz": 300})
    folder.write("e.npz", SMALL)
    assert names(folder) == ["b.npz", "c.npz", "d.npz", "e.npz"]
    folder.write("f.npz", npz(a=np.arange(60.0)))
    assert names(folder) == ["b.npz", "e.npz", "f.npz"]
    assert sum(file.size for file in folder.files()) <= folder.max_bytes


def test_reading_counts_as_use(folder):
    folder.max_bytes = 3 * (len(SMALL) + 32)
    write_aged(folder, {"a.npz": 300, "b.npz": 200, "c.npz": 100})
    assert folder.read("a.npz") is not None
    folder.write("d.npz", SMALL)
    assert names(folder) == ["a.npz", "c.npz", "d.npz"]


def test_one_that_is_larger_than_the_limit_is_not_written_and_removes_nothing(folder, path):
    folder.write("large.npz", npz(a=np.zeros(2_000)))
    assert names(folder) == [NAME]


def test_temporary_files_are_removed_when_their_process_must_have_ended(folder, path):
    new, old = folder.path / ".a-1.part.npz", folder.path / ".b-2.part.npz"
    for temporary in (new, old):
        temporary.write_bytes(b"begun")
    os.utime(old, (time.time() - ABANDONED_S - 10,) * 2)
    folder.write("two.npz", SMALL)
    assert names(folder) == [new.name, NAME, "two.npz"]
    assert folder.clear() == 2
    assert list(folder.path.iterdir()) == []


def test_what_another_process_writes_is_not_removed_to_make_room(folder, path):
    written = folder.path / ".a-1.part.npz"
    written.write_bytes(bytes(8_000))
    os.utime(written, (time.time() - ABANDONED_S / 2,) * 2)
    folder.write("two.npz", SMALL)
    assert names(folder) == [written.name, NAME, "two.npz"]
    folder.write("large.npz", npz(a=np.zeros(160)))
    assert names(folder) == [written.name, "large.npz"]


def test_only_files_of_its_own_kind_are_counted_and_removed(folder, path):
    (folder.path / "note.txt").write_text("mine")
    assert names(folder) == [NAME]
    assert folder.clear() == 1
    assert [each.name for each in folder.path.iterdir()] == ["note.txt"]


def test_a_file_in_the_place_of_the_folder_is_an_error_of_writing_alone(tmp_path):
    (tmp_path / "results").write_text("a file")
    folder = CacheFolder(tmp_path / "results", 10_000)
    assert (folder.read(NAME), folder.files(), folder.clear()) == (None, [], 0)
    with pytest.raises(OSError, match="results"):
        folder.write(NAME, SMALL)


def test_what_cannot_be_removed_is_told_after_the_rest_is_removed(folder, monkeypatch):
    write_aged(folder, {"a.npz": 1, "b.npz": 2, "c.npz": 3})
    unlink = Path.unlink

    def refuse(path, *, missing_ok=False):
        if path.name == "b.npz":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(PermissionError):
        folder.clear()
    assert names(folder) == ["b.npz"]


AT_ONCE = """
import sys
from pathlib import Path
from core.cache_folder import CacheFolder

path, first, second, rounds = Path(sys.argv[1]), *(Path(name).read_bytes() for name in sys.argv[2:4]), 40
folder = CacheFolder(path, 3 * (len(first) + 32))
for number in range(rounds):
    folder.write(f"{number % 4}.npz", (first, second)[number % 2])
    for other in range(4):
        found = folder.read(f"{other}.npz")
        if found is not None:
            assert found[: len(first) - 2] in {first[:-2], second[:-2]}
"""


def test_processes_that_write_the_same_files_at_once_read_only_whole_ones(tmp_path):
    for name, content in (("first", SMALL), ("second", OTHER)):
        (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-c", AT_ONCE, tmp_path / "results", tmp_path / "first", tmp_path / "second"]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in running:
        assert process.communicate(timeout=120)[1] == ""
        assert process.returncode == 0
    folder = CacheFolder(tmp_path / "results", 3 * (len(SMALL) + 32))
    folder.write("last.npz", SMALL)
    files = folder.files()
    assert sum(file.size for file in files) <= folder.max_bytes
    assert not any(file.is_temporary for file in files)
    assert all(folder.read(file.path.name) is not None for file in files)
