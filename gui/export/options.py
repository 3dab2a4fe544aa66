"""Reads the options of an export from text, with the same sentences for the command line and the window. No Qt."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, get_args

from core.message import Message
from core.params import ParamsError, Problem, closest
from core.scene import MAX_FILM_SECONDS, MIN_FILM_SECONDS
from gui.export.formats import DEFAULT_OPTIONS, FOLDER_SUFFIX, FORMATS, Format, FormatOptions, Quality, TextKind
from gui.export.plan import MAX_SIZE, MIN_SIZE

FPS_RANGE = (1.0, 240.0)
DPI_RANGE = (36.0, 1200.0)
DURATION_RANGE = (MIN_FILM_SECONDS, MAX_FILM_SECONDS)

TEXT_KINDS: tuple[TextKind, ...] = get_args(TextKind)
QUALITIES: tuple[Quality, ...] = get_args(Quality)
FOREVER, MAX_LOOP = "forever", 65_535
"""How a film plays without end, and how often it can play at most: the formats have two bytes for it."""

NUMBER, SECONDS = Message("a number"), Message("seconds")

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
"""Numbers with a point: Python reads many more texts as numbers, such as digits of other scripts."""

T = TypeVar("T")
W = TypeVar("W", bound=str)


class Reader:
    """Reads arguments one after another and collects their problems."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def read(self, default: T, reading: Callable[..., T], *arguments: object) -> T:
        """Return `reading(*arguments)`, or the default after a ParamsError, whose problems are collected."""
        try:
            return reading(*arguments)
        except ParamsError as error:
            self._problems += error.problems
            return default

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems that were found elsewhere."""
        self._problems += problems

    def raise_problems(self) -> None:
        """Raise a ParamsError with all collected problems, if there are any."""
        if self._problems:
            raise ParamsError(dict.fromkeys(self._problems))  # several scenes may have the same one


def bad_argument(name: str, given: str, allowed: str, names: Iterable[str] = ()) -> ParamsError:
    """Return the error of one invalid argument; the closest of `names` is suggested."""
    return ParamsError([Problem(name, repr(given), allowed, closest(given, names))])


def number(
    name: str, given: str, bounds: tuple[float, float], words: Message = NUMBER, names: Iterable[str] = ()
) -> float:
    """Return a number within inclusive bounds; an error suggests the closest of `names`."""
    low, high = bounds
    value = float(given) if _NUMBER.fullmatch(given.strip()) else math.nan
    if not low <= value <= high:
        allowed = Message("{numbers} from {low} to {high}", numbers=words, low=f"{low:g}", high=f"{high:g}")
        raise bad_argument(name, given, allowed, names)
    return value


def size(given: str, name: str = "--size") -> tuple[int, int]:
    """Return width and height in pixels, given as text such as "1920x1080"."""
    found = re.fullmatch(r"([0-9]{1,9}) ?[xX×] ?([0-9]{1,9})", given.strip())
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (MIN_SIZE[0] <= width <= MAX_SIZE[0] and MIN_SIZE[1] <= height <= MAX_SIZE[1]):
        low, high = ("x".join(map(str, each)) for each in (MIN_SIZE, MAX_SIZE))
        raise bad_argument(name, given, Message("WIDTHxHEIGHT from {low} to {high}", low=low, high=high))
    return width, height


def span(
    start: str | None, end: str | None, duration: float, names: tuple[str, str] = ("--from", "--to")
) -> tuple[float, float] | None:
    """Return start and end of a part of a film in seconds; None for the whole film."""
    if start is None and end is None:
        return None
    first = number(names[0], start or "0", (0.0, duration), SECONDS)
    last = duration if end is None else number(names[1], end, (0.0, duration), SECONDS)
    if first >= last:
        if end is None:
            raise bad_argument(names[0], str(start), Message("seconds below {most}", most=f"{duration:g}"))
        raise bad_argument(names[1], end, Message("seconds above {least}", least=f"{first:g}"))
    return first, last


def choice(name: str, given: str, words: Sequence[W]) -> W:
    """Return the argument if it is one of the words; raise ParamsError otherwise."""
    for each in words:
        if each == given:
            return each
    raise bad_argument(name, given, Message("one of {names}", names=", ".join(words)), words)


def text_kind(name: str, given: str) -> TextKind:
    """Return whether texts stay text or become outlines."""
    return choice(name, given, TEXT_KINDS)


def quality(name: str, given: str) -> Quality:
    """Return what to save in an MP4 at about the same picture quality."""
    return choice(name, given, QUALITIES)


def loop(name: str, given: str) -> int:
    """Return how often a film plays; 0 for without end."""
    words = given.strip()
    if words == FOREVER:
        return 0
    if not re.fullmatch(r"[0-9]{1,5}", words) or int(words) > MAX_LOOP:
        allowed = Message("{forever}, or a whole number from 0 to {most}", forever=FOREVER, most=MAX_LOOP)
        raise bad_argument(name, given, allowed, (FOREVER,))
    return int(words)


def dpi(name: str, given: str) -> float:
    """Return dots per inch."""
    return number(name, given, DPI_RANGE)


_READ: dict[str, Callable[[str, str], Any]] = {"text": text_kind, "quality": quality, "loop": loop, "dpi": dpi}
"""The functions that read the attributes of `FormatOptions`."""


def format_options(reader: Reader, given: Mapping[str, str], names: Mapping[str, str] | None = None) -> FormatOptions:
    """Return the attributes of `FormatOptions` that are given as text.

    Problems have the `names` by attribute, else those on the command line.
    """
    names = names or {key: f"--{key}" for key in given}
    read = {
        key: reader.read(getattr(DEFAULT_OPTIONS, key), reading, names[key], given[key])
        for key, reading in _READ.items()
        if key in given
    }
    return FormatOptions(**read)


def unsupported_options(given: Mapping[str, str], form: Format) -> Iterable[Problem]:
    """Yield a problem for each attribute of `FormatOptions` that is given and that a format does not have."""
    for key in _READ:
        if key in given and key not in form.options:
            supporting = [each for each in FORMATS.values() if key in each.options]
            yield Problem(f"--{key}", repr(given[key]), only_with(supporting))


def only_with(forms: Iterable[Format]) -> Message:
    """Return what is allowed for an option that only these formats have."""
    suffixes = [each.suffix for each in forms]
    kinds = ", ".join(each for each in suffixes if each != FOLDER_SUFFIX)
    if FOLDER_SUFFIX in suffixes:
        return Message("with {kinds} and PNG sequences only", kinds=kinds)
    return Message("with {kinds} only", kinds=kinds)
