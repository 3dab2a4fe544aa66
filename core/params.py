"""Parameters: one class definition serves the form, the command line, files and error messages."""

import difflib
import math
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

import msgspec
import numpy as np
from msgspec import Meta

from core.field import Field
from core.message import Message

_MAX_SHOWN_LENGTH = 80
"""Characters of a rejected value that an error message repeats."""


@dataclass(frozen=True)
class Problem:
    """An invalid value: its field, the value as given, what is allowed, and the closest valid name."""

    field: str
    given: str
    allowed: str
    closest: str | None = None

    @property
    def message(self) -> Message:
        """The problem as one sentence, followed by a suggestion if there is a closest name."""
        values = {"field": self.field, "given": self.given, "allowed": self.allowed}
        if not self.closest:
            return Message("{field}: {given} was given; allowed: {allowed}.", **values)
        return Message(
            "{field}: {given} was given; allowed: {allowed}. Did you mean {closest}?", closest=self.closest, **values
        )

    def __str__(self) -> str:
        """Return the problem as one sentence."""
        return str(self.message)


class ParamsError(ValueError):
    """Raised by `make`; holds every problem of the given values."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every obstacle's parameters: frozen, each field annotated with its bounds and words.

    Use `make` to create instances: the constructor does not validate.
    """

    def check(self) -> Iterable[Problem]:
        """Yield the problems between fields; `make` checks each value by itself."""
        return ()


P = TypeVar("P", bound=Params)


@cache
def fields(cls: type[Params]) -> tuple[Field, ...]:
    """Return the fields of a class of parameters, in the order of their definition."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple(_describe(info.name, info.default, hints[info.name]) for info in msgspec.structs.fields(cls))


@cache
def fields_by_name(cls: type[Params]) -> Mapping[str, Field]:
    """Return the fields of a class of parameters by name."""
    return types.MappingProxyType({field.name: field for field in fields(cls)})


def _describe(name: str, default: object, hint: object) -> Field:
    found: dict[str, Any] = {"words": (), "number": False, "integer": False, "many": False, "size": 0}
    found |= {"longest": None, "minimum": None, "maximum": None, "above": False, "below": False}
    _read(hint, found)
    meta = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Meta)), Meta())
    extra = meta.extra or {}
    return Field(
        name=name,
        default=default,
        title=meta.title or name,
        description=meta.description or "",
        unit=extra.get("unit", ""),
        scale=extra.get("scale", "linear"),
        file=extra.get("file", False),
        **found,
    )


def _read(hint: Any, found: dict[str, Any]) -> None:
    """Add the words, numeric types and bounds of a type annotation to `found`."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        _read(arguments[0], found)
        for meta in arguments[1:]:
            found |= _bounds(meta)
    elif origin in (typing.Union, types.UnionType):
        for part in arguments:
            _read(part, found)
    elif origin is Literal:
        found["words"] = arguments
    elif origin is tuple:
        _read_tuple(arguments, found)
    elif hint is str:
        pass  # any text
    else:
        found |= {"number": True, "integer": hint is int}


def _read_tuple(arguments: tuple[Any, ...], found: dict[str, Any]) -> None:
    inner: dict[str, Any] = {}
    _read(arguments[0], inner)
    if arguments[-1] is Ellipsis:
        found |= {"many": True, **inner}
    else:
        found |= {key: inner[key] for key in ("minimum", "maximum", "above", "below") if key in inner}
        found["size"] = len(arguments)


def _bounds(meta: Meta) -> dict[str, Any]:
    """Return the bounds that `meta` sets, whether they are excluded, and the largest length."""
    found: dict[str, Any] = {}
    low, high = (meta.ge, meta.gt)[meta.ge is None], (meta.le, meta.lt)[meta.le is None]
    if low is not None:
        found |= {"minimum": float(low), "above": meta.ge is None}
    if high is not None:
        found |= {"maximum": float(high), "below": meta.le is None}
    return found | ({"longest": meta.max_length} if meta.max_length is not None else {})


def make(cls: type[P], values: Mapping[str, object]) -> P:
    """Return the parameters with these values; missing fields keep their defaults.

    A value may have the field's own type, be a numpy scalar or array, or be text as typed by a user; text for a
    list is split at commas.

    Raises
    ------
    ParamsError
        Reports all invalid fields at once: unknown names, values out of range or not finite, and
        values that contradict each other.

    """
    known = fields_by_name(cls)
    problems = []
    valid: dict[str, object] = {}
    for name, value in values.items():
        if name not in known:
            one_of = Message("one of {names}", names=", ".join(known))
            problems.append(Problem(name, shown(value), one_of, closest(name, known)))
            continue
        converted = _convert(cls, known[name], value)
        if isinstance(converted, Problem):
            problems.append(converted)
        else:
            valid[name] = converted
    made = cls(**valid)
    # Fields with an invalid value have their default here; their problems are already reported.
    problems += made.check()
    if problems:
        raise ParamsError(problems)
    return made


def mapping(params: Params) -> dict[str, Any]:
    """Return the parameters as plain data; `make` restores the same parameters from it."""
    plain: dict[str, Any] = msgspec.to_builtins(params)
    return plain


def _convert(cls: type[Params], field: Field, value: object) -> object:
    parts = _split(field, value)
    try:
        converted: object = getattr(msgspec.convert({field.name: parts}, cls, strict=False), field.name)
    # A text from the command line that is no UTF-8 holds surrogates, which msgspec cannot encode.
    except (msgspec.ValidationError, UnicodeEncodeError):
        return Problem(field.name, shown(value), field.allowed, _closest_choice(field, parts))
    if not all(math.isfinite(number) for number in _numbers(converted)):
        return Problem(field.name, shown(value), Message("{allowed} (finite)", allowed=field.allowed))
    return converted


def _split(field: Field, value: object) -> object:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [part.item() if isinstance(part, np.generic) else part for part in value]
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text in field.words:
        return [text] if field.takes_list_of_words else text
    if field.many:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return parts if field.takes_list_of_words else [_number(part) for part in parts]
    if field.size:
        return [_number(part) for part in text.split(",")]
    return _number(text) if field.number else text


def _number(text: str) -> float | str:
    """Return `text` parsed as a number, such as 3, .5 or 1e3; if that fails, `text` itself."""
    try:
        return float(text)
    except ValueError:
        return text


def _numbers(value: object) -> list[float]:
    if isinstance(value, tuple):
        return [number for part in value for number in _numbers(part)]
    return [value] if isinstance(value, float) else []


def _closest_choice(field: Field, value: object) -> str | None:
    given = value if isinstance(value, list | tuple) else [value]
    unknown = [part for part in given if isinstance(part, str) and part not in field.words]
    return next((close for part in unknown if (close := closest(part, field.words))), None)


def closest(name: str, names: Iterable[str]) -> str | None:
    """Return the name most similar to `name`, or None if no name is similar."""
    matches = difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)
    return matches[0] if matches else None


def shown(value: object) -> str:
    """Return a rejected value as text for an error message."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _MAX_SHOWN_LENGTH else f"{text[: _MAX_SHOWN_LENGTH - 3]}..."
