"""The texts of nonlinearity/stack: headline, caption, caveat and labels."""

import numpy as np

from core.obstacles.nonlinearity.stack import StackResult
from gui.stages.nonlinearity.names import range_text, saturation_sentence, share_text
from gui.wording.families import capitalized_name, family_name, layer_text
from gui.wording.names import word_name
from gui.wording.sentences import first_fitting, paragraph, shortened_lists
from gui.wording.text import Span, ntr, number, tr

MAX_HALL_TITLE_LENGTH = 66
"""The maximum number of characters of a title in the hall."""


def headline(result: StackResult) -> str:
    """Return the title of the picture."""
    lead = next(iter(result.nu))
    if result.exact_parabola:
        return tr("One layer of a linear network moves: the loss is a parabola", "exact_parabola")
    if not result.misses[lead]:
        return tr("Stack layers: does a parabola fit?")
    if result.at_most_quadratic and result.tame:
        return _quadratic_headline(result)
    value = share_text(result.last_nu[lead])
    return _headline_of_one(lead, value) if result.params.replicates == 1 else _headline_of_median(lead, value)


def _quadratic_headline(result: StackResult) -> str:
    """Return the headline for two free weights, if ν is small at every depth."""
    if result.stays_tame:
        return tr("Two free weights stay near a parabola", "stays_tame", "at_most_quadratic")
    return tr("Stack layers: does a parabola fit?")


def _headline_of_one(lead: str, value: Span) -> str:
    """Return the headline for a single network: its share ν at the largest depth."""
    if lead == "residual_linear":
        return tr("Linear with skips: the best parabola misses {share}", "last_nu", "misses", share=value).about(lead)
    if lead == "residual_relu":
        return tr("ReLU with skips: the best parabola misses {share}", "last_nu", "misses", share=value).about(lead)
    return tr(
        "Stacked {name} layers: the best parabola misses {share}",
        "last_nu",
        "misses",
        name=family_name(lead),
        share=value,
    )


def _headline_of_median(lead: str, value: Span) -> str:
    """Return the headline for several networks: their median share ν at the largest depth."""
    if lead == "residual_linear":
        return tr(
            "Linear with skips: the best parabola misses {share} (median)", "last_nu", "misses", share=value
        ).about(lead)
    if lead == "residual_relu":
        return tr("ReLU with skips: the best parabola misses {share} (median)", "last_nu", "misses", share=value).about(
            lead
        )
    return first_fitting(
        tr("Stacked {name} layers: the best parabola misses {share} (median)", "last_nu", "misses",
           name=family_name(lead), share=value),
        tr("{name} layers: the best parabola misses {share} (median)", "last_nu", "misses",
           name=capitalized_name(lead), share=value),
        max_length=MAX_HALL_TITLE_LENGTH,
    )  # fmt: skip


def formula() -> str:
    """Return the definition of the share ν."""
    return tr("ν = Var(f − best parabola) / Var f")


def caption(result: StackResult) -> str:
    """Return the caption: the shares at the largest depth, of as many families as fit."""
    deepest = layer_text(result.deepest)
    if not result.known:
        return _measuring(result)
    shares = {family: Span(share_text(nu), family) for family, nu in result.last_nu.items()}
    if len(shares) == 1:
        return _one_family(result)
    if list(shares) == ["linear", "residual_linear"]:
        plain, skips = shares.values()
        return tr(
            "{layers}: ν {plain}; with skips {skips}.", "deepest", "last_nu", layers=deepest, plain=plain, skips=skips
        )
    parts = [tr("{name} {share}", "last_nu", name=family_name(family), share=shares[family]) for family in shares]
    return first_fitting(
        *(tr("{layers}: ν of {list}.", "deepest", layers=deepest, list=some) for some, _ in shortened_lists(parts))
    )


def _measuring(result: StackResult) -> str:
    """Return the caption of a run in progress."""
    deepest, count = layer_text(result.deepest), result.params.replicates
    if len(result.depths) == 1:
        return ntr(
            "Measuring a random network of {layers}.", "Measuring random networks of {layers}.", count,
            "replicates", "deepest", layers=deepest,
        )  # fmt: skip
    return ntr(
        "Measuring a random network of up to {layers}.", "Measuring random networks of up to {layers}.", count,
        "replicates", "deepest", layers=deepest,
    )  # fmt: skip


def _one_family(result: StackResult) -> str:
    """Return the caption for a single family: its shares at the largest and the smallest depth."""
    ((family, quartiles),) = result.nu.items()
    deepest, value = layer_text(result.deepest), Span(share_text(result.last_nu[family]), family)
    if len(result.depths) == 1:
        return tr("{layers}: ν {share}.", "deepest", "last_nu", layers=deepest, share=value).about(family)
    before = Span(share_text(float(quartiles[1, 0])), family)
    return tr(
        "{layers}: ν {share}; {few}: {before}.", "deepest", "last_nu", "nu",
        layers=deepest, share=value, few=layer_text(result.depths[0]), before=before,
    ).about(family)  # fmt: skip


