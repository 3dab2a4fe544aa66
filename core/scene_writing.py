"""Writes scene files: only what differs from the defaults. A file that is written over keeps its comments."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import tomlkit
from tomlkit.items import AoT, Item

from core.document import program_version
from core.message import Message
from core.params import Params, fields_by_name
from core.scene import Scene, find_experiment
from core.scene_file import FORMAT, SceneFile

_LARGEST_WHOLE = 1e15
"""Floats below it are written without a fraction where they have none: 8, not 8.0."""


class OutsideError(ValueError):
    """Raised for a parameter that names a file outside of the folder of the scene file; `message` is a sentence."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


def write(file: SceneFile, folder: Path, before: bytes | None = None) -> bytes:
    """Return the text of a scene file for a folder.

    `before` is the text of the file that is written over: its comments and the lines that do not change stay.

    Raises
    ------
    OutsideError
        Where a parameter names a file outside of the folder.

    """
    text = "" if before is None else before.decode("utf-8-sig").replace("\r\n", "\n")
    document = tomlkit.parse(text)
    head = {"thalweg": FORMAT, "title": _plain(file.title), "made_with": program_version()}
    _update(document, {name: value for name, value in head.items() if value != ""}, keep=("scene",))
    old = {str(table.get("id", "")): table for table in document.get("scene", ())}
    tables = []
    for scene in file.scenes:
        table = old.get(scene.id) or tomlkit.table()
        _update(table, _values(scene, folder))
        tables.append(table)
    _set_scenes(document, tables)
    return tomlkit.dumps(document).encode()


def _set_scenes(document: tomlkit.TOMLDocument, tables: list[Any]) -> None:
    """Make these the tables `[[scene]]` of a document."""
    present = document.get("scene")
    if present is not None and list(map(id, present)) == list(map(id, tables)):
        return
    if present is not None:
        document.remove("scene")
    elif tomlkit.dumps(document).strip():
        document.add(tomlkit.nl())
    document.add("scene", AoT(tables))


def _values(scene: Scene, folder: Path) -> dict[str, Any]:
    """Return what a scene says beyond the defaults, as plain values, without parameters that are not read."""
    values: dict[str, Any] = msgspec.to_builtins(scene)
    if "params" in values:
        values["params"] = _read_params(scene.target, scene.params, folder)
    if scene.beside is not None:
        target = scene.beside.target or scene.target
        values["beside"] |= {"params": _read_params(target, scene.beside.params, folder)}
        values["beside"] = {name: value for name, value in values["beside"].items() if value != {}}
    return {name: _plain(value) for name, value in values.items() if value != {} or name == "beside"}


def _read_params(target: str, params: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    obstacle, experiment = find_experiment(target)
    kind: type[Params] = obstacle.params
    known = fields_by_name(kind)
    return {
        name: _relative(value, folder) if known[name].file and value else value
        for name, value in params.items()
        if name in experiment.reads
    }


def _relative(path: str, folder: Path) -> str:
    absolute, base = os.path.abspath(path), os.path.abspath(folder)
    if not absolute.startswith(os.path.join(base, "")):
        raise OutsideError(
            Message("{path} is not in the folder of the scene file, {folder}.", path=path, folder=str(folder))
        )
    return Path(os.path.relpath(absolute, base)).as_posix()


def _plain(value: Any) -> Any:
    """Return a value with whole floats as integers and tuples as lists."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_WHOLE:
        return int(value)
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _update(table: Any, values: Mapping[str, Any], keep: tuple[str, ...] = ()) -> None:
    """Give a table these values, and no others but `keep`; what is equal stays as it is written."""
    for name in [name for name in table if name not in values and name not in keep]:
        del table[name]
    for name, value in values.items():
        if name not in table:
            table.add(name, _item(value))
        elif _plain(_unwrapped(table[name])) != value:
            table[name] = _item(value)


def _unwrapped(item: Any) -> Any:
    return item.unwrap() if isinstance(item, Item) else item  # a truth value comes without a wrapper


def _item(value: Any) -> Item:
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return tomlkit.string(value, multiline=True)
    return tomlkit.value(_inline(value))


def _inline(value: Any) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{tomlkit.key(name).as_string()} = {_inline(part)}" for name, part in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    return str(tomlkit.item(value).as_string())
