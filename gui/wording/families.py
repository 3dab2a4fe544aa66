"""Names of families of networks, and of their depths."""

from gui.wording.names import capitalized
from gui.wording.text import Sentence, Span, ntr, tr_noop, translated

FAMILY_NAMES = {
    "linear": tr_noop("linear"),
    "relu": tr_noop("ReLU"),
    "tanh": tr_noop("tanh"),
    "sigmoid": tr_noop("sigmoid"),
    "residual_linear": tr_noop("linear + skips"),
    "residual_relu": tr_noop("ReLU + skips"),
    "residual_tanh": tr_noop("tanh + skips"),
}
HALL_FAMILY_NAMES = FAMILY_NAMES | {"residual_linear": tr_noop("lin. + skips")}


def family_name(family: str, *, hall: bool = False) -> Span:
    """Return the name of a family."""
    return Span(translated((HALL_FAMILY_NAMES if hall else FAMILY_NAMES)[family]), value=family)


def capitalized_name(family: str) -> Span:
    """Return the name of a family for the beginning of a sentence."""
    return capitalized(family_name(family))


def layer_text(count: float) -> Sentence:
    """Return the text "n layers"."""
    return ntr("{n} layer", "{n} layers", int(count))
