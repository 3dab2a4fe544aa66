"""The texts of noise/roots."""

from core.obstacles.noise.roots import RootsResult
from gui.picture.log_plot import slope_wordings
from gui.stages.noise.names import SIGNAL
from gui.wording.sentences import paragraph
from gui.wording.text import Sentence, Span, distinct_pair, number, tr


def caption(result: RootsResult) -> Sentence:
    """Return the sentence under the picture."""
    across, along = result.slope_by_dimension, result.slope_by_batch
    if not result.complete:
        return tr("Measuring the length of noise.")
    return tr(
        "Four times the samples: noise ÷ {less}. Four times the dimension: × {more}.",
        "slope_by_batch",
        "slope_by_dimension",
        less=_factor(4.0**-along.value),
        more=_factor(4.0**across.value),
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
    interval, value = slope_wordings(result.slope_by_dimension)
    return (
        tr("RMS: slope {value}, exact 1/2", "slope_by_dimension", "exact_rms_by_dimension", value=interval),
        tr("RMS: slope {value}, exact 1/2", "slope_by_dimension", "exact_rms_by_dimension", value=value),
        tr("RMS: slope {value}", "slope_by_dimension", value=value),
    )


def figure_heading() -> Sentence:
    """Return the heading of the hero number."""
    return tr("4 × the samples")


def figure(result: RootsResult) -> Sentence:
    """Return by what four times the samples divide the noise, as measured."""
    return tr("noise ÷ {less}", "slope_by_batch", less=_factor(4.0**-result.slope_by_batch.value))


def _factor(value: float) -> Span:
    return Span(f"{value:.1f}", SIGNAL, value)


def figure_wordings(result: RootsResult) -> tuple[Sentence, ...]:
    """Return wordings of what the hero number is of, with the slope it comes from, the longest first."""
    interval, value = slope_wordings(result.slope_by_batch)
    return (
        tr("RMS: slope {value}, exact −1/2", "slope_by_batch", "exact_rms_by_batch", value=interval),
        tr("RMS: slope {value}, exact −1/2", "slope_by_batch", "exact_rms_by_batch", value=value),
        tr("RMS: slope {value}", "slope_by_batch", value=value),
    )


def step_wordings(before: float, after: float) -> tuple[Sentence, ...]:
    """Return wordings of the noise before and after a step to four times the samples, the longest first."""
    values = dict(zip(("before", "after"), distinct_pair(before, after), strict=True))
    return (
        tr("four times the samples: {before} → {after}", "fourfold_step", **values),
        tr("4 × the samples: {before} → {after}", "fourfold_step", **values),
        tr("× 4: {before} → {after}", "fourfold_step", **values),
    )
