"""Serialization of results as JSON, tidy CSV and NPZ, for the command `data`, the window's exports and the cache."""

import csv
import io
import math
import tomllib
import typing
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np

from core import params
from core.arrays import FloatArray, frozen
from core.experiment import Obstacle, Result
from core.message import Message
from core.params import Params

MEASURED = "measured"
"""Key of a summary for times measured on this machine: only they differ between runs with the same parameters."""

_ABOUT = "about"
_BASE_FIELDS = ("params", "run", "complete")
_MAX_ARRAY_BYTES = 2**28
"""Size of a stored array at most: the largest results have some 30 MB."""
_AXES = ("x", "y", "z")


@cache
def program_version() -> str:
    """Return the version of the program; if it is not installed, the version in pyproject.toml."""
    # Imported here because the window starts faster without it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("thalweg")
    except PackageNotFoundError:
        with (Path(__file__).parents[1] / "pyproject.toml").open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])


def document(obstacle: str, values: Params, results: Mapping[str, Result]) -> dict[str, Any]:
    """Return the parameters and the summaries of the results, by experiment, as plain data."""
    return {
        "obstacle": obstacle,
        "version": program_version(),
        "params": params.mapping(values),
        "results": {key: result.summary() for key, result in results.items()},
    }


def to_json(data: Mapping[str, Any]) -> bytes:
    """Return `data` as JSON: objects indented, each list on one line, null for numbers that are not finite."""
    return b"".join(_json(data, b"\n")) + b"\n"


def _json(value: Any, line: bytes) -> Iterator[bytes]:
    if not isinstance(value, Mapping) or not value:
        yield msgspec.json.encode(value)
        return
    inner = line + b"  "
    opening = b"{"
    for name, part in value.items():
        yield opening + inner + msgspec.json.encode(name) + b": "
        yield from _json(part, inner)
        opening = b","
    yield line + b"}"


def to_csv(data: Mapping[str, Any]) -> bytes:
    """Return the results in `data` as a tidy table: experiment, method, step, name, value.

    Each row holds one number. `method` and `step` (the index in a list) are empty if they do not
    apply, `value` if it is None or not finite. Each coordinate of a point has its own name, such as path_x and
    path_y, and so has each part of a compound value, such as slope_low. Names of values measured on this
    machine start with `measured_`: measured_seconds.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("experiment", "method", "step", "name", "value"))
    for experiment, summary in data["results"].items():
        for name, value in _values(summary):
            by_method = value.items() if isinstance(value, Mapping) else (("", value),)
            for method, part in by_method:
                writer.writerows((experiment, method, *row) for row in _rows(name, part))
    return text.getvalue().encode()


def _values(summary: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield (name, value) of every entry, including those under `measured`."""
    for name, value in summary.items():
        if name == MEASURED:
            yield from ((f"{name}_{part}", inner) for part, inner in value.items())
        else:
            yield name, value


def _rows(name: str, value: Any, step: int | str = "") -> Iterator[tuple[int | str, str, Any]]:
    """Yield (step, name, number) of every number in `value`."""
    if isinstance(value, Mapping):
        for part, inner in value.items():
            yield from _rows(f"{name}_{part}", inner, step)
    elif isinstance(value, list) and step == "":
        for i, inner in enumerate(value):
            yield from _rows(name, inner, i)
    elif isinstance(value, list):
        axes = _AXES if len(value) <= len(_AXES) else range(len(value))
        for axis, inner in zip(axes, value, strict=False):
            yield from _rows(f"{name}_{axis}", inner, step)
    else:
        finite = not isinstance(value, float) or math.isfinite(value)
        yield step, name, value if finite else None


def to_npz(results: Mapping[str, Result]) -> bytes:
    """Return the results as NPZ without pickle; equal results give equal bytes (measured times always differ).

    Arrays are stored as experiment/field or experiment/field/method; all other fields are in one JSON text
    under `about`.
    """
    arrays: dict[str, Any] = {}
    about: dict[str, Any] = {}
    for key, result in results.items():
        about[key] = rest = {"params": params.mapping(result.params), "complete": result.complete}
        for field in fields(result):
            value = getattr(result, field.name)
            if isinstance(value, np.ndarray):
                arrays[f"{key}/{field.name}"] = value
            elif isinstance(value, Mapping) and any(isinstance(part, np.ndarray) for part in value.values()):
                arrays |= {f"{key}/{field.name}/{method}": part for method, part in value.items()}
            elif field.name not in _BASE_FIELDS and value != {}:
                rest[field.name] = msgspec.to_builtins(dict(value) if isinstance(value, Mapping) else value)
    file = io.BytesIO()
    text = msgspec.json.encode({"version": program_version(), "results": about}).decode()
    np.savez(file, allow_pickle=False, **{_ABOUT: np.array(text), **arrays})
    return file.getvalue()


def from_npz(source: Path | bytes, obstacle: Obstacle[Any]) -> dict[str, Result]:
    """Return the results that `to_npz` stored, by experiment.

    Raises
    ------
    ValueError
        If the file is not a valid NPZ or its results are of another obstacle.

    """
    try:
        _check_sizes(source)
        with np.load(io.BytesIO(source) if isinstance(source, bytes) else source, allow_pickle=False) as stored:
            about = msgspec.json.decode(str(stored[_ABOUT]))["results"]
            arrays = {name: frozen(stored[name]) for name in stored.files if name != _ABOUT}
        return _results(obstacle, about, arrays)
    except Exception as problem:  # what numpy and zipfile raise for damaged files is no fixed list
        raise ValueError(
            Message("This holds no results of {obstacle} ({problem}).", obstacle=obstacle.key, problem=problem)
        ) from problem


def _check_sizes(source: Path | bytes) -> None:
    """Raise ValueError if a file says that it holds more than any result: numpy would first take that memory."""
    with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
        for member in archive.infolist():
            if member.file_size > _MAX_ARRAY_BYTES:
                raise ValueError(f"{member.filename} is too large")
            with archive.open(member) as stored:
                version = np.lib.format.read_magic(stored)
                read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
                shape, _, kind = read(stored)
            if math.prod(shape) * kind.itemsize > member.file_size:
                raise ValueError(f"{member.filename} is shorter than its header says")


def _results(obstacle: Obstacle[Any], about: Mapping[str, Any], arrays: Mapping[str, FloatArray]) -> dict[str, Result]:
    results: dict[str, Result] = {}
    for key, rest in about.items():
        cls = obstacle.experiment(key).result
        values = params.make(obstacle.params, rest["params"])
        read = {
            field.name: _field(cls, field.name, key, rest, arrays)
            for field in fields(cls)
            if field.name not in _BASE_FIELDS
        }
        results[key] = cls(params=values, complete=rest["complete"], **read)
    return results


def _field(cls: type[Result], name: str, key: str, rest: Mapping[str, Any], arrays: Mapping[str, FloatArray]) -> Any:
    """Return one field of a stored result, converted to the type of its annotation."""
    prefix = f"{key}/{name}"
    if prefix in arrays:
        return arrays[prefix]
    if name in rest:
        value = msgspec.convert(rest[name], typing.get_type_hints(cls)[name])
    else:
        value = {stored[len(prefix) + 1 :]: part for stored, part in arrays.items() if stored.startswith(f"{prefix}/")}
    return MappingProxyType(value) if isinstance(value, dict) else value
