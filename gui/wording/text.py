"""All text on screen: literal templates with named fields, and the format of numbers.

A `Sentence` keeps its template, its fields and its claims: the names of members of the Result that must confirm it.
`tests/claims` checks every claim.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from types import MappingProxyType
from typing import Self
from unicodedata import category

from core.message import Message


class Span(str):
    """A part of a sentence: the text of a field, or text between fields.

    Attributes
    ----------
    role
        Name of its color: a series, such as a method, or a color of the theme; "" for the color of the sentence.
    value
        The number or key that the text is for; None for plain text.
    sentence
        The sentence whose text it is, or None.

    """

    role: str
    value: object
    sentence: "Sentence | None"

    def __new__(cls, text: str, role: str = "", value: object = None) -> Self:
        """Create a span, which takes role and value from a `text` that is a span, and the value from a sentence."""
        made = super().__new__(cls, text)
        made.role = role or getattr(text, "role", "")
        made.value = getattr(text, "value", None) if value is None else value
        made.sentence = text if isinstance(text, Sentence) else getattr(text, "sentence", None)
        return made


class Sentence(str):
    """A template in the user's language with its fields filled in.

    Attributes
    ----------
    template
        The literal template, which is the key of translations; "" for a sequence of sentences.
    claims
        Names of fields, properties or methods of the Result that confirm the sentence.
    fields
        Values of the fields, by name.
    value
        The number that selected singular or plural, else None.
    subject
        Key of what the sentence is about where its text does not name it, else "".
    spans
        The parts of the text, each of one color.

    """

    template: str
    claims: tuple[str, ...]
    fields: Mapping[str, object]
    value: object
    subject: str
    spans: tuple[Span, ...]

    @classmethod
    def from_spans(
        cls, template: str, claims: tuple[str, ...], fields: Mapping[str, object], spans: tuple[Span, ...]
    ) -> "Sentence":
        """Create a sentence from its spans."""
        made = cls("".join(spans))
        made.template, made.claims, made.fields = template, claims, MappingProxyType(dict(fields))
        made.value, made.subject, made.spans = None, "", spans
        return made

    def about(self, subject: str) -> "Sentence":
        """Set the subject, such as a method that the text does not name, and return the sentence."""
        self.subject = subject
        return self


def tr(template: str, /, *claims: str, **fields: object) -> Sentence:
    """Return `template` in the user's language, with its fields filled in and with these claims.

    Template and claims must be literals: a test collects them.
    """
    return Sentence.from_spans(template, claims, fields, tuple(_spans(template, fields)))


def ntr(singular: str, plural: str, n: float, /, *claims: str, **fields: object) -> Sentence:
    """Return `tr` of the singular for n = 1, else of the plural; both may use the field `n`."""
    fields = {"n": number(n)} | fields
    made = tr(singular if n == 1 else plural, *claims, **fields)
    made.value = n
    return made


def tr_noop(text: str) -> str:
    """Return a literal as it is: marks text for translation that is passed to `translated` later."""
    return text


def translated(message: str, /, **fields: object) -> Sentence:
    """Return a text marked by `tr_noop`, or a message of core, in the user's language with its fields filled in."""
    if isinstance(message, Message):
        return tr(message.template, **message.fields)
    return tr(message, **fields)


def _localized(value: object) -> object:
    """Return the value of a field, with a message of core in the user's language."""
    return translated(value) if isinstance(value, Message) else value


def escaped(text: str) -> str:
    """Return a text on one line with its control characters and lone surrogates escaped as in Python."""
    kept = (each if each.isprintable() or category(each) == "Zs" else ascii(each)[1:-1] for each in text)
    return "".join(kept)


def spans(text: str) -> tuple[Span, ...]:
    """Return the parts of a text, each of one color."""
    if isinstance(text, Sentence):
        return text.spans
    return (text if isinstance(text, Span) else Span(text),) if text else ()


def sentences(text: object) -> Iterator[Sentence]:
    """Yield the sentence that a text is or comes from, and recursively the sentences in its fields."""
    sentence = text.sentence if isinstance(text, Span) else text
    if isinstance(sentence, Sentence):
        yield sentence
        for field in sentence.fields.values():
            yield from sentences(field)


def _spans(template: str, fields: Mapping[str, object]) -> Iterator[Span]:
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            yield Span(literal)
        if name:
            value = _localized(fields[name])
            if isinstance(value, Sentence):
                yield from value.spans
            else:
                yield value if isinstance(value, Span) else Span(str(value))


