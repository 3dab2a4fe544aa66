import csv
import importlib.metadata
import io
import json
import math
import pickle
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
import pytest

from core import document
from core.arrays import FloatArray, frozen
from core.experiment import Experiment, Obstacle, Result
from core.laws import Slope
from core.obstacles import CONDITIONING, OBSTACLES
from core.params import Params, make
from core.params import fields as describe
from core.run import run_to_end


class SampleParams(Params, frozen=True, kw_only=True):
    size: float = 1.5


@dataclass(frozen=True, kw_only=True, eq=False)
class SampleResult(Result):
    params: SampleParams
    path: FloatArray
    loss: Mapping[str, FloatArray]
    steps: Mapping[str, int | None]
    slope: Mapping[str, Slope | None]
    ratio: float
    nothing: Mapping[str, FloatArray]

    @property
    def length(self) -> int:
        return 1

    def summary(self):
        return {
            "ratio": self.ratio,
            "path": self.path.tolist(),
            "loss": {name: loss.tolist() for name, loss in self.loss.items()},
            "steps": dict(self.steps),
            "slope": {name: each and each._asdict() for name, each in self.slope.items()},
        }


SAMPLE = SampleResult(
    params=SampleParams(),
    path=frozen([[1.0, 2.0], [0.5, math.nan]]),
    loss=MappingProxyType({"adam": frozen([1.0, 0.1]), "newton": frozen([math.inf])}),
    steps=MappingProxyType({"adam": 3, "newton": None}),
    slope=MappingProxyType({"adam": Slope(0.5, 0.25, 0.75), "newton": None}),
    ratio=10.0,
    nothing=MappingProxyType({}),
)
SAMPLES = Obstacle("samples", "Samples", SampleParams, (Experiment("one", "One", ("size",), SampleResult, iter),))


def sample():
    return document.document("samples", SAMPLE.params, {"one": SAMPLE})


def test_a_document_contains_obstacle_version_params_and_results():
    data = sample()
    assert list(data) == ["obstacle", "version", "params", "results"]
    assert (data["obstacle"], data["params"]) == ("samples", {"size": 1.5})
    assert repr(data["results"]["one"]) == repr(SAMPLE.summary())


def test_the_version_is_read_from_pyproject_if_not_installed(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", missing)
    document.program_version.cache_clear()
    try:
        assert document.program_version().count(".") == 2
    finally:
        document.program_version.cache_clear()


def test_json_holds_finite_numbers_or_null():
    text = document.to_json(sample())
    results = json.loads(text)["results"]["one"]
    assert results["path"] == [[1.0, 2.0], [0.5, None]]
    assert results["loss"]["newton"] == [None]
    assert results["steps"] == {"adam": 3, "newton": None}
    assert results["slope"]["adam"] == {"value": 0.5, "low": 0.25, "high": 0.75}
    assert b"NaN" not in text
    assert b"Infinity" not in text


def test_json_has_a_line_for_each_list_and_ends_with_a_newline():
    lines = document.to_json(sample()).decode().splitlines()
    assert '      "path": [[1.0,2.0],[0.5,null]],' in lines
    assert document.to_json(sample()).endswith(b"}\n")


@pytest.mark.parametrize("value", [{}, {"a": {}}, {"a": [], "b": 'quote " and é'}, {"a": 1e-300, "b": -0.0, "c": True}])
def test_json_is_parsed_to_the_same_value(value):
    assert json.loads(document.to_json(value)) == value


def test_csv_is_tidy():
    rows = list(csv.reader(io.StringIO(document.to_csv(sample()).decode())))
    assert rows == [
        ["experiment", "method", "step", "name", "value"],
        ["one", "", "", "ratio", "10.0"],
        ["one", "", "0", "path_x", "1.0"],
        ["one", "", "0", "path_y", "2.0"],
        ["one", "", "1", "path_x", "0.5"],
        ["one", "", "1", "path_y", ""],
        ["one", "adam", "0", "loss", "1.0"],
        ["one", "adam", "1", "loss", "0.1"],
        ["one", "newton", "0", "loss", ""],
        ["one", "adam", "", "steps", "3"],
        ["one", "newton", "", "steps", ""],
        ["one", "adam", "", "slope_value", "0.5"],
        ["one", "adam", "", "slope_low", "0.25"],
        ["one", "adam", "", "slope_high", "0.75"],
        ["one", "newton", "", "slope", ""],
    ]


def same(a, b):
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and np.array_equal(a, b, equal_nan=True)
    if isinstance(a, Mapping):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and a == b


def test_from_npz_restores_the_result():
    (restored,) = document.from_npz(document.to_npz({"one": SAMPLE}), SAMPLES).values()
    assert isinstance(restored, SampleResult)
    for field in fields(SampleResult):
        assert field.name == "run" or same(getattr(SAMPLE, field.name), getattr(restored, field.name)), field.name
    assert not restored.path.flags.writeable
    with pytest.raises(TypeError):
        restored.steps["adam"] = 4


def test_npz_is_read_by_numpy_without_pickle(tmp_path):
    path = tmp_path / "data.npz"
    path.write_bytes(document.to_npz({"one": SAMPLE}))
    with np.load(path, allow_pickle=False) as stored:
        assert sorted(stored.files) == ["about", "one/loss/adam", "one/loss/newton", "one/path"]
        assert stored["one/path"].shape == (2, 2)
        assert json.loads(str(stored["about"]))["results"]["one"]["steps"] == {"adam": 3, "newton": None}
    assert list(document.from_npz(path, SAMPLES)) == ["one"]


@pytest.mark.parametrize("source", [b"", b"nonsense", b"PK\x03\x04 cut off", document.to_npz({})[:100]])
def test_invalid_npz_is_refused_with_one_sentence(source):
    with pytest.raises(ValueError, match=r"^This holds no results of samples \(.*\)\.$"):
        document.from_npz(source, SAMPLES)


def npz(about='{"results": {}}', **arrays):
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, about=np.array(about), **arrays)
    return file.getvalue()


