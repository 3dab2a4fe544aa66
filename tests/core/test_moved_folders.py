"""A folder that is moved or deleted while a file is written into it."""

import errno
import shutil
import sys

import pytest

from core.files import FileError, atomic_file, atomic_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="does not move the folder of an open file")
PLACES = {"a file": atomic_file, "a folder": atomic_folder}
MEANWHILE = "cannot be written: its folder was moved or deleted meanwhile"


@pytest.fixture(params=PLACES)
def place(request):
    return PLACES[request.param]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "before"
    made.mkdir()
    return made


def write_into(temporary):
    """Write into a temporary file, or into one of the temporary folder."""
    (temporary / "one" if temporary.is_dir() else temporary).write_bytes(b"half")


def move(folder):
    return folder.rename(folder.with_name("after"))


def replace_by_another(folder):
    moved = move(folder)
    folder.mkdir()
    return moved


def everything_in(folder):
    return [path.name for path in folder.parent.rglob("*") if path != folder]


@pytest.mark.parametrize("remove", [move, replace_by_another])
def test_a_folder_that_was_moved_is_reported_and_nothing_stays_in_it(folder, place, remove):
    def write():
        with place(folder / "film") as temporary:
            write_into(temporary)
            remove(folder)

    with pytest.raises(FileError, match=MEANWHILE):
        write()
    assert set(everything_in(folder)) <= {"before", "after"}


def test_a_folder_that_was_deleted_is_reported(folder, place):
    def write():
        with place(folder / "film") as temporary:
            write_into(temporary)
            shutil.rmtree(folder)

    with pytest.raises(FileError, match=MEANWHILE):
        write()
    assert everything_in(folder) == []


def test_an_error_that_follows_from_the_move_is_reported_as_the_move(folder, place):
    def write():
        with place(folder / "film") as temporary:
            write_into(temporary)
            move(folder)
            raise FileNotFoundError(errno.ENOENT, "No such file", str(temporary))

    with pytest.raises(FileError, match=MEANWHILE):
        write()
    assert everything_in(folder) == ["after"]


@pytest.mark.parametrize("exception", [ValueError, KeyboardInterrupt])
def test_other_exceptions_after_a_move_pass_and_nothing_stays(folder, place, exception):
    def write():
        with place(folder / "film") as temporary:
            write_into(temporary)
            move(folder)
            raise exception

    with pytest.raises(exception):
        write()
    assert everything_in(folder) == ["after"]


def test_the_old_file_moves_with_its_folder_unchanged(folder):
    (folder / "film").write_bytes(b"old")

    def write():
        with atomic_file(folder / "film") as temporary:
            write_into(temporary)
            move(folder)

    with pytest.raises(FileError, match=MEANWHILE):
        write()
    assert (folder.with_name("after") / "film").read_bytes() == b"old"
    assert everything_in(folder) == ["after", "film"]


def test_a_folder_that_may_not_be_listed_is_written_to(folder):
    folder.chmod(0o300)
    try:
        with atomic_file(folder / "film") as temporary:
            temporary.write_bytes(b"new")
    finally:
        folder.chmod(0o700)
    assert (folder / "film").read_bytes() == b"new"
