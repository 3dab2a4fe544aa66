"""The texts of nonlinearity/activation. The lead always gets two numbers: all layers moving, and one layer."""

from collections.abc import Collection, Mapping

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.activation import ActivationResult
from gui.stages.nonlinearity.names import range_text, saturation_sentence, share_text
from gui.wording.families import capitalized_name, family_name, layer_text
from gui.wording.sentences import MAX_CAVEAT_LENGTH, first_fitting, joined
from gui.wording.text import Sentence, Span, ntr, number, tr

RELU, LINEAR = "relu", "linear"
LINEARS = LINEAR, "residual_linear"
"""Families without an activation, which are ranked last."""
SATURATING = ("tanh", "sigmoid")


def lead_of(families: Collection[str]) -> str:
    """Return the lead family, also shown with all layers moving: ReLU, else the first with an activation."""
    return RELU if RELU in families else min(families, key=_rank)


def rival_of(families: Collection[str]) -> str:
    """Return the family that the caption compares with the lead, or "": linear layers, which have no activation."""
    others = sorted((family for family in families if family != lead_of(families)), key=_rank)
    return LINEAR if LINEAR in others else others[0] if others else ""


def _rank(family: str) -> int:
    """Return the rank of a family: 0 with an activation, 1 for linear with skips, 2 for plain linear."""
    return LINEARS[::-1].index(family) + 1 if family in LINEARS else 0


def headline(result: ActivationResult) -> str:
    """Return the title of the picture."""
    if result.looks_tame.get(RELU):
        return tr("One layer of ReLU is nearly a parabola; all layers are not", "looks_tame").about(RELU)
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
    return first_fitting(
        *(joined(sample, ranges) for sample in _samples(result) if (ranges := _ranges(result))),
        _samples(result)[0],
        max_length=MAX_CAVEAT_LENGTH,
    )


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


def _samples(result: ActivationResult) -> tuple[str, str]:
    """Return two wordings of the number of networks and their widths, the longer first."""
    widths = {"width": number(result.width), "stacked": number(result.stacked_width)}
    short = ntr(
        "One network, width {width} (all layers: {stacked}).", "{n} networks, width {width} (all layers: {stacked}).",
        result.params.replicates, "replicates", "width", "stacked_width", **widths,
    )  # fmt: skip
    if not result.complete and result.params.replicates > 1:
        return tr(
            "Medians so far, width {width}; where all layers move, {stacked}.", "width", "stacked_width", **widths
        ), short
    return ntr(
        "One network, width {width}; where all layers move, {stacked}.",
        "Medians of {n} networks, width {width}; where all layers move, {stacked}.",
        result.params.replicates, "replicates", "width", "stacked_width", **widths,
    ), short  # fmt: skip


def _ranges(result: ActivationResult) -> str:
    """Return how far the loss moves with an activation that can saturate and without, or "": near 1 it stands still."""
    lead, saturating = lead_of(result.nu), [family for family in SATURATING if family in result.nu]
    other = next((family for family in saturating if family != lead), rival_of(result.nu))
    if not saturating or not other:
        return ""
    own, least = (float(result.loss_range[family][1, -1]) for family in (lead, other))
    if np.isnan([own, least]).any() or not result.complete:
        return ""
    return tr(
        "One layer, loss max ÷ min: {name} {own}, {rival} {other}.", "loss_range",
        name=family_name(lead), own=range_text(own), rival=family_name(other), other=range_text(least),
    )  # fmt: skip


def stacked_share(result: ActivationResult, place: int) -> Sentence:
    """Return the share of the lead at a depth where all layers move."""
    lead = lead_of(result.nu)
    return tr("{much}", "stacked_nu", much=_share_at(result.stacked_nu[lead], place)).about(lead)


def contrast_wordings(result: ActivationResult, place: int) -> tuple[str, ...]:
    """Return wordings of which layers move, with the share of the lead where one does, the longest first."""
    lead = lead_of(result.nu)
    few = Span(_share_at(result.nu[lead], place), lead)
    return (
        tr("where all layers move, {few} where one does", "nu", few=few).about(lead),
        tr("all layers move; one layer: {few}", "nu", few=few).about(lead),
        tr("all; one layer: {few}", "nu", few=few).about(lead),
    )


def lead_and_depth(result: ActivationResult, place: int) -> str:
    """Return the family and depth that the two shares belong to."""
    return tr(
        "{name}, {layers}", "depths", name=family_name(lead_of(result.nu)), layers=layer_text(result.depths[place])
    )


def stacked_name(families: Collection[str], *, hall: bool) -> str:
    """Return the name of the curve with all layers moving."""
    return tr("{name}, all layers", name=family_name(lead_of(families), hall=hall))


def one_layer_names(families: Collection[str], *, hall: bool) -> dict[str, str]:
    """Return the names of the curves with one layer moving, by family."""
    return {family: tr("{name}, one layer", name=family_name(family, hall=hall)) for family in families}


def _share_at(bands: Mapping[int, FloatArray] | FloatArray, place: int) -> str:
    median = float(bands[1][place])
    return tr("…") if np.isnan(median) else share_text(median)
