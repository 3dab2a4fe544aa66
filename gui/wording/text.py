"""Every word on screen passes here: literal templates with named fields, and the way numbers are written.

A sentence is one literal template. It remembers its template, its fields and the claims that it makes: the names
of what the result in the picture must say for the sentence to be true. `tests/claims` checks each of them.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from types import MappingProxyType
from typing import Self

from core.message import Message


class Span(str):
    """A field of a sentence as it is written.

    Attributes
    ----------
    role
        Names the color it takes: a method, or "" for the sentence's own.
    value
        What it stands for: a number, or the key of a name; None where it is only text.
    sentence
        The sentence whose text it is, or None.

    """

    role: str
    value: object
    sentence: "Sentence | None"

    def __new__(cls, text: str, role: str = "", value: object = None) -> Self:
        """Make a span of `text`; of a span or a sentence it takes over the value, of a span the role too."""
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
        The literal template, by which a translation is found; "" where sentences only stand beside each other.
    claims
        Names of fields, properties or methods of the result that make it true.
    fields
        What is filled in, by name.
    value
        The number that decided between one and many, else None.
    subject
        Key of what it is about, where its words leave that to the place they stand at; else "".
    spans
        The text in pieces of one color each.

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
        """Return the sentence that these spans make up."""
        made = cls("".join(spans))
        made.template, made.claims, made.fields = template, claims, MappingProxyType(dict(fields))
        made.value, made.subject, made.spans = None, "", spans
        return made

    def about(self, subject: str) -> "Sentence":
        """Return the sentence, about a method, a family or whatever else its words do not name."""
        self.subject = subject
        return self


def tr(template: str, /, *claims: str, **fields: object) -> Sentence:
    """Return `template` in the user's language with its named fields filled in; it makes these claims.

    The template and the claims are written as literals: a test collects them.
    """
    return Sentence.from_spans(template, claims, fields, tuple(_spans(template, fields)))


def ntr(one: str, many: str, n: float, /, *claims: str, **fields: object) -> Sentence:
    """Return `one` for 1 and else `many`, as `tr` does; both may use the field `n`."""
    fields = {"n": number(n)} | fields
    made = tr(one if n == 1 else many, *claims, **fields)
    made.value = n
    return made


def tr_noop(text: str) -> str:
    """Return a literal as it is: marks words in a table, which `translated` is asked for when they are shown."""
    return text


def translated(message: str, /, **fields: object) -> Sentence:
    """Return a marked text with its fields filled in, or a message of core, in the user's language."""
    if isinstance(message, Message):
        return tr(message.template, **message.fields)
    return tr(message, **fields)


def _written(value: object) -> object:
    """Return a field as it is written: a message of core in the user's language."""
    return translated(value) if isinstance(value, Message) else value


def spans(text: str) -> tuple[Span, ...]:
    """Return a text in pieces of one color each."""
    if isinstance(text, Sentence):
        return text.spans
    return (text if isinstance(text, Span) else Span(text),) if text else ()


def sentences(text: object) -> Iterator[Sentence]:
    """Yield the sentence that a text is, or is written with, and those that its fields hold."""
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
            value = _written(fields[name])
            if isinstance(value, Sentence):
                yield from value.spans
            else:
                yield value if isinstance(value, Span) else Span(str(value))


def number(value: float, digits: int = 2) -> Span:
    """Return a number at `digits` significant digits; whole numbers up to a million stay whole."""
    return Span(_unsigned(abs(value), digits) if value >= 0 else f"−{_unsigned(-value, digits)}", value=value)


def whole_number(count: int) -> Span:
    """Return a whole number with all its digits, however large."""
    return Span(f"{count:,}".replace(",", "\u2009"), value=count)


def distinct_pair(a: float, b: float, digits: int = 3) -> tuple[Span, Span]:
    """Return two numbers with as many digits as it takes to see that they differ, where they do."""
    first, second = distinct_numbers((a, b), digits)
    return first, second


def distinct_numbers(values: Sequence[float], digits: int = 2) -> list[Span]:
    """Return numbers with as many digits as it takes to see which of them differ.

    Those that do at `digits` significant digits have no more. Numbers close to each other, some of which do not, are
    all written to the same decimal place, zeros and all.
    """
    written: dict[float, str] = {}
    for group in _close(sorted(set(values))):
        usual = [str(number(value, digits)) for value in group]
        told = next(each for each in (usual, *_finer(group, digits)) if len(set(each)) == _different(group))
        written |= zip(group, told, strict=True)
    return [Span(written[value], value=value) for value in values]


def _close(values: Sequence[float]) -> Iterator[list[float]]:
    """Yield rising numbers in groups whose neighbors differ by less than a tenth."""
    group: list[float] = []
    for value in values:
        if group and value - group[-1] > 0.1 * max(abs(value), abs(group[-1])):
            yield group
            group = []
        group.append(value)
    yield group


def _different(group: Sequence[float]) -> int:
    """Return how many numbers of a group look different at as many digits as a float has without rounding."""
    return len(set(_to_place(group, 16)))


def _finer(group: Sequence[float], digits: int) -> Iterator[list[str]]:
    return (_to_place(group, each) for each in range(digits, 17))


def _to_place(group: Sequence[float], digits: int) -> list[str]:
    """Return numbers at the decimal place at which the largest of them has so many significant digits."""
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
    """Return a whole number in groups of three digits, from five on."""
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
    """Return 10 to a whole power the way an axis writes it: 0.01, 1, 100, then 10⁴."""
    return f"{10.0**exponent:g}" if -3 <= exponent <= 3 else f"10{_superscript(exponent)}"


def percent(share: float) -> Span:
    """Return a share as a percentage at two significant digits, a tiny one as a number.

    It has as many digits as it takes to tell it from all, where it is less, or more.
    """
    if 0.0 < share < 1e-5:
        return number(share)
    text, _ = distinct_pair(100.0 * share, 100.0, 2)
    return Span(f"{text} %", value=share)


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
