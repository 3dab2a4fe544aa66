"""Parses and validates the arguments; reports all problems at once."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec.structs import replace

from core import params
from core.experiment import Experiment, Obstacle
from core.message import Message
from core.obstacles import OBSTACLES
from core.params import Params, ParamsError, Problem, closest
from core.scene import TARGETS, Beside, Moment, Play, Scene, ThemeName, TypeSizeName, Zoom, non_default_params
from gui.export.formats import FORMATS, Format, suffix_of
from gui.export.options import (
    DURATION_RANGE,
    FPS_RANGE,
    SECONDS,
    Reader,
    bad_argument,
    choice,
    format_options,
    number,
    only_with,
    size,
    span,
    unsupported_options,
)
from gui.export.plan import Plan

THEMES: tuple[ThemeName, ...] = get_args(ThemeName)
TYPE_SIZES: tuple[TypeSizeName, ...] = get_args(TypeSizeName)

_FILE = re.compile(r"(.*\.toml)(?:#(.*))?", re.DOTALL)

DEFAULT_SCENES: tuple[Scene, ...] = (Scene(target=TARGETS[0]),)
"""Replaces invalid scenes until `Reader.raise_problems` is called."""


def addresses() -> list[str]:
    """Return all valid TARGETs."""
    found = []
    for obstacle in OBSTACLES:
        found += [obstacle.key, *(f"{obstacle.key}/{experiment.key}" for experiment in obstacle.experiments)]
    return found


def find_target(
    target: str, commands: Sequence[str] = (), kind: str = "TARGET"
) -> tuple[Obstacle[Any], tuple[Experiment[Any, Any], ...]]:
    """Return the obstacle and the experiments that `target` names.

    Raises ParamsError for an unknown target. Its message also suggests `commands`, and only obstacles if `kind` is
    OBSTACLE.
    """
    key, _, experiment = target.partition("/")
    for obstacle in OBSTACLES:
        if obstacle.key == key:
            chosen = tuple(each for each in obstacle.experiments if experiment in {"", each.key})
            if chosen and target in addresses():
                return obstacle, chosen
    known = [*commands, *(name for name in addresses() if kind == "TARGET" or "/" not in name)]
    allowed = _target_allowed(known) if kind == "TARGET" else Message("one of {names}", names=", ".join(known))
    raise bad_argument(Message("COMMAND or {kind}", kind=kind) if commands else kind, target, allowed, known)


def _target_allowed(names: Iterable[str]) -> Message:
    return Message("a scene FILE.toml or FILE.toml#ID, or one of {names}", names=", ".join(names))


TARGET_ALLOWED = _target_allowed(addresses())
"""What is allowed for a TARGET."""


def obstacle(target: str) -> Obstacle[Any]:
    """Return the obstacle that `target` names."""
    return find_target(target, kind="OBSTACLE")[0]


def scenes(target: str, settings: Sequence[str]) -> tuple[Scene, ...]:
    """Return the scenes that `target` names, with parameters from NAME=VALUE settings.

    Those are the scenes of a file, the one of them whose `id` follows after #, or a scene of each experiment.
    """
    reader, (values, problems) = Reader(), _values(settings)
    found = reader.read(DEFAULT_SCENES, _scenes_of_file if is_file(target) else _default_scenes, target)
    changed = tuple(reader.read(scene, _with_params, scene, values) for scene in found)
    reader.add(problems)
    reader.raise_problems()
    return changed


def is_file(target: str) -> bool:
    """Return whether a target is a scene file, or a scene in one."""
    return _FILE.fullmatch(target) is not None


def one_scene(target: str, scenes: Sequence[Scene], also: Message | None = None) -> Problem:
    """Return the problem of a target that names several scenes, where `also` may be allowed instead of one."""
    one = Message("one scene, as {target}#{id}", target=target, id=scenes[0].id)
    allowed = one if also is None else Message("{one} or {other}", one=one, other=also)
    return Problem("TARGET", repr(target), allowed)


def _default_scenes(target: str) -> tuple[Scene, ...]:
    obstacle, experiments = find_target(target)
    return tuple(Scene(target=f"{obstacle.key}/{each.key}") for each in experiments)


def _scenes_of_file(target: str) -> tuple[Scene, ...]:
    """Return the pictures in a file, or the one that is named.

    Raises
    ------
    ParamsError, SceneFileError
        If there is no such scene, or the file is refused.

    """
    from core.scene_reading import load

    found = _FILE.fullmatch(target)
    path, identifier = found.groups() if found else (target, None)
    pictures = {scene.id: scene for scene in load(path).scenes if scene.kind == "picture"}
    if identifier is None:
        return tuple(pictures.values())
    if identifier not in pictures:
        names = [f"{path}#{each}" for each in pictures]
        allowed = Message("one of {names}", names=", ".join(names))
        raise bad_argument("TARGET", target, allowed, names)
    return (pictures[identifier],)


def _values(settings: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the values of NAME=VALUE settings by name, and what is wrong with the settings."""
    pairs = [setting.partition("=") for setting in settings]
    problems = [Problem("--set", repr(name), "NAME=VALUE") for name, sign, _ in pairs if not sign]
    names = Counter(name.strip() for name, sign, _ in pairs if sign)
    for name in (name for name, count in names.items() if count > 1):
        given = [repr(value) for other, sign, value in pairs if sign and other.strip() == name]
        problems.append(Problem(name, reduce(_joined_values, given), Message("one value")))
    return {name.strip(): value for name, sign, value in pairs if sign and names[name.strip()] == 1}, problems


