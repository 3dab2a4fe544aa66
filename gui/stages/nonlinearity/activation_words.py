"""What is said of activations, every number from the result: never one number for ReLU."""

from collections.abc import Collection, Mapping

import numpy as np

from core.arrays import FloatArray
from core.obstacles.nonlinearity.activation import ActivationResult
from gui.stages.nonlinearity.names import layers, name, opened, saturates, share, spread
from gui.wording.sentences import MAX_CAVEAT_LENGTH, enumeration, first_fitting, joined, paragraph
from gui.wording.text import Sentence, Span, ntr, number, tr

RELU, LINEAR = "relu", "linear"
LINEARS = LINEAR, "residual_linear"
"""Families without an activation, which come last."""
SATURATING = ("tanh", "sigmoid")


def lead_of(families: Collection[str]) -> str:
    """Return the family that is shown stacked as well: ReLU where it is there, else the first that bends."""
    return RELU if RELU in families else min(families, key=_rank)


def rival_of(families: Collection[str]) -> str:
    """Return the family that the sentence tells beside the lead, or none."""
    others = sorted((family for family in families if family not in (LINEAR, lead_of(families))), key=_rank)
    return next((family for family in SATURATING if family in others), others[0] if others else "")


def _rank(family: str) -> int:
    """Return a number that rises from what has an activation to linear networks with skips, and to plain ones."""
    return LINEARS[::-1].index(family) + 1 if family in LINEARS else 0


def headline(result: ActivationResult) -> str:
    """Return the title of the picture."""
    if result.looks_tame.get(RELU):
        return tr("ReLU looks tame until all layers move", "looks_tame").about(RELU)
    return tr("What an activation bends, and what stacking does")


def formula() -> str:
    """Return what is shown."""
    return tr("ν = Var(f − best parabola) / Var f")


def caption(result: ActivationResult) -> str:
    """Return the sentence under the picture: both shares of the lead and of another family, at the most layers."""
    lead, rival = lead_of(result.nu), rival_of(result.nu)
    few, much = result.last_nu, result.last_stacked_nu
    told = [family for family in (lead, rival) if family]
    if np.isnan([each[family] for each in (few, much) for family in told]).any():
        return tr("Measuring how far each activation bends the loss.")
    shares = {family: (Span(share(few[family]), family), Span(share(much[family]), family)) for family in told}
    one, all_ = shares[lead]
    if not rival:
        return tr(
            "{name}: {few} where one layer moves, {much} where all do.", "last_nu", "last_stacked_nu",
            name=opened(lead), few=one, much=all_,
        )  # fmt: skip
    other, stacked = shares[rival]
    both = {"name": name(lead), "rival": name(rival), "few": one, "much": all_, "other": other, "stacked": stacked}
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
            name=opened(lead), few=one, much=all_,
        ),
    )  # fmt: skip


def caveat(result: ActivationResult) -> str:
    """Return the line that says what a low share may owe to: networks that are dead, or activations that saturate."""
    if result.complete and (any(result.last_dead.values()) or any(result.last_stacked_dead.values())):
        return _lifeless(result)
    if result.saturates:
        return _saturated(result)
    return paragraph(_sample(result), tr("Bands: quartiles.") if result.params.replicates > 1 else "")


