"""Reads scene files; reports everything that is wrong with one."""

import math
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec
from msgspec.structs import FieldInfo, fields, replace

from core import toml_text
from core.experiment import Obstacle
from core.message import Message
from core.old_defaults import with_old_defaults
from core.params import Params, ParamsError, Problem, closest, make, mapping, shown
from core.scene import (
    MAX_FILM_SECONDS,
    MIN_FILM_SECONDS,
    TARGETS,
    Beside,
    Play,
    Scene,
    ThemeName,
    TypeSizeName,
    Zoom,
    find_experiment,
)
from core.scene_file import FORMAT, ID, MAX_SCENES, FileProblem, SceneFile, SceneFileError, with_ids
from core.scene_folder import local_files
from core.toml_text import Path as Place
from core.toml_text import TomlError

S = TypeVar("S", bound=msgspec.Struct)

_TEXT = Message("a text, or texts by language")
_MOMENT = Message("first, last, or seconds from 0 on")
_TABLE = Message("a table")
ALLOWED: Mapping[str, Message] = {
    "thalweg": Message("the whole number {format}", format=FORMAT),
    "title": _TEXT,
    "made_with": Message("a text"),
    "scene": Message("tables that begin with [[scene]]"),
    "id": Message("at most 64 of a to z, digits and hyphens"),
    "kind": Message("one of picture, card, ledger"),
    "target": Message("one of {names}", names=", ".join(TARGETS)),
    "params": _TABLE,
    "beside": _TABLE,
    "look": _TABLE,
    "play": _TABLE,
    "text": _TEXT,
    "notes": _TEXT,
    "question": _TEXT,
    "choices": Message("a list of texts"),
    "answer": Message("the number of a choice, from 1 to 26"),
    "answer_from": Message("a text"),
    "answer_at": _MOMENT,
    "builds": Message("a list of tables"),
    "keep": Message("a list of texts"),
    "slider": Message("true or false"),
    "minutes": Message("a number from 0 to 600"),
    "sources": Message("a list of texts"),
    "exercises": Message("a list of tables"),
    "task": _TEXT,
    "theme": Message("one of {names}", names=", ".join(get_args(ThemeName))),
    "type": Message("one of {names}", names=", ".join(get_args(TypeSizeName))),
    "caption": Message("true or false"),
    "stretch": Message("true or false"),
    "zoom": Message("[FACTOR, X, Y], a factor from 1 on and two numbers"),
    "reveal": Message("true or false"),
    "narrate": Message("a whole number from 0 to 2"),
    "hide": Message("a list of ground, future"),
    "turn": Message("two numbers"),
    "duration": Message("seconds from {low} to {high}", low=f"{MIN_FILM_SECONDS:g}", high=f"{MAX_FILM_SECONDS:g}"),
    "from": Message("seconds from 0 on"),
    "to": Message("seconds from 0 on"),
    "speed": Message("a number from 0.25 to 4"),
    "at": _MOMENT,
    "azimuth": Message("two numbers"),
}
"""What is allowed for each key, in any table."""
_WORDS: Mapping[str, tuple[str, ...]] = {"theme": get_args(ThemeName), "type": get_args(TypeSizeName)}
"""The words of keys that take one of several, from which the closest is suggested."""


def load(path: str | Path) -> SceneFile:
    """Return the contents of the scene file at a path; see `read`."""
    return read(content_of(path), Path(path))


def content_of(path: str | Path) -> bytes:
    """Return the bytes of a scene file.

    Raises
    ------
    SceneFileError
        If it is no regular file, too large, or cannot be read.

    """
    name, most = Path(path).name or str(path), toml_text.MAX_BYTES
    try:
        status = os.stat(path)
        regular = stat.S_ISREG(status.st_mode)  # a pipe would keep the program waiting
        content = Path(path).read_bytes() if regular and status.st_size <= most else b""
    except OSError as error:
        reason = Message("the file cannot be read: {reason}.", reason=error.strerror or type(error).__name__)
        raise SceneFileError([FileProblem(name, reason)]) from None
    except ValueError:  # a null character
        raise SceneFileError([FileProblem(name, Message("no file can have this name."))]) from None
    if not regular:
        raise SceneFileError([FileProblem(name, Message("this is not a regular file."))])
    if status.st_size > most:
        too_large = Message("the file has {n} bytes; allowed: at most {most}.", n=status.st_size, most=most)
        raise SceneFileError([FileProblem(name, too_large)])
    return content


