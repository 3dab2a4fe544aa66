"""The texts of nonlinearity/toy: headline, caption, caveat and labels."""

import numpy as np

from core.obstacles.nonlinearity.toy import ToyResult
from gui.stages.nonlinearity.names import share_text
from gui.wording.families import layer_text
from gui.wording.sentences import first_fitting, paragraph
from gui.wording.text import Span, ntr, number, percent, tr

ALONE, TIED = "two_entries", "tied"
"""The series whose colors the two slices have; the method is gradient descent on both."""


def headline(result: ToyResult) -> str:
    """Return the title of the picture."""
    if result.only_tied_leaves:
        return tr("Two free weights stay near a parabola; tied ones do not", "only_tied_leaves")
    return tr("Two weights, free or tied through all layers")


def formula() -> str:
    """Return the definition of the misfit."""
    return tr("misfit ν = Var(f − best parabola) / Var f")


def caption(result: ToyResult) -> str:
    """Return the caption: the largest ν of both slices over all depths."""
    deepest = layer_text(result.deepest)
    if not result.drawn and len(result.depths) == 1:
        return tr("Drawing two slices of a network of {layers}.", "deepest", layers=deepest)
    if not result.drawn:
        return tr("Drawing two slices of a network of up to {layers}.", "deepest", layers=deepest)
    values = {name: Span(share_text(most), name) for name, most in result.most_nu.items()}
    both = {"alone": values[ALONE], "tied": values[TIED]}
    if len(result.depths) == 1:
        return first_fitting(
            tr(
                "{layers}: misfit {alone} with two free weights, {tied} with tied ones.", "deepest", "most_nu",
                layers=deepest, **both,
            ),
            tr("{layers}: misfit {alone} with free weights, {tied} with tied ones.", "deepest", "most_nu",
               layers=deepest, **both),
        )  # fmt: skip
    if result.only_tied_leaves:
        return tr(
            "Misfit up to {layers}: free weights at most {alone}, tied ones {tied}.",
            "deepest", "gapless", "alone_below", "most_nu",
            layers=deepest, alone=Span(percent(result.alone_below), ALONE), tied=values[TIED],
        )  # fmt: skip
    if result.gapless:
        return first_fitting(
            tr(
                "Largest misfit up to {layers}: free weights {alone}, tied ones {tied}.",
                "deepest", "gapless", "most_nu", layers=deepest, **both,
            ),
            tr(
                "Largest misfit up to {layers}: free {alone}, tied {tied}.",
                "deepest", "gapless", "most_nu", layers=deepest, **both,
            ),
        )  # fmt: skip
    return first_fitting(
        tr("Largest misfit at these depths: free weights {alone}, tied ones {tied}.", "most_nu", **both),
        tr("Largest misfit at these depths: free {alone}, tied {tied}.", "most_nu", **both),
    )


def caveat(result: ToyResult) -> str:
    """Return the line that gives the degree of the loss on both slices."""
    return paragraph(
        tr("Loss: at most quadratic in each free weight, at any depth.", "at_most_quadratic"),
        tr(
            "Tied in {layers}: degree {degree}.", "deepest", "degree",
            layers=layer_text(result.deepest), degree=number(result.degree[TIED][-1]),
        ),
    )  # fmt: skip


def share_at(result: ToyResult, key: str, place: int) -> str:
    """Return ν of a slice at a depth."""
    nu = float(result.nu[key][place])
    return tr("{share}", "nu", share=share_text(nu)).about(key) if np.isfinite(nu) else tr("…")


def misfit_text() -> str:
    """Return what the hero number is."""
    return tr("{misfit} to the best parabola", misfit=Span(tr("misfit"), "alarm"))


def tied_wordings(depth: float) -> tuple[str, ...]:
    """Return wordings of what tied weights are, at a depth, the longest first."""
    layers = layer_text(depth)
    return (
        tr("{layers}, tied: the same two weights in every layer", "depths", layers=layers),
        tr("{layers}, tied: the same in every layer", "depths", layers=layers),
        tr("{layers}, tied weights", "depths", layers=layers),
    )


def alone_wordings() -> tuple[str, ...]:
    """Return wordings of what free weights are, the longest first."""
    return (
        tr("free: one weight in the first layer, one in the last"),
        tr("free: one in the first layer, one in the last"),
        tr("free weights"),
    )


def line_names(*, hall: bool) -> tuple[str, str]:
    """Return the names of the two lines of a cut."""
    return tr("loss"), tr("parabola") if hall else tr("best parabola")


def map_wordings() -> tuple[str, ...]:
    """Return wordings of the heading of the maps, the longest first."""
    return tr("seen from above"), tr("from above")


def step_wordings(result: ToyResult, key: str, index: int) -> tuple[str, ...]:
    """Return wordings of the steps of the descent on a slice at a depth, the longest first."""
    count, values = float(result.steps_to_tolerance[key][index]), percent(result.params.tolerance)
    if result.undecided(key, index):
        return (
            tr(
                "{share} of its height above the lowest point is below rounding", "undecided", "tolerance", share=values
            ).about(key),
            tr("{share} of its height: below rounding", "undecided", "tolerance", share=values).about(key),
            tr("{share} is below rounding", "undecided", "tolerance", share=values).about(key),
            tr("undecided", "undecided").about(key),
        )
    if result.unsolved(key, index):
        most = result.params.max_steps
        return (
            ntr("unsolved in {n} step", "unsolved in {n} steps", most, "unsolved", "max_steps").about(key),
            tr("unsolved", "unsolved").about(key),
        )
    if np.isnan(count):
        return (tr("…"),)
    return (
        ntr(
            "{n} step to {share} of its height above the lowest point",
            "{n} steps to {share} of its height above the lowest point",
            count, "steps_to_tolerance", "tolerance", share=values,
        ).about(key),
        ntr(
            "{n} step to {share} of its height", "{n} steps to {share} of its height",
            count, "steps_to_tolerance", "tolerance", share=values,
        ).about(key),
        ntr("{n} step", "{n} steps", count, "steps_to_tolerance").about(key),
    )  # fmt: skip
