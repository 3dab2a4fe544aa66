"""Every word on screen passes here: literal templates with named fields, and the way numbers are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True)
class Span:
    """A piece of a sentence; `role` names the color it takes: a method, or "" for the sentence's own."""

    text: str
    role: str = ""


Words = tuple[Span, ...]


def tr(template: str, **fields: object) -> str:
    """Return `template` in the user's language with its named fields filled in."""
    return "".join(span.text for span in rich(template, **fields))


def rich(template: str, **fields: object) -> Words:
    """Return `template` as spans: a field given as a Span keeps its role."""
    return tuple(_spans(template, fields))


def _spans(template: str, fields: dict[str, object]) -> Iterator[Span]:
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            yield Span(literal)
        if name:
            value = fields[name]
            yield value if isinstance(value, Span) else Span(str(value))


def plain(words: Words) -> str:
    """Return the text of spans without their colors."""
    return "".join(span.text for span in words)


def number(value: float, digits: int = 2) -> str:
    """Return a number at `digits` significant digits; whole numbers up to a million stay whole."""
    return _unsigned(abs(value), digits) if value >= 0 else f"−{_unsigned(-value, digits)}"


def told_apart(a: float, b: float, digits: int = 3) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to see that they differ, where they do."""
    while digits < 12 and a != b and number(a, digits) == number(b, digits):
        digits += 1
    return number(a, digits), number(b, digits)


def _unsigned(value: float, digits: int) -> str:
    if value == round(value) and value < 1e6:
        return f"{value:,.0f}".replace(",", "\u2009" if value >= 1e4 else "")
    if 1e-3 <= value < 1e6:
        text = f"{value:.{digits}g}"
        return f"{float(text):.0f}" if "e" in text else text
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = f"10{_superscript(int(exponent))}"
    return power if float(mantissa) == 1 else f"{float(mantissa):g} × {power}"


def power_of_ten(exponent: int) -> str:
    """Return 10 to a whole power the way an axis writes it: 0.01, 1, 100, then 10⁴."""
    return f"{10.0**exponent:g}" if -3 <= exponent <= 3 else f"10{_superscript(exponent)}"


def percent(share: float) -> str:
    """Return a share in [0, 1] as a percentage at two significant digits, a tiny one as a number."""
    return f"{number(100 * share)} %" if share >= 1e-5 else number(share)


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


METHODS = {
    "gradient_descent": "gradient descent",
    "heavy_ball": "heavy ball",
    "nesterov": "Nesterov",
    "conjugate_gradient": "conjugate gradient",
    "newton": "Newton",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamw": "AdamW",
}

SHORT = METHODS | {"conjugate_gradient": "conj. gradient"}
BRIEF = METHODS | {"gradient_descent": "GD", "conjugate_gradient": "CG"}
"""Names at the ends of lines, at the desk and in the hall."""

WORDS = SHORT | {
    "inverse_lipschitz": "1/L",
    "line_search": "exact line search",
    "worst": "worst case",
    "relu": "ReLU",
    "residual_linear": "linear, with skips",
    "residual_relu": "ReLU, with skips",
    "two_entries": "two entries",
    "all_layers": "all layers",
    "one_layer": "one layer",
    "inverse_root": "1/√L",
}
"""Words of parameters as a person reads them; the others stand for themselves."""


def word(key: str) -> str:
    """Return a word that a parameter accepts, as a person reads it."""
    return tr(WORDS.get(key, key))


def short(key: str, *, hall: bool = False) -> str:
    """Return a method's name as a label at the end of its line."""
    return tr((BRIEF if hall else SHORT)[key])


def method(key: str) -> str:
    """Return a method's name as a sentence writes it."""
    return tr(METHODS[key])
