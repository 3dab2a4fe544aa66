"""What the arguments mean. Everything that is wrong with them is told at once."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar, get_args

from msgspec.structs import replace

from core import params
from core.experiment import Experiment, Obstacle
from core.message import Message
from core.obstacles import OBSTACLES
from core.params import Params, ParamsError, Problem, closest
from core.scene import TARGETS, Moment, Scene, ThemeName, TypeSizeName, non_default_params
from gui.export.formats import FORMATS, NUMBERED, Format, suffix_of
from gui.export.plan import LARGEST, SMALLEST, Plan

FPS = (1.0, 240.0)
DURATION = (0.1, 3600.0)

NUMBER, SECONDS = Message("a number"), Message("seconds")

THEMES: tuple[ThemeName, ...] = get_args(ThemeName)
TYPES: tuple[TypeSizeName, ...] = get_args(TypeSizeName)

T = TypeVar("T")
W = TypeVar("W", bound=str)


DEFAULT: tuple[Scene, ...] = (Scene(target=TARGETS[0]),)
"""Stands in for scenes that were wrong, until `Reader.finish` says so."""


class Reader:
    """Reads arguments one after another and collects what is wrong with them."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def read(self, default: T, reading: Callable[..., T], *arguments: object) -> T:
        """Return what `reading` makes of the arguments, or the default where they are wrong."""
        try:
            return reading(*arguments)
        except ParamsError as error:
            self._problems += error.problems
            return default

    def add(self, problems: Iterable[Problem]) -> None:
        """Add what was found to be wrong elsewhere."""
        self._problems += problems

    def finish(self) -> None:
        """Raise ParamsError with everything that was wrong, if anything was."""
        if self._problems:
            raise ParamsError(self._problems)


def wrong(name: str, given: str, allowed: str, names: Iterable[str] = ()) -> ParamsError:
    """Return the error of one bad argument; `names` are those it might have been meant to be."""
    return ParamsError([Problem(name, repr(given), allowed, closest(given, names))])


def addresses() -> list[str]:
    """Return every TARGET there is."""
    found = []
    for obstacle in OBSTACLES:
        found += [obstacle.key, *(f"{obstacle.key}/{experiment.key}" for experiment in obstacle.experiments)]
    return found


def find(
    target: str, commands: Sequence[str] = (), kind: str = "TARGET"
) -> tuple[Obstacle[Any], tuple[Experiment[Any, Any], ...]]:
    """Return the obstacle and the experiments that `target` names; `commands` might have been meant as well.

    An error speaks of a `kind`: of an OBSTACLE only obstacles are offered.
    """
    key, _, experiment = target.partition("/")
    for obstacle in OBSTACLES:
        if obstacle.key == key:
            chosen = tuple(one for one in obstacle.experiments if experiment in {"", one.key})
            if chosen and target in addresses():
                return obstacle, chosen
    known = [*commands, *(name for name in addresses() if kind == "TARGET" or "/" not in name)]
    names = ", ".join(known)
    if target.endswith(".toml"):
        raise wrong(kind, target, Message("one of {names} (scene files come with a later version)", names=names))
    allowed = Message("one of {names}", names=names)
    raise wrong(Message("COMMAND or {kind}", kind=kind) if commands else kind, target, allowed, known)


def obstacle(target: str) -> Obstacle[Any]:
    """Return the obstacle that `target` names."""
    return find(target, kind="OBSTACLE")[0]


def scenes(target: str, settings: Sequence[str]) -> tuple[Scene, ...]:
    """Return a scene of each experiment that `target` names, with the NAME=VALUE of the settings."""
    obstacle, experiments = find(target)
    pairs = [setting.partition("=") for setting in settings]
    problems = [Problem("--set", repr(name), "NAME=VALUE") for name, sign, _ in pairs if not sign]
    names = Counter(name.strip() for name, sign, _ in pairs if sign)
    values = {name.strip(): value for name, sign, value in pairs if sign and names[name.strip()] == 1}
    for name in (name for name, count in names.items() if count > 1):
        given = [repr(value) for other, sign, value in pairs if sign and other.strip() == name]
        problems.append(Problem(name, reduce(_then, given), Message("one value")))
    kind: type[Params] = obstacle.params
    known = [field.name for field in params.fields(kind)]
    unknown = [name for name in values if name not in known]
    reader = Reader()
    allowed = Message("one of {names}", names=", ".join(known))
    reader.add(Problem("NAME", repr(name), allowed, closest(name, known)) for name in unknown)
    good = {name: value for name, value in values.items() if name in known}
    made = reader.read(obstacle.params(), params.make, obstacle.params, good)
    reader.add(problems)
    reader.finish()
    chosen = non_default_params(made)
    return tuple(Scene(target=f"{obstacle.key}/{each.key}", params=chosen) for each in experiments)


