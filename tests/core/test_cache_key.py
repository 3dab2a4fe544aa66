"""The key of a result: what changes it, and what does not."""

import errno
import importlib.metadata
import os
import re
from typing import Annotated

import pytest
from msgspec import Meta
from msgspec.structs import replace

from core import cache_key as module
from core.cache_key import cache_key
from core.experiment import Experiment
from core.obstacles import OBSTACLES
from core.params import Params


class Sample(Params, frozen=True, kw_only=True):
    size: Annotated[int, Meta(ge=1)] = 3
    scale: float = 1.0
    weights: Annotated[str, Meta(extra={"file": True})] = ""
    unread: Annotated[str, Meta(extra={"file": True})] = ""


EXPERIMENT = Experiment("one", "One", ("size", "scale", "weights"), object, iter, rescales=("scale",))


def key(address="samples/one", experiment=EXPERIMENT, **values):
    return cache_key(address, experiment, Sample(**values))


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Let every test compute the parts of a key that are computed once, and the others after it."""
    monkeypatch.setattr(module, "_STARTED", 4e9)  # sources may be edited while the tests run
    for part in (module.source_digest, module._surroundings):
        part.cache_clear()
    yield
    for part in (module.source_digest, module._surroundings):
        part.cache_clear()


@pytest.fixture
def sources(monkeypatch, tmp_path):
    """The folder of a small program and its data, in place of core."""
    for name, text in {"a.py": "A = 1\n", "sub/b.py": "B = 2\n", "data.csv": "1,2\n"}.items():
        path = tmp_path / "core" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    root = tmp_path / "core"

    def found():
        return {root: sorted(path for path in root.rglob("*") if path.is_file())}

    monkeypatch.setattr(module, "_sources", found)
    return root


def test_a_key_is_part_of_a_file_name_and_the_same_for_equal_parameters():
    assert re.fullmatch("[0-9a-f]{32}", key())
    assert key() == key(size=3)


def test_the_address_changes_the_key():
    assert key() != key("samples/two")


EXPERIMENTS = [(obstacle, experiment) for obstacle in OBSTACLES for experiment in obstacle.experiments]


@pytest.mark.parametrize(
    ("obstacle", "experiment"), EXPERIMENTS, ids=[f"{each.key}/{experiment.key}" for each, experiment in EXPERIMENTS]
)
def test_each_field_that_a_run_depends_on_changes_the_key_and_no_other(obstacle, experiment):
    before = cache_key("address", experiment, obstacle.params())
    for name in obstacle.params.__struct_fields__:
        after = cache_key("address", experiment, replace(obstacle.params(), **{name: "another"}))
        assert (after != before) == (name in experiment.computes_from), name


def test_a_field_that_only_rescales_does_not_change_the_key():
    assert key() == key(scale=2.0)
    assert key() != key(size=4)


CHANGES = {
    "a character": lambda root: (root / "sub/b.py").write_text("B = 3\n"),
    "a name": lambda root: (root / "a.py").rename(root / "c.py"),
    "a new file": lambda root: (root / "sub/c.py").write_text(""),
    "no file": lambda root: (root / "a.py").unlink(),
    "data": lambda root: (root / "data.csv").write_text("1,3\n"),
    "a line moved to the next file": lambda root: (
        (root / "a.py").write_text(""),
        (root / "data.csv").write_text("A = 1\n1,2\n"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_sources_and_their_data_change_the_key(sources, change):
    before = key()
    CHANGES[change](sources)
    module.source_digest.cache_clear()
    assert key() != before


def test_the_sources_are_those_of_core_and_all_its_data():
    found = {path.name for paths in module._sources().values() for path in paths}
    assert {"cache_key.py", "zigzag.py", "microprocessor-trends.csv"} <= found


def test_there_is_no_key_while_the_sources_differ_from_what_runs(sources, monkeypatch):
    monkeypatch.setattr(module, "_STARTED", 1e9)
    for path in sources.rglob("*.*"):
        os.utime(path, (1e9 - 100,) * 2)
    assert not module.sources_have_changed()
    before = key()
    assert before is not None
    os.utime(sources / "a.py", (1e9 + 5,) * 2)
    assert module.sources_have_changed()
    module.source_digest.cache_clear()
    assert key() is None


@pytest.mark.parametrize("code", [errno.ENOENT, errno.EIO])
def test_sources_that_cannot_be_read_count_as_changed(monkeypatch, code):
    def fail():
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(module, "_sources", fail)
    assert module.sources_have_changed()
    assert key() is None


def test_there_is_no_key_without_sources(sources):
    for path in sources.rglob("*.*"):
        path.unlink()
    assert key() is None


def test_a_link_to_nothing_beside_the_sources_is_ignored(sources, monkeypatch):
    monkeypatch.undo()
    folder = sources / "linked"
    folder.mkdir()
    (folder / ".#edited.py").symlink_to("nowhere")
    monkeypatch.setattr(module, "__file__", str(folder / "cache_key.py"))
    assert module._sources()[folder] == []


def set_version(name, monkeypatch):
    real = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda package: "99.1" if package == name else real(package))


SURROUNDINGS = {
    "numpy": lambda monkeypatch: monkeypatch.setattr(module.np, "__version__", "99.1"),
    "scipy": lambda monkeypatch: set_version("scipy", monkeypatch),
    "Python": lambda monkeypatch: monkeypatch.setattr(module.platform, "python_version", lambda: "3.99.1"),
    "the processor": lambda monkeypatch: monkeypatch.setattr(module, "processor_name", lambda: "Some Chip 9"),
    "the number of processors": lambda monkeypatch: monkeypatch.setattr(module.os, "cpu_count", lambda: 777),
}


@pytest.mark.parametrize("part", SURROUNDINGS)
def test_versions_and_the_machine_change_the_key(part, monkeypatch):
    before = key()
    SURROUNDINGS[part](monkeypatch)
    module._surroundings.cache_clear()
    assert key() != before


def test_scipy_that_is_not_installed_is_another_version(monkeypatch):
    before = key()

    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    module._surroundings.cache_clear()
    assert key() not in {before, None}


def test_the_contents_of_a_named_file_change_the_key(tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("1,2")
    before = key(weights=str(path))
    assert before not in {key(), None}
    assert key(weights=str(path)) == before
    path.write_text("1,3")
    assert key(weights=str(path)) not in {before, None}


def test_there_is_no_key_if_a_named_file_cannot_be_read(tmp_path):
    assert key(weights=str(tmp_path / "missing")) is None
    assert key(weights=str(tmp_path)) is None
    assert key(unread=str(tmp_path / "missing")) == key()