def number(value: float, digits: int = 2) -> Span:
    """Return a number with `digits` significant digits; integers below a million keep all digits."""
    return Span(_unsigned(abs(value), digits) if value >= 0 else f"−{_unsigned(-value, digits)}", value=value)


def whole_number(count: int) -> Span:
    """Return an integer with all its digits, in groups of three."""
    return Span(f"{count:,}".replace(",", "\u2009"), value=count)


def distinct_pair(a: float, b: float, digits: int = 3) -> tuple[Span, Span]:
    """Return two numbers with enough digits to look different, where they differ."""
    first, second = distinct_numbers((a, b), digits)
    return first, second


def distinct_numbers(values: Sequence[float], digits: int = 2) -> list[Span]:
    """Return numbers with enough digits that different numbers look different.

    Numbers that look different with `digits` significant digits have no more. Otherwise neighboring numbers get the
    same number of decimals, with trailing zeros.
    """
    written: dict[float, str] = {}
    for group in _close_groups(sorted(set(values))):
        usual = [str(number(value, digits)) for value in group]
        # Most often all look different at once, and counting different numbers took a fifth of a frame of Toy.
        texts = usual if len(set(usual)) == len(group) else _distinct(group, digits)
        written |= zip(group, texts, strict=True)
    return [Span(written[value], value=value) for value in values]


def _close_groups(values: Sequence[float]) -> Iterator[list[float]]:
    """Yield ascending numbers in groups whose neighbors differ by less than a tenth."""
    group: list[float] = []
    for value in values:
        if group and value - group[-1] > 0.1 * max(abs(value), abs(group[-1])):
            yield group
            group = []
        group.append(value)
    yield group


def _distinct(group: Sequence[float], digits: int) -> list[str]:
    """Return close numbers with as few digits as make different ones look different, at least `digits`."""
    usual, count = [str(number(value, digits)) for value in group], _distinct_count(group)
    return next(each for each in (usual, *_with_more_digits(group, digits)) if len(set(each)) == count)


def _distinct_count(group: Sequence[float]) -> int:
    """Return the count of different numbers in a group, at the 16 digits of a float."""
    return len(set(_to_place(group, 16)))


def _with_more_digits(group: Sequence[float], digits: int) -> Iterator[list[str]]:
    return (_to_place(group, each) for each in range(digits, 17))


def _to_place(group: Sequence[float], digits: int) -> list[str]:
    """Return numbers at the decimal place at which the largest of them has `digits` significant digits."""
    largest = max(abs(value) for value in group)
    exponent = max(math.floor(math.log10(largest)), -307) if largest else 0
    if 1e-3 <= largest < 1e6:
        places = digits - 1 - exponent
        return [_signed(f"{round(value, places):.{max(places, 0)}f}") for value in group]
    power = f"10{_superscript(exponent)}"
    return [_signed(f"{value / 10.0**exponent:.{digits - 1}f} × {power}") for value in group]


def _signed(text: str) -> str:
    return text.replace("-", "−")


def _grouped(value: float) -> str:
    """Return an integer with a thin space between groups of three digits, from five digits on."""
    return f"{int(value):,}".replace(",", "\u2009" if value >= 1e4 else "")


def _unsigned(value: float, digits: int) -> str:
    if value == round(value) and value < 1e6:
        return _grouped(value)
    if 1e-3 <= value < 1e6:
        text = f"{value:.{digits}g}"
        return _grouped(float(text)) if "e" in text else text
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = f"10{_superscript(int(exponent))}"
    return power if float(mantissa) == 1 else f"{float(mantissa):g} × {power}"


def power_of_ten(exponent: int) -> str:
    """Return an integer power of ten as text for an axis: 0.01, 1 and 100, but 10⁴."""
    return f"{10.0**exponent:g}" if -3 <= exponent <= 3 else f"10{_superscript(exponent)}"


def percent(share: float) -> Span:
    """Return a share as a percentage with two significant digits; a share below 1e-5 is returned as a number.

    A share other than 1 has enough digits to differ from 100 %.
    """
    if 0.0 < share < 1e-5:
        return number(share)
    text, _ = distinct_pair(100.0 * share, 100.0, 2)
    return Span(f"{text} %", value=share)


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
