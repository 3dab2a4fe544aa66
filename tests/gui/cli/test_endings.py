"""How a process of the command ends: interrupts, full disks, closed pipes, no display."""

import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FILM = ("render", "conditioning/zigzag", "--size", "640x360", "--duration", "60")


@pytest.fixture
def start(tmp_path):
    """Return a function that starts thalweg in an empty folder, with its log in the temporary folder."""
    running = []
    folder = tmp_path / "folder"
    folder.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "HOME": str(tmp_path),
    }

    def run(*arguments, without=(), **options):
        clean = {name: value for name, value in environment.items() if name not in without}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        process = subprocess.Popen([sys.executable, "-m", "gui", *arguments], cwd=folder, env=clean, **pipes)
        running.append(process)
        return process

    run.folder = folder
    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def old_film(folder):
    (folder / "film.mp4").write_bytes(b"old" * 1000)
    return lambda: hashlib.sha256((folder / "film.mp4").read_bytes()).hexdigest()


def wait_for_frames(folder, process):
    """Wait until the encoder writes into its temporary file."""
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size for path in folder.glob(".film-*")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_during_a_film_keeps_the_old_film(start, number, code):
    hash_now = old_film(start.folder)
    before = hash_now()
    process = start(*FILM, "-o", "film.mp4")
    wait_for_frames(start.folder, process)
    process.send_signal(number)
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == code
    assert [path.name for path in start.folder.iterdir()] == ["film.mp4"]
    assert hash_now() == before


@pytest.mark.parametrize("target", ["film.gif", "film.webp", "film/"])
def test_a_signal_during_a_film_leaves_no_file_of_any_format(start, target):
    process = start(*FILM, "-o", target)
    deadline = time.monotonic() + 60
    while not list(start.folder.glob(".film-*")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == b""
    assert process.returncode == 130
    assert list(start.folder.iterdir()) == []


def wait_for_temporary_file(folder, process):
    """Wait until two looks find the same temporary file: one that only tries the folder is gone at once."""
    deadline, found = time.monotonic() + 60, set()
    while True:
        before, found = found, set(folder.glob(".film-*"))
        if before & found:
            return
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("vanish", [lambda folder: folder.rename(folder.with_name("moved")), shutil.rmtree])
@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".gif", ".apng", ".webp", "/"])
def test_a_folder_that_vanishes_during_a_film_is_told_in_one_sentence(start, suffix, vanish):
    folder = start.folder / "films"
    folder.mkdir()
    process = start(*FILM[:-1], "10", "--fps", "20", "-o", f"films/film{suffix}")
    wait_for_temporary_file(folder, process)
    process.send_signal(signal.SIGSTOP)  # it must not write a file while its folder is being emptied
    os.waitpid(process.pid, os.WUNTRACED)
    vanish(folder)
    process.send_signal(signal.SIGCONT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")
    sentence = f"films/film{suffix} cannot be written: its folder was moved or deleted meanwhile.\n"
    assert err.decode() == sentence
    assert {path.name for path in start.folder.rglob("*")} <= {"moved"}


def test_a_kill_during_a_film_keeps_the_old_film(start):
    hash_now = old_film(start.folder)
    before = hash_now()
    process = start(*FILM, "-o", "film.mp4")
    wait_for_frames(start.folder, process)
    process.kill()
    process.communicate(timeout=60)
    assert hash_now() == before


def wait_for_handlers(process):
    """Wait until the command handles SIGTERM, for which Python installs no handler, or has ended."""
    caught = 0
    while not caught >> (signal.SIGTERM - 1) & 1 and process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = int(re.search(r"SigCgt:\s*(\w+)", status)[1], 16)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel what is caught")
@pytest.mark.parametrize("command", [("data", "conditioning"), (*FILM, "-o", "film.mp4")])
def test_an_interrupt_at_any_time_prints_nothing_and_leaves_no_file(start, command):
    for delay in (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6):
        process = start(*command)
        wait_for_handlers(process)
        time.sleep(delay)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
            assert (process.returncode, err) in {(130, b""), (0, b"")}, delay
        assert list(start.folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals a group of processes")
def test_an_interrupt_from_a_terminal_reaches_all_processes_and_prints_nothing(start):
    for delay in (0.0, 0.05, 0.1, 0.2, 0.4, 0.8):
        process = start("data", "network/depth", start_new_session=True)
        wait_for_handlers(process)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate(timeout=60) == (b"", b""), delay
        assert process.returncode == 130


INTERRUPTED_IMPORT = """
import os, signal, sys

class InterruptingFinder:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            sys.stdout.write("struck")
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, InterruptingFinder())
sys.argv[1:] = ["data", "conditioning"]
from gui.__main__ import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
@pytest.mark.parametrize("name", ["gui.cli", "gui.cli.entry", "gui.cli.interrupts", "click", "core.params", "numpy"])
def test_an_interrupt_during_an_import_prints_nothing(name):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_IMPORT.format(name=name)],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"struck", b"")


INTERRUPTED_AT_EXIT = """
import atexit, os, signal, sys

atexit.register(os.kill, os.getpid(), signal.SIGINT)
sys.argv[1:] = ["params", "conditioning"]
from gui.__main__ import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_an_interrupt_at_exit_is_ignored():
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_EXIT], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


@pytest.mark.parametrize("suffix", ["mp4", "png", "json"])
def test_a_full_disk_prints_one_sentence_and_keeps_the_old_file(start, suffix):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    target = start.folder / f"old.{suffix}"
    target.write_bytes(b"old")
    command = ("data", "conditioning") if suffix == "json" else (*FILM[:-1], "1")
    process = start(*command, "-o", target.name, preexec_fn=limit)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")
    assert err.decode() == f"old.{suffix} cannot be written: the file would be larger than the system allows.\n"
    assert [path.name for path in start.folder.iterdir()] == [target.name]
    assert target.read_bytes() == b"old"


def test_a_closed_pipe_is_no_error(start):
    process = start("data", "conditioning/law")
    process.stdout.close()
    process.wait(timeout=60)
    assert (process.returncode, process.stderr.read()) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_standard_output_prints_one_sentence(start):
    with open("/dev/full", "wb") as full:
        process = start("params", "conditioning", stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err == b"Standard output cannot be written: No space left on device.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize("arguments", [(), ("conditioning/law",)])
def test_without_a_display_one_sentence_is_printed(start, arguments):
    process = start(*arguments, without=("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")
    assert err.startswith(b"There is no display")
    assert len(err.splitlines()) == 1


@pytest.mark.slow
def test_repeated_renders_exit_cleanly(start):
    for _ in range(5):
        process = start("render", "conditioning/law", "--size", "640x360", "--duration", "0.2", "-o", "film.mp4")
        assert process.communicate(timeout=60) == (b"film.mp4\n", b"")
        assert process.returncode == 0
