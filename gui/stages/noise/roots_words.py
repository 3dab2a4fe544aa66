"""What the roots say, every number from the result."""

from core.laws import Slope
from core.obstacles.noise.roots import RootsResult
from gui.log_plot import fitted
from gui.stages.noise.names import SIGNAL
from gui.text import Span, number, tr


def caption(result: RootsResult) -> str:
    """Return the sentence under the picture."""
    across, along = result.slope_by_dimension, result.slope_by_batch
    if across is None or along is None or not result.complete:
        return tr("Measuring the length of noise.")
    return tr(
        "Four times the samples: noise ÷ {less}. Four times the dimension: × {more}.",
        less=Span(number(4.0**-along.value), SIGNAL),
        more=Span(number(4.0**across.value), SIGNAL),
    )


def caveat(result: RootsResult) -> str:
    """Return the line that says what kind of noise this holds for."""
    sigma = number(result.params.noise_std, 3)
    return tr("Root of B: for any independent samples. Root of d: as σ = {sigma} in every coordinate.", sigma=sigma)


def slope_words(slope: Slope | None, exact: str) -> tuple[str, ...]:
    """Return wordings of a measured slope beside the exact one, the longest first."""
    if slope is None:
        return (tr("slope exactly {exact}", exact=exact),)
    return tuple(tr("slope {value}, exact {exact}", value=value, exact=exact) for value in fitted(slope))
