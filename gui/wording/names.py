"""Display names of methods and of the words that parameters accept: for labels, sentences and the form."""

from gui.style.methods import METHODS
from gui.wording.text import Span, tr_noop, translated

_METHODS = {method.key: method for method in METHODS}

WORD_NAMES = {method.key: method.short_name or method.name for method in METHODS} | {
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
    "residual_tanh": tr_noop("tanh, with skips"),
    "two_entries": tr_noop("two free weights"),
    "tied": tr_noop("tied"),
    "all_layers": tr_noop("all layers"),
    "one_layer": tr_noop("one layer"),
    "inverse_root": tr_noop("1/√L"),
    "constant": tr_noop("constant"),
    "inverse_time": tr_noop("1/t"),
    "cosine": tr_noop("cosine"),
    "usual": tr_noop("usual"),
    "tuned": tr_noop("tuned"),
    "full": tr_noop("all digits"),
    "cross_entropy": tr_noop("cross-entropy"),
    "squared": tr_noop("squared"),
    "interleaved": tr_noop("every third digit"),
    "last": tr_noop("the last third"),
    "steps": tr_noop("steps"),
    "gradients": tr_noop("gradients paid"),
    "gradient_ratio": tr_noop("first gradient ÷ readout's"),
    "two": tr_noop("two"),
    "four": tr_noop("four"),
    "on": tr_noop("on"),
    "off": tr_noop("off"),
}
"""Display names of the words that parameters accept; a word without an entry is displayed as it is."""


def word_name(key: str) -> Span:
    """Return the display name of a word that a parameter accepts."""
    return Span(translated(WORD_NAMES.get(key, key)), value=key)


def short_name(key: str, *, hall: bool = False) -> Span:
    """Return a method's name for the label at the end of its line."""
    method = _METHODS[key]
    return Span(translated((method.hall_name if hall else method.short_name) or method.name), value=key)


def method_name(key: str) -> Span:
    """Return a method's name for a sentence."""
    return Span(translated(_METHODS[key].name), value=key)


def capitalized(name: Span) -> Span:
    """Return a name with a capital first letter, for the beginning of a sentence."""
    return Span(name[:1].upper() + name[1:], name.role, name.value)
