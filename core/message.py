"""Texts for people that core writes: a literal template and the values of its fields."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Self


class Message(str):
    """A literal template with its named fields filled in.

    It is the English text, and remembers by what a translation of it is found and filled in.

    Attributes
    ----------
    template
        The literal template.
    fields
        What is filled in, by name.

    """

    template: str
    fields: Mapping[str, object]

    def __new__(cls, template: str, /, **fields: object) -> Self:
        """Fill in the fields of `template`; KeyError where one is missing."""
        made = super().__new__(cls, template.format(**fields))
        made.template, made.fields = template, MappingProxyType(fields)
        return made

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return how to make the message again in another process."""
        return _message, (self.template, dict(self.fields))


def _message(template: str, fields: dict[str, object]) -> Message:
    return Message(template, **fields)
