"""What the stages of nonlinearity call networks and numbers."""

import math
from collections.abc import Collection

from core.obstacles.nonlinearity.projection import NU_ROUNDING
from gui.wording.names import capitalized
from gui.wording.text import Sentence, Span, ntr, number, percent, tr, tr_noop, translated

NAMES = {
    "linear": tr_noop("linear"),
    "relu": tr_noop("ReLU"),
    "tanh": tr_noop("tanh"),
    "sigmoid": tr_noop("sigmoid"),
    "residual_linear": tr_noop("linear + skips"),
    "residual_relu": tr_noop("ReLU + skips"),
}
HALL_NAMES = NAMES | {"residual_linear": tr_noop("lin. + skips")}
LEAST = 1e-5
"""The smallest share that is told by its digits."""


def name(family: str, *, hall: bool = False) -> Span:
    """Return what a family is called."""
    return Span(translated((HALL_NAMES if hall else NAMES)[family]), value=family)


def names(families: Collection[str], *, hall: bool = False) -> dict[str, Span]:
    """Return what families are called beside each other: what they have in common goes without saying."""
    if set(families) == {"linear", "residual_linear"}:
        skips = tr("skips") if hall else tr("with skips")
        return {"linear": Span(tr("plain"), value="linear"), "residual_linear": Span(skips, value="residual_linear")}
    return {family: name(family, hall=hall) for family in families}


def layers(count: float) -> Sentence:
    """Return a number of layers."""
    return ntr("{n} layer", "{n} layers", int(count))


def share(nu: float) -> Span:
    """Return a share that no parabola explains; what is no more than rounding is none."""
    if nu < NU_ROUNDING:
        return Span(tr("0 %"), value=nu)
    return percent(nu) if nu >= LEAST else Span(tr("< {least}", least=percent(LEAST)), value=nu)


def opened(family: str) -> Span:
    """Return what a family is called at the beginning of a sentence."""
    return capitalized(name(family))


def saturates(family: str, slope: float) -> Sentence:
    """Return the sentence that the activation of a family saturates: its median mean slope is below one half."""
    told = {"name": opened(family), "slope": number(slope)}
    return tr("{name} saturates: mean slope {slope} of its largest.", "saturates", **told)


def spread(value: float) -> Span:
    """Return a highest over a lowest loss, which may be infinite."""
    return number(value) if math.isfinite(value) else Span(tr("∞"), value=value)