def beside(scene: Scene, settings: Sequence[str]) -> Beside:
    """Return a second lane with other values of parameters, from NAME=VALUE settings."""
    reader, (values, problems) = Reader(), _values(settings)
    reader.add(problems)
    found = params.mapping(reader.read(scene.full_params(), _params, scene, values))
    reader.raise_problems()
    return Beside(params={name: found[name] for name in values})


def _joined_values(first: str, second: str) -> str:
    return Message("{first}, then {second}", first=first, second=second)


def _with_params(scene: Scene, values: Mapping[str, str]) -> Scene:
    """Return a scene with these values of its parameters: those that it gives, or that differ from their defaults."""
    found = _params(scene, values)
    changed = non_default_params(found)
    kept = {name: value for name, value in params.mapping(found).items() if name in scene.params}
    return replace(scene, params=kept | changed) if values else scene


def _params(scene: Scene, values: Mapping[str, str]) -> Params:
    """Return all parameters of a scene, with these values; the problems of unknown names have the name NAME."""
    kind: type[Params] = scene.obstacle.params
    known = [field.name for field in params.fields(kind)]
    reader, allowed = Reader(), Message("one of {names}", names=", ".join(known))
    reader.add(Problem("NAME", repr(name), allowed, closest(name, known)) for name in values if name not in known)
    given = {name: value for name, value in values.items() if name in known}
    found: Params = reader.read(kind(), params.make, kind, scene.params | given)
    reader.raise_problems()
    return found


def moment(given: str, duration: float) -> Moment:
    """Return a moment of a film: "first", "last" or seconds."""
    ends: dict[str, Moment] = {"first": "first", "last": "last"}
    return ends.get(given) or number("--at", given, (0.0, duration), Message("first, last or seconds"), ends)


def plan(
    reader: Reader,
    scene: Scene,
    given: Mapping[str, Any],
    form: Format,
    *,
    transparent: bool,
    progress: bool | None,
) -> Plan:
    """Return the plan for a file of a scene; options that were not given are None in `given`."""
    default = Plan(scene)
    options = {name: value for name, value in given.items() if value is not None}
    reader.add(_unsupported_options(options, form, transparent=transparent))
    width, height = reader.read((default.width, default.height), size, options.get("size", "1920x1080"))
    fps = reader.read(default.fps, number, "--fps", options.get("fps", "60"), FPS_RANGE)
    return Plan(
        with_options(reader, scene, options),
        form,
        width,
        height,
        transparent=transparent,
        fps=fps,
        progress=progress,
        options=format_options(reader, {name: value for name, value in options.items() if isinstance(value, str)}),
    )


def with_options(reader: Reader, scene: Scene, options: Mapping[str, Any]) -> Scene:
    """Return a scene with the look and the film that options say."""
    look = scene.look
    read: dict[str, Any] = {name: options[name] for name in ("caption", "stretch", "reveal") if name in options}
    if "theme" in options:
        read["theme"] = reader.read(look.theme, choice, "--theme", options["theme"], THEMES)
    if "type_size" in options:
        read["type_size"] = reader.read(look.type_size, choice, "--type", options["type_size"], TYPE_SIZES)
    if "zoom" in options:
        read["zoom"] = reader.read(look.zoom, _zoom, options["zoom"])
    if "narrate" in options:
        read["narration"] = int(reader.read("0", choice, "--narrate", options["narrate"], ("0", "1", "2")))
    return replace(scene, look=replace(look, **read), play=_play(reader, scene.play, options))


def _zoom(given: str) -> Zoom:
    """Return a zoom, given as "2,0.1,0"."""
    try:
        factor, x, y = (number("--zoom", part, (-1e9, 1e9)) for part in given.split(","))
        return msgspec.convert([factor, x, y], Zoom)
    except (ParamsError, ValueError):
        allowed = Message("FACTOR,X,Y: a factor from 1 on and two numbers")
        raise bad_argument("--zoom", given, allowed) from None


def _play(reader: Reader, play: Play, options: Mapping[str, Any]) -> Play:
    """Return how a film is played, with what options say."""
    duration = play.duration
    if "duration" in options:
        duration = reader.read(duration, number, "--duration", options["duration"], DURATION_RANGE, SECONDS)
        play = replace(play, duration=duration)
    if "at" in options:
        play = replace(play, at=reader.read(play.at, moment, options["at"], duration))
    if "start" in options or "end" in options:
        found = reader.read(None, span, options.get("start"), options.get("end"), duration)
        play = replace(play, start=found and found[0], end=found and found[1])
    return play


def _unsupported_options(options: Mapping[str, str], form: Format, *, transparent: bool) -> Iterable[Problem]:
    """Yield a problem for each option that does not apply to a format."""
    if form.film and "at" in options:
        yield Problem("--at", repr(options["at"]), Message("with a still only, as -o FILE.png"))
    for name, option in (("start", "--from"), ("end", "--to")):
        if not form.film and name in options:
            yield Problem(option, repr(options[name]), Message("with a film only, as -o FILE.mp4"))
    if transparent and not form.transparent:
        yield Problem(
            "--transparent", repr(form.suffix), only_with(each for each in FORMATS.values() if each.transparent)
        )
    yield from unsupported_options(options, form)


def suffix(given: str, known: Collection[str], allowed: Message) -> str:
    """Return the suffix of an output file; raise ParamsError with `allowed` if it is not one of `known`."""
    found = suffix_of(given)
    # An existing folder has no suffix; the error that it is a folder comes later.
    if found not in known and not Path(given).is_dir():
        raise bad_argument("-o", given, allowed)
    return found