def with_header(text):
    """An NPZ with an array that has this header and no data."""
    file = io.BytesIO(npz())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("one/loss.npy", np.lib.format.magic(1, 0) + len(text).to_bytes(2, "little") + text.encode())
    return file.getvalue()


def with_shape(shape):
    return with_header(f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}}}")


DAMAGED = {
    "a list of results": npz('{"results": []}'),
    "a number of results": npz('{"results": 3}'),
    "a result that is no object": npz('{"results": {"one": 1}}'),
    "no JSON": npz("{"),
    "deep JSON": npz("[" * 100_000),
    "no about": b"PK\x05\x06" + bytes(18),
    "a header of 8 GB": with_shape((10**9,)),
    "a shape beyond all integers": with_shape((10**30, 0)),
    "a header with an open bracket": with_header("("),
    "a header with an open string": with_header('"""'),
    "a header of broken indentation": with_header("  a\n b"),
    "cut": document.to_npz({"one": SAMPLE})[:200],
    "changed": document.to_npz({"one": SAMPLE}).replace(b"NUMPY", b"NUMPI"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_npz_raises_only_value_error(name):
    with pytest.raises(ValueError, match=r"^This holds no results of samples \("):
        document.from_npz(DAMAGED[name], SAMPLES)


def test_results_of_another_obstacle_are_refused():
    with pytest.raises(ValueError, match="no results of conditioning"):
        document.from_npz(document.to_npz({"one": SAMPLE}), CONDITIONING)


SMALL = {
    "max_steps": 50,
    "copies": (1, 2),
    "repeats": 3,
    "depths": (1, 2, 5),
    "replicates": 4,
    "problems": 3,
    "hidden": (4,),
    "digits": 40,
    "widths": (3, 6),
}


@pytest.fixture(scope="module", params=[(each, experiment) for each in OBSTACLES for experiment in each.experiments])
def ran(request):
    obstacle, experiment = request.param
    known = {field.name for field in describe(obstacle.params)}
    values = make(obstacle.params, {name: value for name, value in SMALL.items() if name in known})
    return obstacle, experiment.key, run_to_end(experiment.run(values)), run_to_end(experiment.run(values))


def test_two_runs_give_the_same_bytes_except_for_measured_times(ran, repeatable):
    obstacle, key, first, second = ran
    assert first.run != second.run
    documents = [repeatable(document.document(obstacle.key, each.params, {key: each})) for each in (first, second)]
    for form in (document.to_json, document.to_csv):
        assert form(documents[0]) == form(documents[1])
    if not obstacle.experiment(key).measures_time:
        assert document.to_npz({key: first}) == document.to_npz({key: second})


def test_every_result_survives_pickling_and_stays_read_only(ran):
    _, key, result, _ = ran
    twin = pickle.loads(pickle.dumps(result))
    assert document.to_npz({key: twin}) == document.to_npz({key: result})
    assert (twin.run, twin.params, type(twin)) == (result.run, result.params, type(result))
    for field in fields(result):
        value = getattr(twin, field.name)
        assert type(value) is type(getattr(result, field.name)), field.name
        for part in getattr(value, "values", lambda value=value: [value])():
            assert not isinstance(part, np.ndarray) or not part.flags.writeable, field.name


def test_every_result_survives_npz(ran):
    obstacle, key, result, _ = ran
    restored = document.from_npz(document.to_npz({key: result}), obstacle)[key]
    assert document.to_npz({key: restored}) == document.to_npz({key: result})
    assert same(restored.summary(), result.summary())
    for field in fields(result):
        assert field.name == "run" or same(getattr(result, field.name), getattr(restored, field.name)), field.name


def test_every_summary_is_plain_and_finite(ran):
    def walk(value):
        if isinstance(value, dict):
            assert all(isinstance(name, str) for name in value)
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)
        else:
            assert value is None or type(value) in (int, float, str)
            assert not isinstance(value, float) or math.isfinite(value)

    walk(ran[2].summary())
