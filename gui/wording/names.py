"""What methods, and the words of parameters, are called: at the ends of lines, in sentences, in the form."""

from gui.wording.text import Span, tr_noop, translated

METHODS = {
    "gradient_descent": tr_noop("gradient descent"),
    "heavy_ball": tr_noop("heavy ball"),
    "nesterov": tr_noop("Nesterov"),
    "conjugate_gradient": tr_noop("conjugate gradient"),
    "newton": tr_noop("Newton"),
    "adagrad": tr_noop("Adagrad"),
    "rmsprop": tr_noop("RMSprop"),
    "adam": tr_noop("Adam"),
    "adamw": tr_noop("AdamW"),
}

SHORT = METHODS | {"conjugate_gradient": tr_noop("conj. gradient")}
BRIEF = METHODS | {"gradient_descent": tr_noop("GD"), "conjugate_gradient": tr_noop("CG")}
"""Names at the ends of lines, at the desk and in the hall."""

WORDS = SHORT | {
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
    return Span(translated((BRIEF if hall else SHORT)[key]), value=key)


def method(key: str) -> Span:
    """Return a method's name as a sentence writes it."""
    return Span(translated(METHODS[key]), value=key)


def opening(name: Span) -> Span:
    """Return a name as it is written at the beginning of a sentence."""
    return Span(name[:1].upper() + name[1:], name.role, name.value)
