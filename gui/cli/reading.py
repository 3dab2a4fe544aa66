"""Parses and validates the arguments; reports all problems at once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, get_args

from msgspec.structs import replace

from core import params
from core.experiment import Experiment, Obstacle
from core.message import Message
from core.obstacles import OBSTACLES
from core.params import Params, Problem, closest
from core.scene import TARGETS, Moment, Scene, ThemeName, TypeSizeName, non_default_params
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
    names = ", ".join(known)
    if target.endswith(".toml"):
        raise bad_argument(kind, target, Message("one of {names} (scene files come with a later version)", names=names))
    allowed = Message("one of {names}", names=names)
    raise bad_argument(Message("COMMAND or {kind}", kind=kind) if commands else kind, target, allowed, known)


def obstacle(target: str) -> Obstacle[Any]:
    """Return the obstacle that `target` names."""
    return find_target(target, kind="OBSTACLE")[0]


def scenes(target: str, settings: Sequence[str]) -> tuple[Scene, ...]:
    """Return a scene of each experiment that `target` names, with parameters from NAME=VALUE settings."""
    obstacle, experiments = find_target(target)
    pairs = [setting.partition("=") for setting in settings]
    problems = [Problem("--set", repr(name), "NAME=VALUE") for name, sign, _ in pairs if not sign]
    names = Counter(name.strip() for name, sign, _ in pairs if sign)
    values = {name.strip(): value for name, sign, value in pairs if sign and names[name.strip()] == 1}
    for name in (name for name, count in names.items() if count > 1):
        given = [repr(value) for other, sign, value in pairs if sign and other.strip() == name]
        problems.append(Problem(name, reduce(_joined_values, given), Message("one value")))
    kind: type[Params] = obstacle.params
    known = [field.name for field in params.fields(kind)]
    unknown = [name for name in values if name not in known]
    reader = Reader()
    allowed = Message("one of {names}", names=", ".join(known))
    reader.add(Problem("NAME", repr(name), allowed, closest(name, known)) for name in unknown)
    known_values = {name: value for name, value in values.items() if name in known}
    parameters = reader.read(obstacle.params(), params.make, obstacle.params, known_values)
    reader.add(problems)
    reader.raise_problems()
    chosen = non_default_params(parameters)
    return tuple(Scene(target=f"{obstacle.key}/{each.key}", params=chosen) for each in experiments)


def _joined_values(first: str, second: str) -> str:
    return Message("{first}, then {second}", first=first, second=second)


def moment(given: str, duration: float) -> Moment:
    """Return a moment of a film: "first", "last" or seconds."""
    ends: dict[str, Moment] = {"first": "first", "last": "last"}
    return ends.get(given) or number("--at", given, (0.0, duration), Message("first, last or seconds"), ends)


def plan(
    reader: Reader,
    scene: Scene,
    given: Mapping[str, str | None],
    form: Format,
    *,
    reveal: bool,
    transparent: bool,
    progress: bool | None,
) -> Plan:
    """Return the plan for a file of a scene; options that were not given are None in `given`."""
    default, look = Plan(scene), scene.look
    options = {name: text for name, text in given.items() if text is not None}
    duration = reader.read(
        default.duration, number, "--duration", options.get("duration", "8"), DURATION_RANGE, SECONDS
    )
    reader.add(_unsupported_options(options, form, transparent=transparent))
    width, height = reader.read((default.width, default.height), size, options.get("size", "1920x1080"))
    fps = reader.read(default.fps, number, "--fps", options.get("fps", "60"), FPS_RANGE)
    return Plan(
        replace(
            scene,
            look=replace(
                look,
                theme=reader.read(look.theme, choice, "--theme", options.get("theme", look.theme), THEMES),
                type_size=reader.read(
                    look.type_size, choice, "--type", options.get("type_size", look.type_size), TYPE_SIZES
                ),
                reveal=reveal,
            ),
            moment=reader.read(scene.moment, moment, options.get("at", "last"), duration),
            play=reader.read(scene.play, span, options.get("start"), options.get("end"), duration),
        ),
        form,
        width,
        height,
        transparent=transparent,
        fps=fps,
        duration=duration,
        progress=progress,
        options=format_options(reader, options),
    )


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
