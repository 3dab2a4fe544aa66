"""The texts of nonlinearity/toy: headline, caption, caveat and labels."""

import numpy as np

from core.obstacles.nonlinearity.toy import ToyResult
from gui.stages.nonlinearity.names import layer_text, share_text
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
    """Return the formula of the loss."""
    return tr("f = mean |Wₗ ⋯ W₁ x|² / n")


def caption(result: ToyResult) -> str:
    """Return the caption: the largest ν of both slices over all depths."""
    deepest = layer_text(result.deepest)
    if not result.drawn and len(result.depths) == 1:
        return tr("Drawing two slices of a network of {layers}.", "deepest", layers=deepest)
    if not result.drawn:
        return tr("Drawing two slices of a network of up to {layers}.", "deepest", layers=deepest)
    values = {name: Span(share_text(most), name) for name, most in result.most_nu.items()}
    if len(result.depths) == 1:
        return tr(
            "{layers}: ν {alone} with two free weights, {tied} with tied ones.", "deepest", "most_nu",
            layers=deepest, alone=values[ALONE], tied=values[TIED],
        )  # fmt: skip
    if result.only_tied_leaves:
        bound = {
            "layers": deepest, "alone": Span(percent(result.alone_below), ALONE), "tied": values[TIED],
        }  # fmt: skip
        return first_fitting(
            tr(
                "Two free weights: ν at most {alone} up to {layers}; tied ones reach {tied}.",
                "deepest", "gapless", "alone_below", "most_nu", **bound,
            ),
            tr(
                "Free weights: ν at most {alone} up to {layers}; tied ones {tied}.",
                "deepest", "gapless", "alone_below", "most_nu", **bound,
            ),
        )  # fmt: skip
    if result.gapless:
        return tr(
            "Largest ν up to {layers}: free weights {alone}, tied ones {tied}.", "deepest", "gapless", "most_nu",
            layers=deepest, alone=values[ALONE], tied=values[TIED],
        )  # fmt: skip
    return tr(
        "Largest ν at these depths: free weights {alone}, tied ones {tied}.", "most_nu",
        alone=values[ALONE], tied=values[TIED],
    )  # fmt: skip


def caveat(result: ToyResult) -> str:
    """Return the line that gives the degree of the loss on both slices."""
    return paragraph(
        tr("f is at most quadratic in each free weight, at any depth.", "at_most_quadratic"),
        tr(
            "Tied in {layers}: degree {degree}.", "deepest", "degree",
            layers=layer_text(result.deepest), degree=number(result.degree[TIED][-1]),
        ),
    )  # fmt: skip


def slice_name(key: str) -> str:
    """Return the name of a slice."""
    return tr("free weights") if key == ALONE else tr("tied weights")


def share_at(result: ToyResult, key: str, place: int) -> str:
    """Return ν of a slice at a depth."""
    nu = float(result.nu[key][place])
    return tr("{share}", "nu", share=share_text(nu)).about(key) if np.isfinite(nu) else tr("…")


def degree_wordings(result: ToyResult, key: str, place: int) -> tuple[str, ...]:
    """Return wordings of the degree of the loss on a slice at a depth, the longest first."""
    count = result.degree[key][place]
    if count == 2:
        return (tr("exactly a parabola", "degree").about(key), tr("a parabola", "degree").about(key))
    values = number(count)
    if key == ALONE:
        return (
            tr("degree {degree}, at most quadratic in each", "degree", "at_most_quadratic", degree=values).about(key),
            tr("at most quadratic in each", "at_most_quadratic"),
            tr("≤ quadratic in each", "at_most_quadratic"),
        )
    return (
        tr("in every layer: a polynomial of degree {degree}", "degree", degree=values).about(key),
        tr("polynomial of degree {degree}", "degree", degree=values).about(key),
        tr("degree {degree}", "degree", degree=values).about(key),
    )


def depth_wordings(depth: float) -> tuple[str, ...]:
    """Return wordings that say what the number is, the longest first."""
    return (tr("ν at {layers}", "depths", layers=layer_text(depth)), tr("{layers}", "depths", layers=layer_text(depth)))


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


def legend_wordings(result: ToyResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the legends below the two cuts, each as wordings with the longest first."""
    misfit, values = Span(tr("misfit"), "alarm"), percent(result.params.tolerance)
    return (
        (
            tr("cut along the diagonal; dashed: the slice's best parabola; ν: its {misfit}", misfit=misfit),
            tr("dashed: the slice's best parabola; ν: its {misfit}", misfit=misfit),
            tr("best parabola; ν: its {misfit}", misfit=misfit),
        ),
        (
            tr(
                "one random linear network, truncated at each depth; height: loss above the slice's lowest point",
            ),
            tr("network truncated at each depth; height: loss above the slice's lowest point"),
            tr("steps to {share} of the height above the lowest point", "tolerance", share=values),
            tr("steps to {share} of the height", "tolerance", share=values),
        ),
    )
