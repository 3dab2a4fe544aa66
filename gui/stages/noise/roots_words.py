"""The texts of noise/roots."""

from core.obstacles.noise.roots import RootsResult
from gui.picture.log_plot import slope_wordings
from gui.stages.noise.names import SIGNAL
from gui.wording.sentences import paragraph
from gui.wording.text import Sentence, Span, number, tr


def caption(result: RootsResult) -> Sentence:
    """Return the sentence under the picture."""
    across, along = result.slope_by_dimension, result.slope_by_batch
    if across is None or along is None or not result.complete:
        return tr("Measuring the length of noise.")
    return tr(
        "Four times the samples: noise ÷ {less}. Four times the dimension: × {more}.",
        "slope_by_batch",
        "slope_by_dimension",
        less=Span(number(4.0**-along.value), SIGNAL),
        more=Span(number(4.0**across.value), SIGNAL),
    )


def caveat(result: RootsResult) -> str:
    """Return the line that says what kind of noise this holds for."""
    sigma = number(result.params.noise_std, 3)
    return paragraph(
        tr("√B: independent samples of finite variance.", "exact_rms_by_batch"),
        tr("√d: the same σ = {sigma} in each coordinate.", "exact_rms_by_dimension", "noise_std", sigma=sigma),
    )


def across_words(result: RootsResult) -> tuple[Sentence, ...]:
    """Return wordings of the slope against the dimension, measured beside exact, the longest first."""
    if result.slope_by_dimension is None:
        return (tr("RMS: slope exactly 1/2", "exact_rms_by_dimension"),)
    return tuple(
        tr("RMS: slope {value}, exact 1/2", "slope_by_dimension", "exact_rms_by_dimension", value=value)
        for value in slope_wordings(result.slope_by_dimension)
    )


def along_words(result: RootsResult) -> tuple[Sentence, ...]:
    """Return wordings of the slope against the batch size likewise."""
    if result.slope_by_batch is None:
        return (tr("slope exactly −1/2", "exact_rms_by_batch"),)
    return tuple(
        tr("slope {value}, exact −1/2", "slope_by_batch", "exact_rms_by_batch", value=value)
        for value in slope_wordings(result.slope_by_batch)
    )