def caveat(result: StackResult) -> str:
    """Return the line that qualifies the result: dead or saturated networks, or what was measured."""
    if result.complete and any(result.last_dead.values()):
        return _dead_networks(result)
    if result.at_most_quadratic:
        return paragraph(
            tr("f is at most quadratic in each weight, at any depth.", "at_most_quadratic"), _sample(result)
        )
    if result.exact_parabola:
        return tr(
            "The output is affine in each layer: where one layer moves the loss is a parabola.",
            "exact_parabola",
        )
    if result.saturates:
        return _saturation(result)
    if result.relu_like_linear:
        like = tr("ReLU stacks like linear: each median between the other's quartiles.", "relu_like_linear")
        return paragraph(like, _sample(result))
    if result.relu_no_remedy:
        value = {family: Span(share_text(result.last_nu[family]), family) for family in ("relu", "linear")}
        against = tr(
            "ReLU is no remedy here: ν {relu}, linear {linear}.", "relu_no_remedy", "last_nu",
            relu=value["relu"], linear=value["linear"],
        )  # fmt: skip
        return paragraph(against, _sample(result))
    return paragraph(_sample(result), _scale(result), _bands(result))


def _dead_networks(result: StackResult) -> str:
    """Return the number of dead networks of the family with the most of them."""
    family = max(result.last_dead, key=lambda each: result.last_dead[each])
    return tr(
        "{layers}, {name}: {n} of {all} dead (loss 0 on the slice), counted as ν = 0.",
        "deepest", "last_dead", "replicates",
        layers=layer_text(result.deepest), name=family_name(family), n=number(result.last_dead[family]),
        all=number(result.params.replicates),
    )  # fmt: skip


def _saturation(result: StackResult) -> str:
    """Return the mean slope and the range of the loss of the family that saturates most."""
    family = min(result.saturates, key=lambda each: result.saturates[each])
    least = range_text(float(result.loss_range[family][1, -1]))
    return paragraph(
        saturation_sentence(family, result.saturates[family]),
        (
            tr("Its loss max ÷ min: {range}.", "loss_range", range=least)
            if result.params.replicates == 1
            else tr("Its median loss max ÷ min: {range}.", "loss_range", range=least)
        ).about(family),
    )


def _sample(result: StackResult) -> str:
    """Return the number of networks and their width."""
    width = number(result.width)
    if not result.complete and result.params.replicates > 1:
        return tr("Medians so far, width {width}.", "width", width=width)
    return ntr(
        "One network, width {width}.", "Medians of {n} networks, width {width}.", result.params.replicates,
        "replicates", "width", width=width,
    )  # fmt: skip


def _scale(result: StackResult) -> str:
    """Return the scale of the branches, or "" without skips."""
    if not any(family.startswith("residual") for family in result.nu):
        return ""
    scale = result.params.branch_scale
    value = word_name(scale) if isinstance(scale, str) else number(scale)
    return tr("Skips: h ← h + s φ(W h), s = {scale}.", "branch_scale", scale=value)


def _bands(result: StackResult) -> str:
    return tr("Bands: quartiles.") if result.params.replicates > 1 else ""


def heading(family: str, value: Span, depth: float) -> str:
    """Return the heading of a cut."""
    return tr("{layers}, {name}", "depths", layers=layer_text(depth), name=value).about(family)


def share_at(result: StackResult, family: str, place: int) -> str:
    """Return the median ν of a family at a depth."""
    median = float(result.nu[family][1, place])
    return tr("{share}", "nu", share=share_text(median)).about(family) if np.isfinite(median) else tr("…")


def cut_share(result: StackResult, family: str, place: int) -> str:
    """Return the share of the network in the cut, or "" if it equals the median."""
    own, median = float(result.cut_nu[family][place]), float(result.nu[family][1, place])
    if np.isnan(own) or share_text(own) == share_text(median):
        return ""
    return tr("shown network: {share}", "cut_nu", share=share_text(own)).about(family)


def legend() -> tuple[str, ...]:
    """Return wordings of the legend of the cuts, the longest first."""
    misfit = Span(tr("misfit"), "alarm")
    return (
        tr("a typical network along the diagonal; dashed: the slice's best parabola, {misfit} shaded", misfit=misfit),
        tr("diagonal; dashed: the slice's best parabola, {misfit} shaded", misfit=misfit),
        tr("dashed: best parabola; {misfit} shaded", misfit=misfit),
        tr("best parabola, {misfit}", misfit=misfit),
    )