def _then(first: str, second: str) -> str:
    return Message("{first}, then {second}", first=first, second=second)


def word(name: str, given: str, words: Sequence[W]) -> W:
    """Return one of a few words."""
    for each in words:
        if each == given:
            return each
    raise wrong(name, given, Message("one of {names}", names=", ".join(words)), words)


def number(
    name: str, given: str, bounds: tuple[float, float], words: Message = NUMBER, names: Iterable[str] = ()
) -> float:
    """Return a number between bounds, both included; `names` could have been given instead."""
    low, high = bounds
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        allowed = Message("{numbers} from {low} to {high}", numbers=words, low=f"{low:g}", high=f"{high:g}")
        raise wrong(name, given, allowed, names)
    return value


def moment(given: str, duration: float) -> Moment:
    """Return a moment of a film: one of its ends, or seconds."""
    ends: dict[str, Moment] = {"first": "first", "last": "last"}
    return ends.get(given) or number("--at", given, (0.0, duration), Message("first, last or seconds"), ends)


def size(given: str) -> tuple[int, int]:
    """Return width and height in pixels."""
    found = re.fullmatch(r"(\d{1,9})[xX×](\d{1,9})", given.strip())
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (SMALLEST[0] <= width <= LARGEST[0] and SMALLEST[1] <= height <= LARGEST[1]):
        low, high = ("x".join(map(str, each)) for each in (SMALLEST, LARGEST))
        raise wrong("--size", given, Message("WIDTHxHEIGHT from {low} to {high}", low=low, high=high))
    return width, height


def span(start: str | None, end: str | None, duration: float) -> tuple[float, float] | None:
    """Return the part of a film that is meant, in seconds; None for all of it."""
    if start is None and end is None:
        return None
    first = number("--from", start or "0", (0.0, duration), SECONDS)
    last = duration if end is None else number("--to", end, (0.0, duration), SECONDS)
    if first >= last:
        if end is None:
            raise wrong("--from", str(start), Message("seconds below {most}", most=f"{duration:g}"))
        raise wrong("--to", end, Message("seconds above {least}", least=f"{first:g}"))
    return first, last


def plan(
    reader: Reader, scene: Scene, given: Mapping[str, str | None], form: Format, *, transparent: bool = False
) -> Plan:
    """Return how a scene becomes a file of this kind, as the options say that were given (others are None)."""
    default, look = Plan(scene), scene.look
    said = {name: text for name, text in given.items() if text is not None}
    duration = reader.read(default.duration, number, "--duration", said.get("duration", "8"), DURATION, SECONDS)
    reader.add(_misplaced(said, form, transparent=transparent))
    width, height = reader.read((default.width, default.height), size, said.get("size", "1920x1080"))
    fps = reader.read(default.fps, number, "--fps", said.get("fps", "60"), FPS)
    return Plan(
        replace(
            scene,
            look=replace(
                look,
                theme=reader.read(look.theme, word, "--theme", said.get("theme", look.theme), THEMES),
                type_size=reader.read(look.type_size, word, "--type", said.get("type_size", look.type_size), TYPES),
            ),
            moment=reader.read(scene.moment, moment, said.get("at", "last"), duration),
            play=reader.read(scene.play, span, said.get("start"), said.get("end"), duration),
        ),
        form,
        width,
        height,
        transparent=transparent,
        fps=fps,
        duration=duration,
    )


def _misplaced(said: Mapping[str, str], form: Format, *, transparent: bool) -> Iterable[Problem]:
    """Yield the options that mean nothing for a kind of file."""
    if form.film and "at" in said:
        yield Problem("--at", repr(said["at"]), Message("with a still only, as -o FILE.png"))
    for name, option in (("start", "--from"), ("end", "--to")):
        if not form.film and name in said:
            yield Problem(option, repr(said[name]), Message("with a film only, as -o FILE.mp4"))
    if transparent and not form.transparent:
        able = ", ".join(one.suffix for one in FORMATS.values() if one.transparent and one is not NUMBERED)
        yield Problem("--transparent", repr(form.suffix), Message("with {kinds} and PNG sequences only", kinds=able))


def suffix(given: str, known: Collection[str], allowed: Message) -> str:
    """Return the suffix of an output file, one of those that are known; `allowed` says what each is for."""
    found = suffix_of(given)
    # A folder has no suffix to be wrong: that it is a folder is told later.
    if found not in known and not Path(given).is_dir():
        raise wrong("-o", given, allowed)
    return found
