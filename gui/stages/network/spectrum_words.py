"""The texts of network/spectrum."""

import numpy as np

from core.obstacles.network.spectrum import MAX_WEIGHTS, SpectrumResult
from gui.wording.sentences import paragraph
from gui.wording.text import Span, number, percent, tr

UPWARD, DOWNWARD, FLAT = "upward", "downward", "flat"
"""The series of the picture."""
FEW, MANY = 0.05, 0.25
"""Shares of all directions: at most the first are few, and at least the second many."""


def title(result: SpectrumResult) -> str:
    """Return the title: how many directions are steep, and how many nearly flat, in the last spectrum."""
    if result.too_large:
        return tr("Too many directions to compute them all", "too_large")
    steep, flat = _last(result.steep_count) / result.weight_count, _last(result.share_flat)
    if steep <= FEW and flat > 0.5:
        return tr("Few directions are steep, most are nearly flat", "steep_count", "share_flat")
    if steep <= FEW and flat >= MANY:
        return tr("Few directions are steep, many are nearly flat", "steep_count", "share_flat")
    return tr("How steep the loss is along each direction")


def formula(result: SpectrumResult) -> str:
    """Return how the network is trained."""
    rate = number(result.rate)
    if result.rate_is_tuned:
        return tr("momentum 0.9, rate {rate}, tuned on another network", "rate", "rate_is_tuned", rate=rate)
    return tr("momentum 0.9, rate {rate}", "rate", rate=rate)


def caption(result: SpectrumResult) -> str:
    """Return the sentence below the picture."""
    if result.too_large:
        return tr(
            "{n} directions: their curvatures are computed for up to {most}.", "weight_count", "too_large",
            n=number(result.weight_count), most=number(MAX_WEIGHTS),
        )  # fmt: skip
    if not len(result.steps):
        return tr("The curvature at the start is not finite.") if result.complete else tr("Computing all curvatures.")
    flat = _last(result.share_flat)
    if np.isnan(flat):
        return tr(
            "At loss {loss} no direction curves upward.", "share_flat", "losses", loss=number(_last(result.losses))
        )
    share = Span(percent(flat), FLAT)
    if result.diverged_at is not None:
        return tr(
            "Training diverged at step {n}; before, {share} were nearly flat.", "diverged_at", "share_flat",
            n=number(result.diverged_at), share=share,
        )  # fmt: skip
    if result.complete and result.arrived_at is None:
        return tr(
            "Not at loss {target} within {n} steps; {share} are nearly flat.", "arrived_at", "last_step", "share_flat",
            target=number(result.used.target_loss), n=number(result.last_step), share=share,
        )  # fmt: skip
    return tr(
        "At loss {loss}, {share} are nearly flat: under 1/1000 of the steepest.", "losses", "share_flat",
        loss=number(_last(result.losses)), share=share,
    )  # fmt: skip


def caveat(result: SpectrumResult) -> str:
    """Return the line that qualifies the result: directions that curve downward, and whether the steep ones vary."""
    if result.too_large:
        return tr("Fewer or narrower hidden layers have fewer.")
    if not len(result.steps) or np.isnan(_last(result.share_flat)):
        return tr("Curvatures: eigenvalues of the Hessian of the training loss.")
    negative = _last(result.share_negative)
    downward = (
        tr(
            "{share} curve downward, with {mass} of the curvature.", "share_negative", "negative_mass",
            share=Span(percent(negative), DOWNWARD), mass=Span(percent(_last(result.negative_mass)), DOWNWARD),
        )
        if negative
        else tr("No direction curves downward.", "share_negative")
    )  # fmt: skip
    return paragraph(downward, _steep_words(result))


def _steep_words(result: SpectrumResult) -> str:
    """Return how many directions are steep at the start and at the end, or "" if always as many."""
    if len(set(result.steep_count.tolist())) == 1:
        return ""
    return tr(
        "Over 1/10: {first} at first, {last} here.", "steep_count",
        first=number(_at(result.steep_count, 0)), last=number(_last(result.steep_count)),
    )  # fmt: skip


def hero(result: SpectrumResult, place: int) -> str:
    """Return the share of nearly flat directions of a spectrum."""
    if result.too_large:
        return tr("{n}", "weight_count", n=number(result.weight_count))
    flat = _at(result.share_flat, place)
    return tr("…") if np.isnan(flat) else tr("{share}", "share_flat", share=percent(flat))


def hero_wordings(result: SpectrumResult) -> tuple[str, ...]:
    """Return wordings of what the hero number is, the longest first."""
    if result.too_large:
        return (tr("directions"),)
    count = number(result.weight_count)
    return (
        tr("of all {n} directions are nearly flat", "weight_count", n=count),
        tr("of {n} directions nearly flat", "weight_count", n=count),
        tr("nearly flat"),
    )


def moment_wordings(result: SpectrumResult, place: int) -> tuple[str, ...]:
    """Return wordings of when a spectrum was taken, the longest first."""
    if result.too_large:
        return (tr("up to {most} are computed", "too_large", most=number(MAX_WEIGHTS)),)
    if place >= len(result.steps):
        return (tr("…"),)
    loss, step = number(float(result.losses[place])), number(float(result.steps[place]))
    if step.value == 0.0:
        return (tr("at the start, loss {loss}", "losses", "steps", loss=loss),)
    return (
        tr("at loss {loss}, step {step}", "losses", "steps", loss=loss, step=step),
        tr("at loss {loss}", "losses", loss=loss),
    )


def empty_text(result: SpectrumResult) -> str:
    """Return what stands in the plot where there is no spectrum."""
    return tr("no spectrum of so many directions", "too_large") if result.too_large else tr("no spectrum")


def flat_wordings() -> tuple[str, ...]:
    """Return wordings of what the shaded part of the plot is, the longest first."""
    return (tr("nearly flat: under 1/1000 of the steepest"), tr("nearly flat: under 1/1000"), tr("nearly flat"))


def downward_wordings() -> tuple[str, ...]:
    """Return wordings of what hollow dots are, the longest first."""
    return (tr("hollow: curves downward"), tr("hollow: downward"))


def zero_text(result: SpectrumResult, place: int) -> str:
    """Return how many eigenvalues of a spectrum are exactly zero, or ""."""
    count = int(_at(result.zero_eigenvalues, place, 0.0))
    return tr("{n} are exactly flat", "zero_eigenvalues", n=number(count)) if count else ""


def _last(values: np.ndarray) -> float:
    return _at(values, len(values) - 1)


def _at(values: np.ndarray, place: int, unknown: float = np.nan) -> float:
    return float(values[place]) if 0 <= place < len(values) else unknown
