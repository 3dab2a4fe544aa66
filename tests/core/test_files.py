import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from core.files import FileError, atomic_file, atomic_folder

ROOT = Path(__file__).parents[2]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(b"old")
    return path


def test_a_finished_file_replaces_the_old_one(old):
    with atomic_file(old) as temporary:
        assert (temporary.parent, temporary.suffix) == (old.parent, ".png")
        assert temporary.name.startswith(".")
        temporary.write_bytes(b"new")
        assert old.read_bytes() == b"old"
    assert old.read_bytes() == b"new"
    assert names(old.parent) == ["picture.png"]


@pytest.mark.parametrize("exception", [ValueError, OSError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_exception_in_the_block_leaves_the_old_file(old, exception):
    def write():
        with atomic_file(old) as temporary:
            temporary.write_bytes(b"half")
            raise exception

    with pytest.raises(exception):
        write()
    assert old.read_bytes() == b"old"
    assert names(old.parent) == ["picture.png"]


def test_a_generator_closed_while_writing_leaves_no_file(tmp_path):
    def export():
        with atomic_file(tmp_path / "film.mp4") as temporary:
            temporary.write_bytes(b"half")
            yield

    running = export()
    next(running)
    assert len(names(tmp_path)) == 1
    running.close()
    assert names(tmp_path) == []


def test_new_files_get_the_default_permissions(tmp_path):
    touched, written = tmp_path / "touched", tmp_path / "written"
    touched.touch()
    with atomic_file(written) as temporary:
        temporary.write_bytes(b"x")
    assert stat.S_IMODE(written.stat().st_mode) == stat.S_IMODE(touched.stat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_replaced_file_keeps_its_mode(old, mode):
    old.chmod(mode)
    with atomic_file(old) as temporary:
        temporary.write_bytes(b"new")
    assert stat.S_IMODE(old.stat().st_mode) == mode


def test_an_incomplete_file_is_readable_by_its_owner_only(old):
    for target in (old, old.with_name("new")):
        with atomic_file(target) as temporary:
            assert stat.S_IMODE(temporary.stat().st_mode) & 0o077 == 0


def test_a_read_only_file_is_refused(old):
    old.chmod(0o444)
    with pytest.raises(FileError, match="the file is read-only"), atomic_file(old):
        pytest.fail("nothing is written")
    assert old.read_bytes() == b"old"


def test_a_working_folder_that_was_deleted_is_reported_in_one_sentence(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for atomic in (atomic_file, atomic_folder):
        with pytest.raises(FileError, match="the folder that you are in does not exist any more"), atomic("name"):
            pytest.fail("nothing is written")


def test_a_symbolic_link_is_kept_and_its_target_replaced(old):
    link = old.parent / "link.png"
    link.symlink_to(old)
    with atomic_file(link) as temporary:
        temporary.write_bytes(b"new")
    assert link.is_symlink()
    assert old.read_bytes() == b"new"


def test_a_file_with_a_long_name_is_written(tmp_path):
    path = tmp_path / ("x" * 240 + ".png")
    with atomic_file(path) as temporary:
        temporary.write_bytes(b"x")
    assert path.read_bytes() == b"x"


def refused(path):
    with pytest.raises(FileError) as caught, atomic_file(path):
        pytest.fail("the block must not run")
    message = str(caught.value)
    assert str(path) in message
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_an_error_names_the_missing_folder(tmp_path):
    assert f"no folder {tmp_path / 'missing'}" in refused(tmp_path / "missing" / "picture.png")
    assert names(tmp_path) == []


def test_a_name_too_long_for_the_system_is_reported_in_one_sentence(tmp_path):
    with pytest.raises(FileError, match=r"cannot be written: .*\.$"), atomic_file(tmp_path / ("x" * 300)):
        pass
    assert names(tmp_path) == []


def test_a_folder_is_not_replaced(tmp_path):
    assert "it is a folder" in refused(tmp_path)


def test_a_device_is_not_replaced():
    assert "not an ordinary file" in refused(Path("/dev/null"))


def test_a_read_only_folder_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("permissions do not bind this user")
        assert "refuses new files" in refused(tmp_path / "picture.png")
    finally:
        tmp_path.chmod(0o700)


def test_a_disk_error_is_reported_in_one_sentence(old):
    def write():
        with atomic_file(old):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(FileError, match="the disk is full"):
        write()
    assert old.read_bytes() == b"old"
    assert names(old.parent) == ["picture.png"]


def test_a_target_that_becomes_a_folder_while_writing_is_reported_in_one_sentence(tmp_path):
    path = tmp_path / "picture.png"

    def write():
        with atomic_file(path):
            (path / "inside").mkdir(parents=True)

    with pytest.raises(FileError, match=r"picture.png cannot be written: .*\.$"):
        write()
    assert names(tmp_path) == ["picture.png"]


def test_other_errors_pass_unchanged(old):
    def write():
        with atomic_file(old):
            raise FileNotFoundError(errno.ENOENT, "No such file", "elsewhere")

    with pytest.raises(FileNotFoundError, match="elsewhere"):
        write()


def python(code, path):
    command = [sys.executable, "-c", textwrap.dedent(code), str(path)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_limit_on_the_size_of_files_leaves_the_old_file(old):
    process = python(
        """
        import resource, sys
        from core.files import FileError, atomic_file
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            with atomic_file(sys.argv[1]) as temporary:
                temporary.write_bytes(bytes(5000))
        except FileError as problem:
            print(problem)
        """,
        old,
    )
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "larger than the system allows" in out
    assert old.read_bytes() == b"old"
    assert names(old.parent) == ["picture.png"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_signal_while_writing_leaves_the_old_file(old, number):
    process = python(
        """
        import sys, time
        from core.files import atomic_file
        with atomic_file(sys.argv[1]) as temporary:
            temporary.write_bytes(b"half")
            print("writing", flush=True)
            time.sleep(60)
        """,
        old,
    )
    assert process.stdout.readline() == "writing\n"
    time.sleep(0.05)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert old.read_bytes() == b"old"
    others = [name for name in names(old.parent) if name != "picture.png"]
    assert all(name.startswith(".") for name in others)
    assert number == signal.SIGKILL or not others


def test_a_folder_appears_when_the_block_ends(tmp_path):
    with atomic_folder(tmp_path / "new") as temporary:
        (temporary / "one").write_text("1")
        assert [temporary] == list(tmp_path.iterdir())
        assert temporary.name.startswith(".")
    assert [(file.name, file.read_text()) for file in (tmp_path / "new").iterdir()] == [("one", "1")]
    assert [file.name for file in tmp_path.iterdir()] == ["new"]


def test_an_existing_empty_folder_is_replaced_even_through_a_link(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty", target_is_directory=True)
    with atomic_folder(f"{tmp_path}/link/") as temporary:
        (temporary / "one").write_text("1")
    assert (tmp_path / "empty" / "one").read_text() == "1"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, FileNotFoundError])
def test_an_exception_in_the_block_leaves_no_folder(tmp_path, error):
    def write():
        with atomic_folder(tmp_path / "new") as temporary:
            (temporary / "one").write_text("1")
            raise error

    with pytest.raises(error):
        write()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("full/", "the folder is not empty"),
        ("file", "it is not a folder"),
        ("missing/new", "there is no folder"),
        (".", "it is the folder that you are in"),
    ],
)
def test_an_invalid_target_folder_is_refused(tmp_path, monkeypatch, name, reason):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here" if name == "." else tmp_path)
    with pytest.raises(FileError, match=f"cannot be written: {reason}"), atomic_folder(name):
        pytest.fail("the block must not run")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "full", "here"]


def test_a_full_disk_while_writing_a_folder_is_reported(tmp_path):
    with pytest.raises(FileError, match="new cannot be written: the disk is full"), atomic_folder(tmp_path / "new"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []
