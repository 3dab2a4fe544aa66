"""The cache of finished results: what is read, what is kept, and what happens where it cannot be used."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import numpy as np
import pytest
from msgspec import Meta

from core import cache as module
from core.arrays import FloatArray, frozen
from core.cache import Cache, default_folder
from core.cache_folder import CacheFolder
from core.document import to_npz
from core.experiment import Experiment, Obstacle, Result
from core.files import FileError
from core.params import Params
from core.run import Progress, run_to_end

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("keep_short_runs")


class Sample(Params, frozen=True, kw_only=True):
    size: Annotated[int, Meta(ge=1)] = 3
    scale: float = 1.0
    unread: float = 0.0
    weights: Annotated[str, Meta(extra={"file": True})] = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class SampleResult(Result):
    params: Sample
    values: FloatArray
    parts: Mapping[str, FloatArray]

    @property
    def length(self):
        return len(self.values)

    def summary(self):
        return {"values": self.values.tolist()}


class Runs:
    """Counts the runs of the sample, and does something in the middle of each."""

    def __init__(self):
        self.count, self.complete, self.between = 0, True, lambda: None

    def __call__(self, params):
        self.count += 1
        yield Progress(0.5)
        self.between()
        values = frozen(np.arange(params.size, dtype=float))
        parts = MappingProxyType({"a": values, "b": frozen(values + self.count)})
        return SampleResult(params=params, values=values, parts=parts, complete=self.complete)


@pytest.fixture
def runs():
    return Runs()


@pytest.fixture
def obstacle(runs):
    one = Experiment("one", "One", ("size", "scale", "weights"), SampleResult, runs, rescales=("scale",), cached=True)
    other = replace(one, key="two")
    plain = replace(one, key="plain", cached=False)
    return Obstacle("samples", "Samples", Sample, (one, other, plain))


@pytest.fixture
def folder():
    return default_folder()


@pytest.fixture
def compute(obstacle, folder):
    """Return a function that runs an experiment with the cache; each call is like a new window."""

    def run(key="one", *, cache=None, **values):
        experiment, params = obstacle.experiment(key), Sample(**values)
        return run_to_end((cache or Cache(folder)).run(obstacle, experiment, params, lambda: experiment.run(params)))

    return run


def test_what_was_computed_is_read_the_second_time(compute, runs):
    first, second = compute(), compute()
    assert runs.count == 1
    assert to_npz({"one": second}) == to_npz({"one": first})
    assert (type(second), second.params, second.complete) == (SampleResult, first.params, True)


def test_a_result_that_was_read_has_a_new_number_and_is_read_only(compute):
    first, second, third = compute(), compute(), compute()
    assert len({each.run for each in (first, second, third)}) == 3
    assert not any(array.flags.writeable for array in (second.values, *second.parts.values()))
    with pytest.raises(TypeError):
        second.parts["a"] = second.values


def test_other_parameters_are_computed(compute, runs):
    compute()
    assert compute(size=5).length == 5
    assert compute("two").length == 3
    assert runs.count == 3


def test_a_field_that_only_rescales_and_one_that_is_not_read_are_those_asked_for(compute, runs):
    compute(scale=1.0, unread=1.0)
    found = compute(scale=7.0, unread=2.0)
    assert runs.count == 1
    assert found.params == Sample(scale=7.0, unread=2.0)


def test_an_experiment_that_is_not_cached_is_computed_and_leaves_no_file(compute, runs, folder):
    compute("plain")
    compute("plain")
    assert runs.count == 2
    assert not folder.path.exists()


def test_a_run_that_is_shorter_than_reading_is_not_kept(compute, folder, monkeypatch):
    monkeypatch.setattr(module, "MIN_RUN_S", 1e6)
    compute()
    assert folder.files() == []


def test_an_incomplete_result_is_not_kept(compute, runs, folder):
    runs.complete = False
    compute()
    assert folder.files() == []


def test_a_run_that_is_closed_or_fails_keeps_nothing(compute, runs, obstacle, folder):
    experiment = obstacle.experiment("one")
    run = Cache(folder).run(obstacle, experiment, Sample(), lambda: experiment.run(Sample()))
    next(run)
    run.close()
    with pytest.raises(StopIteration):
        next(run)
    runs.between = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        compute()
    assert folder.files() == []


def test_the_result_can_be_shown_before_it_is_written(obstacle, folder):
    experiment = obstacle.experiment("one")
    run = Cache(folder).run(obstacle, experiment, Sample(), lambda: experiment.run(Sample()))
    *_, last = (progress for progress in run if not folder.files())
    assert last.fraction == 1.0
    assert last.partial.complete
    assert len(folder.files()) == 1


def test_the_file_is_named_after_its_experiment(compute, folder):
    compute()
    (file,) = folder.files()
    assert file.path.name.startswith("samples-one-")


DAMAGE = {
    "cut": lambda content: content[:-40],
    "changed": lambda content: content.replace(b"NUMPY", b"NUMPI"),
    "another format": lambda content: b"GIF89a",
    "empty": lambda content: b"",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_computed_anew_and_replaced(compute, runs, folder, damage):
    compute()
    (file,) = folder.files()
    whole = file.path.read_bytes()
    file.path.write_bytes(DAMAGE[damage](whole))
    assert compute().parts["b"][0] == 2
    assert compute().parts["b"][0] == 2
    assert runs.count == 2


FOREIGN = {
    "no result": lambda result: to_npz({}),
    "the result of another experiment": lambda result: to_npz({"two": result}),
    "a damaged array": lambda result: to_npz({"one": result}).replace(b"NUMPY", b"NUMPI"),
    "no archive": lambda result: b"no archive",
}


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_whole_file_with_another_content_is_computed_anew_and_replaced(compute, runs, folder, foreign):
    result = compute()
    (file,) = folder.files()
    folder.write(file.path.name, FOREIGN[foreign](result))
    assert compute().parts["b"][0] == 2
    assert compute().parts["b"][0] == 2
    assert runs.count == 2


def test_a_named_file_that_changes_during_the_run_leaves_nothing(compute, runs, folder, tmp_path):
    weights = tmp_path / "weights"
    weights.write_text("1")
    runs.between = lambda: weights.write_text("2")
    compute(weights=str(weights))
    assert folder.files() == []
    compute(weights=str(weights))
    assert len(folder.files()) == 1


def test_sources_that_change_during_the_run_leave_nothing(compute, runs, folder, monkeypatch):
    monkeypatch.setattr(module, "sources_have_changed", lambda: runs.count > 0)
    compute()
    assert folder.files() == []


def test_sources_that_cannot_be_read_after_the_run_leave_its_result(compute, runs, folder, monkeypatch):
    def fail():
        raise OSError(5, "Input/output error")

    runs.between = lambda: monkeypatch.setattr("core.cache_key._sources", fail)
    assert compute().complete
    assert folder.files() == []


def test_without_a_key_nothing_is_read_or_kept(compute, runs, folder, monkeypatch):
    monkeypatch.setattr(module, "cache_key", lambda *_: None)
    compute()
    compute()
    assert runs.count == 2
    assert folder.files() == []


def refuse_folder(folder, _monkeypatch):
    folder.path.parent.mkdir(parents=True)
    folder.path.write_text("a file in the place of the folder")


def fill_disk(_folder, monkeypatch):
    def write(path, _content):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", write)


def deny(_folder, monkeypatch):
    monkeypatch.setattr(os, "open", lambda path, *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))


@pytest.mark.parametrize("spoil", [refuse_folder, fill_disk, deny])
def test_a_folder_that_cannot_be_used_is_one_line_in_the_log(compute, runs, folder, monkeypatch, caplog, spoil):
    spoil(folder, monkeypatch)
    cache = Cache(folder)
    for size in (3, 4, 3):
        assert compute(size=size, cache=cache).length == size
    assert runs.count == 3
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert record.getMessage().startswith("finished results are not kept: ")
    assert "\n" not in record.getMessage()
    assert record.exc_info is None


def test_a_full_disk_leaves_no_temporary_file(compute, folder, monkeypatch):
    fill_disk(folder, monkeypatch)
    compute()
    assert list(folder.path.iterdir()) == []
    with pytest.raises(FileError, match="the disk is full"):
        folder.write("one.npz", to_npz({}))


def test_the_size_of_all_results_together_is_limited(obstacle, folder, compute):
    folder = CacheFolder(folder.path, 4_000)
    for size in range(20, 40):
        compute(size=size, cache=Cache(folder))
        assert 0 < sum(file.size for file in folder.files()) <= 4_000


def test_no_test_touches_the_cache_of_the_user(tmp_path_factory):
    base = tmp_path_factory.getbasetemp()
    assert default_folder().path.is_relative_to(base)
    assert not default_folder().path.exists()
    code = "from core.cache import default_folder; print(default_folder().path)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert sys.platform == "win32" or Path(done.stdout.strip()).is_relative_to(base)
