"""Project rules that no linter checks."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FOLDERS = (".ci", "core", "gui", "resources", "tests")
MAX_LINES = 300

# Paths of the machine and package indexes differ between machines.
MACHINE = re.compile(
    r"/(?:work|root|home|Users|opt)/\w"
    r"|index-ur[l]|find-link[s]|trusted-hos[t]|/simpl[e]/|pythonhoste[d]",
)


def texts() -> Iterator[tuple[str, str]]:
    """Yield the path and content of every text file at the top level and in FOLDERS."""
    paths = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        paths += [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    for path in sorted(paths):
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def test_no_source_file_is_longer_than_300_lines():
    lengths = {name: text.count("\n") for name, text in texts() if name.endswith(".py") or "." not in Path(name).name}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_no_file_names_a_machine_s_path_or_a_package_index():
    assert [(name, found[0]) for name, text in texts() if (found := MACHINE.search(text))] == []


@pytest.mark.parametrize(
    "line", ["cd /work" + "/main", "--extra-index" + "-url x", "https://pypi.example/simple" + "/"]
)
def test_the_pattern_finds_machine_paths_and_indexes(line):
    assert MACHINE.search(line)


def test_no_test_folder_is_a_package():
    assert [name for name, _ in texts() if name.startswith("tests/") and name.endswith("__init__.py")] == []


def test_every_dependency_is_pinned_to_a_version_that_pyproject_allows():
    extras = project()["optional-dependencies"]
    required = [Requirement(line) for lines in (project()["dependencies"], *extras.values()) for line in lines]
    pinned = pins()
    for requirement in required:
        (pin,) = pinned[canonicalize_name(requirement.name)].specifier
        assert pin.operator == "=="
        assert requirement.specifier.contains(pin.version), requirement


def test_qt_is_pinned_to_a_version_that_keeps_its_references():
    (pin,) = pins()["pyside6-essentials"].specifier
    assert re.fullmatch(r"6\.11\.([2-9]|\d\d)", pin.version)


WITHOUT_QT = """
import importlib, pkgutil, sys
for name in ("PySide6", "shiboken6", "pyqtgraph", "contourpy"):
    sys.modules[name] = None  # makes an import of it fail
import core
names = [module.name for module in pkgutil.walk_packages(core.__path__, "core.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_all_of_core_imports_where_qt_is_not_installed():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5