def read(content: bytes, path: Path) -> SceneFile:
    """Return the contents of a scene file at `path`; files that its parameters name are looked for beside it.

    Parameters that a scene does not give have the defaults of the version that wrote the file; see `old_defaults`.

    Raises
    ------
    SceneFileError
        With everything that is wrong.

    """
    try:
        values, lines = toml_text.load(content)
    except TomlError as error:
        problem = FileProblem(path.name, Message("{problem}.", problem=error.message), error.line)
        raise SceneFileError([problem]) from None
    reader = _Reader(lines, path)
    found = reader.read(values)
    if reader.problems:
        raise SceneFileError(reader.problems)
    scenes = (with_old_defaults(scene, found.made_with) for scene in found.scenes)
    return replace(found, scenes=with_ids(scenes))


class _Reader:
    """Turns plain values into structures, and collects the problems."""

    def __init__(self, lines: Mapping[Place, int], path: Path) -> None:
        self._lines, self._name, self._folder = lines, path.name, path.parent
        self.problems: list[FileProblem] = []

    def read(self, values: dict[str, Any]) -> SceneFile:
        """Return the contents of a file."""
        version = values.get("thalweg")
        if type(version) is int and version > FORMAT:
            newer = Message("a newer version of the program wrote this file (thalweg = {given}).", given=version)
            self._add(("thalweg",), newer)
            return SceneFile()
        if version is None:
            self._add((), Message("thalweg = {format} is missing: is this a scene file?", format=FORMAT))
        found = self._struct(SceneFile, values, ())
        scenes = values.get("scene")
        if not isinstance(scenes, list) or not scenes:
            self._add((), Message("there is no [[scene]]."))
        self._check_ids(found.scenes)
        return found

    def _struct(self, kind: type[S], values: object, place: Place) -> S:
        """Return a structure with the good values of a table; the others keep their defaults."""
        if not isinstance(values, dict):
            self._add_value(place, values)
            return kind()
        known = {field.encode_name: field for field in fields(kind)}
        good: dict[str, Any] = {}
        for name, value in values.items():
            if name in known:
                self._field(known[name], value, (*place, name), good)
            else:
                allowed = Message("one of {names}", names=", ".join(known))
                self._add((*place, name), Problem(name, shown(value), allowed, closest(name, known)).message)
        return kind(**good)

    def _field(self, field: FieldInfo, value: object, place: Place, good: dict[str, Any]) -> None:
        """Add a value to `good` unless something is wrong with it."""
        part, many = _part_of(field.type)
        if part is None:
            try:
                converted = msgspec.convert(value, field.type, strict=True)
            except msgspec.ValidationError:
                self._add_value(place, value)
                return
            # Values of `params` are checked with their field.
            if place[-1] != "params" and not all(map(math.isfinite, _numbers(value))):
                self._add_value(place, value)
                return
            good[field.name] = converted
        elif not many:
            good[field.name] = self._part(part, value, place)
        elif isinstance(value, list) and len(value) <= MAX_SCENES:
            good[field.name] = tuple(self._part(part, each, (*place, at)) for at, each in enumerate(value))
        else:
            self._add_value(place, value)

    def _part(self, kind: type[Any], values: object, place: Place) -> Any:
        found = self._struct(kind, values, place)
        if isinstance(found, Play):
            self._check_play(found, place)
        return self._checked(found, place) if isinstance(found, Scene) else found

    def _checked(self, scene: Scene, place: Place) -> Scene:
        """Return a scene with valid parameters, as plain data."""
        if scene.id and not ID.fullmatch(scene.id):
            self._add_value((*place, "id"), scene.id)
        if not scene.target:
            if scene.kind == "picture":
                self._add(place, Message("target is missing; allowed: {allowed}.", allowed=ALLOWED["target"]))
            return scene
        obstacle = self._obstacle(scene.target, (*place, "target"))
        if obstacle is None:
            return scene
        params = self._params(obstacle, scene.params, (*place, "params"))
        beside = scene.beside and self._checked_beside(scene.beside, obstacle, params, (*place, "beside"))
        return replace(scene, params=_given(scene.params, params), beside=beside)

    def _checked_beside(self, beside: Beside, obstacle: Obstacle[Any], first: Params, place: Place) -> Beside:
        """Return a second lane with valid parameters, as plain data."""
        other = self._obstacle(beside.target, (*place, "target")) if beside.target else obstacle
        if other is None:
            return beside
        base = first if other is obstacle else other.params()
        params = self._params(other, beside.params, (*place, "params"), base)
        return replace(beside, params=_given(beside.params, params))

    def _obstacle(self, target: str, place: Place) -> Obstacle[Any] | None:
        try:
            return find_experiment(target)[0]
        except KeyError:
            problem = Problem("target", shown(target), ALLOWED["target"], closest(target, TARGETS))
            self._add(place, problem.message)
            return None

    def _params(
        self, obstacle: Obstacle[Any], values: dict[str, Any], place: Place, base: Params | None = None
    ) -> Params:
        """Return the parameters with these values, the others as in `base` or else their defaults."""
        kind: type[Params] = obstacle.params
        given = mapping(base) if base is not None else {}
        try:
            return make(kind, given | local_files(kind, values, self._folder))
        except ParamsError as error:
            for problem in error.problems:
                self._add((*place, problem.field), problem.message)
            return base or kind()

    def _check_play(self, play: Play, place: Place) -> None:
        start, end = play.start or 0.0, play.duration if play.end is None else play.end
        most = f"{play.duration:g}"
        if not start < end <= play.duration:
            allowed = Message("less than to, and to at most the duration, {most}", most=most)
            self._add((*place, "from"), Problem("from", f"{start:g} to {end:g}", allowed).message)
        if isinstance(play.at, float) and play.at > play.duration:
            self._add((*place, "at"), Problem("at", f"{play.at:g}", Message("at most {most}", most=most)).message)

    def _check_ids(self, scenes: tuple[Scene, ...]) -> None:
        first: dict[str, int] = {}
        for number, scene in enumerate(scenes, 1):
            if scene.id and first.setdefault(scene.id, number) != number:
                words = Message("id: {id} is that of scene {first} too.", id=shown(scene.id), first=first[scene.id])
                self._add(("scene", number - 1, "id"), words)

    def _add_value(self, place: Place, value: object) -> None:
        name = str(place[-1]) if place and isinstance(place[-1], str) else str(place[-2])
        suggested = closest(value, _WORDS.get(name, ())) if isinstance(value, str) else None
        self._add(place, Problem(name, shown(value), ALLOWED.get(name, _TABLE), suggested).message)

    def _add(self, place: Place, message: Message) -> None:
        """Add a problem, at the line of the innermost table that has one."""
        nearest = next((place[:n] for n in range(len(place), 0, -1) if place[:n] in self._lines), ())
        number = place[1] + 1 if place[:1] == ("scene",) and len(place) > 1 and isinstance(place[1], int) else None
        self.problems.append(FileProblem(self._name, message, self._lines.get(nearest), number))


def _given(values: Mapping[str, Any], params: Params) -> dict[str, Any]:
    """Return the parameters that a scene gives, as plain data; also those that are equal to their defaults."""
    return {name: value for name, value in mapping(params).items() if name in values}


def _part_of(hint: Any) -> tuple[Any, bool]:
    """Return the structure in the annotation of a field that is read by itself, else None; and whether it is a list."""
    inner = get_args(hint)
    for each in (hint, *inner):
        if isinstance(each, type) and issubclass(each, msgspec.Struct) and each is not Zoom:
            return each, bool(inner) and inner[-1] is Ellipsis
    return None, False


def _numbers(value: object) -> Iterator[float]:
    """Yield all floats in a value."""
    if isinstance(value, float):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _numbers(part)
