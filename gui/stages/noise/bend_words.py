"""What the bend says, every number from the result."""

import numpy as np

from core.laws import Slope
from core.obstacles.noise.bend import BendResult
from gui.log_plot import fitted
from gui.stages.noise.names import SIGNAL
from gui.text import Span, number, percent, tr

FEW, MANY = 3, 10
"""Which batches the sentence compares with the first: eight times as many samples, and 1024 times."""


def formula(result: BendResult) -> str:
    """Return the fitted curve, once it is known."""
    floor, critical = result.smallest_steps, result.critical_batch
    if floor is None or critical is None:
        return ""
    return tr("steps ≈ {floor} (1 + {batch} / B)", floor=number(floor.value, 3), batch=number(critical.value))


def caption(result: BendResult) -> str:
    """Return the sentence under the picture."""
    told = result.steps[[0, FEW, MANY]]
    if np.isnan(told).any():
        return tr("Counting the steps that each batch size needs.")
    samples = result.batch_sizes / result.batch_sizes[0]
    return tr(
        "{few} × the samples: {less} × fewer steps. {many} ×: {least} ×.",
        few=number(float(samples[FEW])),
        less=Span(number(float(told[0] / told[1])), SIGNAL),
        many=number(float(samples[MANY])),
        least=Span(number(float(told[0] / told[2])), SIGNAL),
    )


def caveat(result: BendResult) -> str:
    """Return the line that says what the chosen dimension needs, and where the second law fails."""
    return tr(
        "d = {dimension}: batch {more} or {less}. On real networks, batch in proportion to parameters fails.",
        dimension=number(result.params.dimension),
        more=number(result.chosen_needed["fixed_signal"], 3),
        less=number(result.chosen_needed["own_signal"], 3),
    )


def steps_title(result: BendResult) -> str:
    """Return what is counted, and where."""
    kappa = number(float(result.eigenvalues.max() / result.eigenvalues.min()))
    return tr("steps to {share} of the loss, bowl of κ = {kappa}", share=percent(result.target), kappa=kappa)


def count(steps: int | None) -> str:
    """Return the steps of the chosen batch size, or that they are not known yet."""
    if steps is None:
        return tr("…")
    return tr("1 step") if steps == 1 else tr("{count} steps", count=number(steps))


def scale(result: BendResult) -> tuple[str, ...]:
    """Return from where to where the noise scale goes: wordings, the longest first."""
    first, last = number(float(result.simple_batch[0])), number(float(result.simple_batch[-1]), 3)
    return (
        tr("noise scale tr Σ / |G|²: {first} at the start, {last} at the target", first=first, last=last),
        tr("noise scale {first} to {last}", first=first, last=last),
    )


def bring() -> dict[str, tuple[str, ...]]:
    """Return what the coordinates that are added bring with them, by case: wordings, the longest first."""
    return {
        "fixed_signal": (tr("new coordinates bring only noise"), tr("only noise added")),
        "own_signal": (tr("new coordinates bring signal too"), tr("signal added too")),
    }


def growth(slope: Slope | None) -> tuple[str, ...]:
    """Return how the batch that is needed grows: wordings, the longest first."""
    return (tr("…"),) if slope is None else tuple(tr("slope {value}", value=value) for value in fitted(slope))
