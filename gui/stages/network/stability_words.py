"""The texts of network/stability."""

import numpy as np

from core.obstacles.network.stability import StabilityResult
from gui.wording.sentences import paragraph
from gui.wording.text import Span, ntr, number, percent, tr

METHOD = "gradient_descent"


def headline(result: StabilityResult) -> str:
    """Return the title: where the sharpness ends relative to the limit, once it is known."""
    if not result.ended:
        return _open_headline()
    if result.diverged is not None:
        return tr("At this rate gradient descent diverges", "diverged")
    if result.never_above:
        return tr("At this rate the sharpness stays below the limit", "never_above")
    if result.starts_above:
        return _headline_from_above(result)
    if result.first_crossing is not None and result.stays_at_limit:
        return tr("Gradient descent comes to the edge of stability", "first_crossing", "stays_at_limit")
    return _open_headline()


def _open_headline() -> str:
    return tr("How sharp does gradient descent make the loss?")


def _headline_from_above(result: StabilityResult) -> str:
    if result.stays_at_limit:
        return tr("Gradient descent settles at the edge of stability", "starts_above", "stays_at_limit")
    if result.ends_below:
        return tr("Gradient descent moves to where the loss is less sharp", "starts_above", "ends_below")
    return _open_headline()


def formula() -> str:
    """Return what the limit is for."""
    return tr("a step on a parabola is stable up to the curvature 2/a")


def caption(result: StabilityResult) -> str:
    """Return the sentence under the picture."""
    limit = number(result.limit)
    if not result.ended:
        return _caption_under_way(result, limit)
    if result.diverged is not None:
        return tr(
            "Sharpness at the start {start}, limit 2/a = {limit}: diverged at step {step}.",
            "starts_at", "limit", "diverged",
            start=number(result.starts_at), limit=limit, step=Span(number(result.diverged), "alarm"),
        )  # fmt: skip
    if result.never_above:
        share = Span(percent(result.largest_ratio), METHOD)
        return ntr(
            "In {n} step the sharpness reaches {share} of the limit 2/a = {limit}.",
            "In {n} steps the sharpness reaches {share} of the limit 2/a = {limit}.",
            result.length, "length", "never_above", "largest_ratio", "limit", share=share, limit=limit,
        )  # fmt: skip
    if result.starts_above and (result.stays_at_limit or result.ends_below):
        return _caption_from_above(result, limit)
    if result.first_crossing is not None and result.stays_at_limit:
        return _caption_of_climb(result, limit)
    ratio = Span(number(result.mean_last_half or np.nan, 3), METHOD)
    return tr(
        "In the last half the sharpness averages {ratio}× the limit 2/a = {limit}.", "mean_last_half", "limit",
        ratio=ratio, limit=limit,
    )  # fmt: skip


def _caption_under_way(result: StabilityResult, limit: Span) -> str:
    if result.first_crossing is None:
        return tr("The limit of this rate is a sharpness of 2/a = {limit}.", "limit", limit=limit)
    return tr(
        "The sharpness rose above the limit 2/a = {limit} at step {step}.", "limit", "first_crossing",
        limit=limit, step=Span(number(result.first_crossing), METHOD),
    )  # fmt: skip


def _caption_of_climb(result: StabilityResult, limit: Span) -> str:
    if result.loss_falls:
        return tr(
            "Sharpness climbs to the limit 2/a = {limit} and stays; the loss still falls.",
            "first_crossing", "stays_at_limit", "loss_falls", "limit", limit=limit,
        )  # fmt: skip
    return tr(
        "Sharpness climbs to the limit 2/a = {limit} and stays.", "first_crossing", "stays_at_limit", "limit",
        limit=limit,
    )  # fmt: skip


def _caption_from_above(result: StabilityResult, limit: Span) -> str:
    values = {"start": Span(number(result.starts_at), METHOD), "limit": limit}
    if result.stays_at_limit:
        return tr(
            "Sharpness starts at {start}, above the limit 2/a = {limit}, and settles there.",
            "starts_at", "starts_above", "stays_at_limit", "limit", **values,
        )  # fmt: skip
    return tr(
        "Sharpness starts at {start}, above the limit 2/a = {limit}, and falls below.",
        "starts_at", "starts_above", "ends_below", "limit", **values,
    )  # fmt: skip


def caveat(result: StabilityResult) -> str:
    """Return the line with the conditions, and what happens with the other loss."""
    return paragraph(tr("Squared loss, small last layer."), _with_cross_entropy(result) if result.complete else "")


def _with_cross_entropy(result: StabilityResult) -> str:
    rate = number(result.cross_entropy_rate)
    if result.cross_entropy_diverged is not None:
        return tr(
            "Cross-entropy, rate {rate}: diverged at step {step}.", "cross_entropy_rate", "cross_entropy_diverged",
            rate=rate, step=number(result.cross_entropy_diverged),
        )  # fmt: skip
    return tr(
        "Cross-entropy, rate {rate}: peak {peak}× its limit, end {end}×.",
        "cross_entropy_rate", "cross_entropy_peak", "cross_entropy_end",
        rate=rate, peak=number(result.cross_entropy_peak), end=number(result.cross_entropy_end),
    )  # fmt: skip


def hero(result: StabilityResult, step: int) -> str:
    """Return the sharpness measured last up to a step, and the limit."""
    sharpness = result.sharpness_at(step)
    if np.isnan(sharpness):
        return tr("…")
    return tr(
        "{sharpness} (limit {limit})", "sharpness", "limit",
        sharpness=three_digits(sharpness), limit=number(result.limit),
    )  # fmt: skip


def measured_at(result: StabilityResult, step: int) -> str:
    """Return what the hero number is, and the step at which it was measured."""
    known = result.steps[result.steps <= step]
    if not len(known):
        return tr("…")
    return tr("sharpness at step {step}", "steps", step=number(float(known[-1])))


def loss_wordings(result: StabilityResult, step: int) -> tuple[str, ...]:
    """Return wordings of the loss at a step, the longest first; of its rises at the last one."""
    if result.diverged is not None and step >= result.diverged:
        return (tr("diverged at step {step}", "diverged", step=number(result.diverged)),)
    if result.ended and step >= result.length and result.share_rising is not None:
        if not result.share_rising:
            return (tr("the loss never rises in the last half", "share_rising"),)
        share = percent(result.share_rising)
        return (
            tr("the loss rises in {share} of the steps of the last half", "share_rising", share=share),
            tr("loss rises in {share} of the last half", "share_rising", share=share),
        )
    return (tr("loss {loss}", "loss", loss=number(float(result.loss[min(step, len(result.loss) - 1)]))),)


def three_digits(value: float) -> Span:
    """Return a number with three significant digits, zeros at the end included, so that its width seldom changes."""
    return number(value, 3) if value >= 1000.0 or value < 0.1 else Span(f"{value:#.3g}".rstrip("."), value=value)