def _lifeless(result: ActivationResult) -> str:
    """Say of the family with the most dead networks how many they are, on both slices where they are on both."""
    one, all_ = result.last_dead, result.last_stacked_dead
    family = max(one, key=lambda each: max(one[each], all_[each]))
    deepest, of = layers(result.deepest), number(result.params.replicates)
    told = {"layers": deepest, "name": name(family), "all": of}
    if one[family] == all_[family]:
        return tr(
            "{layers}, {name}: {n} of {all} dead (loss 0) on both slices, counted as ν = 0.",
            "deepest", "last_dead", "last_stacked_dead", "replicates", n=number(one[family]), **told,
        )  # fmt: skip
    if not all_[family]:
        return tr(
            "{layers}, {name}, one layer moving: {n} of {all} dead (loss 0), counted as ν = 0.",
            "deepest", "last_dead", "replicates", n=number(one[family]), **told,
        )  # fmt: skip
    if not one[family]:
        return tr(
            "{layers}, {name}, all layers moving: {n} of {all} dead (loss 0), counted as ν = 0.",
            "deepest", "last_stacked_dead", "replicates", n=number(all_[family]), **told,
        )  # fmt: skip
    return first_fitting(
        tr(
            "{layers}, {name}: {n} of {all} dead (loss 0, ν = 0) where one layer moves, {stacked} where all do.",
            "deepest", "last_dead", "last_stacked_dead", "replicates",
            n=number(one[family]), stacked=number(all_[family]), **told,
        ),
        tr(
            "{layers}, {name}: {n} of {all} dead (ν = 0), where all layers move {stacked}.",
            "deepest", "last_dead", "last_stacked_dead", "replicates",
            n=number(one[family]), stacked=number(all_[family]), **told,
        ),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip


def _saturated(result: ActivationResult) -> str:
    """Say of the family that saturates most how far, and how far its loss still moves where all layers do."""
    family = min(result.saturates, key=lambda each: result.saturates[each])
    slope, least = result.saturates[family], spread(float(result.stacked_loss_range[family][1, -1]))
    told = {"name": opened(family), "slope": number(slope), "range": least}
    if result.params.replicates == 1:
        return first_fitting(
            joined(
                saturates(family, slope),
                tr("Its loss, all layers: max ÷ min {range}.", "stacked_loss_range", range=least).about(family),
            ),
            tr(
                "{name} saturates, all layers: mean slope {slope} of its largest, loss max ÷ min {range}.",
                "saturates", "stacked_loss_range", **told,
            ).about(family),
            tr(
                "{name}, all layers: mean slope {slope} of its largest, loss max ÷ min {range}.",
                "saturates", "stacked_loss_range", **told,
            ).about(family),
            max_length=MAX_CAVEAT_LENGTH,
        )  # fmt: skip
    return first_fitting(
        joined(
            saturates(family, slope),
            tr("Its loss, all layers: median max ÷ min {range}.", "stacked_loss_range", range=least).about(family),
        ),
        tr(
            "{name} saturates, all layers: mean slope {slope} of its largest, median loss max ÷ min {range}.",
            "saturates", "stacked_loss_range", **told,
        ).about(family),
        tr(
            "{name}, all layers: mean slope {slope} of its largest, median loss max ÷ min {range}.",
            "saturates", "stacked_loss_range", **told,
        ).about(family),
        max_length=MAX_CAVEAT_LENGTH,
    )  # fmt: skip


def _sample(result: ActivationResult) -> str:
    """Say what was measured."""
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


def hero(result: ActivationResult, place: int) -> Sentence:
    """Return the two shares of the lead at a depth."""
    lead = lead_of(result.nu)
    few, much = _told(result.nu[lead], place), _told(result.stacked_nu[lead], place)
    return tr("{few} → {much}", "nu", "stacked_nu", few=few, much=much).about(lead)


def of_what(result: ActivationResult, place: int) -> str:
    """Return the network that the two shares are of."""
    return tr("{name}, {layers}", "depths", name=name(lead_of(result.nu)), layers=layers(result.depths[place]))


def moves(result: ActivationResult, place: int) -> tuple[str, ...]:
    """Return what moves, and what comes of it without an activation: wordings, the longest first."""
    short = tr("one layer moves → all layers move")
    if lead_of(result.nu) == LINEAR or LINEAR not in result.nu:
        return (short, tr("one layer → all layers"))
    few, much = _told(result.nu[LINEAR], place), _told(result.stacked_nu[LINEAR], place)
    return (
        tr("one layer moves → all layers move; linear: {few} → {much}", "nu", "stacked_nu", few=few, much=much).about(
            LINEAR
        ),
        tr("one → all layers; linear {few} → {much}", "nu", "stacked_nu", few=few, much=much).about(LINEAR),
        tr("one layer → all layers"),
    )


def stacked_name(result: ActivationResult) -> tuple[str, ...]:
    """Return what the curve is called along which all layers move: wordings, the longest first."""
    lead = name(lead_of(result.nu))
    return (
        tr("{name} where all layers move", name=lead),
        tr("{name}, all layers move", name=lead),
        tr("{name}, all layers", name=lead),
        tr("all layers"),
    )


def range_titles(*, hall: bool) -> tuple[str, ...]:
    """Return what the second plot shows: wordings, the longest first."""
    brief = tr("one layer: loss, max ÷ min"), tr("loss, max ÷ min")
    return brief if hall else (tr("range of the loss (max ÷ min), one layer moving"), *brief)


def endless(result: ActivationResult) -> tuple[str, ...]:
    """Return which networks have no place in the second plot at the most layers: wordings, the longest first."""
    lost = [family for family, bands in result.loss_range.items() if np.isinf(bands[1, -1])]
    if not lost:
        return ("",)
    deepest, told = layers(result.deepest), enumeration([Span(name(family), family) for family in lost])
    return (
        tr("{list}, {layers}: ∞, lowest loss 0", "deepest", "loss_range", list=told, layers=deepest),
        tr("{list}, {layers}: ∞", "deepest", "loss_range", list=told, layers=deepest),
        tr("{list}: ∞", "loss_range", list=told),
    )


def _told(bands: Mapping[int, FloatArray] | FloatArray, place: int) -> str:
    median = float(bands[1][place])
    return tr("…") if np.isnan(median) else share(median)
