"""The wheel is complete and runs without the checkout."""

import configparser
import json
import os
import signal
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]

# `-I` removes the current folder from sys.path, `-S` the .pth file of the editable install.
# The wheel's dependencies come from the environment of the tests, its own packages from the wheel alone.
PREAMBLE = """
import sys
from pathlib import Path
wheel, packages, checkout = (str(Path(path).resolve()) for path in sys.argv[1:4])
sys.path[:0] = [wheel]
sys.path.append(packages)
assert not any(Path(entry).resolve() == Path(checkout) for entry in sys.path)
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("thalweg-*.whl")
    return wheel


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return folder


def scripts(unpacked: Path) -> dict[str, str]:
    (path,) = unpacked.glob("thalweg-*.dist-info/entry_points.txt")
    parser = configparser.ConfigParser()
    parser.read(path, encoding="utf-8")
    return {name: target for section in parser.sections() for name, target in parser[section].items()}


def python(unpacked: Path, cwd: Path, program: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return the command and the environment to run a program with the wheel and without the checkout."""
    packages = sysconfig.get_path("purelib")
    command = [sys.executable, "-I", "-S", "-c", PREAMBLE + program, str(unpacked), packages, str(ROOT), *arguments]
    environ = os.environ.copy() if sys.platform == "win32" else {"PATH": os.environ["PATH"], "HOME": str(cwd)}
    return command, environ


def command_of(unpacked: Path, cwd: Path, name: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return the same for a console script of the wheel."""
    module, _, function = scripts(unpacked)[name].partition(":")
    program = f"""
import {module} as m
assert Path(m.__file__).is_relative_to(wheel)
sys.argv = [{name!r}, *sys.argv[4:]]
sys.exit(m.{function}())
"""
    return python(unpacked, cwd, program, *arguments)


def run(cwd: Path, command: list[str], environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environ, timeout=120, check=False)


def test_the_wheel_holds_the_three_packages_and_nothing_else(archive):
    names = zipfile.ZipFile(archive).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"core", "gui", "resources"}
    for folder in ("core", "gui", "resources"):
        sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py")}
        assert sources <= set(names)


def test_the_wheel_holds_the_data_files(archive):
    names = set(zipfile.ZipFile(archive).namelist())
    assert {
        "core/py.typed",
        "gui/py.typed",
        "resources/data/digits.csv.gz",
        "resources/data/system-libraries.txt",
        "resources/fonts/Inter-Regular.otf",
        "resources/fonts/JetBrainsMono-Regular.ttf",
        "resources/fonts/LICENSE-Inter.txt",
        "resources/fonts/LICENSE-JetBrainsMono.txt",
        "resources/icons/thalweg.png",
        "resources/icons/thalweg.svg",
    } <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_declares_both_console_scripts(unpacked):
    assert scripts(unpacked) == dict.fromkeys(("thalweg", "thalweg-window"), "gui.__main__:main")


def test_resources_are_read_from_the_wheel(unpacked, tmp_path):
    program = """
from importlib.resources import files
import gui.platform.diagnostics
assert Path(gui.platform.diagnostics.__file__).is_relative_to(wheel)
assert files("resources").joinpath("fonts/Inter-Regular.otf").read_bytes()[:4] == b"OTTO"
print(len(gui.platform.diagnostics.libraries()))
"""
    done = run(tmp_path, *python(unpacked, tmp_path, program))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_the_command_computes_from_the_wheel(unpacked, tmp_path):
    arguments = ("data", "conditioning/zigzag", "--set", "condition_number=2")
    done = run(tmp_path, *command_of(unpacked, tmp_path, "thalweg", *arguments))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["obstacle"] == "conditioning"


def test_the_command_draws_from_the_wheel(unpacked, tmp_path):
    arguments = ("render", "conditioning/zigzag", "-o", "zigzag.png")
    done = run(tmp_path, *command_of(unpacked, tmp_path, "thalweg", *arguments))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "zigzag.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_the_window_opens_from_the_wheel_and_closes_on_an_interrupt(unpacked, tmp_path):
    command, environ = command_of(unpacked, tmp_path, "thalweg-window")
    with subprocess.Popen(command, cwd=tmp_path, env=environ | {"QT_QPA_PLATFORM": "offscreen"}) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=4)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
