"""What methods, and the words of parameters, are called: at the ends of lines, in sentences, in the form."""

from gui.style.methods import METHODS
from gui.wording.text import Span, tr_noop, translated

_METHODS = {method.key: method for method in METHODS}

WORDS = {method.key: method.short or method.name for method in METHODS} | {
    "inverse_lipschitz": tr_noop("1/L"),
    "line_search": tr_noop("exact line search"),
    "worst": tr_noop("(κ, 1)"),
    "optimal": tr_noop("optimal"),
    "default": tr_noop("default"),
    "random": tr_noop("random"),
    "linear": tr_noop("linear"),
    "relu": tr_noop("ReLU"),
    "tanh": tr_noop("tanh"),
    "sigmoid": tr_noop("sigmoid"),
    "residual_linear": tr_noop("linear, with skips"),
    "residual_relu": tr_noop("ReLU, with skips"),
    "two_entries": tr_noop("two entries"),
    "tied": tr_noop("tied"),
    "all_layers": tr_noop("all layers"),
    "one_layer": tr_noop("one layer"),
    "inverse_root": tr_noop("1/√L"),
}
"""Words of parameters as a person reads them; others stand for themselves."""


def word(key: str) -> Span:
    """Return a word that a parameter accepts, as a person reads it."""
    return Span(translated(WORDS.get(key, key)), value=key)


def short(key: str, *, hall: bool = False) -> Span:
    """Return a method's name as a label at the end of its line."""
    row = _METHODS[key]
    return Span(translated((row.brief if hall else row.short) or row.name), value=key)


def method(key: str) -> Span:
    """Return a method's name as a sentence writes it."""
    return Span(translated(_METHODS[key].name), value=key)


def opening(name: Span) -> Span:
    """Return a name as it is written at the beginning of a sentence."""
    return Span(name[:1].upper() + name[1:], name.role, name.value)
