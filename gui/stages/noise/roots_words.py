"""What the roots say, every number from the result."""

import numpy as np

from core.laws import Slope
from core.obstacles.noise.roots import RootsResult
from gui.text import Span, Words, number, rich, tr

METHOD = "gradient_descent"


def caption(result: RootsResult) -> Words:
    """Return the sentence under the picture."""
    across, along = result.slope_by_dimension, result.slope_by_batch
    if across is None or along is None or not result.complete:
        return rich("Measuring the length of noise.")
    return rich(
        "Four times the samples: noise ÷ {less}. Four times the dimension: × {more}.",
        less=Span(number(4.0**-along.value), METHOD),
        more=Span(number(4.0**across.value), METHOD),
    )


def caveat(result: RootsResult) -> str:
    """Return the line that says what kind of noise this holds for."""
    sigma = number(result.params.noise_std, 3)
    return tr("Root of B: for any independent samples. Root of d: as σ = {sigma} in every coordinate.", sigma=sigma)


def slope_words(slope: Slope | None, exact: str, *, hall: bool) -> str:
    """Return a measured slope beside the exact one, with its interval where there is room."""
    if slope is None:
        return tr("slope exactly {exact}", exact=exact)
    half = (slope.high - slope.low) / 2
    if hall:
        return tr("slope {value}, exact {exact}", value=_decimals(slope.value, 2), exact=exact)
    # Two decimals at least, and as many more as the interval gives meaning to.
    digits = int(np.clip(-np.floor(np.log10(half)), 2, 6)) if half > 0 else 2
    return tr(
        "slope {value} ± {half}, exact {exact}",
        value=_decimals(slope.value, digits),
        half=_decimals(half, digits),
        exact=exact,
    )


def _decimals(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace("-", "−")
