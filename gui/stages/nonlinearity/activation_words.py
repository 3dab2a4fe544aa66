"""The texts of nonlinearity/activation. ReLU always gets two numbers: one layer moving, and all layers."""

from collections.abc import Collection, Mapping

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.activation import ActivationResult
from gui.stages.nonlinearity.names import (
    capitalized_name,
    family_name,
    layer_text,
    range_text,
    saturation_sentence,
    share_text,
)
from gui.wording.sentences import MAX_CAVEAT_LENGTH, enumeration, first_fitting, joined, paragraph
from gui.wording.text import Sentence, Span, ntr, number, tr

RELU, LINEAR = "relu", "linear"
LINEARS = LINEAR, "residual_linear"
"""Families without an activation, which are ranked last."""
SATURATING = ("tanh", "sigmoid")


def lead_of(families: Collection[str]) -> str:
    """Return the lead family, also shown with all layers moving: ReLU, else the first with an activation."""
    return RELU if RELU in families else min(families, key=_rank)


def rival_of(families: Collection[str]) -> str:
    """Return the family that the caption compares with the lead, or ""."""
    others = sorted((family for family in families if family not in (LINEAR, lead_of(families))), key=_rank)
    return next((family for family in SATURATING if family in others), others[0] if others else "")


def _rank(family: str) -> int:
    """Return the rank of a family: 0 with an activation, 1 for linear with skips, 2 for plain linear."""
    return LINEARS[::-1].index(family) + 1 if family in LINEARS else 0


def headline(result: ActivationResult) -> str:
    """Return the title of the picture."""
    if result.looks_tame.get(RELU):
        return tr("ReLU looks tame until all layers move", "looks_tame").about(RELU)
    return tr("What an activation bends, and what stacking does")


def formula() -> str:
    """Return the definition of the share ν."""
    return tr("ν = Var(f − best parabola) / Var f")


def caption(result: ActivationResult) -> str:
    """Return the caption: both shares of the lead and of another family at the largest depth."""
    lead, rival = lead_of(result.nu), rival_of(result.nu)
    few, much = result.last_nu, result.last_stacked_nu
    values = [family for family in (lead, rival) if family]
    if np.isnan([each[family] for each in (few, much) for family in values]).any():
        return tr("Measuring how far each activation bends the loss.")
    shares = {
        family: (Span(share_text(few[family]), family), Span(share_text(much[family]), family)) for family in values
    }
    one, all_ = shares[lead]
    if not rival:
        return tr(
            "{name}: {few} where one layer moves, {much} where all do.", "last_nu", "last_stacked_nu",
            name=capitalized_name(lead), few=one, much=all_,
        )  # fmt: skip
    other, stacked = shares[rival]
    both = {
        "name": family_name(lead),
        "rival": family_name(rival),
        "few": one,
        "much": all_,
        "other": other,
        "stacked": stacked,
    }
    return first_fitting(
        tr(
            "One layer moving: {name} {few}, {rival} {other}. All layers: {name} {much}, {rival} {stacked}.",
            "last_nu", "last_stacked_nu", **both,
        ),
        tr(
            "One layer moving: {name} {few}, {rival} {other}. All: {name} {much}, {rival} {stacked}.",
            "last_nu", "last_stacked_nu", **both,
        ),
        tr(
            "One layer: {name} {few}, {rival} {other}. All: {name} {much}, {rival} {stacked}.",
            "last_nu", "last_stacked_nu", **both,
        ),
        tr(
            "{name}: {few} where one layer moves, {much} where all do.", "last_nu", "last_stacked_nu",
            name=capitalized_name(lead), few=one, much=all_,
        ),
    )  # fmt: skip


def caveat(result: ActivationResult) -> str:
    """Return the line that qualifies low shares: dead networks, saturated activations, or what was measured."""
    if result.complete and (any(result.last_dead.values()) or any(result.last_stacked_dead.values())):
        return _dead_networks(result)
    if result.saturates:
        return _saturation(result)
    return paragraph(_sample(result), tr("Bands: quartiles.") if result.params.replicates > 1 else "")


