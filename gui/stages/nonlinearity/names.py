"""Texts for families, depths and shares that the stages of nonlinearity have in common."""

import math
from collections.abc import Collection

from core.obstacles.nonlinearity.projection import NU_ROUNDING
from gui.wording.names import capitalized
from gui.wording.text import Sentence, Span, ntr, number, percent, tr, tr_noop, translated

FAMILY_NAMES = {
    "linear": tr_noop("linear"),
    "relu": tr_noop("ReLU"),
    "tanh": tr_noop("tanh"),
    "sigmoid": tr_noop("sigmoid"),
    "residual_linear": tr_noop("linear + skips"),
    "residual_relu": tr_noop("ReLU + skips"),
}
HALL_FAMILY_NAMES = FAMILY_NAMES | {"residual_linear": tr_noop("lin. + skips")}
MIN_SHARE = 1e-5
"""The smallest share that is written with digits; a smaller one is written as "< 0.001 %"."""


def family_name(family: str, *, hall: bool = False) -> Span:
    """Return the name of a family."""
    return Span(translated((HALL_FAMILY_NAMES if hall else FAMILY_NAMES)[family]), value=family)


def family_names(families: Collection[str], *, hall: bool = False) -> dict[str, Span]:
    """Return names by family; the two linear families alone are named by their difference, plain and with skips."""
    if set(families) == {"linear", "residual_linear"}:
        skips = tr("skips") if hall else tr("with skips")
        return {"linear": Span(tr("plain"), value="linear"), "residual_linear": Span(skips, value="residual_linear")}
    return {family: family_name(family, hall=hall) for family in families}


def layer_text(count: float) -> Sentence:
    """Return the text "n layers"."""
    return ntr("{n} layer", "{n} layers", int(count))


def share_text(nu: float) -> Span:
    """Return a share ν as a percentage; a share within rounding errors becomes 0 %."""
    if nu < NU_ROUNDING:
        return Span(tr("0 %"), value=nu)
    return percent(nu) if nu >= MIN_SHARE else Span(tr("< {least}", least=percent(MIN_SHARE)), value=nu)


def capitalized_name(family: str) -> Span:
    """Return the name of a family for the beginning of a sentence."""
    return capitalized(family_name(family))


def saturation_sentence(family: str, slope: float) -> Sentence:
    """Return the sentence that the activation of a family saturates: its median mean slope is below one half."""
    values = {"name": capitalized_name(family), "slope": number(slope)}
    return tr("{name} saturates: mean slope {slope} of its largest.", "saturates", **values)


def range_text(value: float) -> Span:
    """Return the range of a loss (max / min), which may be infinite."""
    return number(value) if math.isfinite(value) else Span(tr("∞"), value=value)
