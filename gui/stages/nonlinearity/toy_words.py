"""What the toy says: its title, sentence and caveat, every number from the result."""

import numpy as np

from core.obstacles.nonlinearity.toy import ToyResult
from gui.sentences import fitting
from gui.stages.nonlinearity.names import layers, share
from gui.text import Span, number, percent, tr

ALONE, TIED = "two_entries", "tied"
COLORS = {ALONE: "conjugate_gradient", TIED: "gradient_descent"}
"""The methods whose colors the two slices have: on both it is gradient descent, and no other method is shown."""
TAME = 0.1
"""The share that no parabola explains up to which a slice is tame."""


def headline(result: ToyResult) -> str:
    """Return the title of the picture."""
    if _told_apart(result):
        return tr("Two entries stay tame; tied entries do not")
    return tr("Two entries, alone or tied through all layers")


def formula() -> str:
    """Return the loss."""
    return tr("f = mean |Wₗ ⋯ W₁ x|² / n")


def caption(result: ToyResult) -> str:
    """Return the sentence under the picture: how far both slices are from a parabola, over all depths."""
    alone, tied = result.nu[ALONE], result.nu[TIED]
    if np.isnan(alone).any() or np.isnan(tied).any():
        return tr("Drawing two slices of a network of up to {layers}.", layers=layers(float(result.depths[-1])))
    deepest = tr(
        "{layers}: ν {alone} with two entries, {tied} with tied ones.",
        layers=layers(float(result.depths[-1])),
        alone=_span(ALONE, alone[-1]),
        tied=_span(TIED, tied[-1]),
    )
    if not _told_apart(result):
        return deepest
    most = {"alone": _span(ALONE, alone.max()), "tied": _span(TIED, tied.max())}
    return fitting(tr("Two entries stay tame, ν ≤ {alone} at any depth; tied entries reach {tied}.", **most), deepest)


def caveat(result: ToyResult) -> str:
    """Return the line that says why depth makes one of them worse and the other not."""
    return tr(
        "At any depth at most quadratic in each of two entries; tied in {layers}: degree {degree}.",
        layers=layers(float(result.depths[-1])),
        degree=number(2.0 * float(result.depths[-1])),
    )


def name(key: str) -> str:
    """Return what a slice is called."""
    return tr("two entries") if key == ALONE else tr("tied entries")


def degree(key: str, depth: float) -> tuple[str, ...]:
    """Return what polynomial the loss is on a slice at a depth: wordings, the longest first."""
    if depth == 1.0:
        return (tr("exactly a parabola"), tr("a parabola"))
    if key == ALONE:
        return (
            tr("at most quadratic in each, at any depth"),
            tr("at most quadratic in each"),
            tr("≤ quadratic in each"),
        )
    told = number(2.0 * depth)
    return (
        tr("in every layer: a polynomial of degree {n}", n=told),
        tr("polynomial of degree {n}", n=told),
        tr("degree {n}", n=told),
    )


def where(depth: float) -> tuple[str, ...]:
    """Return what the number is: wordings, the longest first."""
    return (tr("ν at {layers}", layers=layers(depth)), layers(depth))


def steps(result: ToyResult, key: str, index: int) -> tuple[str, ...]:
    """Return how many steps descent takes on a slice at a depth: wordings, the longest first."""
    count = float(result.steps_to_tolerance[key][index])
    if np.isnan(count):
        if not result.complete:
            return (tr("…"),)
        most = number(result.params.max_steps)
        return (tr("not there in {n} steps", n=most), tr("not there"))
    told = tr("1 step") if count == 1 else tr("{count} steps", count=number(count))
    return (tr("{steps} to {share} of the start", steps=told, share=percent(result.params.tolerance)), told)


def legends() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is written below the two cuts: wordings of each, the longest first."""
    misfit = Span(tr("misfit"), "alarm")
    return (
        (
            tr("cut along the diagonal; dashed: best parabola; ν: share of {misfit}", misfit=misfit),
            tr("dashed: best parabola; ν: share of {misfit}", misfit=misfit),
            tr("best parabola; ν: share of {misfit}", misfit=misfit),
        ),
        (tr("one random linear network, cut off at each depth"), tr("one network, cut off at each depth")),
    )


def _span(key: str, nu: float) -> Span:
    return Span(share(float(nu)), COLORS[key])


def _told_apart(result: ToyResult) -> bool:
    """Return whether two entries stay near a parabola at all depths and tied ones do not."""
    alone, tied = result.nu[ALONE], result.nu[TIED]
    return bool(np.nanmax(alone, initial=0.0) < TAME < np.nanmax(tied, initial=0.0))
