"""Parameters: one definition from which the form, the command line, files and error messages all follow."""

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

_LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Problem:
    """One value that cannot be used: which field, what was given, what is allowed, the closest name."""

    field: str
    given: str
    allowed: str
    closest: str | None = None

    @property
    def message(self) -> Message:
        """The problem as one sentence, or as two where there is a closest name."""
        told = {"field": self.field, "given": self.given, "allowed": self.allowed}
        if not self.closest:
            return Message("{field}: {given} was given; allowed: {allowed}.", **told)
        return Message(
            "{field}: {given} was given; allowed: {allowed}. Did you mean {closest}?", closest=self.closest, **told
        )

    def __str__(self) -> str:
        """Return the problem as one sentence."""
        return str(self.message)


class ParamsError(ValueError):
    """Every problem of one attempt to make parameters."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every obstacle's parameters: frozen, each field annotated with bounds and words.

    Instances come from `make` alone, since the constructor does not validate.
    """

    def check(self) -> Iterable[Problem]:
        """Yield what is wrong between fields; values by themselves are checked before."""
        return ()


P = TypeVar("P", bound=Params)


@cache
def fields(cls: type[Params]) -> tuple[Field, ...]:
    """Return the fields of a class of parameters, in the order of their definition."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple(_describe(info.name, info.default, hints[info.name]) for info in msgspec.structs.fields(cls))


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
        **found,
    )


def _read(hint: Any, found: dict[str, Any]) -> None:
    """Collect into `found` what an annotation says about words, numbers and bounds."""
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
    """Return the bounds that a piece of metadata sets, and whether they are excluded."""
    found: dict[str, Any] = {}
    low, high = (meta.ge, meta.gt)[meta.ge is None], (meta.le, meta.lt)[meta.le is None]
    if low is not None:
        found |= {"minimum": float(low), "above": meta.ge is None}
    if high is not None:
        found |= {"maximum": float(high), "below": meta.le is None}
    return found | ({"longest": meta.max_length} if meta.max_length is not None else {})


def make(cls: type[P], values: Mapping[str, object]) -> P:
    """Return the parameters that `values` describes; fields left out keep their defaults.

    Values may be of the field's own type, numpy's included, or text as a person types it; lists are
    split at commas.

    Raises
    ------
    ParamsError
        With every bad field at once: unknown names, values out of range or not finite, and
        values that contradict each other.

    """
    known = {field.name: field for field in fields(cls)}
    problems = []
    good: dict[str, object] = {}
    for name, value in values.items():
        if name not in known:
            one_of = Message("one of {names}", names=", ".join(known))
            problems.append(Problem(name, _shown(value), one_of, closest(name, known)))
            continue
        answer = _convert(cls, known[name], value)
        if isinstance(answer, Problem):
            problems.append(answer)
        else:
            good[name] = answer
    made = cls(**good)
    # Values that are bad by themselves stand at their defaults here, and have been reported.
    problems += made.check()
    if problems:
        raise ParamsError(problems)
    return made


def mapping(params: Params) -> dict[str, Any]:
    """Return the parameters as plain data, such that `make` gives them back."""
    plain: dict[str, Any] = msgspec.to_builtins(params)
    return plain


def _convert(cls: type[Params], field: Field, value: object) -> object:
    parts = _split(field, value)
    try:
        converted: object = getattr(msgspec.convert({field.name: parts}, cls, strict=False), field.name)
    except msgspec.ValidationError:
        return Problem(field.name, _shown(value), field.allowed, _closest_word(field, parts))
    if not all(math.isfinite(number) for number in _numbers(converted)):
        return Problem(field.name, _shown(value), Message("{allowed} (finite)", allowed=field.allowed))
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
        return [text] if field.many else text
    if field.many:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return parts if field.words else [_number(part) for part in parts]
    if field.size:
        return [_number(part) for part in text.split(",")]
    return _number(text) if field.number else text


def _number(text: str) -> float | str:
    """Return the number that `text` writes, as in 3, .5 and 1e3; else the text."""
    try:
        return float(text)
    except ValueError:
        return text


def _numbers(value: object) -> list[float]:
    if isinstance(value, tuple):
        return [number for part in value for number in _numbers(part)]
    return [value] if isinstance(value, float) else []


def _closest_word(field: Field, value: object) -> str | None:
    given = value if isinstance(value, list | tuple) else [value]
    unknown = [word for word in given if isinstance(word, str) and word not in field.words]
    return next((close for word in unknown if (close := closest(word, field.words))), None)


def closest(name: str, names: Iterable[str]) -> str | None:
    """Return the name that was probably meant, if any was."""
    matches = difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)
    return matches[0] if matches else None


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."
