"""User-visible texts of core: a literal template and the values of its fields, so that they can be translated."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Self


class Message(str):
    """The English text of a literal template whose named fields are filled in.

    It keeps the template and the values, from which a translation is looked up and filled in.

    Attributes
    ----------
    template
        The literal template.
    fields
        The values that are filled in, by name.

    """

    template: str
    fields: Mapping[str, object]

    def __new__(cls, template: str, /, **fields: object) -> Self:
        """Fill in the fields of `template`; raises KeyError if one is missing."""
        made = super().__new__(cls, template.format(**fields))
        made.template, made.fields = template, MappingProxyType(fields)
        return made

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Return how pickle rebuilds the message."""
        return _message, (self.template, dict(self.fields))


def _message(template: str, fields: dict[str, object]) -> Message:
    return Message(template, **fields)
