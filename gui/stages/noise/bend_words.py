"""The texts of noise/bend."""

import numpy as np

from core.laws import Slope
from core.obstacles.noise.bend import BendResult
from gui.picture.log_plot import slope_wordings
from gui.stages.noise.names import SIGNAL
from gui.wording.sentences import first_fitting
from gui.wording.text import Sentence, Span, ntr, number, percent, tr

FEW, MANY = 3, 10
"""Indices of the batch sizes that the picture compares with the first: 8 and 1024 samples."""


def formula(result: BendResult) -> str:
    """Return the fitted curve, or "" before it is known."""
    floor, critical = result.smallest_steps, result.critical_batch
    if floor is None or critical is None:
        return ""
    values = {"floor": number(floor.value, 3), "batch": number(critical.value)}
    return tr("steps ≈ {floor} (1 + {batch} / B)", "smallest_steps", "critical_batch", **values)


def caption(result: BendResult) -> Sentence:
    """Return the sentence under the picture."""
    savings = result.savings[[FEW, MANY]]
    if np.isnan(savings).any():
        return tr("Counting the steps that each batch size needs.")
    first, few, many = (number(float(size)) for size in result.batch_sizes[[0, FEW, MANY]])
    return tr(
        "B = {few} instead of {first}: {less}× fewer steps; B = {many}: only {least}×.",
        "steps",
        first=first,
        few=few,
        less=Span(number(float(savings[0])), SIGNAL),
        many=many,
        least=Span(number(float(savings[1])), SIGNAL),
    )


def figure_heading(result: BendResult) -> Sentence:
    """Return the heading of the hero number."""
    return tr(
        "{many} × the samples", "batch_sizes", many=number(float(result.batch_sizes[MANY] / result.batch_sizes[0]))
    )


def figure(result: BendResult) -> Sentence:
    """Return by what that many samples divide the steps, or dots before it is known."""
    saving = float(result.savings[MANY])
    return tr("…") if np.isnan(saving) else tr("steps ÷ {less}", "savings", less=number(saving)).about("many")


def saving_label(result: BendResult, index: int) -> Sentence:
    """Return the label of the drop from the steps of the first batch size to those of the one at an index."""
    saving = number(float(result.savings[index]))
    return tr("÷ {less}", "savings", less=saving).about({FEW: "few", MANY: "many"}[index])


def chosen_wordings(result: BendResult) -> tuple[Sentence, ...]:
    """Return wordings of the steps with the chosen batch size, the longest first; dots before they are known."""
    steps, batch = result.chosen_steps, number(result.params.batch_size)
    if steps is None:
        return (tr("…"),)
    return (
        ntr(
            "ring: B = {batch}, 1 step at the best fixed rate",
            "ring: B = {batch}, {n} steps at the best fixed rate",
            steps,
            "chosen_steps",
            "batch_size",
            batch=batch,
        ),
        ntr(
            "ring: B = {batch}, 1 step",
            "ring: B = {batch}, {n} steps",
            steps,
            "chosen_steps",
            "batch_size",
            batch=batch,
        ),
    )


def caveat(result: BendResult) -> str:
    """Return the line with the batch sizes needed in both cases at the chosen dimension."""
    values = {
        "dimension": number(result.params.dimension),
        "more": number(result.chosen_needed["fixed_signal"], 3),
        "less": number(result.chosen_needed["own_signal"], 3),
    }
    cosine = number(result.alignment)
    return first_fitting(
        tr(
            "For mean cosine {cosine} at d = {dimension}: B = {more} with only noise added, {less} with signal.",
            "alignment", "dimension", "chosen_needed", cosine=cosine, **values,
        ),
        tr(
            "Mean cosine {cosine} at d = {dimension}: B = {more} with only noise added, {less} with signal.",
            "alignment", "dimension", "chosen_needed", cosine=cosine, **values,
        ),
        max_length=90,
    )  # fmt: skip


def steps_title(result: BendResult) -> tuple[Sentence, Sentence]:
    """Return wordings of the title of the first plot, the longest first."""
    kappa = number(float(result.eigenvalues.max() / result.eigenvalues.min()))
    values = {"share": percent(result.target), "kappa": kappa, "sigma": number(result.noise_std)}
    return (
        tr(
            "steps to {share} of the initial loss on a fixed bowl of κ = {kappa}, σ = {sigma}",
            "target", "eigenvalues", "noise_std", **values,
        ),
        tr("steps to {share}: fixed bowl, κ = {kappa}, σ = {sigma}", "target", "eigenvalues", "noise_std", **values),
    )  # fmt: skip


def needed_title(result: BendResult) -> tuple[Sentence, Sentence]:
    """Return wordings of the title of the second plot, the longest first."""
    cosine = number(result.alignment)
    return (
        tr("batch size for mean cosine {cosine}", "alignment", cosine=cosine),
        tr("B for mean cosine {cosine}", "alignment", cosine=cosine),
    )


def noise_scale_wordings(result: BendResult) -> tuple[Sentence, Sentence]:
    """Return wordings of the range of the noise scale, the longest first."""
    first, last = number(float(result.simple_batch[0])), number(float(result.simple_batch[-1]), 3)
    values = {"first": first, "last": last}
    return (
        tr("noise scale tr Σ / |G|²: {first} at the start, {last} at the target", "simple_batch", **values),
        tr("noise scale {first} to {last}", "simple_batch", **values),
    )


def case_wordings() -> dict[str, tuple[Sentence, Sentence]]:
    """Return wordings of the labels of both cases, the longest first."""
    return {
        "fixed_signal": (tr("new coordinates bring only noise"), tr("only noise added")),
        "own_signal": (tr("new coordinates bring signal too"), tr("signal added too")),
    }


def case_slope(case: str, slope: Slope | None) -> Sentence:
    """Return the fitted slope of a case, without its interval: the curvature of the law widens that."""
    if slope is None:
        return tr("…")
    _, value = slope_wordings(slope)
    return tr("slope {value}", "needed_slope", value=value).about(case)
