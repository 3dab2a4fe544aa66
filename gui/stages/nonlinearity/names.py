"""Texts for families and shares that the stages of nonlinearity have in common."""

import math
from collections.abc import Collection

from core.obstacles.nonlinearity.projection import NU_ROUNDING
from gui.wording.families import capitalized_name, family_name
from gui.wording.text import Sentence, Span, number, percent, tr

MIN_SHARE = 1e-5
"""The smallest share that is written with digits; a smaller one is written as "< 0.001 %"."""


def family_names(families: Collection[str], *, hall: bool = False) -> dict[str, Span]:
    """Return names by family; the two linear families alone are named by their difference, plain and with skips."""
    if set(families) == {"linear", "residual_linear"}:
        skips = tr("skips") if hall else tr("with skips")
        return {"linear": Span(tr("plain"), value="linear"), "residual_linear": Span(skips, value="residual_linear")}
    return {family: family_name(family, hall=hall) for family in families}


def share_text(nu: float) -> Span:
    """Return a share ν as a percentage; a share within rounding errors becomes 0 %."""
    if nu < NU_ROUNDING:
        return Span(tr("0 %"), value=nu)
    return percent(nu) if nu >= MIN_SHARE else Span(tr("< {least}", least=percent(MIN_SHARE)), value=nu)


def saturation_sentence(family: str, slope: float) -> Sentence:
    """Return the sentence that the activation of a family saturates: its median mean slope is below one half."""
    values = {"name": capitalized_name(family), "slope": number(slope)}
    return tr("{name} saturates: mean slope {slope} of its largest.", "saturates", **values)


def range_text(value: float) -> Span:
    """Return the range of a loss (max / min), which may be infinite."""
    return number(value) if math.isfinite(value) else Span(tr("∞"), value=value)