def _dead_networks(result: ActivationResult) -> str:
    """Return the number of dead networks of the family with the most of them, on one or both slices."""
    one, all_ = result.last_dead, result.last_stacked_dead
    family = max(one, key=lambda each: max(one[each], all_[each]))
    deepest, of = layer_text(result.deepest), number(result.params.replicates)
    values = {"layers": deepest, "name": family_name(family), "all": of}
    if one[family] == all_[family]:
        return tr(
            "{layers}, {name}: {n} of {all} dead (loss 0) on both slices, counted as ν = 0.",
            "deepest", "last_dead", "last_stacked_dead", "replicates", n=number(one[family]), **values,
        )  # fmt: skip
    if not all_[family]:
        return tr(
            "{layers}, {name}, one layer moving: {n} of {all} dead (loss 0), counted as ν = 0.",
            "deepest", "last_dead", "replicates", n=number(one[family]), **values,
        )  # fmt: skip
    if not one[family]:
        return tr(
            "{layers}, {name}, all layers moving: {n} of {all} dead (loss 0), counted as ν = 0.",
            "deepest", "last_stacked_dead", "replicates", n=number(all_[family]), **values,
        )  # fmt: skip
    return first_fitting(
        tr(
            "{layers}, {name}: {n} of {all} dead (loss 0, ν = 0) where one layer moves, {stacked} where all do.",
            "deepest", "last_dead", "last_stacked_dead", "replicates",
            n=number(one[family]), stacked=number(all_[family]), **values,
        ),
        tr(
            "{layers}, {name}: {n} of {all} dead (ν = 0), where all layers move {stacked}.",
            "deepest", "last_dead", "last_stacked_dead", "replicates",
            n=number(one[family]), stacked=number(all_[family]), **values,
        ),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip


def _saturation(result: ActivationResult) -> str:
    """Return the mean slope and the range of the loss, all layers moving, of the family that saturates most."""
    family = min(result.saturates, key=lambda each: result.saturates[each])
    slope, least = result.saturates[family], range_text(float(result.stacked_loss_range[family][1, -1]))
    values = {"name": capitalized_name(family), "slope": number(slope), "range": least}
    if result.params.replicates == 1:
        return first_fitting(
            joined(
                saturation_sentence(family, slope),
                tr("Its loss, all layers: max ÷ min {range}.", "stacked_loss_range", range=least).about(family),
            ),
            tr(
                "{name} saturates, all layers: mean slope {slope} of its largest, loss max ÷ min {range}.",
                "saturates", "stacked_loss_range", **values,
            ).about(family),
            tr(
                "{name}, all layers: mean slope {slope} of its largest, loss max ÷ min {range}.",
                "saturates", "stacked_loss_range", **values,
            ).about(family),
            max_length=MAX_CAVEAT_LENGTH,
        )  # fmt: skip
    return first_fitting(
        joined(
            saturation_sentence(family, slope),
            tr("Its loss, all layers: median max ÷ min {range}.", "stacked_loss_range", range=least).about(family),
        ),
        tr(
            "{name} saturates, all layers: mean slope {slope} of its largest, median loss max ÷ min {range}.",
            "saturates", "stacked_loss_range", **values,
        ).about(family),
        tr(
            "{name}, all layers: mean slope {slope} of its largest, median loss max ÷ min {range}.",
            "saturates", "stacked_loss_range", **values,
        ).about(family),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip


def _sample(result: ActivationResult) -> str:
    """Return the number of networks and their widths."""
    widths = {"width": number(result.width), "stacked": number(result.stacked_width)}
    if not result.complete and result.params.replicates > 1:
        return tr(
            "Medians so far, width {width}; where all layers move, {stacked}.", "width", "stacked_width", **widths
        )
    return ntr(
        "One network, width {width}; where all layers move, {stacked}.",
        "Medians of {n} networks, width {width}; where all layers move, {stacked}.",
        result.params.replicates, "replicates", "width", "stacked_width", **widths,
    )  # fmt: skip


def lead_shares(result: ActivationResult, place: int) -> Sentence:
    """Return both shares of the lead at a depth."""
    lead = lead_of(result.nu)
    few, much = _share_at(result.nu[lead], place), _share_at(result.stacked_nu[lead], place)
    return tr("{few} → {much}", "nu", "stacked_nu", few=few, much=much).about(lead)


def lead_and_depth(result: ActivationResult, place: int) -> str:
    """Return the family and depth that the two shares belong to."""
    return tr(
        "{name}, {layers}", "depths", name=family_name(lead_of(result.nu)), layers=layer_text(result.depths[place])
    )


def slice_wordings(result: ActivationResult, place: int) -> tuple[str, ...]:
    """Return wordings that say which layers move, with both shares of linear networks, the longest first."""
    short = tr("one layer moves → all layers move")
    if lead_of(result.nu) == LINEAR or LINEAR not in result.nu:
        return (short, tr("one layer → all layers"))
    few, much = _share_at(result.nu[LINEAR], place), _share_at(result.stacked_nu[LINEAR], place)
    return (
        tr("one layer moves → all layers move; linear: {few} → {much}", "nu", "stacked_nu", few=few, much=much).about(
            LINEAR
        ),
        tr("one → all layers; linear {few} → {much}", "nu", "stacked_nu", few=few, much=much).about(LINEAR),
        tr("one layer → all layers"),
    )


def stacked_label_wordings(result: ActivationResult) -> tuple[str, ...]:
    """Return wordings of the label of the curve with all layers moving, the longest first."""
    lead = family_name(lead_of(result.nu))
    return (
        tr("{name} where all layers move", name=lead),
        tr("{name}, all layers move", name=lead),
        tr("{name}, all layers", name=lead),
        tr("all layers"),
    )


def range_titles(*, hall: bool) -> tuple[str, ...]:
    """Return wordings of the title of the range plot, the longest first."""
    brief = tr("one layer: loss, max ÷ min"), tr("loss, max ÷ min")
    return brief if hall else (tr("range of the loss (max ÷ min), one layer moving"), *brief)


def infinite_range_wordings(result: ActivationResult) -> tuple[str, ...]:
    """Return wordings of the families with infinite ranges at the largest depth, the longest first."""
    lost = [family for family, bands in result.loss_range.items() if np.isinf(bands[1, -1])]
    if not lost:
        return ("",)
    deepest, values = layer_text(result.deepest), enumeration([Span(family_name(family), family) for family in lost])
    return (
        tr("{list}, {layers}: ∞, lowest loss 0", "deepest", "loss_range", list=values, layers=deepest),
        tr("{list}, {layers}: ∞", "deepest", "loss_range", list=values, layers=deepest),
        tr("{list}: ∞", "loss_range", list=values),
    )


def _share_at(bands: Mapping[int, FloatArray] | FloatArray, place: int) -> str:
    median = float(bands[1][place])
    return tr("…") if np.isnan(median) else share_text(median)
